package figure

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// brute is a belief by enumeration of all sets of unsafe changes.
type brute struct {
	posterior []float64
	doubt     float64
	evidence  float64
}

func enumerate(b belief) brute {
	n := len(b.prior)
	out := brute{posterior: make([]float64, n)}
	weights := make([]float64, 1<<n)
	for x := range weights {
		w := 1.0
		hits := 0
		for i, p := range b.prior {
			if x>>i&1 == 1 {
				w *= p
				hits |= int(b.in[i])
			} else {
				w *= 1 - p
			}
		}
		weights[x] = w * b.likelihood(hits)
		out.evidence += weights[x]
	}
	for x, w := range weights {
		q := w / out.evidence
		if q > 0 {
			out.doubt -= q * math.Log2(q)
		}
		for i := range n {
			if x>>i&1 == 1 {
				out.posterior[i] += q
			}
		}
	}
	return out
}

// drawBelief is a belief of a few changes after some tests.
func drawBelief(t *rapid.T) belief {
	n := rapid.IntRange(1, 6).Draw(t, "changes")
	prior := rapid.SliceOfN(rapid.Float64Range(0.01, 0.9), n, n).Draw(t, "prior")
	b := newBelief(prior, rapid.Float64Range(0.5, 0.999).Draw(t, "sensitivity"), rapid.Float64Range(0.5, 0.999).Draw(t, "specificity"))
	for range rapid.IntRange(0, 4).Draw(t, "tests") {
		b = b.after(rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "pool"), rapid.Bool().Draw(t, "red"))
	}
	return b
}

// TestBeliefAgainstEnumeration holds the exact sums over cases of tests against those over all sets of changes.
func TestBeliefAgainstEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBelief(t)
		want := enumerate(b)
		for i, q := range b.posterior() {
			if math.Abs(q-want.posterior[i]) > 1e-9 {
				t.Fatalf("change %d is unsafe with %v, want %v", i, q, want.posterior[i])
			}
		}
		if d := b.doubt(); math.Abs(d-want.doubt) > 1e-8 {
			t.Fatalf("the doubt is %v bits, want %v", d, want.doubt)
		}
	})
}

// TestTellsIsTheDoubtThatGoes: what a pool tells is the doubt before, less the mean of the
// doubt after, red or green.
func TestTellsIsTheDoubtThatGoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBelief(t)
		n := len(b.prior)
		pool := rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "pool")
		before := enumerate(b)
		red, green := enumerate(b.after(pool, true)), enumerate(b.after(pool, false))
		want := before.doubt - (red.evidence*red.doubt+green.evidence*green.doubt)/before.evidence
		if got := b.tells(pool); math.Abs(got-want) > 1e-8 {
			t.Fatalf("a test of %v tells %v bits, want %v", pool, got, want)
		}
		if got := b.tells(pool); got < 0 || got > 1 {
			t.Fatalf("a test of two outcomes tells %v bits", got)
		}
	})
}

// TestChooseTellsMostOfAll: of a few changes, no pool tells much more than the one that is chosen.
func TestChooseTellsMostOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBelief(t)
		n := len(b.prior)
		best := 0.0
		for x := range 1 << n {
			pool := make([]bool, n)
			for i := range pool {
				pool[i] = x>>i&1 == 1
			}
			best = max(best, b.tells(pool))
		}
		if got := b.tells(b.choose()); got < 0.8*best {
			t.Fatalf("the chosen pool tells %v bits, and the best one %v", got, best)
		}
	})
}

// TestWithoutTestsAllIsPrior: nothing is learned from nothing.
func TestWithoutTestsAllIsPrior(t *testing.T) {
	b := newBelief([]float64{0.5, 0.25}, 1, 1)
	if d, want := b.doubt(), 1+coin(0.25); math.Abs(d-want) > 1e-12 {
		t.Errorf("a coin and a quarter are %v bits of doubt, want %v", d, want)
	}
	for i, q := range b.posterior() {
		if q != b.prior[i] {
			t.Errorf("change %d: %v", i, q)
		}
	}
}

// TestRedTwice is the worked example of the lesson: 2 %, red, red, green.
func TestRedTwice(t *testing.T) {
	b := newBelief([]float64{0.02}, 0.9, 0.95)
	for n, want := range []float64{0.27, 0.87, 0.41} {
		b = b.after([]bool{true}, n < 2)
		if q := b.posterior()[0]; math.Abs(q-want) > 0.006 {
			t.Errorf("after test %d: %.3f, want %.2f", n+1, q, want)
		}
	}
}
