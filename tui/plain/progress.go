package plain

import (
	"context"
	"fmt"
	"io"
	"strings"

	"sysprep/interview"
	"sysprep/lessons/report"
)

// progress tells how far the learner is.
func (s session) progress(ctx context.Context, _ string) error {
	log, err := s.journal.Log(ctx)
	if err != nil {
		return err
	}
	s.talk.progress(report.Make(s.journal.Pack, log, interview.Evidence(s.journal.Pack, log), s.journal.Goals(), s.journal.Now()))
	return s.talk.err
}

// TellProgress writes a report as lines of text.
func TellProgress(out io.Writer, r report.Report, width int) error {
	t := newTalk(strings.NewReader(""), out, width)
	defer t.close()
	t.progress(r)
	return t.err
}

func (t *talk) progress(r report.Report) {
	t.heading("Progress: " + r.Title + ".")
	if len(r.Days) == 0 {
		t.say("Nothing is done yet: it begins with the first lesson.")
	} else {
		t.say(fmt.Sprintf("%s spent, on %s. Days in a row: %d now, %d at most.", report.Spell(r.Spent), count(len(r.Days), "day"), r.Run.Current, r.Run.Longest))
	}
	t.heading("Lessons:")
	for i, l := range r.Lessons {
		t.hang(fmt.Sprintf("%d. ", i+1), sentence(l.Title+": "+l.Standing()))
	}
	t.heading("Ready for the interview:")
	for _, s := range r.Mastery {
		t.hang("- ", sentence(s.Title+": "+s.Text()))
		for _, i := range r.Items {
			if i.Section == s.ID && i.Evidence != nil {
				t.item(i)
			}
		}
	}
	t.heading("Calibration:")
	for _, w := range r.Calibration.Words {
		t.say(w)
	}
	for _, b := range r.Calibration.Bins {
		t.hang("- ", fmt.Sprintf("%.0f %% sure: right %d of %d.", b.Sure*100, b.Right, b.Rated))
	}
	if len(r.Days) > 0 {
		t.heading("What you did:")
	}
	for _, d := range r.Days[:min(len(r.Days), 14)] {
		t.hang("- ", fmt.Sprintf("%s: %s, %s.", d.Date, report.Spell(d.Spent), d.What()))
	}
}

// item tells one item, with the words that earned it.
func (t *talk) item(i report.Item) {
	t.hang("  - ", sentence(i.Title+": "+i.How()))
	for _, w := range i.Evidence.Words {
		t.hang("    ", "“"+oneLine(w.Text)+"”")
	}
}
