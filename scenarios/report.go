package scenarios

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"

	"sysprep/engine"
)

// Report is what `sysprep sim --json` prints. Scenario, horizon, knobs, injections and
// seed reproduce it.
type Report struct {
	Scenario string         `json:"scenario"`
	Seed     *uint64        `json:"seed,omitempty"`  // one run
	Seeds    int            `json:"seeds,omitempty"` // or many: 1 to Seeds
	Horizon  Duration       `json:"horizon"`         // how long the run lasted
	Knobs    Settings       `json:"knobs"`           // the value of every knob
	Inject   []string       `json:"inject,omitempty"`
	Acts     []Act          `json:"acts,omitempty"` // done by hand, those injected at a time included
	Link     string         `json:"link,omitempty"` // the command that makes the run again
	Outcome  string         `json:"outcome,omitempty"`
	Outcomes map[string]int `json:"outcomes,omitempty"`  // over seeds
	All      *Tally         `json:"all_goals,omitempty"` // over seeds: every goal reached
	Goals    []GoalReport   `json:"goals"`
	Causes   []CauseTally   `json:"causes,omitempty"`
	Events   uint64         `json:"events"`

	// Effects is what is true of calls with effects and what is believed, by edge, over
	// the whole run, or all runs.
	Effects map[string]EffectReport `json:"effects,omitempty"`

	Windows []WindowReport `json:"windows,omitempty"`
}

// GoalReport is one goal in one run (Pass, Value), or over seeds (Tally).
type GoalReport struct {
	ID    string   `json:"id"`
	Text  string   `json:"text"`
	Pass  *bool    `json:"pass,omitempty"`
	Value *Number  `json:"value,omitempty"`
	Over  *Tally   `json:"over_seeds,omitempty"`
	Seen  []Number `json:"values,omitempty"` // by seed
}

// Number is a float that JSON can carry: "never" stands for infinity.
type Number float64

// MarshalJSON writes n.
func (n Number) MarshalJSON() ([]byte, error) {
	if math.IsInf(float64(n), 0) || math.IsNaN(float64(n)) {
		return []byte(`"never"`), nil
	}
	return json.Marshal(math.Round(float64(n)*1e6) / 1e6)
}

// WindowReport is one second of a run, in everyday units.
type WindowReport struct {
	T        float64               `json:"t"` // seconds since the start, at the window's start
	Offered  int64                 `json:"offered"`
	Goodput  int64                 `json:"goodput"`
	Lost     map[string]int64      `json:"lost,omitempty"`
	InFlight int64                 `json:"in_flight"`
	P50      Number                `json:"p50_ms"`
	P99      Number                `json:"p99_ms"`
	Nodes    map[string]NodeReport `json:"nodes,omitempty"`
	Edges    map[string]EdgeReport `json:"edges,omitempty"`

	Effects map[string]EffectReport `json:"effects,omitempty"` // by edge

	// Columns are what the other models report, instead of everything but T.
	Columns []Column `json:"-"`
}

// Column is a number of a window, under its name.
type Column struct {
	Name  string
	Value Number
}

