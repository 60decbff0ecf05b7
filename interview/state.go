package interview

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"sysprep/content"
	"sysprep/grading"
)

// State is what has happened in one interview. It is a value: Apply returns a new one and leaves the old one as it was.
type State struct {
	Style   content.InterviewStyle
	Host    bool          // a person interviews; else the tutor does
	Started bool          // the clock has started
	Over    bool          // nothing more can be said
	Now     time.Duration // time of the last event
	Phase   int           // index of the phase that is on
	Began   []time.Duration

	Lines    []Line // all that was said and shown, in order
	Verdicts []grading.Verdict
	Told     []string            // ids of facts that were asked for
	Missed   []string            // questions that no fact answers
	Probes   []Probing           // follow-ups that were asked
	Hints    map[string]int      // rungs shown, by item
	Ceiling  map[string]float64  // most points that an item can still earn, by item; absent without hints
	Sizes    map[string]Estimate // by id
	Thrown   []string            // ids of curveballs
	Sketch   string
	Trials   []Trial // of the last sketch that was run
	Ticks    map[string]Tick
	Rating   string // band that the candidates gave themselves

	quizzed  string // estimate that was asked for last
	answered bool   // the interviewer has answered what the candidate did last
	closing  bool   // the interviewer has said that there is nothing more to ask in this phase
	soothed  bool   // ... and that silence is fine
}

// Line is one thing that was said or shown.
type Line struct {
	At    time.Duration
	Phase int
	By    Party
	Kind  Kind
	Text  string
	Ref   string
}

// Probing is a follow-up that was asked, and the level that its item had then.
type Probing struct {
	ID    string // of the script's probe; empty for one that comes from the rubric
	Item  string
	When  content.ProbeWhen
	Level grading.Level
	Line  int // index in Lines
}

// Estimate is what became of an estimate.
type Estimate struct {
	Asked   bool
	Verdict grading.QuantityVerdict
	Line    int // index in Lines of the answer that came closest; -1 for none
}

// Tick is what a person who interviews made of an item.
type Tick struct {
	Level grading.Level
	Wrong bool // a misconception was heard, whatever else was said
	Note  string
	At    time.Duration
}

// New is the state before the interview begins.
func New() State { return State{} }

// Fold adds up events in order; those that no longer apply are passed over.
func Fold(sc *Script, events []Event) State {
	s := New()
	for _, e := range events {
		if next, err := s.Apply(sc, e); err == nil {
			s = next
		}
	}
	return s
}

// Errors of Apply that callers tell apart.
var (
	ErrNotBegun = errors.New("the interview has not begun")
	ErrOver     = errors.New("the interview is over")
)

// Apply adds one event. The error says why it can't be.
func (s State) Apply(sc *Script, e Event) (State, error) {
	switch {
	case e.Kind == Began && s.Started:
		return s, errors.New("the interview has begun already")
	case e.Kind != Began && !s.Started:
		return s, ErrNotBegun
	case s.Over && e.Kind != Rated && e.Kind != Noted && e.Kind != Ticked:
		return s, ErrOver
	}
	s = s.own()
	s.Now = max(s.Now, e.At)
	e.At = s.Now // clocks of two machines may differ; the log's order is the truth
	return s, s.take(sc, e)
}

// own returns a copy whose lists and maps can be changed.
func (s State) own() State {
	s.Began, s.Lines, s.Told = slices.Clip(s.Began), slices.Clip(s.Lines), slices.Clip(s.Told)
	s.Missed, s.Probes, s.Thrown = slices.Clip(s.Missed), slices.Clip(s.Probes), slices.Clip(s.Thrown)
	s.Hints, s.Ceiling, s.Sizes, s.Ticks = maps.Clone(s.Hints), maps.Clone(s.Ceiling), maps.Clone(s.Sizes), maps.Clone(s.Ticks)
	return s
}

// take folds one event into a state of its own.
func (s *State) take(sc *Script, e Event) error {
	switch e.Kind {
	case Began:
		s.begin(sc, e)
	case Phased:
		return s.enter(sc, e)
	case Said:
		s.answered = false
		s.line(e)
		s.Verdicts = e.Verdicts
		s.size(sc, e)
	case Asked:
		s.answered = false
		s.line(e)
	case Told:
		s.answered = true
		s.line(e)
		for _, id := range e.Refs {
			if !slices.Contains(s.Told, id) {
				s.Told = append(s.Told, id)
			}
		}
		if len(e.Refs) == 0 {
			s.Missed = append(s.Missed, lastOf(s.Lines, Asked))
		}
	case Probed:
		s.answered = true
		s.line(e)
		s.Probes = append(s.Probes, Probing{
			ID: e.Ref, Item: e.Item, When: content.ProbeWhen(e.When), Level: s.Level(e.Item).Level, Line: len(s.Lines) - 1,
		})
	case Quizzed:
		s.answered = true
		s.line(e)
		s.quizzed = e.Ref
		est, ok := s.Sizes[e.Ref]
		if !ok {
			est.Line = -1
		}
		est.Asked = true
		s.Sizes[e.Ref] = est
	case Threw:
		s.line(e)
		s.Thrown = append(s.Thrown, e.Ref)
	case Hinted:
		s.answered = true
		s.line(e)
		s.hint(sc, e)
	case Replied:
		s.answered = true
		s.line(e)
		s.soothed = s.soothed || e.Ref == soothing
		s.closing = s.closing || e.Ref == closing
	case Sketched:
		s.Sketch = e.Text
	case Tried:
		s.Trials = e.Trials
		s.line(e)
		s.answered = false
	case Ticked:
		s.Ticks[e.Item] = Tick{Level: e.Level, Wrong: e.Wrong, Note: e.Text, At: e.At}
		if e.Off {
			delete(s.Ticks, e.Item)
		}
	case Noted, Joined, Left:
		s.line(e)
	case Rated:
		if !slices.Contains(content.BandNames, e.Ref) {
			return fmt.Errorf("%q is not a band: choose one of strong no to strong yes", e.Ref)
		}
		s.Rating = e.Ref
	case Ended:
		s.Over = true
	default:
		return fmt.Errorf("%q is nothing that happens in an interview", e.Kind)
	}
	return nil
}

