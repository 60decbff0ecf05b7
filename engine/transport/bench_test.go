package transport

import "testing"

// BenchmarkIncast reports how many packets a second are simulated: each is four
// events (at the port, sent by it, at the aggregator, acknowledged).
func BenchmarkIncast(b *testing.B) {
	for _, p := range []Protocol{TCP, DCTCP, D2TCP} {
		b.Run(p.String(), func(b *testing.B) {
			packets, events := int64(0), uint64(0)
			b.ReportAllocs()
			for b.Loop() {
				s := mustNew(b, trees(30, p), 1)
				s.RunUntil(500 * Millisecond)
				packets += s.Total().Sent
				events += s.Events()
			}
			b.ReportMetric(float64(packets)/b.Elapsed().Seconds(), "packets/s")
			b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

func BenchmarkFork(b *testing.B) {
	s := mustNew(b, trees(40, D2TCP), 1)
	s.RunUntil(52 * Millisecond)
	if s.InFlight() == 0 {
		b.Fatal("nothing is in flight")
	}
	b.ReportAllocs()
	for b.Loop() {
		s.Fork()
	}
}
