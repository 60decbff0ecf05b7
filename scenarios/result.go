package scenarios

import (
	"fmt"
	"slices"

	"sysprep/engine"
)

// Result is what a run did: its windows, and the system that did it.
type Result struct {
	Scenario  *Scenario // with the knobs as they were at the end
	System    engine.System
	Seed      uint64
	Windows   []engine.Window
	Trigger   engine.Time // when the story's last fault struck, or the first by hand; engine.Never if none did
	Events    uint64
	Exhausted bool // the run was stopped at its event budget
}

// between are the windows that lie in [from, to).
func (r *Result) between(from, to engine.Time) span {
	lo := slices.IndexFunc(r.Windows, func(w engine.Window) bool { return w.Start >= from })
	if lo < 0 {
		return nil
	}
	hi := lo
	for hi < len(r.Windows) && r.Windows[hi].End <= to {
		hi++
	}
	return span(r.Windows[lo:hi])
}

func (r *Result) after(from engine.Time) span { return r.between(from, engine.Never) }

// nodeFor finds the node that a metric is about: the named one, or the first of its kind.
func (r *Result) nodeFor(m Metric, id string) (int, error) {
	if m.Kind == "" {
		return 0, nil
	}
	i := slices.IndexFunc(r.Scenario.Nodes, func(n Node) bool {
		return m.about(n.Kind) && (id == "" || n.ID == id) && (m.Kind != "client" || n.sessions())
	})
	if i >= 0 && id == "" && m.Kind == "store" { // a store before a service
		if j := slices.IndexFunc(r.Scenario.Nodes, func(n Node) bool { return n.Kind == m.Kind }); j >= 0 {
			i = j
		}
	}
	if i < 0 {
		kind := m.Kind
		if kind == "client" {
			kind = "client whose users connect"
		}
		return 0, fmt.Errorf("metric %s is about a %s, and the scenario has none%s", m.ID, kind, named(id))
	}
	return i, nil
}

func named(id string) string {
	if id == "" {
		return ""
	}
	return fmt.Sprintf(" named %q", id)
}

// Value measures one metric over [from, to).
func (r *Result) Value(metric, node string, from, to engine.Time) (float64, error) {
	m, err := FindMetric(metric)
	if err != nil {
		return 0, err
	}
	i, err := r.nodeFor(m, node)
	if err != nil {
		return 0, err
	}
	return m.of(r, r.between(from, to), i), nil
}

// Series is one metric window by window.
func (r *Result) Series(metric, node string) ([]float64, error) {
	m, err := FindMetric(metric)
	if err != nil {
		return nil, err
	}
	i, err := r.nodeFor(m, node)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(r.Windows))
	for w := range r.Windows {
		out[w] = m.of(r, span(r.Windows[w:w+1]), i)
	}
	return out, nil
}

// holds measures a condition and says whether it is met.
func (r *Result) holds(c Condition) (value float64, ok bool, err error) {
	m, err := FindMetric(c.Metric)
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
// run reached its event budget.
func (r *Result) Outcome() string {
	if r.Exhausted {
		return "stopped"
	}
	end := r.tail()
	atEnd := ratio(end.sum(answered), end.sum(offered), 1)
	all := span(r.Windows)
	switch {
	case atEnd < 0.5:
		return "collapsed"
	case ratio(all.sum(answered), all.sum(offered), 1) >= recovered:
		return "healthy"
	case atEnd >= recovered:
		return "recovered"
	}
	return "degraded"
}

// tail is the last eighth of the run, without the last recoverySpan windows, whose
// requests may still be under way.
func (r *Result) tail() span {
	n := len(r.Windows)
	hi := max(n-recoverySpan, n/2)
	return span(r.Windows[max(0, min(hi-1, n-n/8-recoverySpan)):hi])
}
