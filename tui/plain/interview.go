package plain

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/scenarios"
	"sysprep/tui/kit/chart"
	"sysprep/tui/lab"
)

// interviews lists the mock interviews and loops, and plays one; id names it, or is empty to choose.
func (s session) interviews(ctx context.Context, id string) error {
	pack := s.journal.Pack
	if l, ok := pack.Loop(id); ok {
		return s.loop(ctx, l)
	}
	if id != "" {
		def, err := pack.Interview(id)
		if err != nil {
			return err
		}
		return s.mock(ctx, def)
	}
	ids := pack.Interviews.IDs()
	if len(ids) == 0 {
		s.talk.say(fmt.Sprintf("The pack %s has no interviews.", pack.Manifest.ID))
		return nil
	}
	s.talk.heading("Mock interviews")
	for i, id := range ids {
		def := pack.Interviews.Of(id)
		s.talk.hang(fmt.Sprintf("%d. ", i+1), fmt.Sprintf("%s. %d minutes. %s", def.Title, def.Minutes, def.Summary))
	}
	for _, l := range pack.Manifest.Loops {
		ids = append(ids, l.ID)
		s.talk.hang(fmt.Sprintf("%d. ", len(ids)), fmt.Sprintf("%s. %d minutes. %s", l.Title, pack.Minutes(&l), l.Summary))
	}
	n, err := s.which(ctx, len(ids))
	if err != nil {
		return err
	}
	return s.interviews(ctx, ids[n])
}

// which asks for one of several, and gives its place.
func (s session) which(ctx context.Context, of int) (int, error) {
	for {
		line, err := s.talk.ask(ctx, question{
			say: fmt.Sprintf("Type %s to open one, or q to quit.", numbers(of)), wants: numbers(of), takes: isNumber,
			commands: []command{{[]string{"q", "quit"}, "", "leave", func(context.Context, string) error { return errQuit }}},
		})
		if err != nil {
			return 0, err
		}
		if n, _ := strconv.Atoi(line); n >= 1 && n <= of {
			return n - 1, nil
		}
		s.talk.say(fmt.Sprintf("There is no interview %s.", line))
	}
}

// loop tells how far a loop is, and plays a round of it.
func (s session) loop(ctx context.Context, def *content.Loop) error {
	d, err := s.journal.Loop(ctx, def)
	if err != nil {
		return err
	}
	s.talk.heading(fmt.Sprintf("%s. %d minutes.", def.Title, s.journal.Pack.Minutes(def)))
	s.talk.say(def.Summary)
	for i, r := range d.Rounds {
		s.talk.hang(fmt.Sprintf("%d. ", i+1), fmt.Sprintf("%s. %d minutes, %d %% of the decision: %s.", r.Title, r.Minutes, r.Weight, r.Band()))
	}
	if d.Done {
		s.talk.say(fmt.Sprintf("The panel: %s, %.0f %% of the points.", d.Band, 100*d.Score))
		for _, r := range d.Reasons {
			s.talk.say(r)
		}
		for i, n := range d.Next {
			s.talk.hang(fmt.Sprintf("Next %d. ", i+1), n.Title+": "+n.Why+".")
		}
	}
	n, err := s.which(ctx, len(d.Rounds))
	if err != nil {
		return err
	}
	iv, err := s.journal.Pack.Interview(def.Rounds[n].Interview)
	if err != nil {
		return err
	}
	return s.mock(ctx, iv)
}

// candidate is one mock interview in lines.
type candidate struct {
	session
	script *interview.Script
	id     string // of the session
	state  interview.State
	origin time.Time
	told   int // lines of the talk that were shown
	draft  string
	sketch string
}

// mock plays an interview, or goes on with one that was left.
func (s session) mock(ctx context.Context, def *content.Interview) error {
	script, err := interview.NewScript(s.journal.Pack, def)
	if err != nil {
		return err
	}
	c := &candidate{session: s, script: script, id: uuid.NewString()}
	s.talk.heading(fmt.Sprintf("%s. %d minutes, asked at %s level.", def.Title, def.Minutes, def.Level))
	if err := c.resume(ctx, def); err != nil {
		return err
	}
	if !c.state.Started {
		s.talk.say(def.Intro)
		s.talk.say("What you type is your answer; a line with a single full stop hands it in. A line that begins with ? is a question to the interviewer. hint, next, sketch, run, time and q do what they say. The clock goes on while you think; what the interviewer says comes when you press Enter.")
		if err := c.do(ctx, script.Begin("", false)); err != nil {
			return err
		}
	}
	for !c.state.Over {
		if err := c.turn(ctx); err != nil {
			return err
		}
	}
	return c.afterwards(ctx)
}

