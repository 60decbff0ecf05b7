package content

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sysprep/grading"
)

// provenDraws is how many questions of each variant of a drill are drawn to prove it.
const provenDraws = 400

// proveQuestion holds the grader of a question to its word: nothing, and the question itself, earn nothing; a labelled
// answer earns what its label says.
func (p *Pack) proveQuestion(id string, report func(Proof)) error {
	grader, err := p.Grader(id)
	if err != nil {
		return err
	}
	r := p.Rubrics.Of(id)
	for _, c := range []struct{ says, answer string }{
		{"An empty answer scores nothing.", ""},
		{"The question itself, pasted as an answer, scores nothing.", r.Prompt},
	} {
		pr := Proof{Of: id, Says: c.says, OK: true}
		for _, it := range grader.Grade(c.answer).Items {
			if it.Level > grading.Missed {
				pr.OK, pr.Why = false, fmt.Sprintf("item %s is graded %s", it.ID, levelNames[it.Level])
			}
		}
		report(pr)
	}
	if n, off := misgraded(r, grader); n > 0 {
		pr := Proof{Of: id, Says: fmt.Sprintf("The %d sentences under its exemplars: are graded to their levels, %.0f %% of them at least.", n, 100-100*mostMisgraded), OK: true}
		if float64(len(off)) > mostMisgraded*float64(n) {
			pr.OK, pr.Why = false, fmt.Sprintf("%d are not: %s", len(off), strings.Join(off[:min(len(off), toldMisgraded)], "; "))
		}
		report(pr)
	}
	for _, e := range p.Exemplars {
		if e.Question == id && len(e.Levels)+len(e.Wrong) > 0 {
			report(e.prove(grader.Grade(e.Answer)))
		}
	}
	return nil
}

// Of the sentences under exemplars: in a rubric so many may be graded otherwise, and so many of these are named. They are
// graded as claimed, by a grader that has learned from them; that finds labels at the wrong level or item, and rules
// that don't find what they are for. How others' words are understood is for the answers in exemplars/QUESTION/.
const (
	mostMisgraded = 0.1
	toldMisgraded = 3
)

// misgraded counts the exemplars of a rubric, and tells those which are graded below their level, or credited although
// they are near misses; and misconceptions that are not found, or found where they are refuted.
func misgraded(r *grading.Rubric, g *grading.Compiled) (n int, off []string) {
	for i := range r.Items {
		it := &r.Items[i]
		hold := func(text, want string, right func(v grading.ItemVerdict) bool) {
			n++
			v := g.GradeItems(text, []string{it.ID}).Items
			if len(v) == 1 && !right(v[0]) {
				got := levelNames[v[0].Level]
				if v[0].Wrong {
					got += " and wrong"
				}
				off = append(off, fmt.Sprintf("%s of item %s is graded %s, not %s", quoted(text), it.ID, got, want))
			}
		}
		for level, list := range [...][]string{it.Exemplars.Missed, it.Exemplars.Named, it.Exemplars.Explained, it.Exemplars.Tradeoff} {
			want := grading.Level(level)
			for _, text := range list {
				hold(text, levelNames[level], func(v grading.ItemVerdict) bool {
					return v.Level == want || want > grading.Missed && v.Level > want
				})
			}
		}
		for _, m := range it.Misconceptions {
			for _, text := range m.Exemplars {
				hold(text, "wrong ("+m.ID+")", func(v grading.ItemVerdict) bool { return v.Wrong })
			}
			for _, text := range m.Refuted {
				hold(text, "free of "+m.ID, func(v grading.ItemVerdict) bool { return !v.Wrong })
			}
		}
	}
	return n, off
}

// prove holds a verdict against the labels.
func (e *Exemplar) prove(v grading.Verdict) Proof {
	pr := Proof{Of: e.Question, Says: e.File + " is graded to its labels.", OK: true}
	var off []string
	for _, it := range v.Items {
		if want, ok := e.Levels[it.ID]; ok && it.Level != want {
			off = append(off, fmt.Sprintf("%s is graded %s, and labelled %s", it.ID, levelNames[it.Level], levelNames[want]))
		}
		if wrong := slices.Contains(e.Wrong, it.ID); wrong && !it.Wrong {
			off = append(off, it.ID+" is labelled wrong, and no misconception was found")
		}
	}
	pr.OK, pr.Why = len(off) == 0, strings.Join(off, "; ")
	return pr
}

// proveDrill draws each variant of a drill many times: its answer must be a number that the grader takes for right, its
// traps must not be, and the numbers must not always be the same.
func proveDrill(d *Drill, report func(Proof)) {
	for i := range d.Variants {
		v := &d.Variants[i]
		pr := Proof{Of: d.ID + "/" + v.ID, Says: fmt.Sprintf("Drawn %d times, it has one right answer each time.", provenDraws), OK: true}
		prompts := map[string]bool{}
		for seed := range uint64(provenDraws) {
			drawn, err := v.Draw(seed)
			if err != nil {
				pr.OK, pr.Why = false, err.Error()
				break
			}
			prompts[drawn.Ask.Prompt] = true
			if why := drawn.wrong(); why != "" {
				pr.OK, pr.Why = false, fmt.Sprintf("%s: %s", drawn.Ask.Prompt, why)
				break
			}
		}
		report(pr)
		if len(v.Params) > 0 {
			vary := Proof{Of: pr.Of, Says: "Its numbers vary.", OK: len(prompts) > 1 || !pr.OK}
			if !vary.OK {
				vary.Why = "all draws ask the same: loosen where:, or add values"
			}
			report(vary)
		}
	}
}

// wrong says why a drawn question does not work; it is empty if it does.
func (d Drawn) wrong() string {
	q := d.Ask.Quantity
	if got := grading.CheckQuantity(grading.Amount(q.Value, q.Unit), q.Expected()); got.Closeness != grading.Right {
		return fmt.Sprintf("the answer %s is not taken for right", grading.Amount(q.Value, q.Unit))
	}
	for _, n := range q.Near {
		if got := grading.CheckQuantity(grading.Amount(n.Value, q.Unit), q.Expected()); got.Closeness == grading.Right {
			return fmt.Sprintf("the trap %s is taken for right", grading.Amount(n.Value, q.Unit))
		}
	}
	return ""
}

// proveWords holds questions and drills to their word.
func (p *Pack) proveWords(t Trial, report func(Proof)) error {
	for _, id := range p.Rubrics.IDs() {
		if t.Only == "" || t.Only == id {
			if err := p.proveQuestion(id, report); err != nil {
				return err
			}
			t.step()
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.Drills)) {
		if t.Only == "" || t.Only == id {
			proveDrill(p.Drills[id], report)
			t.step()
		}
	}
	return nil
}

// Parts is how many scenarios, lessons, questions and drills a trial looks at, each of which calls Step.
func (p *Pack) Parts(t Trial) int {
	n := 0
	count := func(ids ...string) {
		for _, id := range ids {
			if t.Only == "" || t.Only == id {
				n++
			}
		}
	}
	count(p.Scenarios.IDs()...)
	for _, l := range p.Lessons {
		count(l.ID)
	}
	count(p.Rubrics.IDs()...)
	count(slices.Collect(maps.Keys(p.Drills))...)
	return n
}

func (t Trial) step() {
	if t.Step != nil {
		t.Step()
	}
}
