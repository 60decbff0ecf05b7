package figure

import (
	"math"
	"math/bits"
)

// belief is what is known of some changes, each unsafe by itself with its prior,
// after tests of pools of them. A test of a pool with an unsafe change is red with chance
// sensitivity, one of a pool without is green with chance specificity, each independently.
//
// Everything is exact: changes act on the tests only through which pools hold an unsafe one, and of
// those there are 2^tests cases. Their distribution is built up change by change.
type belief struct {
	prior       []float64
	in          []uint8 // by change: a bit for each test whose pool it was in
	red         []bool  // by test
	sensitivity float64
	specificity float64
}

func newBelief(prior []float64, sensitivity, specificity float64) belief {
	return belief{prior: prior, in: make([]uint8, len(prior)), sensitivity: sensitivity, specificity: specificity}
}

// after is the belief once a pool was tested.
func (b belief) after(pool []bool, red bool) belief {
	t := len(b.red)
	in := make([]uint8, len(b.in))
	copy(in, b.in)
	for i, picked := range pool {
		if picked {
			in[i] |= 1 << t
		}
	}
	b.in = in
	b.red = append(b.red[:t:t], red)
	return b
}

// likelihood is the chance of the results so far, if just the pools of hit hold an unsafe change.
func (b belief) likelihood(hit int) float64 {
	l := 1.0
	for t, red := range b.red {
		p := 1 - b.specificity // of red
		if hit>>t&1 == 1 {
			p = b.sensitivity
		}
		if !red {
			p = 1 - p
		}
		l *= p
	}
	return l
}

// hits is the distribution of which pools hold an unsafe change, where the changes for which
// leave is true are safe, and count as nothing.
func (b belief) hits(leave func(i int) bool) []float64 {
	dist := make([]float64, 1<<len(b.red))
	dist[0] = 1
	for i, p := range b.prior {
		if b.in[i] == 0 || leave != nil && leave(i) {
			continue
		}
		for hit := len(dist) - 1; hit >= 0; hit-- {
			v := dist[hit]
			dist[hit] = v * (1 - p)
			if hit|int(b.in[i]) == hit {
				dist[hit] += v * p
			} else {
				dist[hit|int(b.in[i])] += v * p
			}
		}
	}
	return dist
}

// weigh is the chance of the results under a distribution of hits, with more bits set.
func (b belief) weigh(dist []float64, more uint8) float64 {
	sum := 0.0
	for hit, p := range dist {
		if p > 0 {
			sum += p * b.likelihood(hit|int(more))
		}
	}
	return sum
}

// posterior is the chance of each change to be unsafe, given the results (Bayes' rule).
func (b belief) posterior() []float64 {
	out := make([]float64, len(b.prior))
	evidence := b.weigh(b.hits(nil), 0)
	for i, p := range b.prior {
		if b.in[i] == 0 || !(evidence > 0) {
			out[i] = p
			continue
		}
		others := b.hits(func(j int) bool { return j == i })
		out[i] = p * b.weigh(others, b.in[i]) / evidence
	}
	return out
}

// doubt is the entropy of "which changes are unsafe?" given the results, in bits: all that one
// would have to be told on average to know it.
//
// With x the set of unsafe changes and r the results, it is the mean of
// -log P(x|r) = -log P(x) - log P(r|x) + log P(r), and P(x) is a product.
func (b belief) doubt() float64 {
	dist := b.hits(nil)
	evidence := b.weigh(dist, 0)
	if !(evidence > 0) {
		return 0
	}
	sum := math.Log2(evidence)
	for i, q := range b.posterior() {
		sum -= q*math.Log2(b.prior[i]) + (1-q)*math.Log2(1-b.prior[i])
	}
	for hit, p := range dist {
		if l := b.likelihood(hit); p > 0 && l > 0 {
			sum -= p * l / evidence * math.Log2(l)
		}
	}
	return max(sum, 0)
}

