package engine

import "pgregory.net/rapid"

// drawNetwork draws what happens to the messages of an edge. Even edges share a
// link, those that leave their network as it is being none of them.
func drawNetwork(t *rapid.T, edge int) Network {
	if rapid.IntRange(0, 2).Draw(t, "networked") > 0 {
		return Network{}
	}
	n := Network{
		Ordered: rapid.Bool().Draw(t, "ordered"), Transport: Transport(rapid.IntRange(0, 1).Draw(t, "transport")),
		RTO: span(t, "rto", Millisecond, 20*Millisecond), Retries: rapid.IntRange(1, 4).Draw(t, "retransmissions"),
	}
	for _, p := range []*Path{&n.Request, &n.Reply} {
		p.Latency = rapid.SampledFrom([]Time{0, 0, Millisecond}).Draw(t, "more latency")
		if rapid.Bool().Draw(t, "jitter") {
			p.Jitter = drawDist(t)
		}
		p.Loss = rapid.SampledFrom([]float64{0, 0, 0.1, 1}).Draw(t, "loss")
		p.Bytes = rapid.SampledFrom([]int64{0, 100, 1000}).Draw(t, "bytes")
		if rapid.Bool().Draw(t, "link") {
			p.Rate = rapid.SampledFrom([]float64{1e5, 1e6}).Draw(t, "bytes per second")
			p.Buffer = rapid.SampledFrom([]int64{0, 2000}).Draw(t, "buffer")
		}
	}
	return n
}
