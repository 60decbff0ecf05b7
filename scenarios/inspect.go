package scenarios

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"sysprep/engine"
)

// Fact is one thing to know of a node or an edge: a name and a value, both short.
type Fact struct{ Name, Value string }

// Facts are what is to be known of a party or a way, in groups under headings.
type Facts struct {
	Title  string
	Groups []FactGroup
}

// FactGroup is facts that belong together.
type FactGroup struct {
	Title string
	Facts []Fact
}

// InspectNode tells how the node at an index of the picture stands now, what the last closed
// window counted there, how it is set up, and which knobs turn it.
func (r *Run) InspectNode(i int) Facts {
	p := r.Picture()
	n := &p.Nodes[i]
	f := Facts{Title: n.Label + " · " + n.Kind}
	f.add("now", r.nodeNow(i, n))
	if q, ok := r.sim.(requestRun); ok {
		f.add("in the last second", q.nodeLast(i, n.Kind))
		f.add("set up as", setUp(reflect.ValueOf(r.design.Nodes[i])))
		f.add("knobs", r.knobsUnder("nodes."+r.design.Nodes[i].ID+"."))
	}
	return f
}

// InspectEdge does the same for the edge at an index of the picture.
func (r *Run) InspectEdge(i int) Facts {
	p := r.Picture()
	e := &p.Edges[i]
	f := Facts{Title: p.Nodes[e.From].Label + " → " + p.Nodes[e.To].Label}
	q, ok := r.sim.(requestRun)
	if !ok {
		var rates []Fact
		for k, v := range e.Rates {
			if v > 0 {
				rates = append(rates, Fact{cmpName(p.Names[k], engine.MessageKind(k)), thousands(v) + "/s"})
			}
		}
		f.add("in the last window", rates)
		return f
	}
	f.Title += " · " + r.design.Edges[i].ID
	f.add("now", r.edgeNow(q, i))
	f.add("in the last second", r.edgeLast(q, i))
	f.add("set up as", setUp(reflect.ValueOf(r.design.Edges[i])))
	f.add("knobs", r.knobsUnder("edges."+r.design.Edges[i].ID+"."))
	return f
}

func (f *Facts) add(title string, facts []Fact) {
	if len(facts) > 0 {
		f.Groups = append(f.Groups, FactGroup{title, facts})
	}
}

func cmpName(name string, k engine.MessageKind) string {
	if name != "" {
		return name
	}
	return [engine.NumMessageKinds]string{"requests", "retries", "replies", "answers to nobody", "refusals", "turned away", "hits"}[k]
}

func (r *Run) nodeNow(i int, n *PictureNode) []Fact {
	var facts []Fact
	if n.Down {
		facts = append(facts, Fact{"state", "down"})
	}
	if n.Leads {
		facts = append(facts, Fact{"state", "leads"})
	}
	if n.Cap > 0 {
		facts = append(facts, Fact{"queue", fmt.Sprintf("%d of %d", n.Queue, n.Cap)})
	}
	if n.Workers > 0 {
		facts = append(facts, Fact{"workers busy", fmt.Sprintf("%d of %d", n.Busy, n.Workers)})
	}
	if n.Ghosts > 0 {
		facts = append(facts, Fact{"of those, for nobody", fmt.Sprintf("%d", n.Ghosts)})
	}
	q, ok := r.sim.(requestRun)
	if !ok {
		for _, l := range n.Lines {
			facts = append(facts, Fact{"", l})
		}
		return facts
	}
	switch now := q.Node(i); n.Kind {
	case "cache":
		facts = append(facts, Fact{"rows", thousands(float64(now.Entries))})
	case "client":
		facts = append(facts, Fact{"requests under way", thousands(float64(q.InFlight()))})
		if now.Users > 0 {
			facts = append(facts, Fact{"users", thousands(float64(now.Users))}, Fact{"with a session", thousands(float64(now.Connected))})
		}
	default:
		if now.Paused > 0 {
			facts = append(facts, Fact{"instances that pause", fmt.Sprint(now.Paused)})
		}
		if now.DownInstances > 0 {
			facts = append(facts, Fact{"instances down", fmt.Sprint(now.DownInstances)})
		}
		if w := r.drain(q, i); w != "" {
			facts = append(facts, Fact{"the queue's wait", w})
		}
	}
	return facts
}

