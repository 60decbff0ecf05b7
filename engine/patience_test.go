package engine

import (
	"fmt"
	"math"
	"testing"
)

// around says how far the mean of values over seeds is from what it should be, in standard errors.
func around(t *testing.T, name string, want float64, values []float64) {
	t.Helper()
	n := float64(len(values))
	sum, squares := 0.0, 0.0
	for _, v := range values {
		sum += v
	}
	mean := sum / n
	for _, v := range values {
		squares += (v - mean) * (v - mean)
	}
	se := math.Sqrt(squares / n / (n - 1))
	if off := math.Abs(mean - want); !(off <= 3*se+1e-5*math.Abs(want)) {
		t.Errorf("%s = %.6g, should be %.6g: %.1f standard errors off", name, mean, want, off/se)
	}
}

// erlangA is a queue whose users leave when their exponential patience, with rate
// theta, is over, with a mean service of one unit.
func erlangA(c, rho, theta float64) System {
	sys := queueing(c*rho, int(c), -1)
	sys.Window /= Time(c)
	sys.Nodes[0].Client.PatienceDist = Dist{Kind: DistExponential, Mean: Time(float64(unit) / theta)}
	return sys
}

// TestErlangA: those who leave while they wait are dropped when a worker comes to
// them, which takes no time; those who leave while they are served are served to the
// end, as the model has it.
func TestErlangA(t *testing.T) {
	for _, c := range []struct{ c, rho, theta float64 }{{1, 0.8, 1}, {1, 1.2, 2}, {100, 1, 0.5}, {10, 0.9, 0.1}, {10, 1.2, 2}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			want := find(t, table(t, "queue_erlang_a.csv"), row{"c": c.c, "rho": c.rho, "theta": c.theta})
			sys := erlangA(c.c, c.rho, c.theta)
			sys.Edges[0].Late = LateCancel
			holds(t, sys, quantity{"abandoned", want["p_abandon"], func(r totals) float64 { return r.cancelled / r.offered }, 0})
		})
	}
}

// TestErlangAWaits: with services that stop when their user leaves, the number in
// the system is that of Erlang A whose rate of service is that of services and
// departures together. An arrival finds what there is at any time (PASTA).
func TestErlangAWaits(t *testing.T) {
	for _, c := range []struct{ c, rho, theta float64 }{{1, 0.8, 0.5}, {1, 1.2, 0.1}, {10, 1, 0.5}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			want := find(t, table(t, "queue_erlang_a.csv"), row{"c": c.c, "rho": c.rho, "theta": c.theta})
			sys := erlangA(c.c, c.rho, c.theta)
			sys.Nodes[1].Store.Service.Mean = Time(float64(unit) / (1 - c.theta))
			sys.Edges[0].Late = LateStop
			waits, queues := make([]float64, 50), make([]float64, 50)
			for seed := range waits {
				const samples = 4000
				s := mustNew(t, sys, uint64(seed+1))
				s.RunUntil(100 * unit)
				for range samples {
					s.RunUntil(s.Now() + 5*unit)
					n := s.Node(1)
					if n.Busy == int(c.c) {
						waits[seed] += 1.0 / samples
					}
					queues[seed] += float64(n.Queue) / samples
				}
			}
			around(t, "share that waits", want["p_wait"], waits)
			around(t, "length of the queue", want["Wq"]*c.c*c.rho, queues)
		})
	}
}

// TestDrawnPatience: a constant distribution is the same as a constant patience; and
// what was not needed any more is not kept.
func TestDrawnPatience(t *testing.T) {
	sys := mesh()
	sys.Window, sys.Nodes[0].Client.Patience = Second, 40*Millisecond
	lane := mustNew(t, sys, 1)
	sys.Nodes[0].Client.PatienceDist = Dist{Kind: DistConstant, Mean: sys.Nodes[0].Client.Patience}
	sys.Nodes[0].Client.Patience = 0
	drawn := mustNew(t, sys, 1)
	for i := Time(1); i <= 20; i++ {
		lane.RunUntil(i * Second)
		drawn.RunUntil(i * Second)
		a, b := lane.Windows()[i-1], drawn.Windows()[i-1]
		if a.Offered != b.Offered || a.Answered != b.Answered || a.Lost != b.Lost || a.Mean != b.Mean {
			t.Fatalf("second %d: %+v with a constant patience, %+v with one that is drawn", i, a, b)
		}
		if n := int64(len(drawn.alarms.heap)); n > drawn.InFlight() {
			t.Fatalf("%d patiences are kept for %d requests", n, drawn.InFlight())
		}
	}
	if lane.Windows()[19].Lost[CauseTimeout] == 0 {
		t.Error("nobody ever lost patience")
	}
}
