package plain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"sysprep/content"
	"sysprep/store"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
)

// Options say what is played, for whom, and where.
type Options struct {
	Pack   *content.Pack
	Named  string // what --pack named the pack; empty for the usual one
	Store  store.Store
	Now    func() time.Time
	In     io.Reader
	Out    io.Writer
	Lesson string      // id of the lesson to open; empty to choose from a list
	Width  int         // columns of the text; 80 if 0
	Cores  int         // for judging designs; all if 0
	Review bool        // review what is due, then go to the list
	Tables []kit.Table // the keys of all screens, for settings of keys

	Interviews bool   // mock interviews instead of lessons
	Interview  string // id of the one to open; empty to choose from a list
}

// Run plays until the learner leaves or the input ends, which both are no error: what
// was done is kept, and the last sentence says how to come back. If ctx ends first its
// error is returned, with nothing lost either.
func Run(ctx context.Context, o Options) error {
	j, err := journal.Start(ctx, o.Store, o.Pack, o.Now)
	if err != nil {
		return err
	}
	if err := j.Refresh(ctx); err != nil {
		return err
	}
	defer func() { _ = j.Keep(context.WithoutCancel(ctx)) }() // for the next start; nothing is lost without it
	t := newTalk(o.In, o.Out, o.Width)
	defer t.close()
	s := session{talk: t, journal: j, cores: o.Cores, tables: o.Tables, named: o.Named}
	if o.Review {
		if err := s.review(ctx); err != nil {
			return s.leave(err, nil)
		}
	}
	if o.Interviews {
		err := s.interviews(ctx, o.Interview)
		if errors.Is(err, errQuit) || errors.Is(err, io.EOF) {
			return s.talk.err // how to come back was said
		}
		return err
	}
	if o.Lesson == "" {
		return s.start(ctx)
	}
	l, err := findLesson(o.Pack, o.Lesson)
	if err != nil {
		return err
	}
	return s.leave(s.play(ctx, l), l)
}

// session is one sitting of a learner.
type session struct {
	talk    *talk
	journal *journal.Journal
	cores   int
	tables  []kit.Table
	named   string // as in Options
}

func findLesson(pack *content.Pack, id string) (*content.Lesson, error) {
	var ids []string
	for _, l := range pack.Lessons {
		if l.ID == id {
			return l, nil
		}
		ids = append(ids, l.ID)
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("there is no lesson %q: the pack %s has none", id, pack.Manifest.ID)
	}
	return nil, fmt.Errorf("there is no lesson %q: choose one of %s", id, strings.Join(ids, ", "))
}

// leave ends a sitting for the reason that err gives. The lesson is nil at the list.
func (s session) leave(err error, l *content.Lesson) error {
	back := s.command("learn")
	if l != nil {
		back = s.command("learn", l.ID)
	}
	stopped := ""
	switch {
	case err == nil:
		return s.talk.err
	case errors.Is(err, errQuit):
	case errors.Is(err, io.EOF):
		stopped = "The input has ended. "
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		stopped = "Stopped. "
	default:
		return err
	}
	s.talk.gap()
	s.talk.say(stopped + "Your place and your drafts are kept. To come back, type this:")
	s.talk.line(back) // unbroken, so that it can be copied
	if stopped == "Stopped. " {
		return err
	}
	return s.talk.err
}

// command is what to type at a shell to come to a place of the pack in use, in linear text.
func (s session) command(place ...string) string {
	words := append([]string{"sysprep"}, place...)
	if s.named != "" {
		words = append(words, "--pack", quoted(s.named))
	}
	return strings.Join(append(words, "--plain"), " ")
}

// quoted is a word as shells read it.
func quoted(word string) string {
	plain := func(r rune) bool {
		return r > 127 || unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_./\\:~", r)
	}
	if strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }) {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}
