package plain

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"sysprep/engine"
	"sysprep/scenarios"
)

// Every so often a run is told in a line; a comparison of two has longer lines, so fewer.
const (
	tellEvery    = 15 // metrics windows, as a rule seconds
	compareEvery = 30
)

// remark is something to say when a run reaches a time.
type remark struct {
	at   engine.Time
	text string
}

// tell advances a run to its end, and tells it in lines: how it stands every so often
// and at each remark.
func (t *talk) tell(run *scenarios.Run, remarks []remark) {
	slices.SortStableFunc(remarks, func(a, b remark) int { return cmp.Compare(a.at, b.at) })
	end := engine.Time(run.Scenario().Horizon)
	every := tellEvery * run.Scenario().Window()
	told := engine.Time(0)
	board := run.Scenario().Board
	if board != nil {
		if err := run.Trace(board.Call, 1, 1); err != nil {
			board = nil
		}
	}
	for {
		next := min(told/every*every+every, end)
		if len(remarks) > 0 {
			next = min(next, max(remarks[0].at, told))
		}
		if next > told {
			run.Advance(next)
			t.say(clock(next) + ". " + stretch(run.Result(), told, next))
			if board != nil {
				t.tellCall(run)
			}
			told = next
		}
		for len(remarks) > 0 && remarks[0].at <= told {
			t.hang("   ", clock(remarks[0].at)+". "+remarks[0].text)
			remarks = remarks[1:]
		}
		if told >= end || run.Result().Exhausted {
			break
		}
	}
	r := run.Result()
	t.say("The run is over. " + outcome(r))
}

// tellCall tells the newest call of which a step failed, or else the newest.
func (t *talk) tellCall(run *scenarios.Run) {
	calls := run.Traces()
	if i := scenarios.NewestCall(calls, true); i >= 0 {
		t.hang("   ", scenarios.TellCall(&calls[i]))
	}
}

// outcome says in a sentence how a run ended; what it missed and what held it down if it ended ill.
func outcome(r *scenarios.Result) string {
	word := r.Outcome()
	text := "Outcome: " + sentence(word+". "+outcomeWords[word])
	switch word {
	case "healthy", "recovered":
	case "held":
		text += fmt.Sprintf(" At the end %s of what was asked for is answered, and the goals ask for no more.", percent(r.EndShare()))
	default:
		why, err := r.Why()
		if err != nil {
			return text
		}
		for _, c := range why {
			text += " " + sentence(c.Text)
		}
	}
	return text
}

var outcomeWords = map[string]string{
	"healthy":   "Nothing was lost to speak of",
	"recovered": "Requests were lost, but at the end all is well",
	"held":      "Every goal is met",
	"degraded":  "At the end part of the requests is still lost",
	"collapsed": "At the end less than half of the requests is answered",
	"stopped":   "It needed too many events",
}

// stretch says how a run stood between two times: what the scenario charts, and ghosts.
func stretch(r *scenarios.Result, from, to engine.Time) string {
	var parts []string
	for _, f := range figures(r.Scenario) {
		if text, ok := f.say(r, from, to); ok {
			if text == none {
				text += ", as nobody was answered"
			}
			parts = append(parts, f.label+" "+text)
		}
	}
	if g := ghosts(r, from, to); g != "" {
		parts = append(parts, g)
	}
	return sentence(strings.Join(parts, "; "))
}

// figure is a metric that is told.
type figure struct {
	metric scenarios.Metric
	node   string
	label  string
}

// figures are the metrics that the scenario's charts draw; goodput if it has none.
func figures(s *scenarios.Scenario) []figure {
	charts := s.Charts
	if len(charts) == 0 {
		charts = []scenarios.Chart{{Metric: "goodput", Label: "goodput"}}
	}
	var out []figure
	for _, c := range charts {
		if m, err := s.Metric(c.Metric); err == nil {
			out = append(out, figure{metric: m, node: c.Node, label: strings.TrimSuffix(c.Label, string(scenarios.PerSecond))})
		}
	}
	return out
}

// none is the latency of no answers.
const none = "none"

// say measures a figure. A count, such as a queue, is told as it stands at the end;
// anything else over the whole stretch.
func (f figure) say(r *scenarios.Result, from, to engine.Time) (text string, ok bool) {
	if f.metric.Unit == scenarios.Count {
		from = max(from, to-r.Scenario.Window())
	}
	v, err := r.Value(f.metric.ID, f.node, from, to)
	if err != nil {
		return "", false
	}
	if answered, err := r.Value("goodput", "", from, to); f.metric.Unit == scenarios.Seconds && err == nil && answered == 0 {
		return none, true
	}
	if math.IsInf(v, 0) {
		return "none in some seconds", true
	}
	return f.metric.Format(v), true
}

// ghosts says how much of the stores' work is for callers who have gone, all stores taken together; "" if nothing
// was read, or if one of several stores has a chart of its own about them: that one is the story's.
func ghosts(r *scenarios.Result, from, to engine.Time) string {
	m, err := r.Scenario.Metric("ghost_ratio")
	if err != nil {
		return ""
	}
	nodes := r.Scenario.NodesFor(m)
	if len(nodes) > 1 && slices.ContainsFunc(r.Scenario.Charts, func(c scenarios.Chart) bool { return c.Metric == "ghost_ratio" || c.Metric == "ghosts" }) {
		return ""
	}
	rows, gone := 0.0, 0.0
	for _, id := range nodes {
		all, err := r.Value("served", id, from, to)
		if err != nil {
			return ""
		}
		none, err := r.Value("ghosts", id, from, to)
		if err != nil {
			return ""
		}
		rows, gone = rows+all, gone+none
	}
	if rows == 0 {
		return ""
	}
	switch share := gone / rows; {
	case gone == 0:
		return "no ghosts"
	case share >= 0.995:
		return "all rows are read for ghosts, callers who have gone"
	case share < 0.005:
		return "hardly any ghosts"
	default:
		return fmt.Sprintf("%.0f %% of the rows are read for ghosts, callers who have gone", share*100)
	}
}

// faultRemarks tell when faults of the story, and those started by hand, begin and end.
func faultRemarks(s *scenarios.Scenario, acts []scenarios.Act) []remark {
	var out []remark
	add := func(f scenarios.Fault, at engine.Time) {
		out = append(out, remark{at, "Fault: " + f.Label + "."})
		if f.For > 0 && f.Kind != "flush" {
			out = append(out, remark{at + engine.Time(f.For) + engine.Time(f.Ramp), "Over: " + f.Label + "."})
		}
	}
	for _, f := range s.Faults {
		if f.On {
			add(f, engine.Time(f.At))
		}
	}
	for _, a := range acts {
		if a.Kind == scenarios.Turn {
			out = append(out, remark{a.At, sentence(a.Knob + " is turned to " + a.Value + ".")})
		}
		if f, err := s.Fault(a.Fault); err == nil && a.Kind == scenarios.Inject {
			add(f, a.At)
		}
	}
	end := engine.Time(s.Horizon)
	return slices.DeleteFunc(out, func(r remark) bool { return r.at > end })
}

// clock writes a time of a run: "1:03", or "0:00.5".
func clock(t engine.Time) string {
	s := t / engine.Second
	text := fmt.Sprintf("%d:%02d", s/60, s%60)
	if rest := t % engine.Second; rest != 0 {
		text += strings.TrimRight(fmt.Sprintf(".%03d", rest/engine.Millisecond), "0")
	}
	return text
}
