package replog

import (
	"testing"

	"pgregory.net/rapid"
)

// TestExtremes: whatever Validate lets through runs, within a budget, without a
// panic, and keeps its books.
func TestExtremes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		span := func(name string) Time {
			return rapid.SampledFrom([]Time{0, 1, Microsecond, Millisecond, Second, maxSpan}).Draw(rt, name)
		}
		rate := func(name string) float64 {
			return rapid.SampledFrom([]float64{0, 1, 1e6, maxRate}).Draw(rt, name)
		}
		size := func(name string) int64 {
			return rapid.SampledFrom([]int64{0, 1, 1000, 1 << 20, maxBytes}).Draw(rt, name)
		}
		share := func(name string) float64 { return rapid.SampledFrom([]float64{0, 1e-9, 0.5, 1}).Draw(rt, name) }
		c := local(rapid.IntRange(1, 4).Draw(rt, "replicas"), span("round trip"))
		c.Leader = rapid.IntRange(Nobody, len(c.Replicas)-1).Draw(rt, "leader")
		c.Window = maxSpan
		c.Raft = Raft{
			Heartbeat: max(Microsecond, span("heartbeat")), ElectionMin: max(Microsecond, span("least")), ElectionMax: maxSpan,
			PreVote: rapid.Bool().Draw(rt, "pre-vote"), Lease: rapid.Bool().Draw(rt, "lease"),
			EntryBytes: size("entry"), BatchBytes: size("batch"), Pipeline: rapid.SampledFrom([]int64{0, 1, 1e5}).Draw(rt, "pipeline"),
			Keep: rapid.SampledFrom([]int64{0, 1, 1e6}).Draw(rt, "keep"), SnapshotBytes: size("snapshot"), ChunkBytes: size("chunk"),
			CatchUpRate: rate("catch-up"),
		}
		for i := range c.Replicas {
			r := &c.Replicas[i]
			r.Drift = rapid.SampledFrom([]float64{-maxDrift, 0, maxDrift}).Draw(rt, "drift")
			r.Sync, r.Uplink, r.LoadRate, r.ReplayRate = span("sync"), rate("uplink"), rate("load"), rate("replay")
			p := &c.Paths[0][i]
			p.Jitter = Jitter{Kind: JitterKind(i % 2), Mean: span("jitter"), SpikeShare: share("spikes"), Spike: span("spike")}
			p.Loss, p.PacketLoss, p.Rate, p.Window = share("loss"), share("packets"), rate("rate"), size("window")
		}
		c.Clients = []Client{{
			Name: "all", Writes: rapid.SampledFrom([]float64{0, 1e-6, 100, 1e9}).Draw(rt, "writes"),
			Reads: rapid.SampledFrom([]float64{0, 100}).Draw(rt, "reads"), Timeout: max(Microsecond, span("timeout")), Retry: span("retry"),
		}}
		if c.Validate() != nil {
			rt.Skip("refused")
		}
		s := mustNew(t, c, rapid.Uint64().Draw(rt, "seed"))
		s.SetBudget(3000)
		for range 6 {
			was := s.Now()
			s.RunUntil(s.Now() + max(1, span("run")))
			if s.Now() < was {
				rt.Fatalf("time went back from %v to %v", was, s.Now())
			}
			if err := s.Inject(anyFault(rt, s)); err != nil {
				rt.Fatalf("%v", err)
			}
			check(rt, s)
		}
	})
}
