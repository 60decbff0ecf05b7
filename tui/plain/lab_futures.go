package plain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"sysprep/engine"
	"sysprep/scenarios"
)

// Two futures of a run: what happens with and without what is done from a time on, on the same luck. A is the one that
// was there before the fork. Time goes on in both; what is done is done to the one that is steered.

func (l *laboratory) fork(context.Context, string) error {
	if l.other != nil {
		l.say("There are two futures already: type drop to keep the one that you steer, " + l.letter() + ".")
		return nil
	}
	l.other, l.run, l.steersB = l.run, l.run.Fork(), true
	l.say("Forked at " + clock(l.run.Now()) + ". You steer future B: turn a knob or inject a fault, then type on to hear both. A goes on without it. " +
		"compare runs both over seeds, other steers A, drop keeps one.")
	return nil
}

func (l *laboratory) steerOther(context.Context, string) error {
	if l.one() {
		return nil
	}
	l.run, l.other, l.steersB = l.other, l.run, !l.steersB
	l.say("You steer future " + l.letter() + " now.")
	l.whereNow()
	return nil
}

func (l *laboratory) drop(context.Context, string) error {
	if l.one() {
		return nil
	}
	l.say("Future " + l.letter() + " is kept. It is the only one now.")
	l.other, l.steersB = nil, false
	return nil
}

// one says so if there is no other future.
func (l *laboratory) one() bool {
	if l.other == nil {
		l.say("There is one future: type fork to make a second one from here.")
	}
	return l.other == nil
}

// letter names the future that is steered.
func (l *laboratory) letter() string {
	if l.steersB {
		return "B"
	}
	return "A"
}

// futures are A and B.
func (l *laboratory) futures() (a, b *scenarios.Run) {
	if l.steersB {
		return l.other, l.run
	}
	return l.run, l.other
}

// seek goes to a time, in both futures.
func (l *laboratory) seek(to engine.Time) {
	l.run.Seek(to)
	if l.other != nil {
		l.other.Seek(to)
	}
}

// advance runs on to a time, in both futures, and says how they stood since told.
func (l *laboratory) advance(told, to engine.Time) string {
	l.run.Advance(to)
	if l.other == nil {
		return stretch(l.run.Result(), told, to)
	}
	l.other.Advance(to)
	a, b := l.futures()
	return besideAs(a.Result(), b.Result(), told, to, "in A", "in B")
}

// compared are the two designs that compare runs: the two futures; else what is held, or the scenario as it is, and the
// present design.
func (l *laboratory) compared() (a, b scenarios.Design) {
	if l.other != nil {
		x, y := l.futures()
		return x.Design(), y.Design()
	}
	if l.held != nil {
		a = *l.held
	}
	return a, l.design()
}

// sameDesign says whether two designs can't differ.
func sameDesign(a, b scenarios.Design) bool {
	return designWords(a) == designWords(b) && slices.Equal(a.Acts, b.Acts)
}

// actWords tells what is done in a design, in order of time: "; queue 400 at 1:10, shed at 1:20".
func (l *laboratory) actWords(d scenarios.Design) string {
	var parts []string
	for _, a := range d.Acts {
		text := a.Fault
		switch a.Kind {
		case scenarios.Turn:
			text = a.Knob + " " + a.Value
		case scenarios.Lift:
			text = "lift " + a.Fault
		}
		parts = append(parts, fmt.Sprintf("%s at %s", text, clock(a.At)))
	}
	if len(parts) == 0 {
		return ""
	}
	return "; " + strings.Join(parts, ", ")
}
