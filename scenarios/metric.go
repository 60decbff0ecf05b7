package scenarios

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"sysprep/engine"
)

// Unit is how the values of a metric are written.
type Unit string

// Units of metrics.
const (
	PerSecond Unit = "/s"
	Share     Unit = "%" // values are 0 to 1
	Seconds   Unit = "s"
	Count     Unit = ""
	Bits      Unit = "bit/s"
)

// Metric is something measured over a span of a run.
type Metric struct {
	ID   string
	Unit Unit
	Help string
	Kind string // the kind of node that it is about: "cache", "store" (and, where it is named, a service), "client" (with sessions), or "" for the whole system

	of func(*Result, span, int) float64
}

// span is a stretch of closed windows.
type span []engine.Window

func (w span) seconds() float64 {
	if len(w) == 0 {
		return 0
	}
	return (w[len(w)-1].End - w[0].Start).Seconds()
}

func (w span) sum(of func(*engine.Window) int64) float64 {
	var n int64
	for i := range w {
		n += of(&w[i])
	}
	return float64(n)
}

func ratio(a, b, empty float64) float64 {
	if b == 0 {
		return empty
	}
	return a / b
}

func offered(w *engine.Window) int64  { return w.Offered }
func answered(w *engine.Window) int64 { return w.Answered }

func inFlight(w *engine.Window) int64 { return w.InFlight }

// busyWorkers is the mean number of workers at work at node i.
func busyWorkers(w span, i int) float64 {
	return ratio(w.sum(atNode(i, func(n *engine.NodeWindow) int64 { return int64(n.Busy) }))/float64(engine.Second), w.seconds(), 0)
}

func lost(c engine.Cause) func(*engine.Window) int64 {
	return func(w *engine.Window) int64 { return w.Lost[c] }
}

func atNode(i int, of func(*engine.NodeWindow) int64) func(*engine.Window) int64 {
	return func(w *engine.Window) int64 { return of(&w.Nodes[i]) }
}

// toNode sums a count over the edges that lead to node i.
func (r *Result) toNode(i int, of func(*engine.EdgeWindow) int64) func(*engine.Window) int64 {
	return func(w *engine.Window) int64 {
		var n int64
		for e := range r.System.Edges {
			if r.System.Edges[e].To == i {
				n += of(&w.Edges[e])
			}
		}
		return n
	}
}

func perSecond(of func(*engine.Window) int64) func(*Result, span, int) float64 {
	return func(_ *Result, w span, _ int) float64 { return ratio(w.sum(of), w.seconds(), 0) }
}

func nodeRate(of func(*engine.NodeWindow) int64) func(*Result, span, int) float64 {
	return func(_ *Result, w span, i int) float64 { return ratio(w.sum(atNode(i, of)), w.seconds(), 0) }
}

func callRate(of func(*engine.EdgeWindow) int64) func(*Result, span, int) float64 {
	return func(r *Result, w span, i int) float64 { return ratio(w.sum(r.toNode(i, of)), w.seconds(), 0) }
}

// meanAtEnd is the mean of what is seen at the end of each window.
func meanAtEnd(of func(*engine.EdgeWindow) int64) func(*Result, span, int) float64 {
	return func(r *Result, w span, i int) float64 { return ratio(w.sum(r.toNode(i, of)), float64(len(w)), 0) }
}

func sent(e *engine.EdgeWindow) int64    { return e.Sent }
func retries(e *engine.EdgeWindow) int64 { return e.Retries }
func hedges(e *engine.EdgeWindow) int64  { return e.Hedges }
func hits(n *engine.NodeWindow) int64    { return n.Hits }
func misses(n *engine.NodeWindow) int64  { return n.Misses }
func served(n *engine.NodeWindow) int64  { return n.Served }
func ghosts(n *engine.NodeWindow) int64  { return n.Ghosts }

