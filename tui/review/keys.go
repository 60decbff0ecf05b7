package review

import (
	tea "charm.land/bubbletea/v2"

	"sysprep/lessons"
	"sysprep/tui/screen"
)

func (r review) key(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	if r.saving {
		return r, nil
	}
	keys := r.Keys()
	hit, ok := Bindings.Match(msg, keys.Context, keys.Why)
	if !ok {
		if keys.Typing {
			return r.typed(msg)
		}
		return r, nil
	}
	if hit.Reason != "" {
		return r, screen.Send(screen.Notice{Text: hit.Help + ": " + hit.Reason})
	}
	switch hit.ID {
	case "show":
		r.mode, r.scroll = shown, screen.Scroll{}
	case "type":
		r.mode = writing
		r.fit()
		r.input.Focus()
	case "untype":
		r.mode, r.say = "", ""
	case "hand":
		return r.hand(r.input.Value())
	case "a", "b", "c", "d", "e", "f":
		return r.hand(hit.ID)
	case "accept":
		return r.rate(r.reply.Proposed)
	case "again", "hard", "good", "easy":
		return r.rate(grades[hit.ID])
	case "undo":
		return r.undo()
	case "more":
		r.queue.Cards, r.queue.Over = r.queue.Over, nil
		return r.deal()
	case "leave":
		return r, screen.Send(screen.Pop{})
	default:
		return r.move(hit.ID)
	}
	return r, nil
}

// move scrolls, chooses among the cards that are set aside, and opens lessons.
func (r review) move(id string) (screen.Screen, tea.Cmd) {
	switch id {
	case "down":
		r.scroll = r.scroll.By(1)
	case "up":
		r.scroll = r.scroll.By(-1)
	case "next":
		r.cursor = min(r.cursor+1, len(r.aside)-1)
	case "before":
		r.cursor = max(r.cursor-1, 0)
	case "open":
		step := "" // where the learner is
		if r.card.Step != nil {
			step = r.card.Step.ID
		}
		return r, screen.Send(screen.Push{Screen: r.open(r.card.Lesson, step)})
	case "read":
		a := r.aside[r.cursor]
		return r, screen.Send(screen.Push{Screen: r.open(a.card.Lesson, a.card.Lesson.Steps[a.step].ID)})
	case "try":
		r.queue.Cards = []lessons.Review{r.aside[r.cursor].review}
		r.aside = nil
		return r.deal()
	}
	return r, nil
}

// typed gives what is typed to the answer.
func (r review) typed(msg tea.Msg) (screen.Screen, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "enter" && r.context() == sizing {
		return r, nil
	}
	before := r.input.Value()
	var cmd tea.Cmd
	r.input, cmd = r.input.Update(msg)
	if r.input.Value() != before {
		r.say = ""
		if r.ready && len(r.queue.Cards) > 0 {
			cmd = tea.Batch(cmd, r.env.SaveDraft(draftKey(r.queue.Cards[0]), r.input.Value()))
		}
	}
	return r, cmd
}

// hand compares an answer with the card's, and proposes a grade. Without one the card is rated by oneself.
func (r review) hand(said string) (screen.Screen, tea.Cmd) {
	if said == "" && r.context() == sizing {
		r.mode = shown
		return r, nil
	}
	reply, again := r.card.Reply(said)
	if again != "" {
		r.say = again
		return r, nil
	}
	if r.card.Kind != lessons.ByItem {
		r.reply, r.mode, r.say, r.scroll = reply, shown, "", screen.Scroll{}
		return r, nil
	}
	r.mode, r.scroll = waiting, screen.Scroll{}
	journal, key, question, item := r.env.Journal, r.queue.Cards[0].Key, r.card.Rubric, r.queue.Cards[0].Item
	return r, func() tea.Msg {
		g, err := journal.Grader(question)
		if err != nil {
			return graded{key: key, said: said, err: err}
		}
		return graded{key: key, said: said, verdict: g.GradeItems(said, []string{item})}
	}
}

func (r review) rate(g lessons.Grade) (screen.Screen, tea.Cmd) {
	r.saving = true
	e := r.card.RateReply(r.queue.Cards[0], g, r.reply)
	e.At = r.env.Journal.Now()
	return r, r.env.Record(r.card.Lesson, e, nil)
}

// undo takes the last rating of this sitting back, and asks that card again.
func (r review) undo() (screen.Screen, tea.Cmd) {
	last := r.rated[len(r.rated)-1]
	r.saving = true
	e := last.card.Unrate(last.review)
	e.At = r.env.Journal.Now()
	return r, r.env.Record(last.card.Lesson, e, nil)
}