// resume goes on with the session that was left, if there is one.
func (c *candidate) resume(ctx context.Context, def *content.Interview) error {
	sessions, err := c.journal.Own(ctx, def.ID)
	if err != nil {
		return err
	}
	c.origin = c.journal.Now()
	if len(sessions) == 0 || sessions[0].Over() {
		return nil
	}
	last := sessions[0]
	c.id, c.state = last.ID, interview.Fold(c.script, last.Events)
	c.origin = c.origin.Add(-c.state.Now)
	c.sketch = c.state.Sketch
	c.draft, err = c.journal.Draft(ctx, c.journal.SessionDraft(c.id, "text"))
	c.talk.say(fmt.Sprintf("You left this interview at %s; its clock stood still.", c.clock()))
	if c.draft != "" {
		c.talk.say("Your draft so far: " + c.draft)
	}
	return err
}

func (c *candidate) now() time.Duration { return c.journal.Now().Sub(c.origin) }

func (c *candidate) clock() string { return chart.Clock(c.state.Now) }

// do writes events and adds them.
func (c *candidate) do(ctx context.Context, events ...interview.Event) error {
	if err := c.journal.RecordInterview(ctx, c.script.Def.ID, c.id, events...); err != nil {
		return err
	}
	for _, e := range events {
		next, err := c.state.Apply(c.script, e)
		if err != nil {
			return err
		}
		c.state = next
	}
	return nil
}

// catchUp lets the interviewer do what was due, and tells it.
func (c *candidate) catchUp(ctx context.Context) error {
	for !c.state.Over {
		now := c.now()
		if c.script.PhaseLeft(c.state, now) <= 0 && c.draft != "" {
			c.talk.say("Time is up for this part: what you had typed was handed in.")
			if err := c.handIn(ctx, now); err != nil {
				return err
			}
			continue
		}
		events := c.script.Reply(c.state, now)
		if len(events) == 0 {
			break
		}
		if err := c.do(ctx, events...); err != nil {
			return err
		}
	}
	c.tell()
	return nil
}

// tell says what the interviewer said since.
func (c *candidate) tell() {
	for ; c.told < len(c.state.Lines); c.told++ {
		l := c.state.Lines[c.told]
		if l.By == interview.Candidate || l.Kind == interview.Noted {
			continue
		}
		who := "Interviewer"
		switch l.Kind {
		case interview.Phased:
			p := c.script.Def.Phases[l.Phase]
			c.talk.heading(fmt.Sprintf("Part %d of %d: %s, %s.", l.Phase+1, len(c.script.Def.Phases), p.Title, count(p.Minutes, "minute")))
		case interview.Hinted:
			who = "Hint"
		}
		c.talk.say(who + ": " + l.Text)
		if l.Kind == interview.Threw {
			c.talk.boards(c.journal.Pack, c.script, l.Ref)
		}
	}
}

// boards tells the dashboards of a curveball: each chart at five moments.
func (t *talk) boards(pack *content.Pack, sc *interview.Script, id string) {
	for _, p := range sc.Def.Phases {
		for _, ball := range p.Curveballs {
			if ball.ID != id || ball.Dashboards == nil {
				continue
			}
			d := ball.Dashboards
			s, err := pack.Scenario(d.Scenario)
			if err != nil {
				t.say(err.Error())
				return
			}
			charts, axis, err := lab.Dashboards(s, scenarios.Settings(d.Set), d.At)
			if err != nil {
				t.say(err.Error())
				return
			}
			for _, ch := range charts {
				t.hang("- ", chartWords(ch, axis))
			}
		}
	}
}

// chartWords tells a chart at five moments.
func chartWords(ch chart.Chart, axis chart.Axis) string {
	const moments = 5
	var parts []string
	for i := range moments {
		at := (len(ch.Series) - 1) * i / (moments - 1)
		if at < 0 {
			return ch.Label + ": nothing yet"
		}
		parts = append(parts, fmt.Sprintf("%s%s at %s", chart.Short(ch.Series[at]), ch.Unit, chart.Clock(time.Duration(at+1)*axis.Window)))
	}
	return ch.Label + ": " + strings.Join(parts, ", ")
}

