package interview

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"sysprep/content"
	"sysprep/grading"
)

// Meeting is an interview of two people. Its log is the session; what else there is (who is here, and what the candidate
// is typing) is of the moment. It is a value, like State.
type Meeting struct {
	State State
	Log   []Event

	Host, Guest bool   // who is here
	Draft       string // what the candidate is typing
	Pad         string // the candidate's sketch, as it is typed
	Running     bool   // the sketch is being run
	Typed       int    // number of the last typing that was taken
}

// Move is what one of the two wants to happen; Kind is that of the event that comes of it, and each uses the fields that
// its event does. Typed is the number of the typing that the text of an answer or a question ends.
type Move struct {
	By     Party
	Kind   Kind
	Text   string
	Ref    string
	Refs   []string
	Item   string
	Level  grading.Level
	Wrong  bool // the item was said wrongly
	Off    bool // a mark is taken back
	Trials []Trial
	Style  content.InterviewStyle
	Typed  int
}

// MostText is how long what is said at once may be, in bytes.
const MostText = 64 << 10

// ofTheCandidate and ofTheHost are the moves that each may make.
var (
	ofTheCandidate = []Kind{Said, Asked, Sketched, Tried, Rated, Joined, Left}
	ofTheHost      = []Kind{Began, Phased, Told, Probed, Quizzed, Threw, Hinted, Replied, Tried, Ticked, Noted, Ended, Joined, Left}
)

// Resume is a meeting that goes on from its log, with the drafts that were kept.
func Resume(sc *Script, log []Event, draft, pad string) Meeting {
	m := Meeting{State: Fold(sc, log), Log: log, Draft: draft, Pad: pad}
	if m.Pad == "" {
		m.Pad = m.State.Sketch
	}
	return m
}

// Type takes what the candidate is typing. Typings may arrive in any order: an older one than was taken is passed over.
func (m Meeting) Type(n int, draft, pad string) Meeting {
	if n > m.Typed && len(draft) <= MostText && len(pad) <= MostText {
		m.Typed, m.Draft, m.Pad = n, draft, pad
	}
	return m
}

// Do makes a move at a time of the clock, and returns the events that came of it. The error is one sentence that says
// why it can't be; then nothing has changed.
func (m Meeting) Do(sc *Script, at time.Duration, mv Move) (Meeting, []Event, error) {
	may := ofTheCandidate
	if mv.By == Interviewer {
		may = ofTheHost
	}
	if !slices.Contains(may, mv.Kind) {
		return m, nil, fmt.Errorf("%q is nothing that the %s can do", mv.Kind, mv.By)
	}
	if len(mv.Text) > MostText {
		return m, nil, fmt.Errorf("the text has %d KB, and there is room for %d: send it in parts", len(mv.Text)>>10, MostText>>10)
	}
	events, err := m.plan(sc, at, mv)
	if err != nil {
		return m, nil, err
	}
	next := m
	next.Log = slices.Clip(m.Log)
	for i := range events {
		events[i].At = max(events[i].At, next.State.Now)
		if next.State, err = next.State.Apply(sc, events[i]); err != nil {
			return m, nil, err
		}
		next.Log = append(next.Log, events[i])
	}
	next.settle(mv)
	return next, events, nil
}

// settle brings what is not in the log in line with a move that was made.
func (m *Meeting) settle(mv Move) {
	switch mv.Kind {
	case Said, Asked:
		m.Draft, m.Typed = "", max(m.Typed, mv.Typed)
	case Ended:
		m.Draft = ""
	case Joined, Left:
		here := mv.Kind == Joined
		if mv.By == Interviewer {
			m.Host = here
		} else {
			m.Guest = here
		}
	}
}

// plan is what comes of a move.
func (m Meeting) plan(sc *Script, at time.Duration, mv Move) ([]Event, error) {
	text := strings.TrimSpace(mv.Text)
	e := Event{At: at, Kind: mv.Kind, By: mv.By, Text: text}
	switch mv.Kind {
	case Joined, Left:
		return m.presence(e)
	case Began:
		return []Event{sc.Begin(mv.Style, true)}, nil
	}
	if !m.State.Started {
		return nil, ErrNotBegun
	}
	switch mv.Kind {
	case Said, Asked, Replied, Noted:
		if text == "" {
			return nil, errors.New("write something first")
		}
		if mv.Kind == Said {
			return []Event{sc.Say(m.State, at, text)}, nil
		}
	case Sketched:
		if text == m.State.Sketch {
			return nil, nil
		}
	case Tried:
		return m.tried(at, mv), nil
	case Rated:
		rated, err := sc.Rate(at, mv.Ref)
		return []Event{rated}, err
	case Phased:
		if m.State.Phase+1 == len(sc.Def.Phases) {
			return nil, errors.New("this is the last part: end the interview instead")
		}
		return []Event{sc.Next(m.State, at, Interviewer)}, nil
	case Ended:
		return m.end(sc, e), nil
	default:
		return sc.send(m.State, e, mv)
	}
	return []Event{e}, nil
}

