package engine

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// span draws a time that is a whole number of tenths of a millisecond.
func span(t *rapid.T, name string, lo, hi Time) Time {
	const step = Millisecond / 10
	return step * Time(rapid.Int64Range(int64(lo/step), int64(hi/step)).Draw(t, name))
}

// drawSystem draws a small, busy system: one or two clients with a cache each
// way, sharing a store. Every call has a timeout, so that nothing waits for ever.
func drawSystem(t *rapid.T) System {
	clients := rapid.IntRange(1, 2).Draw(t, "clients")
	sys := System{
		Nodes:  []Node{{Name: "cache", Cache: &Cache{}}, {Name: "db", Store: &Store{}}},
		Window: span(t, "window", Millisecond, 100*Millisecond),
	}
	for i := range clients {
		n := len(sys.Nodes)
		sys.Nodes = append(sys.Nodes, Node{Name: fmt.Sprint("client", i), Client: &Client{Program: cloneProgram(rapid.SampledFrom([][]Op{
			{{Kind: OpCall, Edge: 2*i + 1}},
			{{Kind: OpFan, Fan: &Fan{Edges: []int{2*i + 1}}}},
			{{Kind: OpFan, Fan: &Fan{Edges: []int{2*i + 1, 2*i + 1}}}, {Kind: OpLookup, Edge: 2 * i}, {Kind: OpCall, Edge: 2*i + 1}, {Kind: OpFill, Edge: 2 * i}},
			{{Kind: OpLookup, Edge: 2 * i}, {Kind: OpCall, Edge: 2*i + 1}, {Kind: OpFill, Edge: 2 * i}},
			{{Kind: OpCall, Edge: 2*i + 1}, {Kind: OpLookup, Edge: 2 * i}, {Kind: OpCall, Edge: 2*i + 1}, {Kind: OpFill, Edge: 2 * i}},
		}).Draw(t, "program"))}})
		drawWorkload(t, sys.Nodes[n].Client, 2*i+1)
		sys.Edges = append(sys.Edges, Edge{From: n, To: 0}, Edge{From: n, To: 1})
	}
	sys.Nodes[1].Store.Instances = rapid.IntRange(0, 3).Draw(t, "instances")
	drawServices(t, &sys)
	drawEffects(t, &sys)
	drawNumbers(t, &sys)
	return sys
}

// drawServices puts a tower of services between the clients and the store: each
// calls the next, the last the store, and any of them may ask the cache first.
func drawServices(t *rapid.T, sys *System) {
	depth := rapid.IntRange(0, 2).Draw(t, "services")
	first := len(sys.Nodes)
	for i := range sys.Edges {
		if depth > 0 && sys.Edges[i].To == 1 && rapid.Bool().Draw(t, "through the services") {
			sys.Edges[i].To = first
		}
	}
	for i := range depth {
		n, to := first+i, first+i+1
		if i == depth-1 {
			to = 1
		}
		lookup, call := len(sys.Edges), len(sys.Edges)+1
		sys.Edges = append(sys.Edges, Edge{From: n, To: 0}, Edge{From: n, To: to})
		sys.Nodes = append(sys.Nodes, Node{Name: fmt.Sprint("service", i), Service: &Service{
			Instances: rapid.IntRange(0, 2).Draw(t, "instances"),
			Program: cloneProgram(rapid.SampledFrom([][]Op{
				{{Kind: OpCall, Edge: call}},
				{{Kind: OpFan, Fan: &Fan{Edges: []int{call}}}, {Kind: OpWork}},
				{{Kind: OpFan, Fan: &Fan{Edges: []int{call, call, call}}}},
				{{Kind: OpWork}, {Kind: OpCall, Edge: call}, {Kind: OpWork}},
				{{Kind: OpLookup, Edge: lookup}, {Kind: OpCall, Edge: call}, {Kind: OpFill, Edge: lookup}},
				{{Kind: OpCall, Edge: call}, {Kind: OpLookup, Edge: lookup}, {Kind: OpWork}, {Kind: OpCall, Edge: call}},
			}).Draw(t, "program")),
		}})
	}
}

