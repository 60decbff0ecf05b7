package random

import "math/bits"

// Zipf draws ranks 0 to n-1 with P(k) proportional to 1/(k+1)^s, in constant
// time, by Walker's alias method as built by Vose ("A linear algorithm for
// generating random numbers with a given distribution", 1991). It never changes
// once made, so any number of simulations may share one.
type Zipf struct {
	n     uint64
	cells []cell // empty: uniform
	total float64
	s     float64
}

type cell struct {
	keep  uint32 // keep the cell's own rank when the fraction is below keep/2^32
	alias uint32 // else take this one
}

// NewZipf makes a table for n ranks, 1 <= n < 2^31, and exponent s >= 0. It needs
// 8 bytes a rank, and none when s is 0.
func NewZipf(n int, s float64) *Zipf {
	z := &Zipf{n: uint64(n), total: float64(n), s: s}
	if s == 0 {
		return z
	}
	weights := make([]float64, n)
	z.total = 0
	for k := n - 1; k >= 0; k-- { // smallest first: the sum keeps its last bits
		weights[k] = exp(float64(-s * log(float64(k+1))))
		z.total += weights[k]
	}
	for k := range weights {
		weights[k] = weights[k] * float64(n) / z.total
	}
	z.cells = aliasTable(weights)
	return z
}

// aliasTable builds the table for weights whose mean is 1. It overwrites them.
func aliasTable(weights []float64) []cell {
	cells := make([]cell, len(weights))
	small := make([]uint32, 0, len(weights))
	large := make([]uint32, 0, len(weights))
	for k, w := range weights {
		cells[k] = cell{keep: 1<<32 - 1, alias: uint32(k)}
		if w < 1 {
			small = append(small, uint32(k))
		} else {
			large = append(large, uint32(k))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		lo, hi := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		cells[lo] = cell{keep: uint32(weights[lo] * (1 << 32)), alias: hi}
		weights[hi] = (weights[hi] + weights[lo]) - 1
		if weights[hi] < 1 {
			large = large[:len(large)-1]
			small = append(small, hi)
		}
	}
	return cells
}

// Draw returns a rank, 0 being the most likely, with one draw from the stream.
func (z *Zipf) Draw(s *Stream) int32 {
	rank, fraction := bits.Mul64(s.Uint64(), z.n)
	if len(z.cells) == 0 {
		return int32(rank)
	}
	c := z.cells[rank]
	if uint32(fraction>>32) < c.keep {
		return int32(rank)
	}
	return int32(c.alias)
}

// Probability returns P(rank), rank from 0.
func (z *Zipf) Probability(rank int) float64 {
	if z.s == 0 {
		return 1 / z.total
	}
	return exp(float64(-z.s*log(float64(rank+1)))) / z.total
}

// Len returns the number of ranks.
func (z *Zipf) Len() int { return int(z.n) }

// Exponent returns s.
func (z *Zipf) Exponent() float64 { return z.s }
