package scenarios

import (
	"fmt"
	"math"

	"sysprep/engine"
	"sysprep/engine/replog"
)

// logSpan is a stretch of closed windows.
type logSpan []replog.Window

func (w logSpan) seconds() float64 {
	if len(w) == 0 {
		return 0
	}
	return (w[len(w)-1].End - w[0].Start).Seconds()
}

func (w logSpan) sum(of func(*replog.Window) int64) float64 {
	var n int64
	for i := range w {
		n += of(&w[i])
	}
	return float64(n)
}

// logMetric is a metric of the model log; of a replica, where it has that kind (-1: the worst of all).
type logMetric struct {
	Metric
	over func(r *Result, w logSpan, replica int) float64
}

func logRate(of func(*replog.Window) int64) func(*Result, logSpan, int) float64 {
	return func(_ *Result, w logSpan, _ int) float64 { return ratio(w.sum(of), w.seconds(), 0) }
}

func logCount(of func(*replog.Window) int64) func(*Result, logSpan, int) float64 {
	return func(_ *Result, w logSpan, _ int) float64 { return w.sum(of) }
}

func logTime(of func(*replog.Window) replog.Time) func(*Result, logSpan, int) float64 {
	return func(_ *Result, w logSpan, _ int) float64 {
		return w.sum(func(w *replog.Window) int64 { return int64(of(w)) }) / 1e9
	}
}

// worstLog is the worst window of a span. A window in which writes are offered and
// nothing at all is acknowledged is infinitely bad: else an outage would have the best latency.
func worstLog(of func(*replog.Window) replog.Time) func(*Result, logSpan, int) float64 {
	const traffic = 10
	return func(_ *Result, w logSpan, _ int) float64 {
		var m replog.Time
		for i := range w {
			if w[i].Acknowledged == 0 && w[i].Offered >= traffic {
				return math.Inf(1)
			}
			m = max(m, of(&w[i]))
		}
		return m.Seconds()
	}
}

// meanLog weighs the windows' means by how many each was made of.
func meanLog(of func(*replog.Window) replog.Time, weight func(*replog.Window) int64) func(*Result, logSpan, int) float64 {
	return func(_ *Result, w logSpan, _ int) float64 {
		sum := 0.0
		for i := range w {
			sum += float64(of(&w[i]).Seconds() * float64(weight(&w[i])))
		}
		return ratio(sum, w.sum(weight), 0)
	}
}

func appended(w *replog.Window) int64     { return w.Offered }
func acknowledged(w *replog.Window) int64 { return w.Acknowledged }
func committed(w *replog.Window) int64    { return w.Committed }

// lagOf is how far a replica is behind at a window's end, or the one furthest behind (-1).
func lagOf(w *replog.Window, replica int) int64 {
	if replica >= 0 {
		return w.Replicas[replica].Lag
	}
	var most int64
	for _, r := range w.Replicas {
		most = max(most, r.Lag)
	}
	return most
}

// caughtUp is how many entries a replica that keeps up may lack at a window's end:
// those on their way to it, and some more.
func caughtUp(w *replog.Window) int64 { return max(10, w.Offered) }

// catchUpTime is from the fault that the story is about until the replica lacks no
// more than a second's writes, for good.
func catchUpTime(r *Result, _ logSpan, replica int) float64 {
	if r.Trigger == engine.Never {
		return 0
	}
	first, n := r.within(r.Trigger, engine.Never)
	w := r.Log.Windows
	since := n
	for since > first && lagOf(&w[since-1], replica) <= caughtUp(&w[since-1]) {
		since--
	}
	if since == n {
		return math.Inf(1)
	}
	if since == first {
		return 0
	}
	return (engine.Time(w[since-1].End) - r.Trigger).Seconds()
}

