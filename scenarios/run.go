package scenarios

import (
	"fmt"
	"maps"
	"slices"

	"sysprep/engine"
)

// Run is one simulation under way: it can be advanced, turned, injected into, rewound
// and forked. Scenario, settings, seed and acts reproduce it bit for bit.
type Run struct {
	scenario *Scenario
	start    Settings  // as the run began
	now      Settings  // with the turns so far
	design   *Scenario // the definition under now
	seed     uint64
	acts     []Act
	ops      []operation
	done     int // how many of ops the engine has been told
	sim      *engine.Sim
	marks    []checkpoint // rising in time; never changed once made, so that forks share them
	sampled  int
	slots    int
}

// checkpoint is a copy of the simulation to rewind to.
type checkpoint struct {
	sim    *engine.Sim
	now    Settings
	design *Scenario
	done   int
}

// checkpointEvery is a compromise: a rewind replays this much at the most, and a run of
// four minutes keeps some twenty copies of half a megabyte.
const checkpointEvery = 10 * engine.Second

// DefaultEventBudget stops a run that would never end.
const DefaultEventBudget = 50_000_000

// Start begins a run.
func (s *Scenario) Start(set Settings, seed uint64, acts ...Act) (*Run, error) {
	design, err := s.Apply(set)
	if err != nil {
		return nil, err
	}
	sys, err := design.build()
	if err != nil {
		return nil, err
	}
	if err := design.checkConfigs(); err != nil {
		return nil, err
	}
	ops, err := s.operations(acts)
	if err != nil {
		return nil, err
	}
	sim, err := engine.New(sys, seed)
	if err != nil {
		return nil, fmt.Errorf("scenario %s can't be simulated: %w", s.ID, err)
	}
	sim.SetBudget(DefaultEventBudget)
	r := &Run{scenario: s, start: maps.Clone(set), now: maps.Clone(set), design: design, seed: seed, acts: slices.Clone(acts), ops: ops, sim: sim}
	r.mark()
	return r, nil
}

// Scenario is the definition that the run began with.
func (r *Run) Scenario() *Scenario { return r.scenario }

// Settings are the values of the turned knobs now.
func (r *Run) Settings() Settings { return maps.Clone(r.now) }

// Seed is the run's seed.
func (r *Run) Seed() uint64 { return r.seed }

// Acts are what was done by hand, in order.
func (r *Run) Acts() []Act { return slices.Clone(r.acts) }

// Now is the run's virtual time.
func (r *Run) Now() engine.Time { return r.sim.Now() }

// Over says whether the run has reached its horizon or its event budget.
func (r *Run) Over() bool {
	return r.sim.Now() >= engine.Time(r.scenario.Horizon) || r.sim.Exhausted()
}

// Advance runs on to the given time, at most to the horizon.
func (r *Run) Advance(to engine.Time) {
	to = min(to, engine.Time(r.scenario.Horizon))
	for r.sim.Now() < to && !r.sim.Exhausted() {
		next := min(to, r.lastMark()+checkpointEvery)
		r.advance(next)
		if r.sim.Now() >= r.lastMark()+checkpointEvery {
			r.mark()
		}
	}
}

// advance tells the engine what is due on the way to a time.
func (r *Run) advance(to engine.Time) {
	for r.done < len(r.ops) && r.ops[r.done].at <= to && !r.sim.Exhausted() {
		op := r.ops[r.done]
		r.sim.RunUntil(op.at)
		r.apply(op)
		r.done++
	}
	r.sim.RunUntil(to)
}

// apply tells the engine one operation. Operations are checked when they are made, so
// that what fails here is a broken invariant, not bad input.
func (r *Run) apply(op operation) {
	var err error
	if op.fault != nil {
		var f engine.Fault
		if f, err = r.present(op); err == nil {
			err = r.sim.Inject(f)
		}
	} else {
		r.now = r.now.With(op.turn.Knob, op.turn.Value)
		var sys engine.System
		if r.design, err = r.scenario.Apply(r.now); err == nil {
			if sys, err = r.design.build(); err == nil {
				err = r.sim.Reconfigure(sys)
			}
		}
	}
	if err != nil {
		panic(fmt.Sprintf("scenario %s: an operation that was checked is refused: %v", r.scenario.ID, err))
	}
}

func (r *Run) lastMark() engine.Time { return r.marks[len(r.marks)-1].sim.Now() }

func (r *Run) mark() {
	c := checkpoint{sim: r.sim.Fork(), now: maps.Clone(r.now), design: r.design, done: r.done}
	r.marks = append(r.marks[:len(r.marks):len(r.marks)], c)
}

// Turn sets a knob from now on.
func (r *Run) Turn(knob, value string) error {
	sys, err := r.scenario.System(r.now.With(knob, value))
	if err != nil {
		return err
	}
	if r.Now() > 0 {
		if err := r.sim.Fork().Reconfigure(sys); err != nil {
			return err // it can't be turned while the run goes
		}
	}
	if design, err := r.scenario.Apply(r.now.With(knob, value)); err != nil {
		return err
	} else if err := design.checkConfigs(); err != nil {
		return err
	}
	return r.act(Act{At: r.Now(), Kind: Turn, Knob: knob, Value: value})
}

