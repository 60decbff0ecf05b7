package plain

import (
	"context"
	"errors"
	"fmt"

	"sysprep/content"
	"sysprep/lessons"
)

// player plays one lesson, step by step.
type player struct {
	session
	lesson *content.Lesson
	state  lessons.State
	at     int // index of the open step
}

// play plays a lesson from where the learner left off. It returns nil once the last
// step is through.
func (s session) play(ctx context.Context, l *content.Lesson) error {
	if len(l.Steps) == 0 {
		s.talk.say(fmt.Sprintf("The lesson %s has no steps.", l.ID))
		return nil
	}
	p := &player{session: s, lesson: l, state: s.journal.State(l.ID)}
	p.at = p.state.Resume(l)
	p.talk.heading("Lesson: " + l.Title)
	if !p.state.Begun() {
		p.talk.say("At any prompt you can type ? for help, b for the step before, n for the next one, u to undo, and q to quit. What you do is kept.")
	}
	for {
		if err := p.open(ctx); err != nil {
			return err
		}
		err := p.step(ctx)
		var to jump
		switch {
		case errors.As(err, &to):
			p.at = to.to
		case err != nil && err != errDone:
			return err
		case p.at+1 == len(l.Steps):
			p.talk.say("This was the last step of the lesson.")
			return nil
		default:
			p.at++
		}
	}
}

// open tells which step comes, and notes that the learner is there. Where the step is
// locked, since one before it was taken back, the one that must be done comes instead.
func (p *player) open(ctx context.Context) error {
	if ok, why := p.state.CanOpen(p.lesson, p.at); !ok {
		p.talk.say(why)
		p.at, _ = p.state.Next(p.lesson)
	}
	if p.state.Current != p.at || !p.state.Begun() {
		if err := p.record(ctx, lessons.Event{Kind: lessons.Opened}); err != nil {
			return err
		}
	}
	head := fmt.Sprintf("Step %d of %d, %s", p.at+1, len(p.lesson.Steps), kindWord(p.def().Kind))
	if name := title(p.def()); name != kindWord(p.def().Kind) {
		head += ": " + name
	}
	p.talk.heading(sentence(head))
	if p.did().Changed {
		p.talk.say("This step was edited since you did it.")
	}
	return nil
}

func (p *player) step(ctx context.Context) error {
	switch p.def().Kind {
	case content.Predict, content.Quiz, content.Spot, content.Estimate:
		return p.answer(ctx)
	case content.Recall:
		return p.recall(ctx)
	case content.Preflight:
		return p.preflight(ctx)
	case content.Worked:
		return p.worked(ctx)
	case content.Explore:
		return p.explore(ctx)
	case content.Simulate:
		return p.simulate(ctx)
	case content.Challenge:
		return p.challenge(ctx)
	case content.Explain:
		return p.explain(ctx)
	case content.Debrief:
		return p.debrief(ctx)
	}
	return p.read(ctx)
}

func (p *player) def() *content.Step     { return &p.lesson.Steps[p.at] }
func (p *player) did() lessons.StepState { return p.state.Steps[p.at] }
func (p *player) done() bool             { return p.did().Status == lessons.Done }
func (p *player) draftKey() string       { return p.journal.DraftKey(p.lesson.ID, p.def().ID) }

func (p *player) draft(ctx context.Context) (string, error) {
	return p.journal.Draft(ctx, p.draftKey())
}

func (p *player) saveDraft(ctx context.Context, text string) error {
	if err := p.journal.SaveDraft(ctx, p.draftKey(), text); err != nil {
		return fmt.Errorf("your draft could not be saved: %w", err)
	}
	return nil
}

// record keeps an event of the open step.
func (p *player) record(ctx context.Context, e lessons.Event) error {
	if e.Step == "" {
		e.Step, e.Hash = p.def().ID, p.def().Hash
	}
	e.At = p.journal.Now()
	s, err := p.journal.Record(ctx, p.lesson, e)
	if err != nil {
		return err
	}
	p.state = s
	return nil
}

// recordOrSay is record for what the lesson may refuse: it then says why, and ok is false.
func (p *player) recordOrSay(ctx context.Context, e lessons.Event) (ok bool, err error) {
	err = p.record(ctx, e)
	for _, refused := range []error{lessons.ErrLocked, lessons.ErrSealed, lessons.ErrNoStep, lessons.ErrInvalid, lessons.ErrNoUndo} {
		if errors.Is(err, refused) {
			p.talk.say(sentence(err.Error()))
			return false, nil
		}
	}
	return err == nil, err
}

