package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/interview/bots"
)

func (a *app) pack() *cobra.Command {
	c := &cobra.Command{
		Use:   "pack",
		Short: "Work on lesson packs",
		Args:  knownCommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	addGroup(c, "Write one", a.packNew(), a.packPreview(), a.packLint(), a.packTest(), a.packSchema(), a.packMigrate())
	addGroup(c, "Hand it on", a.packDiff(), a.packBuild(), a.packKey(), a.packSign(), a.packVerify())
	addGroup(c, "Use one", a.packInstall(), a.packList(), a.packUpdate(), a.packRemove())
	return c
}

// packTestFlags are the flags of pack test.
type packTestFlags struct {
	json    bool
	seeds   int
	only    string
	margins float64
}

func (a *app) packTest() *cobra.Command {
	f := &packTestFlags{}
	c := &cobra.Command{
		Use:   "test [core | FOLDER]",
		Short: "Run every claim that a pack makes",
		Long: `Run every claim that a pack makes of its systems, over all of its seeds, and hold
each challenge to its word: its solution meets the goals; the design as it is, the decoys,
and knobs at the ends of their ranges do not. Answers in exemplars/ and sentences under exemplars: of a rubric are
graded to their labels; an empty answer and a pasted question score nothing; drills are drawn 400 times. Interviews are
played by candidates from strong to silent, those in exemplars/INTERVIEW/ and others made of the exemplars: each
probe must come for someone, and the results be in order. With --margins 5 each claim must also hold with each
knob 5 % higher and lower, unless it says that it is a boundary. A claim that holds, but was seen within 2 % of its
bound, is told as narrow: it fails nothing.`,
		Args: atMost(1, "core, or the folder of a pack"),
		RunE: func(c *cobra.Command, args []string) error {
			if f.seeds < 0 || f.margins < 0 || f.margins > 50 {
				return usagef("--seeds is a number from 1, --margins a percentage up to 50")
			}
			pack, err := a.packAt(args)
			if err != nil {
				return err
			}
			return a.runPackTest(c.Context(), pack, f)
		},
	}
	c.Flags().BoolVar(&f.json, "json", false, "print JSON")
	c.Flags().IntVar(&f.seeds, "seeds", 0, "at most so many seeds for each claim (default: as many as it asks for)")
	c.Flags().StringVar(&f.only, "only", "", "the id of one scenario, lesson, question, drill or interview: leave the others out")
	c.Flags().Float64Var(&f.margins, "margins", 0, "also turn each knob so many percent either way")
	return c
}

// packAt opens the pack that is named: a folder, an installed one, or core, which is built in.
func (a *app) packAt(args []string) (*content.Pack, error) {
	if len(args) == 0 || args[0] == "core" {
		return content.Core()
	}
	return a.openPackAt(args[0])
}

// proofJSON is a line of pack test --json.
type proofJSON struct {
	Of   string `json:"of"`
	Says string `json:"says"`
	OK   bool   `json:"ok"`
	Why  string `json:"why,omitempty"`
	Seen string `json:"seen,omitempty"` // of a claim: values over the seeds; with margins the knobs that were turned, too

	Narrow string `json:"narrow,omitempty"` // of a claim that holds, but only just: by how little
}

func (a *app) runPackTest(ctx context.Context, pack *content.Pack, f *packTestFlags) error {
	all := []proofJSON{}
	trial := content.Trial{Seeds: f.seeds, Nudge: f.margins / 100, Only: f.only, Cores: runtime.GOMAXPROCS(0)}
	bar := a.newBar(pack.Parts(trial) + bots.Parts(pack, trial))
	if bar.parts == 0 && f.only != "" {
		return usagef("the pack %s has no scenario, lesson, question, drill or interview %q: see %q", pack.Manifest.ID, content.Clean(f.only), "sysprep list")
	}
	trial.Step = bar.step
	var broken error // of the output
	narrow := 0
	trial.Report = func(pr content.Proof) {
		all = append(all, proofJSON(pr))
		if pr.Narrow != "" {
			narrow++
		}
		if bar.checked++; (!pr.OK || pr.Narrow != "") && !f.json {
			bar.clear()
			broken = errors.Join(broken, a.showProof(pr))
		}
		bar.draw()
	}
	failed, err := await(ctx, func() (int, error) {
		failed, err := pack.Prove(ctx, trial)
		if err != nil {
			return failed, err
		}
		more, err := bots.Prove(ctx, pack, trial)
		return failed + more, err
	})
	bar.clear()
	if err = errors.Join(err, broken); err != nil {
		return err
	}
	if f.json {
		err = printJSON(a.out, all)
	} else {
		also := ""
		if narrow > 0 {
			also = fmt.Sprintf(", %d of them narrowly", narrow)
		}
		_, err = fmt.Fprintf(a.out, "%s: %d of %d checks hold%s\n", pack.Manifest.ID, len(all)-failed, len(all), also)
	}
	if err == nil && failed > 0 {
		return fmt.Errorf("%d of %d checks do not hold: mend the claims, or the systems", failed, len(all))
	}
	return err
}

// showProof tells a check that does not hold, or only just, as soon as that is known.
func (a *app) showProof(pr content.Proof) error {
	p := a.newPage()
	if pr.OK {
		p.prose("  "+p.paint(wait, "narrow "), "         ", pr.Of+": "+pr.Narrow)
		return p.show(a.out)
	}
	p.prose("  "+p.paint(bad, "fails  "), "         ", pr.Of+": "+pr.Says)
	p.prose("         ", "         ", pr.Why)
	return p.show(a.out)
}
