package plain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/screen"
)

// LabOptions say which run is looked at, and where.
type LabOptions struct {
	Run   *scenarios.Run // under way, or at its start
	In    io.Reader
	Out   io.Writer
	Width int          // columns of the text; 80 if 0
	Cores int          // for runs over seeds; all if 0
	Files screen.Files // where exports go; the disk if nil
}

// laboratory is the lab in words: the same acts as on the screen, one command each.
type laboratory struct {
	*talk
	run    *scenarios.Run
	cores  int
	files  screen.Files
	held   *scenarios.Design
	marked []labMark
	traced bool

	other   *scenarios.Run // the future that is not steered; nil if there is one only
	steersB bool           // run is future B, and other is A
}

// labMark is a named time.
type labMark struct {
	name string
	at   engine.Time
}

// Lab plays the lab of a run until its user leaves or the input ends.
func Lab(ctx context.Context, o LabOptions) error {
	t := newTalk(o.In, o.Out, o.Width)
	defer t.close()
	l := &laboratory{talk: t, run: o.Run, cores: o.Cores, files: o.Files}
	if l.files == nil {
		l.files = screen.Disk{}
	}
	s := l.scenario()
	l.say(sentence(s.Title + ", lab"))
	if s.Summary != "" {
		l.say(s.Summary)
	}
	l.whereNow()
	own := l.table()
	_, err := l.ask(ctx, question{say: "Type a command; ? explains them all, q leaves.", commands: own})
	switch {
	case errors.Is(err, errQuit), errors.Is(err, io.EOF):
		l.gap()
		l.say("To make this run again, type this:")
		l.line("sysprep lab " + l.run.Link(true) + " --plain")
		return l.err
	case err == errDone:
		return l.err
	}
	return err
}

func (l *laboratory) scenario() *scenarios.Scenario { return l.run.Scenario() }

// table is what can be typed in the lab.
func (l *laboratory) table() []command {
	var all []command
	all = []command{
		{[]string{"on"}, "[DURATION]", "run on, by 15 s or so long, such as on 30s", l.on},
		{[]string{"to"}, "TIME", "go to a time of the run, back or forth, such as to 90s", l.to},
		{[]string{"end"}, "", "run on to the end", func(ctx context.Context, _ string) error { return l.to(ctx, l.scenario().Horizon.String()) }},
		{[]string{"knobs"}, "", "list the knobs", l.listKnobs},
		{[]string{"set"}, "KNOB VALUE", "turn a knob now", l.turn},
		{[]string{"faults"}, "", "list the faults", l.listFaults},
		{[]string{"inject"}, "FAULT", "start a fault now", l.inject},
		{[]string{"lift"}, "FAULT", "end a fault now", l.lift},
		{[]string{"node"}, "[NAME]", "inspect a node, or list them", l.node},
		{[]string{"edge"}, "[NUMBER]", "inspect an edge, or list them", l.edge},
		{[]string{"requests"}, "[failed]", "list the requests that are followed", l.requests},
		{[]string{"request"}, "NUMBER", "tell the life of a request: what happened, what was believed, what was true", l.request},
		{[]string{"mark"}, "NAME", "set a bookmark at the present time", l.mark},
		{[]string{"marks"}, "", "list the bookmarks", l.marks},
		{[]string{"go"}, "NAME", "go to a bookmark", l.goTo},
		{[]string{"hold"}, "", "hold the present design as A, to compare with", l.hold},
		{[]string{"fork"}, "", "make a second future from here, B: A goes on without what you do to it", l.fork},
		{[]string{"other"}, "", "steer the other future", l.steerOther},
		{[]string{"drop"}, "", "keep only the future that you steer", l.drop},
		{[]string{"compare"}, "[SEEDS]", "run the two futures over seeds, on the same luck; without a fork, design A (as it is, or held) and the present one", l.compare},
		{[]string{"sweep"}, "KNOB [METRIC]", "run each value of a knob over seeds", l.sweep},
		{[]string{"judge"}, "[SEEDS]", "run the design over seeds, and see in how many each goal is reached", l.judge},
		{[]string{"export"}, "FORM FILE", "write the run as json, csv, svg or cast", l.export},
		{[]string{"link"}, "", "the command that makes this run again", func(context.Context, string) error {
			l.line("sysprep lab " + l.run.Link(true))
			return nil
		}},
		{[]string{"?", "help"}, "", "what can be typed here", func(context.Context, string) error {
			l.explainCommands(all)
			return nil
		}},
		{[]string{"q", "quit"}, "", "leave", func(context.Context, string) error { return errQuit }},
	}
	return all
}

// whereNow says the time, and how the run stands.
func (l *laboratory) whereNow() {
	now := l.run.Now()
	text := ""
	if l.other != nil {
		text = "Future " + l.letter() + ". "
	}
	text += fmt.Sprintf("It is %s of %s, seed %d.", clock(now), clock(engine.Time(l.scenario().Horizon)), l.run.Seed())
	if from := max(0, now-5*l.scenario().Window()); now > 0 {
		text += " " + stretch(l.run.Result(), from, now)
	}
	l.say(text)
}