// drain is how long the last in a queue will wait, at the rate of the last second.
func (r *Run) drain(q requestRun, i int) string {
	w := q.Windows()
	if len(w) == 0 || q.Node(i).Queue == 0 || w[len(w)-1].Nodes[i].Served == 0 {
		return ""
	}
	last := &w[len(w)-1]
	rate := float64(last.Nodes[i].Served) / (last.End - last.Start).Seconds()
	return "about " + SpanText(engine.Time(float64(q.Node(i).Queue)/rate*float64(engine.Second)))
}

// nodeLast are the counts of the last closed window at a node that are not 0.
func (q requestRun) nodeLast(i int, kind string) []Fact {
	w := q.Windows()
	if len(w) == 0 {
		return nil
	}
	last := &w[len(w)-1]
	n := &last.Nodes[i]
	var facts []Fact
	count := func(name string, v int64) {
		if v != 0 {
			facts = append(facts, Fact{name, thousands(float64(v))})
		}
	}
	switch kind {
	case "client":
		count("sent", n.Offered)
		count("answered", n.Answered)
		count("lost", n.Lost)
		if n.Answered > 0 {
			facts = append(facts, Fact{"mean latency", SpanText(n.Latency / engine.Time(n.Answered))})
		}
		count("sessions lost", n.Disconnects)
	case "cache":
		if all := n.Hits + n.Misses; all > 0 {
			facts = append(facts, Fact{"hit rate", fmt.Sprintf("%.1f %%", 100*float64(n.Hits)/float64(all))})
		}
		count("hits", n.Hits)
		count("misses", n.Misses)
		count("hits on expired rows", n.Stale)
		count("hits for keys without a row", n.Negative)
		count("refreshes", n.Refreshes)
	default:
		count("served", n.Served)
		count("of those, for nobody", n.Ghosts)
		count("of those, errors", n.Failed)
		count("refused: queue full", n.Rejected)
		count("refused: waited too long", n.Dropped)
		count("refused: over a limit", n.Limited)
		count("dropped unserved", n.Cancelled)
		count("stopped", n.Stopped)
		count("pauses", n.Pauses)
	}
	return facts
}

func (r *Run) edgeNow(q requestRun, i int) []Fact {
	now := q.Edge(i)
	out, ghosts := q.Out(i)
	facts := []Fact{{"in flight", thousands(float64(out))}}
	if ghosts > 0 {
		facts = append(facts, Fact{"in flight for nobody", thousands(float64(ghosts))})
	}
	if now.Limit > 0 {
		facts = append(facts, Fact{"limit of attempts out", fmt.Sprintf("%d of %d", now.InFlight, now.Limit)})
	}
	if now.Breakers > 0 {
		facts = append(facts, Fact{"breakers", breakersText(now)})
	}
	if p50, p99, n := r.latencies(i); n > 0 {
		facts = append(facts, Fact{"latency, sampled", fmt.Sprintf("p50 %s, p99 %s (%d)", SpanText(p50), SpanText(p99), n)})
	}
	return facts
}

// breakersText tells how an edge's breakers stand.
func breakersText(e engine.EdgeState) string {
	if e.Breakers == 1 {
		switch {
		case e.Open > 0:
			return "open"
		case e.HalfOpen > 0:
			return "half open"
		}
		return "closed"
	}
	return fmt.Sprintf("%d closed, %d half open, %d open", e.Breakers-e.Open-e.HalfOpen, e.HalfOpen, e.Open)
}

