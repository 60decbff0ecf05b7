package interview

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sysprep/content"
	"sysprep/grading"
)

// LoopDebrief joins the rounds of a loop, as a panel does after the last of them.
type LoopDebrief struct {
	Loop    string        `json:"loop"`
	Title   string        `json:"title"`
	Done    bool          `json:"done"`           // every round was ended; before that nothing is decided
	Score   float64       `json:"score"`          // 0 to 1, by the weights of the rounds; 0 until it is done
	Band    string        `json:"band,omitempty"` // the decision
	Reasons []string      `json:"reasons"`        // why, in sentences
	Rounds  []LoopRound   `json:"rounds"`         // in their order, held or not
	Next    []NextThing   `json:"next"`           // three things to do, of all rounds
	Used    time.Duration `json:"used"`           // of the clock, in all rounds
	Planned time.Duration `json:"planned"`
}

// LoopRound is one round.
type LoopRound struct {
	Interview string   `json:"interview"`
	Title     string   `json:"title"`
	Weight    int      `json:"weight"` // percent
	Minutes   int      `json:"minutes"`
	Debrief   *Debrief `json:"debrief,omitempty"` // nil until the round was ended
}

// JoinLoop weighs the rounds that were ended; debriefs has the latest of each interview, by its id. The decision is
// that of the weighted points, and no more than "lean no" if one round came out as "no" or worse, or two as
// "lean no": a panel hires over one doubt, and not over two.
func JoinLoop(pack *content.Pack, def *content.Loop, debriefs map[string]Debrief) LoopDebrief {
	d := LoopDebrief{Loop: def.ID, Title: def.Title, Done: true, Reasons: []string{}, Next: []NextThing{}}
	for _, r := range def.Rounds {
		round := LoopRound{Interview: r.Interview, Title: r.Title, Weight: r.Weight}
		if iv := pack.Interviews.Of(r.Interview); iv != nil {
			round.Minutes = iv.Minutes
			round.Title = firstOf(r.Title, iv.Title)
		}
		d.Planned += time.Duration(round.Minutes) * time.Minute
		if held, ok := debriefs[r.Interview]; ok {
			round.Debrief = &held
			for _, p := range held.Phases {
				d.Used += p.Used
			}
			d.Score += held.Scorecard.Score * float64(r.Weight) / 100
		} else {
			d.Done = false
		}
		d.Rounds = append(d.Rounds, round)
	}
	if !d.Done {
		d.Score = 0
		return d
	}
	d.decide()
	d.Reasons = append(d.Reasons, d.twice()...)
	d.Next = d.next()
	return d
}

// decide finds the band, and says why.
func (d *LoopDebrief) decide() {
	d.Band = content.UsualBand(d.Score)
	d.Reasons = append(d.Reasons, fmt.Sprintf("%.0f %% of the points over %d rounds: %q.", 100*d.Score, len(d.Rounds), d.Band))
	var doubts, vetoes []string
	for _, r := range d.Rounds {
		switch at := slices.Index(content.BandNames, r.Debrief.Scorecard.Band); {
		case at < slices.Index(content.BandNames, leanNo):
			vetoes = append(vetoes, r.Title)
		case at == slices.Index(content.BandNames, leanNo):
			doubts = append(doubts, r.Title)
		}
	}
	switch capped := slices.Index(content.BandNames, d.Band) > slices.Index(content.BandNames, leanNo); {
	case capped && len(vetoes) > 0:
		d.Band = leanNo
		d.Reasons = append(d.Reasons, fmt.Sprintf("No more than %q: %s came out as a plain no, and a panel seldom hires over that.", leanNo, list(vetoes)))
	case capped && len(doubts) > 1:
		d.Band = leanNo
		d.Reasons = append(d.Reasons, fmt.Sprintf("No more than %q: there are doubts in %s. A panel hires over one doubt, and not over two.", leanNo, list(doubts)))
	case capped && len(doubts) == 1:
		d.Reasons = append(d.Reasons, fmt.Sprintf("One doubt, in %s: the others would be asked whether it matters for the role.", doubts[0]))
	}
}

// twice tells what was weak in more than one round: interviewers compare notes.
func (d *LoopDebrief) twice() []string {
	weak, titles := map[string]int{}, []string{}
	for _, r := range d.Rounds {
		for _, dim := range r.Debrief.Scorecard.Dimensions {
			for _, p := range dim.Parts {
				if p.Kind != "item" || p.Points > pointsOf(grading.ItemVerdict{Level: grading.Named}) {
					continue
				}
				if weak[p.Title]++; weak[p.Title] == 2 {
					titles = append(titles, p.Title)
				}
			}
		}
	}
	if len(titles) == 0 {
		return nil
	}
	return []string{"Not explained in two rounds, which a panel notices: " + list(titles) + "."}
}

// next takes the first thing of each round, from the weakest round on, until there are three.
func (d *LoopDebrief) next() []NextThing {
	rounds := slices.Clone(d.Rounds)
	slices.SortStableFunc(rounds, func(a, b LoopRound) int {
		switch x, y := a.Debrief.Scorecard.Score, b.Debrief.Scorecard.Score; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	things := []NextThing{}
	for rank := range mostNext {
		for _, r := range rounds {
			if rank >= len(r.Debrief.Next) || len(things) == mostNext {
				continue
			}
			n := r.Debrief.Next[rank]
			if !slices.ContainsFunc(things, func(t NextThing) bool { return t.Item == n.Item }) {
				things = append(things, n)
			}
		}
	}
	return things
}

// list writes names as people do: a, b and c.
func list(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}
