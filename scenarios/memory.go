package scenarios

import (
	"fmt"
	"math"
)

// Bounds of the memory of a run. Packs come from anybody, and a rate, a latency and a
// horizon that each look sane can have more under way than a machine can hold.
const (
	// MostStateBytes is what the state of a simulation may take, at its start and later.
	// The largest of the core pack's takes 5 MB.
	MostStateBytes = 256_000_000

	// mostMarkBytes is what the copies for rewinding may take together.
	mostMarkBytes = 256_000_000
)

// checkRoom refuses a system whose start would take too much.
func checkRoom(bytes int64) error {
	if bytes <= MostStateBytes {
		return nil
	}
	return fmt.Errorf("the system is too large: %s at its start, and %s are allowed; lower its instances, users, callers or keys",
		bytesText(math.Ceil(float64(bytes)/1e6)*1e6), bytesText(MostStateBytes))
}

// thin drops every second copy for rewinding, but the first and the last, when they take too much
// together; from then on they are made half as often. Going back replays more then, and comes to the same.
func (r *Run) thin() {
	took := int64(0)
	for _, c := range r.marks {
		took += c.sim.Bytes()
	}
	if took <= mostMarkBytes || len(r.marks) < 3 {
		return
	}
	r.stretch = max(r.stretch, 1) * 2
	var kept []checkpoint // forks share the old list
	for i, c := range r.marks {
		if i%2 == 0 || i == len(r.marks)-1 {
			kept = append(kept, c)
		}
	}
	r.marks = kept
}
