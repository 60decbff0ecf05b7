package engine

// CallLimit bounds the attempts that a caller has out over an edge at once. What
// would be more fails at once, under CauseBulkhead.
//
// CallLimitAIMD finds the bound: an answer while at least half of it was in use
// raises it by 1/bound, so that a round trip of full use adds one; a timeout, a
// refusal, a broken connection or an answer slower than Slow multiplies it by
// Decrease, once for all that was sent before it shrank (additive increase,
// multiplicative decrease: Chiu and Jain 1989; as Netflix's concurrency-limits has
// it, but for the step up and the one decrease a round trip, which are TCP's).
// Errors by themselves change nothing: they say nothing of load.
type CallLimit struct {
	Kind     CallLimitKind
	Most     int     // CallLimitFixed: the bound; CallLimitAIMD: what it does not grow beyond; 1 or more
	Least    int     // CallLimitAIMD: what it does not shrink below; 0: 1
	Start    int     // CallLimitAIMD: what it is at first; 0: 20, as far as Least and Most allow
	Slow     Time    // CallLimitAIMD: 0: no answer is too slow
	Decrease float64 // CallLimitAIMD: above 0, below 1; 0: 0.9
}

// CallLimitKind is how the bound is found.
type CallLimitKind uint8

// Kinds of limits.
const (
	CallLimitNone CallLimitKind = iota
	CallLimitFixed
	CallLimitAIMD
)

const (
	callLimitStart    = 20
	callLimitDecrease = 0.9
)

// overload are the failures that say that the callee, or the way to it, is overloaded.
var overload = CausesOf(CauseTimeout, CauseRejected, CauseDropped, CauseLimited, CauseDown, CauseReset, CauseConnect)

// callLimit is the state of a CallLimit of one caller. It counts its bound in
// millionths.
type callLimit struct {
	rule     CallLimit
	most     int64
	inFlight int32
	cut      Time // when it last shrank: failures of what was sent before that are known
}

func (l *callLimit) configure(n CallLimit) {
	if n.Kind == CallLimitAIMD {
		n.Least = max(1, n.Least)
		if n.Start == 0 {
			n.Start = callLimitStart
		}
		if n.Decrease == 0 {
			n.Decrease = callLimitDecrease
		}
		if l.rule.Kind != CallLimitAIMD {
			l.most = int64(n.Start) * wholeToken
		}
	} else {
		n.Least = n.Most
		l.most = int64(n.Most) * wholeToken
	}
	l.rule = n
	l.setMost(l.most)
}

func (l *callLimit) setMost(v int64) {
	l.most = max(int64(l.rule.Least)*wholeToken, min(v, int64(l.rule.Most)*wholeToken))
}

// full reports whether no further attempt may be sent.
func (l *callLimit) full() bool {
	return l.rule.Kind != CallLimitNone && int64(l.inFlight) >= l.most/wholeToken
}

// enter counts an attempt that is sent.
func (l *callLimit) enter(at *attempt) {
	if l.rule.Kind != CallLimitNone {
		l.inFlight++
		at.counted = true
	}
}

// leave counts an attempt that the caller no longer waits for.
func (l *callLimit) leave(at *attempt) {
	if at.counted {
		l.inFlight--
		at.counted = false
	}
}

// learn takes note of what became of an attempt, which the caller no longer waits for.
func (l *callLimit) learn(now Time, at *attempt, ok bool, why Cause) {
	used := 2*int64(l.inFlight)*wholeToken >= l.most
	l.leave(at)
	if l.rule.Kind != CallLimitAIMD {
		return
	}
	slow := l.rule.Slow > 0 && now-at.sent > l.rule.Slow
	switch {
	case !ok && overload.Has(why) || slow:
		if at.sent > l.cut || l.cut == 0 {
			l.cut = now
			l.setMost(int64(float64(l.most) * l.rule.Decrease))
		}
	case ok && used:
		l.setMost(l.most + wholeToken*wholeToken/l.most)
	}
}
