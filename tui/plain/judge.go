package plain

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"sysprep/lessons"
	"sysprep/scenarios"
)

func (c *challenge) judge(ctx context.Context, _ string) error {
	acts, done := []scenarios.Act(nil), ""
	if c.def.Drive != nil {
		acts = c.acts()
		done = strings.Join(c.injected, " ")
	}
	if c.last != nil && maps.Equal(c.last.Settings, c.set) && c.lastDone == done {
		c.talk.say("This design was judged already.")
		c.verdict(c.last)
		return nil
	}
	text := "Judging " + strings.TrimSuffix(c.subjectOfJudging(), ".")
	c.talk.say(fmt.Sprintf("%s, over %d seeds.", text, c.seeds()))
	j, err := c.scenario.Judge(ctx, c.set, acts, c.def.Goals, scenarios.Seeds(c.seeds()), c.cores, func(done int) {
		if done%10 == 0 || done == c.seeds() {
			c.talk.say(fmt.Sprintf("%d of %d runs are done.", done, c.seeds()))
		}
	})
	if err != nil {
		return err
	}
	j.Settings = maps.Clone(c.set)
	c.last, c.lastDone = &j, done
	kept := judged(&j, c.need())
	for _, a := range acts {
		kept.Acts = append(kept.Acts, a.Text())
	}
	if err := c.record(ctx, lessons.Event{Kind: lessons.Judged, Judgement: kept}); err != nil {
		return err
	}
	c.verdict(&j)
	return nil
}

func (c *challenge) subjectOfJudging() string {
	if c.def.Drive != nil {
		return "what you do, " + count(len(c.injected), "act")
	}
	text := "the design as it was"
	if len(c.set) > 0 {
		text = "your design, " + design(c.set)
	}
	if len(c.injected) > 0 {
		text += ", without the faults that you started"
	}
	return text
}

// verdict tells a judgement.
func (c *challenge) verdict(j *scenarios.Judgement) {
	c.talk.say(fmt.Sprintf("Every goal was met in %d of %d runs: %s. The true rate lies between %s and %s, with 95 %% confidence. Needed: %.0f %%.",
		j.All.Held, j.All.Of, percent(j.All.Rate), percent(j.All.Low), percent(j.All.High), c.need()*100))
	for _, g := range j.Goals {
		c.talk.hang("- ", fmt.Sprintf("Met in %d of %d: %s.", g.Held, g.Of, g.Text))
	}
	shown := uint64(0)
	for _, cause := range j.Causes {
		text := fmt.Sprintf("%s failed because %s.", count(len(cause.Seeds), "run"), strings.TrimSuffix(cause.Text, "."))
		if cause.Seeds[0] != shown { // a run may fail for several reasons, and is worth one line
			shown = cause.Seeds[0]
			text += fmt.Sprintf(" To see one, type run %d.", shown)
		}
		c.talk.hang("- ", text)
	}
	if won(j, c.need()) {
		c.talk.say("The challenge is met. Press Enter to go on.")
		return
	}
	c.decoy()
	c.talk.say("The challenge is not met yet.")
}

// decoy says what is known of a fix that sounds right and fails.
func (c *challenge) decoy() {
	for _, d := range c.def.Decoys {
		for _, e := range c.scenario.Expect {
			if e.ID == d.Expect && len(e.Set) > 0 && maps.Equal(e.Set, map[string]string(c.set)) {
				c.talk.say(d.Say)
			}
		}
	}
}

// percent never calls a share that is short of the whole 100 %.
func percent(v float64) string {
	text := strconv.FormatFloat(v*100, 'f', 0, 64)
	if v < 1 && text == "100" {
		text = "99.9"
	}
	return text + " %"
}

func won(j *scenarios.Judgement, need float64) bool { return j.All.Rate >= need }

// judged is what is kept of a judgement.
func judged(j *scenarios.Judgement, need float64) *lessons.Judgement {
	out := &lessons.Judgement{
		Settings: j.Settings, Seeds: j.All.Of, Passed: j.All.Held, PassRate: j.All.Rate, Low: j.All.Low, High: j.All.High,
		Won: won(j, need),
	}
	for _, g := range j.Goals {
		out.Goals = append(out.Goals, lessons.GoalResult{ID: g.ID, Text: g.Text, Passed: g.Held, Low: g.Low, High: g.High})
	}
	for _, c := range j.Causes {
		out.Causes = append(out.Causes, lessons.CauseCount{Text: c.Text, Count: len(c.Seeds)})
	}
	return out
}
