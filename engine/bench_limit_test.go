package engine

import (
	"math"
	"testing"

	"sysprep/engine/random"
)

// What BenchmarkLimitMM1 is made of: the least that an event-driven simulation
// of M/M/1 needs. Events are 16 bytes in a 4-ary heap with no ties settled, no
// limit, no lanes and no calendar, and the usual draw is written out in the
// loop. Nothing here is used by the engine.

type bareEvent struct {
	time int64
	kind int64
}

// bareHeap is a 4-ary heap of values.
type bareHeap []bareEvent

func (h *bareHeap) push(e bareEvent) {
	*h = append(*h, e)
	s := *h
	i := len(s) - 1
	for i > 0 && e.time < s[(i-1)>>2].time {
		s[i] = s[(i-1)>>2]
		i = (i - 1) >> 2
	}
	s[i] = e
}

// replace puts e where the first event is.
func (h bareHeap) replace(e bareEvent) {
	i := 0
	for child := 1; child < len(h); child = 4*i + 1 {
		least := child
		for c := child + 1; c < min(child+4, len(h)); c++ {
			if h[c].time < h[least].time {
				least = c
			}
		}
		if e.time <= h[least].time {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = e
}

func (h *bareHeap) pop() {
	s := *h
	last := s[len(s)-1]
	*h = s[:len(s)-1]
	if len(*h) > 0 {
		h.replace(last)
	}
}

// bareLayers is a ziggurat like that of package random (Marsaglia and Tsang
// 2000, 256 layers), kept here so that a draw can be written out in a loop.
var bareLayers = func() (layers [256]struct {
	inside uint64
	width  float64
},
) {
	const r, v = 7.69711747013104972, 3.9496598225815571993e-3
	x := v * math.Exp(r)
	next := r
	for i := range layers {
		layers[i].inside = uint64(next / x * (1 << 56))
		layers[i].width = x / (1 << 56)
		x = next
		next = 0
		if i < 254 {
			next = -math.Log(math.Exp(-x) + v/x)
		}
	}
	return layers
}()

// bareSlow settles a draw that falls outside its layer's certain part.
func bareSlow(s *random.Stream, u uint64) float64 {
	for base := 0.0; ; u = s.Uint64() {
		l := &bareLayers[u&0xff]
		x := float64(u>>8) * l.width
		if u>>8 < l.inside {
			return base + x
		}
		if u&0xff == 0 {
			base += 7.69711747013104972
			continue
		}
		edge := l.width * (1 << 56)
		inner := 0.0
		if u&0xff < 255 {
			inner = bareLayers[(u&0xff)+1].width * (1 << 56)
		}
		lo, hi := math.Exp(-edge), math.Exp(-inner)
		if lo+s.Float()*(hi-lo) < math.Exp(-x) {
			return base + x
		}
	}
}

// TestBareDraw: a limit measured with wrong luck would be none. An exponential
// has mean 1, mean square 2 and goes beyond 8 in exp(-8) of the draws.
func TestBareDraw(t *testing.T) {
	luck := random.New(1, "bare")
	const n = 1_000_000
	var sum, squares, beyond float64
	for range n {
		x := bareSlow(&luck, luck.Uint64())
		sum += x
		squares += x * x
		if x > 8 {
			beyond++
		}
	}
	for _, c := range []struct {
		what                string
		got, want, variance float64
	}{
		{"mean", sum / n, 1, 1},
		{"mean square", squares / n, 2, 20},
		{"share beyond 8", beyond / n, math.Exp(-8), math.Exp(-8)},
	} {
		if math.Abs(c.got-c.want) > 3*math.Sqrt(c.variance/n) {
			t.Errorf("%s = %v, want %v", c.what, c.got, c.want)
		}
	}
}

func BenchmarkLimitMM1(b *testing.B) {
	luck := random.New(1, "mm1")
	const gap, mean = 1e6 / benchLoad, 1e6
	const (
		arrives = iota
		ends
	)
	queue := 0
	heap := make(bareHeap, 0, 4)
	heap.push(bareEvent{luck.ExpSpan(gap), arrives})
	for b.Loop() {
		// Nearly every event needs one draw; those that need none waste it.
		var x float64
		u := luck.Uint64()
		if l := &bareLayers[u&0xff]; u>>8 < l.inside {
			x = float64(u>>8) * l.width
		} else {
			x = bareSlow(&luck, u)
		}
		now := heap[0].time
		if heap[0].kind == arrives {
			heap.replace(bareEvent{now + int64(x*gap), arrives})
			if queue++; queue == 1 {
				heap.push(bareEvent{now + luck.ExpSpan(mean), ends})
			}
			continue
		}
		if queue--; queue > 0 {
			heap.replace(bareEvent{now + int64(x*mean), ends})
		} else {
			heap.pop()
		}
	}
	reportEvents(b, uint64(b.N))
}