// latencies are percentiles of how long followed attempts over an edge were out, of those
// that ended in the last ten seconds.
func (r *Run) latencies(edge int) (p50, p99 engine.Time, n int) {
	var took []engine.Time
	for _, t := range r.RequestTraces() {
		for _, p := range t.Spans {
			if p.Kind == engine.SpanAttempt && p.Edge == edge && p.Number > 0 && p.End <= r.Now() && p.End >= r.Now()-10*engine.Second {
				took = append(took, p.End-p.Start)
			}
		}
	}
	if len(took) == 0 {
		return 0, 0, 0
	}
	slices.Sort(took)
	return took[(len(took)-1)/2], took[(len(took)-1)*99/100], len(took)
}

func (r *Run) edgeLast(q requestRun, i int) []Fact {
	w := q.Windows()
	if len(w) == 0 {
		return nil
	}
	e := &w[len(w)-1].Edges[i]
	var facts []Fact
	for _, c := range []struct {
		name string
		n    int64
	}{
		{"attempts", e.Sent},
		{"retries", e.Retries},
		{"hedges", e.Hedges},
		{"hedges that won", e.HedgeWins},
		{"replies in time", e.Replies},
		{"timeouts", e.Timeouts},
		{"answers to nobody", e.Late},
		{"refused", e.Rejects},
		{"errors", e.Errors},
		{"given up", e.Abandoned},
		{"not sent", e.Withheld},
		{"joined another's call", e.Joined},
		{"lost on the way there", e.LostRequests},
		{"lost on the way back", e.LostReplies},
		{"connections broken", e.Resets},
		{"connections opened", e.Handshakes},
		{"breakers opened", e.BreakerOpens},
		{"breakers closed", e.BreakerCloses},
	} {
		if c.n != 0 {
			facts = append(facts, Fact{c.name, thousands(float64(c.n))})
		}
	}
	return facts
}

// setUp are the fields that the author, or a knob, has set.
func setUp(v reflect.Value) []Fact {
	var facts []Fact
	t := v.Type()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		f := v.Field(i)
		if name == "" || slices.Contains([]string{"id", "kind", "label", "from", "to"}, name) || f.IsZero() {
			continue
		}
		if s := told(f); s != "" {
			facts = append(facts, Fact{strings.ReplaceAll(name, "_", " "), s})
		}
	}
	return facts
}

// told writes a value of a definition in one line.
func told(f reflect.Value) string {
	switch {
	case isScalar(f):
		return text(f)
	case f.Kind() == reflect.Struct:
		var parts []string
		for i := range f.NumField() {
			name, _, _ := strings.Cut(f.Type().Field(i).Tag.Get("yaml"), ",")
			if in := f.Field(i); name != "" && !in.IsZero() && isScalar(in) {
				if in.Kind() == reflect.String {
					parts = append(parts, text(in))
				} else {
					parts = append(parts, strings.ReplaceAll(name, "_", " ")+" "+text(in))
				}
			}
		}
		return strings.Join(parts, ", ")
	case f.Kind() == reflect.Slice && f.Len() > 0:
		if steps, ok := f.Interface().([]Step); ok {
			return program(steps)
		}
		return fmt.Sprintf("%d of them", f.Len())
	}
	return ""
}

// program writes what a request does, step by step.
func program(steps []Step) string {
	var parts []string
	for _, s := range steps {
		switch {
		case s.Lookup != "":
			parts = append(parts, "look up "+s.Lookup)
		case s.Call != "":
			parts = append(parts, "call "+s.Call)
		case s.Fill != "":
			parts = append(parts, "fill "+s.Fill)
		case s.Work != (Service{}):
			parts = append(parts, "work "+s.Work.Mean.String())
		default:
			parts = append(parts, "fan out")
		}
	}
	return strings.Join(parts, ", ")
}

// knobsUnder are the knobs whose path begins so, with their values.
func (r *Run) knobsUnder(path string) []Fact {
	var facts []Fact
	for _, k := range r.scenario.Knobs {
		if strings.HasPrefix(k.Path, path) {
			if v, err := r.scenario.Value(k.ID, r.now); err == nil {
				facts = append(facts, Fact{k.Label, k.Shown(v)})
			}
		}
	}
	return facts
}
