package engine

// rolling counts over the last ten buckets of time.
type rolling struct {
	width  Time
	bucket Time // number of the newest

	good, bad, slow     [rollingBuckets]int32
	goods, bads, tardys int64
}

const rollingBuckets = 10

func (w *rolling) configure(span Time) {
	if width := max(1, span/rollingBuckets); width != w.width {
		*w = rolling{width: width}
	}
}

func (w *rolling) roll(now Time) int {
	n := now / w.width
	for k := max(w.bucket+1, n-rollingBuckets+1); k <= n; k++ {
		i := k % rollingBuckets
		w.goods -= int64(w.good[i])
		w.bads -= int64(w.bad[i])
		w.tardys -= int64(w.slow[i])
		w.good[i], w.bad[i], w.slow[i] = 0, 0, 0
	}
	w.bucket = max(w.bucket, n)
	return int(w.bucket % rollingBuckets)
}

func (w *rolling) add(now Time, ok, slow bool) {
	i := w.roll(now)
	if ok {
		w.good[i]++
		w.goods++
	} else {
		w.bad[i]++
		w.bads++
	}
	if slow {
		w.slow[i]++
		w.tardys++
	}
}
