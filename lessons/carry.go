package lessons

import (
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/store"
)

// Carrier reads the events of a pack as its present version calls things: what happened in a step, to a card or about an
// item counts for it under the id that it has now (see content.Pack.Now). The log itself is never changed. Give it the
// events in the order of InOrder.
type Carrier struct {
	pack  *content.Pack
	cards map[string]string   // lesson that has a deck, by deck
	undo  map[string][]string // lessons of the acts that can be taken back, by the lesson that they were done in; only where ids moved
	stray bool                // a card was met whose deck is in another lesson now
}

// NewCarrier makes a carrier for a version of a pack.
func NewCarrier(pack *content.Pack) *Carrier {
	c := &Carrier{pack: pack, cards: map[string]string{}}
	for _, l := range pack.Lessons {
		for _, d := range l.Decks {
			c.cards[d.ID] = l.ID
		}
	}
	if len(pack.Manifest.Moved) > 0 {
		c.undo = map[string][]string{}
	}
	return c
}

// Read decodes an event and says which lesson it counts for.
func (c *Carrier) Read(stored store.Event) (lesson string, e Event, err error) {
	if e, err = Decode(stored); err != nil {
		return "", e, err
	}
	lesson = stored.Lesson
	if c.undo != nil {
		lesson = c.carry(lesson, &e)
	}
	if e.ofCard() { // its deck may have come to another lesson of the syllabus
		deck, _, _ := strings.Cut(e.Review.Item, "/")
		if now, ok := c.cards[deck]; ok && now != lesson {
			lesson, c.stray = now, true
		}
	}
	return lesson, e, nil
}

// ofCard says whether the event rates a flashcard, or takes that back.
func (e Event) ofCard() bool {
	return e.Review != nil && (e.Kind == Recalled || e.Kind == Unrated && e.Step == "")
}

// Stale says whether an event was written under ids that have moved since: then what it undoes, or is undone by,
// may be in another lesson, and only the whole log tells.
func (c *Carrier) Stale(stored store.Event) bool {
	if c.undo == nil {
		return false
	}
	lesson, step := c.place(stored.Lesson, stored.Step)
	return lesson != stored.Lesson || step != stored.Step
}

// Scattered says whether a lesson's events may lie under ids of other lessons.
func (c *Carrier) Scattered() bool { return c.undo != nil || c.stray }

// place is where a step is now. An event without a step is of the lesson.
func (c *Carrier) place(lesson, step string) (string, string) {
	now := c.pack.Now(content.StepThing, lesson+"/"+step)
	if l, s, _ := strings.Cut(now, "/"); step != "" && (l != lesson || s != step) {
		return l, s
	}
	return c.pack.Now(content.LessonThing, lesson), step
}

// carry changes the ids in an event to what they are now, and returns its lesson.
func (c *Carrier) carry(was string, e *Event) string {
	lesson, step := c.place(was, e.Step)
	e.Step = step
	switch {
	case e.Kind == Undone: // it takes back the last act of the lesson in which it was done
		if n := len(c.undo[was]); n > 0 {
			lesson = c.undo[was][n-1]
			c.undo[was] = c.undo[was][:n-1]
		}
	case undoable(e.Kind):
		c.undo[was] = append(c.undo[was], lesson)
	}
	question := Question(c.pack, lesson, step)
	if p := e.Prediction; p != nil && p.Of != "" {
		p.Of = c.pack.Now(content.StepThing, p.Of)
	}
	if e.Answer != nil {
		CarryVerdict(c.pack, &e.Answer.Verdict)
	}
	if e.Claim != nil {
		e.Claim.Item = c.pack.NowItem(question, e.Claim.Item)
	}
	if r := e.Review; r != nil {
		switch {
		case e.ofCard():
			r.Item = c.pack.Now(content.CardThing, r.Item)
		case r.Item != "":
			r.Item = c.pack.NowItem(question, r.Item)
		}
		if r.Verdict != nil {
			CarryVerdict(c.pack, r.Verdict)
		}
	}
	return lesson
}

// CarryVerdict changes a verdict to what the pack calls its question and items now.
func CarryVerdict(pack *content.Pack, v *grading.Verdict) {
	if len(pack.Manifest.Moved) == 0 {
		return
	}
	for i := range v.Items {
		_, v.Items[i].ID, _ = strings.Cut(pack.Now(content.ItemThing, v.Question+"/"+v.Items[i].ID), "/")
	}
	v.Question = pack.Now(content.QuestionThing, v.Question)
}

// Question is the open question that a step asks; empty if it asks none.
func Question(pack *content.Pack, lesson, step string) string {
	if l, err := pack.Lesson(lesson); err == nil {
		if i := indexOf(l, step); i >= 0 && l.Steps[i].Explain != nil {
			return l.Steps[i].Explain.Question
		}
	}
	return ""
}

// HomeOf is the lesson that has the deck of a card "deck/card", or usual if none has.
func HomeOf(pack *content.Pack, card, usual string) string {
	deck, _, _ := strings.Cut(card, "/")
	for _, l := range pack.Lessons {
		if slices.ContainsFunc(l.Decks, func(d *content.Deck) bool { return d.ID == deck }) {
			return l.ID
		}
	}
	return usual
}

// Carry is a log with the lessons and steps that its events count for now, for what looks at times and places only; see
// Carrier for what is in them.
func Carry(pack *content.Pack, log []store.Event) []store.Event {
	if len(pack.Manifest.Moved) == 0 {
		return log
	}
	c := NewCarrier(pack)
	carried := slices.Clone(log)
	for i, e := range carried {
		switch {
		case strings.HasPrefix(e.Kind, prefix):
			carried[i].Lesson, carried[i].Step = c.place(e.Lesson, e.Step)
		default:
			carried[i].Lesson = pack.Now(content.InterviewThing, e.Lesson)
		}
	}
	return carried
}
