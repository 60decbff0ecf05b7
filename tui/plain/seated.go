package plain

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"sysprep/interview"
	"sysprep/tui/meeting"
	"sysprep/tui/mock"
)

// seated is one of two people at a table, in lines. What the other one does is told when it happens, below what was
// written before: nothing is drawn twice.
type seated struct {
	talk   *talk
	seat   *meeting.Seat
	script *interview.Script
	view   meeting.View // as it was told last
	told   int          // lines of the talk that were told
	held   bool         // what happens is told when Enter is pressed
	warned map[int]int  // of the time, by part: 1 a minute is left, 2 it is up
}

func newSeated(t *talk, seat *meeting.Seat) seated {
	return seated{talk: t, seat: seat, script: seat.Script(), view: seat.View(), warned: map[int]int{}}
}

// errGone says that the seat was taken away; why, the door tells.
var errGone = errors.New("the seat was given up")

// next returns the next line that is typed here; until it comes, news is told.
func (s *seated) next(ctx context.Context, news func()) (string, error) {
	for {
		line, ok, err := s.talk.hearOr(ctx, s.seat.News(), s.seat.Done())
		if err != nil {
			return "", err
		}
		if ok {
			return line, nil
		}
		select {
		case <-s.seat.Done():
			return "", errGone
		default:
		}
		if !s.held {
			news()
		}
	}
}

// catchUp takes the session as it is now, and tells what both hear of: the talk, who is here, the time, and trouble.
func (s *seated) catchUp() (was meeting.View) {
	was, s.view = s.view, s.seat.View()
	other, here, before := "candidate", s.view.Guest, was.Guest
	if s.seat.By == interview.Candidate {
		other, here, before = "interviewer", s.view.Host, was.Host
	}
	switch {
	case here && !before:
		s.talk.say("The " + other + " is here.")
	case before && !here:
		s.talk.say("The " + other + " is gone. Nothing is lost: they can come back.")
	}
	for ; s.told < len(s.view.State.Lines); s.told++ {
		l := s.view.State.Lines[s.told]
		if l.By == s.seat.By && (l.Kind == interview.Said || l.Kind == interview.Asked) {
			continue // just typed here
		}
		s.tell(l)
	}
	if t := s.view.Trouble; t != "" && t != was.Trouble {
		s.talk.say(sentence(t))
	}
	s.warn()
	return was
}

// tell tells one line of the talk.
func (s *seated) tell(l interview.Line) {
	switch l.Kind {
	case interview.Noted, interview.Joined, interview.Left:
		return
	case interview.Phased:
		p := s.script.Def.Phases[l.Phase]
		s.talk.heading(fmt.Sprintf("Part %d of %d: %s, %s.", l.Phase+1, len(s.script.Def.Phases), p.Title, count(p.Minutes, "minute")))
	}
	s.talk.say(fmt.Sprintf("%s %s: %s", mock.Clock(l.At), s.speaker(l), strings.TrimSpace(l.Text)))
	if l.Kind == interview.Threw {
		s.talk.boards(s.seat.Pack(), s.script, l.Ref)
	}
}

// speaker says who says a line, and as what.
func (s *seated) speaker(l interview.Line) string {
	who := "Candidate"
	if l.By != interview.Candidate {
		who = "Interviewer"
	}
	if l.By == s.seat.By {
		who = "You"
	}
	switch l.Kind {
	case interview.Hinted:
		return who + ", a hint"
	case interview.Asked:
		return who + ", a question"
	case interview.Tried:
		return "The sketch was run"
	}
	return who
}

// warn says once for each part that its time is nearly up, and that it is.
func (s *seated) warn() {
	st := s.view.State
	if !st.Started || st.Over {
		return
	}
	left := s.script.PhaseLeft(st, s.view.Clock)
	stage := 0
	switch {
	case left <= 0:
		stage = 2
	case left < time.Minute && s.script.Def.Phases[st.Phase].Minutes > 1:
		stage = 1
	}
	if stage <= s.warned[st.Phase] {
		return
	}
	s.warned[st.Phase] = stage
	switch {
	case stage == 1:
		s.talk.say("A minute is left of this part.")
	case s.seat.By == interview.Interviewer:
		s.talk.say("The time of this part is up: next begins the next one, when you like.")
	default:
		s.talk.say("The time of this part is up; your interviewer decides when to go on.")
	}
}

// usualAgain is how many lines of the talk are told again if nobody says how many.
const usualAgain = 5

// again tells the last lines of the talk once more.
func (s *seated) again(_ context.Context, args string) error {
	n := usualAgain
	if args != "" {
		var err error
		if n, err = strconv.Atoi(args); err != nil || n < 1 {
			s.talk.say(fmt.Sprintf("%q is no number of lines: type again %d.", args, 2*usualAgain))
			return nil
		}
	}
	var spoken []interview.Line
	for _, l := range s.view.State.Lines {
		if l.Kind != interview.Noted && l.Kind != interview.Joined && l.Kind != interview.Left {
			spoken = append(spoken, l)
		}
	}
	if len(spoken) == 0 {
		s.talk.say("Nothing was said yet.")
	}
	for _, l := range spoken[max(0, len(spoken)-n):] {
		s.tell(l)
	}
	return nil
}

// time tells the clock.
func (s *seated) time(context.Context, string) error {
	st := s.view.State
	switch {
	case st.Over:
		s.talk.say(fmt.Sprintf("The interview is over; it took %s.", mock.Clock(st.Now)))
	case !st.Started:
		s.talk.say("The clock has not started yet.")
	default:
		now := s.seat.View().Clock
		left, word := s.script.PhaseLeft(st, now), "left of"
		if left < 0 {
			left, word = -left, "over the time of"
		}
		s.talk.say(fmt.Sprintf("%s on the clock, of %s; %s %s this part.", mock.Clock(now), count(s.script.Def.Minutes, "minute"), mock.Clock(left), word))
	}
	return nil
}

// hold has news wait for Enter, or no longer.
func (s *seated) hold(context.Context, string) error {
	if s.held = !s.held; s.held {
		s.talk.say("What happens is told when you press Enter. Type hold again to be told at once.")
	} else {
		s.talk.say("What happens is told at once.")
	}
	return nil
}
