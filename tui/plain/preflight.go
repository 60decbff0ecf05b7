package plain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/lessons"
	"sysprep/scenarios"
)

// preflight asks what to protect the system from, before it is attacked.
func (p *player) preflight(ctx context.Context) error {
	def := p.def().Preflight
	p.prose(p.def().Text)
	p.talk.gap()
	p.talk.say(def.Prompt)
	for i, pr := range def.Protections {
		p.talk.hang(string(letter(i))+". ", pr.Text)
	}
	if c := p.did().Choice; c != nil {
		p.talk.gap()
		p.talk.say("You chose " + letters(def, c.Items) + ". The flight attacks what you left out.")
		return p.goOn(ctx)
	}
	draft, err := p.draft(ctx)
	if err != nil {
		return err
	}
	say := fmt.Sprintf("Type %d letters, such as %s", def.Most, example(def.Most))
	if items, why := takeLetters(def, draft); why == "" {
		say += ", or press Enter for what you typed before: " + letters(def, items)
	} else {
		draft = ""
	}
	for {
		line, err := p.ask(ctx, question{say: say + ". Type ? for help.", rest: true, takes: func(line string) bool {
			_, why := takeLetters(def, line)
			return why == ""
		}})
		if err != nil {
			return err
		}
		if line == "" {
			line = draft
		}
		items, why := takeLetters(def, line)
		if why != "" {
			p.talk.say(why)
			continue
		}
		if err := p.saveDraft(ctx, line); err != nil {
			return err
		}
		if err := p.record(ctx, lessons.Event{Kind: lessons.Chosen, Choice: &lessons.Choice{Items: items}}); err != nil {
			return err
		}
		if err := p.saveDraft(ctx, ""); err != nil {
			return err
		}
		p.talk.say("Committed. The flight will attack what you left out.")
		return nil
	}
}

// example are the first letters: "A C E".
func example(n int) string {
	var out []string
	for i := range n {
		out = append(out, string(letter(2*i%9)))
	}
	return strings.Join(out, " ")
}

// letters are the letters of protections.
func letters(def *content.PreflightStep, items []string) string {
	var out []string
	for i, pr := range def.Protections {
		if slices.Contains(items, pr.ID) {
			out = append(out, string(letter(i)))
		}
	}
	return strings.Join(out, " ")
}

// takeLetters reads as many letters as may be chosen, with or without blanks and commas
// between them; why says what is wrong with them.
func takeLetters(def *content.PreflightStep, line string) (items []string, why string) {
	chosen := make([]bool, len(def.Protections))
	n := 0
	for _, r := range strings.ToUpper(strings.NewReplacer(" ", "", ",", "").Replace(line)) {
		i := int(r - letter(0))
		if i < 0 || i >= len(chosen) {
			return nil, fmt.Sprintf("Type %d letters from %c to %c.", def.Most, letter(0), letter(len(chosen)-1))
		}
		if !chosen[i] {
			n++
		}
		chosen[i] = true
	}
	if n != def.Most {
		return nil, fmt.Sprintf("There is time for %d: that is %d.", def.Most, n)
	}
	for i, pr := range def.Protections {
		if chosen[i] {
			items = append(items, pr.ID)
		}
	}
	return items, ""
}

// flight is what a simulate step plays: its scenario, or what the learner's pre-flight made of it.
func (p *player) flight() (*scenarios.Scenario, scenarios.Settings) {
	def := p.def().Simulate
	sc, set := p.journal.Pack.Scenarios.Of(def.Scenario).Without(def.Without...), scenarios.Settings(def.Set)
	if f, chosen := p.state.Chosen(p.lesson, p.def()); f != nil {
		return f.Flight(sc, set, chosen)
	}
	return sc, set
}

// survey tells what became of each protection of the pre-flight, if the step flies one.
func (p *player) survey() error {
	f, chosen := p.state.Chosen(p.lesson, p.def())
	if f == nil {
		return nil
	}
	sc, set := p.flight()
	run, err := sc.Start(set, p.def().Simulate.Seed)
	if err != nil {
		return err
	}
	run.Advance(engine.Time(sc.Horizon))
	fates, err := f.Survey(chosen, run.Result())
	if err != nil {
		return err
	}
	p.talk.heading("What you chose, and what was attacked")
	for i, pr := range f.Protections {
		switch fates[i] {
		case content.Protected:
			p.talk.hang("- ", "Protected ("+pr.Point+"): "+pr.Text)
		case content.Survived:
			p.talk.hang("- ", "Forgotten, and survived ("+pr.Point+"): "+pr.Text+" "+pr.Say)
		case content.Hit:
			p.talk.hang("- ", "Forgotten, and hit ("+pr.Point+"): "+pr.Text+" "+pr.Say)
		case content.Useless:
			p.talk.hang("- ", "Chosen, and no use: "+pr.Text+" "+pr.Say)
		}
	}
	return nil
}
