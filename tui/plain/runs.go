package plain

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sysprep/engine"
	"sysprep/scenarios"
)

// start begins a run of the design with the faults that were started by hand.
func (c *challenge) start(seed uint64) (*scenarios.Run, []remark, error) {
	sc, acts, err := c.scenario.Injected(c.injected)
	if err != nil {
		return nil, nil, err
	}
	run, err := sc.Start(c.set, seed, acts...)
	return run, faultRemarks(sc, acts), err
}

func (c *challenge) run(_ context.Context, args string) error {
	seed, ok := c.seed(args)
	if !ok {
		return nil
	}
	run, remarks, err := c.start(seed)
	if err != nil {
		return err
	}
	c.talk.say(fmt.Sprintf("Seed %d. %s", seed, c.subject()))
	c.talk.tell(run, remarks)
	c.results(run.Result())
	if d := c.def.Drive; d != nil {
		if turned, lost, err := run.Result().Price(engine.Time(d.From), run.Now()); err == nil {
			c.talk.hang("- ", fmt.Sprintf("Since %s: %s users turned away at the door, %s more without an answer.", clock(engine.Time(d.From)), scenarios.Spelled(fmt.Sprint(turned)), scenarios.Spelled(fmt.Sprint(lost))))
		}
	}
	return nil
}

// subject names what is run.
func (c *challenge) subject() string {
	if c.def.Drive != nil {
		return "The run with " + count(len(c.injected), "act") + " of yours."
	}
	text := "The design as it was."
	if len(c.set) > 0 {
		text = "Your design: " + design(c.set) + "."
	}
	if len(c.injected) > 0 {
		text += " With " + strings.Join(c.injected, ", ") + "."
	}
	return text
}

func (c *challenge) seed(args string) (uint64, bool) {
	if args == "" {
		return firstSeed, true
	}
	seed, err := strconv.ParseUint(args, 10, 64)
	if err != nil {
		c.talk.say(fmt.Sprintf("%q is not a seed: type a whole number, such as run 7.", args))
		return 0, false
	}
	return seed, true
}

// results says which goals one run met.
func (c *challenge) results(r *scenarios.Result) {
	for _, g := range c.measured(r) {
		word := "Not met: "
		if g.met {
			word = "Met: "
		}
		c.talk.hang("- ", word+g.goal.Text+". Measured: "+g.value+".")
	}
}

// goalValue is a goal as one run came out.
type goalValue struct {
	goal  scenarios.Goal
	met   bool
	value string
}

func (c *challenge) measured(r *scenarios.Result) []goalValue {
	var out []goalValue
	reports, err := r.GoalReports()
	if err != nil {
		return nil
	}
	for _, g := range c.wanted() {
		i := slices.IndexFunc(reports, func(rep scenarios.GoalReport) bool { return rep.ID == g.ID })
		m, err := c.scenario.Metric(g.Metric)
		if i < 0 || err != nil {
			continue
		}
		out = append(out, goalValue{g, *reports[i].Pass, m.Format(float64(*reports[i].Value))})
	}
	return out
}

// compareDesigns tells the scenario as it is beside the design, on the same luck.
func (c *challenge) compareDesigns(_ context.Context, args string) error {
	if len(c.set) == 0 && len(c.injected) == 0 {
		c.talk.say("There is nothing to compare yet: turn a knob first, such as set " + c.example() + ".")
		return nil
	}
	seed, ok := c.seed(args)
	if !ok {
		return nil
	}
	base, err := c.scenario.Start(nil, seed)
	if err != nil {
		return err
	}
	mine, _, err := c.start(seed)
	if err != nil {
		return err
	}
	c.talk.say(fmt.Sprintf("Seed %d. Before: the design as it was. After: %s", seed, strings.TrimPrefix(c.subject(), "Your design: ")))
	end := engine.Time(c.scenario.Horizon)
	every := compareEvery * c.scenario.Window()
	for from := engine.Time(0); from < end; from += every {
		to := min(from+every, end)
		base.Advance(to)
		mine.Advance(to)
		c.talk.say(clock(to) + ". " + beside(base.Result(), mine.Result(), from, to))
	}
	before, after := c.measured(base.Result()), c.measured(mine.Result())
	for i := range min(len(before), len(after)) {
		c.talk.hang("- ", fmt.Sprintf("%s. Before: %s, %s. After: %s, %s.", before[i].goal.Text,
			metWord(before[i].met), before[i].value, metWord(after[i].met), after[i].value))
	}
	return nil
}

func metWord(met bool) string {
	if met {
		return "met"
	}
	return "not met"
}

// beside says how two runs stood between two times, before a change and after it.
func beside(a, b *scenarios.Result, from, to engine.Time) string {
	return besideAs(a, b, from, to, "before", "after")
}

// besideAs says how two runs stood between two times; asA and asB are how they are called.
func besideAs(a, b *scenarios.Result, from, to engine.Time, asA, asB string) string {
	var parts []string
	for _, f := range figures(a.Scenario) {
		x, okX := f.say(a, from, to)
		y, okY := f.say(b, from, to)
		switch {
		case !okX || !okY:
		case x == y:
			parts = append(parts, f.label+" "+x+" in both")
		default:
			parts = append(parts, fmt.Sprintf("%s %s %s, %s %s", f.label, x, asA, y, asB))
		}
	}
	return sentence(strings.Join(parts, "; "))
}
