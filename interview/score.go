package interview

import (
	"fmt"
	"slices"
	"time"

	"sysprep/content"
	"sysprep/grading"
)

// pointsOf are the points of an item, from 0 to 1; as in a verdict's score explained counts 0.8 and named 0.35. What
// is said right and wrong in one interview counts half.
func pointsOf(v grading.ItemVerdict) float64 {
	points := [...]float64{0, 0.35, 0.8, 1}[min(v.Level, grading.Tradeoff)]
	if v.Wrong {
		points /= 2
	}
	return points
}

// ceilingOf is the most that an item can earn after so many hints: what a nudge leads to is still explained, after
// a hint that teaches it is at best named.
func ceilingOf(rung int) float64 {
	switch {
	case rung <= 0:
		return 1
	case rung == 1:
		return 0.8
	case rung == 2:
		return 0.6
	}
	return 0.35
}

// pointsOfSize are the points of an estimate: half for the right order of magnitude.
func pointsOfSize(v grading.QuantityVerdict) float64 {
	switch v.Closeness {
	case grading.Right:
		return 1
	case grading.Magnitude:
		return 0.5
	case grading.KnownSlip:
		return 0.25
	}
	return 0
}

// Scorecard is the result of an interview.
type Scorecard struct {
	Scored     bool             `json:"scored"`
	Score      float64          `json:"score"` // 0 to 1
	Band       string           `json:"band"`
	Reasons    []string         `json:"reasons"` // why the band is what it is, in sentences
	Anchor     string           `json:"anchor,omitempty"`
	Dimensions []DimensionScore `json:"dimensions"`
}

// DimensionScore is one line of the scorecard.
type DimensionScore struct {
	ID     string      `json:"id"`
	Title  string      `json:"title"`
	Weight int         `json:"weight"` // percent
	Score  float64     `json:"score"`  // 0 to 1
	Parts  []ScorePart `json:"parts"`
}

// ScorePart is one thing that a dimension looks at.
type ScorePart struct {
	Kind    string  `json:"kind"` // "item", "fact", "estimate", "trial"
	ID      string  `json:"id"`
	Title   string  `json:"title"`
	Level   string  `json:"level"` // of an item; "asked", "right", "survived" and their opposites of others
	Points  float64 `json:"points"`
	Weight  float64 `json:"weight"`
	Ceiling float64 `json:"ceiling,omitempty"` // the most it could earn, if hints lowered that
	Hints   int     `json:"hints,omitempty"`
	Wrong   bool    `json:"wrong,omitempty"`
	Ticked  bool    `json:"ticked,omitempty"`  // a person said so
	Claimed bool    `json:"claimed,omitempty"` // not detected; the candidate pointed at words like these before
	Quotes  []Quote `json:"quotes,omitempty"`
	Against []Quote `json:"against,omitempty"`
	Say     string  `json:"say,omitempty"` // what was seen, or how it comes out

	Machine *Mark         `json:"machine,omitempty"` // what the machine heard, where a person said otherwise or the same
	At      time.Duration `json:"at,omitempty"`      // when the person said so
}

// Quote is the candidate's own words, and where they were said.
type Quote struct {
	Text  string `json:"text"`
	Line  int    `json:"line"`  // index in State.Lines
	Start int    `json:"start"` // bytes in that line
	End   int    `json:"end"`
}

// Weights of what is no item, whose weight its rubric gives.
const (
	factWeight     = 0.5
	estimateWeight = 1
	trialWeight    = 1
)

// Score weighs what was heard.
func (sc *Script) Score(s State) Scorecard {
	card := Scorecard{Scored: sc.Def.Scored, Dimensions: []DimensionScore{}, Reasons: []string{}}
	_, parts := s.Spoken()
	for _, d := range sc.Def.Dimensions {
		ds := DimensionScore{ID: d.ID, Title: d.Title, Weight: d.Weight, Parts: sc.parts(s, d, parts)}
		sum, weights := 0.0, 0.0
		for _, p := range ds.Parts {
			sum += p.Points * p.Weight
			weights += p.Weight
		}
		if weights > 0 {
			ds.Score = sum / weights
		}
		card.Score += ds.Score * float64(d.Weight) / 100
		card.Dimensions = append(card.Dimensions, ds)
	}
	if !sc.Def.Scored {
		return card
	}
	sc.band(s, &card)
	return card
}

func (sc *Script) parts(s State, d content.Dimension, spoken []Part) []ScorePart {
	var parts []ScorePart
	for _, ref := range d.Items {
		parts = append(parts, sc.itemPart(s, ref.String(), spoken))
	}
	for _, id := range d.Facts {
		p := ScorePart{Kind: "fact", ID: id, Title: "asked: " + id, Level: "not asked", Weight: factWeight}
		if slices.Contains(s.Told, id) {
			p.Level, p.Points = "asked", 1
		}
		parts = append(parts, p)
	}
	for _, id := range d.Estimates {
		def, _ := sc.estimate(id)
		est, asked := s.Sizes[id]
		p := ScorePart{Kind: "estimate", ID: id, Title: def.Ask, Level: "not answered", Weight: estimateWeight, Say: def.Say}
		if asked && est.Line >= 0 {
			p.Level, p.Points = string(est.Verdict.Closeness), pointsOfSize(est.Verdict)
		}
		parts = append(parts, p)
	}
	if d.Design {
		parts = append(parts, sc.trialParts(s)...)
	}
	return parts
}

