package report

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/lessons/history"
	"sysprep/store"
)

var (
	began = time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	now   = began.AddDate(0, 0, 200)
)

func made(t *testing.T, more ...store.Event) Report {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	log, err := history.Make(pack, began, 199, 4000, 1)
	if err != nil {
		t.Fatal(err)
	}
	return Make(pack, append(log, more...), nil, lessons.Goals{}, now)
}

// hostile is an answer of somebody who wants to be run.
func hostile(t *testing.T) store.Event {
	t.Helper()
	const text = "<script>alert(1)</script> | *bold* \x1b[31m [x](javascript:y)"
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range pack.Lessons {
		for _, s := range l.Steps {
			if s.Kind != content.Explain {
				continue
			}
			for _, q := range pack.Rubrics.Questions() {
				if q.ID != s.Explain.Question {
					continue
				}
				stored, err := lessons.Record(pack.Manifest.ID, l.ID, lessons.Event{
					At: now, Kind: lessons.Answered, Step: s.ID, Hash: s.Hash, Answer: &lessons.Answer{Text: text, Verdict: grading.Verdict{
						Question: q.ID, Items: []grading.ItemVerdict{{ID: q.Items[0].ID, Level: grading.Tradeoff, Evidence: []grading.Span{
							{Text: text, Start: 0, End: len(text)}, {Text: "beyond", Start: 5, End: 9999}, {Text: "backwards", Start: 9, End: 3},
						}}},
					}},
				})
				if err != nil {
					t.Fatal(err)
				}
				return stored
			}
		}
	}
	t.Fatal("the core pack has no question")
	return store.Event{}
}

// TestReportAddsUp holds parts of the report against each other.
func TestReportAddsUp(t *testing.T) {
	r := made(t)
	spent, byLesson, counted := 0, 0, 0
	for _, d := range r.Days {
		spent += d.Spent
	}
	for _, l := range r.Lessons {
		byLesson += l.Spent
	}
	if spent != r.Spent || byLesson != r.Spent || r.Spent == 0 {
		t.Errorf("%d s spent, %d s by day, %d s by lesson", r.Spent, spent, byLesson)
	}
	for _, s := range r.Mastery {
		counted += s.Total
	}
	if counted != len(r.Items) {
		t.Errorf("%d items, and %d in the sections", len(r.Items), counted)
	}
	in, right := 0, 0
	for _, b := range r.Calibration.Bins {
		in += b.Rated
		right += b.Right
		if b.Low > float64(b.Right)/float64(b.Rated) || b.High < float64(b.Right)/float64(b.Rated) {
			t.Errorf("the interval of %+v does not hold its share", b)
		}
	}
	if in != r.Calibration.Rated || right != r.Calibration.Right || in == 0 {
		t.Errorf("%d of %d right, %d of %d in the bins", r.Calibration.Right, r.Calibration.Rated, right, in)
	}
	weeks := 0
	for _, w := range r.Weeks(40) {
		weeks += w
	}
	if weeks != r.Spent || r.Active(400) != len(r.Days) {
		t.Errorf("%d s by week, %d days active; want %d and %d", weeks, r.Active(400), r.Spent, len(r.Days))
	}
	data, err := json.Marshal(r)
	if err != nil || strings.Contains(string(data), "null") {
		t.Errorf("as JSON it has nulls, or does not go (%v)", err)
	}
}

// TestHTMLIsWhole: well-formed, nothing from elsewhere, and nothing of a learner's text is markup.
func TestHTMLIsWhole(t *testing.T) {
	text := made(t, hostile(t)).HTML()
	for _, not := range []string{"http:", "https:", "<script", "\x1b", "javascript:y\""} {
		if strings.Contains(text, not) {
			t.Errorf("it has %q", not)
		}
	}
	if !strings.Contains(text, "&lt;script&gt;") || strings.Count(text, "<svg") < 3 {
		t.Error("the answer or the charts are missing")
	}
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict, d.AutoClose, d.Entity = false, []string{"meta"}, xml.HTMLEntity
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
}

func TestMarkdownHoldsTextOnly(t *testing.T) {
	text := made(t, hostile(t)).Markdown()
	for _, not := range []string{"<script", "\x1b", " [x](", " *bold*"} {
		if strings.Contains(text, not) {
			t.Errorf("it has %q", not)
		}
	}
	for _, want := range []string{"## Calibration", "When you say", "| 2026-"} {
		if !strings.Contains(text, want) {
			t.Errorf("it has no %q", want)
		}
	}
}

func TestSpell(t *testing.T) {
	for seconds, want := range map[int]string{0: "0 min", 5: "1 min", 89: "1 min", 90: "2 min", 3599: "1 h 00 min", 3900: "1 h 05 min"} {
		if got := Spell(seconds); got != want {
			t.Errorf("%d s is %q, want %q", seconds, got, want)
		}
	}
}
