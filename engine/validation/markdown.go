package validation

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// String writes the estimate with as many digits as its standard error leaves
// worth reading: "2.057 ± 0.011".
func (e Estimate) String() string {
	if e.SE <= 1e-12*math.Abs(e.Mean) {
		return strconv.FormatFloat(e.Mean, 'g', 6, 64)
	}
	return withError(e.Mean, e.SE)
}

// PublishedText writes the published number, with its standard error if it has one.
func (c *Case) PublishedText() string {
	switch c.Tolerance.Bound {
	case AtMost:
		return "at most " + strconv.FormatFloat(c.Published, 'g', 6, 64)
	case AtLeast:
		return "at least " + strconv.FormatFloat(c.Published, 'g', 6, 64)
	}
	if c.Tolerance.PublishedSE > 0 {
		return withError(c.Published, c.Tolerance.PublishedSE)
	}
	return strconv.FormatFloat(c.Published, 'g', 6, 64)
}

func withError(mean, se float64) string {
	digits := min(12, max(0, 1-int(math.Floor(math.Log10(se)))))
	return strconv.FormatFloat(mean, 'f', digits, 64) + " ± " + strconv.FormatFloat(se, 'f', digits, 64)
}

// Outcome says in a word or two how the case ended.
func (r *Row) Outcome() string {
	switch {
	case r.Verdict.Within && r.Again:
		return "within, second look"
	case r.Verdict.Within:
		return "within"
	}
	return "OUTSIDE"
}

// Outside counts the rows that are outside their tolerance.
func Outside(rows []Row) int {
	n := 0
	for i := range rows {
		if !rows[i].Verdict.Within {
			n++
		}
	}
	return n
}

const preface = `# Validation

This file is made by ` + "`sysprep validate --markdown`" + `: don't edit it, run that again.

The engine is held against numbers that others have published. A closed form must be
within %g standard errors of the mean over the seeds; if it is not, new seeds, %d times as
many, decide. A number that came out of another simulator must be within %g standard errors
of the difference, since it has chance of its own and its table has many numbers. Where
a publication gives an ordering, the mean must keep it ("at most", "at least"). Seeds are
fixed, so these numbers are the same at each run. "Off" is the distance in standard
errors; chance alone makes its root mean square about 1.

A row of a queue is the mean of %d runs with different seeds, unless its section says
otherwise, and ± is the standard error of that mean: the spread between runs over the
square root of their number, so that what is correlated within a run does no harm. A run
has %d equal windows, of which the first is left to settle and not counted. Nothing is
fitted: the system of a section has the parameters of its table and nothing else.

`

// Markdown is docs/validation.md: each source with its rows, which must be all of Run's.
func Markdown(rows []Row) string {
	var b strings.Builder
	fmt.Fprintf(&b, preface, closedForm, secondLook, simulated, queueRuns, windows)
	fmt.Fprintf(&b, "%d cases, %d outside.\n", len(rows), Outside(rows))
	for _, s := range Sources() {
		own := of(rows, s.ID)
		if len(own) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n", s.Title)
		for line := range strings.SplitSeq(s.Citation, "\n") {
			fmt.Fprintf(&b, "> %s\n", plain(line))
		}
		fmt.Fprintf(&b, "\n%s\n\n", plain(s.Model))
		fmt.Fprintf(&b, "%d cases, %d outside; root mean square of off: %.2f.\n\n", len(own), Outside(own), spread(own))
		b.WriteString("| case | quantity | published | ours | off | |\n|---|---|--:|--:|--:|---|\n")
		for i := range own {
			r := &own[i]
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %.1f | %s |\n",
				strings.TrimPrefix(r.Case.ID, s.ID+"/"), r.Case.Quantity, r.Case.PublishedText(), r.Estimate, r.Verdict.Off, r.Outcome())
		}
	}
	return b.String()
}

// plain keeps Markdown from reading signs of a formula as its own.
func plain(text string) string {
	return strings.NewReplacer("*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`).Replace(text)
}

// of returns the rows of a source.
func of(rows []Row, source string) []Row {
	var out []Row
	for _, r := range rows {
		if r.Case.Source == source {
			out = append(out, r)
		}
	}
	return out
}

// spread is the root mean square of the distances.
func spread(rows []Row) float64 {
	sum := 0.0
	for _, r := range rows {
		sum += float64(r.Verdict.Off * r.Verdict.Off)
	}
	return math.Sqrt(sum / float64(len(rows)))
}
