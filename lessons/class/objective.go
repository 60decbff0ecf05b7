package class

import (
	"slices"

	"sysprep/content"
)

// Objective is how many learners stand how with an objective of the pack. Who was not asked about it yet is
// in none of the first three counts.
type Objective struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	By       string `json:"by"` // what it is judged by: "items" that name it, else the "lessons" that teach it
	Mastered int    `json:"mastered"`
	Partly   int    `json:"partly"`
	Weak     int    `json:"weak"`
	NotYet   int    `json:"not_yet"`
}

// Standings of a learner with an objective.
const (
	Mastered = "mastered"
	Partly   = "partly"
	Weak     = "weak"
	NotYet   = "not yet"
)

// Shares of what tests an objective from which on it counts as mastered (80 %, the usual criterion of mastery
// learning: Bloom 1968), and as met in part.
const (
	masteredFrom = 0.8
	partlyFrom   = 0.4
)

// goal is an objective with what it is judged by.
type goal struct {
	Objective
	items   []place
	lessons []string
}

// objectives lists those of the pack.
func (b *book) objectives() []goal {
	var goals []goal
	for _, o := range b.pack.Manifest.Objectives {
		g := goal{Objective: Objective{ID: o.ID, Text: o.Text, By: "items"}}
		for at, item := range b.items {
			if item.Objective == o.ID {
				g.items = append(g.items, at)
			}
		}
		for _, l := range b.pack.Lessons {
			if slices.Contains(l.Objectives, o.ID) {
				g.lessons = append(g.lessons, l.ID)
			}
		}
		if len(g.items) == 0 {
			g.By = "lessons"
		}
		goals = append(goals, g)
	}
	return goals
}

// add counts a learner, and says how they stand.
func (g *goal) add(b *book, s Sheet) string {
	share, of := g.byItems(s)
	if g.By == "lessons" {
		share, of = g.byLessons(b, s)
	}
	switch {
	case of == 0:
		g.NotYet++
		return NotYet
	case share >= masteredFrom*float64(of):
		g.Mastered++
		return Mastered
	case share >= partlyFrom*float64(of):
		g.Partly++
		return Partly
	}
	g.Weak++
	return Weak
}

// Met are the objectives that some learner was asked about, and how many there are besides.
func (r Report) Met() (met []Objective, others int) {
	for _, o := range r.Objectives {
		if o.Mastered+o.Partly+o.Weak > 0 {
			met = append(met, o)
		}
	}
	return met, len(r.Objectives) - len(met)
}

// byItems adds up the items of the objective that the learner's answers were graded on.
func (g *goal) byItems(s Sheet) (points float64, of int) {
	for _, i := range s.Items {
		if slices.Contains(g.items, place{i.Question, i.Item}) {
			points += i.points()
			of++
		}
	}
	return points, of
}

// points is what an item is worth: 1 if it was explained, a half if it was named.
func (i Item) points() float64 {
	switch i.standing() {
	case explained:
		return 1
	case named:
		return 0.5
	}
	return 0
}

// byLessons adds up all that was asked in lessons which teach the objective, once they are done: before that, what is
// still to come would count as failed, or what came first as all.
func (g *goal) byLessons(b *book, s Sheet) (points float64, of int) {
	for _, l := range s.Lessons {
		if !l.Whole || !slices.Contains(g.lessons, l.ID) {
			continue
		}
		for _, a := range s.Asked {
			if _, ok := b.asked(a); ok && a.Lesson == l.ID {
				points += float64(btoi(b.compare(a).result == right))
				of++
			}
		}
		for _, c := range s.Challenges {
			if step := b.steps[stepAt{c.Lesson, c.Step}]; c.Lesson == l.ID && step != nil && step.Kind == content.Challenge {
				points += float64(btoi(c.Won))
				of++
			}
		}
		for _, i := range s.Items {
			if b.asksIn(l.ID, i.Question) && b.items[place{i.Question, i.Item}] != nil {
				points += i.points()
				of++
			}
		}
	}
	return points, of
}

// asksIn says whether a lesson asks an open question.
func (b *book) asksIn(lesson, question string) bool {
	l := b.lessons[lesson]
	return l != nil && slices.ContainsFunc(l.Steps, func(s content.Step) bool { return s.Kind == content.Explain && s.Explain.Question == question })
}
