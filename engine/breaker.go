package engine

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

	// Slow makes a call that took longer a slow one, whatever became of it, and a
	// share SlowRatio of slow calls opens the breaker as one of Ratio failures does
	// (resilience4j's slow-call rule). BreakerRatio only; 0: no such rule.
	Slow      Time
	SlowRatio float64 // above 0, at most 1; 0: 1

	By BreakerScope

	// Keys bounds the breakers of each edge that BreakerByKey keeps: the one that was
	// asked for the longest ago makes room for a new one, and is forgotten. 0: 10,000.
	Keys int
}

// BreakerKind is what opens a breaker.
type BreakerKind uint8

// Kinds of breakers.
const (
	BreakerNone BreakerKind = iota
	BreakerRatio
	BreakerConsecutive
)

// BreakerScope is what each of a caller's breakers stands for.
type BreakerScope uint8

// Scopes of breakers. BreakerByInstance has one for each instance of the callee,
// and the balancer passes over those whose breaker is open, as long as there are
// others; a shard (BalanceKey) has no substitute. BreakerByKey has one for each
// key, made when the key is first called for.
const (
	BreakerByEdge BreakerScope = iota
	BreakerByInstance
	BreakerByKey
	breakerOff
)

const (
	defaultBreakerWindow = 10 * Second
	defaultBreakerKeys   = 10_000
	maxBreakers          = 100_000
)

// filled returns the rule with its defaults filled in.
func (n Breaker) filled() Breaker {
	if n.Window == 0 {
		n.Window = defaultBreakerWindow
	}
	if n.SlowRatio == 0 {
		n.SlowRatio = 1
	}
	if n.Keys == 0 {
		n.Keys = defaultBreakerKeys
	}
	n.Probes = max(1, n.Probes)
	return n
}

// breaker is the state machine of a Breaker. Each change of state begins a new
// generation; what comes of attempts of an older one is not counted.
type breaker struct {
	past       rolling
	until      Time   // open: when probes are let through
	key        uint64 // BreakerByKey: whose it is
	newer      int32  // BreakerByKey: the next in the order of use
	older      int32
	run        int32 // failures in a row
	probes     int32 // half open: sent
	good, bad  int32 // half open: come back
	slow       int32 // half open: of those, slow
	generation uint32
	state      breakerState
}

type breakerState uint8

const (
	breakerClosed breakerState = iota
	breakerOpen
	breakerHalfOpen
)

// enter begins a state.
func (b *breaker) enter(state breakerState, now Time, rule *Breaker, generation uint32) {
	width := b.past.width
	*b = breaker{
		past: rolling{width: width, bucket: now / width}, state: state, generation: generation,
		key: b.key, newer: b.newer, older: b.older,
	}
	if state == breakerOpen {
		b.until = now + rule.Open
	}
}

// allows reports whether an attempt would be let through.
func (b *breaker) allows(now Time, rule *Breaker) bool {
	switch b.state {
	case breakerOpen:
		return now >= b.until
	case breakerHalfOpen:
		return int(b.probes) < rule.Probes
	}
	return true
}

// judge takes note of what became of an attempt, and returns the state that follows.
func (b *breaker) judge(now Time, ok, slow bool, rule *Breaker) breakerState {
	switch b.state {
	case breakerOpen:
		return breakerOpen
	case breakerHalfOpen:
		return b.probed(ok, slow, rule)
	}
	b.run++
	if ok {
		b.run = 0
	}
	if rule.Kind == BreakerConsecutive {
		if int(b.run) >= rule.Run {
			return breakerOpen
		}
		return breakerClosed
	}
	b.past.add(now, ok, slow)
	all := b.past.goods + b.past.bads
	if all >= int64(rule.Volume) && rule.tooMany(b.past.bads, b.past.tardys, all) {
		return breakerOpen
	}
	return breakerClosed
}

// tooMany reports whether so many failures or slow calls of so many open a breaker.
func (rule *Breaker) tooMany(bad, slow, all int64) bool {
	return bad > 0 && float64(bad) >= float64(rule.Ratio*float64(all)) ||
		slow > 0 && float64(slow) >= float64(rule.SlowRatio*float64(all))
}

// probed takes note of what became of a probe.
func (b *breaker) probed(ok, slow bool, rule *Breaker) breakerState {
	if ok {
		b.good++
	} else {
		b.bad++
	}
	if slow {
		b.slow++
	}
	switch {
	case rule.Kind == BreakerConsecutive && !ok:
		return breakerOpen
	case int(b.good+b.bad) < rule.Probes:
		return breakerHalfOpen
	case rule.Kind == BreakerRatio && rule.tooMany(int64(b.bad), int64(b.slow), int64(rule.Probes)):
		return breakerOpen
	}
	return breakerClosed
}
