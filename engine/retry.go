package engine

// Causes is a set of Causes. The zero value stands for all of them where a set
// says what is retried.
type Causes uint32

// CausesOf returns the set of the given causes.
func CausesOf(list ...Cause) Causes {
	var c Causes
	for _, why := range list {
		c |= 1 << why
	}
	return c
}

// Has reports whether the set holds a cause.
func (c Causes) Has(why Cause) bool { return c&(1<<why) != 0 }

// Retryable returns the causes under which an attempt can fail that there may be
// another one after.
func Retryable() Causes { return retryable }

var retryable = CausesOf(CauseRejected, CauseTimeout, CauseDown, CauseFailed, CauseDropped, CauseReset, CauseLimited, CauseUnsent, CauseInvalid, CauseForgotten, CauseConflict, CauseConnect)

// failed handles the failure of the last attempt that was out for a call: another
// one after the backoff, or after what the callee asked for if that is longer; or
// the end.
func (s *Sim) failed(r int32, why Cause) {
	q := &s.requests.items[r]
	e := &s.edges[s.programs[q.program].steps[q.pc].edge]
	if q.tries >= e.attempts || q.again == Never || !e.retryOn.Has(why) {
		s.settle(r, false, why)
		return
	}
	q.pause = e.backoff.pause(q.tries, q.pause, &e.jitter)
	wait := max(q.pause, q.again)
	if s.Now()+wait >= q.deadline {
		s.settle(r, false, why)
		return
	}
	if !e.caller(q).budget.retry() {
		e.count.Withheld++
		s.settle(r, false, why)
		return
	}
	s.queue.At(int64(s.Now()+wait), evRetry, r)
}

// retry sends the next attempt after a backoff. A request that was stopped goes
// on only for those that joined its call.
func (s *Sim) retry(r int32) {
	if q := &s.requests.items[r]; q.gone && !q.leads {
		s.requests.give(r)
		return
	}
	if s.pausing && s.later(r, evRetry) {
		return
	}
	s.send(r)
}