// turn takes one line.
func (c *candidate) turn(ctx context.Context) error {
	if err := c.catchUp(ctx); err != nil || c.state.Over {
		return err
	}
	line, err := c.talk.hear(ctx)
	if err != nil {
		return c.keep(err)
	}
	if err := c.catchUp(ctx); err != nil || c.state.Over {
		return err
	}
	now := c.now()
	switch word := strings.ToLower(line); {
	case line == ".":
		if strings.TrimSpace(c.draft) == "" {
			c.talk.say("There is nothing to hand in yet: type your answer first.")
			return nil
		}
		return c.handIn(ctx, now)
	case strings.HasPrefix(line, "?"):
		text := strings.TrimSpace(strings.TrimPrefix(line, "?"))
		if text == "" {
			c.talk.say("Type your question after the ?, such as “? How much traffic is there”. Else: a full stop alone hands your answer in; hint, next, sketch, run, time, q.")
			return nil
		}
		return c.do(ctx, c.script.Ask(now, text))
	case word == "hint":
		e, ok := c.script.Hint(c.state, now)
		if !ok {
			e = interview.NoHint(now)
		}
		return c.do(ctx, e)
	case word == "next":
		if strings.TrimSpace(c.draft) != "" {
			c.talk.say("Hand your answer in first, with a full stop alone on a line.")
			return nil
		}
		return c.do(ctx, c.script.Next(c.state, now, interview.Candidate))
	case word == "time":
		c.talk.say(fmt.Sprintf("%s on the clock; %s left of this part.", chart.Clock(now), chart.Clock(c.script.PhaseLeft(c.state, now))))
		return nil
	case word == "sketch":
		return c.draw(ctx)
	case word == "run":
		return c.run(ctx, now)
	case word == "q" || word == "quit":
		return c.keep(errQuit)
	case line == "":
		return nil
	}
	if c.draft != "" {
		c.draft += "\n"
	}
	c.draft += line
	return c.journal.SaveDraft(ctx, c.journal.SessionDraft(c.id, "text"), c.draft)
}

// handIn answers with the draft.
func (c *candidate) handIn(ctx context.Context, now time.Duration) error {
	if err := c.do(ctx, c.script.Say(c.state, now, c.draft)); err != nil {
		return err
	}
	c.draft = ""
	return c.journal.SaveDraft(ctx, c.journal.SessionDraft(c.id, "text"), "")
}

// keep leaves; what was typed stays.
func (c *candidate) keep(err error) error {
	c.talk.say(fmt.Sprintf("The clock stands still at %s. \"%s\" goes on from here.", chart.Clock(c.now()), c.command("interview", c.script.Def.ID)))
	return err
}

// draw takes a sketch, line by line.
func (c *candidate) draw(ctx context.Context) error {
	c.talk.say("Type your design, such as “users 3000/s”, “users -> api -> db”, “db workers 10 service 20ms”. A full stop alone on a line ends it.")
	if c.sketch != "" {
		c.talk.say("It replaces what you had: " + oneLine(strings.ReplaceAll(c.sketch, "\n", "; ")))
	}
	var lines []string
	for {
		line, err := c.talk.hear(ctx)
		if err != nil {
			return c.keep(err)
		}
		if line == "." {
			break
		}
		lines = append(lines, line)
	}
	c.sketch = strings.Join(lines, "\n")
	c.talk.say("Noted. Type run to have it tried.")
	return c.do(ctx, interview.Event{At: c.now(), Kind: interview.Sketched, By: interview.Candidate, Text: c.sketch})
}

// run tries the sketch.
func (c *candidate) run(ctx context.Context, now time.Duration) error {
	trials, err := interview.Try(c.sketch, c.script.Def.Phases[c.state.Phase].Design)
	if err != nil {
		c.talk.say(sentence(err.Error()))
		return nil
	}
	c.talk.trials(trials)
	return c.do(ctx, interview.TriedOut(now, trials))
}

// afterwards asks for the candidate's own rating and tells the debrief.
func (c *candidate) afterwards(ctx context.Context) error {
	c.tell()
	c.talk.heading("The interview is over.")
	if c.script.Def.Scored {
		if err := c.rate(ctx); err != nil {
			return err
		}
	}
	d := c.script.Debrief(c.state)
	c.talk.debriefing(d, "You said")
	n, err := c.journal.ReviewLater(ctx, d.Next)
	if n > 0 {
		c.talk.say(fmt.Sprintf("%d of them come back in your reviews.", n))
	}
	return err
}

func (c *candidate) rate(ctx context.Context) error {
	for {
		c.talk.say("Before you see the result: which band would you give yourself? " + strings.Join(content.BandNames, ", ") + "; or Enter to skip.")
		line, err := c.talk.hear(ctx)
		if err != nil {
			return err
		}
		if line == "" {
			return nil
		}
		e, err := c.script.Rate(c.state.Now, line)
		if err == nil {
			return c.do(ctx, e)
		}
		c.talk.say(sentence(err.Error()))
	}
}
