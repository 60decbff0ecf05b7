package content

import (
	"fmt"
	"maps"
	"slices"
)

// Difference is one thing that a new version of a pack changes for who learns with it.
type Difference struct {
	Kind DifferenceKind
	Of   string // id of a lesson, or lesson/step
	Says string // in a sentence
}

// DifferenceKind is what happened.
type DifferenceKind string

// What may have happened to a lesson or a step.
const (
	Added   DifferenceKind = "added"
	Edited  DifferenceKind = "edited"
	Renamed DifferenceKind = "renamed" // another title, the same id: nothing is lost
	Moved   DifferenceKind = "moved"
	Retired DifferenceKind = "retired"
	Lost    DifferenceKind = "lost" // gone, and not listed as retired: its progress is kept, and nothing shows it
)

// Compare tells what changes for learners between two versions of a pack, in the order of the new syllabus. Progress is
// kept by ids and the hash of each step, so that all of it stays where an id stays.
func Compare(old, next *Pack) []Difference {
	var out []Difference
	add := func(kind DifferenceKind, of, format string, args ...any) {
		out = append(out, Difference{kind, of, fmt.Sprintf(format, args...)})
	}
	before := map[string]*Lesson{}
	var was, now []string
	for _, l := range old.Lessons {
		before[l.ID] = l
		was = append(was, l.ID)
	}
	for _, l := range next.Lessons {
		now = append(now, l.ID)
	}
	moved := movedOf(was, now)
	for _, l := range next.Lessons {
		old, ok := before[l.ID]
		if !ok {
			add(Added, l.ID, "a new lesson: %s", l.Title)
			continue
		}
		delete(before, l.ID)
		if old.Title != l.Title {
			add(Renamed, l.ID, "%s is now called %s", quoted(old.Title), quoted(l.Title))
		}
		if moved[l.ID] {
			add(Moved, l.ID, "has another place in the syllabus")
		}
		compareSteps(old, l, next.Manifest.Retired, add)
	}
	for _, id := range slices.Sorted(maps.Keys(before)) {
		if contains(next.Manifest.Retired, id) {
			add(Retired, id, "the lesson %s is retired: what was done in it is kept, and shown no more", quoted(before[id].Title))
		} else {
			add(Lost, id, "the lesson %s is gone, and pack.yaml does not list it as retired", quoted(before[id].Title))
		}
	}
	return out
}

// compareSteps compares the steps of two versions of a lesson.
func compareSteps(old, next *Lesson, retired []string, add func(DifferenceKind, string, string, ...any)) {
	before := map[string]*Step{}
	var was, now []string
	for i := range old.Steps {
		before[old.Steps[i].ID] = &old.Steps[i]
		was = append(was, old.Steps[i].ID)
	}
	for i := range next.Steps {
		now = append(now, next.Steps[i].ID)
	}
	moved := movedOf(was, now)
	for i := range next.Steps {
		s := &next.Steps[i]
		of := next.ID + "/" + s.ID
		old, ok := before[s.ID]
		if !ok {
			add(Added, of, "a new step (%s)", s.Kind)
			continue
		}
		delete(before, s.ID)
		switch {
		case old.Kind != s.Kind:
			add(Edited, of, "was %s and is %s: answers are kept, and marked as changed since", old.Kind, s.Kind)
		case old.Hash != s.Hash:
			add(Edited, of, "was edited: answers are kept, and marked as changed since")
		}
		if moved[s.ID] {
			add(Moved, of, "has another place in the lesson; what was done stays done")
		}
	}
	for _, id := range slices.Sorted(maps.Keys(before)) {
		if of := next.ID + "/" + id; contains(retired, of) {
			add(Retired, of, "the step is retired: what was done in it is kept, and shown no more")
		} else {
			add(Lost, of, "the step is gone, and pack.yaml does not list it as retired")
		}
	}
}

// movedOf are the fewest ids which were moved to make one order of the other: those that are in both, and not in a longest
// run that kept its order.
func movedOf(was, now []string) map[string]bool {
	moved := map[string]bool{}
	var at []int // places in the old order, in the new one
	var ids []string
	for _, id := range now {
		if i := slices.Index(was, id); i >= 0 {
			at, ids = append(at, i), append(ids, id)
		}
	}
	longest, before := make([]int, len(at)), make([]int, len(at))
	best := -1
	for i := range at {
		longest[i], before[i] = 1, -1
		for j := range i {
			if at[j] < at[i] && longest[j]+1 > longest[i] {
				longest[i], before[i] = longest[j]+1, j
			}
		}
		if best < 0 || longest[i] > longest[best] {
			best = i
		}
	}
	for _, id := range ids {
		moved[id] = true
	}
	for i := best; i >= 0; i = before[i] {
		delete(moved, ids[i])
	}
	return moved
}
