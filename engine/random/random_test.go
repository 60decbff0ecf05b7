package random

import (
	"math"
	"testing"
)

// TestXoshiro holds the generator against the reference implementation's first
// outputs for the state {1, 2, 3, 4} (Blackman and Vigna, xoshiro256plusplus.c).
func TestXoshiro(t *testing.T) {
	s := Stream{1, 2, 3, 4}
	for i, want := range []uint64{41943041, 58720359, 3588806011781223, 3591011842654386} {
		if got := s.Uint64(); got != want {
			t.Errorf("output %d = %d, want %d", i, got, want)
		}
	}
}

func TestElementaryFunctionsAreAccurate(t *testing.T) {
	for x := -30.0; x <= 30; x += 0.0137 {
		if got, want := exp(x), math.Exp(x); math.Abs(got-want) > 1e-15*want {
			t.Errorf("exp(%v) = %v, want %v", x, got, want)
		}
		y := math.Exp(x)
		if got, want := log(y), math.Log(y); math.Abs(got-want) > 1e-15*max(1, math.Abs(want)) {
			t.Errorf("log(%v) = %v, want %v", y, got, want)
		}
	}
}

// TestGoldenDraws notices a platform on which the draws have other bits.
func TestGoldenDraws(t *testing.T) {
	s := New(42, "golden")
	z := NewZipf(20_000, 1.05)
	h := uint64(0)
	for range 100_000 {
		h = mix(h ^ math.Float64bits(s.Exp()))
		h = mix(h ^ uint64(z.Draw(&s)))
		h = mix(h ^ uint64(s.Span(3, 1e9)))
	}
	if want := uint64(0x1218fc1bdd244106); h != want {
		t.Errorf("hash of the draws = %#x, want %#x", h, want)
	}
}

// TestExpMoments: mean 1, variance 1, third central moment 2, and the tail,
// where the ziggurat takes its rare branches. Bounds are 4 standard errors.
func TestExpMoments(t *testing.T) {
	const n = 4_000_000
	s := New(7, "exp")
	var sum, square float64
	tail := map[float64]int{0.01: 0, 0.5: 0, 3: 0, 7.5: 0, zigR: 0, 9: 0}
	for range n {
		x := s.Exp()
		if x < 0 {
			t.Fatalf("Exp = %v", x)
		}
		sum += x
		square += x * x
		for at := range tail {
			if x > at {
				tail[at]++
			}
		}
	}
	if mean := sum / n; math.Abs(mean-1) > 4/math.Sqrt(n) {
		t.Errorf("mean = %v, want 1", mean)
	}
	if m := square / n; math.Abs(m-2) > 4*math.Sqrt(20.0/n) { // Var X^2 = 24 - 4
		t.Errorf("second moment = %v, want 2", m)
	}
	for at, got := range tail {
		want := n * math.Exp(-at)
		if math.Abs(float64(got)-want) > 4*math.Sqrt(want) {
			t.Errorf("%d draws beyond %v, want %.0f", got, at, want)
		}
	}
}

func TestZipfFrequencies(t *testing.T) {
	for _, s := range []float64{0, 0.8, 1.05, 3} {
		const n, draws = 50, 1_000_000
		z := NewZipf(n, s)
		luck := New(1, "zipf")
		var count [n]int
		for range draws {
			count[z.Draw(&luck)]++
		}
		total := 0.0
		for k := range n {
			total += z.Probability(k)
			want := draws * z.Probability(k)
			if math.Abs(float64(count[k])-want) > 4.5*math.Sqrt(want)+1 {
				t.Errorf("s=%v: rank %d drawn %d times, want %.0f", s, k, count[k], want)
			}
		}
		if math.Abs(total-1) > 1e-12 {
			t.Errorf("s=%v: the probabilities add up to %v", s, total)
		}
		if got, want := z.Probability(1)/z.Probability(0), math.Pow(2, -s); math.Abs(got-want) > 1e-12 {
			t.Errorf("s=%v: P(1)/P(0) = %v, want %v", s, got, want)
		}
	}
}

func TestStreamsDiffer(t *testing.T) {
	seen := map[uint64]string{}
	for seed := range uint64(50) {
		for _, name := range []string{"", "a", "b", "ab", "node/users/keys", "node/users/arrivals"} {
			s := New(seed, name)
			if other, dup := seen[s.Uint64()]; dup {
				t.Errorf("%q and %q start alike", name, other)
			}
			s = New(seed, name)
			seen[s.Uint64()] = name
		}
	}
	a, b := New(1, "a"), New(1, "a")
	if a.Uint64() != b.Uint64() {
		t.Error("the same seed and name give different streams")
	}
}

func TestSpanCoversItsBounds(t *testing.T) {
	s := New(1, "span")
	var seen [4]int
	for range 1000 {
		seen[s.Span(2, 5)-2]++
	}
	for i, n := range seen {
		if n < 200 {
			t.Errorf("Span(2, 5) gave %d %d times in 1000", i+2, n)
		}
	}
	if s.Span(4, 4) != 4 || s.Span(4, 1) != 4 {
		t.Error("Span of an empty range is not its start")
	}
}
