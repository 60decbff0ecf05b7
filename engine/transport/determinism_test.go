package transport

import "testing"

// TestGoldenHashes notices when a run is no longer the run it was: because the
// behaviour changed (then these numbers are to be changed with it, and the
// changelog is to say so), or because another platform computes differently.
func TestGoldenHashes(t *testing.T) {
	mixed := trees(20, D2TCP)
	mixed.Groups[0].Protocol = TCP
	mixed.Groups[1].Protocol = DCTCP
	mixed.Groups[2].Poisson = true
	mixed.Groups[3].Fresh = false
	for _, c := range []struct {
		name string
		sys  System
		seed uint64
		want uint64
	}{
		{"TCP", trees(30, TCP), 1, 0xe6c6a5b565e5f14a},
		{"DCTCP", trees(30, DCTCP), 1, 0x2ecb07cae1650c44},
		{"D2TCP", trees(30, D2TCP), 1, 0x55d75f47520c3e92},
		{"D2TCP, another seed", trees(30, D2TCP), 2, 0x7a8a0040a30882a5},
		{"all together", mixed, 1, 0xcfc1ca0c091ce36d},
		{"barrier", barrier(16, TCP, Millisecond), 1, 0xad7b49bacdf4455b},
	} {
		s := mustNew(t, c.sys, c.seed)
		s.RunUntil(200 * Millisecond)
		if got := s.Hash(); got != c.want {
			t.Errorf("%s: hash = %#x, want %#x", c.name, got, c.want)
		}
	}
}
