package transport

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// anySystem draws a small system of any shape, most of them congested.
func anySystem(t *rapid.T) System {
	span := func(lo, hi Time, name string) Time {
		return Time(rapid.Int64Range(int64(lo), int64(hi)).Draw(t, name))
	}
	sys := System{
		Window: span(Millisecond, 20*Millisecond, "window"),
		Port: Port{
			Rate:        rapid.Int64Range(10_000_000, 10*Gigabit).Draw(t, "rate"),
			Buffer:      rapid.IntRange(0, 60).Draw(t, "buffer"),
			BufferBytes: rapid.SampledFrom([]int64{0, 2000, 50_000}).Draw(t, "bytes"),
			Mark:        rapid.IntRange(0, 20).Draw(t, "mark"),
		},
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "groups") {
		g := Group{
			Name:          string(rune('a' + i)),
			Senders:       rapid.IntRange(1, 12).Draw(t, "senders"),
			Protocol:      Protocol(rapid.IntRange(0, 2).Draw(t, "protocol")),
			Response:      rapid.Int64Range(1, 100_000).Draw(t, "response"),
			Spread:        rapid.Float64Range(0, 1).Draw(t, "spread"),
			Deadline:      span(0, 20*Millisecond, "deadline"),
			Start:         span(0, 5*Millisecond, "start"),
			Every:         span(0, 30*Millisecond, "every"),
			Think:         span(0, 2*Millisecond, "think"),
			Queries:       rapid.IntRange(1, 5).Draw(t, "queries"),
			RTT:           span(1000, 2*Millisecond, "rtt"),
			Access:        rapid.SampledFrom([]int64{0, Gigabit}).Draw(t, "access"),
			Jitter:        span(0, Millisecond, "jitter"),
			Overhead:      span(0, 10*Microsecond, "overhead"),
			Fresh:         rapid.Bool().Draw(t, "fresh"),
			InitialWindow: rapid.IntRange(0, 10).Draw(t, "initial window"),
			MaxWindow:     rapid.SampledFrom([]int{0, 10, 63, 64, 65, 200}).Draw(t, "most"),
			MinRTO:        span(Millisecond, 50*Millisecond, "rto"),
		}
		if g.Deadline > 0 {
			g.Slack = span(0, 5*Millisecond, "slack")
		}
		g.Poisson = g.Every > 0 && rapid.Bool().Draw(t, "poisson")
		sys.Groups = append(sys.Groups, g)
	}
	return sys
}

// TestConservation: every packet is delivered, dropped or on its way; the windows
// and the groups both add up to the total; nothing is counted twice.
func TestConservation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, err := New(anySystem(t), rapid.Uint64().Draw(t, "seed"))
		if err != nil {
			t.Fatal(err)
		}
		for range 6 {
			s.RunUntil(s.Now() + Time(rapid.Int64Range(0, int64(30*Millisecond)).Draw(t, "span")))
			checkCounts(t, s)
			checkPort(t, s)
		}
	})
}

func checkPort(t *rapid.T, s *Sim) {
	p := &s.sys.Port
	if held, bytes := s.Held(); p.Buffer > 0 && held > p.Buffer || p.BufferBytes > 0 && bytes > p.BufferBytes {
		t.Fatalf("the port holds %d packets, %d bytes: more than it can", held, bytes)
	}
}

func checkCounts(t *rapid.T, s *Sim) {
	total := s.Total()
	if sum := total.Delivered + total.Drops + s.InFlight(); total.Sent != sum {
		t.Fatalf("%d packets sent, but %d delivered, %d dropped, %d in flight", total.Sent, total.Delivered, total.Drops, s.InFlight())
	}
	var windows, groups Counts
	for _, w := range append(s.Windows()[:len(s.Windows()):len(s.Windows())], s.Current()) {
		windows.Add(&w.Counts)
		if w.Least > w.Held || w.Held > w.Most || w.Mean < float64(w.Least)-1e-9 || w.Mean > float64(w.Most)+1e-9 {
			t.Fatalf("a window's queue: least %d, mean %v, most %d, at the end %d", w.Least, w.Mean, w.Most, w.Held)
		}
		if w.Busy > w.End-w.Start {
			t.Fatalf("the port was busy for %d ns of %d", w.Busy, w.End-w.Start)
		}
	}
	for i := range s.groups {
		c := s.Group(i).Counts
		groups.Add(&c)
	}
	if windows != total || groups != total {
		t.Fatalf("total %+v, windows %+v, groups %+v", total, windows, groups)
	}
	if int(total.Complete) != len(s.Queries()) {
		t.Fatalf("%d queries complete, %d in the list", total.Complete, len(s.Queries()))
	}
	for i := range s.flows {
		f := &s.flows[i]
		if f.una > f.lacks || f.lacks > f.high || f.una > f.next || f.next > f.high || f.high > f.end {
			t.Fatalf("a connection out of order: %+v", *f)
		}
		if f.window < 1 || f.alpha < 0 || f.alpha > 1 {
			t.Fatalf("a window of %v, an alpha of %v", f.window, f.alpha)
		}
	}
}

