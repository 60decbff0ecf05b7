package main

import (
	"context"
	"fmt"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"sysprep/engine/validation"
	"sysprep/tui/kit"
)

// validateFlags are the flags of validate.
type validateFlags struct{ quick, json, markdown bool }

func (a *app) validate() *cobra.Command {
	f := &validateFlags{}
	c := &cobra.Command{
		Use:   "validate",
		Short: "Hold the simulator against published results",
		Long: `Hold the simulator against published results: closed forms of queueing theory, and
tables from other simulators. Prints each published number beside ours; fails if any
is outside its tolerance. It takes a minute or two of processor time, --quick a few
seconds.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("%s takes no arguments, so %q is one too many; see %q", c.CommandPath(), args[0], c.CommandPath()+" --help")
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error {
			if f.json && f.markdown {
				return usagef("--json and --markdown are two formats: choose one of them")
			}
			if f.quick && f.markdown {
				return usagef("--markdown writes docs/validation.md, which has all cases: leave --quick out")
			}
			return a.runValidate(c.Context(), f)
		},
	}
	c.Flags().BoolVar(&f.quick, "quick", false, "a few cases of each source only")
	c.Flags().BoolVar(&f.json, "json", false, "print JSON")
	c.Flags().BoolVar(&f.markdown, "markdown", false, "print docs/validation.md")
	return c
}

func (a *app) runValidate(ctx context.Context, f *validateFlags) error {
	o := validation.Options{Quick: f.quick, Cores: runtime.GOMAXPROCS(0)}
	if isTerminal(a.err) {
		o.Progress = func(done, planned int) { fmt.Fprintf(a.err, "\r%d of %d runs", done, planned) }
	}
	rows, err := await(ctx, func() ([]validation.Row, error) { return validation.Run(ctx, o) })
	if o.Progress != nil {
		fmt.Fprintf(a.err, "\r%*s\r", len("10000 of 10000 runs"), "")
	}
	if err != nil {
		return err
	}
	switch {
	case f.json:
		err = printJSON(a.out, validationJSON(rows))
	case f.markdown:
		_, err = fmt.Fprint(a.out, validation.Markdown(rows))
	default:
		p := a.newPage()
		p.validation(rows)
		err = p.show(a.out)
	}
	if err != nil {
		return err
	}
	return allWithin(rows)
}

// allWithin is an error that counts the rows outside their tolerance, or nil.
func allWithin(rows []validation.Row) error {
	if n := validation.Outside(rows); n > 0 {
		return fmt.Errorf("%d of %d cases are outside their tolerance: look for those in the rows", n, len(rows))
	}
	return nil
}

// validation adds the rows, source by source.
func (p *page) validation(rows []validation.Row) {
	titles := map[string]string{}
	for _, s := range validation.Sources() {
		titles[s.ID] = s.Title
	}
	name := func(r validation.Row) string { return strings.TrimPrefix(r.Case.ID, r.Case.Source+"/") }
	cases := widest(rows, 46, name)
	published := widest(rows, 24, func(r validation.Row) string { return r.Case.PublishedText() })
	ours := widest(rows, 24, func(r validation.Row) string { return r.Estimate.String() })
	source := ""
	for i := range rows {
		r := &rows[i]
		if r.Case.Source != source {
			if source != "" {
				p.line()
			}
			source = r.Case.Source
			p.line(p.paint(bold, titles[source]), "  ", p.paint(faint, source))
			p.line(p.paint(faint, "  "+kit.PadRight("case", cases)+"  "+kit.PadRight("published", published)+"  "+kit.PadRight("ours", ours)+"  off"))
		}
		ink := good
		if !r.Verdict.Within {
			ink = bad
		}
		p.line("  ", kit.PadRight(name(*r), cases), "  ", kit.PadRight(r.Case.PublishedText(), published), "  ",
			kit.PadRight(r.Estimate.String(), ours), fmt.Sprintf("  %3.1f  ", r.Verdict.Off), p.paint(ink, r.Outcome()))
	}
	p.line()
	p.linef("%d cases, %d outside. Off is the distance in standard errors; docs/validation.md says what each case is.", len(rows), validation.Outside(rows))
}

// validatedCase is a row in JSON.
type validatedCase struct {
	ID          string  `json:"id"`
	Source      string  `json:"source"`
	Quantity    string  `json:"quantity"`
	Published   float64 `json:"published"`
	PublishedSE float64 `json:"published_se,omitempty"`
	Ours        float64 `json:"ours"`
	SE          float64 `json:"se"`
	Runs        int     `json:"runs"`
	SecondLook  bool    `json:"second_look,omitempty"`
	Off         float64 `json:"off"`
	Within      bool    `json:"within"`
}

// validated is the whole table in JSON.
type validated struct {
	Cases   int             `json:"cases"`
	Outside int             `json:"outside"`
	Rows    []validatedCase `json:"rows"`
}

func validationJSON(rows []validation.Row) validated {
	v := validated{Cases: len(rows), Outside: validation.Outside(rows)}
	for _, r := range rows {
		v.Rows = append(v.Rows, validatedCase{
			ID: r.Case.ID, Source: r.Case.Source, Quantity: r.Case.Quantity,
			Published: r.Case.Published, PublishedSE: r.Case.Tolerance.PublishedSE,
			Ours: r.Estimate.Mean, SE: r.Estimate.SE, Runs: r.Estimate.Runs,
			SecondLook: r.Again, Off: r.Verdict.Off, Within: r.Verdict.Within,
		})
	}
	return v
}