var logMetrics = []logMetric{
	{Metric{"offered", PerSecond, "writes that clients begin", "", nil}, logRate(appended)},
	{Metric{"goodput", PerSecond, "writes of which a client that still waits is told that they are committed", "", nil}, logRate(acknowledged)},
	{Metric{"goodput_ratio", Share, "goodput as a share of what clients write", "", nil}, func(_ *Result, w logSpan, _ int) float64 {
		return ratio(w.sum(acknowledged), w.sum(appended), 1)
	}},
	{Metric{"commits", PerSecond, "writes that are in the log for good", "", nil}, logRate(committed)},
	{Metric{"commit_mean", Seconds, "from a leader's append to its commit (mean)", "", nil}, meanLog(func(w *replog.Window) replog.Time { return w.CommitMean }, committed)},
	{Metric{"commit_p99", Seconds, "from a leader's append to its commit, 99th percentile (worst window of the span)", "", nil}, worstLog(func(w *replog.Window) replog.Time { return w.CommitP99 })},
	{Metric{"write_mean", Seconds, "from a client's first try to its answer (mean)", "", nil}, meanLog(func(w *replog.Window) replog.Time { return w.ClientMean }, acknowledged)},
	{Metric{"p99", Seconds, "from a client's first try to its answer, 99th percentile (worst window of the span)", "", nil}, worstLog(func(w *replog.Window) replog.Time { return w.ClientP99 })},
	{Metric{"unknown", PerSecond, "writes whose client gave up and can't tell whether they count", "", nil}, logRate(func(w *replog.Window) int64 { return w.Unknown })},
	{Metric{"unknown_committed", PerSecond, "of those, writes that count", "", nil}, logRate(func(w *replog.Window) int64 { return w.UnknownCommitted })},
	{Metric{"reads", PerSecond, "reads that are answered", "", nil}, logRate(func(w *replog.Window) int64 { return w.ReadsDone })},
	{Metric{"reads_failed", PerSecond, "reads that are given up", "", nil}, logRate(func(w *replog.Window) int64 { return w.ReadsFailed })},
	{Metric{"stale_reads", Count, "reads answered without a write that was acknowledged before they began", "", nil}, logCount(func(w *replog.Window) int64 { return w.ReadsStale })},
	{Metric{"elections", Count, "leaders elected", "", nil}, logCount(func(w *replog.Window) int64 { return w.Elected })},
	{Metric{"candidacies", Count, "election timeouts that ended in a candidacy", "", nil}, logCount(func(w *replog.Window) int64 { return w.Candidacies })},
	{Metric{"leaderless_time", Seconds, "time without a replica that leads", "", nil}, logTime(func(w *replog.Window) replog.Time { return w.Leaderless })},
	{Metric{"unavailable_time", Seconds, "time without a leader that reaches a majority: nothing can be committed", "", nil}, logTime(func(w *replog.Window) replog.Time { return w.Unavailable })},
	{Metric{"snapshots", Count, "snapshots begun to be sent", "", nil}, logCount(func(w *replog.Window) int64 { return w.Snapshots })},
	{Metric{"lag", Count, "committed entries that a replica lacks on disk (most in the span; of the replica named, or the one furthest behind)", "replica", nil}, func(_ *Result, w logSpan, replica int) float64 {
		var most int64
		for i := range w {
			most = max(most, lagOf(&w[i], replica))
		}
		return float64(most)
	}},
	{Metric{"catch_up_time", Seconds, "from the fault that the story is about (its last) until the replica lacks no more than a second's writes, for good", "replica", nil}, catchUpTime},
}

func (logModel) metrics() []Metric {
	var out []Metric
	for _, m := range logMetrics {
		out = append(out, m.Metric)
	}
	return append(out, recoveryMetric)
}

func (logModel) node(s *Scenario, m Metric, id string) (int, error) {
	if id == "" {
		return -1, nil
	}
	i := s.Log.replica(id)
	if i < 0 || m.Kind == "" {
		return 0, fmt.Errorf("metric %s can't be taken at %q: name a replica for the metrics lag and catch_up_time, or leave node out", m.ID, id)
	}
	return i, nil
}