// drawFans draws the numbers of the fan-outs of a program.
func drawFans(t *rapid.T, program []Op) {
	for i := range program {
		f := program[i].Fan
		if f == nil {
			continue
		}
		width := len(f.Edges)
		if width == 1 {
			f.Width = rapid.IntRange(1, 5).Draw(t, "width")
			f.Pick = FanPick(rapid.IntRange(0, 1).Draw(t, "pick"))
			width = f.Width
		}
		f.Need = rapid.IntRange(0, width).Draw(t, "need")
		f.Least = rapid.IntRange(0, max(1, f.Need)).Draw(t, "least")
		f.Budget = rapid.SampledFrom([]Time{0, 0, 5 * Millisecond, 30 * Millisecond}).Draw(t, "fan budget")
	}
}

// drawNumbers draws everything that a knob can turn.
func drawNumbers(t *rapid.T, sys *System) {
	share := func(name string) float64 { return rapid.SampledFrom([]float64{0, 0, 0.3, 1}).Draw(t, name) }
	for i := range sys.Nodes {
		n := &sys.Nodes[i]
		switch {
		case n.Client != nil:
			n.Client.Rate = rapid.SampledFrom([]float64{50, 500, 2000}).Draw(t, "rate")
			n.Client.Keys = Keys{rapid.IntRange(1, 30).Draw(t, "keys"), rapid.SampledFrom([]float64{0, 1.1}).Draw(t, "zipf")}
			n.Client.Admit = rapid.SampledFrom([]float64{0, 0, 5, 400}).Draw(t, "admit")
			n.Client.Shed = share("shed") / 2
			n.Client.Patience = rapid.SampledFrom([]Time{0, 0, 20 * Millisecond, 80 * Millisecond}).Draw(t, "patience")
			n.Client.Arrivals = Arrivals(rapid.IntRange(0, 1).Draw(t, "arrivals"))
			n.Client.Burst = rapid.IntRange(0, 5).Draw(t, "burst")
			drawFans(t, n.Client.Program)
			n.Client.Class = rapid.IntRange(0, maxClass).Draw(t, "class")
			drawWorkloadNumbers(t, n.Client)
		case n.Cache != nil:
			n.Cache.Capacity = rapid.IntRange(0, 20).Draw(t, "capacity")
			n.Cache.TTL = span(t, "ttl", 0, 100*Millisecond)
			n.Cache.TTLSpread = share("spread")
			n.Cache.Evict = Evict(rapid.IntRange(0, 1).Draw(t, "evict"))
			n.Cache.Stale = rapid.SampledFrom([]Time{0, 0, 10 * Millisecond, Second}).Draw(t, "stale")
			n.Cache.StaleIfError = rapid.SampledFrom([]Time{0, 0, 30 * Millisecond, Second}).Draw(t, "stale if error")
			n.Cache.Missing = share("missing")
			n.Cache.NegativeTTL = rapid.SampledFrom([]Time{0, 15 * Millisecond}).Draw(t, "negative")
			n.Cache.WarmUp = rapid.Bool().Draw(t, "warm")
		case n.Service != nil:
			n.Service.Workers = rapid.IntRange(1, 8).Draw(t, "workers")
			n.Service.Queue = rapid.IntRange(-1, 20).Draw(t, "queue")
			n.Service.Fail = drawFailure(t)
			drawFans(t, n.Service.Program)
			n.Service.Line = drawLine(t)
			n.Service.Limits = drawLimits(t, n.Service.Queue)
			n.Service.GC = drawGC(t)
			for i := range n.Service.Program {
				if op := &n.Service.Program[i]; op.Kind == OpWork {
					op.Work = drawDist(t)
				}
			}
		default:
			n.Store.Workers = rapid.IntRange(1, 4).Draw(t, "workers")
			n.Store.Service = drawDist(t)
			n.Store.Queue = rapid.IntRange(-1, 20).Draw(t, "queue")
			n.Store.Fail = drawFailure(t)
			n.Store.Line = drawLine(t)
			n.Store.Limits = drawLimits(t, n.Store.Queue)
			n.Store.GC = drawGC(t)
			n.Store.Contention = Contention{Sigma: share("sigma") / 2, Kappa: share("kappa") / 10}
			if rapid.Bool().Draw(t, "lock") {
				n.Store.Contention.Lock = Dist{Mean: span(t, "lock", Millisecond/10, 2*Millisecond)}
			}
		}
	}
	for i := range sys.Edges {
		sys.Edges[i].Latency = span(t, "latency", 0, 3*Millisecond)
		sys.Edges[i].Timeout = span(t, "timeout", Millisecond, 60*Millisecond)
		sys.Edges[i].Attempts = rapid.IntRange(0, 4).Draw(t, "attempts")
		sys.Edges[i].Late = LatePolicy(rapid.IntRange(0, int(LateStop)).Draw(t, "late"))
		drawPolicies(t, &sys.Edges[i])
		sys.Edges[i].Network = drawNetwork(t, sys.Nodes[sys.Edges[i].To].Cache != nil)
		sys.Edges[i].Balance = Balance{
			BalanceKind(rapid.IntRange(0, int(BalanceKey)).Draw(t, "balance")), rapid.IntRange(1, 3).Draw(t, "choices"),
			rapid.SampledFrom([]Time{0, 0, 10 * Millisecond}).Draw(t, "stale"),
		}
		sys.Edges[i].Deadline = rapid.Bool().Draw(t, "deadline")
		sys.Edges[i].Coalesce = rapid.Bool().Draw(t, "coalesce")
		sys.Edges[i].Backoff = Backoff{
			BackoffKind(rapid.IntRange(0, 2).Draw(t, "backoff")), span(t, "base", 0, 20*Millisecond),
			span(t, "cap", 0, 40*Millisecond), JitterKind(rapid.IntRange(0, 3).Draw(t, "jitter")),
		}
	}
	drawTruth(t, sys)
}