var metrics = slices.Concat([]Metric{
	{"offered", PerSecond, "requests that users send", "", perSecond(offered)},
	{"goodput", PerSecond, "answers that reach a user who still waits", "", perSecond(answered)},
	{"goodput_ratio", Share, "goodput as a share of what users send", "", func(_ *Result, w span, _ int) float64 {
		return ratio(w.sum(answered), w.sum(offered), 1)
	}},
	{"shed", PerSecond, "requests turned away at the door", "", perSecond(lost(engine.CauseShed))},
	{"rejected", PerSecond, "requests lost because a queue was full", "", perSecond(lost(engine.CauseRejected))},
	{"timeouts", PerSecond, "requests lost because no answer came in time", "", perSecond(lost(engine.CauseTimeout))},
	{"partial", PerSecond, "answers in which branches of a fan-out are missing", "", perSecond(func(w *engine.Window) int64 { return w.Partial })},
	{"completeness", Share, "share of the branches of fan-outs that are in the answers (mean over answers)", "", func(_ *Result, w span, _ int) float64 {
		missing := 0.0
		for i := range w {
			missing += w[i].Missing
		}
		return 1 - ratio(missing, w.sum(answered), 0)
	}},
	{"in_flight", Count, "users who wait for an answer (mean)", "", func(_ *Result, w span, _ int) float64 {
		return ratio(w.sum(inFlight), float64(len(w)), 0)
	}},
	{"p50", Seconds, "median latency of answered requests (worst second of the span)", "", worst(func(w *engine.Window) engine.Time { return w.P50 })},
	{"p99", Seconds, "99th percentile latency of answered requests (worst second of the span)", "", worst(func(w *engine.Window) engine.Time { return w.P99 })},
	{"hit_ratio", Share, "share of lookups that the cache answers", "cache", func(_ *Result, w span, i int) float64 {
		h := w.sum(atNode(i, hits))
		return ratio(h, h+w.sum(atNode(i, misses)), 0)
	}},
	{"misses", PerSecond, "lookups that the cache can't answer", "cache", nodeRate(misses)},
	{"stale", PerSecond, "answers with a row that had expired, served while it is refreshed or because the store failed", "cache", nodeRate(func(n *engine.NodeWindow) int64 { return n.Stale + n.Spared })},
	{"refreshes", PerSecond, "requests in the background that replace expired rows", "cache", nodeRate(func(n *engine.NodeWindow) int64 { return n.Refreshes })},
	{"store_load", PerSecond, "attempts that arrive at the store, retries included", "store", callRate(sent)},
	{"retries", PerSecond, "attempts after the first", "store", callRate(retries)},
	{"amplification", Count, "attempts for each call: 1 is no retries and no hedges", "store", func(r *Result, w span, i int) float64 {
		all := w.sum(r.toNode(i, sent))
		return ratio(all, all-w.sum(r.toNode(i, retries))-w.sum(r.toNode(i, hedges)), 1)
	}},
	{"breakers", Count, "circuit breakers that there are (mean)", "store", meanAtEnd(func(e *engine.EdgeWindow) int64 { return e.Breakers })},
	{"breakers_open", Count, "of those, open or half open (mean)", "store", meanAtEnd(func(e *engine.EdgeWindow) int64 { return e.BreakersOpen })},
	{"breaker_opens", Count, "times that a breaker opened", "store", func(r *Result, w span, i int) float64 {
		return w.sum(r.toNode(i, func(e *engine.EdgeWindow) int64 { return e.BreakerOpens }))
	}},
	{"call_limit", Count, "attempts that callers may have out at once (mean)", "store", meanAtEnd(func(e *engine.EdgeWindow) int64 { return e.Limit })},
	{"hedges", PerSecond, "copies of attempts that are out", "store", callRate(hedges)},
	{"hedge_ratio", Share, "hedges as a share of the calls", "store", func(r *Result, w span, i int) float64 {
		h := w.sum(r.toNode(i, hedges))
		return ratio(h, w.sum(r.toNode(i, sent))-w.sum(r.toNode(i, retries))-h, 0)
	}},
	{"load_per_user", Count, "attempts that arrive at the store for each request that a user sends", "store", func(r *Result, w span, i int) float64 {
		return ratio(w.sum(r.toNode(i, sent)), w.sum(offered), 0)
	}},
	{"served", PerSecond, "rows that the store reads", "store", nodeRate(served)},
	{"ghosts", PerSecond, "of those, rows read for callers who have gone", "store", nodeRate(ghosts)},
	{"ghost_ratio", Share, "rows read for nobody, as a share of all rows read", "store", func(_ *Result, w span, i int) float64 {
		return ratio(w.sum(atNode(i, ghosts)), w.sum(atNode(i, served)), 0)
	}},
	{"queue", Count, "rows waiting at the store (mean)", "store", func(_ *Result, w span, i int) float64 {
		return ratio(w.sum(atNode(i, func(n *engine.NodeWindow) int64 { return n.Queue })), float64(len(w)), 0)
	}},
	{"utilisation", Share, "share of the workers' time in use", "store", func(r *Result, w span, i int) float64 {
		busy := w.sum(atNode(i, func(n *engine.NodeWindow) int64 { return int64(n.Busy) }))
		return ratio(busy/float64(engine.Second), w.seconds()*float64(workers(&r.System.Nodes[i])), 0)
	}},
	{"busy", Count, "workers at work (mean)", "store", func(_ *Result, w span, i int) float64 { return busyWorkers(w, i) }},
	{"work_per_user", Count, "workers at work for each user who waits (means): 2 is two copies of everybody's request", "store", func(_ *Result, w span, i int) float64 {
		return ratio(busyWorkers(w, i)*float64(len(w)), w.sum(inFlight), 0)
	}},
	{"hot_utilisation", Share, "share of the workers' time in use at the busiest instance, second by second (mean): a hot shard", "store", func(r *Result, w span, i int) float64 {
		busy := w.sum(atNode(i, func(n *engine.NodeWindow) int64 { return int64(n.Hottest) }))
		return ratio(busy/float64(engine.Second), w.seconds()*float64(workersOfOne(&r.System.Nodes[i])), 0)
	}},
	{"hot_queue", Count, "rows waiting at the instance with the longest queue (mean)", "store", func(_ *Result, w span, i int) float64 {
		return ratio(w.sum(atNode(i, func(n *engine.NodeWindow) int64 { return n.LongestQueue })), float64(len(w)), 0)
	}},
	{"dropped", PerSecond, "requests refused after a wait", "", perSecond(lost(engine.CauseDropped))},
	{"limited", PerSecond, "requests lost because they were over a rate or concurrency limit, or their class was shed", "", perSecond(lost(engine.CauseLimited))},
	{"withheld", PerSecond, "attempts that a retry budget, a throttle, a breaker or a limit held back", "store", callRate(func(e *engine.EdgeWindow) int64 { return e.Withheld })},
	{"bulkhead", PerSecond, "requests lost because their caller had too many calls out", "", perSecond(lost(engine.CauseBulkhead))},
	{"errors", PerSecond, "requests lost because the answer was an error", "", perSecond(lost(engine.CauseFailed))},
	{"connected", Count, "users who are connected (mean)", "client", func(_ *Result, w span, i int) float64 {
		return ratio(w.sum(atNode(i, connected)), float64(len(w)), 0)
	}},
	{"reconnect_time", Seconds, "from the fault that the story is about (its last) until 99 % of the users are connected for good; never, if they are not at the end of the run", "client", reconnectTime},
	{"recovery_time", Seconds, "from the fault that the story is about (its last) until goodput is at 99 % for good; the rest of the run and more if it never is", "", recoveryTime},
}, peakMetrics, effectMetrics, networkMetrics)

