package plain

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sysprep/lessons"
)

// review asks the cards that are due, one after the other, until none is left or the
// learner goes back to the list.
func (s session) review(ctx context.Context) error {
	j := s.journal
	if err := j.Refresh(ctx); err != nil {
		return err
	}
	sit := &sitting{session: s, queue: lessons.NewQueue(j.States(), j.Reviews(), j.Goals(), j.Now())}
	if len(sit.queue.Cards) == 0 && len(sit.queue.Over) == 0 {
		s.talk.say("Nothing is due: reviews come from what you answer.")
		sit.tellAside()
		return nil
	}
	for {
		for len(sit.queue.Cards) > 0 {
			if err := sit.ask(ctx); err != nil {
				return keep(err)
			}
		}
		more, err := sit.limit(ctx)
		if err != nil {
			return keep(err)
		}
		if !more {
			break
		}
	}
	s.talk.say("Nothing more is due today.")
	sit.tellAside()
	return nil
}

// sitting is one round of reviews.
type sitting struct {
	session
	queue lessons.Queue // Cards are those that are left
	rated []ratedCard
}

// ratedCard is a rating that can be taken back.
type ratedCard struct {
	card   lessons.Card
	review lessons.Review
}

// errUndone asks the card whose rating was taken back.
var errUndone = errors.New("a rating was taken back")

var gradeWords = map[string]lessons.Grade{"1": lessons.Again, "2": lessons.Hard, "3": lessons.Good, "4": lessons.Easy}

// limit tells what is due beyond the limit of the day, and asks whether to go on.
func (s *sitting) limit(ctx context.Context) (more bool, err error) {
	n := len(s.queue.Over)
	if n == 0 {
		return false, nil
	}
	line, err := s.talk.ask(ctx, question{
		say:   fmt.Sprintf("That is your limit for today. Due beyond it: %s. Type more to go on, or press Enter to stop.", count(n, "card")),
		wants: "more or Enter", takes: func(line string) bool { return line == "" || line == "more" }, commands: s.commands(),
	})
	if errors.Is(err, errUndone) {
		return true, nil
	}
	if line == "more" && err == nil {
		s.queue.Cards, s.queue.Over = s.queue.Over, nil
		return true, nil
	}
	return false, err
}

// commands are those that work at each prompt of a review.
func (s *sitting) commands() []command {
	return []command{
		{[]string{"u", "undo"}, "", "take the last rating back", s.undo},
		{[]string{"b", "back"}, "", "back to the list", func(context.Context, string) error { return errDone }},
		{[]string{"q", "quit"}, "", "leave", func(context.Context, string) error { return errQuit }},
	}
}

// ask asks the first card of the queue, and takes its rating.
func (s *sitting) ask(ctx context.Context) error {
	r := s.queue.Cards[0]
	c, ok := s.journal.Card(r)
	if !ok {
		s.queue.Cards = s.queue.Cards[1:]
		return nil
	}
	at := len(s.rated) + 1
	s.talk.heading(fmt.Sprintf("Review %d of %d, from %s.", at, at-1+len(s.queue.Cards), c.Lesson.Title))
	if r.Leech() {
		s.talk.say(fmt.Sprintf("You have forgotten it %d times.", r.Lapses))
	}
	s.talk.say(c.Question)
	for _, choice := range c.Choices {
		s.talk.hang("- ", choice)
	}
	reply, err := s.hearReply(ctx, c, r)
	if err == nil {
		err = s.rate(ctx, c, r, reply)
	}
	if errors.Is(err, errUndone) {
		return nil
	}
	return err
}

