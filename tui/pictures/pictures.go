package pictures

import (
	"context"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"sysprep/content"
	"sysprep/store"
	"sysprep/tui/kit"
)

// Picture is one screen on one ground.
type Picture struct {
	Name string // of the file, without its folder: "simulate-dark.svg"
	SVG  string
}

// answer is what the learner of the pictures writes: good in parts.
const answer = `The reboot is over, it was only the trigger. Now all 3,000 requests a second miss
and go to a database that can do 500, so its queue is full: 1,000 rows at 500 a second
are 2 seconds of waiting, but callers time out after 1 second. Every row comes too late
and is thrown away, so the cache is never filled and the next reader misses again.
I would turn away most of the users until the queue is empty, and then let them back slowly.`

// Take plays the lesson about the cache of the core pack on an empty store, and takes pictures on
// the way, each on a dark and on a light ground. It takes some seconds.
//
// Dates are those of time.Local: set it to time.UTC for the same bytes everywhere.
func Take(ctx context.Context, pack *content.Pack, st store.Store) ([]Picture, error) {
	s, err := begin(ctx, pack, st, 104, 31)
	if err != nil {
		return nil, err
	}
	var taken []Picture
	for _, shot := range []struct {
		name, title string
		upTo        func(*session) error
		wants       string // a text that is on the screen, or the script no longer fits the program
	}{
		{"simulate", "A simulation a moment after 1:30: the database is busy for callers who have gone", simulate, "1:30"},
		{"judged", "A design judged over 50 runs", judged, "It holds."},
		{"verdict", "An explanation, graded item by item", verdict, "not detected"},
		{"home", "The home screen, after a lesson", home, "ready for the interview"},
	} {
		if err := shot.upTo(s); err != nil {
			return nil, fmt.Errorf("picture %s: %w", shot.name, err)
		}
		for _, mode := range []kit.Mode{kit.Light, kit.Dark} {
			screen := s.see(mode)
			if !strings.Contains(ansi.Strip(screen), shot.wants) {
				return nil, fmt.Errorf("picture %s does not show %q: the script of the pictures no longer fits the program; it shows\n%s", shot.name, shot.wants, ansi.Strip(screen))
			}
			taken = append(taken, Picture{shot.name + "-" + mode.String() + ".svg", svg(screen, shot.title, s.w, s.h, mode)})
		}
	}
	return taken, nil
}

// simulate reads the story, predicts, and watches the run until 1:30.
func simulate(s *session) error {
	if err := s.until("· The cache that hid the cliff", "down"); err != nil {
		return err
	}
	if err := s.until("The first second", "enter"); err != nil {
		return err
	}
	s.paste("3000/s")
	s.press("tab", "tab", "enter")
	if err := s.until("Three minutes later", "enter"); err != nil {
		return err
	}
	s.press("a", "right", "right", "right", "enter")
	if err := s.until("Watch it", "enter"); err != nil {
		return err
	}
	s.press("space")
	if err := s.until("1:24", "."); err != nil {
		return err
	}
	s.press("space")
	return s.pass(46) // at four times the speed, so that messages are on their way
}

// judged mends the system and has the design judged.
func judged(s *session) error {
	s.press("end")
	if err := rolled(s); err != nil {
		return err
	}
	if err := s.until("Break the loop", "enter"); err != nil {
		return err
	}
	if err := s.until("queue length", "space"); err != nil {
		return err
	}
	s.press("down", "up")
	if err := s.until("queue 0 of 400", "left"); err != nil {
		return err
	}
	s.press("enter")
	return nil
}

// verdict answers the quiz, and explains.
func verdict(s *session) error {
	if err := s.until("On call", "enter"); err != nil {
		return err
	}
	s.press("enter", "end", "enter") // nothing is done, and judged
	s.press("G")
	if err := s.until("The boundary", "enter"); err != nil {
		return err
	}
	s.paste("500")
	s.press("enter")
	if err := s.until("What the cache hides", "enter"); err != nil {
		return err
	}
	s.paste("80%")
	s.press("enter")
	if err := s.until("Say it like an engineer", "enter"); err != nil {
		return err
	}
	s.paste(answer)
	s.press("ctrl+s")
	return nil
}

// home finishes the lesson.
func home(s *session) error { return s.until("ready for the interview", "enter") }

// rolled plays the landscape: the ball falls, and comes back.
func rolled(s *session) error {
	if err := s.until("How far down?", "enter"); err != nil {
		return err
	}
	s.paste("500/s")
	s.press("tab", "tab", "enter")
	if err := s.until("The same reboot at night", "enter"); err != nil {
		return err
	}
	s.press("a", "right", "right", "enter")
	if err := s.until("Computed", "enter"); err != nil {
		return err
	}
	s.press("enter", "space", "^")
	return nil
}