func drawDist(t *rapid.T) Dist {
	d := Dist{Kind: DistKind(rapid.IntRange(0, int(DistBimodal)).Draw(t, "service")), Mean: span(t, "mean", Millisecond, 20*Millisecond)}
	switch d.Kind {
	case DistUniform:
		d.Shape = rapid.SampledFrom([]float64{0, 0.3, 1}).Draw(t, "half width")
	case DistErlang:
		d.Shape = float64(rapid.IntRange(1, 5).Draw(t, "stages"))
	case DistHyper:
		d.Shape = rapid.SampledFrom([]float64{1, 4, 25}).Draw(t, "variation")
	case DistLogNormal:
		d.Shape = rapid.SampledFrom([]float64{0, 0.5, 2}).Draw(t, "sigma")
	case DistPareto:
		d.Shape, d.Ratio = rapid.SampledFrom([]float64{0.5, 1, 2}).Draw(t, "alpha"), rapid.SampledFrom([]float64{1.5, 100}).Draw(t, "reach")
	case DistBimodal:
		d.Ratio, d.Share = rapid.SampledFrom([]float64{1, 10, 50}).Draw(t, "slow"), rapid.SampledFrom([]float64{0, 0.1, 1}).Draw(t, "share of slow")
	}
	return d
}

func drawPolicies(t *rapid.T, e *Edge) {
	e.Hedge = Hedge{
		Extra: rapid.SampledFrom([]int{0, 0, 1, 3}).Draw(t, "hedges"), After: span(t, "hedge after", 0, 20*Millisecond),
		Quantile: rapid.SampledFrom([]float64{0, 0, 0.5, 0.95}).Draw(t, "hedge at"), Share: rapid.SampledFrom([]float64{0, 0, 0.1}).Draw(t, "share of hedges"),
		Tied: rapid.Bool().Draw(t, "tied"),
	}
	e.RetryOn = rapid.SampledFrom([]Causes{0, 0, CausesOf(CauseTimeout), CausesOf(CauseRejected, CauseFailed, CauseDropped, CauseDown)}).Draw(t, "retry on")
	e.Budget = Budget{
		BudgetKind(rapid.IntRange(0, 2).Draw(t, "budget")), rapid.SampledFrom([]float64{0, 0.1, 0.5}).Draw(t, "ratio"),
		rapid.SampledFrom([]float64{1, 10}).Draw(t, "tokens"),
	}
	e.Throttle = Throttle{rapid.SampledFrom([]float64{0, 0, 1.1, 2}).Draw(t, "K"), span(t, "window", 0, 100*Millisecond)}
	e.Breaker = Breaker{
		Kind: BreakerKind(rapid.IntRange(0, 2).Draw(t, "breaker")), Ratio: rapid.SampledFrom([]float64{0.1, 0.5, 1}).Draw(t, "opens at"),
		Volume: rapid.IntRange(1, 10).Draw(t, "volume"), Window: span(t, "window", 0, 100*Millisecond), Run: rapid.IntRange(1, 5).Draw(t, "run"),
		Open: span(t, "open", Millisecond, 50*Millisecond), Probes: rapid.IntRange(0, 3).Draw(t, "probes"),
	}
}