// end takes what was being typed and drawn: nothing that the candidate wrote is lost.
func (m Meeting) end(sc *Script, e Event) []Event {
	var events []Event
	if draft := strings.TrimSpace(m.Draft); draft != "" {
		events = append(events, sc.Say(m.State, e.At, draft))
	}
	if pad := strings.TrimSpace(m.Pad); pad != "" && pad != m.State.Sketch {
		events = append(events, Event{At: e.At, Kind: Sketched, By: Candidate, Text: pad})
	}
	return append(events, e)
}

// presence notes who comes and goes, while the interview is on.
func (m Meeting) presence(e Event) ([]Event, error) {
	here := m.Guest
	if e.By == Interviewer {
		here = m.Host
	}
	if here == (e.Kind == Joined) || !m.State.Started || m.State.Over {
		return nil, nil
	}
	e.Text = "The " + string(e.By) + " is here."
	if e.Kind == Left {
		e.Text = "The " + string(e.By) + " is gone."
	}
	return []Event{e}, nil
}

// tried is a run of the sketch: what was found out about the same sketch before still holds.
func (m Meeting) tried(at time.Duration, mv Move) []Event {
	sketch := strings.TrimSpace(mv.Text)
	e := TriedOut(at, mv.Trials)
	e.By = mv.By
	if m.lastTried() == sketch {
		for _, old := range slices.Backward(m.State.Trials) {
			if !slices.ContainsFunc(e.Trials, func(t Trial) bool { return t.Fault == old.Fault }) {
				e.Trials = append([]Trial{old}, e.Trials...)
			}
		}
	}
	if sketch == m.State.Sketch {
		return []Event{e}
	}
	return []Event{{At: at, Kind: Sketched, By: Candidate, Text: sketch}, e}
}

// lastTried is the sketch that was run last; empty if none was.
func (m Meeting) lastTried() string {
	tried := false
	for _, e := range slices.Backward(m.Log) {
		switch {
		case e.Kind == Tried:
			tried = true
		case e.Kind == Sketched && tried:
			return strings.TrimSpace(e.Text)
		}
	}
	return ""
}

// send is what an interviewer sends or marks, with its words.
func (sc *Script) send(s State, e Event, mv Move) ([]Event, error) {
	e.Ref, e.Item = mv.Ref, mv.Item
	switch mv.Kind {
	case Told:
		for _, id := range mv.Refs {
			f, ok := sc.Def.Fact(id)
			if !ok {
				return nil, fmt.Errorf("there is no fact %q", id)
			}
			e.Refs = append(e.Refs, id)
			if e.Text == "" || mv.Text == "" {
				e.Text = strings.TrimSpace(e.Text + " " + f.Say)
			}
		}
		if len(e.Refs) == 0 {
			return nil, errors.New("choose the fact that is told")
		}
	case Probed:
		if e.Text == "" {
			return nil, errors.New("there is no question to ask")
		}
		e.When = string(whenOf(s.Level(mv.Item)))
	case Quizzed:
		est, ok := sc.estimate(mv.Ref)
		if !ok {
			return nil, fmt.Errorf("there is no estimate %q", mv.Ref)
		}
		e.Text = est.Ask
	case Threw:
		c, ok := sc.curveballOf(mv.Ref)
		if !ok {
			return nil, fmt.Errorf("there is no curveball %q", mv.Ref)
		}
		if slices.Contains(s.Thrown, mv.Ref) {
			return nil, errors.New("this was thrown already")
		}
		e.Text = c.Say
	case Hinted:
		e.N = s.Hints[mv.Item] + 1
		if e.Text = sc.rung(mv.Item, e.N); e.Text == "" {
			return nil, errors.New("there are no more hints for this item")
		}
	case Ticked:
		if sc.item(mv.Item) == nil {
			return nil, fmt.Errorf("there is no item %q", mv.Item)
		}
		if _, marked := s.Ticks[mv.Item]; mv.Off && !marked {
			return nil, errors.New("there is no mark to take back")
		}
		if !mv.Off {
			e.Level, e.Wrong = min(mv.Level, grading.Tradeoff), mv.Wrong
		}
		e.Off, e.Text = mv.Off, ""
	}
	return []Event{e}, nil
}

func (sc *Script) curveballOf(id string) (content.Curveball, bool) {
	for _, p := range sc.Def.Phases {
		for _, c := range p.Curveballs {
			if c.ID == id {
				return c, true
			}
		}
	}
	return content.Curveball{}, false
}
