package class

import (
	"cmp"
	"slices"

	"sysprep/content"
)

// Misconception is something false, and how many learners held it: a wrong choice, a right sentence that was taken for
// wrong (spot), a number that tells which mistake was made (slip), or what the grader found in an explanation (said).
type Misconception struct {
	Kind     string  `json:"kind"` // choice, spot, slip or said
	Lesson   string  `json:"lesson,omitempty"`
	Step     string  `json:"step,omitempty"`
	Question string  `json:"question,omitempty"` // id of the open question
	Item     string  `json:"item,omitempty"`
	ID       string  `json:"id"`    // of the choice or the misconception; of a slip its place in the list, from 1 on
	About    string  `json:"about"` // title of what was asked
	Asked    string  `json:"asked"` // what was asked; of an estimate with some of its numbers
	Held     string  `json:"held"`  // what was chosen, the number, or the claim
	Say      string  `json:"say"`   // what the pack says to it
	Learners int     `json:"learners"`
	Of       int     `json:"of"`                   // who answered
	Sure     float64 `json:"confidence,omitempty"` // mean of those who said how sure they were, 0 to 1
}

// heldAt names a misconception.
type heldAt struct {
	kind string
	at   stepAt
	item place
	id   string
	near int
}

// holders counts who held a misconception.
type holders struct {
	Misconception
	sure mean
}

func (r *Report) addMisconceptions(b *book, sheets []Signed) {
	all := map[heldAt]*holders{}
	answered, graded := map[stepAt]int{}, map[place]int{}
	for _, s := range sheets {
		for _, a := range s.Asked {
			if step, ok := b.asked(a); ok {
				answered[stepAt{a.Lesson, a.Step}]++
				b.holds(all, a, step)
			}
		}
		for _, i := range s.Items {
			at := place{i.Question, i.Item}
			if b.items[at] == nil {
				continue
			}
			graded[at]++
			for _, id := range i.Misconceptions {
				b.says(all, at, id)
			}
		}
	}
	for at, h := range all {
		h.Sure, h.Of = h.sure.mean(), answered[at.at]
		if at.kind == "said" {
			h.Of = graded[at.item]
		}
		r.Misconceptions = append(r.Misconceptions, h.Misconception)
	}
	slices.SortFunc(r.Misconceptions, func(a, b Misconception) int {
		return cmp.Or(cmp.Compare(b.Learners, a.Learners), cmp.Compare(a.Of, b.Of), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Lesson, b.Lesson),
			cmp.Compare(a.Step, b.Step), cmp.Compare(a.Question, b.Question), cmp.Compare(a.Item, b.Item), cmp.Compare(a.ID, b.ID))
	})
}

// holds counts a wrong choice, or a slip. Other wrong numbers tell nothing of what was thought.
func (b *book) holds(all map[heldAt]*holders, a Asked, step *content.Step) {
	c := b.compare(a)
	at := heldAt{at: stepAt{a.Lesson, a.Step}, id: c.choice, near: c.near}
	m := Misconception{Lesson: a.Lesson, Step: a.Step, ID: c.choice, About: b.title(step), Asked: oneLine(b.ask(step, a.Seed).Prompt), Held: c.text, Say: c.say}
	switch {
	case c.result == right:
		return
	case step.Kind == content.Spot:
		m.Kind = "spot"
	case c.choice != "":
		m.Kind = "choice"
	case c.near > 0:
		m.Kind, m.ID = "slip", slipID(c.near)
		if step.Kind == content.Estimate { // the numbers are each learner's own
			m.Held = ""
		}
	default:
		return
	}
	at.kind = m.Kind
	h := hold(all, at, m)
	h.Say, h.Asked = min(h.Say, m.Say), min(h.Asked, m.Asked) // of an estimate they hold numbers that were drawn: always the same ones
	h.sure.add(a.Confidence)
}

// says counts a misconception that the grader found.
func (b *book) says(all map[heldAt]*holders, at place, id string) {
	item := b.items[at]
	m := Misconception{Kind: "said", Question: at.question, Item: at.item, ID: id, About: item.Title, Asked: b.prompt(at.question)}
	for _, known := range item.Misconceptions {
		if known.ID == id {
			m.Held, m.Say = known.Claim, known.Say
		}
	}
	if m.Say == "" { // of another edition of the rubric
		return
	}
	hold(all, heldAt{kind: m.Kind, item: at, id: id}, m)
}

func hold(all map[heldAt]*holders, at heldAt, m Misconception) *holders {
	h := all[at]
	if h == nil {
		h = &holders{Misconception: m}
		all[at] = h
	}
	h.Learners++
	return h
}