func drawLine(t *rapid.T) Line {
	return Line{
		Order: Order(rapid.IntRange(0, int(OrderPriority)).Draw(t, "order")),
		CoDel: rapid.Bool().Draw(t, "codel"), Target: span(t, "target", 0, 10*Millisecond), Interval: span(t, "interval", 0, 50*Millisecond),
		FailFast: rapid.Bool().Draw(t, "fail fast"), PushBack: rapid.SampledFrom([]Time{0, 0, 30 * Millisecond, Never}).Draw(t, "push back"),
	}
}

func drawGC(t *rapid.T) GC {
	g := GC{Every: rapid.SampledFrom([]Time{0, 0, 20 * Millisecond, 200 * Millisecond}).Draw(t, "pauses")}
	if g.Every > 0 {
		g.Pause = Dist{Mean: span(t, "pause", Millisecond, 20*Millisecond)}
	}
	return g
}

func drawLimits(t *rapid.T, queue int) Limits {
	if rapid.IntRange(0, 2).Draw(t, "limits") > 0 {
		return Limits{}
	}
	l := Limits{
		Rate: rapid.SampledFrom([]float64{0, 20, 300}).Draw(t, "rate limit"), Burst: rapid.IntRange(0, 20).Draw(t, "tokens"),
		Concurrency: rapid.SampledFrom([]int{0, 1, 10}).Draw(t, "concurrency"),
	}
	for range rapid.IntRange(0, 2).Draw(t, "sheds") {
		r := Shed{Class: rapid.IntRange(0, maxClass).Draw(t, "class"), Above: rapid.SampledFrom([]float64{0, 0.5, 1}).Draw(t, "above"), Of: ShedOfWorkers}
		if queue >= 0 {
			r.Of = ShedOf(rapid.IntRange(0, 1).Draw(t, "of"))
		}
		l.Shed = append(l.Shed, r)
	}
	return l
}

func drawFailure(t *rapid.T) Failure {
	f := Failure{Share: rapid.SampledFrom([]float64{0, 0, 0.3}).Draw(t, "fail"), Permanent: rapid.SampledFrom([]float64{0, 0, 0.5}).Draw(t, "permanent")}
	if rapid.Bool().Draw(t, "errors cost") {
		f.Work = drawDist(t)
	}
	f.After = rapid.SampledFrom([]float64{0, 0, 0.3}).Draw(t, "fail after")
	f.Late = rapid.Bool().Draw(t, "late ones fail")
	return f
}

