package engine

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"strconv"
	"testing"
)

// The tests in this file hold runs of the public Sim against closed forms from
// testdata (each table cites its source). Times there are in mean services,
// which are a millisecond here. Network latency is zero, so a call's latency is
// its time at the store.

const (
	unit      = Millisecond
	theoryRun = 6 // windows, of which the first is left to settle
	seeds     = 24
)

// row is one line of a golden table, by column.
type row map[string]float64

// table reads a golden table.
func table(t *testing.T, name string) []row {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for _, line := range lines[1:] {
		one := row{}
		for i, cell := range line {
			if one[lines[0][i]], err = strconv.ParseFloat(cell, 64); err != nil {
				t.Fatal(err)
			}
		}
		rows = append(rows, one)
	}
	return rows
}

// find returns the row in which the given columns have the given values.
func find(t *testing.T, rows []row, want row) row {
	t.Helper()
	for _, r := range rows {
		match := true
		for column, v := range want {
			match = match && r[column] == v
		}
		if match {
			return r
		}
	}
	t.Fatalf("no row %v", want)
	return nil
}

// queueing returns a system of one client and one store: arrivals at rate (per
// unit), given workers and room for waiting.
func queueing(rate float64, workers, room int) System {
	return System{
		Nodes: []Node{
			{Name: "users", Client: &Client{
				Rate: rate * float64(Second/unit), Keys: Keys{Count: 100}, Program: []Op{{Kind: OpCall, Edge: 0}},
			}},
			{Name: "db", Store: &Store{Workers: workers, Queue: room, Service: Dist{Mean: unit}}},
		},
		Edges:  []Edge{{From: 0, To: 1}},
		Window: 10_000 * unit,
	}
}

// totals adds up what a run did after its first window.
type totals struct {
	offered, answered, rejected, timeouts float64
	served, ghosts, cancelled, sent       float64
	lostFailed                            float64
	byClient                              map[int]float64 // mean latency, by node, in units
	latency                               float64         // sum, in units
	p99                                   float64         // mean over windows, in units
	busy, span                            float64         // in units
	partial, missing, limited             float64
}

func measureRun(t *testing.T, sys System, seed uint64) totals {
	s := mustNew(t, sys, seed)
	s.RunUntil(theoryRun * sys.Window)
	sum := totals{byClient: map[int]float64{}}
	answered := map[int]int64{}
	windows := s.Windows()[1:]
	for _, w := range windows {
		sum.offered += float64(w.Offered)
		sum.answered += float64(w.Answered)
		sum.partial += float64(w.Partial)
		sum.missing += w.Missing
		sum.limited += float64(w.Lost[CauseLimited])
		sum.rejected += float64(w.Lost[CauseRejected])
		sum.timeouts += float64(w.Lost[CauseTimeout])
		for i, n := range w.Nodes {
			if n.Answered > 0 {
				sum.byClient[i] += float64(n.Latency)
				answered[i] += n.Answered
			}
		}
		sum.lostFailed += float64(w.Lost[CauseFailed])
		sum.latency += float64(w.Mean) / float64(unit) * float64(w.Answered)
		sum.p99 += float64(w.P99) / float64(unit) / float64(len(windows))
		sum.served += float64(w.Nodes[1].Served)
		sum.ghosts += float64(w.Nodes[1].Ghosts)
		sum.cancelled += float64(w.Nodes[1].Cancelled)
		sum.busy += float64(w.Nodes[1].Busy) / float64(unit)
		sum.sent += float64(w.Edges[0].Sent)
		sum.span += float64(w.End-w.Start) / float64(unit)
	}
	for i, n := range answered {
		sum.byClient[i] /= float64(n) * float64(unit)
	}
	return sum
}

// quantity is one figure of a run that theory predicts.
type quantity struct {
	name  string
	want  float64
	of    func(totals) float64
	slack float64 // share of want that measuring may add to the error
}

// holds checks that the mean over the seeds is within three standard errors of
// each predicted figure.
func holds(t *testing.T, sys System, quantities ...quantity) {
	t.Helper()
	runs := make([]totals, seeds)
	for i := range runs {
		runs[i] = measureRun(t, sys, uint64(i+1))
	}
	for _, q := range quantities {
		var sum, squares float64
		for _, r := range runs {
			v := q.of(r)
			sum += v
			squares += v * v
		}
		mean := sum / seeds
		se := math.Sqrt(max(0, squares/seeds-mean*mean) / (seeds - 1))
		// The tables have six digits, so nothing is held to more than that.
		if off := math.Abs(mean - q.want); off > 3*se+(q.slack+1e-5)*q.want {
			t.Errorf("%s = %.5f, theory says %.5f: %.1f standard errors off", q.name, mean, q.want, off/se)
		}
	}
}

func meanLatency(r totals) float64 { return r.latency / r.answered }
func rejectedShare(r totals) float64 {
	return r.rejected / r.offered
}

func TestMM1(t *testing.T) {
	for _, rho := range []float64{0.5, 0.8} {
		t.Run(fmt.Sprint("rho=", rho), func(t *testing.T) {
			want := find(t, table(t, "queue_mm1.csv"), row{"rho": rho})
			holds(t, queueing(rho, 1, -1),
				quantity{"W", want["W"], meanLatency, 0},
				quantity{"p99", want["p99"], func(r totals) float64 { return r.p99 }, 0.01},
				quantity{"utilisation", rho, func(r totals) float64 { return r.busy / r.span }, 0},
			)
		})
	}
}

