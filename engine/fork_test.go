package engine

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// immutable are the parts of a Sim that forks share because they are never
// changed once they are there, by path; indexes are written [].
var immutable = []string{
	"sys",            // Reconfigure replaces it
	"nodes", "sites", // made by New; versions replace them
	"programs",         // replaced when a number changes
	"programs[].steps", // the same
	"versions[].sys",   // never changed
	"fans[].programs",  // made by New
	"clients[].zipf",   // a table
	"windows",          // closed windows; each Sim appends behind a clipped end
}

// shared walks two values of the same type side by side, and returns the paths at
// which both lead to the same memory.
func shared(a, b reflect.Value, path string) (found []string) {
	switch a.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func:
		if a.IsNil() || b.IsNil() {
			return nil
		}
		if a.Pointer() == b.Pointer() {
			return []string{path}
		}
		if a.Kind() == reflect.Pointer {
			return shared(a.Elem(), b.Elem(), path)
		}
	case reflect.Interface:
		if !a.IsNil() && !b.IsNil() {
			return shared(a.Elem(), b.Elem(), path)
		}
	case reflect.Slice:
		if a.Cap() > 0 && b.Cap() > 0 && a.Pointer() == b.Pointer() {
			return []string{path}
		}
		for i := range min(a.Len(), b.Len()) {
			found = append(found, shared(a.Index(i), b.Index(i), path+"[]")...)
		}
	case reflect.Array:
		for i := range a.Len() {
			found = append(found, shared(a.Index(i), b.Index(i), path+"[]")...)
		}
	case reflect.Struct:
		for i := range a.NumField() {
			name := a.Type().Field(i).Name
			if path != "" {
				name = path + "." + name
			}
			found = append(found, shared(a.Field(i), b.Field(i), name)...)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// sink is a system in which as much as possible has a state.
func sink() System {
	sys := mesh()
	sys.Nodes = append(sys.Nodes,
		Node{Name: "rows", Cache: &Cache{Capacity: 50, TTL: 20 * Millisecond, Stale: 50 * Millisecond, Missing: 0.1, NegativeTTL: Second}},
		Node{Name: "shards", Store: &Store{Workers: 2, Service: Dist{Mean: 5 * Millisecond}, Queue: 20, Instances: 4}},
		Node{Name: "crowd", Client: &Client{Keys: Keys{Count: 100}, Population: Population{Users: 20, Think: Dist{Mean: 50 * Millisecond}}}},
	)
	crowd, rows, shards := len(sys.Nodes)-1, len(sys.Nodes)-3, len(sys.Nodes)-2
	first := len(sys.Edges)
	sys.Edges = append(sys.Edges,
		Edge{From: crowd, To: rows},
		Edge{
			From: crowd, To: shards, Timeout: 40 * Millisecond, Attempts: 3, Coalesce: true,
			Hedge:   Hedge{Extra: 1, Quantile: 0.9, After: 5 * Millisecond},
			Network: Network{Request: Path{Jitter: Dist{Mean: Millisecond}, Loss: 0.01}, Ordered: true},
			Breaker: Breaker{Kind: BreakerConsecutive, Run: 3, Open: 100 * Millisecond, By: BreakerByInstance},
			Balance: Balance{Kind: BalanceLeast, Stale: 10 * Millisecond},
		})
	payer := len(sys.Nodes)
	sys.Nodes = append(sys.Nodes,
		Node{Name: "payer", Client: &Client{
			Rate: 200, Keys: Keys{Count: 100}, PatienceDist: Dist{Mean: 60 * Millisecond}, Twins: 0.1,
			Program: []Op{{Kind: OpCall, Edge: first + 2, Effect: true, Amount: 5}},
		}},
		Node{Name: "asker", Client: &Client{
			Rate: 30, Keys: Keys{Count: 100},
			Program: []Op{{Kind: OpFan, Fan: &Fan{Edges: []int{first + 3}, Width: 3, Least: 1, Budget: 30 * Millisecond}}},
		}},
		Node{Name: "bank", Store: &Store{Workers: 3, Service: Dist{Mean: 10 * Millisecond}, Queue: 20, GC: GC{Every: Second, Pause: Dist{Mean: 20 * Millisecond}}}},
	)
	uplink := Path{Bytes: 1000, Link: "uplink"}
	sys.Links = []Link{{Name: "uplink", Rate: 1e6, Buffer: 50_000}}
	sys.Edges = append(sys.Edges,
		Edge{
			From: payer, To: payer + 2, Timeout: 30 * Millisecond, Attempts: 3,
			Steps:       Steps{StepPostRequest: 0.02, StepPostReply: 0.05, StepUpdateServer: 0.02},
			Idempotency: Idempotency{Key: KeyRequest, Lifetime: Second, Atomic: true},
			Network:     Network{Request: uplink, Reply: uplink},
		},
		Edge{From: payer + 1, To: shards, Timeout: 40 * Millisecond, Late: LateStop})
	sys.Nodes[crowd].Client.Program = []Op{{Kind: OpLookup, Edge: first}, {Kind: OpCall, Edge: first + 1}, {Kind: OpFill, Edge: first}}
	return sys
}

// TestForkSharesNothingThatChanges looks at the memory of a Sim and of its fork:
// what both have is on the list of what never changes, with what lies below it.
func TestForkSharesNothingThatChanges(t *testing.T) {
	for name, sys := range map[string]System{"sink": sink(), "cache story": cacheStory()} {
		s := mustNew(t, sys, 1)
		s.Sample(2)
		s.Raster(10)
		s.RunUntil(2 * Second)
		for _, path := range shared(reflect.ValueOf(s).Elem(), reflect.ValueOf(s.Fork()).Elem(), "") {
			below := slices.ContainsFunc(immutable, func(p string) bool {
				return path == p || strings.HasPrefix(path, p+".") || strings.HasPrefix(path, p+"[")
			})
			if !below {
				t.Errorf("%s: a fork shares %s: clone it in Fork, or say in this test why it never changes", name, path)
			}
		}
	}
}

// TestForkIsLeftAlone: a fork of a system with a lot of state is what it was while
// its original goes on, and goes the same way afterwards.
func TestForkIsLeftAlone(t *testing.T) {
	s := mustNew(t, sink(), 1)
	s.Raster(10)
	for range 20 {
		s.RunUntil(s.Now() + 50*Millisecond)
		fork, hash := s.Fork(), s.Hash()
		if fork.Hash() != hash {
			t.Fatal("a fork has another hash than its original")
		}
		s.RunUntil(s.Now() + 50*Millisecond)
		if fork.Hash() != hash {
			t.Fatalf("at %v s a fork changed with its original", s.Now().Seconds())
		}
		fork.RunUntil(s.Now())
		if fork.Hash() != s.Hash() {
			t.Fatalf("at %v s a fork went another way", s.Now().Seconds())
		}
	}
}

// TestSharedFindsWhatIsShared tries the walk on two values.
func TestSharedFindsWhatIsShared(t *testing.T) {
	type inner struct{ list []int }
	type outer struct {
		own, both []int
		deep      []inner
		table     map[int]int
	}
	list, table := []int{1}, map[int]int{}
	a := outer{own: []int{1}, both: list, deep: []inner{{list}}, table: table}
	b := outer{own: []int{1}, both: list, deep: []inner{{list}}, table: table}
	got := strings.Join(shared(reflect.ValueOf(a), reflect.ValueOf(b), ""), " ")
	if want := regexp.MustCompile(`^both deep\[\]\.list table$`); !want.MatchString(got) {
		t.Errorf("shared: %q", got)
	}
}

// TestNothingAllocatesInSteadyState: neither do networks, hedges, populations,
// stale rows and what else a sink has, once its pools have grown.
func TestNothingAllocatesInSteadyState(t *testing.T) {
	sys := sink()
	sys.Window = 1000 * Second
	s := mustNew(t, sys, 1)
	s.RunUntil(60 * Second)
	if n := testing.AllocsPerRun(10, func() { s.RunUntil(s.Now() + Second) }); n != 0 {
		t.Errorf("%v allocations in a second, want none", n)
	}
}