func (l *laboratory) on(_ context.Context, args string) error {
	by := engine.Time(tellEvery) * l.scenario().Window()
	if args != "" {
		d, err := scenarios.ParseDuration(args)
		if err != nil || d <= 0 {
			l.say(fmt.Sprintf("%q is not a span of time: type on 30s.", args))
			return nil
		}
		by = engine.Time(d)
	}
	l.tellTo(l.run.Now() + by)
	return nil
}

// tellTo runs on to a time, and tells the way there.
func (l *laboratory) tellTo(end engine.Time) {
	end = min(end, engine.Time(l.scenario().Horizon))
	every := tellEvery * l.scenario().Window()
	remarks := faultRemarks(l.scenario(), l.run.Acts())
	for told := l.run.Now(); told < end; {
		next := min(told/every*every+every, end)
		l.say(clock(next) + ". " + l.advance(told, next))
		for _, r := range remarks {
			if r.at >= told && r.at < next {
				l.hang("   ", clock(r.at)+". "+r.text)
			}
		}
		told = next
	}
	switch {
	case !l.run.Over():
	case l.other != nil:
		a, b := l.futures()
		l.say("The run is over. In A: " + outcome(a.Result()) + " In B: " + outcome(b.Result()))
	default:
		l.say("The run is over. " + outcome(l.run.Result()))
	}
}

func (l *laboratory) to(_ context.Context, args string) error {
	d, err := scenarios.ParseDuration(args)
	if err != nil || d < 0 || d > l.scenario().Horizon {
		l.say(fmt.Sprintf("Type a time from 0s to %s, such as to 90s.", l.scenario().Horizon))
		return nil
	}
	if at := engine.Time(d); at >= l.run.Now() {
		l.tellTo(at)
		return nil
	}
	l.seek(engine.Time(d))
	l.whereNow()
	return nil
}

func (l *laboratory) listKnobs(context.Context, string) error {
	for _, k := range l.scenario().Knobs {
		v, err := l.scenario().Value(k.ID, l.run.Settings())
		if err != nil {
			return err
		}
		l.hang("- ", sentence(fmt.Sprintf("%s (%s) is %s. %s %s", k.ID, k.Label, k.Shown(v), bounds(k), k.Help)))
	}
	return nil
}

// did says what an act came to.
func (l *laboratory) did(err error, text string) error {
	if err != nil {
		l.say(sentence(err.Error()))
		return nil
	}
	l.say(text + " at " + clock(l.run.Now()) + ".")
	return nil
}

func (l *laboratory) turn(_ context.Context, args string) error {
	words := strings.Fields(strings.Replace(args, "=", " ", 1))
	if len(words) != 2 {
		l.say("Type a knob and its value, such as set queue 400; knobs lists them.")
		return nil
	}
	return l.did(l.run.Turn(words[0], words[1]), words[0]+" is "+words[1])
}

func (l *laboratory) listFaults(context.Context, string) error {
	if len(l.scenario().Faults) == 0 {
		l.say("This scenario has no faults.")
	}
	active := l.run.Active()
	for _, f := range l.scenario().Faults {
		text := f.ID + ": " + f.Label + "."
		if f.On {
			text += " Part of the story, at " + clock(engine.Time(f.At)) + "."
		}
		if active[f.ID] {
			text += " In force."
		}
		l.hang("- ", text)
	}
	return nil
}

func (l *laboratory) inject(_ context.Context, args string) error {
	return l.did(l.run.Inject(args), args+" begins")
}

func (l *laboratory) lift(_ context.Context, args string) error {
	return l.did(l.run.Lift(args), args+" ends")
}

func (l *laboratory) mark(_ context.Context, args string) error {
	if args == "" {
		l.say("Give the bookmark a name, such as mark before the flush.")
		return nil
	}
	l.marked = slices.DeleteFunc(l.marked, func(m labMark) bool { return m.name == args })
	l.marked = append(l.marked, labMark{args, l.run.Now()})
	l.say(fmt.Sprintf("%q marks %s.", args, clock(l.run.Now())))
	return nil
}

func (l *laboratory) marks(context.Context, string) error {
	if len(l.marked) == 0 {
		l.say("There are no bookmarks: mark NAME sets one.")
	}
	for _, m := range l.marked {
		l.hang("- ", clock(m.at)+": "+m.name)
	}
	return nil
}

func (l *laboratory) goTo(_ context.Context, args string) error {
	for _, m := range l.marked {
		if m.name == args {
			l.seek(m.at)
			l.whereNow()
			return nil
		}
	}
	l.say(fmt.Sprintf("There is no bookmark %q: marks lists them.", args))
	return nil
}
