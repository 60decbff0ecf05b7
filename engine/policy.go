package engine

import "sysprep/engine/random"

// Budget limits a caller's retries over an edge, whatever Attempts says. It is a
// bucket of Tokens, full at the start.
type Budget struct {
	Kind   BudgetKind
	Ratio  float64 // tokens that come back: for each call (BudgetCalls) or success (BudgetSuccesses)
	Tokens float64 // the most there can be
}

// BudgetKind is how a budget of retries is kept.
type BudgetKind uint8

// Kinds of budgets.
const (
	BudgetNone      BudgetKind = iota
	BudgetCalls                // each call adds Ratio tokens, each retry takes one (Finagle's RetryBudget, Brooker's adaptive retries)
	BudgetSuccesses            // each success adds Ratio tokens, each failure takes one; retries only while more than half are left (gRPC, proposal A6)
)

// Throttle makes a caller turn its own requests away when the callee accepts too
// few: each with probability max(0, (requests - K*accepts) / (requests + 1)) over
// the last Window (SRE book, chapter 21). Those turned away count as requests.
type Throttle struct {
	K      float64 // 0: none; else 1 or more
	Window Time    // 0: two minutes
}

// Breaker is a circuit breaker of a caller over an edge. Open, it turns attempts
// away for the time Open; then it lets Probes attempts through, and closes or
// opens again by what becomes of them.
type Breaker struct {
	Kind   BreakerKind
	Ratio  float64 // BreakerRatio: share of failures that opens it; as large a share of the probes opens it again
	Volume int     // BreakerRatio: fewest attempts in the window to judge by, 1 or more
	Window Time    // BreakerRatio: kept in ten buckets, of which the oldest is dropped whole; 0: 10 s
	Run    int     // BreakerConsecutive: failures in a row that open it; one failed probe opens it again
	Open   Time
	Probes int // 0: 1
}

// BreakerKind is what opens a breaker.
type BreakerKind uint8

// Kinds of breakers.
const (
	BreakerNone BreakerKind = iota
	BreakerRatio
	BreakerConsecutive
)

// policy is the state of an edge's Budget, Throttle and Breaker, shared by all
// callers over the edge.
type policy struct {
	budget   budget
	throttle throttle
	breaker  breaker
	on       bool // any of them is
}

func (p *policy) configure(n *Edge) {
	p.budget.configure(n.Budget)
	p.throttle.configure(n.Throttle)
	p.breaker.configure(n.Breaker)
	p.on = n.Budget.Kind != BudgetNone || n.Throttle.K > 0 || n.Breaker.Kind != BreakerNone
}

// permit decides whether an attempt may be sent.
func (p *policy) permit(now Time, luck *random.Stream) (why Cause, ok bool) {
	if !p.throttle.permit(now, luck) {
		return CauseThrottled, false
	}
	if !p.breaker.permit(now) {
		return CauseBreaker, false
	}
	return 0, true
}

// learn takes note of what became of an attempt that was sent.
func (p *policy) learn(now Time, ok bool, generation uint8) {
	p.budget.learn(ok)
	p.throttle.learn(now, ok)
	p.breaker.learn(now, ok, generation)
}

// budget counts tokens in millionths, so that nothing is rounded as they add up.
type budget struct {
	kind        BudgetKind
	ratio, most int64
	tokens      int64
	begun       bool
}

const wholeToken = 1_000_000

func (b *budget) configure(n Budget) {
	most := int64(float64(n.Tokens*wholeToken) + 0.5)
	if b.kind != n.Kind || !b.begun {
		b.tokens = most
	}
	b.kind, b.most, b.begun = n.Kind, most, true
	b.ratio = int64(float64(n.Ratio*wholeToken) + 0.5)
	b.tokens = min(b.tokens, most)
}

func (b *budget) called() {
	if b.kind == BudgetCalls {
		b.tokens = min(b.most, b.tokens+b.ratio)
	}
}

func (b *budget) learn(ok bool) {
	switch {
	case b.kind != BudgetSuccesses:
	case ok:
		b.tokens = min(b.most, b.tokens+b.ratio)
	default:
		b.tokens = max(0, b.tokens-wholeToken)
	}
}

// retry takes what a retry costs, if it is there.
func (b *budget) retry() bool {
	switch b.kind {
	case BudgetCalls:
		if b.tokens < wholeToken {
			return false
		}
		b.tokens -= wholeToken
	case BudgetSuccesses:
		return 2*b.tokens > b.most
	}
	return true
}

// rolling counts over the last ten buckets of time.
type rolling struct {
	width     Time
	bucket    Time // number of the newest
	good, bad [rollingBuckets]int64
	goods     int64
	bads      int64
}

const rollingBuckets = 10

