package main

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/tui/kit"
	"sysprep/tui/kit/markdown"
)

// previewFlags are the flags of pack preview.
type previewFlags struct {
	watch bool
	size  string
}

func (a *app) packPreview() *cobra.Command {
	f := &previewFlags{}
	c := &cobra.Command{
		Use:   "preview FOLDER [LESSON[/STEP]]",
		Short: "See a lesson while you write it, with its faults in place",
		Long: `Print a lesson as it will be read, with the answers, and with what "pack lint" finds below the step that
it is about. With --watch it is printed anew whenever a file changes, and shows the step that you
have changed, or STEP. "sysprep --pack FOLDER learn" plays it.`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			var w, h int
			if n, err := fmt.Sscanf(f.size, "%dx%d", &w, &h); n != 2 || err != nil || w < 40 || w > 300 || h < 10 || h > 200 {
				return usagef("--size is columns and rows, such as 80x24; columns from 40 to 300, rows from 10 to 200")
			}
			v := &preview{width: w, height: h}
			if len(args) == 2 {
				v.lesson, v.step, _ = strings.Cut(args[1], "/")
				v.fixed = v.step != ""
			}
			fsys, _, err := a.packFiles(args[:1])
			if err != nil {
				return err
			}
			if f.watch {
				return a.watchPreview(c.Context(), fsys, v)
			}
			v.look(fsys)
			text, err := v.text()
			if err == nil {
				_, err = fmt.Fprint(a.out, text)
			}
			return err
		},
	}
	c.Flags().BoolVar(&f.watch, "watch", false, "print it anew whenever a file changes, until you stop it (ctrl+c)")
	c.Flags().StringVar(&f.size, "size", "80x24", "`COLUMNSxROWS` of the screen that you write for")
	return c
}

// watchPeriod is how often files are looked at: their times and sizes only.
const watchPeriod = 300 * time.Millisecond

