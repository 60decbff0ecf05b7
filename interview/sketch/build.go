package sketch

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"sysprep/scenarios"
)

// Defaults, where a sketch doesn't say.
const (
	millisecond   = scenarios.Duration(1e6)
	second        = scenarios.Duration(1e9)
	usualLatency  = millisecond / 2
	usualHit      = scenarios.Ratio(0.9)
	usualTTL      = 10 * scenarios.Duration(60e9)
	usualQueue    = 1000
	usualLoad     = scenarios.Rate(100)
	largestLoad   = 1000 // requests a second that are simulated; larger systems are made smaller with everything in them
	backoffCap    = 32   // times the base
	breakerOpen   = 5 * second
	breakerWindow = 10 * second
)

// usual is what a kind of box does where the sketch doesn't say.
var usual = map[Kind]struct {
	work    scenarios.Duration
	workers int
}{
	Service: {5 * millisecond, 16},
	Store:   {10 * millisecond, 10},
	Log:     {millisecond, 64},
}

// Scenario makes a scenario of the sketch, under a load where its clients have none of their own. Scale is how many
// times smaller the simulated system is, 1 for as drawn: rates and capacity alike, so that what is busy stays as busy.
func (s *Sketch) Scenario(load scenarios.Rate) (sc *scenarios.Scenario, scale float64, err error) {
	if err := s.check(); err != nil {
		return nil, 0, err
	}
	b := &builder{sketch: s, scale: 1}
	total := 0.0
	for i := range s.Boxes {
		if s.Boxes[i].Kind == Client {
			total += float64(rateOf(&s.Boxes[i], load))
		}
	}
	if total > largestLoad {
		b.scale = total / largestLoad
	}
	b.keys = popularity(total / b.scale)
	b.inflow(load)
	sc = &scenarios.Scenario{
		APIVersion: "sysprep/v1", Kind: "Scenario", ID: "sketch", Title: "Your sketch", Horizon: horizon,
		Charts: []scenarios.Chart{
			{Metric: "goodput", Label: "goodput/s"}, {Metric: "p99", Label: "p99"},
		},
	}
	for i := range s.Boxes {
		sc.Nodes = append(sc.Nodes, b.nodes(&s.Boxes[i], load)...)
	}
	sc.Edges = b.edges
	if faults := sc.Check(); len(faults) > 0 {
		return nil, 0, fmt.Errorf("this sketch can't be run: %w", faults[0])
	}
	return sc, b.scale, nil
}

// check says what a sketch lacks to be run.
func (s *Sketch) check() error {
	clients := 0
	for _, b := range s.Boxes {
		out := slices.ContainsFunc(s.Arrows, func(a Arrow) bool { return a.From == b.Name })
		if b.Kind == Client {
			clients++
			if !out {
				return fmt.Errorf("%s sends requests to nobody: draw an arrow, such as \"%s -> api\"", b.Name, b.Name)
			}
		}
	}
	if clients == 0 {
		return errors.New("nobody sends requests: add a box called users, with a rate such as \"users 3000/s\"")
	}
	for _, a := range s.Arrows {
		if s.box(a.To).Kind == Client {
			return fmt.Errorf("the arrow %s -> %s leads to a client: turn it round", a.From, a.To)
		}
	}
	return s.loopless()
}

