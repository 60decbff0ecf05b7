package lessons

import (
	"fmt"
	"math"

	"sysprep/content"
)

// Calibration is how sure a learner was of predictions against how often they were right.
type Calibration struct {
	Rated int     // predictions with a confidence
	Right int     // of them
	Sure  float64 // mean confidence, 0 to 1
	Brier float64 // mean of (confidence - outcome)^2: 0 is perfect, 0.25 a coin's; Brier 1950
	Bins  []Bin   // by confidence, the least first; only those that were used
}

// Bin is the predictions of about one confidence.
type Bin struct {
	From, To int     // percent, both included
	Sure     float64 // mean confidence in it, 0 to 1
	Rated    int
	Right    int
	Low      float64 // bounds of the 95 % interval of the share that is right, 0 to 1; Wilson 1927
	High     float64
}

// Share is the share of right ones, 0 to 1.
func (b Bin) Share() float64 { return float64(b.Right) / float64(b.Rated) }

// bins are the bounds, in percent: a learner chooses 50, 60, 70, 80, 90 or 99.
var bins = [][2]int{{1, 44}, {45, 54}, {55, 64}, {65, 74}, {75, 84}, {85, 94}, {95, 100}}

// Calibrate adds up all predictions with a confidence: of a prediction the committed one, of a quiz
// the first answer, of a drill each. Those whose question was edited since are left out.
func Calibrate(pack *content.Pack, states map[string]State) Calibration {
	var c Calibration
	all := make([]Bin, len(bins))
	for i, b := range bins {
		all[i].From, all[i].To = b[0], b[1]
	}
	for _, l := range pack.Lessons {
		s := states[l.ID]
		for i := range min(len(l.Steps), len(s.Steps)) {
			for _, p := range s.Steps[i].confident(&l.Steps[i]) {
				c.add(all, p, Compare(l.Steps[i].AskFor(p.Seed), p).Result == Right)
			}
		}
	}
	for _, b := range all {
		if b.Rated > 0 {
			b.Sure /= float64(b.Rated)
			b.Low, b.High = wilson(b.Right, b.Rated)
			c.Bins = append(c.Bins, b)
		}
	}
	if c.Rated > 0 {
		c.Sure /= float64(c.Rated)
		c.Brier /= float64(c.Rated)
	}
	return c
}

// Counted is the prediction of the step that counts: of a prediction the committed one, of a quiz the
// first answer, and of an estimate the first, since the numbers of the others come after its solution. It is
// nil if there is none. Its Hash says which edition of the step was asked.
func (ss *StepState) Counted(step *content.Step) *Prediction {
	if step.Kind == content.Estimate {
		for _, e := range ss.acts {
			if e.Kind == Predicted {
				p := *e.Prediction
				p.At, p.Hash = e.At, e.Hash
				return &p
			}
		}
	}
	return ss.Prediction
}

// confident are the predictions of the step that count for calibration.
func (ss *StepState) confident(step *content.Step) []Prediction {
	var all []Prediction
	switch {
	case step.Kind == content.Estimate:
		for _, e := range ss.acts {
			if e.Kind == Predicted && e.Hash == step.Hash {
				all = append(all, *e.Prediction)
			}
		}
	case step.Kind.Asks() && ss.Prediction != nil && ss.Prediction.Hash == step.Hash:
		all = append(all, *ss.Prediction)
	}
	kept := all[:0]
	for _, p := range all {
		if p.Confidence > 0 {
			kept = append(kept, p)
		}
	}
	return kept
}

func (c *Calibration) add(all []Bin, p Prediction, right bool) {
	sure, came := float64(p.Confidence)/100, 0.0
	c.Rated++
	if right {
		c.Right++
		came = 1
	}
	c.Sure += sure
	c.Brier += (sure - came) * (sure - came)
	for i := range all {
		if b := &all[i]; p.Confidence >= b.From && p.Confidence <= b.To {
			b.Rated++
			b.Sure += sure
			if right {
				b.Right++
			}
		}
	}
}

// fewest is how many predictions it takes to say something.
const fewest = 5

// Say puts the calibration into words: the confidence that deserves it least first.
func (c Calibration) Say() []string {
	if c.Rated == 0 {
		return []string{"Nothing to compare yet: predictions that you give with a confidence show up here."}
	}
	if c.Rated < fewest {
		return []string{fmt.Sprintf("%s with a confidence so far: from %d on this says something.", predictions(c.Rated), fewest)}
	}
	var say []string
	if b := c.worst(); b != nil {
		text := fmt.Sprintf("When you say %.0f %%, you are right %.0f %% of the time (%d of %d).", b.Sure*100, b.Share()*100, b.Right, b.Rated)
		switch {
		case b.Sure > b.High:
			text += " That is too sure, and more than chance."
		case b.Sure < b.Low:
			text += " You know more than you think."
		default:
			text += " That may still be chance."
		}
		say = append(say, text)
	}
	off := c.Sure - float64(c.Right)/float64(c.Rated)
	switch {
	case off > 0.05:
		say = append(say, fmt.Sprintf("Over all, you are %.0f points surer than right: %.0f %% sure, %.0f %% right, in %d predictions.", off*100, c.Sure*100, 100*float64(c.Right)/float64(c.Rated), c.Rated))
	case off < -0.05:
		say = append(say, fmt.Sprintf("Over all, you are %.0f points less sure than right: %.0f %% sure, %.0f %% right, in %d predictions.", -off*100, c.Sure*100, 100*float64(c.Right)/float64(c.Rated), c.Rated))
	default:
		say = append(say, fmt.Sprintf("Over all, you are about as sure as you are right: %.0f %% and %.0f %%, in %d predictions.", c.Sure*100, 100*float64(c.Right)/float64(c.Rated), c.Rated))
	}
	return append(say, fmt.Sprintf("Brier score %.2f: 0 is perfect, 0.25 is what saying 50 %% to everything gets.", c.Brier))
}

// worst is the bin that is farthest off, of those with enough predictions; nil if there is none.
func (c Calibration) worst() *Bin {
	var worst *Bin
	for i := range c.Bins {
		b := &c.Bins[i]
		if b.Rated >= fewest && (worst == nil || math.Abs(b.Sure-b.Share()) > math.Abs(worst.Sure-worst.Share())) {
			worst = b
		}
	}
	return worst
}

func predictions(n int) string {
	if n == 1 {
		return "1 prediction"
	}
	return fmt.Sprintf("%d predictions", n)
}

// wilson is the 95 % score interval of a share (Wilson 1927).
func wilson(k, n int) (low, high float64) {
	const z = 1.959964
	p, m := float64(k)/float64(n), float64(n)
	middle := p + z*z/(2*m)
	half := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return max(0, (middle-half)/(1+z*z/m)), min(1, (middle+half)/(1+z*z/m))
}
