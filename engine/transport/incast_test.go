package transport

import (
	"math"
	"testing"
)

// payloadShare is the share of a full packet that is payload.
const payloadShare = 1460.0 / 1500

// TestOneFlowFillsTheLink: with a buffer of at least a product of bandwidth and
// delay, halving the window never empties the port.
func TestOneFlowFillsTheLink(t *testing.T) {
	for _, p := range []Protocol{TCP, DCTCP, D2TCP} {
		s := mustNew(t, longFlows(1, p, Port{Rate: Gigabit, Buffer: 100, Mark: 20}), 1)
		s.RunUntil(Second)
		near(t, p.String()+": goodput", goodput(s), payloadShare, 0.01*payloadShare)
		if p == TCP && s.Total().Recoveries < 5 {
			t.Errorf("TCP found the end of the buffer %d times only", s.Total().Recoveries)
		}
		if p != TCP && s.Total().Drops > 0 {
			t.Errorf("%v lost %d packets", p, s.Total().Drops)
		}
		if n := s.Total().Timeouts; n > 0 {
			t.Errorf("%v: %d timeouts", p, n)
		}
	}
}

// TestFairness: flows alike share the link alike (Jain's index), over some
// seconds. The jitter of a packet's making breaks the lockstep of a simulation
// without it (Floyd and Jacobson, 1992).
func TestFairness(t *testing.T) {
	for _, p := range []Protocol{TCP, DCTCP, D2TCP} {
		sys := longFlows(5, p, Port{Rate: Gigabit, Buffer: 60, Mark: 20})
		sys.Groups[0].Overhead = 5 * Microsecond
		s := mustNew(t, sys, 1)
		s.RunUntil(2 * Second)
		var sum, squares float64
		for i := range 5 {
			x := float64(s.Flow(0, i).Acknowledged)
			sum += x
			squares += x * x
		}
		if jain := sum * sum / (5 * squares); jain < 0.97 {
			t.Errorf("%v: Jain's index of fairness is %.3f, want 0.97 at least", p, jain)
		}
	}
}

// TestSawtoothAgainstTheFluidModel holds long DCTCP flows against the sawtooth
// of Alizadeh et al. 2010, section 3.3. Where windows are a few segments, whole
// segments and the least window make it a rough guide only; below the least
// window it says nothing, and the test that follows does.
func TestSawtoothAgainstTheFluidModel(t *testing.T) {
	columns := []string{"link", "N", "K", "Wstar", "alpha", "Qmax", "Qmin", "amplitude"}
	for _, r := range table(t, "dctcp_fluid.csv", columns...) {
		rate, n, k, window, alpha, most, least, amplitude := r[0], int(r[1]), int(r[2]), r[3], r[4], r[5], r[6], r[7]
		if window < 2 {
			continue
		}
		s := mustNew(t, longFlows(n, DCTCP, Port{Rate: int64(rate) * Gigabit, Mark: k, Buffer: 400}), 1)
		s.RunUntil(100 * Millisecond)
		sum, samples := 0.0, 0.0
		for range 2000 {
			s.RunUntil(s.Now() + 50*Microsecond)
			for i := range n {
				sum += s.Flow(0, i).Alpha
				samples++
			}
		}
		low, high := math.MaxInt, 0
		for _, w := range s.Windows()[10:] {
			low, high = min(low, w.Least), max(high, w.Most)
		}
		t.Logf("%v Gb/s, N=%d: alpha %.3f (fluid %.3f), queue %d to %d (fluid %.1f to %.1f)",
			rate, n, sum/samples, alpha, low, high, least, most)
		near(t, "alpha", sum/samples, alpha, 0.12*alpha)
		near(t, "longest queue", float64(high), most, 1.5)
		near(t, "shortest queue", float64(low), least, 1.5+0.3*amplitude)
		near(t, "goodput", goodput(s), payloadShare, 0.02)
	}
}

// TestLeastThreshold: DCTCP keeps the link full when K is above C*RTT/7
// (Alizadeh et al. 2010, eq. 13), and not with a K far below.
func TestLeastThreshold(t *testing.T) {
	for _, r := range table(t, "dctcp_k_threshold.csv", "link", "rtt_us", "bdp_pkts", "K_min_pkts") {
		share := func(k int) float64 {
			sys := longFlows(1, DCTCP, Port{Rate: int64(r[0]) * Gigabit, Mark: k, Buffer: 1000})
			sys.Groups[0].RTT = Time(r[1]) * Microsecond
			s := mustNew(t, sys, 1)
			s.RunUntil(200 * Millisecond)
			before := s.Total().Bytes
			s.RunUntil(400 * Millisecond)
			return float64(s.Total().Bytes-before) * 8 / 0.2 / (r[0] * 1e9) / payloadShare
		}
		near(t, "share of the link above the threshold", share(int(r[3])+3), 1, 0.005)
		if low := share(1); r[2] > 50 && low > 0.97 {
			t.Errorf("%v Gb/s, %v us: with K = 1 the link is still %.3f full", r[0], r[1], low)
		}
	}
}

