package lessons

import (
	"testing"

	"sysprep/content"
	"sysprep/grading"
)

// What every design shows, the one that the challenge begins with included, says nothing about the learner.
func TestNoItemIsShownByTheDesignThatAChallengeBeginsWith(t *testing.T) {
	pack := embedded(t)
	shown := 0
	for _, l := range pack.Lessons {
		for i := range l.Steps {
			c := l.Steps[i].Challenge
			if c == nil || c.Drive != nil {
				continue
			}
			for _, id := range pack.Rubrics.IDs() {
				r := pack.Rubrics.Of(id)
				for _, item := range r.Items {
					for _, w := range item.Shown {
						if w.Scenario != c.Scenario {
							continue
						}
						shown++
						j := &Judgement{Seeds: 10} // no goal holds
						if ok, _ := designShows(pack, c, j, w); ok {
							t.Errorf("%s, %s: %q is shown by the untouched design", r.ID, item.ID, w.Says)
						}
					}
				}
			}
		}
	}
	if shown < 10 {
		t.Errorf("only %d designs show something", shown)
	}
}

func TestWordsAndDesignTogether(t *testing.T) {
	pack := embedded(t)
	var l *content.Lesson
	at := -1
	for k := range pack.Lessons {
		for i := range pack.Lessons[k].Steps {
			if c := pack.Lessons[k].Steps[i].Challenge; c != nil && c.Scenario == "smart-meters" {
				l, at = pack.Lessons[k], i
			}
		}
	}
	if l == nil {
		t.Fatal("no challenge with smart meters")
	}
	verdict := func(level grading.Level, wrong bool) grading.Verdict {
		return grading.Verdict{Question: "thundering-herd", Items: []grading.ItemVerdict{{ID: "jitter", Level: level, Wrong: wrong}, {ID: "server-side", Level: level}}}
	}
	goals := func(passed int) []GoalResult { return []GoalResult{{ID: "calm", Text: "calm", Passed: passed}} }
	spread := Judgement{Settings: map[string]string{"spread": "30s"}, Seeds: 20, Goals: goals(20)}
	for name, test := range map[string]struct {
		level  grading.Level
		wrong  bool
		judged []Judgement
		best   *Judgement
		want   grading.Shown
	}{
		"nothing judged":              {grading.Explained, false, nil, nil, ""},
		"said and shown":              {grading.Named, false, []Judgement{spread}, &spread, grading.SaidAndShown},
		"said, not shown":             {grading.Explained, false, []Judgement{{Seeds: 20, Goals: goals(20)}}, nil, grading.SaidNotShown},
		"shown, not said":             {grading.Missed, false, []Judgement{spread}, &spread, grading.ShownNotSaid},
		"a misconception says it not": {grading.Named, true, []Judgement{spread}, &spread, grading.ShownNotSaid},
		"the goal did not hold":       {grading.Named, false, []Judgement{{Settings: spread.Settings, Seeds: 20, Goals: goals(3)}}, nil, grading.SaidNotShown},
		"neither":                     {grading.Missed, false, []Judgement{{Seeds: 20}}, nil, grading.NotShown},
		"the last design counts":      {grading.Named, false, []Judgement{spread, {Seeds: 20}}, nil, grading.SaidNotShown},
	} {
		t.Run(name, func(t *testing.T) {
			s := New(l)
			s.Steps[at].Judgements, s.Steps[at].Best = test.judged, test.best
			given := verdict(test.level, test.wrong)
			got := s.Shown(pack, l, given)
			if got.Items[0].Shown != test.want || got.Items[1].Shown != "" || got.Items[0].Level != test.level {
				t.Errorf("%+v", got.Items)
			}
			if (got.Items[0].Design != "") != (test.want != "" && test.want != grading.NotShown) {
				t.Errorf("says %q", got.Items[0].Design)
			}
			if given.Items[0].Shown != "" {
				t.Error("the verdict that was kept has changed")
			}
		})
	}
}

func embedded(t *testing.T) *content.Pack {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	return pack
}
