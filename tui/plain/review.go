package plain

import (
	"context"
	"fmt"

	"sysprep/lessons"
)

// review asks the cards that are due, one after the other, until none is left or the
// learner goes back to the list.
func (s session) review(ctx context.Context) error {
	due := lessons.Due(s.journal.Reviews(), s.journal.Now())
	if len(due) == 0 {
		s.talk.say("Nothing is due: reviews come from what you answer.")
		return nil
	}
	for i, r := range due {
		c, ok := lessons.CardOf(s.journal.Pack, s.journal.States(), r)
		if !ok {
			continue
		}
		s.talk.heading(fmt.Sprintf("Review %d of %d, from %s.", i+1, len(due), c.Lesson.Title))
		s.talk.say(c.Question)
		for _, choice := range c.Choices {
			s.talk.hang("- ", choice)
		}
		if done, err := s.card(ctx, c, r); done || err != nil {
			return err
		}
	}
	s.talk.say("Nothing more is due today.")
	return nil
}

var gradeWords = map[string]lessons.Grade{"1": lessons.Again, "2": lessons.Hard, "3": lessons.Good, "4": lessons.Easy}

// card shows the answer and takes the rating; done says that the learner went back.
func (s session) card(ctx context.Context, c lessons.Card, r lessons.Review) (done bool, err error) {
	commands := []command{
		{[]string{"b", "back"}, "", "back to the list", func(context.Context, string) error { return errDone }},
		{[]string{"q", "quit"}, "", "leave", func(context.Context, string) error { return errQuit }},
	}
	_, err = s.talk.ask(ctx, question{
		say: "Answer it to yourself, then press Enter to see the answer (b goes back to the list).", wants: "Enter",
		takes: func(line string) bool { return line == "" }, commands: commands,
	})
	if err != nil {
		return err == errDone, keep(err)
	}
	for _, p := range c.Answer {
		if p.Label != "" {
			s.talk.say(p.Label + ":")
		}
		s.talk.hang("  ", p.Text)
	}
	line, err := s.talk.ask(ctx, question{
		say: "How was it? Type 1 for not known, 2 for hard, 3 for good, 4 for easy.", wants: "1 to 4",
		takes: func(line string) bool { return gradeWords[line] != 0 }, commands: commands,
	})
	if err != nil {
		return err == errDone, keep(err)
	}
	_, err = s.journal.Record(ctx, c.Lesson, c.Rate(r, gradeWords[line]))
	return false, err
}

// keep is the error that ends more than a card.
func keep(err error) error {
	if err == errDone {
		return nil
	}
	return err
}
