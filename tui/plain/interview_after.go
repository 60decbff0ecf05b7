package plain

import (
	"fmt"

	"sysprep/interview"
)

// trials tells how runs of a sketch went.
func (t *talk) trials(all []interview.Trial) {
	for _, trial := range all {
		word := "Fails. "
		switch {
		case trial.LeftOut:
			word = ""
		case trial.Survived:
			word = "Survives. "
		}
		t.hang("- ", word+trial.Say)
	}
}

// debriefing tells a debrief; said is how the candidate's own words are called.
func (t *talk) debriefing(d interview.Debrief, said string) {
	card := d.Scorecard
	if card.Scored {
		t.say(fmt.Sprintf("The result: %s, %.0f %% of the points.", card.Band, 100*card.Score))
		for _, r := range card.Reasons {
			t.hang("- ", r)
		}
	}
	if d.Marks != nil {
		t.say(d.Marks.Say())
		for _, l := range d.Marks.Differences() {
			t.hang("- ", l)
		}
	}
	for _, dim := range card.Dimensions {
		t.heading(fmt.Sprintf("%s: %.0f %%, weight %d %%.", dim.Title, 100*dim.Score, dim.Weight))
		for _, p := range dim.Parts {
			t.debriefPart(p, said)
		}
	}
	if len(d.Next) > 0 {
		t.heading("What next")
	}
	for i, n := range d.Next {
		t.hang(fmt.Sprintf("%d. ", i+1), n.Title+": "+n.Why+".")
		if n.Lesson != "" {
			t.line("   sysprep learn " + n.Place) // unbroken, so that it can be copied
		}
	}
}

func (t *talk) debriefPart(p interview.ScorePart, said string) {
	t.hang("- ", p.Title+": "+p.Word())
	if m := p.Marking(); m != "" {
		t.hang("  ", sentence(m))
	}
	for _, q := range p.Quotes {
		t.hang("  ", said+": “"+oneLine(q.Text)+"”")
	}
	for _, q := range p.Against {
		t.hang("  ", "A misconception: “"+oneLine(q.Text)+"”")
	}
}
