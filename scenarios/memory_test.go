package scenarios

import (
	"strings"
	"testing"

	"sysprep/engine"
)

// flood has a million requests a second under way for longer than the run lasts.
func flood() *Scenario {
	return &Scenario{
		ID: "flood", Horizon: Duration(100 * engine.Second),
		Nodes: []Node{
			{ID: "users", Kind: "client", Rate: 1_000_000, Keys: Keys{Count: 10}, Does: []Step{{Call: "read"}}},
			{ID: "db", Kind: "store", Workers: 10, Queue: 10, Service: Service{Dist: "constant", Mean: Duration(engine.Millisecond)}},
		},
		Edges: []Edge{{ID: "read", From: "users", To: "db", Latency: Duration(1000 * engine.Second), Timeout: Duration(5000 * engine.Second)}},
	}
}

func TestARunThatFillsTheMemoryIsStopped(t *testing.T) {
	r, err := flood().Start(nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	r.Advance(100 * engine.Second)
	if took := r.sim.Bytes(); !r.Over() || took < MostStateBytes || took > 2*MostStateBytes {
		t.Errorf("over %v at %s, with %d bytes", r.Over(), Duration(r.Now()), took)
	}
	out := r.Result()
	if c := out.Diagnose(); out.Outcome() != "stopped" || c.Key != "memory" {
		t.Errorf("%s: %s", out.Outcome(), c.Text)
	}
}

func TestASystemThatFillsTheMemoryIsRefused(t *testing.T) {
	for name, turn := range map[string]func(*Scenario){
		"caches": func(s *Scenario) {
			s.Nodes[0].Keys = Keys{Count: 10_000_000}
			s.Nodes = append(s.Nodes, Node{ID: "cache", Kind: "cache"})
		},
		"laws": func(s *Scenario) { s.Nodes[0].Keys = Keys{Count: 10_000_000, Zipf: 0.9}; s.twice("again") },
		"users": func(s *Scenario) {
			s.Nodes[0].Rate, s.Nodes[0].Users, s.Nodes[0].Think = 0, 1_000_000, Service{Dist: "constant", Mean: Duration(engine.Second)}
			for _, id := range []string{"b", "c", "d"} {
				s.twice(id)
			}
		},
		"senders": func(s *Scenario) {
			*s = Scenario{ID: "rack", Model: ModelTransport, Horizon: s.Horizon, Transport: &Transport{Rate: 1e9, BufferPackets: 100, Flow: Flow{Senders: 100_000, MaxWindow: 1 << 16, Response: 1000, RTT: Duration(engine.Millisecond), Every: Duration(engine.Second)}}}
		},
	} {
		s := flood()
		turn(s)
		_, err := s.Start(nil, 1)
		if err == nil || !strings.Contains(err.Error(), "the system is too large") || !strings.Contains(err.Error(), "lower its instances, users, callers or keys") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// twice adds a second client like the first.
func (s *Scenario) twice(id string) {
	n := s.Nodes[0]
	n.ID, n.Does = id, []Step{{Call: id}}
	s.Nodes = append(s.Nodes, n)
	s.Edges = append(s.Edges, Edge{ID: id, From: id, To: "db", Timeout: Duration(engine.Second)})
}

// TestThinnedCopiesRewindToTheSameRun: a large state leaves few copies, and going back comes to the same.
func TestThinnedCopiesRewindToTheSameRun(t *testing.T) {
	s := flood()
	s.Nodes[0].Rate, s.Edges[0].Latency, s.Nodes[0].Keys = 500, Duration(engine.Millisecond), Keys{Count: 400_000}
	s.Nodes = append(s.Nodes, Node{ID: "cache", Kind: "cache", TTL: Duration(engine.Second)})
	s.Edges = append(s.Edges, Edge{ID: "look", From: "users", To: "cache"})
	s.Nodes[0].Does = []Step{{Lookup: "look"}, {Call: "read"}}
	s.Horizon = Duration(900 * engine.Second)
	r, err := s.Start(nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	r.Advance(437 * engine.Second)
	was := r.sim.Hash()
	r.Advance(900 * engine.Second)
	end, took := r.sim.Hash(), int64(0)
	for _, c := range r.marks {
		took += c.sim.Bytes()
	}
	if r.stretch < 2 || took > mostMarkBytes+2*r.sim.Bytes() {
		t.Errorf("%d copies take %d bytes, made %d times as seldom", len(r.marks), took, r.stretch)
	}
	if r.Seek(437 * engine.Second); r.sim.Hash() != was {
		t.Error("another state after going back")
	}
	if r.Seek(900 * engine.Second); r.sim.Hash() != end {
		t.Error("another end after going back")
	}
}
