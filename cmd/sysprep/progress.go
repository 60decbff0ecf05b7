package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/lessons"
	"sysprep/lessons/report"
	"sysprep/store"
	"sysprep/tui/kit"
	"sysprep/tui/plain"
)

func (a *app) progress() *cobra.Command {
	var asJSON, asPlain, items bool
	var f handInFlags
	c := &cobra.Command{
		Use:   "progress [--export [FILE]]",
		Short: "Show how far you are",
		Long: `Show how far you are: lessons, what of the checklist you have shown, how sure
you were against how often you were right, what you did, and what comes back.
The tutor shows the same with p on its first screen.

With --export it writes what you hand in to a class: how far you are, how each
question, challenge and item went, and how long it took; signed with a key that is
yours. What you wrote yourself is in it only with --with-answers, and your notes
never. docs/class.md lists all of it.`,
		Example: "  sysprep progress --items\n  sysprep progress --export ada.json --as Ada",
		Args: func(c *cobra.Command, args []string) error {
			if f.export {
				return atMost(1, "one file after --export")(c, args)
			}
			return atMost(0, "no arguments")(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if !f.export && (f.as != "" || f.withAnswers) {
				return usagef("--as and --with-answers go with --export: see %q", "sysprep progress --help")
			}
			if f.export {
				if asJSON || asPlain || items {
					return usagef("--export is a form of its own: leave out --json, --plain and --items")
				}
				return a.handIn(c.Context(), f, strings.Join(args, ""))
			}
			if asJSON && (asPlain || items) || asPlain && items {
				return usagef("choose one of --json, --plain and --items: each is another form of the same; see %q", "sysprep progress --help")
			}
			r, err := a.report(c.Context())
			switch {
			case err != nil:
				return err
			case asJSON:
				return printJSON(a.out, r)
			case asPlain:
				return plain.TellProgress(a.out, r, a.width())
			}
			p := a.newPage()
			p.progress(r, items)
			return p.show(a.out)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&asPlain, "plain", false, "linear text, for screen readers, with every item and the words that earned it")
	c.Flags().BoolVar(&f.export, "export", false, "write what you hand in to a class, to FILE or standard output")
	c.Flags().StringVar(&f.as, "as", "", "with --export: the `NAME` that your class knows you by; it is remembered")
	c.Flags().BoolVar(&f.withAnswers, "with-answers", false, "with --export: also your explanations, word by word")
	c.Flags().BoolVar(&items, "items", false, "list each item of the checklist with the words that earned it")
	return c
}

// report adds up the learner's events.
func (a *app) report(ctx context.Context) (report.Report, error) {
	pack, err := a.openPack()
	if err != nil {
		return report.Report{}, err
	}
	log, goals, err := a.events(ctx, pack)
	if err != nil {
		return report.Report{}, err
	}
	return report.Make(pack, log, interview.Evidence(pack, log), goals, a.now()), nil
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

// shownDays is how many days the text shows.
const shownDays = 14

func (p *page) progress(r report.Report, items bool) {
	p.line(p.paint(bold, "lessons"))
	w := widest(r.Lessons, 50, func(l report.Lesson) string { return l.Title })
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
	w = widest(r.Mastery, 30, func(s report.Section) string { return s.Title })
	for _, s := range r.Mastery {
		p.line("  ", kit.PadRight(s.Title, w), "  ", s.Text())
		if items {
			p.items(r, s.ID)
		}
	}
	p.line()
	p.line(p.paint(bold, "calibration"))
	for _, say := range r.Calibration.Words {
		p.prose("  ", "  ", say)
	}
	p.days(r)
	p.reviews(r.Reviews)
}

// items lists the items of a section with the words that earned them.
func (p *page) items(r report.Report, section string) {
	for _, i := range r.Items {
		if i.Section != section {
			continue
		}
		shade := map[string]ink{"explained": good, "named": wait, "wrong": bad}[i.Standing]
		if shade == "" {
			shade = faint
		}
		p.prose("    "+p.paint(shade, kit.PadRight(i.Standing, 9))+"  ", "               ", i.Title)
		if i.Evidence != nil {
			for _, e := range i.Evidence.Words {
				p.prose("               ", "               ", "“"+strings.Join(strings.Fields(e.Text), " ")+"”")
			}
			if from := i.Evidence.From(); from != "" {
				p.line("               ", p.paint(faint, from))
			}
		}
	}
}

func (p *page) days(r report.Report) {
	if len(r.Days) == 0 {
		return
	}
	p.line()
	p.line(p.paint(bold, "what you did"))
	p.line("  ", report.Spell(r.Spent), " on ", report.Count(len(r.Days), "day"), "; ", report.Count(r.Run.Longest, "day"), " in a row at most")
	for _, d := range r.Days[:min(len(r.Days), shownDays)] {
		p.prose("  "+d.Date+"  "+kit.PadRight(report.Spell(d.Spent), 10)+"  ", "                          ", d.What())
	}
}

func (p *page) reviews(all []report.Review) {
	if len(all) == 0 {
		return
	}
	p.line()
	p.line(p.paint(bold, "reviews"))
	for _, c := range all {
		when := kit.PadRight("on "+c.Due.Local().Format("2 Jan"), 9)
		switch {
		case c.Aside:
			when = p.paint(bad, kit.PadRight("set aside", 9))
		case c.Now:
			when = p.paint(wait, kit.PadRight("due", 9))
		}
		p.prose("  "+when+"  ", "             ", c.Title)
	}
}