// act does one random thing to a simulation, and returns the same thing as a
// function, to be done to another.
func act(t *rapid.T, sys *System) func(*Sim) error {
	switch rapid.IntRange(0, 5).Draw(t, "act") {
	case 5:
		f := drawFault(t, sys)
		return func(s *Sim) error { return s.Inject(f) }
	case 0:
		f := rapid.SampledFrom([]Fault{
			{Kind: FaultFlush, Node: 0},
			{Kind: FaultDown, Node: 0},
			{Kind: FaultSilent, Node: 0},
			{Kind: FaultUp, Node: 0},
			{Kind: FaultDown, Node: 1},
			{Kind: FaultUp, Node: 1},
			{Kind: FaultSlow, Node: 1, Fraction: 5},
			{Kind: FaultSlow, Node: 1, Fraction: 1},
			{Kind: FaultShed, Node: 2, Fraction: 0.5},
			{Kind: FaultShed, Node: 2},
			{Kind: FaultDisconnect, Node: 2, Fraction: 0.6},
			{Kind: FaultDown, Node: len(sys.Nodes) - 1}, // a service, or a client, which does not go down
			{Kind: FaultUp, Node: len(sys.Nodes) - 1},
			{Kind: FaultSlow, Node: len(sys.Nodes) - 1, Fraction: 0.2},
			{Kind: FaultStep, Edge: 1, Node: 1, Step: StepDeliverReply, Fraction: 0.5},
			{Kind: FaultStep, Edge: 1, Node: 1, Step: StepUpdateServer, Fraction: 0.5},
			{Kind: FaultStep, Edge: 1, Node: 1, Step: StepDeliverReply},
		}).Filter(func(f Fault) bool {
			if f.Kind == FaultDisconnect {
				return len(sys.Nodes[f.Node].Client.Population.Connect) > 0
			}
			return f.Kind == FaultShed || sys.Nodes[f.Node].Client == nil
		}).Draw(t, "fault")
		return func(s *Sim) error { return s.Inject(f) }
	case 1:
		next := *sys.clone()
		drawNumbers(t, &next)
		*sys = next
		return func(s *Sim) error { return s.Reconfigure(next) }
	default:
		d := span(t, "for", 0, 100*Millisecond)
		return func(s *Sim) error { s.RunUntil(s.Now() + d); return nil }
	}
}

// TestConservation: whatever is done to a system, every request and attempt is
// accounted for, and nothing is left over when it has come to rest.
func TestConservation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := drawSystem(t)
		s := mustNew(t, sys, rapid.Uint64().Draw(t, "seed"))
		for range rapid.IntRange(1, 12).Draw(t, "acts") {
			if err := act(t, &sys)(s); err != nil {
				t.Fatal(err)
			}
			checkBooks(t, s)
		}
		liftAll(t, s, &sys)
		for i, n := range sys.Nodes {
			if n.Client != nil {
				if err := s.Inject(Fault{Kind: FaultShed, Node: i, Fraction: 1}); err != nil {
					t.Fatal(err)
				}
			}
		}
		s.RunUntil(s.Now() + 30*Second)
		checkBooks(t, s)
		if s.InFlight() != 0 {
			t.Fatalf("%d requests still under way long after the last arrival", s.InFlight())
		}
		if n, want := s.queue.Len(), awaited(t, s); n != want {
			t.Fatalf("%d events pending at rest, want %d: the next arrival of each client, the next turn of each user", n, want)
		}
		for i, st := range s.stations {
			if st.busy != 0 || st.waiting != 0 || s.ghostsAt(int32(i)) != 0 {
				t.Fatalf("store %d at rest: %+v", i, s.Node(int(st.node)))
			}
		}
		checkLedgerAtRest(t, s)
		free := 0
		for r := s.requests.free; r != none; r = s.requests.items[r].next {
			free++
		}
		if free != len(s.requests.items) {
			t.Fatalf("%d of %d request records given back", free, len(s.requests.items))
		}
		free = 0
		for a := s.attempts.free; a != none; a = s.attempts.items[a].next {
			free++
		}
		if free != len(s.attempts.items) {
			t.Fatalf("%d of %d attempt records given back", free, len(s.attempts.items))
		}
	})
}