// watchPreview shows a preview until it is stopped.
func (a *app) watchPreview(ctx context.Context, fsys fs.FS, v *preview) error {
	tick := time.NewTicker(watchPeriod)
	defer tick.Stop()
	for seen := ""; ; {
		if now := fingerprint(fsys); now != seen {
			seen = now
			v.look(fsys)
			text, err := v.text()
			if err != nil {
				text = content.Clean(err.Error()) + "\n"
			}
			if isTerminal(a.out) {
				text = "\x1b[H\x1b[2J\x1b[3J" + v.fit(text)
			}
			if _, err := fmt.Fprint(a.out, text); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// fingerprint changes when a file of the pack does.
func fingerprint(fsys fs.FS) string {
	var b strings.Builder
	_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && name == ".git" {
			return fs.SkipDir
		}
		if info, err := d.Info(); err == nil && !d.IsDir() {
			fmt.Fprintf(&b, "%s %d %d\n", name, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return b.String()
}

// preview is what is looked at: a place in a pack, the last version that opened, and what is wrong with the present one.
type preview struct {
	width, height int
	lesson, step  string // step is "" for the whole lesson
	fixed         bool   // the author named the step: it is kept

	pack  *content.Pack
	found content.Faults
	stale bool // the files don't open now: pack is an older version
}

// look reads the pack again. The place goes to the step that was changed, unless the author named one.
func (v *preview) look(fsys fs.FS) {
	pack, found := content.Lint(fsys)
	v.found, v.stale = found, pack == nil
	if pack == nil {
		return
	}
	if v.pack != nil && !v.fixed {
		for _, d := range content.Compare(v.pack, pack) {
			if lesson, step, ok := strings.Cut(d.Of, "/"); ok && (d.Kind == content.Edited || d.Kind == content.Added) {
				v.lesson, v.step = lesson, step
				break
			}
		}
	}
	v.pack = pack
}

// text is the preview in lines.
func (v *preview) text() (string, error) {
	var b strings.Builder
	if v.stale {
		b.WriteString("The pack does not open as it is. Mend this first:\n\n")
		faults, _ := v.found.Warnings()
		for _, f := range faults {
			v.finding(&b, f)
		}
		if v.pack == nil {
			return b.String(), nil
		}
		b.WriteString("Below is the version before.\n\n")
	}
	if v.lesson == "" && len(v.pack.Lessons) > 0 {
		v.lesson = v.pack.Lessons[0].ID
	}
	l, err := v.pack.Lesson(v.lesson)
	if err != nil {
		return b.String(), usage(err)
	}
	shown := false
	for i := range l.Steps {
		if s := &l.Steps[i]; v.step == "" || v.step == s.ID {
			shown = true
			v.one(&b, l, i)
		}
	}
	if !shown {
		var ids []string
		for _, s := range l.Steps {
			ids = append(ids, s.ID)
		}
		return b.String(), usagef("the lesson %s has no step %q: choose one of %s", l.ID, content.Clean(v.step), strings.Join(ids, ", "))
	}
	return b.String(), nil
}

// one adds a step and what was found in it.
func (v *preview) one(b *strings.Builder, l *content.Lesson, i int) {
	s := &l.Steps[i]
	head := fmt.Sprintf("%s/%s · %s · %d of %d ", l.ID, s.ID, s.Kind, i+1, len(l.Steps))
	b.WriteString(head + strings.Repeat("─", max(v.width-kit.Width(head), 0)) + "\n")
	if s.Title != "" {
		v.prose(b, "", s.Title)
	}
	if s.Text != "" {
		b.WriteString("\n" + strings.Trim(markdown.Plain(s.Text, v.width-2), "\n") + "\n")
	}
	if ask := s.AskFor(1); ask != nil {
		v.ask(b, ask)
	}
	if s.Simulate != nil {
		v.prose(b, "", "Runs "+s.Simulate.Scenario+".")
		for _, n := range s.Simulate.Notes {
			v.prose(b, "  ", n.At.String()+"  "+n.Say)
		}
	}
	if s.Challenge != nil {
		v.prose(b, "", "Challenge on "+s.Challenge.Scenario+": "+strings.Join(s.Challenge.Goals, ", ")+" by "+strings.Join(s.Challenge.Allow, ", ")+".")
	}
	if s.Explain != nil {
		if r := v.pack.Rubrics.Of(s.Explain.Question); r != nil {
			v.prose(b, "", r.Prompt)
		}
	}
	if s.Worked != nil {
		for _, line := range s.Worked.Lines {
			v.prose(b, "  ", strings.TrimSpace(line.Ask+" "+line.Say))
		}
	}
	b.WriteString("\n")
	end := 1 << 30
	if i+1 < len(l.Steps) {
		end = l.Steps[i+1].Line
	}
	for _, f := range v.found {
		if f.File == "lessons/"+l.ID+".md" && (f.Line >= s.Line || i == 0) && f.Line < end && !v.stale {
			v.finding(b, f)
		}
	}
}

func (v *preview) ask(b *strings.Builder, ask *content.Ask) {
	v.prose(b, "", ask.Prompt)
	for _, c := range ask.Choices {
		mark := "  ( ) "
		if c.ID == ask.Answer {
			mark = "  (x) "
		}
		v.prose(b, mark, c.Text)
		v.prose(b, "        ", c.Say)
	}
	if q := ask.Quantity; q != nil {
		v.prose(b, "  = ", fmt.Sprintf("%g%s, within %g %%", q.Value, q.Unit, 100*q.Tolerance))
	}
	if ask.Explain != "" {
		b.WriteString(strings.Trim(markdown.Plain(ask.Explain, v.width-2), "\n") + "\n")
	}
}

func (v *preview) finding(b *strings.Builder, f content.Fault) {
	v.prose(b, "! ", f.String())
	b.WriteString("\n")
}

// prose adds wrapped text after a beginning.
func (v *preview) prose(b *strings.Builder, first, text string) {
	if text == "" {
		return
	}
	for i, line := range kit.Wrap(text, v.width-kit.Width(first)) {
		if i > 0 {
			first = strings.Repeat(" ", kit.Width(first))
		}
		b.WriteString(strings.TrimRight(first+line, " ") + "\n")
	}
}

// fit cuts a text to the rows of the screen, and says what is left out.
func (v *preview) fit(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(lines) <= v.height {
		return strings.Join(lines, "\n") + "\n"
	}
	left := len(lines) - v.height + 1
	return strings.Join(lines[:v.height-1], "\n") + fmt.Sprintf("\n… %d more lines: name a step to see it by itself", left)
}
