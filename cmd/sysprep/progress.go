package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/store"
	"sysprep/tui/kit"
)

// progressReport is what `sysprep progress --json` prints.
type progressReport struct {
	Pack    string           `json:"pack"`
	Lessons []lessonProgress `json:"lessons"`
	Mastery []sectionReport  `json:"mastery"`
	Reviews []reviewReport   `json:"reviews"` // the one due first first
}

// lessonProgress is how far one lesson is.
type lessonProgress struct {
	ID       string     `json:"id"`
	Title    string     `json:"title"`
	State    string     `json:"state"` // open, begun or done
	Done     int        `json:"steps_done"`
	Steps    int        `json:"steps"`
	Step     string     `json:"step,omitempty"` // the step to come back to
	Touched  *time.Time `json:"touched,omitempty"`
	Finished *time.Time `json:"finished,omitempty"`
}

// sectionReport is how far one section of the checklist is, in rubric items.
type sectionReport struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Explained int    `json:"explained"`
	Named     int    `json:"named"`
	Claimed   int    `json:"claimed,omitempty"` // of the named, those by the learner's own word alone
	Wrong     int    `json:"wrong"`
	Total     int    `json:"total"`
}

// reviewReport is one card of the review queue.
type reviewReport struct {
	Key    string    `json:"key"`
	Title  string    `json:"title"`
	Lesson string    `json:"lesson"`
	Due    time.Time `json:"due"`
	Now    bool      `json:"due_today"`
}

func (a *app) progress() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "progress",
		Short: "Show how far you are",
		Args:  atMost(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			report, err := a.readProgress(c.Context())
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(a.out, report)
			}
			p := a.newPage()
			p.progress(report)
			return p.show(a.out)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// readProgress adds up the learner's events.
func (a *app) readProgress(ctx context.Context) (progressReport, error) {
	pack, err := a.openPack()
	if err != nil {
		return progressReport{}, err
	}
	log, goals, err := a.events(ctx, pack)
	if err != nil {
		return progressReport{}, err
	}
	states, now := lessons.States(pack, log), a.now()
	out := progressReport{Pack: pack.Manifest.ID, Lessons: []lessonProgress{}, Mastery: []sectionReport{}, Reviews: []reviewReport{}}
	for _, l := range pack.Lessons {
		out.Lessons = append(out.Lessons, lessonState(l, states[l.ID]))
	}
	for _, s := range lessons.Mastery(pack, states) {
		if s.Total > 0 {
			out.Mastery = append(out.Mastery, sectionReport(s))
		}
	}
	for _, r := range lessons.Schedule(pack, states, goals.At(now)) {
		out.Reviews = append(out.Reviews, reviewReport{Key: r.Key, Title: r.Title, Lesson: r.Lesson, Due: r.Due, Now: r.DueAt(now)})
	}
	return out, nil
}

// events is the log of a pack, and the goals; looking at one's progress does not create a database.
func (a *app) events(ctx context.Context, pack *content.Pack) ([]store.Event, lessons.Goals, error) {
	if _, ok, err := a.hasStore(); err != nil || !ok {
		return nil, lessons.Goals{}, err
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return nil, lessons.Goals{}, err
	}
	defer st.Close() //nolint:errcheck // only read
	settings, err := st.Settings(ctx)
	if err != nil {
		return nil, lessons.Goals{}, err
	}
	goals, _ := lessons.ParseGoals(settings, time.Local) // what can't be read counts as not set
	log, err := st.Events(ctx, store.Query{Pack: pack.Manifest.ID})
	return log, goals, err
}

func lessonState(l *content.Lesson, s lessons.State) lessonProgress {
	out := lessonProgress{ID: l.ID, Title: l.Title, State: "open", Done: s.DoneSteps(), Steps: len(l.Steps)}
	if !s.Begun() {
		return out
	}
	out.State, out.Touched = "begun", &s.Touched
	if !s.Finished.IsZero() {
		out.State, out.Finished = "done", &s.Finished
		return out
	}
	if i := s.Resume(l); i < len(l.Steps) {
		out.Step = l.Steps[i].ID
	}
	return out
}

func (p *page) progress(r progressReport) {
	p.line(p.paint(bold, "lessons"))
	w := widest(r.Lessons, 50, func(l lessonProgress) string { return l.Title })
	for _, l := range r.Lessons {
		shade, where := faint, ""
		switch l.State {
		case "begun":
			shade, where = wait, fmt.Sprintf("step %d of %d, %s", l.Done+1, l.Steps, l.Step)
		case "done":
			shade, where = good, "on "+l.Finished.Local().Format("2 January 2006")
		}
		p.line("  ", kit.PadRight(kit.Cut(l.Title, w), w), "  ", p.paint(shade, kit.PadRight(l.State, 5)), "  ", where)
	}
	p.line()
	p.line(p.paint(bold, "ready for the interview"))
	w = widest(r.Mastery, 30, func(s sectionReport) string { return s.Title })
	for _, s := range r.Mastery {
		text := fmt.Sprintf("explained %d of %d", s.Explained, s.Total)
		if s.Named > 0 {
			text += fmt.Sprintf(", named %d", s.Named)
			if s.Claimed > 0 {
				text += fmt.Sprintf(" (%d by your own word)", s.Claimed)
			}
		}
		if s.Wrong > 0 {
			text += fmt.Sprintf(", wrong %d", s.Wrong)
		}
		p.line("  ", kit.PadRight(s.Title, w), "  ", text)
	}
	if len(r.Reviews) == 0 {
		return
	}
	p.line()
	p.line(p.paint(bold, "reviews"))
	for _, c := range r.Reviews {
		when := kit.PadRight("on "+c.Due.Local().Format("2 Jan"), 9)
		if c.Now {
			when = p.paint(wait, kit.PadRight("due", 9))
		}
		p.prose("  "+when+"  ", "             ", c.Title)
	}
}
