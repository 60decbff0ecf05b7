package interview

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"sysprep/store"
)

// Stage is how far an application has come.
type Stage string

// Stages, in their usual order, and the ways in which they end.
const (
	Applied   Stage = "applied"
	Screen    Stage = "screen" // a first talk with a recruiter
	Rounds    Stage = "rounds" // technical interviews
	Decision  Stage = "decision"
	Offer     Stage = "offer"
	Rejected  Stage = "rejected"
	Withdrawn Stage = "withdrawn"
)

// Stages lists the stages in order.
var Stages = []Stage{Applied, Screen, Rounds, Decision, Offer, Rejected, Withdrawn}

// Closed says whether nothing more is to be waited for.
func (s Stage) Closed() bool { return s == Offer || s == Rejected || s == Withdrawn }

// Application is one application, as its events tell it.
type Application struct {
	Company string    `json:"company"`
	Role    string    `json:"role,omitempty"`
	Stage   Stage     `json:"stage"`
	Since   time.Time `json:"since"`             // day on which the stage began
	ReplyBy time.Time `json:"replyBy,omitzero"`  // day by which they said they would answer
	Asked   time.Time `json:"asked,omitzero"`    // day on which you asked, in this stage
	Touched time.Time `json:"touched,omitempty"` // of the last event
	Notes   []string  `json:"notes,omitempty"`
}

// Tracked is one thing that happened to an application. Days are midnight, UTC.
type Tracked struct {
	Company string    `json:"company"`
	Role    string    `json:"role,omitempty"`
	Stage   Stage     `json:"stage,omitempty"` // it moved there
	On      time.Time `json:"on,omitzero"`
	ReplyBy time.Time `json:"replyBy,omitzero"`
	Asked   bool      `json:"asked,omitempty"` // you asked how things stand
	Note    string    `json:"note,omitempty"`
}

// Where the store keeps applications: they belong to no pack.
const (
	TrackerPack = "applications"
	trackedKind = "application.tracked"
)

// RecordTracked turns an event into what the store keeps.
func RecordTracked(at time.Time, e Tracked) (store.Event, error) {
	data, err := json.Marshal(e)
	return store.Event{At: at, Kind: trackedKind, Pack: TrackerPack, Lesson: key(e.Company), Data: data}, err
}

func key(company string) string { return strings.ToLower(strings.Join(strings.Fields(company), " ")) }

// Track folds the events of all applications; the open ones come first, then the latest.
func Track(log []store.Event) []Application {
	at := map[string]int{}
	var list []Application
	for _, rec := range log {
		var e Tracked
		if rec.Kind != trackedKind || json.Unmarshal(rec.Data, &e) != nil || key(e.Company) == "" {
			continue
		}
		i, ok := at[key(e.Company)]
		if !ok {
			i = len(list)
			at[key(e.Company)] = i
			list = append(list, Application{Company: e.Company, Stage: Applied, Since: day(rec.At)})
		}
		list[i].take(e, rec.At)
	}
	slices.SortStableFunc(list, func(a, b Application) int {
		if a.Stage.Closed() != b.Stage.Closed() {
			if a.Stage.Closed() {
				return 1
			}
			return -1
		}
		return b.Touched.Compare(a.Touched)
	})
	return list
}

func (a *Application) take(e Tracked, at time.Time) {
	on := e.On
	if on.IsZero() {
		on = day(at)
	}
	a.Touched = at
	if e.Role != "" {
		a.Role = e.Role
	}
	if e.Stage != "" {
		a.Stage, a.Since, a.ReplyBy, a.Asked = e.Stage, on, time.Time{}, time.Time{}
	}
	if !e.ReplyBy.IsZero() {
		a.ReplyBy = e.ReplyBy
	}
	if e.Asked {
		a.Asked = on
	}
	if e.Note != "" {
		a.Notes = append(a.Notes, e.Note)
	}
}

// MissingError says that no application of a company is tracked, and names those that are.
type MissingError struct{ text string }

func (e *MissingError) Error() string { return e.text }

// Find is the application of a company; the error is a MissingError.
func Find(list []Application, company string) (Application, error) {
	var names []string
	for _, a := range list {
		if key(a.Company) == key(company) {
			return a, nil
		}
		names = append(names, a.Company)
	}
	if len(names) == 0 {
		return Application{}, &MissingError{`you track no applications yet: "sysprep applications add COMPANY" begins one`}
	}
	return Application{}, &MissingError{fmt.Sprintf("there is no application at %q: choose one of %s", company, strings.Join(names, ", "))}
}

