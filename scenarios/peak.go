package scenarios

import "slices"

// peakSlots is in how many slots of a window arrivals are counted for the metric peak:
// slots of 20 ms in windows of a second.
const peakSlots = 50

// PeakMetric is the id of the metric of arrivals in the busiest slot. Charts show the
// largest value of a column, since a wave lasts one window.
const PeakMetric = "peak"

// countsPeaks says whether the scenario shows or judges a peak, so that its runs must
// count arrivals in slots. Runs of the others don't pay for it.
func (s *Scenario) countsPeaks() bool {
	return slices.ContainsFunc(s.Charts, func(c Chart) bool { return c.Metric == PeakMetric }) ||
		slices.ContainsFunc(s.Goals, func(g Goal) bool { return g.Metric == PeakMetric }) ||
		slices.ContainsFunc(s.Expect, func(e Expect) bool { return e.Metric == PeakMetric })
}

// rasterSlots is the raster of a run that was asked for so many slots: a multiple of
// peakSlots if the scenario counts peaks.
func (s *Scenario) rasterSlots(asked int) int {
	if !s.countsPeaks() {
		return asked
	}
	return peakSlots * max(1, (asked+peakSlots-1)/peakSlots)
}

// peak is the largest number of attempts that reached node i in one slot.
func peak(_ *Result, w span, i int) float64 {
	most := int32(0)
	for k := range w {
		if i >= len(w[k].Raster) {
			continue
		}
		for part := range slices.Chunk(w[k].Raster[i], max(1, len(w[k].Raster[i])/peakSlots)) {
			n := int32(0)
			for _, v := range part {
				n += v
			}
			most = max(most, n)
		}
	}
	return float64(most)
}

var peakMetrics = []Metric{
	{PeakMetric, Count, "attempts that arrive at the store in the busiest fiftieth of a window, retries included: 20 ms of a second", "store", peak},
}
