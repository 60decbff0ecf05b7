package bots

import (
	"slices"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/interview"
	"sysprep/scenarios"
)

// waiting is how far apart the seeker's empty words are: longer than the interviewer's patience, so that a probe which
// comes by itself may do so first.
const waiting = 25 * time.Second

// seeker is a candidate made for one probe or curveball of a phase: says before, and in the phase, what brings it about, and
// else as little as can be.
func seeker(pack *content.Pack, def *content.Interview, phase int, before []content.ItemRef, level grading.Level, wrong bool, ask string) interview.Answers {
	w := writer{pack: pack, def: def}
	p := &def.Phases[phase]
	after := func(wait time.Duration, act interview.Act) {
		act.Phase, act.After = p.ID, scenarios.Duration(wait)
		w.all = append(w.all, act)
	}
	first := 2 * time.Second
	if ask != "" {
		after(first, interview.Act{Ask: ask})
	}
	for _, ref := range before {
		text := w.graded(ref, level)
		if wrong {
			text = w.misconception(ref)
		}
		if text != "" {
			after(first, interview.Act{Say: text})
		}
	}
	for range time.Duration(p.Minutes) * time.Minute / waiting {
		after(waiting, interview.Act{Say: "Go on, please."})
	}
	return interview.Answers{Acts: w.all}
}

// forProbe is a seeker for a probe of a phase.
func forProbe(pack *content.Pack, def *content.Interview, phase int, probe content.Probe) interview.Answers {
	var items []content.ItemRef
	if probe.Item.Question != "" {
		items = []content.ItemRef{probe.Item}
	}
	level := map[content.ProbeWhen]grading.Level{content.WhenNamed: grading.Named, content.WhenExplained: grading.Explained}[probe.When]
	return seeker(pack, def, phase, items, level, probe.When == content.WhenWrong, "")
}

// forCurveball is a seeker for a curveball of a phase.
func forCurveball(pack *content.Pack, def *content.Interview, phase int, c content.Curveball) interview.Answers {
	var items []content.ItemRef
	if c.OnItem.Question != "" {
		items = []content.ItemRef{c.OnItem}
	}
	ask := ""
	if i := slices.IndexFunc(def.Facts, func(f content.Fact) bool { return f.ID == c.OnFact }); i >= 0 && len(def.Facts[i].Ask) > 0 {
		ask = def.Facts[i].Ask[0]
	}
	return seeker(pack, def, phase, items, grading.Explained, false, ask)
}

// graded is an exemplar of an item that is graded to a level; any of that level if none is.
func (w *writer) graded(ref content.ItemRef, level grading.Level) string {
	it := w.item(ref)
	g, err := w.pack.Grader(ref.Question)
	if it == nil || err != nil {
		return ""
	}
	for _, list := range [...][]string{it.Exemplars.Named, it.Exemplars.Explained, it.Exemplars.Tradeoff} {
		for _, e := range list {
			if v := g.GradeItems(e, []string{it.ID}).Items; len(v) == 1 && v[0].Level == level && !v[0].Wrong {
				return e
			}
		}
	}
	return w.sentence(ref, level)
}
