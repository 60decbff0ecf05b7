package plain

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/scenarios"
)

// challenge is a challenge step under way: a design that is turned until it holds.
type challenge struct {
	*player
	def      *content.ChallengeStep
	scenario *scenarios.Scenario
	set      scenarios.Settings
	injected []string             // as scenarios.ParseInject reads them
	last     *scenarios.Judgement // of this sitting
	lastDone string               // the acts that it judged
}

// firstSeed is the luck of a run that nobody chose a seed for.
const firstSeed = 1

func (p *player) challenge(ctx context.Context) error {
	c := &challenge{player: p, def: p.def().Challenge}
	c.scenario = p.journal.Pack.Scenarios.Of(c.def.Scenario)
	draft, err := p.draft(ctx)
	if err != nil {
		return err
	}
	if c.def.Drive == nil {
		c.set = readDesign(c.scenario, draft)
	}
	p.prose(p.def().Text)
	if c.def.Drive != nil {
		c.readDriven(draft)
	}
	c.goals()
	if len(c.set) > 0 {
		p.talk.gap()
		p.talk.say("Your design so far: " + design(c.set) + ".")
	}
	if p.did().Won() {
		p.talk.gap()
		p.talk.say("You have met this challenge. You can go on, or try further.")
	}
	own := c.table()
	if c.def.Drive != nil {
		own = c.driveTable()
	}
	_, err = p.ask(ctx, question{
		say:      "Type " + names(own[:len(own)-1]) + "; ? explains them. Enter goes on once the challenge is met.",
		commands: own,
	})
	return err
}

// table is what can be typed in a challenge.
func (c *challenge) table() []command {
	return []command{
		{[]string{"knobs"}, "", "list the knobs, with values and bounds", c.listKnobs},
		{[]string{"set"}, "KNOB VALUE", "turn a knob, such as set " + c.example(), c.turn},
		{[]string{"reset"}, "", "all knobs as they were, and no faults but those of the story", c.reset},
		{[]string{"faults"}, "", "list the faults that you can start", c.listFaults},
		{[]string{"inject"}, "FAULT TIME", "start a fault at a time of the run, such as inject " + c.exampleFault(), c.inject},
		{[]string{"run"}, "[SEED]", "tell a run of your design; another seed is other luck", c.run},
		{[]string{"compare"}, "[SEED]", "run the design as it was beside yours, on the same luck", c.compareDesigns},
		{[]string{"goals"}, "", "what the design is judged by", func(context.Context, string) error { c.goals(); return nil }},
		{[]string{"judge"}, "", fmt.Sprintf("run your design over %d seeds, and see in how many it holds", c.seeds()), c.judge},
		{[]string{"hint"}, "", "a hint; the first one opens once a design was judged", c.hint},
		{[]string{"leave"}, "", "go on without having met the challenge", func(ctx context.Context, _ string) error { return c.finish(ctx) }},
		{[]string{""}, "", "go on, once the challenge is met", c.enter},
	}
}

func (c *challenge) seeds() int    { return cmp.Or(c.def.Seeds, 50) }
func (c *challenge) need() float64 { return cmp.Or(c.def.PassRate, 0.95) }

func (c *challenge) enter(context.Context, string) error {
	if c.done() {
		return errDone
	}
	c.talk.say("Not met yet: keep turning. When you believe in a design, type judge; leave goes on without it.")
	return nil
}

func (c *challenge) goals() {
	c.talk.gap()
	c.talk.say(fmt.Sprintf("The challenge is met when all of this holds in at least %.0f %% of %d runs:", c.need()*100, c.seeds()))
	for _, g := range c.wanted() {
		c.talk.hang("- ", g.Text)
	}
}

// wanted are the goals of this challenge; all of the scenario if it names none.
func (c *challenge) wanted() []scenarios.Goal {
	return slices.DeleteFunc(slices.Clone(c.scenario.Goals), func(g scenarios.Goal) bool {
		return len(c.def.Goals) > 0 && !slices.Contains(c.def.Goals, g.ID)
	})
}

func (c *challenge) hint(ctx context.Context, _ string) error {
	if ok, why := c.state.CanHint(c.lesson, c.at); !ok {
		c.talk.say(why)
		return nil
	}
	n := c.did().Hints + 1
	if ok, err := c.recordOrSay(ctx, lessons.Event{Kind: lessons.Hinted, Hint: &lessons.Hint{N: n}}); err != nil || !ok {
		return err
	}
	c.talk.say(fmt.Sprintf("Hint %d of %d: %s", n, len(c.def.Hints), c.def.Hints[n-1]))
	return nil
}
