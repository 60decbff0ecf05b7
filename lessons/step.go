package lessons

import (
	"slices"
	"strings"
	"time"

	"sysprep/content"
	"sysprep/grading"
)

// add takes an event that fits step i into the state.
func (s *State) add(l *content.Lesson, i int, e Event) {
	ss := &s.Steps[i]
	before, from := *ss, s.Current
	ss.take(&l.Steps[i], e)
	if e.Kind != Reviewed { // a review happens outside the lesson
		s.Current = i
		if s.Started.IsZero() {
			s.Started = e.At
		}
		s.Touched = e.At
	}
	if undoable(e.Kind) && len(ss.acts) > len(before.acts) {
		s.undo = append(s.undo, act{step: i, at: len(before.acts), from: from})
	}
	s.follow(l, &before, ss, e)
}

// follow brings locks, seals and Finished up to date if the step's change can matter to them.
func (s *State) follow(l *content.Lesson, before, after *StepState, e Event) {
	seen := func(ss *StepState) [3]bool {
		return [3]bool{ss.Prediction != nil || ss.Choice != nil, ss.Watched != nil, ss.Best != nil}
	}
	if before.Status == after.Status && seen(before) == seen(after) {
		return
	}
	s.settle(l)
	switch done := s.DoneSteps() == len(s.Steps); {
	case !done:
		s.Finished = time.Time{}
	case s.Finished.IsZero():
		s.Finished = e.At
	}
}

// take takes an event that fits the step into its state. It knows nothing of other
// steps, so that a step can be folded again without one of its acts.
func (ss *StepState) take(step *content.Step, e Event) {
	switch e.Kind {
	case Opened:
		return // moves the learner, leaves the step as it is
	case Unrated: // marks where a rating was
	case Finished:
		if ss.Status == Done {
			return
		}
		ss.GaveUp = step.Kind == content.Challenge && !ss.Won()
		ss.Status = Done
	case Predicted:
		ss.predict(step, e)
	case Watched:
		w := *e.Watch
		w.At = e.At
		if ss.Watched == nil || w.Reached >= ss.Watched.Reached {
			ss.Watched = &w
		}
	case Judged:
		ss.judge(e)
	case Hinted:
		ss.Hints = max(ss.Hints, e.Hint.N)
	case Answered:
		a := *e.Answer
		a.At, a.Hash = e.At, e.Hash
		ss.Answers = append(ss.Answers, a)
		ss.Tries++
		ss.Status = Done
	case Claimed:
		ss.claim(e.Claim)
	case Noted:
		ss.note(e)
	case Chosen:
		c := *e.Choice
		c.At = e.At
		ss.Choice, ss.Status = &c, Done
	case Reviewed:
		r := *e.Review
		r.At = e.At
		ss.Reviews = append(ss.Reviews, r)
	}
	switch e.Kind {
	case Finished, Predicted, Chosen, Judged, Answered, Watched:
		ss.Hash = e.Hash
		ss.Changed = e.Hash != "" && step.Hash != "" && e.Hash != step.Hash
	}
	ss.acts = append(ss.acts, e)
}

// predict commits a prediction. Of a quiz the first answer counts, since its solution
// is shown at once, unless the question has been edited in between. Of an estimate the
// last one counts: each has its own numbers.
func (ss *StepState) predict(step *content.Step, e Event) {
	ss.Tries++
	ss.Status = Done
	if (step.Kind == content.Quiz || step.Kind == content.Spot || step.Kind == content.Recall) && ss.Prediction != nil && ss.Hash == e.Hash {
		return
	}
	p := *e.Prediction
	p.At, p.Hash = e.At, e.Hash
	ss.Prediction = &p
}

func (ss *StepState) judge(e Event) {
	j := *e.Judgement
	j.At, j.Hints = e.At, ss.Hints
	ss.Judgements = append(ss.Judgements, j)
	ss.Tries++
	if ss.Best == nil || !ss.Best.Won && (j.Won || j.PassRate > ss.Best.PassRate) {
		ss.Best = &j
	}
	if j.Won {
		ss.Status, ss.GaveUp = Done, false
	}
}

// note adds a note, or puts it in the place of the one that it edits. Where that one is not
// known (it was written on a machine whose events have not come), it is a note of its own.
func (ss *StepState) note(e Event) {
	n := *e.Note
	n.At = e.At
	i := slices.IndexFunc(ss.Notes, func(was Note) bool { return !n.Edits.IsZero() && was.At.Equal(n.Edits) })
	empty := strings.TrimSpace(n.Text) == ""
	switch {
	case i >= 0 && empty:
		ss.Notes = slices.Delete(slices.Clone(ss.Notes), i, i+1)
	case i >= 0:
		ss.Notes = slices.Clone(ss.Notes)
		ss.Notes[i].Text = n.Text
	case !empty:
		if !n.Edits.IsZero() {
			n.At = n.Edits
		}
		ss.Notes = append(ss.Notes, n)
	}
}

// claim marks an item of the last answer as self-claimed. The detected level stays
// what it was; the words join the evidence.
func (ss *StepState) claim(c *Claim) {
	ss.Answers = slices.Clone(ss.Answers)
	a := ss.LastAnswer()
	a.Verdict.Items = slices.Clone(a.Verdict.Items)
	for i := range a.Verdict.Items {
		if v := &a.Verdict.Items[i]; v.ID == c.Item {
			v.Claimed = true
			v.Evidence = append(slices.Clip(v.Evidence), grading.Span{Text: a.Text[c.Start:c.End], Start: c.Start, End: c.End})
		}
	}
}
