package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sysprep/interview"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
)

func (a *app) applications() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "applications",
		Short: "Keep track of applications, and of what silence means",
		Long: `Keep track of applications: where each of them stands, what silence means today, and
what to ask before the first talk ends. Days are written 2026-03-20.`,
		Example: `  sysprep applications add "Acme" --role SRE
  sysprep applications move "Acme" screen --reply-by 2026-03-20
  sysprep applications asked "Acme"
  sysprep applications odds 10 20%`,
		Args: atMost(0, "a subcommand"),
		RunE: func(c *cobra.Command, _ []string) error { return a.listApplications(c.Context(), asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	var role, on, replyBy string
	days := func(c *cobra.Command) *cobra.Command {
		c.Flags().StringVar(&on, "on", "", "the `DAY` it happened; today if not given")
		return c
	}
	add := days(&cobra.Command{Use: "add COMPANY", Short: "A new application", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		return a.track(c.Context(), interview.Tracked{Company: args[0], Role: role, Stage: interview.Applied}, on, "", true)
	}})
	add.Flags().StringVar(&role, "role", "", "the `ROLE` that it is for")
	move := days(&cobra.Command{Use: "move COMPANY STAGE", Short: "It came further: applied, screen, rounds, decision, offer, rejected or withdrawn", Args: cobra.ExactArgs(2), RunE: func(c *cobra.Command, args []string) error {
		stage, err := interview.ParseStage(args[1])
		if err != nil {
			return usage(err)
		}
		return a.track(c.Context(), interview.Tracked{Company: args[0], Stage: stage}, on, replyBy, false)
	}})
	move.Flags().StringVar(&replyBy, "reply-by", "", "the `DAY` by which they said they would answer")
	asked := days(&cobra.Command{Use: "asked COMPANY", Short: "You asked how things stand", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		return a.track(c.Context(), interview.Tracked{Company: args[0], Asked: true}, on, "", false)
	}})
	note := &cobra.Command{Use: "note COMPANY TEXT", Short: "Keep a note", Args: cobra.ExactArgs(2), RunE: func(c *cobra.Command, args []string) error {
		return a.track(c.Context(), interview.Tracked{Company: args[0], Note: args[1]}, "", "", false)
	}}
	odds := &cobra.Command{Use: "odds N P", Short: "Chance of at least one yes in N independent interviews, each with chance P", Args: cobra.ExactArgs(2), RunE: func(_ *cobra.Command, args []string) error {
		return a.odds(args[0], args[1])
	}}
	ask := &cobra.Command{Use: "questions", Short: "What to ask before a first talk ends", Args: atMost(0, "no arguments"), RunE: func(*cobra.Command, []string) error {
		p := a.newPage()
		for i, q := range interview.RecruiterQuestions {
			p.prose(fmt.Sprintf("%d. ", i+1), "   ", q)
		}
		return p.show(a.out)
	}}
	c.AddCommand(add, move, asked, note, odds, ask)
	return c
}

func (a *app) listApplications(ctx context.Context, asJSON bool) error {
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // only read
	list, err := journal.Applications(ctx, st)
	if err != nil {
		return err
	}
	if asJSON {
		type advised struct {
			interview.Application
			Advice string `json:"advice"`
			Ask    bool   `json:"ask"`
		}
		all := []advised{}
		for _, app := range list {
			text, ask := app.Advice(a.now())
			all = append(all, advised{app, text, ask})
		}
		return printJSON(a.out, all)
	}
	p := a.newPage()
	if len(list) == 0 {
		p.line(`You track no applications yet: "sysprep applications add COMPANY" begins one.`)
	}
	for _, app := range list {
		text, ask := app.Advice(a.now())
		i := faint
		if ask {
			i = wait
		}
		role := ""
		if app.Role != "" {
			role = ", " + app.Role
		}
		p.line(p.paint(bold, kit.Clean(app.Company)), kit.Clean(role), p.paint(i, fmt.Sprintf("  %s since %s", app.Stage, app.Since.Format("2 January"))))
		p.prose("  ", "  ", text)
		for _, n := range app.Notes {
			p.prose("  - ", "    ", kit.Clean(n))
		}
	}
	return p.show(a.out)
}

// track keeps what happened to an application. A company that isn't new must be there.
func (a *app) track(ctx context.Context, e interview.Tracked, on, replyBy string, isNew bool) error {
	var err error
	if e.On, err = dayOf("--on", on); err != nil {
		return usage(err)
	}
	if e.ReplyBy, err = dayOf("--reply-by", replyBy); err != nil {
		return usage(err)
	}
	e.Company = strings.Join(strings.Fields(kit.Clean(e.Company)), " ")
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // what was acknowledged is on disk
	list, err := journal.Track(ctx, st, a.now(), e, isNew)
	var missing *interview.MissingError
	switch {
	case errors.Is(err, journal.ErrTracked):
		return usagef("there is an application at %q already: \"sysprep applications move\" says how it went on", e.Company)
	case errors.Is(err, journal.ErrNoCompany), errors.As(err, &missing):
		return usage(err)
	case err != nil:
		return err
	}
	app, err := interview.Find(list, e.Company)
	if err != nil {
		return err
	}
	text, _ := app.Advice(a.now())
	p := a.newPage()
	p.prose(p.paint(bold, app.Company)+": ", "  ", text)
	return p.show(a.out)
}

// dayOf reads a day; none is the zero time.
func dayOf(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return t, fmt.Errorf("%s %q is not a day: write it as 2026-03-20", flag, text)
	}
	return t, nil
}

func (a *app) odds(n, p string) error {
	tries, err := strconv.Atoi(n)
	if err != nil || tries < 0 || tries > 10_000 {
		return usagef("%q is not a number of interviews: write a whole number up to 10000", n)
	}
	share, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(p), "%"), 64)
	if strings.HasSuffix(p, "%") {
		share /= 100
	}
	if err != nil || share < 0 || share > 1 {
		return usagef("%q is not a chance: write it as 20%% or 0.2", p)
	}
	page := a.newPage()
	page.prose("", "", fmt.Sprintf("1 - (1 - %g)^%d = %.0f %%: at least one yes, if each has a chance of %.0f %% and none depends on another. They do depend on each other, by what you get better at.",
		share, tries, 100*interview.Odds(tries, share), 100*share))
	return page.show(a.out)
}
