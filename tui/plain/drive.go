package plain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"sysprep/engine"
	"sysprep/scenarios"
)

// A driven challenge is one run: knobs are turned at times of it, from when the learner takes
// over. The acts are kept as the lab keeps them, so that one can go on there.

// driveTable is what can be typed in a challenge that is driven.
func (c *challenge) driveTable() []command {
	return []command{
		{[]string{"knobs"}, "", "list the knobs, with values and bounds", c.listKnobs},
		{[]string{"at"}, "TIME KNOB VALUE", "turn a knob at a time of the run, such as at " + c.exampleTurn(), c.turnAt},
		{[]string{"acts"}, "", "what you do, in order", c.listActs},
		{[]string{"drop"}, "[TIME]", "take back what you do from a time on; without one, all of it", c.drop},
		{[]string{"run"}, "[SEED]", "tell the run with what you do; another seed is other luck", c.run},
		{[]string{"goals"}, "", "what it is judged by", func(context.Context, string) error { c.goals(); return nil }},
		{[]string{"judge"}, "", fmt.Sprintf("do the same in %d runs, and see in how many it holds", c.seeds()), c.judge},
		{[]string{"hint"}, "", "a hint; the first one opens once you had something judged", c.hint},
		{[]string{"leave"}, "", "go on without having met the challenge", func(ctx context.Context, _ string) error { return c.finish(ctx) }},
		{[]string{""}, "", "go on, once the challenge is met", c.enter},
	}
}

func (c *challenge) exampleTurn() string {
	return clock(engine.Time(c.def.Drive.From)) + " " + c.example()
}

// readDriven takes the acts of a draft.
func (c *challenge) readDriven(draft string) {
	for _, text := range strings.Fields(draft) {
		if a, off, err := c.scenario.ParseInject(text); err == nil && !off && a.At >= engine.Time(c.def.Drive.From) {
			c.injected = append(c.injected, text)
		}
	}
	c.talk.gap()
	c.talk.say(fmt.Sprintf("You take over at %s. What is done before that is done.", clock(engine.Time(c.def.Drive.From))))
}

// acts are what the learner does, in order of time.
func (c *challenge) acts() []scenarios.Act {
	_, acts, err := c.scenario.Injected(c.injected)
	if err != nil {
		return nil // each was checked when it was typed
	}
	return acts
}

func (c *challenge) listActs(context.Context, string) error {
	acts := c.acts()
	if len(acts) == 0 {
		c.talk.say("You do nothing yet. Type at, such as at " + c.exampleTurn() + ".")
	}
	for _, a := range acts {
		c.talk.hang("- ", fmt.Sprintf("%s: %s %s.", clock(a.At), a.Knob, a.Value))
	}
	return nil
}

// turnAt turns a knob at a time: "1:00 admit 150/s".
func (c *challenge) turnAt(ctx context.Context, args string) error {
	words := strings.Fields(strings.Replace(args, "=", " ", 1))
	if len(words) != 3 {
		c.talk.say("Type a time, a knob and its value, such as at " + c.exampleTurn() + ".")
		return nil
	}
	when, err := parseClock(words[0])
	if err != nil {
		c.talk.say(sentence(err.Error()))
		return nil
	}
	if when < c.def.Drive.From {
		c.talk.say(fmt.Sprintf("You take over at %s: type that time or a later one.", clock(engine.Time(c.def.Drive.From))))
		return nil
	}
	if _, ok := c.knob(words[1]); !ok {
		return nil
	}
	text := scenarios.Act{At: engine.Time(when), Kind: scenarios.Turn, Knob: words[1], Value: words[2]}.Text()
	if _, _, err := c.scenario.ParseInject(text); err != nil {
		c.talk.say(sentence(err.Error()))
		return nil
	}
	c.injected = append(c.injected, text)
	if _, _, err := c.start(firstSeed); err != nil {
		c.injected = c.injected[:len(c.injected)-1]
		c.talk.say(sentence(err.Error()))
		return nil
	}
	c.talk.say(fmt.Sprintf("At %s, %s is turned to %s.", clock(engine.Time(when)), words[1], words[2]))
	return c.saveDraft(ctx, strings.Join(c.injected, " "))
}

func (c *challenge) drop(ctx context.Context, args string) error {
	from := scenarios.Duration(0)
	if args != "" {
		var err error
		if from, err = parseClock(args); err != nil {
			c.talk.say(sentence(err.Error()))
			return nil
		}
	}
	before := len(c.injected)
	c.injected = slices.DeleteFunc(slices.Clone(c.injected), func(text string) bool {
		a, _, err := c.scenario.ParseInject(text)
		return err == nil && a.At >= engine.Time(from)
	})
	c.talk.say("Taken back: " + count(before-len(c.injected), "act") + ".")
	return c.saveDraft(ctx, strings.Join(c.injected, " "))
}