// checkBooks holds a simulation's counters against each other and against what is in its pools.
func checkBooks(t *rapid.T, s *Sim) {
	t.Helper()
	windows := append(slices.Clone(s.Windows()), s.Current())
	var offered, ended, inFlight int64
	clients := NodeWindow{}
	outstanding := make([]int64, len(s.sys.Edges))
	for i, w := range windows {
		if i > 0 && w.Start != windows[i-1].End {
			t.Fatalf("window %d starts at %d, the one before ends at %d", i, w.Start, windows[i-1].End)
		}
		gone := w.Answered
		for _, n := range w.Lost {
			gone += n
		}
		if w.Offered != gone+w.InFlight-inFlight {
			t.Fatalf("window %d: offered %d, ended %d, in flight %d before and %d after", i, w.Offered, gone, inFlight, w.InFlight)
		}
		inFlight = w.InFlight
		for _, n := range w.Nodes {
			clients.Offered += n.Offered
			clients.Answered += n.Answered
			clients.Lost += n.Lost
		}
		offered += w.Offered
		ended += gone
		for j, e := range w.Edges {
			outstanding[j] += e.Sent - e.Replies - e.Timeouts - e.Rejects - e.Errors - e.Abandoned - e.Resets - e.ConnectFails - e.TiedCancelled
		}
	}
	if clients.Offered != offered || clients.Answered+clients.Lost != ended {
		t.Fatalf("the clients count %+v; in all %d were offered and %d ended", clients, offered, ended)
	}
	if offered != ended+s.InFlight() {
		t.Fatalf("offered %d, ended %d, in flight %d", offered, ended, s.InFlight())
	}
	for ev := range s.queue.All {
		if ev.Time < s.queue.Now() {
			t.Fatalf("event %+v is in the past of %d", ev, s.queue.Now())
		}
		if ev.Kind == evTimeout { // each attempt with a caller has one of these
			outstanding[s.edges[s.sites[s.attempts.items[ev.Who].site].edge].base]--
		}
	}
	checkStations(t, s)
	checkFans(t, s)
	checkLedger(t, s)
	checkRequests(t, s)
	checkUsers(t, s)
	for j, n := range outstanding {
		if n != 0 {
			t.Fatalf("edge %d: attempts sent and attempts accounted for differ by %d", j, n)
		}
	}
}

// checkStations holds the counters of stores and services against their attempts.
func checkStations(t *rapid.T, s *Sim) {
	t.Helper()
	services := make([]int32, len(s.stations))
	for i := range s.attempts.items {
		if at := &s.attempts.items[i]; at.place == inService {
			services[at.to]++
			if !at.replayed && (at.serving != none) != (s.stations[at.to].program != none) {
				t.Fatalf("attempt %d is worked on as request %d", i, at.serving)
			}
			if at.serving != none && s.requests.items[at.serving].serves != int32(i) {
				t.Fatalf("attempt %d is worked on as request %d, which serves another", i, at.serving)
			}
		}
	}
	for i, st := range s.stations {
		waits := int32(0)
		for _, l := range st.lines {
			before := none
			for a := l.head; a != none; a = s.attempts.items[a].next {
				if s.attempts.items[a].prev != before {
					t.Fatalf("station %d: the links of its queue differ forwards and backwards", i)
				}
				before = a
				waits++
			}
			if l.tail != before {
				t.Fatalf("station %d: its queue ends at %d, not at %d", i, before, l.tail)
			}
		}
		if services[i] != st.busy || waits != st.waiting {
			t.Fatalf("station %d counts %d busy, %d waiting; there are %d, %d", i, st.busy, st.waiting, services[i], waits)
		}
		if st.waiting > 0 && st.busy < st.workers && !st.paused {
			t.Fatalf("station %d: %d wait and only %d of %d workers are busy", i, st.waiting, st.busy, st.workers)
		}
	}
}

// checkFans: a fan-out and its branches name each other.
func checkFans(t *rapid.T, s *Sim) {
	t.Helper()
	busy := 0
	for i := range s.requests.items {
		q := &s.requests.items[i]
		if q.branches == 0 {
			continue
		}
		busy++
		b := &s.branches.items[q.branches-1]
		var all, out int32
		for c := b.head; c != 0; c = s.requests.items[c-1].sibling {
			child := &s.requests.items[c-1]
			if child.parent != int32(i)+1 {
				t.Fatalf("request %d has branch %d, which is one of %d", i, c-1, child.parent-1)
			}
			all++
			if !child.over {
				out++
			}
		}
		if all != b.width || out != b.out || out == 0 {
			t.Fatalf("request %d counts %d branches, %d of them out; there are %d, %d", i, b.width, b.out, all, out)
		}
	}
	for b := s.branches.free; b != none; b = s.branches.items[b].next {
		busy++
	}
	if busy != len(s.branches.items) {
		t.Fatalf("%d of %d records of fan-outs are used or given back", busy, len(s.branches.items))
	}
}