// finish marks the open step as done, if it isn't.
func (p *player) finish(ctx context.Context) error {
	if !p.done() {
		if ok, err := p.recordOrSay(ctx, lessons.Event{Kind: lessons.Finished}); err != nil || !ok {
			return err
		}
	}
	return errDone
}

// ask asks a question of the step. Its commands come before those of the lesson.
func (p *player) ask(ctx context.Context, q question) (string, error) {
	q.commands = p.commands(q.commands)
	return p.talk.ask(ctx, q)
}

// goOn waits for Enter.
func (p *player) goOn(ctx context.Context, own ...command) error {
	enter := command{[]string{""}, "", "go on", func(ctx context.Context, _ string) error { return p.finish(ctx) }}
	say := "Press Enter to go on, or type ? for help."
	if len(own) > 0 {
		say = "Press Enter to go on, or type " + names(own) + "; ? explains them."
	}
	own = append([]command{enter}, own...)
	_, err := p.ask(ctx, question{say: say, commands: own})
	return err
}

// commands are the step's own, and those that are always there unless the step has one
// of that name.
func (p *player) commands(own []command) []command {
	all := own[:len(own):len(own)]
	always := []command{
		{[]string{"?", "help"}, "", "what can be typed here", func(context.Context, string) error {
			p.talk.explainCommands(all)
			return nil
		}},
		{[]string{"b", "back"}, "", "the step before", p.back},
		{[]string{"n", "next"}, "", "the next step, if it is open", p.next},
		{[]string{"u", "undo"}, "", "take back what you did last", p.undo},
		{[]string{"steps"}, "[NUMBER]", "the steps of the lesson; with a number, open that one", p.steps},
		{[]string{"note"}, "[TEXT]", "your notes on this step; with a text, write one", p.note},
		{[]string{"search"}, "WORDS", "find words in what you have read and written", p.search},
		{[]string{"q", "quit"}, "", "leave; you come back to this step", func(context.Context, string) error { return errQuit }},
	}
	for _, c := range always {
		if _, taken := find(own, c.names[0]); !taken {
			all = append(all, c)
		}
	}
	return all
}

func (p *player) back(context.Context, string) error {
	if p.at == 0 {
		p.talk.say("This is the first step.")
		return nil
	}
	return jump{p.at - 1}
}

func (p *player) next(context.Context, string) error {
	if p.at+1 == len(p.lesson.Steps) {
		p.talk.say("This is the last step.")
		return nil
	}
	if ok, why := p.state.CanOpen(p.lesson, p.at+1); !ok {
		p.talk.say(why)
		return nil
	}
	return jump{p.at + 1}
}

// undo takes back the last act that can be taken back, and goes where it was done. An
// explanation comes back as a draft.
func (p *player) undo(ctx context.Context, _ string) error {
	e, ok, why := p.state.CanUndo(p.lesson)
	if !ok {
		p.talk.say(why)
		return nil
	}
	if ok, err := p.recordOrSay(ctx, lessons.Event{Kind: lessons.Undone, Step: e.Step, Hash: e.Hash}); err != nil || !ok {
		return err
	}
	p.talk.say("Taken back: " + e.TakenBack() + ".")
	if e.Kind == lessons.Answered {
		if err := p.journal.SaveDraft(ctx, p.journal.DraftKey(p.lesson.ID, e.Step), e.Answer.Text); err != nil {
			return err
		}
	}
	return jump{p.state.Resume(p.lesson)}
}

var kindWords = map[content.StepKind]string{
	content.Read: "reading", content.Predict: "prediction", content.Simulate: "simulation", content.Challenge: "challenge",
	content.Explain: "explanation", content.Quiz: "question",
	content.Spot: "spot the error", content.Estimate: "estimate", content.Worked: "worked example", content.Explore: "figure", content.Debrief: "debrief",
	content.Preflight: "pre-flight", content.Recall: "from before",
}

func kindWord(k content.StepKind) string {
	if w, ok := kindWords[k]; ok {
		return w
	}
	return string(k)
}

func title(s *content.Step) string {
	switch {
	case s.Title != "":
		return s.Title
	case s.Kind == content.Debrief: // it closes the lesson, and needs no name
		return kindWord(s.Kind)
	}
	return s.ID
}

// stepName is how sentences call step i.
func stepName(l *content.Lesson, i int) string {
	return fmt.Sprintf("step %d of %d, %s", i+1, len(l.Steps), title(&l.Steps[i]))
}
