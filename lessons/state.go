package lessons

import (
	"cmp"
	"slices"
	"time"

	"sysprep/content"
	"sysprep/store"
)

// Status says whether a step can be worked on.
type Status uint8

// Statuses of a step.
const (
	Locked Status = iota // StepState.Why says what must be done first
	Open
	Done
)

func (s Status) String() string { return [...]string{"locked", "open", "done"}[min(s, Done)] }

// State is what a learner has done in one lesson. It is a value: Apply returns a new
// one and leaves the old one as it was. Its slices are for reading only.
type State struct {
	Lesson   string      // id of the lesson
	Steps    []StepState // as the lesson's steps
	Current  int         // index of the step the learner is at
	Started  time.Time   // of the first event; zero if there was none
	Finished time.Time   // when the last step became done; zero if some are not done
	Touched  time.Time   // of the last event

	Recalled []Rating // of flashcards, in order of time

	undo []act // what can be taken back, oldest first
}

// StepState is what a learner has done in one step.
type StepState struct {
	ID      string
	Status  Status
	Why     string // why the step is locked, as a sentence
	Changed bool   // the step was edited since the learner worked on it
	Hash    string // content hash of the step when the learner last worked on it

	Prediction *Prediction // the committed prediction; of a quiz, the first answer
	Choice     *Choice     // of a pre-flight
	Sealed     bool        // the answer has been seen, so the prediction can't be taken back
	Tries      int         // committed predictions, judgements or answers
	Hints      int         // hints shown
	Watched    *Watch      // the run that was played furthest
	Judgements []Judgement // in order of time
	Best       *Judgement  // the first that won, else the one with the highest pass rate
	GaveUp     bool        // the challenge was left before it was won
	Answers    []Answer    // in order of time, with verdicts and claims
	Notes      []Note
	Reviews    []Rating // of the step's review cards, in order of time

	acts []Event // that made this state, without those taken back
}

// Begun says whether anything has happened in the lesson.
func (s State) Begun() bool { return !s.Started.IsZero() }

// Step returns the state of the step with that id.
func (s State) Step(id string) (StepState, bool) {
	i := slices.IndexFunc(s.Steps, func(ss StepState) bool { return ss.ID == id })
	if i < 0 {
		return StepState{}, false
	}
	return s.Steps[i], true
}

// DoneSteps counts the steps that are done.
func (s State) DoneSteps() int {
	n := 0
	for _, ss := range s.Steps {
		if ss.Status == Done {
			n++
		}
	}
	return n
}

// LastAnswer returns the last answer handed in, or nil.
func (ss StepState) LastAnswer() *Answer {
	if len(ss.Answers) == 0 {
		return nil
	}
	return &ss.Answers[len(ss.Answers)-1]
}

// Won says whether some judged design met the challenge.
func (ss StepState) Won() bool { return ss.Best != nil && ss.Best.Won }

// New returns the state of a learner who has not opened the lesson yet.
func New(l *content.Lesson) State {
	s := State{Lesson: l.ID, Steps: make([]StepState, len(l.Steps))}
	for i := range l.Steps {
		s.Steps[i].ID = l.Steps[i].ID
	}
	s.settle(l)
	return s
}

// Fold adds up the events of one lesson, in order. It passes over what no longer
// applies, so a log that was written with another version of the lesson still counts:
// a step that stayed keeps all that was done in it.
func Fold(l *content.Lesson, events []Event) State { return New(l).Extend(l, events) }

// Extend goes on where Fold stopped: folding a log is the same as folding a part of it
// and extending the state by the rest.
func (s State) Extend(l *content.Lesson, events []Event) State {
	s = s.own()
	for _, e := range events {
		_ = s.take(l, e) // what no longer applies is passed over
	}
	return s
}

// own returns a copy that can be changed: lists may be appended to, which moves them,
// and steps replaced. Elements of lists are shared, and must be cloned before a change.
func (s State) own() State {
	s.undo = slices.Clip(s.undo)
	s.Recalled = slices.Clip(s.Recalled)
	s.Steps = slices.Clone(s.Steps)
	for i := range s.Steps {
		ss := &s.Steps[i]
		ss.Judgements, ss.Answers, ss.Notes = slices.Clip(ss.Judgements), slices.Clip(ss.Answers), slices.Clip(ss.Notes)
		ss.Reviews, ss.acts = slices.Clip(ss.Reviews), slices.Clip(ss.acts)
	}
	return s
}

// States folds a log into the state of each lesson of the pack, by lesson id. What was done under
// ids that have moved since counts under the present ones. Events of other packs and rooms, and those that can't be read, are passed over. The order of
// the log does not matter: events count in the order of InOrder.
func States(pack *content.Pack, log []store.Event) map[string]State {
	byLesson := make(map[string][]Event)
	carrier := NewCarrier(pack)
	for _, stored := range InOrder(log) {
		if stored.Pack != pack.Manifest.ID {
			continue
		}
		if lesson, e, err := carrier.Read(stored); err == nil {
			byLesson[lesson] = append(byLesson[lesson], e)
		}
	}
	states := make(map[string]State, len(pack.Lessons))
	for _, l := range pack.Lessons {
		states[l.ID] = Fold(l, byLesson[l.ID])
	}
	return states
}

// InOrder returns the events in the order in which they count: by time, then by id, which is
// that of their making. So machines that hold the same events agree, however each came by them.
func InOrder(log []store.Event) []store.Event {
	if slices.IsSortedFunc(log, Earlier) {
		return log
	}
	sorted := slices.Clone(log)
	slices.SortStableFunc(sorted, Earlier)
	return sorted
}

// Earlier compares two events by the order in which they count.
func Earlier(a, b store.Event) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
}
