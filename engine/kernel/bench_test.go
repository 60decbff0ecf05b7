package kernel

import (
	"strconv"
	"testing"

	"sysprep/engine/random"
)

// BenchmarkLanes is a clock whose every event schedules one at another of n
// fixed delays and a timeout that it cancels: what many edges with delays of
// their own ask of the queue.
func BenchmarkLanes(b *testing.B) {
	for _, n := range []int{2, 4, 8, 16, 30, 100} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			luck := random.New(1, "lanes")
			var q Queue
			lanes := make([]Lane, n)
			for i := range lanes {
				lanes[i] = q.Lane(int64(1000 + 137*i))
				for range 10 {
					q.After(lanes[i], 0, 0)
				}
			}
			for b.Loop() {
				q.Next(Never)
				l := lanes[luck.Below(uint64(n))]
				q.After(l, 0, 0)
				q.Cancel(q.After(l, 1, 0))
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