// workers are those of all instances of a store or service.
func workers(n *engine.Node) int {
	if n.Service != nil {
		return n.Service.Workers * max(1, n.Service.Instances)
	}
	return n.Store.Workers * max(1, n.Store.Instances)
}

// workersOfOne are those of one instance.
func workersOfOne(n *engine.Node) int {
	if n.Service != nil {
		return n.Service.Workers
	}
	return n.Store.Workers
}

// about says whether the metric can be taken at a node of a kind.
func (m Metric) about(kind string) bool {
	return kind == m.Kind || kind == "service" && m.Kind == "store"
}

// worst is the worst second of a span. A second with traffic in which nobody at all is
// answered is infinitely bad: else an outage would have the best latency.
func worst(of func(*engine.Window) engine.Time) func(*Result, span, int) float64 {
	const traffic = 10
	return func(_ *Result, w span, _ int) float64 {
		var m engine.Time
		for i := range w {
			if w[i].Answered == 0 && w[i].Offered >= traffic {
				return math.Inf(1)
			}
			m = max(m, of(&w[i]))
		}
		return m.Seconds()
	}
}

// recovered is the goodput ratio that counts as healthy, over stretches of recoverySpan windows.
const (
	recovered    = 0.99
	recoverySpan = 5
)

// recoveryTime walks back from the end of the run over stretches that are healthy.
func recoveryTime(r *Result, _ span, _ int) float64 {
	if r.Trigger == engine.Never {
		return 0
	}
	first, n := r.within(r.Trigger, engine.Never)
	healthySince := n
	for end := n; end-first >= recoverySpan; end-- {
		if r.share(end-recoverySpan, end) < recovered {
			break
		}
		healthySince = end - recoverySpan
	}
	if healthySince == n {
		return math.Inf(1)
	}
	start, _ := r.model().bounds(r, healthySince)
	return (start - r.Trigger).Seconds()
}