func TestMMcErlangC(t *testing.T) {
	for _, c := range []struct{ c, rho float64 }{{2, 0.7}, {10, 0.8}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			want := find(t, table(t, "queue_mmc_erlangc.csv"), row{"c": c.c, "rho": c.rho})
			sys := queueing(c.c*c.rho, int(c.c), -1)
			sys.Window /= 2
			holds(t, sys, quantity{"W", want["W"], meanLatency, 0})
		})
	}
}

func TestMM1KLoss(t *testing.T) {
	for _, c := range []struct{ k, rho float64 }{{1, 0.8}, {5, 0.9}, {10, 1.2}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			want := find(t, table(t, "queue_mm1k_loss.csv"), row{"K": c.k, "rho": c.rho})
			holds(t, queueing(c.rho, 1, int(c.k)-1),
				quantity{"loss", want["p_loss"], rejectedShare, 0},
				quantity{"W of accepted", want["W_accepted"], meanLatency, 0},
			)
		})
	}
}

func TestMMccErlangB(t *testing.T) {
	for _, c := range []struct{ c, rho float64 }{{1, 0.5}, {5, 0.9}, {10, 1}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			want := find(t, table(t, "queue_mmcc_erlangb.csv"), row{"c": c.c, "rho": c.rho})
			sys := queueing(want["a"], int(c.c), 0)
			sys.Window /= 2
			holds(t, sys, quantity{"blocking", want["blocking"], rejectedShare, 0})
		})
	}
}

func deadline(rho, tau float64, room int, late LatePolicy) System {
	sys := queueing(rho, 1, room)
	sys.Edges[0].Timeout = Time(tau * float64(unit))
	sys.Edges[0].Late = late
	return sys
}

// TestDeadlineGhosts: callers leave after tau; the store serves them all the same.
func TestDeadlineGhosts(t *testing.T) {
	for _, c := range []struct{ tau, rho float64 }{{2, 0.7}, {5, 0.8}, {10, 0.8}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			want := find(t, table(t, "mm1_deadline_ghost_vs_drop.csv"), row{"tau": c.tau, "rho": c.rho})
			holds(t, deadline(c.rho, c.tau, -1, LateDiscard),
				quantity{"late", want["late_frac_no_cancel"], func(r totals) float64 { return r.timeouts / r.offered }, 0},
				quantity{"ghosts", want["late_frac_no_cancel"], func(r totals) float64 { return r.ghosts / r.served }, 0},
				quantity{"goodput", want["goodput_no_cancel"], func(r totals) float64 { return r.answered / r.span }, 0},
			)
		})
	}
}

// TestDeadlineDrops: callers leave after tau; the store drops those that left
// when they come to the head of the queue.
func TestDeadlineDrops(t *testing.T) {
	for _, c := range []struct{ tau, rho float64 }{{2, 0.7}, {5, 0.9}, {5, 1.5}, {10, 1}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			want := find(t, table(t, "mm1_deadline_ghost_vs_drop.csv"), row{"tau": c.tau, "rho": c.rho})
			holds(t, deadline(c.rho, c.tau, -1, LateCancel),
				quantity{"dropped", want["drop_frac_at_dequeue"], func(r totals) float64 { return r.cancelled / r.offered }, 0},
			)
		})
	}
}

// TestBoundedQueueWithDeadline: the length of the queue decides the goodput under overload.
func TestBoundedQueueWithDeadline(t *testing.T) {
	for _, c := range []struct{ tau, rho, k float64 }{{10, 0.9, 8}, {10, 1.2, 6}, {10, 1.2, 15}, {10, 1.5, 10}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			want := find(t, table(t, "goodput_bounded_fifo_deadline.csv"), row{"tau": c.tau, "rho": c.rho, "K": c.k})
			holds(t, deadline(c.rho, c.tau, int(c.k)-1, LateDiscard),
				quantity{"goodput", want["goodput"], func(r totals) float64 { return r.answered / r.span }, 0},
				quantity{"throughput", want["throughput"], func(r totals) float64 { return r.served / r.span }, 0},
			)
		})
	}
}

// TestRetries: with a worker for everyone, a service that outlasts the timeout
// fails independently of all others, with probability p = exp(-timeout/mean).
func TestRetries(t *testing.T) {
	for _, c := range []struct{ p, retries float64 }{{0.1, 0}, {0.1, 1}, {0.5, 2}, {0.5, 5}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			want := find(t, table(t, "retry_n_closed_form.csv"), row{"p": c.p, "N_retries": c.retries})
			sys := queueing(1, 1_000_000, 0)
			sys.Edges[0].Timeout = Time(-math.Log(c.p) * float64(unit))
			sys.Edges[0].Attempts = int(c.retries) + 1
			holds(t, sys,
				quantity{"success", want["success"], func(r totals) float64 { return r.answered / (r.answered + r.timeouts) }, 0},
				quantity{"amplification", want["amplification"], func(r totals) float64 { return r.sent / r.offered }, 0},
			)
		})
	}
}
