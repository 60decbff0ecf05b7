package validation

import "math"

// retryStrategies compares with Brooker's simulation of clients whose attempts
// fail independently. The published numbers are shares of some 40,000 calls.
func retryStrategies() study {
	t := read("brooker_retry_strategies")
	s := study{source: Source{
		ID: t.name, Title: "Retry strategies under independent failures", Citation: t.citation,
		Model: "The strategies without retries and with three, against a store that answers each attempt with an error with that probability, and has a worker for everyone. The published run has 100 clients and a network of 10 ms, which do not matter to these ratios. Left out: the token bucket that earns at each call, and the breaker over a client's lifetime, which these calls do not have. The published standard errors are those of that many independent calls.",
	}}
	for _, strategy := range []struct {
		name     string
		attempts int
	}{{"no_retries", 1}, {"three_retries", 4}} {
		for _, p := range []string{"0.01", "0.05", "0.1", "0.2", "0.3", "0.5", "0.75"} {
			r := t.at("failure_rate", p, "strategy", strategy.name)
			fail, calls := r.num("failure_rate"), r.num("calls")
			successSE, attemptsSE := retrySpread(fail, strategy.attempts)
			one := func(name, quantity, column string, spread float64) Case {
				return Case{
					ID: t.name + "/" + strategy.name + "/failure=" + p + "/" + name, Source: t.name, Quantity: quantity,
					Published: r.num(column),
					// The table has five decimals.
					Tolerance: Tolerance{Errors: simulated, PublishedSE: spread / math.Sqrt(calls), Relative: rounding},
					Quick:     p == "0.5",
				}
			}
			cases := []Case{one("success", "share of calls answered", "success_ratio", successSE)}
			if strategy.attempts > 1 {
				cases = append(cases, one("attempts", "attempts per call", "attempts_per_call", attemptsSE))
			}
			sys := queueing(1, 1_000_000, 0, 4_000)
			sys.Nodes[1].Store.Fail.Share = fail
			sys.Edges[0].Attempts = strategy.attempts
			s.experiments = append(s.experiments, experiment{runs: 24, cases: cases, run: func(seed uint64) ([]float64, error) {
				sum, err := total(sys, seed)
				return []float64{succeeded(sum), amplified(sum)}[:len(cases)], err
			}})
		}
	}
	return s
}

// retrySpread returns the standard deviations of one call's success and of its
// number of attempts, when each of at most n attempts fails with probability p.
func retrySpread(p float64, n int) (success, attempts float64) {
	lost := math.Pow(p, float64(n))
	mean, square, reach := 0.0, 0.0, 1.0 // reach: the probability of an attempt k
	for k := 1; k <= n; k++ {
		mean += reach
		square += float64(float64(2*k-1) * reach)
		reach *= p
	}
	return math.Sqrt(lost * (1 - lost)), math.Sqrt(max(0, square-float64(mean*mean)))
}
