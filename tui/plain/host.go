package plain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/tui/meeting"
)

// HostOptions say how an interviewer's console is shown in lines.
type HostOptions struct {
	Way   meeting.Way // how the candidate joins
	Style content.InterviewStyle
	Back  string // the command that comes back to this interview
	In    io.Reader
	Out   io.Writer
	Width int // columns of the text; 80 if 0
}

// host is the interviewer's console in lines.
type host struct {
	seated
	o      HostOptions
	offers []interview.Suggestion // as they were listed last
	ending bool                   // end was typed once
}

// Host is the interviewer's side of an interview of two people, in lines. It returns when the interviewer leaves or the
// input ends.
func Host(ctx context.Context, seat *meeting.Seat, o HostOptions) error {
	t := newTalk(o.In, o.Out, o.Width)
	defer t.close()
	h := &host{seated: newSeated(t, seat), o: o}
	h.sitDown(ctx)
	for {
		line, err := h.next(ctx, h.news)
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, errGone), ctx.Err() != nil:
			return h.bye()
		case err != nil:
			return err
		}
		if err := h.take(ctx, line); errors.Is(err, errQuit) {
			return h.bye()
		}
		h.news()
	}
}

// bye says how to come back.
func (h *host) bye() error {
	if !h.view.State.Over {
		h.talk.say("The clock stands still while you are away, and nothing is lost. To come back, type this:")
		h.talk.line(h.o.Back) // unbroken, so that it can be copied
	}
	return h.talk.err
}

func (h *host) sitDown(ctx context.Context) {
	def, v := h.script.Def, h.view
	h.talk.heading(fmt.Sprintf("You interview: %s. %d minutes, asked at %s level.", def.Title, def.Minutes, def.Level))
	h.told = len(v.State.Lines)
	_ = h.way(ctx, "")
	switch {
	case v.State.Over:
		h.talk.say("The interview is over: debrief tells the result, rubric and mark still mark it.")
	case v.State.Started:
		h.talk.say("The interview is on. This was said last:")
		_ = h.again(ctx, "")
		_ = h.time(ctx, "")
	default:
		h.talk.say("Type begin when the candidate is here; ? says what else can be typed.")
	}
}

// news tells what has happened.
func (h *host) news() {
	was := h.catchUp()
	now := h.view
	switch {
	case now.Draft != "" && was.Draft == "":
		h.talk.say("The candidate is typing; look tells what.")
	case now.State.Sketch != was.State.Sketch:
		h.talk.say("The candidate has drawn something; look tells it.")
	}
	if now.Refused > was.Refused {
		h.talk.say(fmt.Sprintf("Somebody was turned away at the door: %s so far.", count(now.Refused, "wrong code or key")))
	}
	if now.State.Over && !was.State.Over {
		h.talk.say("The interview is over. You can go on marking; debrief tells the result.")
	}
	if now.State.Rating != was.State.Rating {
		h.talk.say(fmt.Sprintf("The candidate's own rating: %s.", now.State.Rating))
	}
}