// TestEverythingArrives: whatever is lost, in the end each response is whole, once,
// and nothing is left over.
func TestEverythingArrives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := anySystem(t)
		var responses int64
		for i := range sys.Groups {
			sys.Groups[i].MaxRTO = 100 * Millisecond
			responses += int64(sys.Groups[i].Senders * sys.Groups[i].Queries)
		}
		sys.Window = Second
		s, err := New(sys, rapid.Uint64().Draw(t, "seed"))
		if err != nil {
			t.Fatal(err)
		}
		s.RunUntil(60 * Second)
		total := s.Total()
		if total.Responses != responses || total.Complete != total.Queries {
			t.Fatalf("%d of %d responses and %d of %d queries complete", total.Responses, responses, total.Complete, total.Queries)
		}
		late, missed, bytes := int64(0), int64(0), int64(0)
		for i := range s.log {
			late += int64(s.log[i].Late)
			if s.log[i].Missed() {
				missed++
			}
		}
		for i := range s.flows {
			bytes += s.flows[i].end
		}
		if late != total.Late || missed != total.Missed {
			t.Fatalf("late %d and missed %d, by query %d and %d", total.Late, total.Missed, late, missed)
		}
		if got := total.Delivered - total.Duplicates; got != bytes {
			t.Fatalf("%d different segments were delivered, of %d", got, bytes)
		}
		if s.packets.used() != 0 || s.responses.used() != 0 || s.queries.used() != 0 || s.queue.Len() != 0 {
			t.Fatalf("left over: %d packets, %d responses, %d queries, %d events",
				s.packets.used(), s.responses.used(), s.queries.used(), s.queue.Len())
		}
	})
}

// TestForkEqualsOriginal: a fork left alone goes on like its original, and
// neither sees anything of the other; and a run in one go is the run in steps.
func TestForkEqualsOriginal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys, seed := anySystem(t), rapid.Uint64().Draw(t, "seed")
		at := Time(rapid.Int64Range(0, int64(60*Millisecond)).Draw(t, "at"))
		s, err := New(sys, seed)
		if err != nil {
			t.Fatal(err)
		}
		s.RunUntil(at)
		f := s.Fork()
		if s.Hash() != f.Hash() {
			t.Fatal("a fork differs from its original at once")
		}
		s.RunUntil(at + 80*Millisecond)
		for range 8 {
			f.RunUntil(f.Now() + 10*Millisecond)
		}
		alone, _ := New(sys, seed)
		alone.RunUntil(at + 80*Millisecond)
		if s.Hash() != f.Hash() || s.Hash() != alone.Hash() {
			t.Fatalf("hashes: original %#x, fork %#x, a run of its own %#x", s.Hash(), f.Hash(), alone.Hash())
		}
	})
}

// TestFanOutTail: a query that waits for all of n senders, each slow with
// probability p, is slow with 1-(1-p)^n (Dean and Barroso 2013). The port is in
// nobody's way.
func TestFanOutTail(t *testing.T) {
	const queries = 1500
	for _, r := range table(t, "tail_fanout.csv", "p_slow_leaf", "fanout", "p_slow_request") {
		p, n, want := r[0], int(r[1]), r[2]
		if n > 100 || want < 0.02 {
			continue
		}
		const slowest = 100 * Millisecond
		s := mustNew(t, System{Port: Port{Rate: maxRate}, Groups: []Group{{
			Name: "leaves", Senders: n, Response: 1, RTT: 40, Jitter: slowest,
			Deadline: Time((1 - p) * float64(slowest)), Every: slowest * 2, Queries: queries,
		}}, Window: Second}, uint64(n))
		s.RunUntil(queries * 2 * slowest)
		got := float64(s.Total().Missed) / queries
		near(t, "share of slow queries", got, want, 3.5*math.Sqrt(want*(1-want)/queries)+1e-4)
	}
}

func TestOwnLuck(t *testing.T) {
	base := mustNew(t, trees(20, DCTCP), 7)
	other := trees(20, D2TCP)
	other.Port.Buffer = 50
	other.Groups[4].Name = "renamed"
	changed := mustNew(t, other, 7)
	base.RunUntil(100 * Millisecond)
	changed.RunUntil(100 * Millisecond)
	for i := range 4 {
		a, b := &base.groups[i], &changed.groups[i]
		if a.sizes != b.sizes || a.starts != b.starts || a.deadlines != b.deadlines {
			t.Errorf("group %d drew otherwise because of the port and another group", i)
		}
	}
	if base.groups[4].sizes == changed.groups[4].sizes {
		t.Error("another name did not give other luck")
	}
	if base.Hash() == changed.Hash() {
		t.Error("the change did nothing")
	}
}

func TestBudget(t *testing.T) {
	s := mustNew(t, trees(20, DCTCP), 1)
	s.SetBudget(1000)
	s.RunUntil(Second)
	if !s.Exhausted() || s.Events() != 1000 || s.Now() >= Second {
		t.Fatalf("after a budget of 1000: %d events, exhausted %v, now %v", s.Events(), s.Exhausted(), s.Now())
	}
	s.SetBudget(0)
	s.RunUntil(50 * Millisecond)
	whole := mustNew(t, trees(20, DCTCP), 1)
	whole.RunUntil(50 * Millisecond)
	if s.Exhausted() || s.Hash() != whole.Hash() {
		t.Error("a run that was stopped by its budget did not go on as if it had not been")
	}
}

func TestNoAllocationInSteadyState(t *testing.T) {
	sys := barrier(16, D2TCP, 10*Millisecond)
	sys.Window = 100 * Second
	s := mustNew(t, sys, 1)
	s.RunUntil(2 * Second)
	s.log = append(make([]Query, 0, 10_000), s.log...) // the list of queries is the one thing that grows
	if n := testing.AllocsPerRun(50, func() { s.RunUntil(s.Now() + 10*Millisecond) }); n != 0 {
		t.Errorf("%v allocations in 10 ms, want none", n)
	}
}