// hearReply takes an answer that is typed, or none.
func (s *sitting) hearReply(ctx context.Context, c lessons.Card, r lessons.Review) (lessons.Reply, error) {
	say := map[lessons.CardKind]string{
		lessons.InWords:  "Type your answer, or press Enter to see the card's (u takes the last rating back, b goes back to the list).",
		lessons.ByChoice: "Type the letter of your choice, or press Enter to see the answer.",
		lessons.BySize:   "Type a number, or press Enter to see the answer.",
		lessons.ByItem:   "Type your answer in a sentence or two, to have it graded, or press Enter to see the answer.",
		lessons.ByDesign: "Answer it to yourself, then press Enter to see your best design (b goes back to the list).",
	}[c.Kind]
	for {
		line, err := s.talk.ask(ctx, question{
			say: say, wants: "an answer", rest: true, commands: s.commands(),
			takes: func(line string) bool {
				letter := c.Kind == lessons.ByChoice && len(line) == 1 && line != "u" && line != "q"
				return line == "" || letter || strings.Contains(line, " ") // "back off" is an answer, "back" a command
			},
		})
		if err != nil || line == "" {
			return lessons.Reply{}, err
		}
		reply, again := c.Reply(line)
		if again != "" {
			s.talk.say(again)
			continue
		}
		if c.Kind == lessons.ByItem {
			g, err := s.journal.Grader(c.Rubric)
			if err != nil {
				s.talk.say("This could not be graded: " + err.Error())
				return reply, nil
			}
			return c.AnswerGraded(line, g.GradeItems(line, []string{r.Item})), nil
		}
		return reply, nil
	}
}

// rate shows the answer and takes the rating; Enter takes the one that is proposed.
func (s *sitting) rate(ctx context.Context, c lessons.Card, r lessons.Review, reply lessons.Reply) error {
	if reply.Said != "" {
		s.talk.say("You said:")
		s.talk.hang("  ", reply.Said)
	}
	for _, p := range c.Answer {
		label := p.Label
		if label == "" && reply.Said != "" {
			label = "The card says"
		}
		if label != "" {
			s.talk.say(label + ":")
		}
		s.talk.hang("  ", p.Text)
	}
	if reply.Say != "" {
		s.talk.say(reply.Say)
	}
	say, wants := "How was it? Type 1 for not known, 2 for hard, 3 for good, 4 for easy.", "1 to 4"
	if reply.Proposed != 0 {
		say = fmt.Sprintf("Proposed: %s. Press Enter to take that, or type 1 for not known, 2 for hard, 3 for good, 4 for easy.", strings.Replace(reply.Proposed.String(), "again", "not known", 1))
		wants = "Enter, 1 to 4"
	}
	line, err := s.talk.ask(ctx, question{
		say: say, wants: wants, commands: s.commands(),
		takes: func(line string) bool { return gradeWords[line] != 0 || line == "" && reply.Proposed != 0 },
	})
	if err != nil {
		return err
	}
	grade := reply.Proposed
	if line != "" {
		grade = gradeWords[line]
	}
	if _, err = s.journal.Record(ctx, c.Lesson, c.RateReply(r, grade, reply)); err != nil {
		return err
	}
	s.rated = append(s.rated, ratedCard{c, r})
	s.queue.Cards = s.queue.Cards[1:]
	return nil
}

// undo takes the last rating of this sitting back, and asks that card again.
func (s *sitting) undo(ctx context.Context, _ string) error {
	if len(s.rated) == 0 {
		s.talk.say("Nothing was rated in this sitting: there is nothing to take back.")
		return nil
	}
	last := s.rated[len(s.rated)-1]
	if _, err := s.journal.Record(ctx, last.card.Lesson, last.card.Unrate(last.review)); err != nil {
		return err
	}
	s.rated = s.rated[:len(s.rated)-1]
	s.queue.Cards = append([]lessons.Review{last.review}, s.queue.Cards...)
	s.talk.say("Taken back.")
	return errUndone
}

// tellAside tells which cards are set aside, and what to read again about each.
func (s *sitting) tellAside() {
	j := s.journal
	aside := lessons.NewQueue(j.States(), j.Reviews(), j.Goals(), j.Now()).Leeches
	if len(aside) == 0 {
		return
	}
	s.talk.heading("Set aside, since you have forgotten them again and again:")
	for _, r := range aside {
		c, ok := j.Card(r)
		if !ok {
			continue
		}
		text := fmt.Sprintf("%s Forgotten %d times.", sentence(oneLine(c.Question)), r.Lapses)
		if i := lessons.Source(c.Lesson, r, c); i >= 0 {
			text += fmt.Sprintf(" Read %s of %s again.", stepName(c.Lesson, i), c.Lesson.Title)
		}
		s.talk.hang("- ", text)
	}
}

// keep is the error that ends more than a review.
func keep(err error) error {
	if err == errDone {
		return nil
	}
	return err
}