// commands are the words that can be typed now.
func (h *host) commands() []command {
	var own []command
	st := h.view.State
	if !st.Started {
		own = append(own, command{[]string{"begin", "b"}, "", "start the clock, and ask the first part", h.begin})
	} else if !st.Over {
		own = append(own,
			command{[]string{"say", "s"}, "TEXT", "say something in your own words", h.say},
			command{[]string{"send", "l"}, "[NUMBER]", "what there is to send: follow-ups, facts, estimates, curveballs; with a number, send that one", h.send},
			command{[]string{"hint", "t"}, "ITEM", "send the next hint for an item, which lowers what it can earn", h.hint},
			command{[]string{"follow", "f"}, "ITEM", "ask a follow-up that fits an item", h.follow},
			command{[]string{"look", "v"}, "", "what the candidate is typing, and the sketch", h.look},
			command{[]string{"break", "x"}, "[FAULT]", "run the sketch with a fault: a number of the list, or words such as crash db 20s; alone, the list", h.breakIt},
			command{[]string{"next"}, "", "begin the next part", h.nextPart},
			command{[]string{"end"}, "", "end the interview, when it is typed twice", h.end},
		)
	}
	if st.Started {
		own = append(own,
			command{[]string{"rubric", "r"}, "[all]", "the items of this part, or of all, with your marks and the machine's", h.rubric},
			command{[]string{"item", "i"}, "ITEM", "what was heard of an item, and what each level sounds like", h.item},
			command{[]string{"mark", "m"}, "ITEM HOW", "mark an item: 0 not shown, 1 named, 2 explained, 3 trade-off, wrong (also with a level), heard (as the machine has it), off", h.mark},
			command{[]string{"note", "n"}, "TEXT", "a note that only you see", h.note},
			command{[]string{"notes"}, "", "the script's notes for this part, and yours", h.notes},
		)
	}
	if st.Over {
		own = append(own, command{[]string{"debrief", "d"}, "", "the result, item by item", h.debrief})
	}
	return append(own,
		command{[]string{"again", "a"}, "[LINES]", "what was said last, once more", h.again},
		command{[]string{"time"}, "", "the clock", h.time},
		command{[]string{"way", "w"}, "", "how the candidate joins, and who is here", h.way},
		command{[]string{"hold"}, "", "what happens is told when you press Enter, or at once again", h.hold},
		command{[]string{"?", "help"}, "", "what can be typed here", h.help},
		command{[]string{"q", "quit"}, "", "leave; the clock stops, and nothing is lost", func(context.Context, string) error { return errQuit }},
	)
}

func (h *host) help(context.Context, string) error {
	h.talk.explainCommands(h.commands())
	return nil
}

// take does what a line says. Nothing goes to the candidate by mistake: a line that is no command does nothing.
func (h *host) take(ctx context.Context, line string) error {
	word, args, _ := strings.Cut(line, " ")
	word, args = strings.ToLower(word), strings.TrimSpace(args)
	ending := h.ending
	h.ending = false
	c, ok := find(h.commands(), word)
	switch {
	case line == "":
		return nil
	case !ok:
		h.talk.say(unknown(line, "", h.commands()) + " To say it to the candidate, type say before it.")
		return nil
	case c.args == "" && args != "":
		h.talk.say(fmt.Sprintf("%s takes nothing after it: type %s alone.", word, word))
		return nil
	case c.args != "" && c.args[0] != '[' && args == "":
		h.talk.say(fmt.Sprintf("Type %s after it: %s %s.", strings.ToLower(c.args), word, c.args))
		return nil
	}
	if c.names[0] == "end" {
		h.ending = ending
	}
	return c.do(ctx, args)
}

// do makes a move; an error is told, and nothing has happened.
func (h *host) do(ctx context.Context, mv interview.Move) bool {
	if err := h.seat.Do(ctx, mv); err != nil {
		h.talk.say(sentence(err.Error()))
		return false
	}
	return true
}

func (h *host) begin(ctx context.Context, _ string) error {
	h.do(ctx, interview.Move{Kind: interview.Began, Style: h.o.Style})
	return nil
}

func (h *host) say(ctx context.Context, text string) error {
	h.do(ctx, interview.Move{Kind: interview.Replied, Text: text})
	return nil
}

func (h *host) note(ctx context.Context, text string) error {
	if h.do(ctx, interview.Move{Kind: interview.Noted, Text: text}) {
		h.talk.say("Noted; only you see it.")
	}
	return nil
}

func (h *host) nextPart(ctx context.Context, _ string) error {
	h.do(ctx, interview.Move{Kind: interview.Phased})
	h.offers = nil
	return nil
}

// end asks once more first, for it can't be taken back.
func (h *host) end(ctx context.Context, _ string) error {
	if !h.ending {
		h.ending = true
		h.talk.say("Type end once more to end the interview; what the candidate is typing is taken.")
		return nil
	}
	h.do(ctx, interview.Move{Kind: interview.Ended})
	return nil
}

