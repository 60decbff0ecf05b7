package plain

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"sysprep/tui/prefs"
)

// settings tells what is set, and what can be.
func (s session) settings(ctx context.Context, _ string) error {
	v, err := s.preferred(ctx)
	if err != nil {
		return err
	}
	for _, c := range prefs.All {
		text := cmp.Or(v.Text(c), "not set")
		if len(c.Choices) > 0 {
			text += "; it may be " + either(c.Choices)
		}
		s.talk.hang("- ", c.Key+": "+text+". "+c.Help)
	}
	s.talk.say("Type set, a name and a value, such as: set interview 2026-12-24. A name without a value is as it usually is.")
	return nil
}

func (s session) preferred(ctx context.Context) (prefs.Values, error) {
	stored, err := s.journal.Settings(ctx)
	return prefs.Read(stored, s.tables, time.Local), err
}

// set sets one of them.
func (s session) set(ctx context.Context, args string) error {
	key, value, _ := strings.Cut(args, " ")
	if key == "" {
		s.talk.say("Type set, a name and a value, such as: set theme dark. The word settings lists the names.")
		return nil
	}
	v, err := s.preferred(ctx)
	if err != nil {
		return err
	}
	kept, err := v.Check(key, value, s.tables, time.Local)
	if err != nil {
		s.talk.say(sentence(err.Error()))
		return nil
	}
	if _, err := s.journal.SetSetting(ctx, key, kept); err != nil {
		return err
	}
	if kept == "" {
		s.talk.say(key + " is as it usually is.")
		return nil
	}
	s.talk.say(fmt.Sprintf("%s is %s now.", key, kept))
	return nil
}
