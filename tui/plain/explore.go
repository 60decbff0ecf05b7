package plain

import (
	"context"
	"strings"

	"sysprep/lessons"
	hands "sysprep/lessons/figure"
	"sysprep/scenarios"
)

// explore plays a figure: what is typed is what is done with it, and it is told in sentences.
func (p *player) explore(ctx context.Context) error {
	def := p.def().Explore
	var sc *scenarios.Scenario
	if def.Scenario != "" {
		sc = p.journal.Pack.Scenarios.Of(def.Scenario)
	}
	fig, err := hands.New(def, sc)
	if err != nil {
		return err
	}
	draft, err := p.draft(ctx)
	if err != nil {
		return err
	}
	x := exploring{player: p}
	x.fig, x.acts = hands.Replay(fig, acts(draft))
	p.prose(p.def().Text)
	return x.play(ctx)
}

// acts are those of a draft. What a screen left half typed begins with ">".
func acts(draft string) []string {
	var out []string
	for l := range strings.Lines(draft) {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, ">") {
			out = append(out, l)
		}
	}
	return out
}

type exploring struct {
	*player
	fig  hands.Figure
	acts []string
}

func (x *exploring) play(ctx context.Context) error {
	x.tell()
	var own []command
	for _, w := range x.fig.Help() {
		own = append(own, command{[]string{w.Name}, w.Args, w.Help, func(ctx context.Context, args string) error {
			return x.act(ctx, strings.TrimSpace(w.Name+" "+args))
		}})
	}
	enter := command{[]string{""}, "", "go on", x.goOn}
	_, err := x.ask(ctx, question{say: "Type " + names(own) + ", or press Enter to go on; ? explains them.", commands: append(own, enter)})
	return err
}

// act does something with the figure, keeps it, and tells how it stands.
func (x *exploring) act(ctx context.Context, line string) error {
	next, say, ok := x.fig.Act(line)
	if say != "" {
		x.talk.say(say)
	}
	if !ok {
		return nil
	}
	x.fig = next
	x.acts = append(x.acts, line)
	if err := x.saveDraft(ctx, strings.Join(x.acts, "\n")); err != nil {
		return err
	}
	x.tell()
	return x.seen(ctx)
}

// tell does what the figure waits for, and tells how it stands.
func (x *exploring) tell() {
	if work := x.fig.Work(); work != nil {
		x.fig = x.fig.Take(work())
	}
	x.talk.gap()
	for _, t := range x.fig.Tell() {
		x.talk.say(t)
	}
	for _, t := range x.fig.Tasks() {
		if !t.Done {
			x.talk.hang("- ", "Still to do: "+t.Text+".")
		}
	}
}

// seen records that all was done which the figure asks for.
func (x *exploring) seen(ctx context.Context) error {
	if !hands.Done(x.fig) || x.did().Watched != nil {
		return nil
	}
	return x.record(ctx, lessons.Event{Kind: lessons.Watched, Watch: &lessons.Watch{Seed: x.def().Explore.Seed}})
}

func (x *exploring) goOn(ctx context.Context, _ string) error {
	if !x.done() {
		for _, t := range x.fig.Tasks() {
			if !t.Done {
				x.talk.say("First " + t.Text + ".")
				return nil
			}
		}
	}
	x.compare(x.def().Explore.Compare)
	return x.finish(ctx)
}
