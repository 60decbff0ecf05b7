package engine

import "fmt"

func (h *Hedge) validate() error {
	switch {
	case h.Extra < 0 || h.Extra > maxHedges:
		return fmt.Errorf("it hedges an attempt with %d more; give a number from 0 (none) to %d", h.Extra, maxHedges)
	case h.After < 0 || h.After > longestSpan:
		return fmt.Errorf("it hedges after %v s; give a time of a year at most, or 0 for at once", h.After.Seconds())
	case !(h.Quantile >= 0 && h.Quantile < 1):
		return fmt.Errorf("it hedges at the quantile %v of its latencies; give a number below 1, or 0 for a fixed time", h.Quantile)
	case !(h.Share >= 0 && h.Share <= maxHedges):
		return fmt.Errorf("it hedges a share %v of its calls; give a number from 0 (no bound) to %d", h.Share, maxHedges)
	}
	return nil
}

func (b *Breaker) validate() error {
	switch {
	case b.Kind > BreakerConsecutive:
		return fmt.Errorf("there is no breaker kind %d; use one of the Breaker constants", b.Kind)
	case b.Kind == BreakerRatio && !(b.Ratio > 0 && b.Ratio <= 1):
		return fmt.Errorf("its breaker opens at a share of failures of %v; give a number above 0, at most 1", b.Ratio)
	case b.Kind == BreakerRatio && (b.Volume < 1 || b.Volume > maxTokens):
		return fmt.Errorf("its breaker judges by %d attempts at least; give a number from 1 to %d", b.Volume, maxTokens)
	case b.Kind == BreakerConsecutive && (b.Run < 1 || b.Run > maxTokens):
		return fmt.Errorf("its breaker opens after %d failures in a row; give a number from 1 to %d", b.Run, maxTokens)
	case b.Window < 0 || b.Window > longestSpan:
		return fmt.Errorf("the window of its breaker is %v s; give a time of a year at most, or 0 for ten seconds", b.Window.Seconds())
	case b.Kind != BreakerNone && (b.Open <= 0 || b.Open > longestSpan):
		return fmt.Errorf("its breaker stays open for %v s; give a time above 0, a year at most", b.Open.Seconds())
	case b.Probes < 0 || b.Probes > maxTokens:
		return fmt.Errorf("its breaker lets %d probes through; give a number from 1 to %d, or 0 for one", b.Probes, maxTokens)
	case b.Slow < 0 || b.Slow > longestSpan:
		return fmt.Errorf("its breaker takes calls for slow after %v s; give a time of a year at most, or 0 for no such rule", b.Slow.Seconds())
	case b.Slow > 0 && b.Kind == BreakerConsecutive:
		return fmt.Errorf("its breaker counts failures in a row, and can't count slow calls; use BreakerRatio, or a Slow of 0")
	case !(b.SlowRatio >= 0 && b.SlowRatio <= 1):
		return fmt.Errorf("its breaker opens at a share of slow calls of %v; give a number above 0, at most 1, or 0 for 1", b.SlowRatio)
	case b.By > BreakerByKey:
		return fmt.Errorf("there is no scope %d of breakers; use BreakerByEdge, BreakerByInstance or BreakerByKey", b.By)
	case b.Keys < 0 || b.Keys > maxBreakers:
		return fmt.Errorf("it keeps the breakers of %d keys; give a number from 1 to %d, or 0 for %d", b.Keys, maxBreakers, defaultBreakerKeys)
	}
	return nil
}

func (l *CallLimit) validate() error {
	switch {
	case l.Kind > CallLimitAIMD:
		return fmt.Errorf("there is no kind %d of limits on calls; use one of the CallLimit constants", l.Kind)
	case l.Kind == CallLimitNone:
		return nil
	case l.Most < 1 || l.Most > maxTokens:
		return fmt.Errorf("its limit allows %d attempts at once; give a number from 1 to %d", l.Most, maxTokens)
	case l.Least < 0 || l.Least > l.Most:
		return fmt.Errorf("its limit shrinks to %d attempts at once; give a number from 1 to the most, %d, or 0 for 1", l.Least, l.Most)
	case l.Start < 0 || l.Start > maxTokens:
		return fmt.Errorf("its limit starts at %d attempts at once; give a number from 1 to %d, or 0 for %d", l.Start, maxTokens, callLimitStart)
	case l.Slow < 0 || l.Slow > longestSpan:
		return fmt.Errorf("its limit shrinks at answers slower than %v s; give a time of a year at most, or 0 for none", l.Slow.Seconds())
	case l.Decrease != 0 && !(l.Decrease >= 0.01 && l.Decrease <= 0.99):
		return fmt.Errorf("its limit shrinks by the factor %v; give a number from 0.01 to 0.99, or 0 for %v", l.Decrease, callLimitDecrease)
	}
	return nil
}