// clean is the chance that a pool holds no unsafe change, given the results.
func (b belief) clean(pool []bool) float64 {
	evidence := b.weigh(b.hits(nil), 0)
	if !(evidence > 0) {
		return 1
	}
	safe := 1.0
	for i, picked := range pool {
		if picked {
			safe *= 1 - b.prior[i]
		}
	}
	return min(1, safe*b.weigh(b.hits(func(i int) bool { return pool[i] }), 0)/evidence)
}

// tells is how many bits a test of a pool takes away on average: the entropy of its result,
// less what is only its errors. No test of two outcomes tells more than one.
func (b belief) tells(pool []bool) float64 {
	clean := b.clean(pool)
	green := clean*b.specificity + (1-clean)*(1-b.sensitivity)
	return max(0, coin(green)-clean*coin(b.specificity)-(1-clean)*coin(b.sensitivity))
}

// coin is the entropy of an outcome with chance p, in bits.
func coin(p float64) float64 {
	if !(p > 0 && p < 1) {
		return 0
	}
	return -p*math.Log2(p) - (1-p)*math.Log2(1-p)
}

// kin says whether two changes are alike to every test so far, so that one stands for the other.
func (b belief) kin(i, j int) bool { return b.prior[i] == b.prior[j] && b.in[i] == b.in[j] }

// choose is the pool that tells most, found from each change to begin with, by adding the one that helps
// most until none does. It is not always the best pool of all, of which there are 2^n, and comes near it.
func (b belief) choose() []bool {
	best, bestPool := 0.0, make([]bool, len(b.prior))
	for i := range b.prior {
		pool := make([]bool, len(b.prior))
		if b.stoodFor(pool, i) {
			continue
		}
		pool[i] = true
		if v := b.grow(pool); v > best+1e-12 {
			best, bestPool = v, pool
		}
	}
	return bestPool
}

// grow adds to a pool what helps most until nothing does, and returns what it tells then.
func (b belief) grow(pool []bool) float64 {
	best := b.tells(pool)
	for {
		at := -1
		for i := range pool {
			if pool[i] || b.stoodFor(pool, i) {
				continue
			}
			pool[i] = true
			if v := b.tells(pool); v > best+1e-12 {
				best, at = v, i
			}
			pool[i] = false
		}
		if at < 0 {
			return best
		}
		pool[at] = true
	}
}

// stoodFor says whether an earlier change of the same kind, not in the pool, was tried already.
func (b belief) stoodFor(pool []bool, i int) bool {
	for j := range i {
		if !pool[j] && b.kin(i, j) {
			return true
		}
	}
	return false
}

// hit says whether a pool holds an unsafe change in truth.
func hit(pool, unsafe []bool) bool {
	for i, picked := range pool {
		if picked && unsafe[i] {
			return true
		}
	}
	return false
}

// singles tests the changes one by one, the riskiest first.
func (b belief) singles() []bool {
	pool := make([]bool, len(b.prior))
	best := -1
	for i, p := range b.prior {
		if b.in[i] == 0 && (best < 0 || p > b.prior[best]) {
			best = i
		}
	}
	if best >= 0 {
		pool[best] = true
	}
	return pool
}

// dorfman tests pools of a size in order, and what tests are left on the members of the
// first red one, one by one (Dorfman 1943, as far as the tests go).
func (b belief) dorfman(size int) []bool {
	pool := make([]bool, len(b.prior))
	pools := (len(b.prior) + size - 1) / size
	if t := len(b.red); t < pools {
		for i := t * size; i < min((t+1)*size, len(pool)); i++ {
			pool[i] = true
		}
		return pool
	}
	for t := range pools {
		if !b.red[t] {
			continue
		}
		for i := range pool {
			if b.in[i] == 1<<t {
				pool[i] = true
				return pool
			}
		}
	}
	for i := range pool { // no pool is red, or all in red ones were tested
		if bits.OnesCount8(b.in[i]) < 2 {
			pool[i] = true
			return pool
		}
	}
	return pool
}
