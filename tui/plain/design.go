package plain

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sysprep/engine"
	"sysprep/scenarios"
)

// knobs are those that the challenge lets the learner turn; all if it names none.
func (c *challenge) knobs() []scenarios.Knob {
	return slices.DeleteFunc(slices.Clone(c.scenario.Knobs), func(k scenarios.Knob) bool {
		return len(c.def.Allow) > 0 && !slices.Contains(c.def.Allow, k.ID)
	})
}

func (c *challenge) knob(id string) (scenarios.Knob, bool) {
	var ids []string
	for _, k := range c.knobs() {
		if k.ID == id {
			return k, true
		}
		ids = append(ids, k.ID)
	}
	c.talk.say(fmt.Sprintf("There is no knob %q here: the knobs are %s.", id, either(ids)))
	return scenarios.Knob{}, false
}

// listKnobs tells each knob, its value, and what it can be set to.
func (c *challenge) listKnobs(context.Context, string) error {
	for _, k := range c.knobs() {
		text := fmt.Sprintf("%s is %s", k.ID, c.value(k, c.set))
		if before := c.value(k, nil); before != c.value(k, c.set) {
			text += ", was " + before
		}
		text += ". " + bounds(k)
		if k.Label != "" && k.Label != k.ID {
			text = strings.Replace(text, k.ID, k.ID+" ("+k.Label+")", 1)
		}
		if k.Help != "" {
			text += " " + sentence(k.Help)
		}
		c.talk.hang("- ", text)
	}
	return nil
}

// value is how a knob stands under the settings, in words where the scenario has some.
func (c *challenge) value(k scenarios.Knob, set scenarios.Settings) string {
	v, err := c.scenario.Value(k.ID, set)
	if err != nil {
		return "not known"
	}
	if number := strings.TrimRight(v, "abcdefghijklmnopqrstuvwxyz/%"); k.Zero != "" && strings.Trim(number, "0.") == "" {
		v += " (" + k.Zero + ")"
	}
	return v
}

// bounds says what a knob can be set to.
func bounds(k scenarios.Knob) string {
	switch {
	case len(k.Values) > 0:
		return "It can be " + either(k.Values) + "."
	case k.Min != "" && k.Max != "":
		return "It can be from " + k.Min + " to " + k.Max + "."
	case len(k.Steps) > 0:
		return "It can be, for one, " + either(k.Steps) + "."
	}
	return ""
}

// turn sets a knob: "queue 400", or "queue=400".
func (c *challenge) turn(ctx context.Context, args string) error {
	words := strings.Fields(strings.Replace(args, "=", " ", 1))
	if len(words) != 2 {
		c.talk.say("Type a knob and its value, such as set " + c.example() + ".")
		return nil
	}
	k, ok := c.knob(words[0])
	if !ok {
		return nil
	}
	set := c.set.With(k.ID, words[1])
	if err := c.scenario.Try(set); err != nil {
		c.talk.say(sentence(err.Error()))
		return nil
	}
	if base, err := c.scenario.Value(k.ID, nil); err == nil && base == words[1] {
		delete(set, k.ID) // With made a copy
	}
	c.set = set
	c.talk.say(fmt.Sprintf("%s is now %s.", k.ID, c.value(k, c.set)))
	return c.saveDraft(ctx, writeDesign(c.set))
}

func (c *challenge) reset(ctx context.Context, _ string) error {
	c.set, c.injected = nil, nil
	c.talk.say("All knobs are as they were, and no faults are started but those of the story.")
	return c.saveDraft(ctx, "")
}

// listFaults tells the faults, and which of them happen.
func (c *challenge) listFaults(context.Context, string) error {
	if len(c.scenario.Faults) == 0 {
		c.talk.say("This scenario has no faults.")
	}
	for _, f := range c.scenario.Faults {
		text := f.ID + ": " + f.Label + "."
		if f.On {
			text += " Part of the story, at " + clock(engine.Time(f.At)) + "."
		}
		c.talk.hang("- ", text)
	}
	if len(c.injected) > 0 {
		c.talk.say("Started by you: " + strings.Join(c.injected, ", ") + ". reset takes them out.")
	}
	return nil
}

// inject starts a fault at a time: "shed 2:00"; "-hiccup" switches one of the story off.
func (c *challenge) inject(_ context.Context, args string) error {
	words := strings.Fields(strings.Replace(args, "@", " ", 1))
	text := ""
	switch {
	case len(words) == 1 && strings.HasPrefix(words[0], "-"):
		text = words[0]
	case len(words) == 2:
		at, err := parseClock(words[1])
		if err != nil {
			c.talk.say(sentence(err.Error()))
			return nil
		}
		text = words[0] + "@" + at.String()
	default:
		c.talk.say("Type a fault and a time of the run, such as inject " + c.exampleFault() + ".")
		return nil
	}
	if _, _, err := c.scenario.ParseInject(text); err != nil {
		c.talk.say(sentence(err.Error()))
		return nil
	}
	c.injected = append(c.injected, text)
	c.talk.say("Taken: " + text + ". It counts for run and compare. A judgement is of the story as it is.")
	return nil
}

// parseClock reads a time of a run: "2:00", or a duration such as "120s".
func parseClock(text string) (scenarios.Duration, error) {
	minutes, seconds, ok := strings.Cut(text, ":")
	if !ok {
		d, err := scenarios.ParseDuration(text)
		if err != nil {
			return 0, fmt.Errorf("%q is not a time: type one such as 2:00 or 120s", text)
		}
		return d, nil
	}
	m, errM := strconv.ParseUint(minutes, 10, 16)
	s, errS := strconv.ParseUint(seconds, 10, 6)
	if errM != nil || errS != nil || s > 59 {
		return 0, fmt.Errorf("%q is not a time: type one such as 2:00 or 120s", text)
	}
	return scenarios.Duration((m*60 + s) * 1e9), nil
}

// example is a knob with a value that it can have.
func (c *challenge) example() string {
	for _, k := range c.knobs() {
		for _, stop := range slices.Backward(k.Stops()) {
			if base, err := c.scenario.Value(k.ID, nil); err == nil && stop != base {
				return k.ID + " " + stop
			}
		}
	}
	return "KNOB VALUE"
}

func (c *challenge) exampleFault() string {
	for _, f := range c.scenario.Faults {
		if !f.On {
			return f.ID + " " + clock(engine.Time(f.At))
		}
	}
	return "FAULT 1:00"
}

// design writes settings for people: "attempts 2, queue 400".
func design(set scenarios.Settings) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(set)) {
		parts = append(parts, k+" "+set[k])
	}
	return strings.Join(parts, ", ")
}

// writeDesign is the draft of a design, as the lab writes it: "attempts=2 queue=400".
func writeDesign(set scenarios.Settings) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(set)) {
		parts = append(parts, k+"="+set[k])
	}
	return strings.Join(parts, " ")
}

// readDesign reads a draft. What no longer fits the scenario is left out.
func readDesign(s *scenarios.Scenario, draft string) scenarios.Settings {
	var set scenarios.Settings
	for _, part := range strings.Fields(draft) {
		k, v, ok := strings.Cut(part, "=")
		if !ok {
			continue
		}
		if err := s.Try(set.With(k, v)); err == nil {
			set = set.With(k, v)
		}
	}
	return set
}