func (s *State) begin(sc *Script, e Event) {
	s.Started, s.Host = true, e.Host
	s.Style = content.InterviewStyle(e.Style)
	if s.Style == "" {
		s.Style = sc.Def.Style
	}
	s.Hints, s.Ceiling, s.Sizes, s.Ticks = map[string]int{}, map[string]float64{}, map[string]Estimate{}, map[string]Tick{}
	s.open(sc, 0, e.At)
}

// open begins a phase: its prompt is the interviewer's.
func (s *State) open(sc *Script, i int, at time.Duration) {
	s.Phase = i
	s.Began = append(s.Began, at)
	s.answered, s.closing, s.soothed, s.quizzed = true, false, false, ""
	s.Lines = append(s.Lines, Line{At: at, Phase: i, By: Interviewer, Kind: Phased, Text: sc.Def.Phases[i].Prompt, Ref: sc.Def.Phases[i].ID})
}

func (s *State) enter(sc *Script, e Event) error {
	i, ok := sc.Def.Phase(e.Ref)
	if !ok || i != s.Phase+1 {
		return fmt.Errorf("the phase %q is not the next one", e.Ref)
	}
	s.open(sc, i, e.At)
	return nil
}

func (s *State) line(e Event) {
	s.Lines = append(s.Lines, Line{At: e.At, Phase: s.Phase, By: e.By, Kind: e.Kind, Text: e.Text, Ref: e.Ref})
}

// size checks an answer against the estimate that was asked for last, and keeps the better of its answers.
func (s *State) size(sc *Script, e Event) {
	if s.quizzed == "" {
		return
	}
	def, ok := sc.estimate(s.quizzed)
	if !ok {
		return
	}
	v := grading.CheckQuantity(e.Text, def.Quantity.Expected())
	if est := s.Sizes[s.quizzed]; est.Line < 0 || pointsOfSize(v) > pointsOfSize(est.Verdict) {
		s.Sizes[s.quizzed] = Estimate{Asked: true, Verdict: v, Line: len(s.Lines) - 1}
	}
}

// hint lowers the item's ceiling: what was reached before stays.
func (s *State) hint(sc *Script, e Event) {
	s.Hints[e.Item] = max(s.Hints[e.Item], e.N)
	if s.Style == content.Guided {
		return
	}
	reached := pointsOf(s.Level(e.Item))
	now, had := s.Ceiling[e.Item]
	if !had {
		now = 1
	}
	s.Ceiling[e.Item] = min(now, max(reached, ceilingOf(e.N)))
}

// Level is what was heard of an item so far.
func (s State) Level(item string) grading.ItemVerdict {
	for _, v := range s.Verdicts {
		for _, it := range v.Items {
			if v.Question+"/"+it.ID == item {
				return it
			}
		}
	}
	return grading.ItemVerdict{}
}

// PhaseTime is how long the present phase has been going on at a time of the clock.
func (s State) PhaseTime(at time.Duration) time.Duration {
	if len(s.Began) == 0 {
		return 0
	}
	return at - s.Began[len(s.Began)-1]
}

// Spoken is everything that the candidate answered, as one text, with the line that each part is from.
func (s State) Spoken() (text string, parts []Part) {
	for i, l := range s.Lines {
		if l.Kind != Said {
			continue
		}
		if text != "" {
			text += "\n\n"
		}
		parts = append(parts, Part{Line: i, Start: len(text), End: len(text) + len(l.Text)})
		text += l.Text
	}
	return text, parts
}

// Part is where a line stands in the text of all answers, in bytes.
type Part struct{ Line, Start, End int }

// LineOf finds the line that a span of the spoken text is from; -1 if there is none.
func LineOf(parts []Part, span grading.Span) int {
	for _, p := range parts {
		if span.Start >= p.Start && span.Start < p.End {
			return p.Line
		}
	}
	return -1
}

// lastOf is the text of the last line of a kind.
func lastOf(lines []Line, kind Kind) string {
	for _, l := range slices.Backward(lines) {
		if l.Kind == kind {
			return l.Text
		}
	}
	return ""
}
