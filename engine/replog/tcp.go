package replog

import "math"

// WindowRate returns the most bits per second that one TCP connection moves when
// it may have window bytes unacknowledged: window/rtt. No window or no round
// trip is no bound, +Inf.
func WindowRate(window int64, rtt Time) float64 {
	if window <= 0 || rtt <= 0 {
		return math.Inf(1)
	}
	return float64(window*8) / rtt.Seconds()
}

// segment is the payload of a TCP segment in an Ethernet frame, bytes.
const segment = 1460

// LossRate returns the bits per second that Reno TCP reaches when each packet is
// lost with probability p: MSS/RTT sqrt(3/2)/sqrt(p), MSS 1460 bytes (Mathis,
// Semke, Mahdavi, Ott, "The Macroscopic Behavior of the TCP Congestion Avoidance
// Algorithm", 1997; every packet acknowledged). It holds for small p; CUBIC and
// BBR differ. No loss or no round trip is no bound, +Inf.
func LossRate(p float64, rtt Time) float64 {
	if p <= 0 || rtt <= 0 {
		return math.Inf(1)
	}
	return segment * 8 / rtt.Seconds() * math.Sqrt(1.5/p)
}

// TransferTime returns how long bytes take at rate bits per second of which the
// share efficiency carries payload, without the round trip, at most some 115 days; 0 when the rate is
// 0 (no bound) or infinite.
func TransferTime(bytes int64, rate, efficiency float64) Time {
	if rate <= 0 || math.IsInf(rate, 1) {
		return 0
	}
	return Time(min(float64(bytes)*8e9/(rate*efficiency)+0.5, float64(longest)))
}

// longest keeps a transfer that would take for ever within the clock's range.
const longest = 10_000_000 * Second

// connectionRate is the bound on one connection over the path; 0: none.
func (p *Path) connectionRate() float64 {
	rate := min(WindowRate(p.Window, p.RTT), LossRate(p.PacketLoss, p.RTT))
	if p.Rate > 0 {
		rate = min(rate, p.Rate)
	}
	if math.IsInf(rate, 1) {
		return 0
	}
	return rate
}

// Keepalive is TCP's probing of idle connections: Linux's tcp_keepalive_time,
// tcp_keepalive_intvl and tcp_keepalive_probes, 7200 s, 75 s and 9 by default.
type Keepalive struct {
	Idle, Interval Time
	Probes         int
}

// Detects returns how long after the last traffic an idle connection learns that
// its peer is gone: after Idle the first probe goes out, and Interval after the
// last of them the connection is given up. False: never, without probes.
func (k Keepalive) Detects() (Time, bool) {
	if k.Probes <= 0 {
		return 0, false
	}
	return k.Idle + Time(k.Probes)*k.Interval, true
}

// Linux's bounds on the retransmission timeout.
const (
	MinRTO     = 200 * Millisecond
	MaxRTO     = 120 * Second
	ConnectRTO = Second // before the round trip is known (RFC 6298)
)

// GiveUpTime returns when a sender that hears nothing gives up: it sends again
// after rto, doubling up to MaxRTO, retries times, and waits once more. With
// MinRTO and tcp_retries2 = 15 that is 924.6 s; a connection attempt with
// ConnectRTO and tcp_syn_retries = 6 ends after 127 s (kernel
// Documentation/networking/ip-sysctl.rst).
func GiveUpTime(rto Time, retries int) Time {
	sum := Time(0)
	for range retries + 1 {
		sum += min(rto, MaxRTO)
		rto = min(2*rto, MaxRTO)
	}
	return sum
}
