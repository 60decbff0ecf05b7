package scenarios

import (
	"fmt"

	"sysprep/engine"
)

// Cause is why a run went wrong. Runs with the same Key failed alike; Text has the
// numbers of one of them.
type Cause struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// Diagnose looks for what held the run down, from the most telling sign to the least:
// ill health before anything happened, work for nobody, users turned away, refusals, slow recovery.
// Which goals the run missed is Why's to tell.
func (r *Result) Diagnose() Cause {
	if r.Crowded {
		return Cause{"memory", "the run was stopped: too much was under way at once to keep in memory"}
	}
	if r.Exhausted {
		return Cause{"budget", "the run was stopped: it needed too many events"}
	}
	if c, ok := r.illBefore(); ok {
		return c
	}
	if c, ok := r.slowToReconnect(); ok {
		return c
	}
	lo, hi := r.tail()
	if share := r.share(lo, hi); share < recovered {
		if r.model() == (requestModel{}) {
			return r.holdingDown(span(r.Windows[lo:hi]))
		}
		key, text := r.model().why(r, lo, hi)
		return Cause{"down-" + key, fmt.Sprintf("at the end %s is only %s: %s", r.model().good(), sharePercent(share), text)}
	}
	return r.slowRecovery()
}

// illBefore says whether the design was already losing requests before the first thing that
// happens: a fault, an act, or a surge of the load. Where nothing ever happens, it is the whole run.
func (r *Result) illBefore() (Cause, bool) {
	lo, hi := r.within(0, r.First)
	share := r.share(lo, hi)
	if share >= recovered || r.share(hi-(hi-lo)/4, hi) >= recovered { // it only took its time to start
		return Cause{}, false
	}
	if share >= underWay && r.model() == (requestModel{}) && span(r.Windows[lo:hi]).sum(lostAny) == 0 {
		return Cause{}, false // what isn't answered yet is under way
	}
	_, text := r.model().why(r, lo, hi)
	if r.First == engine.Never {
		return Cause{"ill", fmt.Sprintf("%s is only %s, though nothing goes wrong: %s", r.model().good(), sharePercent(share), text)}, true
	}
	return Cause{"ill-before", fmt.Sprintf("%s is only %s before anything goes wrong: %s", r.model().good(), sharePercent(share), text)}, true
}

// underWay is a share of answers below which requests that are merely slow are ill, too.
const underWay = 0.9

func lostAny(w *engine.Window) (n int64) {
	for _, c := range w.Lost {
		n += c
	}
	return n
}

var lossWords = [engine.NumCauses]string{
	engine.CauseShed:      "are turned away at the door",
	engine.CauseRejected:  "find the queue full",
	engine.CauseTimeout:   "get no answer in time",
	engine.CauseDown:      "call something that is down",
	engine.CauseFailed:    "get an error",
	engine.CauseDropped:   "are refused after a wait",
	engine.CauseThrottled: "are held back by a throttle",
	engine.CauseBreaker:   "find a breaker open",
	engine.CauseLimited:   "are over a limit",
	engine.CauseReset:     "have their connection broken",
	engine.CauseUnsent:    "can't be sent",
	engine.CauseInvalid:   "can't be read",
	engine.CauseForgotten: "get an answer that the caller loses",
	engine.CauseConflict:  "are refused because of their idempotency key",
	engine.CauseBulkhead:  "find too many calls out",
	engine.CauseConnect:   "get no connection",
}

// mainLoss is the cause that most requests were lost to, per second.
func (r *Result) mainLoss(w span) (engine.Cause, float64) {
	var best engine.Cause
	var most float64 = -1
	for c := range engine.Cause(engine.NumCauses) {
		if n := w.sum(lost(c)); n > most {
			best, most = c, n
		}
	}
	return best, ratio(most, w.seconds(), 0)
}

// holdingDown names what keeps the system down at the end of the run.
func (r *Result) holdingDown(end span) Cause {
	for i, n := range r.System.Nodes {
		if n.Store == nil {
			continue
		}
		if c, ok := r.ghostLoop(end, i); ok {
			return c
		}
	}
	why, n := r.mainLoss(end)
	share := sharePercent(ratio(end.sum(answered), end.sum(offered), 1))
	key := "down-" + why.String()
	switch why {
	case engine.CauseShed:
		return Cause{key, fmt.Sprintf("at the end the door still turns away %s requests a second, and goodput is %s", thousands(n), share)}
	case engine.CauseRejected:
		return Cause{key, fmt.Sprintf("the queue is full and stays full: %s requests a second are refused at the end, and goodput is %s", thousands(n), share)}
	}
	return Cause{key, fmt.Sprintf("at the end %s requests a second %s, and goodput is %s", thousands(n), lossWords[why], share)}
}

// ghostLoop says whether a store spends most of its work on callers who have gone.
func (r *Result) ghostLoop(end span, i int) (Cause, bool) {
	store := r.System.Nodes[i].Store
	done := end.sum(atNode(i, served))
	gone := end.sum(atNode(i, ghosts))
	if done == 0 || gone/done < 0.5 {
		return Cause{}, false
	}
	rows := ratio(end.sum(atNode(i, func(n *engine.NodeWindow) int64 { return n.Queue })), float64(len(end)), 0)
	wait := rows * store.Service.Mean.Seconds() / float64(store.Workers*max(1, store.Instances))
	var patience engine.Time
	for _, e := range r.System.Edges {
		if e.To == i {
			patience = max(patience, e.Timeout)
		}
	}
	if wait < patience.Seconds()/2 {
		return Cause{}, false // it is not for the queue that callers have gone
	}
	return Cause{"ghosts", fmt.Sprintf("the queue holds %s rows, a wait of %.1f s; callers leave after %.1f s, so %s of the rows are read for nobody",
		thousands(rows), wait, patience.Seconds(), sharePercent(gone/done))}, true
}

// slowRecovery is about a run that ended well, but not soon enough.
func (r *Result) slowRecovery() Cause {
	t := recoveryTime(r, nil, 0)
	lo, hi := r.within(r.Trigger, engine.Never)
	if r.model() == (requestModel{}) {
		why, n := r.mainLoss(span(r.Windows[lo:hi]))
		if t == 0 || n == 0 {
			return Cause{"goal", "a goal was missed, though nothing was lost to speak of: look at its numbers"}
		}
		return Cause{"slow-" + why.String(), fmt.Sprintf("it recovers, but only %.0f s after the fault; until the end %s requests a second %s on average", t, thousands(n), lossWords[why])}
	}
	if good, offered := r.model().flow(r, lo, hi); t == 0 || good >= offered {
		return Cause{"goal", "a goal was missed, though nothing was lost to speak of: look at its numbers"}
	}
	key, text := r.model().why(r, lo, hi)
	return Cause{"slow-" + key, fmt.Sprintf("it recovers, but only %s after the fault; until the end %s", Duration(t*1e9), text)}
}

// sharePercent never rounds a share that is short of the whole up to 100 %.
func sharePercent(v float64) string {
	if v > 0.995 && v < 1 {
		return trimTo(float64(int(v*1000))/10, 1) + " %"
	}
	return trimTo(v*100, 0) + " %"
}
