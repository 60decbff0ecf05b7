package scenarios

import (
	"fmt"
	"slices"
	"sort"

	"sysprep/engine"
)

// Result is what a run did: its windows, and the system that did it.
type Result struct {
	Scenario  *Scenario // with the knobs as they were at the end
	System    engine.System
	Seed      uint64
	Windows   []engine.Window
	Trigger   engine.Time // when the story's last fault struck, or the first by hand; engine.Never if none did
	First     engine.Time // when anything first happened: a fault, an act, or a surge of the load; engine.Never if nothing did
	Events    uint64
	Exhausted bool // the run was stopped at its event budget, or for want of memory
	Crowded   bool // it was for want of memory

	Transport *TransportRecord // instead of System and Windows, of a scenario of that model
	Log       *LogRecord       // likewise
}

// model is that of the scenario.
func (r *Result) model() model { return r.Scenario.model() }

// Count is how many metrics windows were closed.
func (r *Result) Count() int { return r.model().windows(r) }

// End is when the last closed window ended.
func (r *Result) End() engine.Time {
	n := r.Count()
	if n == 0 {
		return 0
	}
	_, end := r.model().bounds(r, n-1)
	return end
}

// Flow is what went well, a second, of what was asked for in the last closed window.
func (r *Result) Flow() (good, offered float64) {
	n := r.Count()
	if n == 0 {
		return 0, 0
	}
	good, offered = r.model().flow(r, n-1, n)
	w := r.Scenario.Window().Seconds()
	return good / w, offered / w
}

// within are the indexes, from lo to hi, of the windows that lie in [from, to).
func (r *Result) within(from, to engine.Time) (lo, hi int) {
	m := r.model()
	n := m.windows(r)
	lo = sort.Search(n, func(i int) bool { start, _ := m.bounds(r, i); return start >= from })
	hi = sort.Search(n, func(i int) bool { _, end := m.bounds(r, i); return end > to })
	return lo, max(lo, hi)
}

// share is the part that went well in windows lo to hi; 1 where nothing was asked for.
func (r *Result) share(lo, hi int) float64 {
	good, offered := r.model().flow(r, lo, hi)
	return ratio(good, offered, 1)
}

// between are the windows that lie in [from, to), of the model requests.
func (r *Result) between(from, to engine.Time) span {
	if r.model() != (requestModel{}) {
		return nil
	}
	lo, hi := r.within(from, to)
	return span(r.Windows[lo:hi])
}

func (r *Result) after(from engine.Time) span { return r.between(from, engine.Never) }

func named(id string) string {
	if id == "" {
		return ""
	}
	return fmt.Sprintf(" named %q", id)
}

// Value measures one metric over [from, to).
func (r *Result) Value(metric, node string, from, to engine.Time) (float64, error) {
	m, i, err := r.Scenario.metricAt(metric, node)
	if err != nil {
		return 0, err
	}
	lo, hi := r.within(from, to)
	return r.model().value(r, m, lo, hi, i), nil
}

// metricAt finds a metric and whom it is about.
func (s *Scenario) metricAt(metric, node string) (Metric, int, error) {
	m, err := s.Metric(metric)
	if err != nil {
		return m, 0, err
	}
	i, err := s.model().node(s, m, node)
	return m, i, err
}

// Series is one metric window by window.
func (r *Result) Series(metric, node string) ([]float64, error) {
	m, i, err := r.Scenario.metricAt(metric, node)
	if err != nil {
		return nil, err
	}
	out := make([]float64, r.Count())
	for w := range out {
		out[w] = r.model().value(r, m, w, w+1, i)
	}
	return out, nil
}

// holds measures a condition and says whether it is met.
func (r *Result) holds(c Condition) (value float64, ok bool, err error) {
	m, err := r.Scenario.Metric(c.Metric)
	if err != nil {
		return 0, false, err
	}
	want, err := m.ParseValue(c.Value)
	if err != nil {
		return 0, false, err
	}
	from, to := engine.Time(0), engine.Never
	if len(c.Window) == 2 {
		from, to = engine.Time(c.Window[0]), engine.Time(c.Window[1])
	}
	value, err = r.Value(c.Metric, c.Node, from, to)
	if err != nil {
		return 0, false, err
	}
	ok, err = compare(value, c.Op, want)
	return value, ok, err
}

func compare(v float64, op string, want float64) (bool, error) {
	switch op {
	case "<=":
		return v <= want, nil
	case ">=":
		return v >= want, nil
	case "<":
		return v < want, nil
	case ">":
		return v > want, nil
	}
	return false, fmt.Errorf("op %q: choose one of <=, >=, <, >", op)
}

// Outcome sums a run up in one word: "healthy" (nothing lost to speak of), "recovered",
// "collapsed" (under half of the goodput at the end) or "degraded"; "stopped" if the
// run reached its event budget or took too much memory. Users who lost their sessions and are not back at the end
// count as users without answers: they ask for nothing while they wait to try again.
// Where the scenario has goals they decide: a run that loses requests and meets every goal "held".
func (r *Result) Outcome() string {
	if r.Exhausted {
		return "stopped"
	}
	atEnd := r.EndShare()
	switch {
	case atEnd >= recovered && r.share(0, r.Count()) >= recovered:
		return "healthy"
	case atEnd >= recovered:
		return "recovered"
	case r.goalsMet():
		return "held"
	case atEnd < 0.5:
		return "collapsed"
	}
	return "degraded"
}

// goalsMet says whether there are goals and the whole run met them all. A run that was cut
// short, or isn't over, says nothing of goals about its end.
func (r *Result) goalsMet() bool {
	s := r.Scenario
	if len(s.Goals) == 0 || s.cut || r.End() < engine.Time(s.Horizon) {
		return false
	}
	return !slices.ContainsFunc(s.Goals, func(g Goal) bool {
		_, ok, err := r.holds(g.Condition)
		return err != nil || !ok
	})
}

// EndShare is the part of what was asked for that went well at the end of the run, 0 to 1.
func (r *Result) EndShare() float64 { return min(r.share(r.tail()), r.connectedAtEnd()) }

// tail are the windows of the last eighth of the run, without the last recoverySpan,
// whose requests may still be under way.
func (r *Result) tail() (lo, hi int) {
	n := r.Count()
	hi = max(n-recoverySpan, n/2)
	return max(0, min(hi-1, n-n/8-recoverySpan)), hi
}
