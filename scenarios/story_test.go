package scenarios

// story is a small version of the cache story: it collapses within half a minute.
func story() *Scenario {
	return &Scenario{
		ID: "story", Title: "A small cache story", Horizon: Duration(60e9),
		Nodes: []Node{
			{ID: "users", Kind: "client", Rate: 600, Keys: Keys{Count: 1500, Zipf: 0.8}, Does: []Step{{Lookup: "lookup"}, {Call: "read"}, {Fill: "lookup"}}},
			{ID: "cache", Kind: "cache", TTL: Duration(30e9), TTLSpread: 0.5, Start: "full"},
			{ID: "db", Kind: "store", Workers: 4, Service: Service{Dist: "exponential", Mean: Duration(40e6)}, Queue: 400},
		},
		Edges: []Edge{
			{ID: "lookup", From: "users", To: "cache", Latency: Duration(500e3)},
			{
				ID: "read", From: "users", To: "db", Latency: Duration(500e3), Timeout: Duration(1e9), Attempts: 3,
				Backoff: Backoff{Kind: "exponential", Base: Duration(100e6), Jitter: "full"}, Late: "discard",
			},
		},
		Knobs: []Knob{
			{ID: "queue", Label: "queue", Path: "nodes.db.queue", Min: "0", Max: "5000", Steps: []string{"0", "50", "400", "1000"}},
			{ID: "attempts", Label: "attempts", Path: "edges.read.attempts", Min: "1", Max: "5", Steps: []string{"1", "2", "3"}},
			{ID: "timeout", Label: "timeout", Path: "edges.read.timeout", Min: "50ms", Max: "30s", Steps: []string{"500ms", "1s", "10s"}},
			{ID: "late", Label: "late rows", Path: "edges.read.late", Values: []string{"discard", "fill", "cancel"}},
			{ID: "coalesce", Label: "coalesce", Path: "edges.read.coalesce", Values: []string{"off", "on"}},
			{ID: "admit", Label: "admit", Path: "nodes.users.admit", Max: "10000/s", Min: "0"},
		},
		Faults: []Fault{
			{ID: "flush", Label: "flush", Kind: "flush", Target: "cache", At: Duration(15e9), On: true},
			{ID: "shed", Label: "shed", Kind: "shed", Target: "users", At: Duration(30e9), For: Duration(10e9), Ramp: Duration(5e9), Fraction: 0.9},
			{ID: "slow", Label: "slow", Kind: "slow", Target: "db", For: Duration(2e9), Factor: 3},
			{ID: "down", Label: "down", Kind: "down", Target: "db"},
		},
		Charts: []Chart{{Metric: "goodput", Label: "goodput"}},
		Goals: []Goal{
			{ID: "healthy", Text: "well before the flush", Condition: Condition{Metric: "goodput_ratio", Window: []Duration{5e9, 15e9}, Op: ">=", Value: "99%"}},
			{ID: "recovers", Text: "recovers in 20 s", Condition: Condition{Metric: "recovery_time", Op: "<=", Value: "20s"}},
		},
		Expect: []Expect{
			{ID: "trap", Says: "it stays down", Condition: Condition{Metric: "goodput_ratio", Window: []Duration{50e9, 58e9}, Op: "<=", Value: "30%"}},
		},
	}
}