// TestMissedDeadlines: TCP misses by far the most, D2TCP fewer than DCTCP
// (Vamanan et al. 2012, for a fan-in of 20 to 40).
func TestMissedDeadlines(t *testing.T) {
	for _, n := range []int{20, 30, 40} {
		var missed, late [3]int64
		for p := TCP; p <= D2TCP; p++ {
			for seed := range uint64(3) {
				s := mustNew(t, trees(n, p), seed)
				s.RunUntil(1500 * Millisecond)
				missed[p] += s.Total().Missed
				late[p] += s.Total().Late
			}
		}
		t.Logf("fan-in %d: missed queries %v, late responses %v (TCP, DCTCP, D2TCP) of %d and %d", n, missed, late, 600, 600*n/5)
		if missed[TCP] < 2*missed[DCTCP] {
			t.Errorf("fan-in %d: TCP missed %d deadlines, DCTCP %d: want twice as many at least", n, missed[TCP], missed[DCTCP])
		}
		if missed[D2TCP] >= missed[DCTCP] || late[D2TCP] >= late[DCTCP] {
			t.Errorf("fan-in %d: D2TCP missed %d queries and %d responses, DCTCP %d and %d: want fewer",
				n, missed[D2TCP], late[D2TCP], missed[DCTCP], late[DCTCP])
		}
	}
}

// TestUrgentAmongRelaxed: one tree of five is in a hurry that it can just about
// meet. There deadlines pay off most: the others yield.
func TestUrgentAmongRelaxed(t *testing.T) {
	for _, n := range []int{20, 30, 40} {
		var missed [3]int64
		for p := TCP; p <= D2TCP; p++ {
			for _, urgent := range []Time{5 * Millisecond, 6 * Millisecond} {
				sys := trees(n, p)
				for i := range sys.Groups {
					sys.Groups[i].Deadline, sys.Groups[i].Slack = 20*Millisecond, 0
				}
				sys.Groups[0].Deadline = urgent
				s := mustNew(t, sys, 1)
				s.RunUntil(1200 * Millisecond)
				missed[p] += s.Total().Missed
			}
		}
		t.Logf("fan-in %d: missed %v (TCP, DCTCP, D2TCP) of 400", n, missed)
		if 4*missed[D2TCP] > 3*missed[DCTCP] || missed[TCP] < 2*missed[DCTCP] {
			t.Errorf("fan-in %d: missed %v (TCP, DCTCP, D2TCP): want D2TCP a quarter below DCTCP, TCP at twice as many", n, missed)
		}
	}
}

// TestEqualDeadlines: where all are in the same hurry, D2TCP is about DCTCP.
func TestEqualDeadlines(t *testing.T) {
	var missed, mean [3]float64
	for p := DCTCP; p <= D2TCP; p++ {
		for seed := range uint64(3) {
			sys := trees(30, p)
			for i := range sys.Groups {
				sys.Groups[i].Deadline, sys.Groups[i].Slack, sys.Groups[i].Spread = 6*Millisecond, 0, 0
			}
			s := mustNew(t, sys, seed)
			s.RunUntil(1500 * Millisecond)
			missed[p] += float64(s.Total().Missed) / 600
			for i := range sys.Groups {
				mean[p] += s.Group(i).Mean.Seconds() / 15
			}
		}
	}
	near(t, "mean completion of D2TCP", mean[D2TCP], mean[DCTCP], 0.03*mean[DCTCP])
	near(t, "share of deadlines missed by D2TCP", missed[D2TCP], missed[DCTCP], 0.1)
}

// TestNobodyWins: when the least windows of all senders overfill the port, marks
// can't help: everything is marked, and DCTCP and D2TCP lose packets and time out as TCP does.
func TestNobodyWins(t *testing.T) {
	for _, p := range []Protocol{DCTCP, D2TCP} {
		for _, c := range []struct {
			senders int
			fits    bool
		}{{20, true}, {100, false}} { // 2 * 100 > 64 + 8 in flight
			s := mustNew(t, longFlows(c.senders, p, Port{Rate: Gigabit, Buffer: 64, Mark: 20}), 1)
			s.RunUntil(Second)
			total := s.Total()
			if fits := total.Timeouts == 0; fits != c.fits {
				t.Errorf("%v with %d senders: %d timeouts, %d drops", p, c.senders, total.Timeouts, total.Drops)
			}
			alpha := 0.0
			for i := range c.senders {
				alpha += s.Flow(0, i).Alpha / float64(c.senders)
			}
			if alpha < 0.95 {
				t.Errorf("%v with %d senders: alpha is %.2f, want about 1", p, c.senders, alpha)
			}
		}
	}
}

// TestIncastCollapse: with a least timeout of 200 ms a barrier over many servers
// collapses; 1 ms restores most of the link (Vasudevan et al., SIGCOMM 2009).
func TestIncastCollapse(t *testing.T) {
	share := func(n int, p Protocol, minRTO Time) float64 {
		s := mustNew(t, barrier(n, p, minRTO), 1)
		s.RunUntil(4 * Second)
		return goodput(s)
	}
	for _, n := range []int{2, 8, 16, 32} {
		t.Logf("%d servers: TCP 200 ms %.3f, TCP 1 ms %.3f, DCTCP 200 ms %.3f", n,
			share(n, TCP, 200*Millisecond), share(n, TCP, Millisecond), share(n, DCTCP, 200*Millisecond))
	}
	for _, n := range []int{16, 32} {
		if slow := share(n, TCP, 200*Millisecond); slow > 0.15 {
			t.Errorf("%d servers, 200 ms: %.2f of the link is used, want a collapse", n, slow)
		}
		if fast := share(n, TCP, Millisecond); fast < 0.6 {
			t.Errorf("%d servers, 1 ms: %.2f of the link is used, want most of it", n, fast)
		}
		if marks := share(n, DCTCP, 200*Millisecond); marks < 0.8 {
			t.Errorf("%d servers, DCTCP: %.2f of the link is used, want nearly all", n, marks)
		}
	}
}
