package scenarios

import (
	"fmt"
	"slices"

	"sysprep/engine"
	"sysprep/engine/transport"
)

// transportSpan is a stretch of closed windows.
type transportSpan []transport.Window

func (w transportSpan) seconds() float64 {
	if len(w) == 0 {
		return 0
	}
	return (w[len(w)-1].End - w[0].Start).Seconds()
}

// sum adds up what was counted of a group, or of all of them (-1).
func (w transportSpan) sum(group int, of func(*transport.Counts) int64) float64 {
	var n int64
	for i := range w {
		if group < 0 {
			n += of(&w[i].Counts)
		} else {
			n += of(&w[i].Groups[group])
		}
	}
	return float64(n)
}

// transportMetric is a metric of the model transport, of a group or of all (-1).
type transportMetric struct {
	Metric
	over func(sys *transport.System, w transportSpan, group int) float64
}

func tcpRate(of func(*transport.Counts) int64) func(*transport.System, transportSpan, int) float64 {
	return func(_ *transport.System, w transportSpan, g int) float64 { return ratio(w.sum(g, of), w.seconds(), 0) }
}

func tcpShare(of, among func(*transport.Counts) int64) func(*transport.System, transportSpan, int) float64 {
	return func(_ *transport.System, w transportSpan, g int) float64 {
		return ratio(w.sum(g, of), w.sum(g, among), 0)
	}
}

// worstOf is the worst window of a span.
func worstOf(of func(*transport.Window) float64) func(*transport.System, transportSpan, int) float64 {
	return func(_ *transport.System, w transportSpan, _ int) float64 {
		worst := 0.0
		for i := range w {
			worst = max(worst, of(&w[i]))
		}
		return worst
	}
}

func queries(c *transport.Counts) int64     { return c.Queries }
func complete(c *transport.Counts) int64    { return c.Complete }
func missed(c *transport.Counts) int64      { return c.Missed }
func sentPackets(c *transport.Counts) int64 { return c.Sent }

const ofGroup = "group"

var transportMetrics = []transportMetric{
	{Metric{"offered", PerSecond, "queries that are asked", ofGroup, nil}, tcpRate(queries)},
	{Metric{"completed", PerSecond, "queries of which every response arrived", ofGroup, nil}, tcpRate(complete)},
	{Metric{"goodput", Bits, "payload that reached the aggregator, each byte once", ofGroup, nil}, func(_ *transport.System, w transportSpan, g int) float64 {
		return 8 * ratio(w.sum(g, func(c *transport.Counts) int64 { return c.Bytes }), w.seconds(), 0)
	}},
	{Metric{"missed_deadlines", Share, "queries whose deadline passed before every response was there, as a share of those asked", ofGroup, nil}, tcpShare(missed, queries)},
	{Metric{"late_responses", Share, "responses that were not there at the deadline, as a share of those asked for", ofGroup, nil}, func(sys *transport.System, w transportSpan, g int) float64 {
		asked := 0.0
		for i := range sys.Groups {
			if g < 0 || g == i {
				asked += float64(w.sum(i, queries) * float64(sys.Groups[i].Senders))
			}
		}
		return ratio(w.sum(g, func(c *transport.Counts) int64 { return c.Late }), asked, 0)
	}},
	{Metric{"rto", PerSecond, "retransmission timeouts: a sender waits 200 ms or more for nothing", ofGroup, nil}, tcpRate(func(c *transport.Counts) int64 { return c.Timeouts })},
	{Metric{"retransmits", Share, "packets that were sent before, as a share of those sent", ofGroup, nil}, tcpShare(func(c *transport.Counts) int64 { return c.Retransmits }, sentPackets)},
	{Metric{"drops", PerSecond, "packets that found the port full", ofGroup, nil}, tcpRate(func(c *transport.Counts) int64 { return c.Drops })},
	{Metric{"drop_ratio", Share, "packets that found the port full, as a share of those sent", ofGroup, nil}, tcpShare(func(c *transport.Counts) int64 { return c.Drops }, sentPackets)},
	{Metric{"marks", Share, "packets that the port marked, as a share of those sent", ofGroup, nil}, tcpShare(func(c *transport.Counts) int64 { return c.Marks }, sentPackets)},
	{Metric{"queue", Count, "packets that the port holds (mean over time)", "", nil}, func(_ *transport.System, w transportSpan, _ int) float64 {
		sum := 0.0
		for i := range w {
			sum += w[i].Mean
		}
		return ratio(sum, float64(len(w)), 0)
	}},
	{Metric{"queue_max", Count, "the most packets that the port held", "", nil}, worstOf(func(w *transport.Window) float64 { return float64(w.Most) })},
	{Metric{"utilisation", Share, "share of the time in which the port was sending", "", nil}, func(_ *transport.System, w transportSpan, _ int) float64 {
		var busy transport.Time
		for i := range w {
			busy += w[i].Busy
		}
		return ratio(busy.Seconds(), w.seconds(), 0)
	}},
	{Metric{"query_mean", Seconds, "from asking to the last byte, of the queries complete (mean)", "", nil}, func(_ *transport.System, w transportSpan, _ int) float64 {
		sum := 0.0
		for i := range w {
			sum += float64(w[i].QueryMean.Seconds() * float64(w[i].Complete))
		}
		return ratio(sum, w.sum(-1, complete), 0)
	}},
	{Metric{"query_p99", Seconds, "from asking to the last byte, 99th percentile of the queries complete (worst window of the span)", "", nil}, worstOf(func(w *transport.Window) float64 { return w.QueryP99.Seconds() })},
}

