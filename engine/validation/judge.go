package validation

import "math"

// The rules of judgement.
//
// A closed form holds when the mean over the seeds is within three of its
// standard errors. One case in about two hundred is outside by chance alone, so
// a case that is outside is looked at a second time, with four times as many
// seeds that were not used before; the second look alone decides. A true
// deviation that showed at the first look is twice as many standard errors at
// the second.
//
// A number that came out of another simulator has chance of its own, which a
// second look does not take away, and its table has tens or hundreds of them. It
// holds when the difference is within four standard errors of the difference:
// the chance that any of 200 is outside is then about one in a hundred, as it is
// within three for a handful.
const (
	closedForm = 3.0 // standard errors for a closed form
	simulated  = 4.0 // standard errors for another simulator's number

	secondLook = 4 // times as many seeds

	// rounding is the relative error of a table with six digits.
	rounding = 1e-5
)

// Verdict is the outcome of a comparison.
type Verdict struct {
	Within bool
	Off    float64 // how far off, in standard errors of the difference; 0 where there are none
}

// Judge compares an estimate with the published number.
func (c *Case) Judge(e Estimate) Verdict {
	off := math.Abs(e.Mean - c.Published)
	switch c.Tolerance.Bound { // a bound that is kept is no distance away
	case AtMost:
		off = excess(e.Mean - c.Published)
	case AtLeast:
		off = excess(c.Published - e.Mean)
	}
	se := math.Sqrt(float64(e.SE*e.SE) + float64(c.Tolerance.PublishedSE*c.Tolerance.PublishedSE))
	allowed := float64(c.Tolerance.Errors*se) + float64(c.Tolerance.Relative*math.Abs(c.Published)) + 1e-12
	// A comparison with NaN is false: an estimate that is none is outside.
	v := Verdict{Within: off <= allowed}
	if se > 1e-12*math.Abs(e.Mean) { // less is what adding up leaves where all runs agree
		v.Off = off / se
	}
	return v
}

// excess is by how much a bound is broken; NaN stays NaN.
func excess(beyond float64) float64 {
	if beyond <= 0 {
		return 0
	}
	return beyond
}

// estimate is the mean of the figures and its standard error.
func estimate(figures []float64) Estimate {
	n := float64(len(figures))
	mean := 0.0
	for _, v := range figures {
		mean += v / n
	}
	squares := 0.0
	for _, v := range figures {
		squares += float64((v - mean) * (v - mean))
	}
	e := Estimate{Mean: mean, Runs: len(figures)}
	if n > 1 {
		e.SE = math.Sqrt(squares / (n - 1) / n)
	}
	return e
}
