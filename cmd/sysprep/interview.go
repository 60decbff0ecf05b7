package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/tui/kit"
)

func (a *app) interview() *cobra.Command {
	var answers, session, format string
	var asJSON bool
	two := &table{}
	c := a.tutorCommand(&cobra.Command{
		Use:   "interview [ID]",
		Short: "A mock interview, or a loop of them",
		Long: `A mock interview from a script of the pack, with the tutor as the interviewer.

With --answers FILE a whole interview is run at once, on virtual time, with the timed
acts of a scripted candidate from FILE, and its debrief is printed; of a loop, FILE is a
folder with a file for each round, named after its interview. With --debrief the
debrief of your latest session is printed (or of the one named), as text, Markdown, a page
of HTML, or JSON.

With --host you are the interviewer of another person, who joins with --join in a second
terminal, or over SSH from elsewhere; --plain makes lines of text of either side. See
docs/interviews.md.`,
		Example: `  sysprep interview cache-outage-45
  sysprep interview cache-outage-45 --debrief --format html > debrief.html
  sysprep interview cache-outage-45 --answers strong.yaml --json
  sysprep interview full-loop --debrief
  sysprep interview payments --host
  sysprep interview --join`,
		Args: atMost(1, "the id of an interview"),
	}, "interview")
	open := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		pair, err := two.asked()
		switch {
		case err != nil:
			return err
		case pair:
			return a.sit(c.Context(), two, args)
		case answers != "":
			return a.playAnswers(args, answers, asJSON)
		case !slices.Contains(formats, format):
			return usagef("there is no format %q: choose one of %s", format, strings.Join(formats, ", "))
		case session != "" && asJSON:
			return a.printDebrief(c.Context(), args, session, "json")
		case session != "":
			return a.printDebrief(c.Context(), args, session, format)
		case asJSON:
			return usagef("--json prints a debrief: add --debrief, or --answers FILE")
		}
		return open(c, args)
	}
	c.Flags().StringVar(&answers, "answers", "", "run the interview with the timed acts in `FILE`, without a screen")
	c.Flags().StringVar(&session, "debrief", "", "print the debrief of your latest session, or of the one whose id begins with `ID`")
	c.Flags().Lookup("debrief").NoOptDefVal = "latest"
	c.Flags().StringVar(&format, "format", "text", "of the debrief: "+strings.Join(formats, ", "))
	c.Flags().BoolVar(&asJSON, "json", false, "print the debrief as JSON (with --answers or --debrief)")
	two.flags(c)
	return c
}

// playAnswers runs an interview, or a loop, with a scripted candidate.
func (a *app) playAnswers(args []string, file string, asJSON bool) error {
	args = a.intoPack(args)
	pack, err := a.openPack()
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return usagef("name an interview: choose one of %s", strings.Join(pack.Interviews.IDs(), ", "))
	}
	if loop, ok := pack.Loop(args[0]); ok {
		d, err := playLoop(pack, loop, file)
		if err != nil {
			return err
		}
		return a.showLoop(d, formatOf(asJSON))
	}
	def, err := pack.Interview(args[0])
	if err != nil {
		return usage(err)
	}
	debrief, err := playFile(pack, def, file)
	if err != nil {
		return err
	}
	return a.showDebrief(debrief, formatOf(asJSON))
}

func formatOf(asJSON bool) string {
	if asJSON {
		return "json"
	}
	return "text"
}

// playFile runs an interview with the acts in a file.
func playFile(pack *content.Pack, def *content.Interview, file string) (interview.Debrief, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return interview.Debrief{}, fmt.Errorf("the answers can't be read: %w", err)
	}
	acts, err := interview.ReadAnswers(text)
	if err != nil {
		return interview.Debrief{}, fmt.Errorf("%s: %w", file, err)
	}
	debrief, err := runInterview(pack, def, acts)
	if err != nil {
		return debrief, fmt.Errorf("%s: %w", file, err)
	}
	return debrief, nil
}

