package plain

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"sysprep/content"
	"sysprep/lessons"
)

// reviewNow is the command that reviews what is due.
func (s session) reviewNow(ctx context.Context, _ string) error { return s.review(ctx) }

// start lists the lessons and plays those that are chosen.
func (s session) start(ctx context.Context) error {
	pack := s.journal.Pack
	if len(pack.Lessons) == 0 {
		s.talk.say(fmt.Sprintf("The pack %s has no lessons: choose another one with --pack.", pack.Manifest.ID))
		return s.talk.err
	}
	for {
		s.list()
		l, err := s.choose(ctx)
		if err != nil {
			return s.leave(err, nil)
		}
		if err := s.play(ctx, l); err != nil {
			return s.leave(err, l)
		}
		if err := s.journal.Refresh(ctx); err != nil {
			return err
		}
	}
}

// list tells the lessons, what is due, and where the learner left off.
func (s session) list() {
	pack, states := s.journal.Pack, s.journal.States()
	s.talk.heading("sysprep: " + pack.Manifest.Title)
	for i, l := range pack.Lessons {
		s.talk.hang(fmt.Sprintf("%d. ", i+1), l.Title+". "+sentence(standing(l, states[l.ID])))
		if !states[l.ID].Begun() && l.Summary != "" {
			s.talk.hang("   ", l.Summary)
		}
	}
	s.due()
	if g, now := s.journal.Goals(), s.journal.Now(); !g.Interview.IsZero() && g.DaysLeft(now) >= 0 {
		s.talk.say("The interview is " + when(g.Interview, now) + ".")
	}
	if !slices.ContainsFunc(pack.Lessons, func(l *content.Lesson) bool { return states[l.ID].Begun() }) {
		s.talk.say("New here? Type tour: it takes a minute.")
	}
	at := s.goOn()
	if st := states[pack.Lessons[at].ID]; st.Begun() && st.Finished.IsZero() {
		s.talk.say(fmt.Sprintf("You left off in lesson %d, at %s.", at+1, stepName(pack.Lessons[at], st.Resume(pack.Lessons[at]))))
	}
}

// standing says how far a learner is in a lesson.
func standing(l *content.Lesson, s lessons.State) string {
	switch {
	case !s.Finished.IsZero():
		return "Done on " + s.Finished.Local().Format("2 January 2006")
	case s.Begun():
		return fmt.Sprintf("Begun: %d of %s done", s.DoneSteps(), count(len(l.Steps), "step"))
	}
	return fmt.Sprintf("New: about %s, %s", count(l.Minutes, "minute"), count(len(l.Steps), "step"))
}

// due tells what is to be reviewed today, or when the next review comes.
func (s session) due() {
	all, now := s.journal.Reviews(), s.journal.Now()
	queue := s.journal.Queue()
	due := queue.Cards
	next := slices.IndexFunc(all, func(r lessons.Review) bool { return !r.SetAside() })
	switch {
	case len(due) > 0:
		s.talk.say(fmt.Sprintf("Due today: %s, about %s.", count(len(due), "review"), count(max(1, (len(due)*40+59)/60), "minute")))
		for _, r := range due {
			s.talk.hang("- ", oneLine(r.Title))
		}
	case len(queue.Over) > 0:
		s.talk.say(fmt.Sprintf("Your limit for today is reached: %s done. Type review for more.", count(queue.Done, "review")))
	case next >= 0:
		s.talk.say("Nothing is due today. The next review comes " + when(all[next].Due, now) + ".")
	default:
		s.talk.say("Nothing is due: reviews come from what you answer.")
	}
}

// goOn is the index of the lesson touched last and not finished, else of the first one
// that is not finished.
func (s session) goOn() int {
	states := s.journal.States()
	best, at := -1, time.Time{}
	first := -1
	for i, l := range s.journal.Pack.Lessons {
		st := states[l.ID]
		if !st.Finished.IsZero() {
			continue
		}
		if first < 0 {
			first = i
		}
		if st.Begun() && (best < 0 || st.Touched.After(at)) {
			best, at = i, st.Touched
		}
	}
	return max(best, first, 0)
}

// choose asks for a lesson.
func (s session) choose(ctx context.Context) (*content.Lesson, error) {
	all := s.journal.Pack.Lessons
	var chosen *content.Lesson
	open := func(i int) error {
		chosen = all[i]
		return errDone
	}
	nothing := func(text string) func(context.Context, string) error {
		return func(context.Context, string) error {
			s.talk.say(text)
			return nil
		}
	}
	var commands []command
	commands = []command{
		{[]string{"go"}, "", "go on where you left off: lesson " + strconv.Itoa(s.goOn()+1), func(context.Context, string) error { return open(s.goOn()) }},
		{[]string{"review"}, "", "review what is due", s.reviewNow},
		{[]string{"progress"}, "", "how far you are, with the words that earned it", s.progress},
		{[]string{"search"}, "WORDS", "find words in what you have read and written", s.search},
		{[]string{"systems"}, "", "the systems to play with outside of lessons", s.systems},
		{[]string{"settings"}, "", "what can be set, such as the day of your interview", s.settings},
		{[]string{"set"}, "NAME VALUE", "set one of them", s.set},
		{[]string{"tour"}, "", "what there is, in a minute", s.tour},
		{[]string{"?", "help"}, "", "what can be typed here", func(context.Context, string) error {
			s.talk.hang("- ", numbers(len(all))+": open that lesson")
			s.talk.explainCommands(commands)
			return nil
		}},
		{[]string{"b", "back"}, "", "in a lesson: the step before", nothing("There is no step before this list: open a lesson first.")},
		{[]string{"n", "next"}, "", "in a lesson: the next step", nothing("There is no step after this list: type go, or a lesson's number.")},
		{[]string{"u", "undo"}, "", "in a lesson: take back what you did last", nothing("There is nothing to take back here: open a lesson first.")},
		{[]string{"q", "quit"}, "", "leave", func(context.Context, string) error { return errQuit }},
	}
	for {
		line, err := s.talk.ask(ctx, question{
			say:      fmt.Sprintf("Type %s to open a lesson, go to go on with lesson %d, review for what is due, ? for help, or q to quit.", numbers(len(all)), s.goOn()+1),
			wants:    numbers(len(all)),
			takes:    isNumber,
			commands: commands,
		})
		switch {
		case err == errDone:
			return chosen, nil
		case err != nil:
			return nil, err
		}
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(all) {
			return all[n-1], nil
		}
		s.talk.say(fmt.Sprintf("There is no lesson %s: type %s.", line, numbers(len(all))))
	}
}

func isNumber(line string) bool {
	_, err := strconv.Atoi(line)
	return err == nil
}

// numbers says which numbers there are: "1", or "1 to 7".
func numbers(n int) string {
	if n <= 1 {
		return "1"
	}
	return fmt.Sprintf("1 to %d", n)
}

// when names a day as seen from now.
func when(due, now time.Time) string {
	days := int(midnight(due).Sub(midnight(now)).Hours() / 24)
	switch {
	case days <= 0:
		return "today"
	case days == 1:
		return "tomorrow"
	case days < 14:
		return fmt.Sprintf("in %d days", days)
	}
	return "on " + due.Local().Format("2 January 2006")
}

// midnight is the start of a local day, put into UTC so that all days have 24 hours.
func midnight(t time.Time) time.Time {
	y, m, d := t.Local().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
