package figure

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sysprep/content"
	"sysprep/engine/random"
)

// posterior is a release of changes some of which are unsafe, a few tests, and what they tell.
type posterior struct {
	def     *content.PosteriorFigure
	seed    uint64
	release uint64 // how often another one was taken
	prior   []float64
	unsafe  []bool // the truth
	belief  belief
	pools   [][]bool
	picked  []bool
	bits    []float64 // of doubt, before each test and after the last
	table   *comparison
}

// policy is a way to choose pools.
type policy struct {
	name   string
	choose func(b belief, tests int) []bool
}

var policies = []policy{
	{"one by one, riskiest first", func(b belief, _ int) []bool { return b.singles() }},
	{"pools in order (Dorfman)", func(b belief, tests int) []bool {
		return b.dorfman((len(b.prior) + tests - 2) / max(1, tests-1))
	}},
	{"what tells most", func(b belief, _ int) []bool { return b.choose() }},
}

// comparison is how the policies did: on this release, and on many.
type comparison struct {
	release uint64
	Rows    []policyRow
	Of      int // releases
}

type policyRow struct {
	Bits  float64 // of doubt left on this release
	Found int     // unsafe changes of this release with a posterior of half and more
	Mean  float64 // bits left, over many releases
}

// comparedReleases is over how many releases policies are compared.
const comparedReleases = 200

func newPosterior(def *content.PosteriorFigure, seed uint64) Figure {
	p := posterior{def: def, seed: seed}
	for _, g := range def.Groups {
		for range g.Count {
			p.prior = append(p.prior, g.Prior)
		}
	}
	return p.start()
}

// start takes a release.
func (p posterior) start() posterior {
	p.unsafe = p.truth(p.release)
	p.belief = newBelief(p.prior, p.def.Sensitivity, p.def.Specificity)
	p.pools, p.table = nil, nil
	p.picked = make([]bool, len(p.prior))
	p.bits = []float64{p.belief.doubt()}
	return p
}

// truth draws which changes of a release are unsafe.
func (p posterior) truth(release uint64) []bool {
	s := random.New(p.seed, fmt.Sprintf("release %d", release))
	out := make([]bool, len(p.prior))
	for i, prior := range p.prior {
		out[i] = s.Float() < prior
	}
	return out
}

// result is how a test of a pool comes out: its n-th in a release.
func (p posterior) result(release uint64, n int, pool, unsafe []bool) bool {
	s := random.New(p.seed, fmt.Sprintf("release %d test %d", release, n))
	luck := s.Float()
	if hit(pool, unsafe) {
		return luck < p.def.Sensitivity
	}
	return luck >= p.def.Specificity
}

func (p posterior) Dials() []Dial { return nil }

func (p posterior) over() bool { return len(p.pools) >= p.def.Tests }

func (p posterior) Hands() Hands {
	if p.over() {
		return HandsNobody
	}
	return HandsItems
}

func (p posterior) Items() int        { return len(p.prior) }
func (p posterior) Picked(i int) bool { return i >= 0 && i < len(p.picked) && p.picked[i] }

// Group is where the next (1) or the last (-1) changes with another prior begin.
func (p posterior) Group(i, step int) int {
	var starts []int
	for j := range p.prior {
		if j == 0 || p.prior[j] != p.prior[j-1] {
			starts = append(starts, j)
		}
	}
	if step > 0 {
		for _, s := range starts {
			if s > i {
				return s
			}
		}
		return len(p.prior) - 1
	}
	at := 0
	for _, s := range starts {
		if s < i {
			at = s
		}
	}
	return at
}

func (p posterior) Act(text string) (Figure, string, bool) {
	name, rest := verb(text)
	switch name {
	case "again":
		p.release++
		return p.start(), "Another release: other changes are unsafe.", true
	case "pick":
		return p.pick(rest)
	case "test":
		return p.test(rest)
	}
	return p, "Write pick and numbers, or test.", false
}

// pick puts changes into the pool, or takes them out of it.
func (p posterior) pick(rest string) (Figure, string, bool) {
	if p.over() {
		return p, "All tests are spent.", false
	}
	which, why := ranges(rest, len(p.prior))
	if why != "" {
		return p, why, false
	}
	p.picked = slices.Clone(p.picked)
	for _, i := range which {
		p.picked[i] = !p.picked[i]
	}
	return p, "", true
}

