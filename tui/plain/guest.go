package plain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/tui/meeting"
)

// guest is the candidate whom a person interviews.
type guest struct {
	seated
	draft   []string // lines of the answer that were not handed in
	pad     string   // the sketch, as it was typed
	drawing bool     // lines go to the sketch
	typed   int      // number of the last typing that was told
	rated   bool     // asked for the own rating, and answered or skipped
	read    bool     // the debrief was told
}

// Guest is the candidate's side of an interview of two people, in lines. It returns when the candidate leaves, the input
// ends, or the seat is given up.
func Guest(ctx context.Context, seat *meeting.Seat, in io.Reader, out io.Writer, width int) error {
	t := newTalk(in, out, width)
	defer t.close()
	g := &guest{seated: newSeated(t, seat)}
	g.sitDown(ctx)
	for {
		line, err := g.next(ctx, g.news)
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, errGone), ctx.Err() != nil:
			return g.talk.err
		case err != nil:
			return err
		}
		if err := g.take(ctx, line); errors.Is(err, errQuit) {
			return g.talk.err
		}
		g.news()
	}
}

// sitDown tells where one is: before the beginning, in the middle, or after the end.
func (g *guest) sitDown(ctx context.Context) {
	def, v := g.script.Def, g.view
	g.talk.heading(fmt.Sprintf("%s. %d minutes, asked at %s level, by a person.", def.Title, def.Minutes, def.Level))
	g.talk.say("What you type is your answer; a line with a single full stop hands it in. A line that begins with ? is a question to your interviewer. ? alone says what else can be typed.")
	g.talk.say("Your interviewer sees each line when you press Enter, and your sketch too. If the line is cut, come back the same way: nothing is lost.")
	g.pad, g.typed, g.rated = v.Pad, v.Typed, v.State.Rating != ""
	if v.Draft != "" {
		g.draft = strings.Split(v.Draft, "\n")
	}
	g.told = len(v.State.Lines)
	switch {
	case v.State.Over:
		g.over()
	case v.State.Started:
		g.talk.say("The interview is on. This was said last:")
		_ = g.again(ctx, "")
		_ = g.time(ctx, "")
		if len(g.draft) > 0 {
			g.talk.say("Your draft so far: " + strings.Join(g.draft, "\n"))
		}
	default:
		g.talk.say(def.Summary)
		for _, p := range def.Phases {
			g.talk.hang("- ", fmt.Sprintf("%s, %s", p.Title, count(p.Minutes, "minute")))
		}
		here := "Your interviewer is not here at the moment."
		if v.Host {
			here = "Your interviewer is here, and begins soon."
		}
		g.talk.say(here)
	}
}

// news tells what has happened.
func (g *guest) news() {
	was := g.catchUp()
	now := g.view.State
	switch {
	case now.Over && !was.State.Over:
		g.draft, g.drawing = nil, false
		g.over()
	case g.read && !maps.Equal(was.State.Ticks, now.Ticks):
		g.talk.say("The interviewer has marked something: debrief tells it anew.")
	}
}

// over asks for the candidate's own rating, or tells the debrief.
func (g *guest) over() {
	g.talk.heading("The interview is over.")
	if g.script.Def.Scored && !g.rated {
		g.talk.say("Before you see the result: which band would you give yourself? " + strings.Join(content.BandNames, ", ") + "; or Enter to skip.")
		return
	}
	g.debrief()
}

func (g *guest) debrief() {
	g.rated, g.read = true, true
	g.talk.debriefing(g.script.Debrief(g.seat.View().State), "You said")
	g.talk.say("Type debrief to hear it again, as your interviewer may go on marking, or q to leave.")
}

// commands are the words that can be typed now.
func (g *guest) commands() []command {
	always := []command{
		{[]string{"again"}, "[LINES]", "what was said last, once more", g.again},
		{[]string{"time"}, "", "the clock", g.time},
		{[]string{"hold"}, "", "what happens is told when you press Enter, or at once again", g.hold},
		{[]string{"?", "help"}, "", "what can be typed here", g.help},
		{[]string{"q", "quit"}, "", "leave; the clock goes on, and the same way in leads back", func(context.Context, string) error { return errQuit }},
	}
	switch {
	case g.view.State.Over:
		return append([]command{{[]string{"debrief"}, "", "the result, item by item", func(context.Context, string) error {
			g.debrief()
			return nil
		}}}, always...)
	case !g.view.State.Started:
		return always
	}
	return append([]command{
		{[]string{"."}, "", "hand in what you have typed", g.handIn},
		{[]string{"draft"}, "", "what you have typed and not handed in", g.tellDraft},
		{[]string{"drop"}, "", "throw away what you have typed and not handed in", g.drop},
		{[]string{"sketch"}, "", "draw your design, in lines", g.sketch},
		{[]string{"run"}, "", "try your sketch, with faults", g.run},
	}, always...)
}

func (g *guest) help(context.Context, string) error {
	g.talk.explainCommands(g.commands())
	if st := g.view.State; st.Started && !st.Over {
		g.talk.say("All else is your answer, line by line; what begins with ? is a question.")
	}
	return nil
}

