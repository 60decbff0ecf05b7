package grading

import "math"

// signs are what decides the level of an item: the scores of the windows that show most, and the rules that
// match. What the answer says of other items is no sign, though it would tell something: the answer to a
// probe is about one item alone, and one false claim must not cost what is right beside it.
type signs [signCount]float64

// windowScores are those of a window by the heads of an item, and of its tone.
type windowScores [windowCount]float64

// The places of the signs.
const (
	windowHead  = 0 // scores by all heads of the window that is the best sign, and its tone
	windowCount = headsPerItem + toneHeads
	ruleScore   = windowHead + windowCount // for each level, the best of the words that a rule found
	ruleMet     = ruleScore + levelHeads   // 1 if a rule of that level is met
	ruleBlame   = ruleMet + levelHeads     // 1 if a rule takes words of the window for a misconception
	blameScore  = ruleBlame + 1            // of the words that are most like a misconception
	company     = blameScore + 1           // see keepCompany
	bias        = company + 1              // always 1
	signCount   = bias + 1
	levelHeads  = headsPerItem - 1
)

// Bounds of scores as signs: beyond them more tells nothing more.
const (
	mostScore     = 1.5
	mostRuleScore = 1.5
)

// signs gathers the signs of one item for each head.
func (it *compiledItem) signs(found *ruled, like *resemblance) (all [headsPerItem]signs) {
	lift := it.lift()
	var s signs
	for level := Named; level <= Tradeoff; level++ {
		if !found.met[level] {
			continue
		}
		s[ruleMet+int(level)-1] = 1
		at := lowest
		if like.of != nil {
			at = like.of(found.best[level])
		}
		for h := range levelHeads {
			s[ruleScore+h] = max(s[ruleScore+h], within(at[h]+lift[h], mostRuleScore)+mostRuleScore)
		}
	}
	s[blameScore] = within(like.blame, mostScore)
	s[company], s[bias] = like.company, 1
	for h := range all {
		all[h] = s
		all[h][ruleBlame] = float64(btoi(like.doubt[h] || h == blameHead && len(like.blamed) > 0))
		for k, v := range like.at[h] {
			if k < headsPerItem {
				v += lift[k]
			}
			all[h][windowHead+k] = within(v, mostScore)
		}
	}
	return all
}

func within(v, bound float64) float64 { return min(max(v, -bound), bound) }

// chance is the probability that a head's question is answered by yes: the level, or more, and a misconception.
func chance(head int, all *[headsPerItem]signs) float64 {
	sum := 0.0
	for i, w := range signWeights[head] {
		sum += float64(w * all[head][i])
	}
	return 1 / (1 + math.Exp(-sum))
}

// Chances from which a level counts as reached, and a misconception as asserted.
const (
	reachedFrom  = 0.5
	assertedFrom = 0.4
	certainFrom  = 0.6  // from which it counts for certain
	possibleFrom = 0.25 // from which words are offered that are not credited
)

// What more is asked for an explanation, or better, that is likely to be none: where it stands alone in a long answer on other
// matters (see keepCompany), and where its sentence sounds turned down. A right thing that is not believed can be told another time; what is
// wrongly believed teaches nothing. These cost 3 of 100 explanations and take away every fourth false one (see docs/grading.md).
const (
	aloneBelow    = 0.5 // company
	aloneCaution  = 0.25
	turnedCaution = 0.4 // at a tone of 1
)

// fewLift is added to the scores of an item with few exemplars, since fewer give lower scores to what none of them is like.
var fewLift = [headsPerItem]float64{Named - 1: 0.5, Explained - 1: 0.4, Tradeoff - 1: 0.4}

// An item with manyExemplars needs no lift, one with fewExemplars all of it, and by the logarithm between.
const (
	fewExemplars  = 9
	manyExemplars = 90
)

func (it *compiledItem) lift() (out [headsPerItem]float64) {
	share := math.Log(float64(max(it.taughtBy, 1))/fewExemplars) / math.Log(manyExemplars/float64(fewExemplars))
	for h, v := range fewLift {
		out[h] = float64(v * (1 - within01(share)))
	}
	return out
}

func within01(v float64) float64 { return min(max(v, 0), 1) }
