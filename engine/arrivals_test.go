package engine

import (
	"math"
	"testing"
)

// TestConstantArrivals: the D/M/1 queue, whose mean time is 1/(mu(1-s)) with s the
// root of s = exp(-mu(1-s)/lambda) (Kleinrock 1975, section 6.3, the G/M/1 queue).
func TestConstantArrivals(t *testing.T) {
	const rho = 0.8
	root := 0.5
	for range 200 {
		root = math.Exp(-(1 - root) / rho)
	}
	sys := queueing(rho, 1, -1)
	sys.Nodes[0].Client.Arrivals = ArrivalsConstant
	holds(t, sys, quantity{"W", 1 / (1 - root), meanLatency, 0})
}

// TestBursts: the M/M/1 queue with arrivals in groups of b, of which there are
// rho(b+1)/(2(1-rho)) in the system (Gross and Harris, the M[X]/M/1 queue).
func TestBursts(t *testing.T) {
	const rho, b = 0.6, 5
	sys := queueing(rho, 1, -1)
	sys.Nodes[0].Client.Burst = b
	holds(t, sys,
		quantity{"W", (b + 1) / (2 * (1 - rho)), meanLatency, 0},
		quantity{"rate", rho, func(r totals) float64 { return r.offered / r.span }, 0},
	)
}