// take does what a line says. Only a line that is a command and nothing else is one: the rest is words for the interviewer.
func (g *guest) take(ctx context.Context, line string) error {
	if g.drawing {
		return g.draw(ctx, line)
	}
	word, args, _ := strings.Cut(line, " ")
	if c, ok := find(g.commands(), strings.ToLower(word)); ok && (args == "" || c.args != "" && isNumber(args)) {
		return c.do(ctx, args)
	}
	st := g.view.State
	switch {
	case st.Over && !g.rated:
		g.rate(ctx, line)
	case st.Over:
		g.talk.say(unknown(line, "", g.commands()))
	case !st.Started && line != "":
		g.talk.say("The interview has not begun: your interviewer begins it. What you typed was not sent.")
	case strings.HasPrefix(line, "?"):
		g.say(ctx, interview.Asked, strings.TrimSpace(line[1:]), "Asked.")
	case line != "":
		g.draft = append(g.draft, line)
		g.typing()
	}
	return nil
}

// typing lets the interviewer see what was typed.
func (g *guest) typing() {
	g.typed++
	g.seat.Type(g.typed, strings.Join(g.draft, "\n"), g.pad)
}

// say hands something over, and says so when it is on disk.
func (g *guest) say(ctx context.Context, kind interview.Kind, text, done string) bool {
	typed := 0 // a question leaves the draft of an answer as it is
	if kind == interview.Said {
		g.typed++
		typed = g.typed
	}
	draft := g.draft
	if err := g.seat.Do(ctx, interview.Move{Kind: kind, Text: text, Typed: typed}); err != nil {
		g.talk.say(sentence(err.Error()))
		return false
	}
	if kind == interview.Asked && len(draft) > 0 {
		g.typing()
	}
	g.talk.say(done)
	return true
}

func (g *guest) handIn(ctx context.Context, _ string) error {
	if len(g.draft) == 0 {
		g.talk.say("There is nothing to hand in yet: type your answer first. Silence is fine, too.")
		return nil
	}
	if g.say(ctx, interview.Said, strings.Join(g.draft, "\n"), "Handed in.") {
		g.draft = nil
	}
	return nil
}

func (g *guest) tellDraft(context.Context, string) error {
	if len(g.draft) == 0 {
		g.talk.say("You have typed nothing since you handed in.")
		return nil
	}
	g.talk.say("Not handed in yet: " + strings.Join(g.draft, "\n"))
	return nil
}

func (g *guest) drop(context.Context, string) error {
	g.draft = nil
	g.typing()
	g.talk.say("Thrown away.")
	return nil
}

// sketch has the next lines go to the sketch.
func (g *guest) sketch(context.Context, string) error {
	task := g.script.DesignTask(g.view.State)
	if task == nil {
		g.talk.say("No part has asked for a design yet.")
		return nil
	}
	g.talk.say("Type your design, such as “users 3000/s”, “users -> api -> db”, “db workers 10 service 20ms”. A full stop alone on a line ends it.")
	switch {
	case strings.TrimSpace(g.pad) != "":
		g.talk.say("Your lines come after what you have; clear alone on a line throws that away: " + g.pad)
	case strings.TrimSpace(task.Start) != "":
		g.pad = strings.TrimRight(task.Start, "\n")
		g.talk.say("It begins with this; clear alone on a line throws it away: " + g.pad)
	}
	g.drawing = true
	return nil
}

// draw takes a line of the sketch.
func (g *guest) draw(ctx context.Context, line string) error {
	switch strings.ToLower(line) {
	case ".":
		g.drawing = false
		if err := g.seat.Do(ctx, interview.Move{Kind: interview.Sketched, Text: g.pad}); err != nil {
			g.talk.say(sentence(err.Error()))
			return nil
		}
		g.talk.say("Noted. Type run to have it tried.")
		return nil
	case "clear":
		g.pad = ""
		g.talk.say("The sketch is empty.")
	case "":
		return nil
	case "q", "quit":
		return errQuit // what was drawn is kept as it was typed
	case "?", "help":
		g.talk.say("Each line belongs to the sketch. A full stop alone ends it, clear alone empties it, q leaves.")
		return nil
	default:
		g.pad = strings.TrimLeft(g.pad+"\n"+line, "\n")
	}
	g.typing()
	return nil
}

// run has the sketch tried; what comes of it is told as part of the talk.
func (g *guest) run(ctx context.Context, _ string) error {
	g.talk.say("It is being run.")
	if err := g.seat.Try(ctx, ""); err != nil {
		g.talk.say(sentence(err.Error()))
	}
	return nil
}

// rate takes the candidate's own rating.
func (g *guest) rate(ctx context.Context, line string) {
	if line != "" {
		if err := g.seat.Do(ctx, interview.Move{Kind: interview.Rated, Ref: strings.ToLower(line)}); err != nil {
			g.talk.say(sentence(err.Error()))
			return
		}
	}
	g.debrief()
}
