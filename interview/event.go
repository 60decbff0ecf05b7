package interview

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/store"
)

// Kind says what happened.
type Kind string

// Kinds of events, each with the fields of Event that it uses.
const (
	Began    Kind = "began"    // Style, Host: the clock starts, with the first phase
	Phased   Kind = "phased"   // Ref: the phase of that id begins
	Said     Kind = "said"     // Text, Verdicts of all that was said so far: the candidate answers
	Asked    Kind = "asked"    // Text: the candidate asks
	Told     Kind = "told"     // Text, Refs: the interviewer answers, with facts of those ids (none if it knows none)
	Probed   Kind = "probed"   // Text, Ref, Item, When: a follow-up question
	Quizzed  Kind = "quizzed"  // Text, Ref: the estimate of that id is asked for
	Threw    Kind = "threw"    // Text, Ref: the curveball of that id
	Hinted   Kind = "hinted"   // Text, Item, N: the Nth rung of the item's ladder of hints
	Replied  Kind = "replied"  // Text: other words of the interviewer
	Sketched Kind = "sketched" // Text: the candidate's sketch of a design
	Tried    Kind = "tried"    // Trials: the sketch was run
	Ticked   Kind = "ticked"   // Item, Level, Wrong, Off, Text: a person who interviews marks an item (private)
	Noted    Kind = "noted"    // Text: a private note of a person who interviews
	Rated    Kind = "rated"    // Ref: the band that the candidates gives themselves, before the score is shown
	Ended    Kind = "ended"    // the interview is over
	Joined   Kind = "joined"   // By: one of two people is here (again)
	Left     Kind = "left"     // By: one of two people is gone, or cut off
)

// Party is who did something.
type Party string

// Parties.
const (
	Candidate   Party = "candidate"
	Interviewer Party = "interviewer"
	Clock       Party = "clock"
)

// Event is one thing that happened. At is the time on the interview's clock, which stands still while nobody has
// the interview open.
type Event struct {
	At   time.Duration `json:"at"` // in nanoseconds
	Kind Kind          `json:"-"`
	By   Party         `json:"by,omitempty"`

	Text     string            `json:"text,omitempty"`
	Ref      string            `json:"ref,omitempty"`
	Refs     []string          `json:"refs,omitempty"`
	Item     string            `json:"item,omitempty"` // "question/item"
	When     string            `json:"when,omitempty"` // state of the item that a probe went for
	N        int               `json:"n,omitempty"`
	Level    grading.Level     `json:"level,omitempty"`
	Wrong    bool              `json:"wrong,omitempty"` // a misconception was heard
	Off      bool              `json:"off,omitempty"`   // the mark is taken back
	Verdicts []grading.Verdict `json:"verdicts,omitempty"`
	Trials   []Trial           `json:"trials,omitempty"`
	Style    string            `json:"style,omitempty"`
	Host     bool              `json:"host,omitempty"` // a person interviews
}

// Trial is one run of a sketch.
type Trial struct {
	Fault    string `json:"fault"` // as it was injected; empty for the run without one
	Survived bool   `json:"survived"`
	LeftOut  bool   `json:"leftOut,omitempty"` // it names a box that the sketch doesn't have: neither survived nor failed
	Say      string `json:"say"`               // what happened, in one sentence with numbers
}

const prefix = "interview."

// ErrForeign is returned by Decode for an event that is not of an interview.
var ErrForeign = errors.New("not an event of an interview")

// Record turns an event into what the store keeps: under the ids of pack, interview and session. At is the wall clock.
func Record(pack, id, session string, at time.Time, e Event) (store.Event, error) {
	data, err := json.Marshal(e)
	if err != nil {
		return store.Event{}, fmt.Errorf("the %q event can't be written as JSON: %w", e.Kind, err)
	}
	return store.Event{At: at, Kind: prefix + string(e.Kind), Pack: pack, Lesson: id, Step: session, Data: data}, nil
}

// Decode reads what Record wrote. Unknown fields are passed over; events of other rooms give ErrForeign.
func Decode(in store.Event) (Event, error) {
	name, ok := strings.CutPrefix(in.Kind, prefix)
	if !ok || name == "" {
		return Event{}, fmt.Errorf("%q is %w", in.Kind, ErrForeign)
	}
	var e Event
	if err := json.Unmarshal(in.Data, &e); err != nil {
		return Event{}, fmt.Errorf("event %s (%s) is not readable, so it is left out: %w", in.ID, in.Kind, err)
	}
	e.Kind = Kind(name)
	return e, nil
}

// Carry changes an event that was written for another version of the pack to what that calls its items now.
func (e *Event) Carry(pack *content.Pack) {
	if len(pack.Manifest.Moved) == 0 {
		return
	}
	if e.Item != "" {
		e.Item = pack.Now(content.ItemThing, e.Item)
	}
	for i := range e.Verdicts {
		lessons.CarryVerdict(pack, &e.Verdicts[i])
	}
}
