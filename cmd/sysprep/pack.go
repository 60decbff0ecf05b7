package main

import (
	"context"
	"fmt"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"sysprep/content"
)

func (a *app) pack() *cobra.Command {
	c := &cobra.Command{
		Use:   "pack",
		Short: "Work on lesson packs",
		Args:  cobra.NoArgs,
	}
	addGroup(c, "Write one", a.packNew(), a.packPreview(), a.packLint(), a.packTest(), a.packSchema())
	addGroup(c, "Hand it on", a.packBuild(), a.packKey(), a.packSign(), a.packVerify())
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
and knobs at the ends of their ranges do not. Answers in exemplars/ are graded to their labels;
an empty answer and a pasted question score nothing; drills are drawn 400 times. With --margins 5 each claim must also hold
with each knob 5 % higher and lower, unless it says that it is a boundary.`,
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
	c.Flags().StringVar(&f.only, "only", "", "the id of one scenario, lesson, question or drill: leave the others out")
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
}

// barCells is how wide the bar of progress is.
const barCells = 30

func (a *app) runPackTest(ctx context.Context, pack *content.Pack, f *packTestFlags) error {
	all := []proofJSON{}
	p := a.newPage()
	trial := content.Trial{Seeds: f.seeds, Nudge: f.margins / 100, Only: f.only, Cores: runtime.GOMAXPROCS(0)}
	done, parts := 0, pack.Parts(trial)
	bar := func() {
		if isTerminal(a.err) && parts > 0 {
			full := barCells * done / parts
			fmt.Fprintf(a.err, "\r%s%s %3d %%  %d checked", strings.Repeat("█", full), strings.Repeat("░", barCells-full), 100*done/parts, len(all))
		}
	}
	trial.Step = func() {
		done++
		bar()
	}
	trial.Report = func(pr content.Proof) {
		all = append(all, proofJSON(pr))
		bar()
		if !pr.OK {
			p.line("  " + p.paint(bad, "fails  ") + pr.Of + ": " + pr.Says)
			p.line("         " + p.paint(faint, pr.Why))
		}
	}
	failed, err := await(ctx, func() (int, error) { return pack.Prove(ctx, trial) })
	if isTerminal(a.err) {
		fmt.Fprintf(a.err, "\r%*s\r", barCells+len(" 100 %  10000 checked"), "")
	}
	if err != nil {
		return err
	}
	if f.json {
		err = printJSON(a.out, all)
	} else {
		p.line(fmt.Sprintf("%s: %d of %d checks hold", pack.Manifest.ID, len(all)-failed, len(all)))
		err = p.show(a.out)
	}
	if err == nil && failed > 0 {
		return fmt.Errorf("%d of %d checks do not hold: mend the claims, or the systems", failed, len(all))
	}
	return err
}
