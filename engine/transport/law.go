package transport

import "math"

// The window laws, as pure functions. All products that are added to something
// are rounded first, so that every platform gives the same bits.

// NextAlpha is DCTCP's estimate of the share of marked packets after a window in
// which the share was f: (1-g)*alpha + g*f (Alizadeh et al. 2010, eq. 1).
func NextAlpha(alpha, g, f float64) float64 {
	return float64((1-g)*alpha) + float64(g*f)
}

// Imminence is D2TCP's d = Tc/D, from 0.5 (far from the deadline) to 2 (near it)
// (Vamanan et al. 2012). Tc is how long the rest of the response takes at the mean
// window of the sawtooth: segments / (3/4 window) round trips. D is the time left.
// Without a deadline (left is Never) and when it has passed (left <= 0), d is 1:
// DCTCP.
func Imminence(segments int64, window float64, rtt, left Time) float64 {
	if left <= 0 || left == Never {
		return 1
	}
	d := float64(float64(segments)*float64(rtt)) / float64(float64(0.75*window)*float64(left))
	return min(max(d, 0.5), 2)
}

// Penalty is D2TCP's p = alpha^d, for alpha from 0 to 1 and d from 0.5 to 2, within
// 1e-9. At d = 1 it is alpha itself: DCTCP.
//
// The power is put together from square roots, which IEEE 754 defines to the last
// bit; those of package math differ between machines.
func Penalty(alpha, d float64) float64 {
	whole := math.Floor(d)
	p := 1.0
	for range int(whole) {
		p *= alpha
	}
	rest, root := d-whole, alpha
	for range 36 {
		if rest == 0 {
			break
		}
		root = math.Sqrt(root)
		if rest *= 2; rest >= 1 {
			rest--
			p *= root
		}
	}
	return p
}

// Reduced is the window after a mark: window*(1-p/2), but not below least
// segments. A window that is smaller already stays.
func Reduced(window, p, least float64) float64 {
	return min(window, max(window*(1-float64(p/2)), least))
}

// AfterLoss is the slow-start threshold after a loss with so many segments in
// flight: half of them, 2 at least (RFC 5681, eq. 4).
func AfterLoss(flight int64) float64 { return max(float64(flight)/2, 2) }

// Grown is the window after an acknowledgement of new data: one segment more in
// slow start, which doubles it in a round trip, and 1/window more beyond the
// threshold, which adds one in a round trip (RFC 5681, section 3.1).
func Grown(window, threshold, most float64) float64 {
	if window < threshold {
		return min(window+1, most)
	}
	return min(window+1/window, most)
}

// rtt is RFC 6298's estimate of the round trip.
type rtt struct {
	smooth, deviation Time
}

// firstRTT is the estimate after one measurement.
func firstRTT(r Time) rtt { return rtt{r, r / 2} }

func (e *rtt) add(r Time) {
	e.deviation = (3*e.deviation + max(r-e.smooth, e.smooth-r)) / 4
	e.smooth = (7*e.smooth + r) / 8
}

// timeout returns the retransmission timeout after so many timeouts in a row.
func (e *rtt) timeout(least, most Time, backoff int32) Time {
	t := max(e.smooth+4*e.deviation, least)
	for range backoff {
		if t >= most {
			break
		}
		t *= 2
	}
	return min(t, most)
}
