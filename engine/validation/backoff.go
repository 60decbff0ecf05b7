package validation

import (
	"math"

	"sysprep/engine"
	"sysprep/engine/contention"
)

const ms = engine.Millisecond

// awsBackoffs are the five algorithms of the published simulator: base 5 ms, cap
// 2 s. Its first wait after a refusal is base*2, and ours is the base, so ours
// is 10 ms where waits double; decorrelated jitter starts from 5 ms in both.
var awsBackoffs = map[string]engine.Backoff{
	"None":        {},
	"Exponential": {Kind: engine.BackoffExponential, Base: 10 * ms, Cap: 2000 * ms},
	"EqualJitter": {Kind: engine.BackoffExponential, Base: 10 * ms, Cap: 2000 * ms, Jitter: engine.JitterEqual},
	"FullJitter":  {Kind: engine.BackoffExponential, Base: 10 * ms, Cap: 2000 * ms, Jitter: engine.JitterFull},
	"Decorr":      {Kind: engine.BackoffExponential, Base: 5 * ms, Cap: 2000 * ms, Jitter: engine.JitterDecorrelated},
}

func backoffTable() study {
	t := read("aws_backoff_jitter")
	s := study{source: Source{
		ID: t.name, Title: "Backoff and jitter: clients that contend for one row", Citation: t.citation,
		Model: "Package contention, with the engine's own backoff and jitter, network and parameters as published. Times are whole nanoseconds here and floating-point milliseconds there. Calls are writes.",
	}}
	for _, r := range t.rows {
		b, ok := awsBackoffs[r["algorithm"]]
		if !ok {
			panic("validation: there is no backoff " + r["algorithm"])
		}
		config := contention.Config{Clients: workersOf(r["clients"]), Backoff: b, Delay: 10 * ms, Spread: 2 * ms}
		trials := math.Sqrt(r.num("trials"))
		one := func(name, quantity string) Case {
			return Case{
				ID: t.name + "/clients=" + r["clients"] + "/" + r["algorithm"] + "/" + name, Source: t.name, Quantity: quantity,
				Published: r.num(name + "_mean"),
				Tolerance: Tolerance{Errors: simulated, PublishedSE: r.num(name+"_sd") / trials},
				Quick:     r["clients"] == "20",
			}
		}
		s.experiments = append(s.experiments, experiment{
			runs:  100,
			cases: []Case{one("calls", "calls until all are done"), one("time_ms", "time until all are done, ms")},
			run: func(seed uint64) ([]float64, error) {
				got, err := contention.Run(config, seed)
				return []float64{float64(got.Writes), float64(got.Done) / float64(ms)}, err
			},
		})
	}
	return s
}
