package plain

import (
	"context"
	"fmt"
	"math"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/lessons"
	"sysprep/scenarios"
)

// simulate tells a run of the scenario, and holds it against the predictions.
func (p *player) simulate(ctx context.Context) error {
	def := p.def().Simulate
	if def.Landscape != nil {
		return p.landscape(ctx)
	}
	if def.Raster != nil {
		return p.raster(ctx)
	}
	sc, set := p.flight()
	p.prose(p.def().Text)
	p.talk.gap()
	p.talk.say(sentence(sc.Title))
	if sc.Summary != "" {
		p.talk.say(sc.Summary)
	}
	p.reminder(def.Compare)
	watch := func(ctx context.Context, _ string) error { return p.watch(ctx, sc, set) }
	if p.did().Watched != nil {
		p.talk.say("You have seen this run.")
		if err := p.survey(); err != nil {
			return err
		}
		p.compare(def.Compare)
		return p.goOn(ctx, command{[]string{"run"}, "", "see the run again", watch})
	}
	_, err := p.ask(ctx, question{
		say: fmt.Sprintf("Press Enter to start the run. It lasts %s, and is told at once. Type ? for help.", clock(engine.Time(sc.Horizon))),
		commands: []command{{[]string{"", "run"}, "", "start the run", func(ctx context.Context, _ string) error {
			if err := watch(ctx, ""); err != nil {
				return err
			}
			return errDone
		}}},
	})
	if err != errDone {
		return err
	}
	if err := p.survey(); err != nil {
		return err
	}
	p.compare(def.Compare)
	return p.goOn(ctx, command{[]string{"run"}, "", "see the run again", watch})
}

// watch tells the run to its end, and keeps that it was seen.
func (p *player) watch(ctx context.Context, sc *scenarios.Scenario, set scenarios.Settings) error {
	def := p.def().Simulate
	run, err := sc.Start(set, def.Seed)
	if err != nil {
		return err
	}
	remarks := faultRemarks(sc, nil)
	for _, n := range def.Notes {
		remarks = append(remarks, remark{engine.Time(n.At), n.Say})
	}
	p.talk.gap()
	p.talk.tell(run, remarks)
	return p.record(ctx, lessons.Event{Kind: lessons.Watched, Watch: watched(run)})
}

// watched is what is kept of a run: how it stood in its last half minute.
func watched(run *scenarios.Run) *lessons.Watch {
	r := run.Result()
	out := map[string]float64{}
	for _, id := range []string{"goodput_ratio", "hit_ratio", "ghost_ratio"} {
		if v, err := r.Value(id, "", run.Now()-30*engine.Second, run.Now()); err == nil && !math.IsInf(v, 0) {
			out[id] = v
		}
	}
	return &lessons.Watch{Settings: run.Settings(), Seed: run.Seed(), Reached: scenarios.Duration(run.Now()), Outcome: out}
}

// reminder repeats the predictions before the run.
func (p *player) reminder(steps []string) {
	for _, id := range steps {
		if def, pr := p.predicted(id); pr != nil {
			p.talk.gap()
			p.talk.say("You were asked: " + def.Ask.Prompt)
			p.said(def.Ask, *pr)
		}
	}
}

// compare holds each prediction against what happened.
func (p *player) compare(steps []string) {
	if len(steps) == 0 {
		return
	}
	p.talk.heading("What you predicted, and what happened")
	for _, id := range steps {
		def, pr := p.predicted(id)
		if pr == nil {
			continue
		}
		p.talk.gap()
		p.talk.say(def.Ask.Prompt)
		p.said(def.Ask, *pr)
		p.outcome(def.Ask, *pr)
	}
}

// predicted is a predict step of the lesson and what was committed there, if anything.
func (p *player) predicted(id string) (*content.Step, *lessons.Prediction) {
	did, ok := p.state.Step(id)
	if !ok {
		return nil, nil
	}
	for i := range p.lesson.Steps {
		if s := &p.lesson.Steps[i]; s.ID == id && s.Ask != nil {
			return s, did.Prediction
		}
	}
	return nil, nil
}