// checkRequests: a request and the attempts that are out for it name each other,
// and copies of an attempt are linked in rings.
func checkRequests(t *rapid.T, s *Sim) {
	t.Helper()
	free := make([]bool, len(s.attempts.items))
	for a := s.attempts.free; a != none; a = s.attempts.items[a].next {
		free[a] = true
	}
	out := make([]bool, len(s.attempts.items)) // reached from a request
	for r := range s.requests.items {
		q := &s.requests.items[r]
		if q.attempt == none {
			continue
		}
		n := 0
		for a := q.attempt; a != none && (a != q.attempt || n == 0); a = s.attempts.items[a].twin {
			out[a] = out[a] || s.attempts.items[a].caller == int32(r)
			if n++; n > len(s.attempts.items) {
				t.Fatalf("the copies of attempt %d are not a ring", q.attempt)
			}
		}
	}
	for i := range s.attempts.items {
		at := &s.attempts.items[i]
		switch {
		case free[i]:
			if at.twin != none {
				t.Fatalf("attempt %d was given back, and is linked to %d", i, at.twin)
			}
		case at.caller != none && !out[i]:
			t.Fatalf("attempt %d is for request %d, which waits for %d", i, at.caller, s.requests.items[at.caller].attempt)
		case at.twin != none && (free[at.twin] || at.twin == int32(i)):
			t.Fatalf("attempt %d is linked to %d", i, at.twin)
		}
	}
	checkCallers(t, s, free)
	for ev := range s.queue.All {
		if ev.Kind == evHedge && s.requests.items[ev.Who].attempt == none {
			t.Fatalf("request %d waits to hedge, and has nothing out", ev.Who)
		}
	}
}

// checkCallers: limits count what is out, breakers are counted by their states, and
// those by key are few enough, found by their keys, and in one line.
func checkCallers(t *rapid.T, s *Sim, free []bool) {
	t.Helper()
	for i := range s.edges {
		e := &s.edges[i]
		out := make([]int32, len(e.callers))
		for a := range s.attempts.items {
			if at := &s.attempts.items[a]; !free[a] && at.counted && s.sites[at.site].edge == int32(i) {
				out[at.party]++
				if at.caller == none {
					t.Fatalf("edge %d: attempt %d is counted, and nobody waits for it", i, a)
				}
			}
		}
		for c := range e.callers {
			l := &e.callers[c].limit
			if l.inFlight != out[c] {
				t.Fatalf("edge %d: caller %d counts %d attempts that are out; there are %d", i, c, l.inFlight, out[c])
			}
			if r := &l.rule; r.Kind != CallLimitNone && (l.most < int64(r.Least)*wholeToken || l.most > int64(r.Most)*wholeToken) {
				t.Fatalf("edge %d: caller %d may have %d millionths out, from %d to %d", i, c, l.most, r.Least, r.Most)
			}
		}
		p := &e.breakers
		open, halfOpen := p.open, p.halfOpen
		p.count()
		if open != p.open || halfOpen != p.halfOpen {
			t.Fatalf("edge %d counts %d breakers open and %d half open; there are %d and %d", i, open, halfOpen, p.open, p.halfOpen)
		}
		if p.scope() != BreakerByKey {
			continue
		}
		line, before := 0, none
		for b := p.newest; b != none; b = p.items[b].older {
			if p.items[b].newer != before || p.index[p.items[b].key] != b {
				t.Fatalf("edge %d: breaker %d of key %d is not where it should be", i, b, p.items[b].key)
			}
			before = b
			line++
		}
		if before != p.oldest || line != len(p.items) || len(p.index) != line || line > p.rule.Keys {
			t.Fatalf("edge %d: %d breakers in the order of use, %d in the index, %d in all, %d at most", i, line, len(p.index), len(p.items), p.rule.Keys)
		}
	}
}

// TestSameSeedSameHash: the same calls give the same state, in however many
// steps time passes and whether or not somebody watches.
func TestSameSeedSameHash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := drawSystem(t)
		seed := rapid.Uint64().Draw(t, "seed")
		a, b := mustNew(t, sys, seed), mustNew(t, sys, seed)
		b.Sample(3)
		if err := b.Trace(1, 1, 3); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 6).Draw(t, "acts") {
			do := act(t, &sys)
			b.RunUntil(b.Now())
			b.Current()
			if err, again := do(a), do(b); err != nil || again != nil {
				t.Fatal(err, again)
			}
			later := a.Now() + span(t, "later", 0, 50*Millisecond)
			b.RunUntil((a.Now() + later) / 2)
			b.Feed(nil)
			checkTraces(t, b)
			a.RunUntil(later)
			b.RunUntil(later)
			if a.Hash() != b.Hash() {
				t.Fatalf("at %v s the same run has two hashes", a.Now().Seconds())
			}
		}
	})
}

