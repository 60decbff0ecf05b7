package scenarios

import (
	"context"
	"math"
	"testing"

	"sysprep/engine"
)

// herdStory is a crowd of 1,000 that a restart sends back to a gateway good for 100 a second.
func herdStory(jitter string) *Scenario {
	return &Scenario{
		ID: "herd", Title: "herd", Horizon: Duration(60 * engine.Second),
		Nodes: []Node{
			{ID: "phones", Kind: "client", Users: 1000, Connect: []Step{{Call: "login"}}, Reconnect: Reconnect{Backoff: Backoff{Kind: "exponential", Base: Duration(engine.Second), Cap: Duration(8 * engine.Second), Jitter: jitter}}},
			{ID: "gateway", Kind: "store", Workers: 10, Queue: 40, Service: Service{Dist: "exponential", Mean: Duration(100 * engine.Millisecond)}},
		},
		Edges:  []Edge{{ID: "login", From: "phones", To: "gateway", Timeout: Duration(engine.Second), Attempts: 1}},
		Faults: []Fault{{ID: "restart", Label: "restart", Kind: "disconnect", Target: "phones", Fraction: 1, At: Duration(5 * engine.Second), On: true}},
		Charts: []Chart{{Metric: PeakMetric, Label: "peak"}},
	}
}

// Without jitter all come at the same moments, each row at the same columns. With full
// jitter only the first wave is common.
func TestHerd(t *testing.T) {
	still, err := herdStory("none").TakeHerd(context.Background(), nil, 1, 4*engine.Second, 40*engine.Second, 50)
	must(t, err)
	if still.Rows != 50 || len(still.Counts) != 36 || len(still.Peaks) != 36 {
		t.Fatalf("%d rows, %d counts, %d peaks", still.Rows, len(still.Counts), len(still.Peaks))
	}
	moments := map[engine.Time]bool{}
	for _, k := range still.Knocks {
		if k.User < 0 || k.User >= 50 || k.At < 4*engine.Second || k.At >= 40*engine.Second {
			t.Fatalf("out of the raster: %+v", k)
		}
		moments[k.At/(100*engine.Millisecond)] = true
	}
	if len(moments) > 12 {
		t.Errorf("without jitter they come at %d moments", len(moments))
	}
	if still.Peaks[1] < 990 || still.Counts[1] < 990 {
		t.Errorf("the first wave has %d, %d in its busiest moment", still.Counts[1], still.Peaks[1])
	}
	rain, err := herdStory("full").TakeHerd(context.Background(), nil, 1, 4*engine.Second, 40*engine.Second, 50)
	must(t, err)
	moments = map[engine.Time]bool{}
	for _, k := range rain.Knocks {
		moments[k.At/(100*engine.Millisecond)] = true
	}
	if len(moments) < 60 || rain.Peaks[1] < 990 || rain.Peaks[4] > 60 {
		t.Errorf("with full jitter they come at %d moments; peaks %v", len(moments), rain.Peaks)
	}
	if math.IsInf(rain.Back, 1) || rain.Total >= still.Total {
		t.Errorf("back after %v s with %d tries; without jitter %d", rain.Back, rain.Total, still.Total)
	}
	if _, err := story().TakeHerd(context.Background(), nil, 1, 0, engine.Second, 10); err == nil {
		t.Error("a story without a crowd is drawn")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := herdStory("full").TakeHerd(ctx, nil, 1, 0, engine.Second, 10); err == nil {
		t.Error("it goes on after it was cancelled")
	}
}
