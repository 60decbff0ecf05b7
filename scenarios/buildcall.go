package scenarios

import (
	"fmt"

	"sysprep/engine"
)

// retryCauses are the failures of an attempt that an edge can retry.
var retryCauses = func() (list names[engine.Cause]) {
	for why := range engine.Cause(engine.NumCauses) {
		if engine.Retryable().Has(why) {
			list = append(list, struct {
				word  string
				value engine.Cause
			}{why.String(), why})
		}
	}
	return list
}()

func buildRetryOn(words []string) (set engine.Causes, err error) {
	for _, w := range words {
		if w == "" {
			return 0, fmt.Errorf("retry_on has an empty word: leave it out, or name a failure")
		}
		why, err := oneOf("retry_on", w, retryCauses)
		if err != nil {
			return 0, err
		}
		set |= engine.CausesOf(why)
	}
	return set, nil
}

// buildPushBack reads a span of time or "never".
func buildPushBack(text string) (engine.Time, error) {
	switch text {
	case "":
		return 0, nil
	case "never":
		return engine.Never, nil
	}
	d, err := ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("push_back %q: write a time such as 2s, or never", text)
	}
	return engine.Time(d), nil
}

// buildCallPolicies builds what an edge has of hedges, breakers, limits and callers.
func buildCallPolicies(e Edge, out *engine.Edge) (err error) {
	h := e.Hedge
	out.Hedge = engine.Hedge{Extra: h.Extra, After: engine.Time(h.After), Quantile: float64(h.Quantile), Share: float64(h.Share), Tied: h.Tied}
	b := e.Breaker
	out.Breaker = engine.Breaker{
		Ratio: float64(b.Ratio), Volume: b.Volume, Window: engine.Time(b.Window), Run: b.Run, Open: engine.Time(b.Open), Probes: b.Probes,
		Slow: engine.Time(b.Slow), SlowRatio: float64(b.SlowRatio), Keys: b.Keys,
	}
	if out.Breaker.Kind, err = oneOf("breaker.kind", b.Kind, breakerKinds); err != nil {
		return err
	}
	if out.Breaker.By, err = oneOf("breaker.by", b.By, breakerScopes); err != nil {
		return err
	}
	l := e.Limit
	out.Callers = e.Callers
	out.Limit = engine.CallLimit{Most: l.Most, Least: l.Least, Start: l.Start, Slow: engine.Time(l.Slow), Decrease: l.Decrease}
	out.Limit.Kind, err = oneOf("limit.kind", l.Kind, callLimitKinds)
	return err
}

var (
	breakerKinds   = names[engine.BreakerKind]{{"none", engine.BreakerNone}, {"ratio", engine.BreakerRatio}, {"consecutive", engine.BreakerConsecutive}}
	breakerScopes  = names[engine.BreakerScope]{{"edge", engine.BreakerByEdge}, {"instance", engine.BreakerByInstance}, {"key", engine.BreakerByKey}}
	callLimitKinds = names[engine.CallLimitKind]{{"none", engine.CallLimitNone}, {"fixed", engine.CallLimitFixed}, {"aimd", engine.CallLimitAIMD}}
)
