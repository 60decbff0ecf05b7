package grading_test

import (
	"strings"
	"testing"

	"sysprep/grading"
)

// small is a rubric of one item over a few words, to try the rules and modes on.
func small(t *testing.T, rules ...grading.Rule) *grading.Compiled {
	t.Helper()
	g, err := grading.NewGrader(&grading.Lexicon{
		Concepts: map[string][]string{
			"spread": {"jitter", "randomi*", "spread out", "desync*"},
			"wait":   {"wait", "backoff", "back off"},
			"less":   {"turn .. away", "all:wait"},
		},
		Things: map[string][]string{"client": {"client", "caller"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	c, err := g.Compile(&grading.Rubric{ID: "q", Prompt: "What do ten thousand clients do that lose their connection at once?", Items: []grading.Item{{
		ID: "item", Rules: grading.RulesByLevel{Explained: rules},
		Misconceptions: []grading.Misconception{{ID: "same", Patterns: []grading.Rule{"same delay | fixed delay"}, Say: "And then?"}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestModes(t *testing.T) {
	for _, tc := range []struct {
		rule   grading.Rule
		answer string
		met    bool
	}{
		{"spread", "Each client adds jitter.", true},
		{"spread", "The delay is randomised.", true},
		{"spread", "The delays are spread out over a minute.", true},
		{"spread", "Use jittter everywhere.", true},
		{"spread", "They don't use jitter.", false},
		{"spread", "There is no jitter at all, but the clients desynchronise.", true},
		{"spread", "Never add jitter.", false},
		{"spread", "Not only jitter helps.", true},
		{"spread", "Jitter isn't worth it.", false},
		{"spread", "Jitter I'd skip.", false},
		{"spread", "Jitter, no, the clients differ enough.", false},
		{"spread", "No, they need jitter.", true},
		{"spread", "Jitter is a fad.", false},
		{"spread", "People will tell you to add jitter; I wouldn't.", false},
		{"spread", "Nor do I believe in jitter.", false},
		{"spread", "I wouldn't bother with jitter.", false},
		{"spread", "I'd cap the waits rather than add jitter.", false},
		{"spread", "Some people say that jitter helps.", false},
		{"spread", "Some people say that it hurts, but jitter helps.", true},
		{"spread", "It is not true that jitter helps.", false},
		{"spread", "Jitter helps. That is wrong.", false},
		{"spread", `He wrote "use jitter on every one of the clients that you have".`, false},
		{"no:spread", "There is no jitter.", true},
		{"no:spread", "There is jitter.", false},
		{"any:spread", "There is no jitter.", true},
		{"client + spread", "Jitter: each caller has its own.", true},
		{"no:spread + client", "The clients have no jitter.", true},
		{"client + spread @clause", "The clients wait, and jitter comes on top.", false},
		{"client + wait @ordered", "The clients wait.", true},
		{"client + wait @ordered", "Wait for the clients.", false},
		{"client + spread @2", "The clients come back. Their delays are randomized.", true},
		{"client + spread", "The clients come back. Their delays are randomized.", false},
		{"client + spread @2", "The clients come back.\n\nTheir delays are randomized.", false},
		{"client + spread @near4", "The clients come back to us with jitter.", false},
		{"wait - client", "We wait.", true},
		{"wait - client", "The clients wait.", false},
		{"less", "Turn most of them away.", true},
		{"less", "Back off.", true},
		{"come back again", "They come back again.", true},
		{"=waits", "It waits.", true},
		{"=waits", "They wait.", false},
		{"~3000", "That is 3,000 a second.", true},
		{"~3000", "That is 3k rps.", true},
		{"~3000", "That is three thousand.", true},
		{"~3000", "That is 3000 ms.", false},
		{"~3000", "That is 4,000.", false},
		{"~6x", "Six times as much.", true},
		{"~6x", "6x", true},
		{"~6x", "It is sixfold.", true},
		{"~6x", "It is off by a factor of six.", true},
		{"~6x", "There are 6 of them.", false},
		{"~83%", "83 % of them", true},
		{"~83%", "a share of 0.83", true},
		{"~83%", "five out of six", true},
		{"350..490", "about 400 a second", true},
		{"350..490", "about 500 a second", false},
		{"1s..4s", "after 2 s", true},
		{"1s..4s", "after 2000 ms", true},
		{"1s..4s", "after 2 minutes", false},
	} {
		c := small(t, tc.rule)
		if got := c.Grade(tc.answer).Items[0].Level == grading.Explained; got != tc.met {
			t.Errorf("rule %q on %q: met %v, want %v", tc.rule, tc.answer, got, tc.met)
		}
	}
}

func TestMisconceptionsMustBeMeant(t *testing.T) {
	c := small(t, "spread")
	for answer, wrong := range map[string]bool{
		"I'd give each client the same delay.":             true,
		"Don't give each client the same delay.":           false,
		"People often think the same delay will do.":       false,
		"Even if they had the same delay it would fail.":   false,
		"Should each client have the same delay?":          false,
		"I don't want the same delay for all.":             false,
		"It is wrong to say that the same delay is enough": false,
	} {
		if got := c.Grade(answer).Items[0]; got.Wrong != wrong {
			t.Errorf("%q: wrong %v, want %v", answer, got.Wrong, wrong)
		}
	}
}

func TestCompileNamesFaults(t *testing.T) {
	item := func(r grading.Rule) grading.Rubric {
		return grading.Rubric{ID: "q", Items: []grading.Item{{ID: "jitter", Rules: grading.RulesByLevel{Named: []grading.Rule{r}}}}}
	}
	g, err := grading.NewGrader(&grading.Lexicon{Concepts: map[string][]string{"spread": {"jitter"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		rubric grading.Rubric
		want   []string
	}{
		{item("sprad"), []string{`item "jitter"`, `"sprad"`, `did you mean "spread"`}},
		{item("spread + "), nil},
		{item("spread | + spread"), []string{"an alternative is empty"}},
		{item("- spread"), []string{"wants nothing"}},
		{item("spread @soon"), []string{"@soon", "@clause"}},
		{item("spread @near0"), []string{"@near8"}},
		{item("~many"), []string{`"many" is not a number`}},
		{item("500..300"), []string{"no range"}},
		{item("1s..4%"), []string{"same unit"}},
		{item("spread + spread + spread + spread + spread + spread"), []string{"6 terms", "5 are the most"}},
		{grading.Rubric{ID: "q"}, []string{"no items"}},
		{grading.Rubric{Items: item("spread").Items}, []string{"no id"}},
		{grading.Rubric{ID: "q", Items: append(item("spread").Items, item("spread").Items...)}, []string{`item "jitter"`, "used twice"}},
		{grading.Rubric{ID: "q", Items: []grading.Item{{ID: "Bad Id"}}}, []string{"small letters", "no rule detects it"}},
		{grading.Rubric{ID: "q", Concepts: map[string][]string{"none": {}}, Items: item("spread").Items}, []string{`group "none" is empty`}},
		{grading.Rubric{ID: "q", Concepts: map[string][]string{"spread": {"x"}}, Items: item("spread").Items}, []string{`"spread" is defined twice`}},
		{grading.Rubric{ID: "q", Concepts: map[string][]string{"a": {"all:b"}, "b": {"all:a"}}, Items: item("spread").Items}, []string{"includes itself"}},
		{grading.Rubric{ID: "q", Concepts: map[string][]string{"a": {"all:nobody"}}, Items: item("spread").Items}, []string{`unknown group "nobody"`}},
		{grading.Rubric{ID: "q", Concepts: map[string][]string{"a": {".. end"}}, Items: item("spread").Items}, []string{"begins with a gap"}},
		{grading.Rubric{ID: "q", Concepts: map[string][]string{"a": {"ab*"}}, Items: item("spread").Items}, []string{"too short for a prefix"}},
		{grading.Rubric{ID: "q", Items: []grading.Item{{ID: "jitter", Rules: item("spread").Items[0].Rules, Misconceptions: []grading.Misconception{{ID: "m"}}}}}, []string{`misconception "m" has no patterns`}},
	} {
		_, err := g.Compile(&tc.rubric)
		if (err != nil) != (tc.want != nil) {
			t.Errorf("%+v: %v", tc.rubric, err)
		}
		for _, part := range tc.want {
			if err != nil && !strings.Contains(err.Error(), part) {
				t.Errorf("%q does not say %q", err, part)
			}
		}
	}
	if _, err := grading.NewGrader(&grading.Lexicon{Concepts: map[string][]string{"Spread": {"jitter"}}}); err == nil || !strings.Contains(err.Error(), "Spread") {
		t.Errorf("a bad name of a group: %v", err)
	}
}

func TestWeightedKappa(t *testing.T) {
	answer := func(id string, want grading.Level) grading.LabelledAnswer {
		return grading.LabelledAnswer{ID: id, Kind: "mid", Text: id, Labels: map[string]grading.Label{"item": {Level: want}}}
	}
	verdicts := map[string]grading.Level{"a": grading.Missed, "b": grading.Named, "c": grading.Explained, "d": grading.Tradeoff}
	grade := func(_, text string) grading.Verdict {
		return grading.Verdict{Items: []grading.ItemVerdict{{ID: "item", Level: verdicts[text]}}}
	}
	report := func(wants ...grading.Level) grading.Figures {
		l := grading.Labelled{Question: "q"}
		for i, w := range wants {
			l.Answers = append(l.Answers, answer(string(rune('a'+i)), w))
		}
		return grading.Evaluate([]grading.Labelled{l}, grade).All
	}
	if k := report(grading.Missed, grading.Named, grading.Explained, grading.Tradeoff).Kappa; k != 1 {
		t.Errorf("full agreement has kappa %g", k)
	}
	// By hand: observed 2 of weight 9 and 2 of weight 1, 20; expected sum of (i-j)^2/4 over all pairs, 10.
	if k := report(grading.Tradeoff, grading.Explained, grading.Named, grading.Missed).Kappa; k != -1 {
		t.Errorf("the levels turned around have kappa %g, want -1", k)
	}
	// One off by one: observed 1; labels 0, 1, 2, 2 against verdicts 0 to 3 expect (14+6+6+6)/4 = 8.
	if k := report(grading.Missed, grading.Named, grading.Explained, grading.Explained).Kappa; abs(k-(1-1/8.0)) > 1e-12 {
		t.Errorf("one off by one has kappa %g", k)
	}
}