// loopless refuses calls that go round in a circle.
func (s *Sketch) loopless() error {
	state := map[string]int{}
	var visit func(name string) error
	visit = func(name string) error {
		state[name] = 1
		for _, a := range s.Arrows {
			if a.From != name || s.box(name).Kind == Log {
				continue
			}
			if state[a.To] == 1 {
				return fmt.Errorf("the calls go round in a circle by %s -> %s: take out an arrow (answers need none)", a.From, a.To)
			}
			if state[a.To] == 0 {
				if err := visit(a.To); err != nil {
					return err
				}
			}
		}
		state[name] = 2
		return nil
	}
	for _, b := range s.Boxes {
		if state[b.Name] == 0 {
			if err := visit(b.Name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Sketch) box(name string) *Box {
	for i := range s.Boxes {
		if s.Boxes[i].Name == name {
			return &s.Boxes[i]
		}
	}
	return nil
}

func rateOf(b *Box, load scenarios.Rate) scenarios.Rate {
	switch {
	case b.Rate > 0:
		return b.Rate
	case load > 0:
		return load
	}
	return usualLoad
}

// builder makes nodes and edges of boxes and arrows.
type builder struct {
	sketch *Sketch
	scale  float64
	keys   scenarios.Keys
	edges  []scenarios.Edge
	flow   map[string]float64 // requests a second into each box, on a good day; for what a log hands on
}

// inflow works out how much comes to each box when nothing fails: calls go along every arrow, and on from a cache
// in the share that it doesn't answer.
func (b *builder) inflow(load scenarios.Rate) {
	b.flow = map[string]float64{}
	for i := range b.sketch.Boxes {
		if box := &b.sketch.Boxes[i]; box.Kind == Client {
			b.flow[box.Name] = float64(rateOf(box, load))
		}
	}
	for range b.sketch.Boxes { // long enough for the longest way
		next := map[string]float64{}
		for i := range b.sketch.Boxes {
			if box := &b.sketch.Boxes[i]; box.Kind == Client {
				next[box.Name] = b.flow[box.Name]
			}
		}
		for _, a := range b.sketch.Arrows {
			share := 1.0
			if from := b.sketch.box(a.From); from.Kind == Cache {
				share = 1 - float64(hitOf(from))
			}
			next[a.To] += b.flow[a.From] * share
		}
		b.flow = next
	}
}

func hitOf(b *Box) scenarios.Ratio {
	if b.Hit > 0 {
		return b.Hit
	}
	return usualHit
}

// nodes makes the node of a box; a log has a second one, which sends on what it holds.
func (b *builder) nodes(box *Box, load scenarios.Rate) []scenarios.Node {
	n := scenarios.Node{ID: box.Name, Kind: string(box.Kind), Label: label(box.Name)}
	switch box.Kind {
	case Client:
		n.Rate = scenarios.Rate(float64(rateOf(box, load)) / b.scale)
		n.Admit = scenarios.Rate(float64(box.Admit) / b.scale)
		n.Keys = b.keys
		n.Does = b.program(box.Name)
		return []scenarios.Node{n}
	case Cache:
		n.Capacity, n.Start, n.TTL = capacityFor(b.keys, float64(hitOf(box))), "full", usualTTL
		if box.TTL > 0 {
			n.TTL = box.TTL
		}
		n.TTLSpread = 0.5
		return []scenarios.Node{n}
	case Service:
		b.size(box, &n)
		n.Does = append([]scenarios.Step{{Work: exponential(b.work(box))}}, b.program(box.Name)...)
		return []scenarios.Node{n}
	}
	n.Kind = string(Store)
	b.size(box, &n)
	n.Service = exponential(b.work(box))
	if box.Kind == Log && slices.ContainsFunc(b.sketch.Arrows, func(a Arrow) bool { return a.From == box.Name }) {
		reader := scenarios.Node{
			ID: box.Name + "-out", Kind: string(Client), Label: label(box.Name + " out"), Keys: b.keys,
			Rate: scenarios.Rate(max(b.flow[box.Name], 0.1) / b.scale), Does: b.program(box.Name),
		}
		return []scenarios.Node{n, reader}
	}
	return []scenarios.Node{n}
}

func exponential(mean scenarios.Duration) scenarios.Service {
	return scenarios.Service{Dist: "exponential", Mean: mean}
}

func (b *builder) work(box *Box) scenarios.Duration {
	work := box.Work
	if work == 0 {
		work = usual[box.Kind].work
	}
	_, _, stretch := b.capacity(box)
	return scenarios.Duration(math.Round(float64(work) * stretch))
}

// capacity is how many copies with how many workers a box has in the simulation, and how many times longer they take,
// so that a system made smaller is as busy as the one that was drawn. Copies go first, then workers, then speed.
func (b *builder) capacity(box *Box) (copies, workers int, stretch float64) {
	copies, workers = max(box.Copies, 1), box.Workers
	if workers == 0 {
		workers = usual[box.Kind].workers
	}
	whole := float64(copies*workers) / b.scale
	copies = max(1, int(math.Round(float64(copies)/b.scale)))
	workers = max(1, int(math.Round(whole/float64(copies))))
	return copies, workers, float64(copies*workers) / whole
}

// size sets the node's copies, workers and queue.
func (b *builder) size(box *Box, n *scenarios.Node) {
	copies, workers, _ := b.capacity(box)
	n.Instances, n.Workers = copies, workers
	queue := float64(usualQueue)
	switch {
	case box.Queue < 0:
		queue = 0
	case box.Queue > 0:
		queue = float64(box.Queue)
	}
	if b.scale > 1 && queue > 0 {
		queue = max(1, math.Round(queue*float64(max(box.Copies, 1))/b.scale/float64(copies)))
	}
	n.Queue = int(queue)
	n.Order, n.CoDel, n.FailFast = box.Order, box.CoDel, box.FailFast
}

// program is what a box does for each request: its arrows in order. A cache is looked up, what stands behind it is called
// on a miss, and fills it.
func (b *builder) program(name string) []scenarios.Step {
	var steps []scenarios.Step
	for _, a := range b.sketch.Arrows {
		if a.From != name {
			continue
		}
		to := b.sketch.box(a.To)
		if to.Kind != Cache {
			if !b.readThrough(name, a.To) {
				steps = append(steps, scenarios.Step{Call: b.edge(a, a.To)})
			}
			continue
		}
		lookup := b.edge(a, a.To)
		steps = append(steps, scenarios.Step{Lookup: lookup})
		for _, behind := range b.sketch.Arrows {
			if behind.From == a.To {
				own := behind // an arrow of the box's own to what is behind the cache says how it is called
				for _, direct := range b.sketch.Arrows {
					if direct.From == name && direct.To == behind.To {
						own = direct
					}
				}
				own.From = name
				steps = append(steps, scenarios.Step{Call: b.edge(own, behind.To)}, scenarios.Step{Fill: lookup})
			}
		}
	}
	if look := slices.IndexFunc(steps, func(s scenarios.Step) bool { return s.Lookup != "" }); look >= 0 && !slices.ContainsFunc(steps, func(s scenarios.Step) bool { return s.Fill != "" }) {
		steps = b.lookAside(steps, look)
	}
	return steps
}

// readThrough says whether a box also reaches another by a cache that stands before it.
func (b *builder) readThrough(from, to string) bool {
	return slices.ContainsFunc(b.sketch.Arrows, func(a Arrow) bool {
		return a.From == from && b.sketch.box(a.To).Kind == Cache &&
			slices.ContainsFunc(b.sketch.Arrows, func(c Arrow) bool { return c.From == a.To && c.To == to })
	})
}

// lookAside puts a lookup before the first call, and fills the cache with its answer.
func (b *builder) lookAside(steps []scenarios.Step, look int) []scenarios.Step {
	lookup := steps[look]
	rest := slices.Delete(slices.Clone(steps), look, look+1)
	if len(rest) == 0 {
		return steps
	}
	out := []scenarios.Step{lookup, rest[0], {Fill: lookup.Lookup}}
	return append(out, rest[1:]...)
}

// edge makes the edge of an arrow, and returns its id.
func (b *builder) edge(a Arrow, to string) string {
	from := a.From
	if b.sketch.box(from).Kind == Log {
		from += "-out"
	}
	id := from + "-" + to
	if slices.ContainsFunc(b.edges, func(e scenarios.Edge) bool { return e.ID == id }) {
		return id
	}
	e := scenarios.Edge{
		ID: id, From: from, To: to, Latency: a.Latency, Timeout: a.Timeout, Attempts: max(a.Attempts, 1), Late: a.Late,
		Deadline: a.Deadline, Coalesce: a.Coalesce,
	}
	if e.Latency == 0 {
		e.Latency = usualLatency
	}
	callee := b.sketch.box(to)
	if callee.Kind == Cache {
		b.edges = append(b.edges, scenarios.Edge{ID: id, From: from, To: to, Latency: e.Latency})
		return id
	}
	b.guard(a, &e)
	if callee.Copies > 1 {
		e.Balance.Kind = "round_robin"
		if callee.Sharded {
			e.Balance.Kind = "key"
		}
	}
	b.edges = append(b.edges, e)
	return id
}

// guard sets what keeps a caller and its callee from hurting each other.
func (b *builder) guard(a Arrow, e *scenarios.Edge) {
	if a.Backoff > 0 || a.Jitter {
		base := a.Backoff
		if base == 0 {
			base = 100 * millisecond
		}
		e.Backoff = scenarios.Backoff{Kind: "exponential", Base: base, Cap: base * backoffCap, Jitter: "none"}
		if a.Jitter {
			e.Backoff.Jitter = "full"
		}
	}
	if a.Budget > 0 {
		e.Budget = scenarios.Budget{Kind: "calls", Ratio: a.Budget, Tokens: 10}
	}
	if a.Breaker {
		e.Breaker = scenarios.Breaker{Kind: "ratio", Ratio: 0.5, Volume: 20, Window: breakerWindow, Open: breakerOpen, Probes: 5}
	}
	if a.Limit > 0 {
		e.Limit = scenarios.Limit{Kind: "fixed", Most: max(1, int(math.Round(float64(a.Limit)/b.scale)))}
	}
	if a.Hedge > 0 {
		e.Hedge = scenarios.Hedge{Extra: 1, After: a.Hedge}
	}
}

// label is a name as the drawn system has room for.
func label(name string) string {
	if r := []rune(name); len(r) > 10 {
		return string(r[:10])
	}
	return name
}
