package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/tui/kit"
)

// maxAnswer bounds an answer, in bytes. An hour's talk is some 60 KB.
const maxAnswer = 1 << 20

func (a *app) grade() *cobra.Command {
	var asJSON, claims, design bool
	var evaluate string
	c := &cobra.Command{
		Use:   "grade QUESTION [FILE | -]",
		Short: "Grade an answer to an open question",
		Long: `Grade an answer to an open question, item by item, with your own words as
evidence. The answer is read from FILE, or from standard input.

With --evaluate DIR, labelled answers in DIR (*.json) are graded instead, and the
verdicts are held against the labels. With --claims, the words are listed that you
pointed at in lessons ("I covered this, here"): its author can make exemplars of them.`,
		Example: `  sysprep grade cache-collapse answer.txt
  sysprep grade cache-collapse - --json < answer.txt`,
		Args: atMost(2, "a question and a file"),
		RunE: func(c *cobra.Command, args []string) error {
			if evaluate != "" {
				if len(args) > 0 {
					return usagef("--evaluate grades every question in its folder: leave %q out", args[0])
				}
				return a.runEvaluate(evaluate, asJSON)
			}
			if claims {
				if len(args) > 0 {
					return usagef("--claims lists those of every question: leave %q out", args[0])
				}
				return a.runClaims(c.Context(), asJSON)
			}
			return a.runGrade(c.Context(), args, design, asJSON)
		},
	}
	c.Flags().StringVar(&evaluate, "evaluate", "", "measure the grader on the labelled answers in `DIR`")
	c.Flags().BoolVar(&claims, "claims", false, "list the words that you claimed as covered, for the pack's author")
	c.Flags().BoolVar(&design, "design", false, "also tell what your judged design of the lesson's challenge shows")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON; start and end of evidence are bytes of the answer")
	return c
}

func (a *app) runGrade(ctx context.Context, args []string, design, asJSON bool) error {
	args = a.intoPack(args)
	pack, err := a.openPack()
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return usagef("name a question: choose one of %s", strings.Join(questions(pack), ", "))
	}
	grader, err := pack.Grader(args[0])
	if err != nil {
		return usage(err)
	}
	file := "-"
	if len(args) > 1 {
		file = args[1]
	}
	answer, err := await(ctx, func() (string, error) { return a.readAnswer(file) })
	if err != nil {
		return err
	}
	verdict := grader.Grade(answer)
	if design {
		if verdict, err = a.withDesign(ctx, pack, verdict); err != nil {
			return err
		}
	}
	if asJSON {
		return printJSON(a.out, verdict)
	}
	p := a.newPage()
	p.verdict(grader.Rubric(), answer, verdict)
	return p.show(a.out)
}

// withDesign joins a verdict with the designs that the learner had judged in the lessons which ask the question.
func (a *app) withDesign(ctx context.Context, pack *content.Pack, v grading.Verdict) (grading.Verdict, error) {
	log, _, err := a.events(ctx, pack)
	if err != nil {
		return v, err
	}
	states := lessons.States(pack, log)
	for _, l := range pack.Lessons {
		for i := range l.Steps {
			if e := l.Steps[i].Explain; e != nil && e.Question == v.Question {
				v = states[l.ID].Shown(pack, l, v)
				break
			}
		}
	}
	return v, nil
}

// questions are the ids of the questions in a pack.
func questions(pack *content.Pack) []string { return pack.Rubrics.IDs() }

// readAnswer reads a file, or standard input.
func (a *app) readAnswer(file string) (string, error) {
	in, name := a.in, "standard input"
	if file != "-" {
		f, err := os.Open(file)
		if errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("there is no file %s: name the file that holds the answer, or - for standard input", file)
		} else if err != nil {
			return "", fmt.Errorf("the answer can't be read: make the file readable, or pipe it to standard input: %w", err)
		}
		defer f.Close() //nolint:errcheck // only read
		in, name = f, file
	} else if isTerminal(in) {
		fmt.Fprintln(a.err, "Type your answer; end it with Ctrl-D on a line of its own.")
	}
	data, err := io.ReadAll(io.LimitReader(in, maxAnswer+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("the answer can't be read: name a text file, or - for standard input: %w", err)
	case len(data) > maxAnswer:
		return "", fmt.Errorf("%s is longer than 1 MB: cut it down to the answer", name)
	case !utf8.Valid(data):
		return "", fmt.Errorf("%s is not UTF-8 text: save it as UTF-8, and try again", name)
	case strings.TrimSpace(string(data)) == "":
		return "", fmt.Errorf("%s is empty: write a sentence or two first", name)
	}
	return string(data), nil
}

// verdict tells a verdict item by item, with the learner's own words.
func (p *page) verdict(r *grading.Rubric, answer string, v grading.Verdict) {
	p.prose("", "", r.Prompt)
	p.line()
	for l := range strings.Lines(strings.TrimSpace(answer)) {
		p.prose("  > ", "  > ", strings.TrimSpace(l))
	}
	p.line()
	title := widest(v.Items, 50, func(iv grading.ItemVerdict) string { return iv.Title })
	reached := 0
	for _, iv := range v.Items {
		if iv.Level >= grading.Explained && !iv.Wrong {
			reached++
		}
		p.item(iv, title)
	}
	for _, sum := range v.Sums {
		if !sum.Right {
			p.line(p.paint(bad, "not so"), "  ", quoted([]grading.Span{sum.Span}), "  ", sum.Say)
		}
	}
	p.line()
	p.linef("%d of %d explained · %s", reached, len(v.Items), p.paint(bold, v.Band))
}

// item adds one item: its level and, below, what there is to say about it.
func (p *page) item(iv grading.ItemVerdict, title int) {
	word, shade := iv.Level.String(), good
	switch {
	case iv.Wrong:
		word, shade = "not so", bad
	case iv.Claimed:
		word, shade = "claimed", wait
	case iv.Level == grading.Missed:
		word, shade = "not detected", faint
	case iv.Level == grading.Named:
		shade = wait
	}
	p.line(kit.PadRight(kit.Cut(iv.Title, title), title), "  ", p.paint(shade, word))
	for _, text := range about(iv) {
		p.prose("    ", "    ", text)
	}
}

// about is the words that show an item's level, else what was seen, and what leads on.
func about(iv grading.ItemVerdict) []string {
	var said []string
	switch {
	case iv.Wrong:
		said = append(said, quoted(iv.Against), iv.Feedback)
	case len(iv.Evidence) > 0:
		said = append(said, quoted(iv.Evidence))
	case iv.Level == grading.Missed && iv.Possible == nil:
	default:
		said = append(said, iv.Feedback)
	}
	if iv.Design != "" {
		said = append(said, iv.Design)
	}
	if iv.Next != "" {
		said = append(said, "Next: "+iv.Next)
	}
	return said
}

// quoted is the learner's words on one line.
func quoted(spans []grading.Span) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, `"`+strings.Join(strings.Fields(content.Clean(s.Text)), " ")+`"`)
	}
	return strings.Join(parts, " ... ")
}
