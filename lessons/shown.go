package lessons

import (
	"fmt"
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/grading"
)

// Shown joins a verdict on an answer with the designs that were judged in the lesson's challenges: what was said
// and shown, said and not shown, shown and not said. A verdict without such items is given back as it is.
// What counts of a challenge is the design that won, else the last one.
func (s State) Shown(pack *content.Pack, l *content.Lesson, v grading.Verdict) grading.Verdict {
	rubric := pack.Rubrics.Of(v.Question)
	if rubric == nil {
		return v
	}
	v.Items = slices.Clone(v.Items)
	for i := range v.Items {
		iv := &v.Items[i]
		at := slices.IndexFunc(rubric.Items, func(it grading.Item) bool { return it.ID == iv.ID })
		if at < 0 {
			continue
		}
		if shows, says, held, judged := s.shows(pack, l, rubric.Items[at].Shown); judged {
			iv.Join(shows, says, held)
		}
	}
	return v
}

// shows tells if some judged design shows one of these. judged is false where none of their challenges was tried.
func (s State) shows(pack *content.Pack, l *content.Lesson, showings []grading.Showing) (shows bool, says, held string, judged bool) {
	for _, w := range showings {
		for i := range min(len(l.Steps), len(s.Steps)) {
			step := &l.Steps[i]
			if step.Challenge == nil || step.Challenge.Scenario != w.Scenario {
				continue
			}
			j := s.Steps[i].standing()
			if j == nil {
				continue
			}
			if says == "" {
				says = w.Says
			}
			judged = true
			if ok, held := designShows(pack, step.Challenge, j, w); ok {
				return true, w.Says, held, true
			}
		}
	}
	return false, says, "", judged
}

// standing is the judged design that counts: the one that won, else the last one.
func (ss StepState) standing() *Judgement {
	if ss.Won() || len(ss.Judgements) == 0 {
		return ss.Best
	}
	return &ss.Judgements[len(ss.Judgements)-1]
}

// designShows tells if a judged design is what a rubric item wants shown, and in how many runs its goals held.
func designShows(pack *content.Pack, c *content.ChallengeStep, j *Judgement, w grading.Showing) (bool, string) {
	scenario := pack.Scenarios.Of(w.Scenario)
	if scenario == nil {
		return false, ""
	}
	for knob, condition := range w.Knobs {
		if ok, err := scenario.Meets(j.Settings, knob, condition); err != nil || !ok {
			return false, ""
		}
	}
	var held []string
	for _, id := range w.Goals {
		at := slices.IndexFunc(j.Goals, func(g GoalResult) bool { return g.ID == id })
		if at < 0 || float64(j.Goals[at].Passed) < c.PassRate*float64(j.Seeds) {
			return false, ""
		}
		held = append(held, fmt.Sprintf("“%s” held in %d of %d runs", j.Goals[at].Text, j.Goals[at].Passed, j.Seeds))
	}
	if len(held) == 0 {
		return true, ""
	}
	return true, " (" + strings.Join(held, ", ") + ")"
}

// WithDesigns tells of each rubric item what the lesson's judged designs show.
func (d Debrief) WithDesigns(pack *content.Pack, l *content.Lesson, s State) Debrief {
	for _, gains := range []*[]Gain{&d.Gained, &d.Missing} {
		*gains = slices.Clone(*gains)
		for i := range *gains {
			g := &(*gains)[i]
			one := grading.Verdict{Question: g.Question, Items: []grading.ItemVerdict{{ID: g.Item, Level: g.Level, Wrong: g.Wrong}}}
			g.Shown = s.Shown(pack, l, one).Items[0].Shown
		}
	}
	return d
}