// Metrics lists every metric of the model requests, in order.
func Metrics() []Metric { return slices.Clone(metrics) }

// FindMetric returns the metric of that id among those of the model requests; the
// error names the ones there are. Scenario.Metric looks among those of its model.
func FindMetric(id string) (Metric, error) { return findMetric(metrics, id) }

func findMetric(metrics []Metric, id string) (Metric, error) {
	ids := make([]string, len(metrics))
	for i, m := range metrics {
		if m.ID == id {
			return m, nil
		}
		ids[i] = m.ID
	}
	return Metric{}, fmt.Errorf("there is no metric %q: choose one of %s", id, strings.Join(ids, ", "))
}

// ParseValue reads a value in the metric's unit.
func (m Metric) ParseValue(text string) (float64, error) {
	switch m.Unit {
	case PerSecond:
		v, err := ParseRate(text)
		return float64(v), err
	case Share:
		v, err := ParseRatio(text)
		return float64(v), err
	case Seconds:
		v, err := ParseDuration(text)
		return engine.Time(v).Seconds(), err
	case Bits:
		v, err := ParseBandwidth(text)
		return 8 * float64(v), err
	}
	v, err := parseNumber(text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number", text)
	}
	return v, nil
}

// Format writes a value of the metric for people.
func (m Metric) Format(v float64) string {
	if math.IsInf(v, 1) {
		return "never"
	}
	switch m.Unit {
	case PerSecond:
		return thousands(v) + "/s"
	case Share:
		if v > 0 && v < 0.1 || v > 0.99 && v < 1 {
			return trimTo(v*100, 1) + " %"
		}
		return trimTo(v*100, 0) + " %"
	case Seconds:
		if v < 1 {
			return trimTo(v*1000, 0) + " ms"
		}
		return trimTo(v, 1) + " s"
	case Bits:
		switch {
		case v >= 1e9:
			return trimTo(v/1e9, 2) + " Gbit/s"
		case v >= 1e6:
			return trimTo(v/1e6, 1) + " Mbit/s"
		}
		return trimTo(v/1e3, 0) + " kbit/s"
	}
	if math.Abs(v) < 10 {
		return trimTo(v, 2)
	}
	return thousands(v)
}

func trimTo(v float64, digits int) string {
	s := fmt.Sprintf("%.*f", digits, v)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// thousands writes a rounded number with commas.
func thousands(v float64) string {
	s := fmt.Sprintf("%.0f", math.Abs(v))
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if v < 0 && s != "0" {
		s = "-" + s
	}
	return s
}
