package content

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sysprep/scenarios"
)

// design reads what a sketch is tried with, and reports what can't be read of it.
func (r *interviewReader) design(b *designBlock, path ...any) *DesignTask {
	t := r.t
	d := &DesignTask{Load: b.Load, Usual: b.Usual, Survives: b.Survives, Faults: b.Faults, Start: b.Start}
	at := func(key ...any) []any { return append(slices.Clone(path), key...) }
	for _, l := range []struct{ key, text string }{{"load", b.Load}, {"usual", b.Usual}} {
		if l.text == "" {
			continue
		}
		if v, err := scenarios.ParseRate(l.text); err != nil || v <= 0 {
			t.fault(fmt.Sprintf("%s is not a load", quoted(l.text)), "write requests a second, such as 480/s", at(l.key)...)
		}
	}
	if b.Usual != "" && b.Load == "" {
		t.fault("usual: is told, and no load: to compare it with", "add load: with what comes on the day that the phase is about", at("usual")...)
	}
	if _, _, err := d.Enough(); err != nil {
		_, do, _ := strings.Cut(err.Error(), ": write ")
		t.fault(fmt.Sprintf("%s is neither a share nor a rate", quoted(b.Survives)), "write "+do, at("survives")...)
	}
	for k, text := range b.Faults {
		if _, err := scenarios.ParseTrouble(text); err != nil {
			what, do, ok := strings.Cut(err.Error(), ": ")
			if !ok {
				do = "write it as in crash db 20s"
			}
			t.fault(what, do, at("faults", k)...)
		}
	}
	return d
}

var boxWords = regexp.MustCompile(`[A-Za-z][A-Za-z0-9_-]*`)

// lintDesign reports faults of a design that don't say how long, and those that name a box
// which the sketch to begin with doesn't have. A candidate may add it: so it is a warning.
func (t *tree) lintDesign(d *DesignTask, path ...any) {
	boxes := boxWords.FindAllString(strings.ToLower(d.Start), -1)
	for k, text := range d.Faults {
		f, err := scenarios.ParseTrouble(text)
		if err != nil {
			continue
		}
		at := append(slices.Clone(path), "faults", k)
		if !f.Timed && f.Kind != "flush" {
			t.warn("design-fault", fmt.Sprintf("%s doesn't say how long", quoted(text)), fmt.Sprintf("write the seconds, as in %s 20s (which is what it lasts now)", text), at...)
		}
		for _, name := range []string{f.Target, f.Other} {
			if name != "" && len(boxes) > 0 && !slices.Contains(boxes, name) {
				t.warn("design-fault", fmt.Sprintf("the sketch in start: has no box %s", quoted(name)), "write the name as it is there; a fault of a box that a sketch doesn't have is not tried", at...)
			}
		}
	}
}
