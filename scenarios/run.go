package scenarios

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sysprep/engine"
)

// Run is one simulation under way: it can be advanced, turned, injected into, rewound
// and forked. Scenario, settings, seed and acts reproduce it bit for bit.
type Run struct {
	scenario *Scenario
	start    Settings  // as the run began
	now      Settings  // with the turns so far
	design   *Scenario // the definition under now
	plan     *Scenario // the definition under start: its faults are those of the run
	seed     uint64
	acts     []Act
	ops      []operation
	done     int // how many of ops the engine has been told
	sim      simulation
	marks    []checkpoint // rising in time; never changed once made, so that forks share them
	stretch  int          // how much seldomer than usual they are made; 0: not
	sampled  int
	slots    int
	tracing  tracing
}

// checkpoint is a copy of the simulation to rewind to.
type checkpoint struct {
	sim    simulation
	now    Settings
	design *Scenario
	done   int
}

// checkpointEvery, in metrics windows, is a compromise: a rewind replays this much at
// the most, and a run of four minutes keeps some twenty copies of half a megabyte.
const checkpointEvery = 10

// DefaultEventBudget stops a run that would never end.
const DefaultEventBudget = 50_000_000

// Start begins a run.
func (s *Scenario) Start(set Settings, seed uint64, acts ...Act) (*Run, error) {
	design, err := s.Apply(set)
	if err != nil {
		return nil, err
	}
	if err := design.checkModel(); err != nil {
		return nil, err
	}
	if err := design.checkConfigs(); err != nil {
		return nil, err
	}
	ops, err := design.operations(acts)
	if err != nil {
		return nil, err
	}
	sim, err := design.model().start(design, seed)
	if err != nil {
		return nil, err
	}
	sim.SetBudget(DefaultEventBudget)
	sim.SetRoom(MostStateBytes)
	if err := design.rehearse(sim, ops); err != nil {
		return nil, err
	}
	if err := s.rehearseTurns(set, sim, acts); err != nil {
		return nil, err
	}
	r := &Run{scenario: s, start: maps.Clone(set), now: maps.Clone(set), design: design, plan: design, seed: seed, acts: slices.Clone(acts), ops: ops, sim: sim}
	r.Raster(0)
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
func (r *Run) Now() engine.Time { return r.sim.now() }

// Over says whether the run has reached its horizon or its event budget, or takes too much memory.
func (r *Run) Over() bool {
	return r.Now() >= engine.Time(r.scenario.Horizon) || r.sim.Exhausted()
}

// Advance runs on to the given time, at most to the horizon.
func (r *Run) Advance(to engine.Time) {
	to = min(to, engine.Time(r.scenario.Horizon))
	for r.Now() < to && !r.sim.Exhausted() {
		every := engine.Time(checkpointEvery*max(r.stretch, 1)) * r.scenario.Window()
		next := min(to, r.lastMark()+every)
		r.advance(next)
		if r.Now() >= r.lastMark()+every {
			r.mark()
		}
	}
}

// advance tells the engine what is due on the way to a time.
func (r *Run) advance(to engine.Time) {
	for r.done < len(r.ops) && r.ops[r.done].at <= to && !r.sim.Exhausted() {
		op := r.ops[r.done]
		r.sim.runUntil(op.at)
		r.apply(op)
		r.done++
	}
	r.sim.runUntil(to)
}

// apply tells the engine one operation. Operations are checked when they are made, so
// that what fails here is a broken invariant, not bad input.
func (r *Run) apply(op operation) {
	var err error
	if op.turn == nil {
		if op.fault != nil {
			var f engine.Fault
			f, err = r.design.present(op)
			op.fault = &f
		}
		if err == nil {
			err = r.sim.strike(op)
		}
	} else {
		r.now = r.now.With(op.turn.Knob, op.turn.Value)
		if r.design, err = r.scenario.Apply(r.now); err == nil {
			err = r.sim.reconfigure(r.design)
		}
	}
	if err != nil {
		panic(fmt.Sprintf("scenario %s: an operation that was checked is refused: %v", r.scenario.ID, err))
	}
}

func (r *Run) lastMark() engine.Time { return r.marks[len(r.marks)-1].sim.now() }

func (r *Run) mark() {
	c := checkpoint{sim: r.sim.fork(), now: maps.Clone(r.now), design: r.design, done: r.done}
	r.marks = append(r.marks[:len(r.marks):len(r.marks)], c)
	r.thin()
}

// Turn sets a knob from now on.
func (r *Run) Turn(knob, value string) error {
	if k, err := r.scenario.Knob(knob); err == nil && r.Now() > 0 && strings.HasPrefix(k.Path, "faults.") {
		return fmt.Errorf("knob %s is about a fault of the story: turn it before the run starts", knob)
	}
	design, err := r.scenario.Apply(r.now.With(knob, value))
	if err == nil {
		err = design.try()
	}
	if err == nil {
		err = design.checkConfigs()
	}
	if err == nil && r.Now() > 0 { // at the start the run begins anew, with whatever was turned
		fork := r.sim.fork()
		if err = fork.reconfigure(design); err == nil {
			err = design.rehearse(fork, r.ops)
		}
	}
	if err != nil {
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
	ops, err := r.plan.operations(acts)
	if err != nil {
		return err
	}
	if r.Now() == 0 && a.Kind == Turn {
		before := r.acts
		r.acts = acts
		if err := r.restart(); err != nil {
			r.acts = before
			return err
		}
		return nil
	}
	now := r.atNow(a)
	if err := r.design.rehearse(r.sim, []operation{now}); err != nil {
		return err
	}
	r.acts, r.ops = acts, ops
	r.apply(now)
	r.done = 0
	for r.done < len(ops) && ops[r.done].at <= a.At {
		r.done++
	}
	r.marks = slices.DeleteFunc(slices.Clone(r.marks), func(c checkpoint) bool { return c.sim.now() >= a.At && c.sim.now() > 0 })
	return nil
}

// atNow is the operation that an act is at its own time.
func (r *Run) atNow(a Act) operation {
	if a.Kind == Turn {
		return operation{at: a.At, turn: &a}
	}
	f, err := r.plan.Fault(a.Fault)
	if err != nil {
		panic(err) // operations() has looked it up
	}
	op, _ := r.plan.model().strike(r.plan, f)
	if a.Kind == Lift {
		op, _ = r.plan.model().lift(r.plan, f)
	}
	op.at, op.from = a.At, f.ID
	return op
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
	fresh.tracing = r.tracing
	fresh.retrace()
	*r = *fresh
	return nil
}

// Seek goes to a time, back or forth. Going back keeps what was done by hand: played
// again, it happens again, until something else is done.
func (r *Run) Seek(to engine.Time) {
	to = min(max(to, 0), engine.Time(r.scenario.Horizon))
	if to < r.Now() {
		i := len(r.marks) - 1
		for i > 0 && r.marks[i].sim.now() > to {
			i--
		}
		c := r.marks[i]
		r.sim, r.now, r.design, r.done = c.sim.fork(), maps.Clone(c.now), c.design, c.done
		r.sim.Sample(r.sampled)
		r.sim.Raster(r.slots)
		r.retrace()
		r.marks = r.marks[:i+1]
	}
	r.Advance(to)
}

// Fork returns a second run with the same past and the same luck to come.
func (r *Run) Fork() *Run {
	f := *r
	f.sim = r.sim.fork()
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
// slots; see engine.Sim.Raster. A scenario with the metric peak has 50 slots at least,
// and always a multiple of that.
func (r *Run) Raster(slots int) {
	r.slots = r.scenario.rasterSlots(slots)
	r.sim.Raster(r.slots)
}

// Messages appends the messages sampled since the last call to buf.
func (r *Run) Messages(buf []engine.Message) []engine.Message { return r.sim.messages(buf) }

// Picture is the running system as it stands, for drawing.
func (r *Run) Picture() Picture { return r.sim.picture(r.design) }

// Present is the definition with the knobs as they stand now.
func (r *Run) Present() *Scenario { return r.design }

// Active says which faults are in force now, by id, by the story or by hand.
func (r *Run) Active() map[string]bool {
	on := map[string]bool{}
	for _, op := range r.ops[:r.done] {
		if op.from == "" {
			continue
		}
		if op.fault == nil {
			on[op.from] = op.active
		} else {
			on[op.from] = inForce(op.fault)
		}
	}
	maps.DeleteFunc(on, func(_ string, v bool) bool { return !v })
	return on
}

// Result is what the run did so far.
func (r *Run) Result() *Result {
	out := &Result{Scenario: r.design, Seed: r.seed, Trigger: r.trigger(), First: r.firstEvent(), Events: r.sim.Events(), Exhausted: r.sim.Exhausted(), Crowded: r.sim.Full()}
	r.sim.fill(out)
	return out
}

// trigger is when the story's last fault strikes; where the story has none, the first
// fault that was injected by hand.
func (r *Run) trigger() engine.Time {
	last := engine.Time(-1)
	for _, f := range r.plan.Faults {
		if f.On {
			last = max(last, engine.Time(f.At))
		}
	}
	if last >= 0 {
		return last
	}
	for _, op := range r.ops {
		if op.turn == nil {
			return op.at
		}
	}
	return engine.Never
}