// Inject starts a fault now.
func (r *Run) Inject(fault string) error {
	return r.act(Act{At: r.Now(), Kind: Inject, Fault: fault})
}

// Lift ends a fault now.
func (r *Run) Lift(fault string) error {
	return r.act(Act{At: r.Now(), Kind: Lift, Fault: fault})
}

// act does something now. What had been done later, before a rewind, is dropped: the
// future is written anew from here.
func (r *Run) act(a Act) error {
	acts := slices.Clone(r.acts)
	acts = slices.DeleteFunc(acts, func(b Act) bool { return b.At > a.At })
	acts = append(acts, a)
	ops, err := r.scenario.operations(acts)
	if err != nil {
		return err
	}
	r.acts, r.ops = acts, ops
	if r.Now() == 0 && a.Kind == Turn {
		return r.restart()
	}
	r.apply(r.atNow(a))
	r.done = 0
	for r.done < len(ops) && ops[r.done].at <= a.At {
		r.done++
	}
	r.marks = slices.DeleteFunc(slices.Clone(r.marks), func(c checkpoint) bool { return c.sim.Now() >= a.At && c.sim.Now() > 0 })
	return nil
}

// atNow is the operation that an act is at its own time.
func (r *Run) atNow(a Act) operation {
	if a.Kind == Turn {
		return operation{at: a.At, turn: &a}
	}
	f, err := r.scenario.Fault(a.Fault)
	if err != nil {
		panic(err) // operations() has looked it up
	}
	fault, _ := r.scenario.engineFault(f)
	if a.Kind == Lift {
		fault, _ = r.scenario.lifted(f)
	}
	return operation{at: a.At, fault: fault, from: f.ID}
}

// restart begins again at time 0 with the turns made there, so that a knob turned before
// the run starts counts from the first request (a warm cache of another size, say).
func (r *Run) restart() error {
	set := maps.Clone(r.start)
	rest := r.acts[:0:0]
	for _, a := range r.acts {
		if a.At == 0 && a.Kind == Turn {
			set = set.With(a.Knob, a.Value)
		} else {
			rest = append(rest, a)
		}
	}
	fresh, err := r.scenario.Start(set, r.seed, rest...)
	if err != nil {
		return err
	}
	fresh.Sample(r.sampled)
	fresh.Raster(r.slots)
	*r = *fresh
	return nil
}

// Seek goes to a time, back or forth. Going back keeps what was done by hand: played
// again, it happens again, until something else is done.
func (r *Run) Seek(to engine.Time) {
	to = min(max(to, 0), engine.Time(r.scenario.Horizon))
	if to < r.Now() {
		i := len(r.marks) - 1
		for i > 0 && r.marks[i].sim.Now() > to {
			i--
		}
		c := r.marks[i]
		r.sim, r.now, r.design, r.done = c.sim.Fork(), maps.Clone(c.now), c.design, c.done
		r.sim.Sample(r.sampled)
		r.sim.Raster(r.slots)
		r.marks = r.marks[:i+1]
	}
	r.Advance(to)
}

// Fork returns a second run with the same past and the same luck to come.
func (r *Run) Fork() *Run {
	f := *r
	f.sim = r.sim.Fork()
	f.acts = slices.Clone(r.acts)
	f.now = maps.Clone(r.now)
	f.marks = r.marks[:len(r.marks):len(r.marks)]
	return &f
}

// Sample keeps every n-th message for Messages; 0 keeps none.
func (r *Run) Sample(every int) {
	r.sampled = every
	r.sim.Sample(every)
}

// Raster makes each second count the attempts that reach stores and services in so many
// slots; see engine.Sim.Raster.
func (r *Run) Raster(slots int) {
	r.slots = slots
	r.sim.Raster(slots)
}

// Messages appends the messages sampled since the last call to buf.
func (r *Run) Messages(buf []engine.Message) []engine.Message { return r.sim.Feed(buf) }

// Node is the present state of a node, by its index in the definition.
func (r *Run) Node(i int) engine.NodeState { return r.sim.Node(i) }

// Present is the definition with the knobs as they stand now.
func (r *Run) Present() *Scenario { return r.design }

// Active says which faults are in force now, by id, by the story or by hand.
func (r *Run) Active() map[string]bool {
	on := map[string]bool{}
	for _, op := range r.ops[:r.done] {
		if op.fault == nil || op.from == "" {
			continue
		}
		on[op.from] = inForce(op.fault)
	}
	maps.DeleteFunc(on, func(_ string, v bool) bool { return !v })
	return on
}

// Result is what the run did so far.
func (r *Run) Result() *Result {
	sys, err := r.design.build()
	if err != nil {
		panic(err) // it was built before
	}
	return &Result{Scenario: r.design, System: sys, Seed: r.seed, Windows: r.sim.Windows(), Trigger: r.trigger(), Events: r.sim.Events(), Exhausted: r.sim.Exhausted()}
}

// trigger is when the story's last fault strikes; where the story has none, the first
// fault that was injected by hand.
func (r *Run) trigger() engine.Time {
	last := engine.Time(-1)
	for _, f := range r.scenario.Faults {
		if f.On {
			last = max(last, engine.Time(f.At))
		}
	}
	if last >= 0 {
		return last
	}
	for _, op := range r.ops {
		if op.fault != nil {
			return op.at
		}
	}
	return engine.Never
}
