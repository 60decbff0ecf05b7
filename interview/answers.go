package interview

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"sysprep/content"
	"sysprep/scenarios"
)

// Answers is a scripted candidate: what is said and done, at times of the interview's clock.
type Answers struct {
	Style content.InterviewStyle `yaml:"style"` // of the interviewer; the interview's own if empty
	Acts  []Act                  `yaml:"acts"`
	Rate  string                 `yaml:"rate"` // the band that the candidates give themselves
}

// Act is one thing that a candidate does; exactly one field besides the times is set. At is the time on the clock;
// After the time since the act before. With Phase the act waits until that phase is on. Draft is text that is
// being typed and never sent: the end of the phase takes it.
type Act struct {
	At    scenarios.Duration `yaml:"at"`
	After scenarios.Duration `yaml:"after"`
	Phase string             `yaml:"phase"`

	Say    string `yaml:"say"`
	Draft  string `yaml:"draft"`
	Ask    string `yaml:"ask"`
	Sketch string `yaml:"sketch"`
	Try    bool   `yaml:"try"`
	Hint   bool   `yaml:"hint"`
	Next   bool   `yaml:"next"`
}

// Bounds of a file of answers.
const (
	mostAnswerBytes = 1 << 20
	mostActs        = 2000
)

// ReadAnswers reads a scripted candidate from YAML. The error is one sentence that says where and what to do.
func ReadAnswers(text []byte) (Answers, error) {
	var a Answers
	if len(text) > mostAnswerBytes {
		return a, errors.New("the file of answers is larger than 1 MB: cut it into several interviews")
	}
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&a); err != nil && !errors.Is(err, io.EOF) {
		if e := yaml.Error(nil); errors.As(err, &e) {
			line := 0
			if e.GetToken() != nil {
				line = e.GetToken().Position.Line
			}
			return a, fmt.Errorf("line %d of the answers can't be read: %s", line, strings.TrimSpace(e.GetMessage()))
		}
		return a, fmt.Errorf("the answers can't be read: %s", firstLine(err.Error()))
	}
	if len(a.Acts) > mostActs {
		return a, fmt.Errorf("there are more than %d acts: leave some out", mostActs)
	}
	for i, act := range a.Acts {
		if n := act.count(); n != 1 {
			return a, fmt.Errorf("act %d does %d things: write one of say, draft, ask, sketch, try, hint and next", i+1, n)
		}
		if act.At > 0 && act.After > 0 {
			return a, fmt.Errorf("act %d has two times: keep at (of the clock) or after (since the act before)", i+1)
		}
		if act.At < 0 || act.After < 0 {
			return a, fmt.Errorf("act %d is before the beginning: write a time of 0s or more", i+1)
		}
	}
	return a, nil
}

func (a Act) count() int {
	n := 0
	for _, given := range []bool{a.Say != "", a.Draft != "", a.Ask != "", a.Sketch != "", a.Try, a.Hint, a.Next} {
		if given {
			n++
		}
	}
	return n
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// Player plays a script on virtual time, as a screen does on the wall's.
type Player struct {
	Script *Script
	State  State
	Events []Event
	draft  string
	now    time.Duration
}

// tick is how often the interviewer looks at the clock.
const tick = time.Second

// Play runs a whole interview with a scripted candidate.
func (p *Player) Play(a Answers) error {
	p.State = New()
	if err := p.do(p.Script.Begin(a.Style, false)); err != nil {
		return err
	}
	last := time.Duration(0)
	for _, act := range a.Acts {
		at := max(time.Duration(act.At), last)
		if act.After > 0 {
			at = last + time.Duration(act.After)
		}
		if err := p.until(at, act.Phase); err != nil {
			return err
		}
		if p.State.Over {
			break
		}
		if err := p.act(act); err != nil {
			return err
		}
		last = p.now
	}
	for !p.State.Over {
		if err := p.until(p.now+tick, ""); err != nil {
			return err
		}
	}
	if a.Rate == "" {
		return nil
	}
	e, err := p.Script.Rate(p.now, a.Rate)
	if err != nil {
		return err
	}
	return p.do(e)
}

// until lets the clock run to a time, and further until a phase is on (empty: no matter which).
func (p *Player) until(at time.Duration, phase string) error {
	want := -1
	if phase != "" {
		i, ok := p.Script.Def.Phase(phase)
		if !ok {
			return fmt.Errorf("the interview has no phase %q", phase)
		}
		want = i
	}
	for !p.State.Over && (p.now < at || p.State.Phase < want) {
		p.now += tick
		if err := p.expire(); err != nil {
			return err
		}
		if err := p.reply(); err != nil {
			return err
		}
	}
	return nil
}

// expire hands in what was being typed when the phase's time is over.
func (p *Player) expire() error {
	if p.draft == "" || p.Script.PhaseLeft(p.State, p.now) > 0 {
		return nil
	}
	text := p.draft
	p.draft = ""
	return p.do(p.Script.Say(p.State, p.now, text))
}

// reply lets the interviewer do what there is to do now.
func (p *Player) reply() error {
	for range 8 { // a phase may end, and the next begin with a quantity
		events := p.Script.Reply(p.State, p.now)
		if len(events) == 0 {
			return nil
		}
		for _, e := range events {
			if err := p.do(e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *Player) act(a Act) error {
	switch {
	case a.Draft != "":
		p.draft = a.Draft
		return nil
	case a.Say != "":
		p.draft = ""
		if err := p.do(p.Script.Say(p.State, p.now, a.Say)); err != nil {
			return err
		}
	case a.Ask != "":
		if err := p.do(p.Script.Ask(p.now, a.Ask)); err != nil {
			return err
		}
	case a.Sketch != "":
		return p.do(Event{At: p.now, Kind: Sketched, By: Candidate, Text: a.Sketch})
	case a.Try:
		if err := p.try(); err != nil {
			return err
		}
	case a.Hint:
		e, ok := p.Script.Hint(p.State, p.now)
		if !ok {
			e = NoHint(p.now)
		}
		return p.do(e)
	case a.Next:
		if err := p.do(p.Script.Next(p.State, p.now, Candidate)); err != nil {
			return err
		}
	}
	return p.reply()
}

// NoHint is what the interviewer says when there is nothing left to hint at.
func NoHint(at time.Duration) Event {
	return Event{At: at, Kind: Replied, By: Interviewer, Text: "You need no hint here."}
}

func (p *Player) try() error {
	phase := p.Script.Def.Phases[p.State.Phase]
	trials, err := Try(p.State.Sketch, phase.Design)
	if err != nil {
		return fmt.Errorf("at %s, in the phase %q: %w", p.now, phase.ID, err)
	}
	return p.do(TriedOut(p.now, trials))
}

// TriedOut is the event of a sketch that was run.
func TriedOut(at time.Duration, trials []Trial) Event {
	says := make([]string, len(trials))
	for i, t := range trials {
		says[i] = t.Say
	}
	return Event{At: at, Kind: Tried, By: Candidate, Text: strings.Join(says, "\n"), Trials: trials}
}

func (p *Player) do(e Event) error {
	next, err := p.State.Apply(p.Script, e)
	if err != nil {
		return err
	}
	p.State = next
	p.Events = append(p.Events, e)
	return nil
}
