package scenarios

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"sysprep/engine"
)

// column is a heading and the value under it.
type column struct{ name, value string }

// WriteWindows writes a row for each window. Columns of a node are named node.counter,
// those of an edge edge.counter; every column is there in every row.
func WriteWindows(w io.Writer, s *Scenario, windows []WindowReport) error {
	out := csv.NewWriter(w)
	effects := map[string]bool{}
	for i := range windows {
		for id := range windows[i].Effects {
			effects[id] = true
		}
	}
	for i := range windows {
		row := windowColumns(s, &windows[i])
		if windows[i].Columns == nil {
			row = append(row, laterColumns(s, &windows[i], effects)...)
		}
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

// windowColumns are the first columns of one row. Those that came later stand at the end,
// so that who reads by position finds the others where they were.
func windowColumns(s *Scenario, w *WindowReport) []column {
	if w.Columns != nil {
		row := []column{{"t", decimal(w.T)}}
		for _, c := range w.Columns {
			row = append(row, column{c.Name, NumberText(c.Value)})
		}
		return row
	}
	row := []column{{"t", decimal(w.T)}, {"offered", integer(w.Offered)}, {"goodput", integer(w.Goodput)}}
	for c := range engine.CauseFailed {
		row = append(row, column{"lost." + c.String(), integer(w.Lost[c.String()])})
	}
	row = append(row, column{"in_flight", integer(w.InFlight)}, column{"p50_ms", NumberText(w.P50)}, column{"p99_ms", NumberText(w.P99)})
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

func nodeColumns(n Node, r NodeReport) []column {
	switch n.Kind {
	case "cache":
		return []column{{n.ID + ".hit_ratio", NumberText(deref(r.HitRatio))}, {n.ID + ".entries", integer(r.Entries)}}
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

// laterColumns are the columns that came last: what edges and nodes count beside, and the truth
// about calls with effects.
func laterColumns(s *Scenario, w *WindowReport, effects map[string]bool) []column {
	var row []column
	add := func(of, name string, n int64) { row = append(row, column{of + "." + name, integer(n)}) }
	for _, e := range s.Edges {
		c := w.Edges[e.ID]
		for _, v := range []struct {
			name  string
			count int64
		}{
			{"abandoned", c.Abandoned},
			{"withheld", c.Withheld},
			{"hedges", c.Hedges},
			{"hedge_wins", c.HedgeWins},
			{"tied_cancelled", c.TiedCancelled},
			{"breaker_opens", c.BreakerOpens},
			{"breaker_closes", c.BreakerCloses},
			{"breakers", c.Breakers},
			{"breakers_open", c.BreakersOpen},
			{"in_flight", c.InFlight},
			{"limit", c.Limit},
			{"lost_requests", c.LostRequests},
			{"lost_replies", c.LostReplies},
			{"overflows", c.Overflows},
			{"retransmits", c.Retransmits},
			{"resets", c.Resets},
			{"handshakes", c.Handshakes},
			{"connect_fails", c.ConnectFails},
			{"lookup_timeouts", c.LookupTimeouts},
		} {
			add(e.ID, v.name, v.count)
		}
	}
	for _, n := range s.Nodes {
		r := w.Nodes[n.ID]
		switch {
		case n.Kind == "store" || n.Kind == "service":
			add(n.ID, "stopped", r.Stopped)
			add(n.ID, "dropped", r.Dropped)
		case n.Kind == "client" && n.Users > 0:
			add(n.ID, "users", r.Users)
			add(n.ID, "connected", deref(r.Connected))
			add(n.ID, "disconnects", r.Disconnects)
		}
	}
	for _, e := range s.Edges {
		if effects[e.ID] {
			row = append(row, effectColumns(e.ID, w.Effects[e.ID])...)
		}
	}
	return row
}

// effectColumns are what is true of an edge's calls with effects, beside what is believed.
func effectColumns(id string, r EffectReport) []column {
	var row []column
	add := func(name string, n int64) { row = append(row, column{id + "." + name, integer(n)}) }
	add("intents", r.Intents)
	add("applied", r.Applied)
	for _, b := range []struct {
		name string
		of   *[engine.NumApplied]int64
	}{{"success", r.Success}, {"failure", r.Failure}, {"unknown", r.Unknown}} {
		truth := deref(b.of)
		for k, times := range []string{"never", "once", "twice"} {
			add("believed_"+b.name+"_applied_"+times, truth[k])
		}
	}
	for step := range engine.CallStep(engine.NumSteps) {
		add("failed_at_"+step.String(), r.FailedAt[step.String()])
	}
	add("money_right", r.MoneyRight)
	add("money_over", r.MoneyOver)
	add("money_lost", r.MoneyLost)
	add("money_hidden", r.MoneyHidden)
	add("money_in_doubt", r.MoneyInDoubt)
	add("replayed", r.Replayed)
	add("conflicts", r.Conflicts)
	add("parked", r.Parked)
	add("keys", r.Keys)
	return row
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

// NumberText writes n as JSON does, so that both formats have the same digits.
func NumberText(n Number) string {
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
