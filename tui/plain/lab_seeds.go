package plain

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/lab"
	"sysprep/tui/screen"
)

// Usual and most seeds of the lab's commands.
const (
	labSeeds     = 20
	sweepSeeds   = 5
	judgeSeeds   = 50
	mostLabSeeds = 200
)

// design is the present one: the knobs as they stand, from the start, and the faults that
// were started and lifted by hand.
func (l *laboratory) design() scenarios.Design {
	acts := slices.DeleteFunc(l.run.Acts(), func(a scenarios.Act) bool { return a.Kind == scenarios.Turn })
	return scenarios.Design{Set: l.run.Settings(), Acts: acts}
}

func (l *laboratory) hold(context.Context, string) error {
	d := l.design()
	l.held = &d
	l.say("Held as design A: " + designWords(d) + ". Turn knobs, then type compare.")
	return nil
}

func designWords(d scenarios.Design) string {
	if len(d.Set) == 0 {
		return "as it is"
	}
	return design(d.Set)
}

// seedsOf reads a number of seeds.
func (l *laboratory) seedsOf(args string, usual int) ([]uint64, bool) {
	if args == "" {
		return scenarios.Seeds(usual), true
	}
	n, err := strconv.Atoi(args)
	if err != nil || n < 1 || n > mostLabSeeds {
		l.say(fmt.Sprintf("%q is not a number of seeds: choose from 1 to %d.", args, mostLabSeeds))
		return nil, false
	}
	return scenarios.Seeds(n), true
}

func (l *laboratory) compare(ctx context.Context, args string) error {
	seeds, ok := l.seedsOf(args, labSeeds)
	if !ok {
		return nil
	}
	a, b := l.compared()
	if sameDesign(a, b) {
		l.say("The two designs are the same: turn a knob first, or type hold and turn then.")
		return nil
	}
	diffs, err := l.scenario().CompareDesigns(ctx, a, b, l.scenario().Yields(), seeds, l.cores, nil)
	if err != nil {
		return err
	}
	l.say(fmt.Sprintf("A: %s%s. B: %s%s. Seeds %s, the same luck for both.", designWords(a), l.actWords(a), designWords(b), l.actWords(b), scenarios.SeedsText(seeds)))
	for i := range diffs {
		l.hang("- ", diffWords(&diffs[i]))
	}
	return nil
}

// diffWords tells one result of two designs.
func diffWords(d *scenarios.Difference) string {
	y := d.Yield
	text := d.Label + ": "
	if d.Of > 0 {
		text += fmt.Sprintf("A %s, B %s; B is %s of A (95 %% interval %s to %s)", y.Format(float64(d.A)), y.Format(float64(d.B)),
			aheadWords(y, float64(d.Diff)), y.FormatDiff(float64(d.Low)), y.FormatDiff(float64(d.High)))
		if !d.Clear() {
			text += ", no clear difference"
		}
	}
	if n := d.Never; n[0]+n[1] > 0 {
		text += fmt.Sprintf("; never in A %d, in B %d of %d runs", n[0], n[1], len(d.Each))
	}
	return sentence(strings.ReplaceAll(text, ": ;", ":"))
}

func aheadWords(y scenarios.Yield, v float64) string {
	text := strings.TrimLeft(y.FormatDiff(v), "+−")
	if v < 0 {
		return text + " short"
	}
	return text + " ahead"
}

func (l *laboratory) sweep(ctx context.Context, args string) error {
	words := strings.Fields(args)
	if len(words) < 1 || len(words) > 2 {
		l.say("Type a knob, such as sweep " + l.exampleKnob() + ", and a metric if you like.")
		return nil
	}
	d := l.design()
	values, err := l.scenario().SweepStops(words[0], d.Set)
	yields := l.scenario().Yields()
	if err == nil && len(words) == 2 {
		var y scenarios.Yield
		y, err = l.scenario().YieldOf(words[1], "")
		yields = []scenarios.Yield{y}
	}
	w := scenarios.ResponseSweep{Scenario: l.scenario(), Design: d, Knob: words[0], Values: values, Yields: yields, Seeds: scenarios.Seeds(sweepSeeds)}
	if err == nil {
		err = w.Check()
	}
	if err != nil {
		l.say(sentence(err.Error()))
		return nil
	}
	r, err := w.Run(ctx, l.cores, nil)
	if err != nil {
		return err
	}
	l.say(fmt.Sprintf("Seeds %s at each of %d values of %s. It stands at %s.", scenarios.SeedsText(r.Seeds), len(r.Values), r.Knob, r.Present))
	for i, v := range r.Values {
		var parts []string
		for y, c := range r.Curves {
			f := r.Yields[y].Format
			text := c.Label + " " + f(float64(c.Bands[i].Median))
			if c.Bands[i].Least != c.Bands[i].Most {
				text += fmt.Sprintf(" (%s to %s)", f(float64(c.Bands[i].Least)), f(float64(c.Bands[i].Most)))
			}
			parts = append(parts, text)
		}
		l.hang("- ", sentence(v+": "+strings.Join(parts, "; ")))
	}
	return nil
}

func (l *laboratory) exampleKnob() string {
	if k := l.scenario().KnobIDs(); len(k) > 0 {
		return k[0]
	}
	return "KNOB"
}

func (l *laboratory) judge(ctx context.Context, args string) error {
	seeds, ok := l.seedsOf(args, judgeSeeds)
	if !ok {
		return nil
	}
	if len(l.scenario().Goals) == 0 {
		l.say("This scenario has no goals.")
		return nil
	}
	d := l.design()
	j, err := l.scenario().Judge(ctx, d.Set, d.Acts, nil, seeds, l.cores, nil)
	if err != nil {
		return err
	}
	l.say(fmt.Sprintf("The design (%s): every goal reached in %d of %d runs, seeds %s.", designWords(d), j.All.Held, j.All.Of, scenarios.SeedsText(seeds)))
	for _, g := range j.Goals {
		l.hang("- ", fmt.Sprintf("%s: in %d of %d runs (%.0f to %.0f %%).", g.Text, g.Held, g.Of, 100*g.Low, 100*g.High))
	}
	for _, c := range j.Causes {
		l.hang("- ", sentence(fmt.Sprintf("Failed in %d runs: %s", len(c.Seeds), c.Text)))
	}
	return nil
}

func (l *laboratory) export(_ context.Context, args string) error {
	form, path, _ := strings.Cut(args, " ")
	replace := false
	path = strings.TrimSpace(path)
	if p, ok := strings.CutSuffix(path, " over"); ok {
		path, replace = p, true
	}
	i := slices.IndexFunc(lab.Forms, func(f lab.Form) bool { return f.Ext == strings.ToLower(form) })
	if i < 0 || path == "" {
		l.say("Type a form and a file, such as export svg run.svg; the forms are json, csv, svg and cast.")
		return nil
	}
	env := &screen.Env{Theme: kit.NewTheme(kit.Dark, colorprofile.TrueColor)}
	data, err := lab.Forms[i].Make(env, l.run.Fork())
	if err == nil {
		path, err = l.files.Write(path, data, replace)
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		l.say(fmt.Sprintf("%s is there already: choose another name, or type export %s over to replace it.", path, args))
	case err != nil:
		l.say("Not written: " + sentence(err.Error()))
	default:
		l.say("Written: " + path)
	}
	return nil
}