// send lists what there is to send, or sends one of what was listed last.
func (h *host) send(ctx context.Context, args string) error {
	if args == "" || len(h.offers) == 0 {
		h.offers = h.script.Suggest(h.view.State)
	}
	if args != "" {
		if i, ok := h.number(args, len(h.offers), "to send"); ok {
			h.do(ctx, h.offers[i].Move)
		}
		return nil
	}
	if len(h.offers) == 0 {
		h.talk.say("Nothing is left to send in this part: say says something of your own.")
	}
	for i, o := range h.offers {
		head := o.Group
		switch {
		case o.Now:
			head += ", asked for"
		case o.Sent:
			head += ", sent before"
		}
		h.talk.hang(fmt.Sprintf("%d. ", i+1), sentence(head)+" "+oneLine(o.Text))
	}
	return nil
}

// number reads a number of a list from 1, as an index; if it is none, that is told.
func (h *host) number(text string, n int, of string) (int, bool) {
	i, err := strconv.Atoi(text)
	if err == nil && i >= 1 && i <= n {
		return i - 1, true
	}
	if n == 0 {
		h.talk.say(fmt.Sprintf("There is nothing %s.", of))
		return 0, false
	}
	h.talk.say(fmt.Sprintf("There is no number %q %s: type %s.", text, of, numbers(n)))
	return 0, false
}

// look tells what the candidate is typing, and the sketch.
func (h *host) look(context.Context, string) error {
	text := "The candidate has typed nothing that was not handed in."
	if d := strings.TrimSpace(h.view.Draft); d != "" {
		text = "Not handed in yet: " + d
	}
	h.talk.say(text)
	if pad := strings.TrimSpace(h.view.Pad); pad != "" {
		h.talk.say("The sketch: " + pad)
	} else {
		h.talk.say("Nothing is drawn yet.")
	}
	return nil
}

// breakIt runs the sketch with a fault; what comes of it is told as part of the talk.
func (h *host) breakIt(ctx context.Context, fault string) error {
	var faults []string
	if task := h.script.DesignTask(h.view.State); task != nil {
		faults = task.Faults
	}
	if fault == "" {
		for i, f := range faults {
			h.talk.hang(fmt.Sprintf("%d. ", i+1), f)
		}
		h.talk.say("Or in words: crash db 20s, slow db 5x 20s, flush cache, surge 3x 20s, cut api db 20s.")
		return nil
	}
	if isNumber(fault) {
		i, ok := h.number(fault, len(faults), "among the faults")
		if !ok {
			return nil
		}
		fault = faults[i]
	}
	if strings.TrimSpace(h.view.Pad) == "" {
		h.talk.say("There is no sketch yet.")
		return nil
	}
	h.talk.say("It is being run.")
	if err := h.seat.Try(ctx, fault); err != nil {
		h.talk.say(sentence(err.Error()))
	}
	return nil
}

// notes are the script's for this part, and the interviewer's own.
func (h *host) notes(context.Context, string) error {
	if n := h.script.Def.Phases[h.view.State.Phase].Notes; n != "" {
		h.talk.say("Script: " + oneLine(n))
	}
	own := 0
	for _, l := range h.view.State.Lines {
		if l.Kind == interview.Noted {
			own++
			h.talk.hang("- ", l.Text)
		}
	}
	if own == 0 {
		h.talk.say("You have written no notes; they are in no debrief.")
	}
	return nil
}

// way tells how the candidate joins, and who is here.
func (h *host) way(context.Context, string) error {
	for _, l := range h.o.Way.Lines {
		if strings.HasPrefix(l, " ") {
			h.talk.line(l) // unbroken, so that it can be copied
			continue
		}
		h.talk.say(l)
	}
	h.talk.say("If the candidate wants lines of text too, as for a screen reader: --plain after the first command, or the word plain after the second.")
	if h.o.Way.Warn != "" {
		h.talk.say(h.o.Way.Warn)
	}
	here := "The candidate is not here yet."
	switch {
	case h.view.Guest:
		here = "The candidate is here."
	case h.view.State.Started:
		here = "The candidate is not here now."
	}
	h.talk.say(here)
	if n := h.view.Refused; n > 0 {
		h.talk.say(fmt.Sprintf("Turned away at the door: %s.", count(n, "wrong code or key")))
	}
	return nil
}

func (h *host) debrief(context.Context, string) error {
	h.talk.debriefing(h.script.Debrief(h.view.State), "They said")
	return nil
}