// playLoop runs each round of a loop that has a file in a folder; the others count as not held.
func playLoop(pack *content.Pack, loop *content.Loop, dir string) (interview.LoopDebrief, error) {
	debriefs, names := map[string]interview.Debrief{}, []string{}
	for _, r := range loop.Rounds {
		file := filepath.Join(dir, r.Interview+".yaml")
		names = append(names, r.Interview+".yaml")
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		def, err := pack.Interview(r.Interview)
		if err != nil {
			return interview.LoopDebrief{}, err
		}
		if debriefs[r.Interview], err = playFile(pack, def, file); err != nil {
			return interview.LoopDebrief{}, err
		}
	}
	if len(debriefs) == 0 {
		return interview.LoopDebrief{}, fmt.Errorf("%s has no answers for a round of %s: it may hold %s", dir, loop.ID, strings.Join(names, ", "))
	}
	return interview.JoinLoop(pack, loop, debriefs), nil
}

func runInterview(pack *content.Pack, def *content.Interview, acts interview.Answers) (interview.Debrief, error) {
	script, err := interview.NewScript(pack, def)
	if err != nil {
		return interview.Debrief{}, err
	}
	player := interview.Player{Script: script}
	if err := player.Play(acts); err != nil {
		return interview.Debrief{}, err
	}
	return script.Debrief(player.State), nil
}

// debrief prints what there is to say after an interview.
func (p *page) debrief(d interview.Debrief) {
	p.line(p.paint(bold, d.Title))
	p.line()
	for _, l := range d.Transcript {
		who := string(l.By)
		first := fmt.Sprintf("%5s  %-11s ", clock(l.At), who)
		p.prose(first, strings.Repeat(" ", kit.Width(first)), kit.Clean(strings.ReplaceAll(l.Text, "\n", " ")))
	}
	p.line()
	if d.Scorecard.Scored {
		p.line(p.paint(bold, d.Scorecard.Band), "  ", fmt.Sprintf("%.0f %%", 100*d.Scorecard.Score))
		for _, r := range d.Scorecard.Reasons {
			p.prose("  ", "  ", r)
		}
	}
	if d.Marks != nil {
		p.prose("  ", "  ", d.Marks.Say())
		for _, l := range d.Marks.Differences() {
			p.prose("  ≠ ", "    ", l)
		}
	}
	for _, dim := range d.Scorecard.Dimensions {
		p.line()
		p.linef("%s  %.0f %% (weight %d %%)", dim.Title, 100*dim.Score, dim.Weight)
		for _, part := range dim.Parts {
			p.scorePart(part)
		}
	}
	p.line()
	p.next(d.Next)
}

// next prints what to do now.
func (p *page) next(things []interview.NextThing) {
	for _, n := range things {
		p.prose("  next  ", "        ", n.Title+": "+n.Why+".")
		if n.Lesson != "" {
			p.line("        sysprep learn " + n.Place) // unbroken, so that it can be copied
		}
	}
}

func (p *page) scorePart(part interview.ScorePart) {
	ink := wait
	switch {
	case part.Points >= 0.75:
		ink = good
	case part.Points == 0:
		ink = bad
	}
	note := ""
	if part.Ceiling > 0 {
		note = fmt.Sprintf(" (hints: at most %.0f %%)", 100*part.Ceiling)
	}
	p.line("  ", p.paint(ink, fmt.Sprintf("%-12s", part.Level)), " ", part.Title, note)
	if m := part.Marking(); m != "" {
		p.prose("               ", "               ", m)
	}
	for _, q := range part.Quotes {
		p.prose("               ", "                ", "“"+kit.Clean(q.Text)+"”")
	}
	for _, q := range part.Against {
		p.prose("               wrong: ", "                ", "“"+kit.Clean(q.Text)+"”")
	}
}

// clock is a time of an interview, as minutes and seconds.
func clock(t time.Duration) string {
	s := int(t / time.Second)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
