package lessons

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sysprep/content"
)

// shelf is a pack of lessons of two quizzes each, and a last one that recalls.
func shelf(n int) *content.Pack {
	p := &content.Pack{Manifest: content.Manifest{ID: "p"}}
	for i := range n {
		l := &content.Lesson{ID: fmt.Sprint("l", i)}
		for j := range 2 {
			id := fmt.Sprint("q", j)
			l.Steps = append(l.Steps, content.Step{ID: id, Kind: content.Quiz, Hash: "h-" + id, Ask: &content.Ask{Prompt: l.ID + id, Quantity: &content.Quantity{Value: 5, Tolerance: 0.1}}})
		}
		p.Lessons = append(p.Lessons, l)
	}
	p.Lessons = append(p.Lessons, &content.Lesson{ID: "now", Steps: []content.Step{{ID: "r", Kind: content.Recall, Hash: "h-r"}, {ID: "r2", Kind: content.Recall, Hash: "h-r2"}}})
	return p
}

func quiz(n int, step string, right bool) Event {
	p := Prediction{Value: "5", Number: 5}
	if !right {
		p = Prediction{Value: "50", Number: 50}
	}
	return Event{At: after(n), Kind: Predicted, Step: step, Hash: "h-" + step, Prediction: &p}
}

func TestRecallAsksTheShakiest(t *testing.T) {
	p := shelf(3)
	states := map[string]State{
		"l0": Fold(p.Lessons[0], []Event{quiz(1, "q0", true), quiz(2, "q1", true)}),
		"l1": Fold(p.Lessons[1], []Event{quiz(3, "q0", true), quiz(4, "q1", false)}),
		"l2": Fold(p.Lessons[2], []Event{quiz(5, "q0", false)}), // not finished
	}
	now := after(60)
	r, ok := Recall(p, states, Schedule(p, states, Goals{}), "now", now)
	if !ok || r.Of() != "l1/q1" {
		t.Fatalf("asks %v, not what was wrong in a finished lesson", r.Of())
	}
	if _, ok := Recall(p, states, Schedule(p, states, Goals{}), "l1", now); !ok {
		t.Error("in lesson l1 there is nothing to ask, but l0 is finished")
	}

	// What was asked in this sitting is not asked again; then the oldest comes.
	asked := Event{At: now, Kind: Predicted, Step: "r", Hash: "h-r", Prediction: &Prediction{Value: "5", Number: 5, Of: r.Of()}}
	states["now"] = Fold(p.Lessons[3], []Event{asked})
	next, _ := Recall(p, states, Schedule(p, states, Goals{}), "now", now)
	if next.Of() != "l0/q0" {
		t.Errorf("then asks %s, not the one that was met longest ago", next.Of())
	}
	back, ok := Recollect(p, states["now"].Steps[0])
	if !ok || back.Of() != "l1/q1" {
		t.Errorf("what was asked is taken for %v", back)
	}
}

func TestRecallMovesTheCard(t *testing.T) {
	p := shelf(1)
	l := p.Lessons[0]
	s := Fold(l, []Event{quiz(1, "q0", true), quiz(2, "q1", true)})
	states := map[string]State{"l0": s}
	if n := len(Schedule(p, states, Goals{})); n != 0 {
		t.Fatalf("%d cards of a lesson without a mistake", n)
	}
	day := after(3 * 24 * 60)
	r, _ := Recall(p, states, Schedule(p, states, Goals{}), "now", day)
	e := r.Rated(Prediction{Value: "9", Number: 9}, day)
	if e.Review.Grade != Again {
		t.Errorf("a wrong answer is rated %v", e.Review.Grade)
	}
	states["l0"] = applyTo(t, s, l, e)
	cards := Schedule(p, states, Goals{})
	if len(cards) != 1 || cards[0].Step != r.Step.ID {
		t.Fatalf("what is no longer known has the cards %v", cards)
	}
	again, _ := Recall(p, states, Schedule(p, states, Goals{}), "now", day.Add(30*24*time.Hour))
	if again.Of() != r.Of() {
		t.Errorf("a month later asks %s, not the one that was forgotten", again.Of())
	}
	if good := r.Rated(Prediction{Value: "5", Number: 5}, day); good.Review.Grade != Good {
		t.Errorf("a right answer is rated %v", good.Review.Grade)
	}
}

// Whatever was done, a recall step asks nothing of a lesson that is not finished, nothing
// of its own lesson, and nothing that was not answered; and it asks the same when it is asked again.
func TestRecallAsksOnlyWhatWasDone(t *testing.T) {
	p := shelf(4)
	rapid.Check(t, func(t *rapid.T) {
		states := map[string]State{}
		finished := 0
		for i, l := range p.Lessons[:4] {
			var events []Event
			for j := range 2 {
				if rapid.Bool().Draw(t, "answered") {
					events = append(events, quiz(10*i+j, fmt.Sprint("q", j), rapid.Bool().Draw(t, "right")))
				}
			}
			states[l.ID] = Fold(l, events)
			if !states[l.ID].Finished.IsZero() {
				finished++
			}
		}
		in := rapid.SampledFrom([]string{"l0", "l1", "now"}).Draw(t, "lesson")
		if own, ok := states[in]; ok && !own.Finished.IsZero() {
			finished--
		}
		now := after(rapid.IntRange(60, 90*24*60).Draw(t, "now"))
		r, ok := Recall(p, states, Schedule(p, states, Goals{}), in, now)
		if ok != (finished > 0) {
			t.Fatalf("asks: %v, with %d other lessons finished", ok, finished)
		}
		if !ok {
			return
		}
		did, _ := states[r.Lesson.ID].Step(r.Step.ID)
		if r.Lesson.ID == in || states[r.Lesson.ID].Finished.IsZero() || did.Prediction == nil {
			t.Fatalf("asks %s in %s", r.Of(), in)
		}
		if again, _ := Recall(p, states, Schedule(p, states, Goals{}), in, now); again.Of() != r.Of() || again.Seed != r.Seed {
			t.Fatalf("asks %s and then %s", r.Of(), again.Of())
		}
	})
}
