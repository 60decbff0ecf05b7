// Package figure is the figures that learners take into their own hands: State x Act ->
// State, and a drawing of the state. It is pure. What takes long (a simulation, a
// comparison over many seeds) is handed out as Work, done elsewhere, and taken back.
//
// An act is one line of text, such as "d 1.5" or "test 3 4 5": screens make it of keys,
// the plain mode takes it as it is typed, and a draft is the acts so far.
package figure

import (
	"fmt"
	"strings"

	"sysprep/content"
	"sysprep/scenarios"
)

// Figure is one figure as the learner has left it. It is a value: Act and Take return a
// new one.
type Figure interface {
	// Act does what a line says. Where it can't be done, say tells why and what to do,
	// and the figure stays as it is; else say is what came of it, or empty.
	Act(line string) (next Figure, say string, done bool)
	// Hands says by which kind of controls the figure is handled now.
	Hands() Hands
	// Dials are what can be turned, of HandsDials.
	Dials() []Dial
	// Tasks are what the learner should have done with it.
	Tasks() []Task
	// Work is what the figure waits for, nil if for nothing. It may take a while.
	Work() func() Found
	// Take gives back what came of Work.
	Take(Found) Figure
	// Draw draws it in w columns and h rows at most, where it can; focus is the dial or
	// item in hand.
	Draw(w, h, focus int) []Line
	// Tell tells in sentences what Draw shows.
	Tell() []string
	// Help lists the acts for who types them.
	Help() []Word
}

// Hands are kinds of controls.
type Hands uint8

const (
	HandsDials  Hands = iota // dials that are turned, and perhaps one thing to do
	HandsItems               // items that are picked, and then tested together
	HandsText                // lines that are written
	HandsNobody              // nothing is to be done any more but to look
)

// Dial is something that is turned: one of some values. The act is "ID VALUE".
type Dial struct {
	ID     string
	Label  string
	Values []string
	At     int
}

// Task is something that the learner should do, and whether it was done.
type Task struct {
	Text string
	Done bool
}

// Word is an act for who types it.
type Word struct{ Name, Args, Help string }

// Found is what came of Work: a value of a type of the figure's own.
type Found any

// Done says whether all tasks are done.
func Done(f Figure) bool {
	for _, t := range f.Tasks() {
		if !t.Done {
			return false
		}
	}
	return true
}

// Pickable is a figure with HandsItems.
type Pickable interface {
	Items() int
	Picked(i int) bool
	// Group is the first item of the next (step 1) or the last (step -1) group of items like it.
	Group(i, step int) int
}

// New makes the figure of an explore step. The scenario is that of the step, nil if it
// names none.
func New(e *content.ExploreStep, sc *scenarios.Scenario) (Figure, error) {
	switch {
	case e.Figure == content.FigureFate:
		return newFate(), nil
	case e.Figure == content.FigureGamma && e.Gamma != nil && sc != nil:
		return newGamma(e, sc)
	case e.Figure == content.FigureLedger && e.Ledger != nil && sc != nil:
		return newLedger(e, sc), nil
	case e.Figure == content.FigurePosterior && e.Posterior != nil:
		return newPosterior(e.Posterior, e.Seed), nil
	}
	return nil, fmt.Errorf("the figure %q can't be drawn: this sysprep does not know it", e.Figure)
}

// Replay does acts again, as from a draft. Those that can't be done any more are passed over.
func Replay(f Figure, acts []string) (Figure, []string) {
	var kept []string
	for _, a := range acts {
		if next, _, ok := f.Act(a); ok {
			f, kept = next, append(kept, a)
		}
	}
	return f, kept
}

// verb cuts the first word off an act.
func verb(line string) (name, rest string) {
	name, rest, _ = strings.Cut(strings.TrimSpace(line), " ")
	return strings.ToLower(name), strings.TrimSpace(rest)
}
