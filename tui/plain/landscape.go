package plain

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/scenarios"
)

// valley is a landscape under way: the ball in it, and what the learner has seen it do.
type valley struct {
	*player
	def          *content.SimulateStep
	scenario     *scenarios.Scenario
	lands        map[string]*scenarios.Landscape // by the label of their design
	design       string
	label        string // of the knob
	ball         scenarios.Ball
	fell, healed bool
}

// landscape tells both branches of a knob, and takes the acts that roll the ball.
func (p *player) landscape(ctx context.Context) error {
	def := p.def().Simulate
	v := &valley{player: p, def: def, scenario: p.journal.Pack.Scenarios.Of(def.Scenario), lands: map[string]*scenarios.Landscape{}}
	k, err := v.scenario.Knob(def.Landscape.Knob)
	if err != nil {
		return err
	}
	v.label = k.Label
	p.prose(p.def().Text)
	p.reminder(def.Compare)
	if err := v.enter(ctx, def.Landscape.Designs[0]); err != nil {
		return err
	}
	own := v.table()
	if _, err = p.ask(ctx, question{say: "Type " + names(own[:len(own)-1]) + "; ? explains them. Enter goes on.", commands: own}); err != errDone {
		return err
	}
	p.compare(def.Compare)
	return p.goOn(ctx)
}

func (v *valley) table() []command {
	return []command{
		{[]string{"up"}, "[N]", "turn " + v.label + " up to the next value, or N values on", v.turn(1)},
		{[]string{"down"}, "[N]", "turn " + v.label + " down", v.turn(-1)},
		{[]string{"trigger"}, "", "let the story's trigger strike", v.strike},
		{[]string{"table"}, "", "tell the landscape again", func(context.Context, string) error { v.tell(); return nil }},
		{[]string{"design"}, "NAME", "another design: " + either(v.designs()), v.change},
		{[]string{""}, "", "go on, once you have seen it fall and come back", v.leave},
	}
}

func (v *valley) designs() (labels []string) {
	for _, d := range v.def.Landscape.Designs {
		labels = append(labels, d.Label)
	}
	return labels
}

func (v *valley) land() *scenarios.Landscape { return v.lands[v.design] }

// enter computes the landscape of a design if there is none yet, and puts the ball in it.
func (v *valley) enter(ctx context.Context, d content.FormDesign) error {
	if v.lands[d.Label] == nil {
		w, err := v.def.Landscape.Sweep(v.scenario, d)
		if err != nil {
			return err
		}
		v.talk.gap()
		v.talk.say("Computing the landscape of this design: " + d.Label + ".")
		if v.lands[d.Label], err = w.Landscape(ctx, v.cores, nil); err != nil {
			return err
		}
	}
	v.design = d.Label
	v.ball = v.land().Ball()
	v.tell()
	v.talk.gap()
	v.talk.say("You stand at " + v.land().Stands(v.label, v.ball))
	return nil
}

// tell tells the landscape, value by value.
func (v *valley) tell() {
	l := v.land()
	v.talk.gap()
	v.talk.say(fmt.Sprintf("The landscape of this design: %s. For each value of %s, how many users are answered in time: if the system was well before, and if it was down before.", v.design, v.label))
	for i, p := range l.Places {
		text := fmt.Sprintf("%s: if well %.0f %%, if down %.0f %%. Ground: %s", scenarios.Spelled(p.Value), 100*float64(p.Healthy.Share), 100*float64(p.Ruined.Share), p.Ground)
		switch {
		case l.Falls(i):
			text += ", and the trigger fells it"
		case p.Ground == scenarios.Vulnerable:
			text += ", but this trigger is too weak"
		}
		v.talk.hang("- ", text+".")
	}
	for _, m := range v.def.Landscape.Marks {
		v.talk.say(sentence(fmt.Sprintf("%s: %s.", m.Label, scenarios.Spelled(m.At))))
	}
}

// turn turns the knob, n values up or down.
func (v *valley) turn(sign int) func(context.Context, string) error {
	return func(ctx context.Context, args string) error {
		n := 1
		if args != "" {
			var err error
			if n, err = strconv.Atoi(args); err != nil || n < 1 {
				v.talk.say(fmt.Sprintf("%q is no number of values: type one from 1, or none.", args))
				return nil
			}
		}
		to, did := v.land().Move(v.ball, sign*n)
		if to == v.ball {
			v.talk.say("The landscape ends here.")
			return nil
		}
		return v.rolled(ctx, to, did)
	}
}

func (v *valley) strike(ctx context.Context, _ string) error {
	to, did := v.land().Strike(v.ball)
	return v.rolled(ctx, to, did)
}

// rolled tells what an act did, and keeps that the landscape was seen once it was.
func (v *valley) rolled(ctx context.Context, to scenarios.Ball, did scenarios.Roll) error {
	if say := v.land().Tell(v.label, v.ball, to, did); say != "" {
		v.talk.say(say)
	}
	v.ball = to
	v.fell = v.fell || did == scenarios.Fell
	v.healed = v.healed || v.fell && did == scenarios.Healed
	v.talk.say("Now at " + v.land().Stands(v.label, v.ball))
	if v.did().Watched == nil && v.fell && v.healed {
		return v.record(ctx, lessons.Event{Kind: lessons.Watched, Watch: v.watched()})
	}
	return nil
}

func (v *valley) watched() *lessons.Watch {
	out := map[string]float64{}
	first := v.lands[v.def.Landscape.Designs[0].Label]
	if b := first.Border(); b > 0 {
		out["border"] = first.Places[b-1].At // the highest value of which the system heals by itself
	}
	return &lessons.Watch{Settings: v.def.Set, Seed: firstSeed, Reached: v.scenario.Horizon, Outcome: out}
}

func (v *valley) change(ctx context.Context, args string) error {
	for _, d := range v.def.Landscape.Designs {
		if strings.EqualFold(d.Label, args) {
			return v.enter(ctx, d)
		}
	}
	v.talk.say(fmt.Sprintf("There is no design %q: the designs are %s.", args, either(v.designs())))
	return nil
}

// leave is through with the step once the ball fell and came back, where it can.
func (v *valley) leave(ctx context.Context, _ string) error {
	can := false
	for _, l := range v.lands {
		for i := range l.Places {
			can = can || l.Falls(i) && l.Border() > 0
		}
	}
	switch {
	case v.did().Watched != nil:
		return errDone
	case can && !v.fell:
		v.talk.say("Not yet: knock it over first. Type trigger.")
	case can && !v.healed:
		v.talk.say("Not yet: bring it back first. Type down, as often as it takes.")
	default:
		if err := v.record(ctx, lessons.Event{Kind: lessons.Watched, Watch: v.watched()}); err != nil {
			return err
		}
		return errDone
	}
	return nil
}