func (w *rolling) configure(span Time) {
	if width := max(1, span/rollingBuckets); width != w.width {
		*w = rolling{width: width}
	}
}

func (w *rolling) roll(now Time) int {
	n := now / w.width
	for k := max(w.bucket+1, n-rollingBuckets+1); k <= n; k++ {
		i := k % rollingBuckets
		w.goods -= w.good[i]
		w.bads -= w.bad[i]
		w.good[i], w.bad[i] = 0, 0
	}
	w.bucket = max(w.bucket, n)
	return int(w.bucket % rollingBuckets)
}

func (w *rolling) add(now Time, ok bool) {
	i := w.roll(now)
	if ok {
		w.good[i]++
		w.goods++
	} else {
		w.bad[i]++
		w.bads++
	}
}

// throttle counts requests as bads and accepts as goods.
type throttle struct {
	k    float64
	past rolling
}

const defaultThrottleWindow = 120 * Second

func (t *throttle) configure(n Throttle) {
	t.k = n.K
	if n.Window == 0 {
		n.Window = defaultThrottleWindow
	}
	t.past.configure(n.Window)
}

func (t *throttle) permit(now Time, luck *random.Stream) bool {
	if t.k == 0 {
		return true
	}
	t.past.roll(now)
	p := t.reject()
	t.past.add(now, false)
	return luck.Float() >= p
}

// reject is the probability of turning a request away.
func (t *throttle) reject() float64 {
	requests := float64(t.past.bads)
	return max(0, (requests-float64(t.k*float64(t.past.goods)))/(requests+1))
}

func (t *throttle) learn(now Time, ok bool) {
	if t.k > 0 && ok {
		t.past.add(now, true)
	}
}

// breaker is the state machine of a Breaker. Each change of state begins a new
// generation; what comes of attempts of an older one is not counted.
type breaker struct {
	rule       Breaker
	past       rolling
	run        int // failures in a row
	state      breakerState
	until      Time // open: when probes are let through
	probes     int  // half open: sent
	good, bad  int  // half open: come back
	generation uint8
}

type breakerState uint8

const (
	breakerClosed breakerState = iota
	breakerOpen
	breakerHalfOpen
)

func (b *breaker) configure(n Breaker) {
	if n.Window == 0 {
		n.Window = 10 * Second
	}
	n.Probes = max(1, n.Probes)
	if n.Kind != b.rule.Kind {
		*b = breaker{generation: b.generation + 1}
	}
	b.rule = n
	b.past.configure(n.Window)
}

func (b *breaker) enter(state breakerState, now Time) {
	width := b.past.width
	*b = breaker{rule: b.rule, past: rolling{width: width, bucket: now / width}, state: state, generation: b.generation + 1}
	if state == breakerOpen {
		b.until = now + b.rule.Open
	}
}

// permit decides whether an attempt may be sent.
func (b *breaker) permit(now Time) bool {
	if b.rule.Kind == BreakerNone || b.state == breakerClosed {
		return true
	}
	if b.state == breakerOpen {
		if now < b.until {
			return false
		}
		b.enter(breakerHalfOpen, now)
	}
	if b.probes >= b.rule.Probes {
		return false
	}
	b.probes++
	return true
}

// learn takes note of what became of an attempt of a generation.
func (b *breaker) learn(now Time, ok bool, generation uint8) {
	if b.rule.Kind == BreakerNone || generation != b.generation || b.state == breakerOpen {
		return
	}
	if b.state == breakerHalfOpen {
		b.probed(now, ok)
		return
	}
	if ok {
		b.run = 0
	} else {
		b.run++
	}
	if b.rule.Kind == BreakerConsecutive {
		if b.run >= b.rule.Run {
			b.enter(breakerOpen, now)
		}
		return
	}
	b.past.add(now, ok)
	all := b.past.goods + b.past.bads
	if all >= int64(b.rule.Volume) && float64(b.past.bads) >= float64(b.rule.Ratio*float64(all)) && b.past.bads > 0 {
		b.enter(breakerOpen, now)
	}
}

// forget takes note that nobody will learn what became of an attempt.
func (b *breaker) forget(generation uint8) {
	if b.state == breakerHalfOpen && generation == b.generation {
		b.probes--
	}
}

func (b *breaker) probed(now Time, ok bool) {
	if ok {
		b.good++
	} else {
		b.bad++
	}
	switch {
	case b.rule.Kind == BreakerConsecutive && !ok:
		b.enter(breakerOpen, now)
	case b.good+b.bad < b.rule.Probes:
	case b.rule.Kind == BreakerRatio && float64(b.bad) >= float64(b.rule.Ratio*float64(b.rule.Probes)) && b.bad > 0:
		b.enter(breakerOpen, now)
	default:
		b.enter(breakerClosed, now)
	}
}