// TestForkIsTheOriginal: a fork goes on like its original, and neither disturbs the other.
func TestForkIsTheOriginal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := drawSystem(t)
		s := mustNew(t, sys, rapid.Uint64().Draw(t, "seed"))
		for range rapid.IntRange(0, 4).Draw(t, "acts before") {
			if err := act(t, &sys)(s); err != nil {
				t.Fatal(err)
			}
		}
		fork, left := s.Fork(), s.Fork()
		hash := s.Hash()
		own := sys
		for range rapid.IntRange(1, 4).Draw(t, "acts after") {
			do := act(t, &sys)
			if err, again := do(s), do(fork); err != nil || again != nil {
				t.Fatal(err, again)
			}
			if s.Hash() != fork.Hash() {
				t.Fatal("a fork and its original, treated alike, differ")
			}
			if err := act(t, &own)(left.Fork()); err != nil { // on a fork of a fork
				t.Fatal(err)
			}
		}
		if left.Hash() != hash {
			t.Fatal("a fork that was left alone has changed")
		}
	})
}

// TestLittlesLaw: over a run that begins and ends empty, the time integral of
// the requests in flight is exactly the sum of their times in the system.
func TestLittlesLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := drawSystem(t)
		for i := range sys.Nodes {
			switch n := &sys.Nodes[i]; {
			case n.Client != nil:
				for _, op := range n.Client.Program {
					if op.Fan != nil {
						op.Fan.Budget = 0
					}
				}
				n.Client.Patience, n.Client.PatienceDist = 0, Dist{}
				// A look-up that comes first may answer without ever being in flight.
				n.Client.Program = n.Client.Program[max(0, len(n.Client.Program)-2):]
				if len(n.Client.Program) > 0 && n.Client.Program[0].Kind == OpLookup {
					n.Client.Program = n.Client.Program[1:]
				}
			case n.Store != nil:
				n.Store.Queue, n.Store.Fail, n.Store.Line.CoDel, n.Store.Limits = -1, Failure{}, false, Limits{}
			case n.Service != nil:
				n.Service.Queue, n.Service.Fail, n.Service.Line.CoDel, n.Service.Limits = -1, Failure{}, false, Limits{}
				for _, op := range n.Service.Program {
					if op.Fan != nil {
						op.Fan.Budget = 0
					}
				}
			}
		}
		for i := range sys.Edges {
			for _, p := range []*Path{&sys.Edges[i].Network.Request, &sys.Edges[i].Network.Reply} {
				p.Loss, p.Buffer = 0, 0
			}
			sys.Edges[i].Network.Connection.Timeout = 0
			sys.Edges[i].Timeout, sys.Edges[i].Steps, sys.Edges[i].Idempotency = 0, Steps{}, Idempotency{}
			sys.Edges[i].Throttle.K, sys.Edges[i].Breaker.Kind, sys.Edges[i].Limit.Kind = 0, BreakerNone, CallLimitNone
		}
		sys.Window = 300 * Second
		s := mustNew(t, sys, rapid.Uint64().Draw(t, "seed"))
		area := Time(0)
		step := func() {
			next := s.Now() + Second
			for ev := range s.queue.All {
				next = min(next, Time(ev.Time))
			}
			area += Time(s.InFlight()) * (next - s.Now())
			s.RunUntil(next)
		}
		for s.Now() < 50*Millisecond {
			step()
		}
		for i := range s.clients {
			if err := s.Inject(Fault{Kind: FaultShed, Node: int(s.clients[i].node), Fraction: 1}); err != nil {
				t.Fatal(err)
			}
		}
		for s.InFlight() > 0 {
			if s.Now() > 100*Second {
				t.Fatalf("%d requests still under way", s.InFlight())
			}
			step()
		}
		if got := Time(s.open.latency.Sum()); got != area {
			t.Fatalf("the latencies add up to %d, the requests in flight to %d", got, area)
		}
	})
}