func (transportModel) metrics() []Metric {
	var out []Metric
	for _, m := range transportMetrics {
		out = append(out, m.Metric)
	}
	return append(out, recoveryMetric)
}

// recoveryMetric is recovery_time, which every model has.
var recoveryMetric = Metric{"recovery_time", Seconds, "from the fault that the story is about (its last) until 99 % goes well for good; the rest of the run and more if it never does", "", recoveryTime}

func (transportModel) node(s *Scenario, m Metric, id string) (int, error) {
	if id == "" {
		return -1, nil
	}
	i := slices.IndexFunc(s.Transport.groups(), func(g Group) bool { return g.ID == id })
	if i < 0 || m.Kind == "" {
		return 0, fmt.Errorf("metric %s can't be taken at %q: name a group, or leave node out", m.ID, id)
	}
	return i, nil
}

func (transportModel) value(r *Result, m Metric, lo, hi, node int) float64 {
	for _, t := range transportMetrics {
		if t.ID == m.ID {
			return t.over(&r.Transport.System, r.Transport.Windows[lo:hi], node)
		}
	}
	return m.of(r, nil, 0)
}

func (transportModel) windows(r *Result) int { return len(r.Transport.Windows) }

func (transportModel) bounds(r *Result, i int) (start, end engine.Time) {
	w := &r.Transport.Windows[i]
	return engine.Time(w.Start), engine.Time(w.End)
}

// flow: a query went well if its deadline was met; without one, as soon as any is complete.
func (transportModel) flow(r *Result, lo, hi int) (good, offered float64) {
	w := transportSpan(r.Transport.Windows[lo:hi])
	for i, g := range r.Transport.System.Groups {
		asked := w.sum(i, queries)
		switch {
		case g.Response == transport.Endless:
		case g.Deadline > 0:
			offered += asked
			good += max(0, asked-w.sum(i, missed))
		default: // those on their way at the ends of a span are neither good nor bad
			done := w.sum(i, complete)
			good += done
			offered += done
			if done == 0 {
				offered += asked
			}
		}
	}
	return good, offered
}

func (transportModel) good() string { return "the share of queries in time" }

func (transportModel) why(r *Result, lo, hi int) (key, text string) {
	w := transportSpan(r.Transport.Windows[lo:hi])
	rate := func(of func(*transport.Counts) int64) float64 { return ratio(w.sum(-1, of), w.seconds(), 0) }
	drops, rto := rate(func(c *transport.Counts) int64 { return c.Drops }), rate(func(c *transport.Counts) int64 { return c.Timeouts })
	switch {
	case rto >= 1:
		return "rto", fmt.Sprintf("the port drops %s packets a second, and %s times a second a sender waits for a retransmission timeout", thousands(drops), thousands(rto))
	case drops >= 1:
		return "drops", fmt.Sprintf("the port drops %s packets a second, which costs round trips to repair", thousands(drops))
	}
	busy := transportModel{}.value(r, Metric{ID: "utilisation"}, lo, hi, -1)
	return "load", fmt.Sprintf("nothing is lost, but the port is busy %s of the time, and queries ask for more than fits their deadlines", sharePercent(busy))
}

func (transportModel) report(r *Result, i int) WindowReport {
	w := &r.Transport.Windows[i]
	ms := func(t transport.Time) Number { return Number(t.Seconds() * 1000) }
	return WindowReport{T: w.Start.Seconds(), Columns: []Column{
		{"offered", Number(w.Queries)},
		{"completed", Number(w.Complete)},
		{"missed", Number(w.Missed)},
		{"late_responses", Number(w.Late)},
		{"goodput_bps", Number(w.Goodput())},
		{"sent", Number(w.Sent)},
		{"retransmits", Number(w.Retransmits)},
		{"drops", Number(w.Drops)},
		{"marks", Number(w.Marks)},
		{"rto", Number(w.Timeouts)},
		{"queue_mean", Number(w.Mean)},
		{"queue_max", Number(w.Most)},
		{"query_mean_ms", ms(w.QueryMean)},
		{"query_p99_ms", ms(w.QueryP99)},
	}}
}
