package measure

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestQuantileWithinRelativeError(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bitsWide := rapid.IntRange(1, 63).Draw(t, "bits")
		values := rapid.SliceOfN(rapid.Int64Range(0, math.MaxInt64>>(63-bitsWide)), 1, 60).Draw(t, "values")
		var h Histogram
		h.Add(1 << 40) // must be gone after Reset
		h.Reset()
		for _, v := range values {
			h.Add(v)
		}
		slices.Sort(values)
		for _, p := range []int64{1, 50, 99, 100} {
			rank := (int64(len(values))*p + 99) / 100
			want, got := values[rank-1], h.Quantile(p, 100)
			if math.Abs(float64(got)-float64(want)) > RelativeError*float64(want) {
				t.Fatalf("percentile %d of %v = %d, want %d", p, values, got, want)
			}
		}
		if h.Count() != int64(len(values)) {
			t.Fatalf("Count = %d, want %d", h.Count(), len(values))
		}
	})
}

func TestBucketsTileTheNumbers(t *testing.T) {
	for i := range buckets {
		if m := middle(i); bucket(m) != i {
			t.Fatalf("the middle %d of bucket %d is in bucket %d", m, i, bucket(m))
		}
	}
	if bucket(math.MaxInt64) != buckets-1 {
		t.Errorf("the largest number is in bucket %d, want the last, %d", bucket(math.MaxInt64), buckets-1)
	}
	if RelativeError > 0.01 {
		t.Errorf("RelativeError = %v, want 0.01 at most", RelativeError)
	}
}

func TestEmptyHistogram(t *testing.T) {
	var h Histogram
	if h.Quantile(50, 100) != 0 || h.Mean() != 0 || h.Count() != 0 || h.Sum() != 0 {
		t.Error("an empty histogram reports something")
	}
	h.Add(3)
	h.Add(6)
	if h.Mean() != 4 || h.Sum() != 9 {
		t.Errorf("Mean = %d, Sum = %d, want 4 and 9", h.Mean(), h.Sum())
	}
}
