package main

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"sysprep/engine"
	"sysprep/scenarios"
)

// column is a heading and the value under it.
type column struct{ name, value string }

// writeWindows writes a row for each window. Columns of a node are named node.counter,
// those of an edge edge.counter; every column is there in every row.
func writeWindows(w io.Writer, s *scenarios.Scenario, windows []scenarios.WindowReport) error {
	out := csv.NewWriter(w)
	for i := range windows {
		row := windowColumns(s, &windows[i])
		if i == 0 {
			if err := out.Write(each(row, func(c column) string { return c.name })); err != nil {
				return err
			}
		}
		if err := out.Write(each(row, func(c column) string { return c.value })); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// windowColumns are the columns of one row. Those that came later stand at the end,
// so that who reads by position finds the others where they were.
func windowColumns(s *scenarios.Scenario, w *scenarios.WindowReport) []column {
	if w.Columns != nil {
		row := []column{{"t", decimal(w.T)}}
		for _, c := range w.Columns {
			row = append(row, column{c.Name, number(c.Value)})
		}
		return row
	}
	row := []column{{"t", decimal(w.T)}, {"offered", integer(w.Offered)}, {"goodput", integer(w.Goodput)}}
	for c := range engine.CauseFailed {
		row = append(row, column{"lost." + c.String(), integer(w.Lost[c.String()])})
	}
	row = append(row, column{"in_flight", integer(w.InFlight)}, column{"p50_ms", number(w.P50)}, column{"p99_ms", number(w.P99)})
	for _, n := range s.Nodes {
		row = append(row, nodeColumns(n, w.Nodes[n.ID])...)
	}
	for _, e := range s.Edges {
		c := w.Edges[e.ID]
		for _, v := range []struct {
			name  string
			count int64
		}{{"sent", c.Sent}, {"retries", c.Retries}, {"replies", c.Replies}, {"late", c.Late}, {"timeouts", c.Timeouts}, {"rejects", c.Rejects}, {"joined", c.Joined}} {
			row = append(row, column{e.ID + "." + v.name, integer(v.count)})
		}
	}
	for c := engine.CauseFailed; c < engine.NumCauses; c++ {
		row = append(row, column{"lost." + c.String(), integer(w.Lost[c.String()])})
	}
	for _, n := range s.Nodes {
		if n.Kind == "store" || n.Kind == "service" {
			row = append(row, column{n.ID + ".failed", integer(w.Nodes[n.ID].Failed)})
		}
	}
	for _, e := range s.Edges {
		row = append(row, column{e.ID + ".errors", integer(w.Edges[e.ID].Errors)})
	}
	return row
}

func nodeColumns(n scenarios.Node, r scenarios.NodeReport) []column {
	switch n.Kind {
	case "cache":
		return []column{{n.ID + ".hit_ratio", number(deref(r.HitRatio))}, {n.ID + ".entries", integer(r.Entries)}}
	case "store", "service":
		return []column{
			{n.ID + ".queue", integer(deref(r.Queue))},
			{n.ID + ".served", integer(r.Served)},
			{n.ID + ".ghosts", integer(r.Ghosts)},
			{n.ID + ".cancelled", integer(r.Cancelled)},
			{n.ID + ".rejected", integer(r.Rejected)},
		}
	}
	return nil
}

// writeSeeds writes a row for each seed, with the value of each goal's metric.
func writeSeeds(w io.Writer, r scenarios.Report) error {
	out := csv.NewWriter(w)
	head := []string{"seed"}
	for _, g := range r.Goals {
		head = append(head, g.ID)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for i := range r.Seeds {
		row := []string{strconv.Itoa(i + 1)}
		for _, g := range r.Goals {
			row = append(row, number(g.Seen[i]))
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func each(row []column, of func(column) string) []string {
	out := make([]string, len(row))
	for i, c := range row {
		out[i] = of(c)
	}
	return out
}

func integer(n int64) string   { return strconv.FormatInt(n, 10) }
func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// number writes n as JSON does, so that both formats have the same digits.
func number(n scenarios.Number) string {
	b, err := json.Marshal(n)
	if err != nil {
		panic(err) // a Number has a form for every value
	}
	return strings.Trim(string(b), `"`)
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
