package content_test

import (
	"errors"
	"strings"
	"testing"

	"sysprep/content"
)

// TestBrokenFigures: what is wrong with a figure is told where it is wrong.
func TestBrokenFigures(t *testing.T) {
	const good = "figure: posterior\ngroups: [{count: 2, prior: 20%}, {count: 8, prior: 5%}]\ntests: 3"
	const ledger = "figure: ledger\nscenario: small-store\nlines:\n  - {set: {queue: 100}, at: 10s, for: 5s, column: load, text: \"a short queue\", words: [\"queue\"]}"
	for _, c := range []struct{ block, want string }{
		{good, ""},
		{ledger, ""},
		{"figure: fate", ""},
		{"figure: fat", `there is no figure "fat"; perhaps "fate" is meant`},
		{"tests: 3", "this explore step has no figure"},
		{"figure: fate\ntests: 3", "the figure fate has no tests; remove it"},
		{strings.Replace(good, "tests: 3", "tests: 9", 1), "there can't be that many tests"},
		{strings.Replace(good, "count: 8", "count: 39", 1), "there can't be that many changes in a figure"},
		{strings.Replace(good, "prior: 5%", "prior: 0%", 1), "a group needs a count and a prior"},
		{good + "\nsensitivity: 30%", "a test that errs more than every second time tells nothing"},
		{good + "\ncompare: [story]", `there is no earlier predict step "story"`},
		{strings.Replace(ledger, "small-store", "small-stor", 1), "there is no file scenarios/small-stor.yaml"},
		{strings.Replace(ledger, "queue: 100", "queues: 100", 1), `has no knob "queues"`},
		{strings.Replace(ledger, "set: {queue: 100}", "fault: flood", 1), `the scenario has no fault "flood"`},
		{strings.Replace(ledger, "for: 5s, ", "", 1), "this line does not say when it is broken"},
		{strings.Replace(ledger, "set: {queue: 100}, at: 10s, for: 5s, ", "", 1), "needs what ends its assumption"},
		{strings.Replace(ledger, "column: load", "column: money", 1), `there is no column "money"`},
		{strings.Replace(ledger, "words: [\"queue\"]", "words: []", 1), "needs text and words"},
		{"figure: gamma\nscenario: small-store\nknob: queue\npair: [a, b]", "needs a scenario of the model transport"},
		{"figure: gamma\nscenario: small-store\nknob: queue", "this explore step has no pair"},
	} {
		files := goodPack(t)
		text := string(files[lesson].Data)
		text = strings.Replace(text, "```yaml step=debrief id=end", "```yaml step=explore id=fig\n"+c.block+"\n```\n\n```yaml step=debrief id=end", 1)
		files[lesson].Data = []byte(text)
		_, err := content.Open(files)
		var faults content.Faults
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s\nis refused: %v", c.block, err)
		case c.want != "" && (!errors.As(err, &faults) || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s\nwant %q, got %v", c.block, c.want, err)
		}
	}
}

// TestFigureBeforeQuestion: a figure that nobody was asked about comes too early.
func TestFigureBeforeQuestion(t *testing.T) {
	files := goodPack(t)
	text := string(files[lesson].Data)
	text = strings.Replace(text, "```yaml step=read id=story", "```yaml step=explore id=fig\nfigure: fate\n```\n\n```yaml step=read id=story", 1)
	files[lesson].Data = []byte(text)
	if _, err := content.Open(files); err == nil || !strings.Contains(err.Error(), "nothing is asked before this figure") {
		t.Errorf("got %v", err)
	}
}
