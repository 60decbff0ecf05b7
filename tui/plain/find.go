package plain

import (
	"context"
	"fmt"
	"strings"

	"sysprep/tui/search/index"
)

// mostFound is how many places a search tells: more is not listened to.
const mostFound = 12

// search finds words in all that may be read, and in the learner's own. What was not earned
// yet is found, and not told.
func (s session) search(ctx context.Context, query string) error {
	if strings.TrimSpace(query) == "" {
		s.talk.say("Type search and some words, such as: search retry budget.")
		return nil
	}
	if err := s.journal.Fold(ctx); err != nil {
		return err
	}
	found := index.New(index.Documents(s.journal.Pack, s.journal.States())).Find(query, mostFound+1, 3*s.talk.width)
	if len(found) == 0 {
		s.talk.say("Nothing has all of these words. Fewer of them, or the beginning of one, find more.")
		return nil
	}
	for i, r := range found[:min(len(found), mostFound)] {
		s.talk.hang(fmt.Sprintf("%d. ", i+1), fmt.Sprintf("%s, %s: %s.", sentenceless(string(r.Kind)), r.Where, r.Title))
		switch {
		case len(r.Excerpt) > 0:
			var text strings.Builder
			for _, p := range r.Excerpt {
				text.WriteString(p.Text)
			}
			s.talk.hang("   ", text.String())
		case r.Ahead != "":
			s.talk.hang("   ", r.Ahead)
		case r.Text != "":
			s.talk.hang("   ", r.Text)
		}
	}
	if len(found) > mostFound {
		s.talk.say(fmt.Sprintf("These are the best %d; another word finds fewer.", mostFound))
	}
	return nil
}

// sentenceless begins with a capital letter, and has no full stop.
func sentenceless(word string) string { return strings.TrimSuffix(sentence(word), ".") }

// systems lists what can be played with outside of lessons.
func (s session) systems(context.Context, string) error {
	for _, t := range s.journal.Pack.Scenarios.Titles() {
		s.talk.hang("- ", t.ID+": "+sentence(t.Title)+" "+t.Summary)
	}
	s.talk.say("sysprep sim, with one of these names, runs it; with --knobs it says what can be turned.")
	return nil
}