func (logModel) value(r *Result, m Metric, lo, hi, node int) float64 {
	for _, l := range logMetrics {
		if l.ID == m.ID {
			return l.over(r, r.Log.Windows[lo:hi], node)
		}
	}
	return m.of(r, nil, 0)
}

func (logModel) windows(r *Result) int { return len(r.Log.Windows) }

func (logModel) bounds(r *Result, i int) (start, end engine.Time) {
	w := &r.Log.Windows[i]
	return engine.Time(w.Start), engine.Time(w.End)
}

// flow counts the writes of which it is settled what their clients know: those on
// their way at the ends of a span are neither good nor bad. While nothing at all is
// settled, as in the first moments of an outage, nothing goes well.
func (logModel) flow(r *Result, lo, hi int) (good, offered float64) {
	w := logSpan(r.Log.Windows[lo:hi])
	settled := w.sum(func(w *replog.Window) int64 { return w.Acknowledged + w.Refused + w.Unknown })
	if settled == 0 {
		return 0, w.sum(appended)
	}
	return w.sum(acknowledged), settled
}

func (logModel) good() string { return "the share of writes acknowledged in time" }

func (logModel) why(r *Result, lo, hi int) (key, text string) {
	w := logSpan(r.Log.Windows[lo:hi])
	part := func(of func(*replog.Window) replog.Time) float64 {
		return ratio(logTime(of)(nil, w, 0), w.seconds(), 0)
	}
	leaderless := part(func(w *replog.Window) replog.Time { return w.Leaderless })
	unavailable := part(func(w *replog.Window) replog.Time { return w.Unavailable })
	elected := w.sum(func(w *replog.Window) int64 { return w.Elected })
	switch {
	case leaderless >= 0.05:
		return "leaderless", fmt.Sprintf("nobody leads %s of the time, and %s leaders are elected", sharePercent(leaderless), thousands(elected))
	case unavailable >= 0.05:
		return "no-quorum", fmt.Sprintf("the leader reaches no majority %s of the time", sharePercent(unavailable))
	case elected >= 2:
		return "elections", fmt.Sprintf("%s leaders are elected, and each change loses what was on its way", thousands(elected))
	}
	commit := meanLog(func(w *replog.Window) replog.Time { return w.CommitMean }, committed)(nil, w, 0)
	return "slow", fmt.Sprintf("a leader reaches a majority, but a commit takes %s on average, or clients don't wait for it", Duration(math.Round(commit*1e3)*1e6))
}

func (logModel) report(r *Result, i int) WindowReport {
	w := &r.Log.Windows[i]
	ms := func(t replog.Time) Number { return Number(t.Seconds() * 1000) }
	out := WindowReport{T: w.Start.Seconds(), Columns: []Column{
		{"offered", Number(w.Offered)},
		{"goodput", Number(w.Acknowledged)},
		{"refused", Number(w.Refused)},
		{"unknown", Number(w.Unknown)},
		{"committed", Number(w.Committed)},
		{"commit_mean_ms", ms(w.CommitMean)},
		{"commit_p99_ms", ms(w.CommitP99)},
		{"write_mean_ms", ms(w.ClientMean)},
		{"write_p99_ms", ms(w.ClientP99)},
		{"reads", Number(w.ReadsDone)},
		{"reads_failed", Number(w.ReadsFailed)},
		{"stale_reads", Number(w.ReadsStale)},
		{"elections", Number(w.Elected)},
		{"candidacies", Number(w.Candidacies)},
		{"leaderless_ms", ms(w.Leaderless)},
		{"unavailable_ms", ms(w.Unavailable)},
		{"term", Number(w.Term)},
	}}
	for j, rep := range w.Replicas {
		out.Columns = append(out.Columns, Column{r.Log.Cluster.Replicas[j].Name + ".lag", Number(rep.Lag)})
	}
	return out
}
