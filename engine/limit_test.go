package engine

import (
	"math"
	"strings"
	"testing"
)

func limitedShare(r totals) float64 { return r.limited / r.offered }

// TestRateLimit: a bucket of one token is a counter with a dead time of the
// interval: of Poisson arrivals a share 1/(1+arrivals*interval) is let in (type I
// counter, Feller vol. 2, XI.3). A large one lets in what the rate is.
func TestRateLimit(t *testing.T) {
	for _, c := range []struct {
		name        string
		rate, share float64
		burst       int
	}{
		{"one token", 0.5, 1 - 1/(1+0.8/0.5), 1},
		{"many tokens", 0.5, 1 - 0.5/0.8, 1000},
		{"more than comes", 1.6, 0, 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			sys := queueing(0.8, 1_000_000, 0)
			sys.Nodes[1].Store.Limits = Limits{Rate: c.rate * float64(Second/unit), Burst: c.burst}
			holds(t, sys, quantity{"limited", c.share, limitedShare, 1e-9})
		})
	}
}

// TestConcurrencyLimit: at one worker it is the K of M/M/1/K.
func TestConcurrencyLimit(t *testing.T) {
	want := find(t, table(t, "queue_mm1k_loss.csv"), row{"K": 5, "rho": 0.9})
	sys := queueing(0.9, 1, -1)
	sys.Nodes[1].Store.Limits.Concurrency = 5
	holds(t, sys, quantity{"limited", want["p_loss"], limitedShare, 0})
}

// TestShedByClass holds a queue that one of two classes may fill by half only
// against its birth and death chain.
func TestShedByClass(t *testing.T) {
	const urgent, batch, room, half = 0.6, 0.9, 8, 4 // half of the room, and one in service
	p := []float64{1}
	sum := 1.0
	for n := 1; n <= room+1; n++ {
		in := urgent
		if n-1 <= half { // with n-1 in the system, n-2 wait
			in += batch
		}
		p = append(p, p[n-1]*in)
		sum += p[n]
	}
	shed := 0.0
	for n := half + 1; n <= room+1; n++ {
		shed += p[n] / sum
	}
	sys := queueing(urgent, 1, room)
	sys.Nodes = append(sys.Nodes, Node{Name: "batch", Client: &Client{
		Rate: batch * float64(Second/unit), Keys: Keys{Count: 100}, Class: 3, Program: []Op{{Kind: OpCall, Edge: 1}},
	}})
	sys.Edges = append(sys.Edges, Edge{From: 2, To: 1})
	sys.Nodes[1].Store.Limits.Shed = []Shed{{Class: 2, Above: 0.5}}
	holds(t, sys,
		quantity{"shed", shed * batch / (urgent + batch), limitedShare, 0},
		quantity{"rejected", p[room+1] / sum * urgent / (urgent + batch), func(r totals) float64 { return r.rejected / r.offered }, 0})
}

// TestShedRules: a rule holds for its class and those below it, until one of them
// has its own.
func TestShedRules(t *testing.T) {
	var at [maxClass + 1]int32
	shedAt(&at, []Shed{{4, 0.25, ShedOfQueue}, {1, 0.5, ShedOfQueue}, {2, 0, ShedOfWorkers}}, ShedOfQueue, 10)
	if want := [maxClass + 1]int32{math.MaxInt32, 5, 5, 5, 3, 3, 3, 3}; at != want {
		t.Errorf("shed from %v on, want %v", at, want)
	}
	shedAt(&at, []Shed{{2, 0.9, ShedOfWorkers}}, ShedOfWorkers, 4)
	if at[1] != math.MaxInt32 || at[2] != 4 || at[7] != 4 {
		t.Errorf("shed from %v busy workers on", at)
	}
}

func TestBadLimitsAreRefused(t *testing.T) {
	for _, c := range []struct {
		want string
		l    Limits
	}{
		{"rate limit is -1", Limits{Rate: -1}},
		{"bursts of -1", Limits{Burst: -1}},
		{"a year at most", Limits{Rate: 1e-6, Burst: 100}},
		{"concurrency limit is -1", Limits{Concurrency: -1}},
		{"of class 8", Limits{Shed: []Shed{{Class: 8}}}},
		{"a share of 2", Limits{Shed: []Shed{{Above: 2}}}},
		{"of kind 2", Limits{Shed: []Shed{{Of: 2}}}},
		{"which has no bound", Limits{Shed: []Shed{{Class: 1, Above: 0.5}}}},
	} {
		sys := queueing(0.5, 1, -1)
		sys.Nodes[1].Store.Limits = c.l
		if err := sys.Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want an error with %q", c.l, err, c.want)
		}
	}
}