// MarshalJSON writes the columns, where there are some, as an object in their order.
func (w WindowReport) MarshalJSON() ([]byte, error) {
	type plain WindowReport
	if w.Columns == nil {
		return json.Marshal(plain(w))
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"t":%v`, math.Round(w.T*1e9)/1e9)
	for _, c := range w.Columns {
		v, err := json.Marshal(c.Value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, ",%q:%s", c.Name, v)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// NodeReport is one node in one window; the counters of other kinds are left out.
type NodeReport struct {
	HitRatio  *Number `json:"hit_ratio,omitempty"`
	Entries   int64   `json:"entries,omitempty"`
	Queue     *int64  `json:"queue,omitempty"`
	Served    int64   `json:"served,omitempty"`
	Ghosts    int64   `json:"ghosts,omitempty"`
	Failed    int64   `json:"failed,omitempty"`
	Cancelled int64   `json:"cancelled,omitempty"`
	Stopped   int64   `json:"stopped,omitempty"`
	Dropped   int64   `json:"dropped,omitempty"`
	Rejected  int64   `json:"rejected,omitempty"`

	Users       int64  `json:"users,omitempty"`
	Connected   *int64 `json:"connected,omitempty"` // of users with sessions
	Disconnects int64  `json:"disconnects,omitempty"`
}

// EdgeReport is one edge in one window.
type EdgeReport struct {
	Sent      int64 `json:"sent,omitempty"`
	Retries   int64 `json:"retries,omitempty"`
	Replies   int64 `json:"replies,omitempty"`
	Late      int64 `json:"late,omitempty"`
	Timeouts  int64 `json:"timeouts,omitempty"`
	Rejects   int64 `json:"rejects,omitempty"`
	Errors    int64 `json:"errors,omitempty"`
	Abandoned int64 `json:"abandoned,omitempty"`
	Withheld  int64 `json:"withheld,omitempty"`

	LostRequests   int64 `json:"lost_requests,omitempty"` // messages on the way to the callee
	LostReplies    int64 `json:"lost_replies,omitempty"`
	Overflows      int64 `json:"overflows,omitempty"`
	Retransmits    int64 `json:"retransmits,omitempty"`
	Resets         int64 `json:"resets,omitempty"`
	Handshakes     int64 `json:"handshakes,omitempty"`
	ConnectFails   int64 `json:"connect_fails,omitempty"`
	LookupTimeouts int64 `json:"lookup_timeouts,omitempty"`

	Joined int64 `json:"joined,omitempty"`

	Hedges        int64 `json:"hedges,omitempty"`
	HedgeWins     int64 `json:"hedge_wins,omitempty"`
	TiedCancelled int64 `json:"tied_cancelled,omitempty"`

	BreakerOpens  int64 `json:"breaker_opens,omitempty"`
	BreakerCloses int64 `json:"breaker_closes,omitempty"`
	Breakers      int64 `json:"breakers,omitempty"`      // that there are, at the end
	BreakersOpen  int64 `json:"breakers_open,omitempty"` // of those, not closed
	InFlight      int64 `json:"in_flight,omitempty"`     // with a limit: attempts out, at the end
	Limit         int64 `json:"limit,omitempty"`         // their bound, of all callers together
}

// GoalReports measures the goals in one run.
func (r *Result) GoalReports() ([]GoalReport, error) {
	out := []GoalReport{}
	for _, g := range r.Scenario.Goals {
		v, ok, err := r.holds(g.Condition)
		if err != nil {
			return nil, err
		}
		n := Number(v)
		out = append(out, GoalReport{ID: g.ID, Text: g.Text, Pass: &ok, Value: &n})
	}
	return out, nil
}

// WindowReports are the windows in everyday units.
func (r *Result) WindowReports() []WindowReport {
	out := make([]WindowReport, r.Count())
	for i := range out {
		out[i] = r.model().report(r, i)
	}
	return out
}

func (r *Result) windowReport(w *engine.Window) WindowReport {
	o := WindowReport{
		T: w.Start.Seconds(), Offered: w.Offered, Goodput: w.Answered, InFlight: w.InFlight,
		P50: Number(w.P50.Seconds() * 1000), P99: Number(w.P99.Seconds() * 1000),
		Nodes: map[string]NodeReport{}, Edges: map[string]EdgeReport{},
	}
	for c, n := range w.Lost {
		if n > 0 {
			if o.Lost == nil {
				o.Lost = map[string]int64{}
			}
			o.Lost[engine.Cause(c).String()] = n
		}
	}
	for i, n := range w.Nodes {
		switch node := r.System.Nodes[i]; {
		case node.Client != nil && n.Users > 0:
			report := NodeReport{Users: n.Users, Disconnects: n.Disconnects}
			if len(node.Client.Population.Connect) > 0 {
				at := n.Connected
				report.Connected = &at
			}
			o.Nodes[node.Name] = report
		case node.Cache != nil:
			hit := Number(ratio(float64(n.Hits), float64(n.Hits+n.Misses), 0))
			o.Nodes[node.Name] = NodeReport{HitRatio: &hit, Entries: n.Entries}
		case node.Store != nil || node.Service != nil:
			queue := n.Queue
			o.Nodes[node.Name] = NodeReport{Queue: &queue, Served: n.Served, Ghosts: n.Ghosts, Failed: n.Failed, Cancelled: n.Cancelled, Stopped: n.Stopped, Dropped: n.Dropped, Rejected: n.Rejected}
		}
	}
	for i, e := range w.Edges {
		if e != (engine.EdgeWindow{}) {
			o.Edges[r.System.Edges[i].Name] = EdgeReport(e)
		}
	}
	o.Effects = effectReports(&r.System, w.Effects)
	return o
}
