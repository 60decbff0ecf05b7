package interview_test

import (
	"strings"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/interview"
	"sysprep/lessons"
	"sysprep/store"
)

func corePack(t *testing.T) *content.Pack {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	return pack
}

// logOf is a session as a store keeps it.
func logOf(t *testing.T, session string, events []interview.Event) (log []store.Event) {
	t.Helper()
	began := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	for _, e := range events {
		rec, err := interview.Record("core", "cache-outage-45", session, began.Add(e.At), e)
		if err != nil {
			t.Fatal(err)
		}
		log = append(log, rec)
	}
	return log
}

// TestEvidence: an ended interview of one's own shows what its debrief shows, word by word.
func TestEvidence(t *testing.T) {
	sc := outage(t)
	p := play(t, sc, strong)
	log := logOf(t, "s1", p.Events)
	got := map[string]lessons.Heard{}
	for _, h := range interview.Evidence(corePack(t), log) {
		if len(h.Verdict.Items) != 1 || h.Interview != "cache-outage-45" || h.Session != "s1" {
			t.Fatalf("%+v: want one item of the session", h)
		}
		got[h.Verdict.Question+"/"+h.Verdict.Items[0].ID] = h
	}
	quotes := 0
	for _, v := range p.State.Verdicts {
		for _, it := range v.Items {
			h, ok := got[v.Question+"/"+it.ID]
			if it.Level == grading.Missed && !it.Wrong {
				if ok {
					t.Errorf("%s/%s was missed, and is evidence", v.Question, it.ID)
				}
				continue
			}
			if !ok || h.Verdict.Items[0].Level != it.Level || len(h.Verdict.Items[0].Evidence) != len(it.Evidence) {
				t.Errorf("%s/%s: %+v, want %+v", v.Question, it.ID, h, it)
				continue
			}
			for i, s := range h.Verdict.Items[0].Evidence {
				quotes++
				if h.Text[s.Start:s.End] != s.Text || s.Text != it.Evidence[i].Text {
					t.Errorf("%s/%s: %q at %d is not %q", v.Question, it.ID, h.Text, s.Start, it.Evidence[i].Text)
				}
			}
		}
	}
	if quotes < 5 {
		t.Errorf("only %d quotes: this test sees too little", quotes)
	}
	all := 0
	for _, e := range p.Events {
		if e.Kind == interview.Said {
			all += len(e.Text)
		}
	}
	for id, h := range got {
		if len(h.Text) == 0 || len(h.Text) >= all || strings.HasPrefix(h.Text, "\n") {
			t.Errorf("%s has %d bytes around its words; all that was said has %d", id, len(h.Text), all)
		}
	}
}

// TestNoEvidence: what has not ended doesn't count, nor what somebody else said.
func TestNoEvidence(t *testing.T) {
	sc := outage(t)
	p := play(t, sc, strong)
	var open, hosted []interview.Event
	for _, e := range p.Events {
		if e.Kind != interview.Ended {
			open = append(open, e)
		}
		if e.Kind == interview.Began {
			e.Host = true
		}
		hosted = append(hosted, e)
	}
	foreign := store.Event{Kind: "answered", Pack: "core", Lesson: "x", Data: []byte("{}")}
	broken := logOf(t, "s1", p.Events)
	for i := range broken {
		if broken[i].Kind == "interview.said" {
			broken[i].Data = []byte("{")
		}
	}
	for name, log := range map[string][]store.Event{
		"open": logOf(t, "s1", open), "hosted": logOf(t, "s1", hosted), "foreign": {foreign}, "broken": broken, "two halves": append(logOf(t, "s1", open), logOf(t, "s2", p.Events[len(open):])...),
	} {
		if got := interview.Evidence(corePack(t), log); len(got) != 0 {
			t.Errorf("%s: %+v is evidence", name, got)
		}
	}
}
