package replog

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// near reports whether got is within a relative error of want, which tables round to 6 digits.
func near(got, want, err float64) bool { return math.Abs(got-want) <= err*math.Abs(want) }

func TestWindowRateAgainstTheTable(t *testing.T) {
	for _, r := range rows(t, "tcp_window_limited_throughput.csv") {
		window, _ := strconv.ParseInt(r["window_bytes"], 10, 64)
		got := WindowRate(window, ms(number(t, r["rtt_ms"]))) / 1e6
		if want := number(t, r["mbps"]); !near(got, want, 1e-5) {
			t.Errorf("%v: %v Mb/s", r, got)
		}
	}
}

func TestLossRateAgainstTheTable(t *testing.T) {
	for _, r := range rows(t, "tcp_mathis.csv") {
		got := LossRate(number(t, r["loss"]), ms(number(t, r["rtt_ms"]))) / 1e6
		if want := number(t, r["mbps"]); !near(got, want, 1e-5) {
			t.Errorf("%v: %v Mb/s", r, got)
		}
	}
}

func TestRatesWithoutABound(t *testing.T) {
	for name, got := range map[string]float64{
		"no window": WindowRate(0, Second), "no round trip": WindowRate(65536, 0),
		"no loss": LossRate(0, Second), "no loss, no round trip": LossRate(0.01, 0),
	} {
		if !math.IsInf(got, 1) {
			t.Errorf("%s: %v, want no bound", name, got)
		}
	}
	p := Path{RTT: 80 * Millisecond}
	if p.connectionRate() != 0 {
		t.Error("a path without bounds has one")
	}
	p.Rate, p.Window, p.PacketLoss = 1e9, 65536, 0.01
	if got, want := p.connectionRate(), LossRate(0.01, p.RTT); got != want {
		t.Errorf("rate = %v, want the least bound, %v", got, want)
	}
	p.PacketLoss = 0
	if got, want := p.connectionRate(), 6.5536e6; !near(got, want, 1e-9) {
		t.Errorf("rate = %v, want the window's, %v", got, want)
	}
}

func TestTransferTimeAgainstTheTable(t *testing.T) {
	units := map[string]float64{"GB": 1e9, "TB": 1e12}
	for _, r := range rows(t, "bulk_transfer_restore.csv") {
		size := r["size"]
		bytes := int64(number(t, strings.TrimRight(size, "GTB")) * units[size[len(size)-2:]])
		got := TransferTime(bytes, number(t, r["gbps"])*1e9, number(t, r["efficiency"])).Seconds()
		if want := number(t, r["seconds"]); !near(got, want, 1e-5) {
			t.Errorf("%v: %v s", r, got)
		}
	}
}

func TestHalfOpenAgainstTheTable(t *testing.T) {
	keepalive := func(k Keepalive) string {
		at, ok := k.Detects()
		if !ok {
			return "never"
		}
		return strconv.FormatFloat(at.Seconds(), 'g', -1, 64)
	}
	giveUp := func(rto Time, retries int) string {
		return strconv.FormatFloat(GiveUpTime(rto, retries).Seconds(), 'g', -1, 64)
	}
	ours := map[string]string{
		"idle_connection_keepalive_enabled_detect":  keepalive(Keepalive{7200 * Second, 75 * Second, 9}),
		"idle_connection_keepalive_disabled_detect": keepalive(Keepalive{}),
		"keepalive_30s_10s_x3":                      keepalive(Keepalive{30 * Second, 10 * Second, 3}),
		"unacked_data_tcp_retries2_15":              giveUp(MinRTO, 15),
		"unacked_data_tcp_retries2_8":               giveUp(MinRTO, 8),
		"syn_retries_6_connect_timeout":             giveUp(ConnectRTO, 6),
		"synack_retries_5":                          giveUp(ConnectRTO, 5),
	}
	table := rows(t, "tcp_halfopen_timers.csv")
	if len(table) != len(ours) {
		t.Errorf("the table has %d lines, this test %d", len(table), len(ours))
	}
	for _, r := range table {
		if got := ours[r["case"]]; got != r["seconds"] {
			t.Errorf("%s: %q s, want %q", r["case"], got, r["seconds"])
		}
	}
}
