package replog

import (
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"testing"
)

// rows reads a golden table: each line by column.
func rows(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, line := range lines[1:] {
		one := map[string]string{}
		for i, cell := range line {
			one[lines[0][i]] = cell
		}
		all = append(all, one)
	}
	return all
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func ms(v float64) Time { return Time(v*1e6 + 0.5) }

// local is a cluster of n replicas, each in its own site, with one round trip between any two.
func local(n int, rtt Time) Cluster {
	c := Cluster{
		Leader: Nobody,
		Raft:   Raft{Heartbeat: 50 * Millisecond, ElectionMin: 150 * Millisecond, ElectionMax: 300 * Millisecond},
	}
	for i := range n {
		c.Sites = append(c.Sites, fmt.Sprintf("site %d", i))
		c.Replicas = append(c.Replicas, Replica{Name: fmt.Sprintf("replica %d", i), Site: i})
		row := make([]Path, n)
		for j := range row {
			if j != i {
				row[j].RTT = rtt
			}
		}
		c.Paths = append(c.Paths, row)
	}
	return c
}

// writer adds a client beside replica site that writes.
func (c Cluster) writer(site int, rate float64) Cluster {
	c.Clients = append(c.Clients, Client{Name: fmt.Sprintf("writer %d", len(c.Clients)), Site: site, Writes: rate, Timeout: 2 * Second})
	return c
}

func mustNew(t testing.TB, c Cluster, seed uint64) *Sim {
	t.Helper()
	s, err := New(c, seed)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func inject(t testing.TB, s *Sim, faults ...Fault) {
	t.Helper()
	for _, f := range faults {
		if err := s.Inject(f); err != nil {
			t.Fatal(err)
		}
	}
}
