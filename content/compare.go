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

// What may have happened to a lesson, a step, a flashcard or an interview.
const (
	Added   DifferenceKind = "added"
	Edited  DifferenceKind = "edited"
	Renamed DifferenceKind = "renamed" // another title, or another id, listed as moved: nothing is lost
	Moved   DifferenceKind = "moved"   // to another place
	Retired DifferenceKind = "retired"
	Lost    DifferenceKind = "lost" // gone, and not listed as retired: its progress is kept, and nothing shows it
)

// comparison gathers what differs between two versions of a pack.
type comparison struct {
	old, next *Pack
	out       []Difference
}

func (c *comparison) add(kind DifferenceKind, of, format string, args ...any) {
	c.out = append(c.out, Difference{kind, of, fmt.Sprintf(format, args...)})
}

// gone tells of a thing that is no more, as what it was called and would be called now.
func (c *comparison) gone(was, now, what string) {
	if retired := c.next.Manifest.Retired; contains(retired, was) || contains(retired, now) {
		c.add(Retired, was, "%s is retired: what was done in it is kept, and shown no more", what)
	} else {
		c.add(Lost, was, "%s is gone, and pack.yaml does not list it as retired", what)
	}
}

// Compare tells what changes for learners between two versions of a pack, in the order of the new syllabus. Progress is
// kept by ids, which moved: in pack.yaml leads on, and by the hash of each step, so that all of it stays where an id stays.
func Compare(old, next *Pack) []Difference {
	c := &comparison{old: old, next: next}
	before := map[string]*Lesson{}   // by the id that the lesson has now
	steps := map[string]formerStep{} // by "lesson/step" as it is now
	was, now := []string{}, []string{}
	for _, l := range old.Lessons {
		id := next.Now(LessonThing, l.ID)
		before[id] = l
		was = append(was, id)
		for i := range l.Steps {
			id := next.Now(StepThing, l.ID+"/"+l.Steps[i].ID)
			steps[id] = formerStep{l.ID, &l.Steps[i]}
		}
	}
	for _, l := range next.Lessons {
		now = append(now, l.ID)
	}
	moved := movedOf(was, now)
	for _, l := range next.Lessons {
		old, ok := before[l.ID]
		if !ok {
			c.add(Added, l.ID, "a new lesson: %s", l.Title)
			old = &Lesson{ID: l.ID}
		}
		if old.ID != l.ID {
			c.add(Renamed, l.ID, "was called %s: what was done in it comes along", old.ID)
		}
		if ok && old.Title != l.Title {
			c.add(Renamed, l.ID, "%s is now called %s", quoted(old.Title), quoted(l.Title))
		}
		if moved[l.ID] {
			c.add(Moved, l.ID, "has another place in the syllabus")
		}
		c.compareSteps(old, l, ok, steps)
		delete(before, l.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(before)) {
		c.gone(before[id].ID, id, "the lesson "+quoted(before[id].Title))
	}
	c.compareCards()
	c.compareInterviews()
	return c.out
}

// formerStep is a step of the old version, and the lesson that it was in.
type formerStep struct {
	lesson string
	*Step
}

// compareSteps compares the steps of two versions of a lesson. Of a new lesson only those are told that were elsewhere.
func (c *comparison) compareSteps(old, next *Lesson, known bool, steps map[string]formerStep) {
	var was, now []string
	for i := range old.Steps {
		was = append(was, c.next.Now(StepThing, old.ID+"/"+old.Steps[i].ID))
	}
	for i := range next.Steps {
		now = append(now, next.ID+"/"+next.Steps[i].ID)
	}
	moved := movedOf(was, now)
	for i := range next.Steps {
		s, of := &next.Steps[i], now[i]
		old, ok := steps[of]
		if !ok {
			if known {
				c.add(Added, of, "a new step (%s)", s.Kind)
			}
			continue
		}
		if from := old.lesson + "/" + old.ID; from != of && (old.ID != s.ID || c.next.Now(LessonThing, old.lesson) != next.ID) {
			c.add(Renamed, of, "was called %s: what was done in it comes along", from)
		}
		switch {
		case old.Kind != s.Kind:
			c.add(Edited, of, "was %s and is %s: answers are kept, and marked as changed since", old.Kind, s.Kind)
		case old.Hash != s.Hash:
			c.add(Edited, of, "was edited: answers are kept, and marked as changed since")
		}
		if moved[of] {
			c.add(Moved, of, "has another place in the lesson; what was done stays done")
		}
	}
	for i, id := range was {
		if !c.next.has(StepThing, id) {
			c.gone(old.ID+"/"+old.Steps[i].ID, id, "the step")
		}
	}
}

// compareCards compares the flashcards of all decks.
func (c *comparison) compareCards() {
	type face struct {
		was string
		Card
	}
	before := map[string]face{}
	for id, d := range c.old.Decks {
		for _, card := range d.Cards {
			was := id + "/" + card.ID
			before[c.next.Now(CardThing, was)] = face{was, card}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.next.Decks)) {
		cards := c.next.Decks[id].Cards
		if !slices.ContainsFunc(cards, func(card Card) bool { return before[id+"/"+card.ID].was != "" }) {
			c.add(Added, id, "a new deck: %d flashcards", len(cards))
			continue
		}
		for _, card := range cards {
			of := id + "/" + card.ID
			old, ok := before[of]
			delete(before, of)
			switch {
			case !ok:
				c.add(Added, of, "a new flashcard: %s", card.Question)
			case old.was != of:
				c.add(Renamed, of, "the flashcard was called %s: how well it is known comes along", old.was)
			case old.Question != card.Question || old.Answer != card.Answer:
				c.add(Edited, of, "the flashcard was edited: how well it is known is kept")
			}
		}
	}
	for _, now := range slices.Sorted(maps.Keys(before)) {
		c.gone(before[now].was, now, "the flashcard")
	}
}

// compareInterviews compares which interviews there are.
func (c *comparison) compareInterviews() {
	before := map[string]string{}
	for _, id := range c.old.Interviews.IDs() {
		before[c.next.Now(InterviewThing, id)] = id
	}
	for _, id := range c.next.Interviews.IDs() {
		was, ok := before[id]
		delete(before, id)
		switch {
		case !ok:
			c.add(Added, id, "a new interview: %s", c.next.Interviews.Of(id).Title)
		case was != id:
			c.add(Renamed, id, "the interview was called %s: its sessions come along", was)
		}
	}
	for _, now := range slices.Sorted(maps.Keys(before)) {
		c.gone(before[now], now, "the interview")
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