func (sc *Script) itemPart(s State, item string, spoken []Part) ScorePart {
	v := s.Level(item)
	p := ScorePart{
		Kind: "item", ID: item, Title: sc.Title(item), Level: v.Level.String(), Points: pointsOf(v), Weight: 1,
		Wrong: v.Wrong, Claimed: v.Claimed, Hints: s.Hints[item], Quotes: quotes(spoken, v.Evidence), Against: quotes(spoken, v.Against), Say: v.Feedback,
	}
	if it := sc.item(item); it != nil && it.Weight > 0 {
		p.Weight = it.Weight
	}
	if t, ok := s.Ticks[item]; ok {
		p.Ticked, p.Level, p.Wrong, p.At = true, t.Level.String(), t.Wrong, t.At
		p.Points = pointsOf(grading.ItemVerdict{Level: t.Level, Wrong: t.Wrong})
		p.Machine = &Mark{Level: v.Level.String(), Wrong: v.Wrong}
		if t.Wrong && !v.Wrong {
			p.Say = "" // the machine's words are about something else
		}
		p.Say = firstOf(t.Note, p.Say)
	}
	if c, ok := s.Ceiling[item]; ok {
		p.Ceiling = c
		p.Points = min(p.Points, c)
	}
	return p
}

// trialParts are the runs of the sketch; without any, each fault that would have been tried counts as not survived.
func (sc *Script) trialParts(s State) []ScorePart {
	var parts []ScorePart
	for i, t := range s.Trials {
		if t.LeftOut {
			continue
		}
		p := ScorePart{Kind: "trial", ID: fmt.Sprint(i + 1), Title: firstOf(t.Fault, "a good day"), Level: "failed", Weight: trialWeight, Say: t.Say}
		if t.Survived {
			p.Level, p.Points = "survived", 1
		}
		parts = append(parts, p)
	}
	if len(parts) == 0 {
		parts = append(parts, ScorePart{Kind: "trial", ID: "none", Title: "the sketch was run", Level: "not run", Weight: trialWeight})
	}
	return parts
}

// quotes finds the lines that spans of the spoken text are from.
func quotes(spoken []Part, spans []grading.Span) []Quote {
	var all []Quote
	for _, span := range spans {
		for _, p := range spoken {
			if span.Start >= p.Start && span.Start < p.End {
				end := min(span.End, p.End)
				all = append(all, Quote{Text: span.Text[:end-span.Start], Line: p.Line, Start: span.Start - p.Start, End: end - p.Start})
			}
		}
	}
	return all
}

// leanNo is the best band without what an interview says is a must.
const leanNo = "lean no"

// band finds the verdict and says why.
func (sc *Script) band(s State, card *Scorecard) {
	at := 0
	for i, b := range sc.Def.Bands {
		if card.Score >= b.From-1e-9 {
			at = i
		}
	}
	card.Reasons = append(card.Reasons, fmt.Sprintf("%.0f %% of the points: %q begins at %.0f %%.", 100*card.Score, sc.Def.Bands[at].Name, 100*sc.Def.Bands[at].From))
	cap := slices.Index(content.BandNames, leanNo)
	for _, ref := range sc.Def.Must {
		v := s.Level(ref.String())
		if t, ok := s.Ticks[ref.String()]; ok {
			v.Level = t.Level
		}
		if v.Level < grading.Explained && at > cap {
			at = cap
			card.Reasons = append(card.Reasons, fmt.Sprintf("No more than %q, because an interviewer for this role must hear it explained: %s.", leanNo, sc.Title(ref.String())))
		}
	}
	card.Band = sc.Def.Bands[at].Name
	best, worst := -1, -1
	for i, d := range card.Dimensions {
		if best < 0 || d.Score > card.Dimensions[best].Score {
			best = i
		}
		if worst < 0 || d.Score < card.Dimensions[worst].Score {
			worst = i
		}
	}
	if best != worst && best >= 0 {
		card.Reasons = append(card.Reasons, fmt.Sprintf("Strongest: %s, %.0f %%. Weakest: %s, %.0f %%.",
			card.Dimensions[best].Title, 100*card.Dimensions[best].Score, card.Dimensions[worst].Title, 100*card.Dimensions[worst].Score))
	}
	card.Anchor = map[string]string{"mid": sc.Def.Anchors.Mid, "senior": sc.Def.Anchors.Senior, "staff": sc.Def.Anchors.Staff}[sc.Def.Level]
}