// ParseStage reads a stage; the error names them.
func ParseStage(text string) (Stage, error) {
	s := Stage(strings.ToLower(strings.TrimSpace(text)))
	if slices.Contains(Stages, s) {
		return s, nil
	}
	var names []string
	for _, s := range Stages {
		names = append(names, string(s))
	}
	return "", fmt.Errorf("%q is not a stage: choose one of %s", text, strings.Join(names, ", "))
}

// Patience, in working days. These are rules of thumb, not laws: a recruiter answers some dozens of people in a week, a
// panel meets once a week, and an offer waits for signatures.
const (
	daysPastDate = 2  // after the date that they named
	daysTalked   = 5  // after a talk, when no date was named
	daysApplied  = 10 // after an application that nobody has answered
	daysAsked    = 5  // after you asked
)

// Advice says what silence means today, and what to do, in a sentence or two. Ask says that today is the day to ask.
func (a Application) Advice(today time.Time) (text string, ask bool) {
	today = day(today)
	switch a.Stage {
	case Offer:
		return "An offer: ask for it in writing, and for the day by which they need your answer.", false
	case Rejected:
		return "A no. Ask once what you could do better; write down what you would answer today.", false
	case Withdrawn:
		return "You withdrew.", false
	}
	if !a.Asked.IsZero() {
		waited := workdays(a.Asked, today)
		if waited < daysAsked {
			return fmt.Sprintf("You asked on %s. Give them until %s.", date(a.Asked), date(addWorkdays(a.Asked, daysAsked))), false
		}
		return fmt.Sprintf("You asked %d working days ago and heard nothing: take it for a no and go on. If they come back, nothing is lost.", waited), false
	}
	due, why := a.due()
	if !today.Before(due) {
		return why + " Ask today, in two sentences: that you are still interested, and when they will decide.", true
	}
	switch {
	case !a.ReplyBy.IsZero():
		return fmt.Sprintf("They said %s. Silence until then means nothing; ask on %s.", date(a.ReplyBy), date(due)), false
	case a.Stage == Applied:
		return fmt.Sprintf("Nobody has answered yet, which is usual. Ask on %s.", date(due)), false
	}
	return fmt.Sprintf("No date was named. Silence means nothing until %s; next time ask before you hang up: when will you be reviewing candidates, and when may I expect to hear?", date(due)), false
}

// due is the day to ask, and why then.
func (a Application) due() (time.Time, string) {
	switch {
	case !a.ReplyBy.IsZero():
		return addWorkdays(a.ReplyBy, daysPastDate), fmt.Sprintf("The date that they named, %s, has gone by.", date(a.ReplyBy))
	case a.Stage == Applied:
		return addWorkdays(a.Since, daysApplied), fmt.Sprintf("You applied %s, two working weeks ago or more.", date(a.Since))
	}
	return addWorkdays(a.Since, daysTalked), fmt.Sprintf("You last spoke on %s, a working week ago or more.", date(a.Since))
}

// Odds is the probability of at least one success in n independent tries that succeed with p each: 1 - (1-p)^n.
func Odds(n int, p float64) float64 { return 1 - math.Pow(1-p, float64(n)) }

// RecruiterQuestions are worth asking before the end of a first talk.
var RecruiterQuestions = []string{
	"When will you be reviewing candidates, and when may I expect to hear, either way?",
	"Which rounds are there, how long are they, and what is each of them for?",
	"What is the role, in your words: what would I have done after six months?",
	"Who would I work with, who would I report to, and why is the place free?",
	"Is the team on call: how often, and for what?",
	"What is the range of the pay?",
	"May I ask you about what I forgot, and whom do I write to?",
}

// day is midnight of a day, UTC, so that all days have 24 hours.
func day(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func date(t time.Time) string { return t.Format("Mon 2 Jan") }

func working(t time.Time) bool { return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday }

// addWorkdays is the working day n working days after a day. Holidays are not known.
func addWorkdays(t time.Time, n int) time.Time {
	t = day(t)
	for n > 0 {
		t = t.AddDate(0, 0, 1)
		if working(t) {
			n--
		}
	}
	return t
}

// workdays counts the working days after one day, up to another.
func workdays(from, to time.Time) int {
	n := 0
	for t := day(from).AddDate(0, 0, 1); !t.After(day(to)) && n < 1000; t = t.AddDate(0, 0, 1) {
		if working(t) {
			n++
		}
	}
	return n
}
