package engine

import (
	"testing"

	"sysprep/engine/kernel"
	"sysprep/engine/random"
)

// The benchmarks report events/s. BenchmarkLimitMM1 is the same model as
// BenchmarkMM1 written as a bare loop: it says what this machine can do, so the
// others can be read as a ratio to it.

func reportEvents(b *testing.B, events uint64) {
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(0, "ns/op")
	b.ReportAllocs()
}

const benchLoad = 0.9

func BenchmarkMM1(b *testing.B) {
	luck := random.New(1, "mm1")
	const gap, mean = 1e6 / benchLoad, 1e6
	const (
		arrives = iota
		ends
	)
	var q kernel.Queue
	var queue int
	q.At(luck.ExpSpan(gap), arrives, 0)
	for b.Loop() {
		ev, _ := q.Next(kernel.Never)
		switch ev.Kind {
		case arrives:
			q.At(ev.Time+luck.ExpSpan(gap), arrives, 0)
			if queue++; queue == 1 {
				q.At(ev.Time+luck.ExpSpan(mean), ends, 0)
			}
		case ends:
			if queue--; queue > 0 {
				q.At(ev.Time+luck.ExpSpan(mean), ends, 0)
			}
		}
	}
	reportEvents(b, uint64(b.N))
}

// BenchmarkMM10Timeouts is an M/M/10 queue in which every customer sets a timer
// on arrival and cancels it when served. The three events of a customer
// (arrival, end of service, the timer) are counted, as in the published figures.
func BenchmarkMM10Timeouts(b *testing.B) {
	luck := random.New(1, "mm10")
	const servers, gap, mean = 10, 1e6 / (10 * benchLoad), 1e6
	const (
		arrives = iota
		ends
		gives
	)
	var q kernel.Queue
	patience := q.Lane(1e9)
	var line [4096]kernel.Timer // a ring: the customers in line
	var first, last, busy int
	events := uint64(0)
	q.At(luck.ExpSpan(gap), arrives, 0)
	for b.Loop() {
		ev, _ := q.Next(kernel.Never)
		events++
		switch ev.Kind {
		case arrives:
			q.At(ev.Time+luck.ExpSpan(gap), arrives, 0)
			t := q.After(patience, gives, 0)
			if busy < servers {
				busy++
				q.At(ev.Time+luck.ExpSpan(mean), ends, int32(t))
			} else {
				line[last%4096] = t
				last++
			}
		case ends:
			q.Cancel(kernel.Timer(ev.Who))
			events++
			if first < last {
				t := line[first%4096]
				first++
				q.At(ev.Time+luck.ExpSpan(mean), ends, int32(t))
			} else {
				busy--
			}
		case gives:
			b.Fatal("nobody waits for a second here")
		}
	}
	reportEvents(b, events)
}

// BenchmarkHold100k keeps 100,000 events pending: each that happens schedules another.
func BenchmarkHold100k(b *testing.B) {
	luck := random.New(1, "hold")
	var q kernel.Queue
	for i := range int32(100_000) {
		q.At(luck.ExpSpan(1e9), 0, i)
	}
	for b.Loop() {
		ev, _ := q.Next(kernel.Never)
		q.At(ev.Time+luck.ExpSpan(1e9), 0, ev.Who)
	}
	reportEvents(b, uint64(b.N))
}

// BenchmarkCacheStory runs the whole story through the public Sim, set-up included.
func BenchmarkCacheStory(b *testing.B) {
	events := uint64(0)
	for b.Loop() {
		s := mustNew(b, cacheStory(), 1)
		s.RunUntil(storyFlush)
		if err := s.Inject(Fault{Kind: FaultFlush, Node: 1}); err != nil {
			b.Fatal(err)
		}
		s.RunUntil(storyEnd)
		events += s.Events()
	}
	reportEvents(b, events)
}

// BenchmarkFork copies a run with at least 10,000 requests in flight.
func BenchmarkFork(b *testing.B) {
	sys := cacheStory()
	sys.Nodes[2].Store.Queue = -1
	sys.Edges[1].Timeout = 20 * Second
	sys.Edges[1].Late = LateCancel
	s := mustNew(b, sys, 1)
	if err := s.Inject(Fault{Kind: FaultDown, Node: 1}); err != nil { // no fills: the queue grows
		b.Fatal(err)
	}
	s.RunUntil(5 * Second)
	if s.InFlight() < 10_000 {
		b.Fatalf("%d requests in flight, want 10,000", s.InFlight())
	}
	b.ReportAllocs()
	for b.Loop() {
		s.Fork()
	}
}
