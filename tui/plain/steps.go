package plain

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"sysprep/lessons"
)

// steps lists the lesson's steps, with how far each is; with a number it opens one.
func (p *player) steps(_ context.Context, arg string) error {
	if arg != "" {
		return p.openStep(arg)
	}
	for i := range p.lesson.Steps {
		did := p.state.Steps[i]
		text := fmt.Sprintf("%s, %s", title(&p.lesson.Steps[i]), kindWord(p.lesson.Steps[i].Kind))
		switch {
		case i == p.at:
			text += ": you are here"
		case did.Status == lessons.Done:
			text += ": done"
		case did.Status == lessons.Locked:
			text += ": comes later"
		}
		if len(did.Notes) > 0 {
			text += ", with a note"
		}
		p.talk.hang(fmt.Sprintf("%d. ", i+1), sentence(text))
	}
	p.talk.say("Type steps and a number to open one.")
	return nil
}

func (p *player) openStep(arg string) error {
	n, err := strconv.Atoi(arg)
	if err != nil || n < 1 || n > len(p.lesson.Steps) {
		p.talk.say(fmt.Sprintf("There is no step %s: type a number from 1 to %d.", arg, len(p.lesson.Steps)))
		return nil
	}
	if ok, why := p.state.CanOpen(p.lesson, n-1); !ok {
		p.talk.say(why)
		return nil
	}
	return jump{n - 1}
}

// note tells the step's notes; with a text it writes one more, and with "none" it takes
// the last one away.
func (p *player) note(ctx context.Context, text string) error {
	notes := p.did().Notes
	switch {
	case text == "" && len(notes) == 0:
		p.talk.say("There is no note on this step. Type note and a text to write one.")
		return nil
	case text == "":
		for _, n := range notes {
			p.talk.hang("- ", n.Text)
		}
		p.talk.say("Type note and a text to write another one, note none to take the last one away.")
		return nil
	case strings.EqualFold(text, "none") && len(notes) == 0:
		p.talk.say("There is no note to take away.")
		return nil
	}
	n := lessons.Note{Text: text, Edits: time.Time{}}
	if strings.EqualFold(text, "none") {
		n = lessons.Note{Edits: notes[len(notes)-1].At}
	}
	if ok, err := p.recordOrSay(ctx, lessons.Event{Kind: lessons.Noted, Note: &n}); err != nil || !ok {
		return err
	}
	if n.Text == "" {
		p.talk.say("The note is taken away.")
		return nil
	}
	p.talk.say("Noted. The search finds it.")
	return nil
}
