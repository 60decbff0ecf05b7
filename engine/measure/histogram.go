// Package measure holds what a simulation measures with.
package measure

import "math/bits"

// RelativeError bounds how far Histogram.Quantile is from the true value, as a
// share of it.
const RelativeError = 1.0 / (2 * half)

const (
	halfBits = 6
	half     = 1 << halfBits                 // buckets in each octave
	buckets  = (63-halfBits-1)*half + 2*half // the last one ends at 2^63
)

// Histogram counts whole numbers, 0 to 2^63-1, in log-linear buckets as
// HdrHistogram does: exact below 128, above that 64 buckets in each octave, so
// that a bucket's middle is within 1/128 (0.8 %) of everything in it. It is a
// value: assigning it copies it. The zero value is empty.
type Histogram struct {
	counts  [buckets]uint32
	n       int64
	sum     int64
	highest int // the highest bucket in use: those beyond need no look
}

// Add counts one value, v >= 0.
func (h *Histogram) Add(v int64) {
	i := bucket(v)
	h.counts[i]++
	h.n++
	h.sum += v
	if i > h.highest {
		h.highest = i
	}
}

func bucket(v int64) int {
	e := max(0, bits.Len64(uint64(v))-halfBits-1)
	return e<<halfBits + int(v>>e)
}

// middle returns the number in the middle of a bucket.
func middle(i int) int64 {
	if i < 2*half {
		return int64(i)
	}
	e := i>>halfBits - 1
	m := int64(i - e<<halfBits)
	return m<<e + int64(1)<<e/2
}

// Count returns how many values were added.
func (h *Histogram) Count() int64 { return h.n }

// Sum returns the exact sum of the values.
func (h *Histogram) Sum() int64 { return h.sum }

// Mean returns the exact mean, rounded down; 0 when empty.
func (h *Histogram) Mean() int64 {
	if h.n == 0 {
		return 0
	}
	return h.sum / h.n
}

// Quantile returns the value of rank ceil(n*num/den), 0 < num <= den, within
// RelativeError; 0 when empty. Quantile(99, 100) is the 99th percentile.
func (h *Histogram) Quantile(num, den int64) int64 {
	rank := (h.n*num + den - 1) / den
	seen := int64(0)
	for i := 0; i <= h.highest; i++ {
		seen += int64(h.counts[i])
		if seen >= rank && seen > 0 {
			return middle(i)
		}
	}
	return 0
}

// Reset empties the histogram.
func (h *Histogram) Reset() {
	clear(h.counts[:h.highest+1])
	h.n, h.sum, h.highest = 0, 0, 0
}
