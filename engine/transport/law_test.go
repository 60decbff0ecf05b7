package transport

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// table reads a table of testdata, whose first lines say where it comes from.
func table(t *testing.T, name string, columns ...string) [][]float64 {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comment = '#'
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, h := range records[0] {
		at[h] = i
	}
	var rows [][]float64
	for _, rec := range records[1:] {
		var row []float64
		for _, c := range columns {
			text, _, _ := strings.Cut(rec[at[c]], "Gbps") // a link, "10Gbps_100us", is its rate
			x, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatalf("%s: column %s: %v", name, c, err)
			}
			row = append(row, x)
		}
		rows = append(rows, row)
	}
	if len(rows) < 4 {
		t.Fatalf("%s has only %d rows", name, len(rows))
	}
	return rows
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s = %v, want %v within %v", what, got, want, tolerance)
	}
}

func TestPenaltyAgainstTheTable(t *testing.T) {
	for _, r := range table(t, "d2tcp_gamma.csv", "alpha", "d", "penalty_p", "window_factor") {
		p := Penalty(r[0], r[1])
		near(t, "penalty", p, r[2], 1e-6)
		near(t, "window factor", Reduced(1000, p, 2)/1000, r[3], 1e-6)
	}
}

func TestPenaltyIsThePower(t *testing.T) {
	for alpha := 0.0; alpha <= 1; alpha += 0.013 {
		for d := 0.5; d <= 2; d += 0.0371 {
			near(t, "penalty", Penalty(alpha, d), math.Pow(alpha, d), 1e-9)
		}
		if Penalty(alpha, 1) != alpha {
			t.Errorf("at d = 1 the penalty of %v is %v: not DCTCP", alpha, Penalty(alpha, 1))
		}
	}
}

func TestImminence(t *testing.T) {
	const ms = Millisecond
	for _, c := range []struct {
		name      string
		segments  int64
		window    float64
		rtt, left Time
		want      float64
	}{
		{"just in time", 75, 10, ms, 10 * ms, 1},
		{"in a hurry", 90, 10, ms, 10 * ms, 1.2},
		{"at leisure", 60, 10, ms, 10 * ms, 0.8},
		{"hopeless: the upper clamp", 7500, 10, ms, 10 * ms, 2},
		{"far: the lower clamp", 1, 10, ms, 1000 * ms, 0.5},
		{"no deadline", 75, 10, ms, Never, 1},
		{"missed", 75, 10, ms, 0, 1},
		{"long missed", 75, 10, ms, -5 * ms, 1},
	} {
		near(t, c.name, Imminence(c.segments, c.window, c.rtt, c.left), c.want, 1e-12)
	}
}

func TestReducedKeepsTheLeastWindow(t *testing.T) {
	for _, c := range []struct{ window, p, least, want float64 }{
		{10, 1, 2, 5},
		{10, 0, 2, 10},
		{3, 1, 2, 2},
		{2, 1, 2, 2},
		{1, 1, 2, 1}, // after a timeout: a mark does not enlarge it
	} {
		near(t, "window", Reduced(c.window, c.p, c.least), c.want, 0)
	}
}

// TestAlphaForgets: g = 1/16 forgets all but 1/e of the past in 16 windows.
func TestAlphaForgets(t *testing.T) {
	alpha := 1.0
	for range 16 {
		alpha = NextAlpha(alpha, 1.0/16, 0)
	}
	near(t, "alpha", alpha, math.Pow(15.0/16, 16), 1e-12)
	near(t, "alpha of an equal share", NextAlpha(0.3, 1.0/16, 0.3), 0.3, 1e-12)
}

func TestGrown(t *testing.T) {
	slow, steady := 1.0, 10.0
	for range 15 { // a round trip of 1, then 2, 4 and 8 segments
		slow = Grown(slow, 100, 512)
	}
	near(t, "slow start", slow, 16, 0)
	for range 10 {
		steady = Grown(steady, 10, 512)
	}
	near(t, "congestion avoidance", steady, 11, 0.06)
	near(t, "the receiver's window", Grown(512, 1000, 512), 512, 0)
}

// TestTimeout follows RFC 6298: SRTT + 4*RTTVAR, within bounds, doubling.
func TestTimeout(t *testing.T) {
	e := firstRTT(100 * Millisecond)
	near(t, "first", e.timeout(0, 60*Second, 0).Seconds(), 0.3, 1e-9)
	for range 100 {
		e.add(100 * Millisecond)
	}
	near(t, "steady", e.timeout(0, 60*Second, 0).Seconds(), 0.1, 1e-6)
	near(t, "floor", e.timeout(200*Millisecond, 60*Second, 0).Seconds(), 0.2, 0)
	near(t, "third in a row", e.timeout(200*Millisecond, 60*Second, 2).Seconds(), 0.8, 0)
	near(t, "ceiling", e.timeout(200*Millisecond, 60*Second, 40).Seconds(), 60, 0)
	e.add(200 * Millisecond)
	near(t, "smooth", e.smooth.Seconds(), 0.1125, 1e-6)
	near(t, "deviation", e.deviation.Seconds(), 0.025, 1e-6)
}