// test tests the pool, or the changes that are named.
func (p posterior) test(rest string) (Figure, string, bool) {
	if p.over() {
		return p, "All tests are spent.", false
	}
	if rest != "" {
		which, why := ranges(rest, len(p.prior))
		if why != "" {
			return p, why, false
		}
		p.picked = make([]bool, len(p.prior))
		for _, i := range which {
			p.picked[i] = true
		}
	}
	if !slices.Contains(p.picked, true) {
		return p, "Pick one change or more first: an empty pool tells nothing.", false
	}
	pool := p.picked
	n := len(p.pools)
	expected := p.belief.tells(pool)
	red := p.result(p.release, n, pool, p.unsafe)
	p.belief = p.belief.after(pool, red)
	p.pools = append(p.pools[:n:n], pool)
	p.bits = append(p.bits[:n+1:n+1], p.belief.doubt())
	p.picked = make([]bool, len(p.prior))
	word := "green"
	if red {
		word = "red"
	}
	return p, fmt.Sprintf("Test %d is %s: %.1f bits of doubt left, from %.1f (on average it tells %.2f).", n+1, word, p.bits[n+1], p.bits[n], expected), true
}

// ranges reads "1-6 9, 12": numbers from 1, as indexes.
func ranges(text string, n int) ([]int, string) {
	var out []int
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' }) {
		from, to, several := strings.Cut(part, "-")
		a, err := strconv.Atoi(from)
		b := a
		if several && err == nil {
			b, err = strconv.Atoi(to)
		}
		if err != nil || a < 1 || b > n || a > b {
			return nil, fmt.Sprintf("%q is not among the changes: write numbers from 1 to %d, such as 1-6 9.", part, n)
		}
		for i := a - 1; i < b; i++ {
			if !slices.Contains(out, i) {
				out = append(out, i)
			}
		}
	}
	if len(out) == 0 {
		return nil, fmt.Sprintf("Which ones? Write numbers from 1 to %d, such as 1-6 9.", n)
	}
	return out, ""
}

func (p posterior) Tasks() []Task {
	return []Task{{fmt.Sprintf("spend %d tests (%d left)", p.def.Tests, p.def.Tests-len(p.pools)), p.over()}}
}

// Work compares the policies once the learner's own tests are spent.
func (p posterior) Work() func() Found {
	if !p.over() || p.table != nil {
		return nil
	}
	return func() Found { return p.compare() }
}

// Take keeps a comparison of this release.
func (p posterior) Take(found Found) Figure {
	if c, ok := found.(comparison); ok && c.release == p.release {
		p.table = &c
	}
	return p
}

func (p posterior) compare() comparison {
	c := comparison{release: p.release, Of: comparedReleases, Rows: make([]policyRow, len(policies))}
	for k, pol := range policies {
		b := p.play(pol, p.release, p.unsafe)
		c.Rows[k].Bits, c.Rows[k].Found = b.doubt(), found(b, p.unsafe)
		for n := range uint64(comparedReleases) {
			release := 1_000_000 + n // of its own, so that the same ones are compared whatever was played
			c.Rows[k].Mean += p.play(pol, release, p.truth(release)).doubt() / comparedReleases
		}
	}
	return c
}

// play is the belief after a policy has spent the tests on a release.
func (p posterior) play(pol policy, release uint64, unsafe []bool) belief {
	b := newBelief(p.prior, p.def.Sensitivity, p.def.Specificity)
	for n := range p.def.Tests {
		pool := pol.choose(b, p.def.Tests)
		b = b.after(pool, p.result(release, n, pool, unsafe))
	}
	return b
}

// found counts the unsafe changes of which one would say so.
func found(b belief, unsafe []bool) int {
	n := 0
	for i, q := range b.posterior() {
		if unsafe[i] && q >= 0.5 {
			n++
		}
	}
	return n
}

func count(list []bool) int {
	n := 0
	for _, v := range list {
		if v {
			n++
		}
	}
	return n
}

func (p posterior) Help() []Word {
	return []Word{
		{"pick", "NUMBERS", "put changes into the pool or take them out, such as pick 1-6 9"},
		{"test", "NUMBERS", "test the pool; with numbers, a pool of those"},
		{"again", "", "another release, with the same priors"},
	}
}
