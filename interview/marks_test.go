package interview

import (
	"encoding/json"
	"html"
	"strings"
	"testing"
	"time"

	"sysprep/grading"
	"sysprep/store"
)

// TestTwoPairsOfEars marks items against what the machine hears, and looks for both in the debrief.
func TestTwoPairsOfEars(t *testing.T) {
	sc := meetingScript(t)
	m := begun(t, sc)
	do := func(at time.Duration, mv Move) {
		t.Helper()
		var err error
		if m, _, err = m.Do(sc, at, mv); err != nil {
			t.Fatal(err)
		}
	}
	do(time.Minute, Move{By: Candidate, Kind: Said, Text: "I would shed load at the edge, down to less than the database can do, until the cache is warm again."})
	var heard, other, third string
	var level grading.Level
	for _, it := range sc.Rubric(m.State) {
		switch {
		case it.Machine.Level > 0 && heard == "":
			heard, level = it.Item, it.Machine.Level
		case it.Machine.Level == 0 && other == "":
			other = it.Item
		case it.Machine.Level == 0 && third == "":
			third = it.Item
		}
	}
	if heard == "" || third == "" {
		t.Fatal("the machine hears nothing, or all")
	}
	if d := sc.Debrief(m.State); d.Marks != nil {
		t.Errorf("marks without a mark: %+v", d.Marks)
	}
	do(2*time.Minute, Move{By: Interviewer, Kind: Ticked, Item: heard, Level: level})
	do(3*time.Minute, Move{By: Interviewer, Kind: Ticked, Item: other, Level: grading.Explained, Wrong: true})
	do(4*time.Minute, Move{By: Interviewer, Kind: Ticked, Item: third, Level: grading.Tradeoff})
	do(5*time.Minute, Move{By: Interviewer, Kind: Ticked, Item: third, Off: true})
	if _, ok := m.State.Ticks[third]; ok {
		t.Error("a mark that was taken back is there")
	}
	d := sc.Debrief(m.State)
	if d.Marks == nil || d.Marks.Made != 2 || d.Marks.Same != 1 || len(d.Marks.Differ) != 1 {
		t.Fatalf("marks %+v", d.Marks)
	}
	diff := d.Marks.Differ[0]
	if diff.Item != other || diff.At != 3*time.Minute || diff.Say() != "interviewer explained, and something wrong, machine not detected" {
		t.Errorf("%+v: %s", diff, diff.Say())
	}
	points := 0.0
	for _, dim := range d.Scorecard.Dimensions {
		for _, p := range dim.Parts {
			if p.ID == other {
				points = p.Points
				if !p.Wrong || p.Machine == nil || p.At != 3*time.Minute {
					t.Errorf("%+v", p)
				}
			}
		}
	}
	if points != 0.4 {
		t.Errorf("explained, with something wrong, earns %v, want half of 0.8", points)
	}
	alone := m.State
	alone.Ticks = nil
	if want := sc.Score(alone); d.Marks.Score != want.Score || d.Marks.Band != want.Band {
		t.Errorf("the machine alone: %v %s, want %v %s", d.Marks.Score, d.Marks.Band, want.Score, want.Band)
	}
	for _, text := range []string{d.Markdown(), html.UnescapeString(d.HTML())} {
		for _, want := range []string{"Two pairs of ears", "3:00", diff.Say(), "the interviewer's mark, 3:00: explained, and something wrong; the machine: not detected"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in the report:\n%s", want, text)
			}
		}
	}
}

func TestMarksInWords(t *testing.T) {
	for want, m := range map[string]Mark{
		"not shown": MarkOf(0, false), "wrong": MarkOf(0, true), "named": MarkOf(1, false), "trade-off": MarkOf(3, false), "explained, and something wrong": MarkOf(2, true),
	} {
		if got := m.Say(notShown); got != want {
			t.Errorf("%+v is %q, want %q", m, got, want)
		}
	}
	for want, p := range map[string]ScorePart{
		"not detected": {Level: "missed"}, "not shown": {Level: "missed", Ticked: true}, "wrong": {Level: "missed", Ticked: true, Wrong: true}, "named": {Level: "named", Wrong: true},
	} {
		if got := p.Word(); got != want {
			t.Errorf("%+v is %q, want %q", p, got, want)
		}
	}
}

// TestOlderMarksAreRead reads a mark as it was written before there were wrong ones.
func TestOlderMarksAreRead(t *testing.T) {
	e, err := Decode(store.Event{Kind: "interview.ticked", Data: []byte(`{"at":60000000000,"by":"interviewer","item":"a/b","level":"explained"}`)})
	if err != nil || e.Level != grading.Explained || e.Wrong || e.Off {
		t.Errorf("%+v, %v", e, err)
	}
	text, err := json.Marshal(Event{Kind: Ticked, Item: "a/b", Level: grading.Named})
	if err != nil || strings.Contains(string(text), "wrong") || strings.Contains(string(text), "off") {
		t.Errorf("%s, %v", text, err)
	}
}
