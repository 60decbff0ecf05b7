package sketch

import (
	"math"

	"sysprep/scenarios"
)

// A sketch says how often its cache hits; how many keys there are and how many the cache holds is made up so that it
// does, with a popularity by Zipf's law, as requests have it. What a flush costs depends on it.
const (
	zipf       = 1.0
	keysPerSec = 5 // keys for each request a second of the simulated load
	fewestKeys = 1_000
	mostKeys   = 50_000
)

// popularity gives the keys for a simulated load.
func popularity(rate float64) scenarios.Keys {
	return scenarios.Keys{Count: int(min(max(rate*keysPerSec, fewestKeys), mostKeys)), Zipf: zipf}
}

// capacityFor is how many entries a cache needs to answer that share of requests, by Che's approximation for LRU: with
// a characteristic time t, key i of popularity p is in the cache with probability 1 - exp(-p t); so the share that hits is
// the sum of p (1 - exp(-p t)), and the entries are the sum of 1 - exp(-p t). (H. Che, Y. Tung, Z. Wang, 2002.)
func capacityFor(keys scenarios.Keys, hit float64) int {
	p := make([]float64, keys.Count)
	sum := 0.0
	for i := range p {
		p[i] = math.Pow(float64(i+1), -keys.Zipf)
		sum += p[i]
	}
	at := func(t float64) (share, entries float64) {
		for _, v := range p {
			in := -math.Expm1(-v / sum * t)
			share += v / sum * in
			entries += in
		}
		return share, entries
	}
	low, high := 0.0, 1.0
	for share, _ := at(high); share < hit && high < 1e12; share, _ = at(high) {
		low, high = high, high*2
	}
	for range 40 {
		mid := (low + high) / 2
		if share, _ := at(mid); share < hit {
			low = mid
		} else {
			high = mid
		}
	}
	_, entries := at(high)
	return max(1, int(math.Round(entries)))
}
