package engine

// cacheStory is the system of the lesson "the cache that hid the cliff": 3,000
// requests a second over 20,000 keys, a warm look-aside cache, and a database
// good for 500 queries a second behind a queue of 1,000.
func cacheStory() System {
	return System{
		Nodes: []Node{
			{Name: "users", Client: &Client{
				Rate: 3000, Keys: Keys{Count: 20_000, Zipf: 1.05},
				Program: []Op{{Kind: OpLookup, Edge: 0}, {Kind: OpCall, Edge: 1}, {Kind: OpFill, Edge: 0}},
			}},
			{Name: "cache", Cache: &Cache{TTL: 40 * Second, TTLSpread: 0.5, WarmUp: true}},
			{Name: "db", Store: &Store{Workers: 10, Service: Dist{Kind: DistExponential, Mean: 20 * Millisecond}, Queue: 1000}},
		},
		Edges: []Edge{
			{From: 0, To: 1, Latency: 500 * Microsecond},
			{
				From: 0, To: 2, Latency: Millisecond, Timeout: Second, Attempts: 3,
				Backoff: Backoff{Kind: BackoffExponential, Base: 100 * Millisecond, Jitter: JitterFull},
				Late:    LateDiscard,
			},
		},
	}
}

// storyEnd is when the story ends; the cache is flushed at storyFlush.
const (
	storyFlush = 60 * Second
	storyEnd   = 240 * Second
)

// mustNew makes a simulation of a system that is known to be valid.
func mustNew(t interface {
	Helper()
	Fatal(...any)
}, sys System, seed uint64,
) *Sim {
	t.Helper()
	s, err := New(sys, seed)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
