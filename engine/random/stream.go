// Package random draws the simulator's luck.
//
// A Stream is a xoshiro256++ generator that is a plain value: copying it copies
// its future. Streams are derived from a run's seed and a name, so each
// component has luck of its own. All arithmetic is written so that it gives the
// same bits on every platform: no library logarithms, and no products that a
// compiler may fuse with an addition.
package random

import "math/bits"

// Stream is a source of random numbers. Its zero value is not usable: make it with New.
type Stream struct {
	s0, s1, s2, s3 uint64
}

// New returns the stream that belongs to a name under a seed. Different names
// give streams that behave as if independent.
func New(seed uint64, name string) Stream {
	// FNV-1a over the name, then splitmix64, as the authors of xoshiro advise
	// (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021).
	h := uint64(14695981039346656037)
	for i := range len(name) {
		h ^= uint64(name[i])
		h *= 1099511628211
	}
	state := mix(seed) ^ h
	var s Stream
	for _, word := range []*uint64{&s.s0, &s.s1, &s.s2, &s.s3} {
		state += 0x9e3779b97f4a7c15
		*word = mix(state)
	}
	return s
}

// mix is the finaliser of splitmix64: a bijection that spreads every bit.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Uint64 returns 64 random bits.
func (s *Stream) Uint64() uint64 {
	r := bits.RotateLeft64(s.s0+s.s3, 23) + s.s0
	t := s.s1 << 17
	s.s2 ^= s.s0
	s.s3 ^= s.s1
	s.s1 ^= s.s2
	s.s0 ^= s.s3
	s.s2 ^= t
	s.s3 = bits.RotateLeft64(s.s3, 45)
	return r
}

// Float returns a uniform number in [0, 1), a multiple of 2^-53.
func (s *Stream) Float() float64 {
	return float64(float64(s.Uint64()>>11) * (1.0 / (1 << 53)))
}

// Below returns a uniform integer in [0, n), n > 0, by the high half of a
// product; the bias is below n/2^64.
func (s *Stream) Below(n uint64) uint64 {
	hi, _ := bits.Mul64(s.Uint64(), n)
	return hi
}

// Span returns a uniform whole number in [lo, hi]; lo when hi <= lo.
func (s *Stream) Span(lo, hi int64) int64 {
	if hi <= lo {
		return lo
	}
	return lo + int64(s.Below(uint64(hi-lo)+1))
}

// State returns the four words of the generator, for hashing.
func (s *Stream) State() [4]uint64 { return [4]uint64{s.s0, s.s1, s.s2, s.s3} }
