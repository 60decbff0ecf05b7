package lab

import (
	"maps"
	"math"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/lessons"
	"sysprep/scenarios"
	"sysprep/tui/ask"
	"sysprep/tui/screen"
)

// step plays a simulate or challenge step in a lab.
type step struct {
	screen.StepContext
	lab    Lab
	err    error
	scroll screen.Scroll
	page   page
	text   []string // the step's prose

	explained map[string][]string // what explains the predictions, by their steps
	h         int
	sent      bool // the watched run was handed to the player
	saving    bool // so was a judgement, and it is not on disk yet
	eager     bool // the learner wants to go on once it is
}

// page is what the step shows instead of the lab.
type page uint8

const (
	noPage   page = iota
	brief         // what a challenge asks for
	compared      // the run is over, and is held against the predictions
)

// NewStep plays a simulate or challenge step.
func NewStep(c screen.StepContext) screen.Step {
	s := step{StepContext: c}
	if c.Step().Kind == content.Simulate {
		s.fly(c.Step().Simulate)
		return s
	}
	def := c.Step().Challenge
	sc := s.scenario(def.Scenario)
	var set scenarios.Settings
	if def.Drive == nil {
		set = readSettings(sc, c.Draft)
	}
	s.lab, s.err = newLab(c.Env, sc, set, 1)
	s.lab.allow, s.lab.goals, s.lab.focus = def.Allow, def.Goals, onKnobs
	if def.Drive != nil && s.err == nil {
		s.err = s.lab.drive(def.Drive, c.Draft)
	}
	if def.Seeds > 0 {
		s.lab.seeds = def.Seeds
	}
	if def.PassRate > 0 {
		s.lab.need = def.PassRate
	}
	if c.Did().Tries == 0 && c.Draft == "" { // with or without words of the lesson, the goals are told
		s.page = brief
	}
	return s
}

func (s step) scenario(id string) *scenarios.Scenario { return s.Env.Journal.Pack.Scenarios.Of(id) }

// readSettings reads a draft of knobs, "queue=400 attempts=2". What no longer fits the
// scenario is left out.
func readSettings(sc *scenarios.Scenario, draft string) scenarios.Settings {
	var set scenarios.Settings
	for _, part := range strings.Fields(draft) {
		k, v, ok := strings.Cut(part, "=")
		if !ok {
			continue
		}
		if err := sc.Try(set.With(k, v)); err == nil {
			set = set.With(k, v)
		}
	}
	return set
}

// writeSettings is the draft of the knobs as they stand.
func writeSettings(set scenarios.Settings) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(set)) {
		parts = append(parts, k+"="+set[k])
	}
	return strings.Join(parts, " ")
}

// Init starts a simulation that is only watched; a challenge waits for the learner.
func (s step) Init() tea.Cmd {
	if s.err != nil {
		return screen.Send(screen.Notice{Text: s.err.Error(), Bad: true})
	}
	if s.lab.watching {
		return screen.Send(startPlaying{})
	}
	return nil
}

type startPlaying struct{}

func (s step) SetState(st lessons.State) screen.Step {
	s.State = st
	return s
}

func (s step) Keys() screen.Keys {
	k := screen.Keys{Table: Bindings, Context: s.lab.context(), Why: s.why, Typing: s.lab.typing()}
	switch s.page {
	case brief:
		k.Context = "brief"
	case compared:
		k.Context = "compared"
	}
	return k
}

func (s step) why(id string) string {
	switch {
	case id == "brief" && s.Step().Challenge == nil && strings.TrimSpace(s.Step().Text) == "":
		return "nothing is asked here but to watch"
	case s.lab.watching && id == "compare" && !s.lab.run.Over() && !s.Done():
		return "let the run come to its end first (end goes there at once)"
	case id == "hint":
		if s.lab.watching {
			return "watch first"
		}
		ok, why := s.State.CanHint(s.Lesson, s.Index)
		if !ok {
			return strings.ToLower(why[:1]) + why[1:]
		}
		return ""
	case id == "giveup":
		if s.Did().Tries == 0 {
			return "have one design judged first"
		}
	}
	return s.lab.why(id)
}

func (s step) Update(msg tea.Msg) (screen.Step, tea.Cmd) {
	if s.err != nil {
		return s, nil
	}
	switch msg := msg.(type) {
	case screen.Resized:
		s.h = msg.H
		lab, cmd := s.lab.update(msg)
		s.lab = lab
		if def := s.Step().Simulate; def != nil {
			cmd = tea.Batch(cmd, ask.Explained(s.StepContext, def.Compare, msg.W))
		}
		return s, tea.Batch(cmd, s.Prose(s.Step().Text, min(msg.W, 84)))
	case screen.Rendered:
		switch {
		case msg.Step != s.Step().ID:
		case msg.Part == "":
			s.text = msg.Lines
		default:
			s.explained = ask.Keep(s.explained, msg)
		}
		return s, nil
	case startPlaying:
		if s.Did().Watched == nil {
			return s.pass(s.lab.play(true))
		}
		return s, nil
	case screen.Recorded:
		return s.recorded(msg)
	case judgedMsg:
		s.saving = true
		return s, s.Do(lessons.Event{Kind: lessons.Judged, Judgement: s.judgement(msg.j)})
	case tea.KeyPressMsg:
		return s.key(msg)
	case knobClick:
		return s.steered(func(l Lab) (Lab, tea.Cmd) { return l.clicked(msg) })
	}
	was := s.lab.run.Over()
	lab, cmd := s.lab.update(msg)
	next, cmd := s.pass(lab, cmd)
	if !was && lab.run.Over() {
		return next.(step).over(cmd)
	}
	return next, cmd
}

func (s step) pass(l Lab, cmd tea.Cmd) (screen.Step, tea.Cmd) {
	s.lab = l
	return s, cmd
}

// recorded goes on if that was waited for. What could not be kept can be done again.
func (s step) recorded(msg screen.Recorded) (screen.Step, tea.Cmd) {
	switch msg.Event.Kind {
	case lessons.Watched:
		s.sent = msg.Err == nil
	case lessons.Judged:
		eager := s.eager
		s.saving, s.eager = false, false
		switch {
		case msg.Err != nil:
			s.lab.stale = true
		case eager && msg.Event.Judgement.Won:
			return s, screen.Send(screen.GoOn{})
		case eager:
			return s.notMet()
		}
	}
	return s, nil
}

// over records a run that was watched to its end.
func (s step) over(cmd tea.Cmd) (screen.Step, tea.Cmd) {
	if !s.lab.watching || s.sent {
		return s, cmd
	}
	s.sent = true
	return s, tea.Batch(cmd, s.Do(lessons.Event{Kind: lessons.Watched, Watch: s.watch()}))
}

func (s step) watch() *lessons.Watch {
	r := s.lab.run.Result()
	out := map[string]float64{}
	for _, id := range []string{"goodput_ratio", "hit_ratio", "ghost_ratio"} {
		if v, err := r.Value(id, "", s.lab.run.Now()-30*engine.Second, s.lab.run.Now()); err == nil && !math.IsInf(v, 0) {
			out[id] = v
		}
	}
	return &lessons.Watch{Settings: s.lab.run.Settings(), Seed: s.lab.run.Seed(), Reached: scenarios.Duration(s.lab.run.Now()), Outcome: out}
}

func (s step) judgement(j scenarios.Judgement) *lessons.Judgement {
	out := &lessons.Judgement{
		Settings: j.Settings, Acts: writeActs(s.lab.judgedActs), Seeds: j.All.Of, Passed: j.All.Held, PassRate: j.All.Rate, Low: j.All.Low, High: j.All.High,
		Won: s.lab.won(&j),
	}
	for _, g := range j.Goals {
		out.Goals = append(out.Goals, lessons.GoalResult{ID: g.ID, Text: g.Text, Passed: g.Held, Low: g.Low, High: g.High})
	}
	for _, c := range j.Causes {
		out.Causes = append(out.Causes, lessons.CauseCount{Text: c.Text, Count: len(c.Seeds)})
	}
	return out
}

func (s step) key(msg tea.KeyPressMsg) (screen.Step, tea.Cmd) {
	k := s.Keys()
	hit, ok := Bindings.Match(msg, k.Context, s.why)
	if !ok {
		lab, cmd := s.lab.key(msg) // which may take text
		s.lab = lab
		return s, cmd
	}
	if hit.Reason != "" {
		return s, notice(hit.Help + ": not now, " + hit.Reason)
	}
	switch hit.ID {
	case "scrolldown", "scrollup":
		if s.page != noPage {
			by := max(1, s.h/2)
			if hit.ID == "scrollup" {
				by = -by
			}
			s.scroll = s.scroll.By(by)
			return s, nil
		}
	case "begin":
		s.page = noPage
		return s, nil
	case "brief":
		s.page, s.scroll = brief, screen.Scroll{}
		var stop tea.Cmd
		s.lab, stop = s.lab.play(false)
		return s, stop
	case "compare":
		return s.compareOrGoOn()
	case "on":
		return s.goOn()
	case "giveup":
		return s, s.DoThen(lessons.Event{Kind: lessons.Finished}, screen.GoOn{})
	case "hint":
		n := s.Did().Hints + 1
		s.page, s.scroll = brief, screen.Scroll{}.To(1000)
		var stop tea.Cmd
		s.lab, stop = s.lab.play(false)
		return s, tea.Batch(stop, s.Do(lessons.Event{Kind: lessons.Hinted, Hint: &lessons.Hint{N: n}}))
	}
	return s.steered(func(l Lab) (Lab, tea.Cmd) { return l.key(msg) })
}

// steered does something to the lab, and keeps the learner's work. The run in the lab is changed, not copied: so how it
// was is asked first.
func (s step) steered(do func(Lab) (Lab, tea.Cmd)) (screen.Step, tea.Cmd) {
	before := s.draft()
	was := s.lab.run.Over()
	lab, cmd := do(s.lab)
	s.lab = lab
	if after := s.draft(); !s.lab.watching && before != after {
		cmd = tea.Batch(cmd, s.Env.SaveDraft(s.DraftKey(), after))
	}
	if !was && lab.run.Over() {
		return s.over(cmd)
	}
	return s, cmd
}

// draft is what is kept of the learner's work: the knobs, or what was done to a run that is driven.
func (s step) draft() string {
	if s.lab.driven() {
		return strings.Join(writeActs(s.lab.run.Acts()), " ")
	}
	return writeSettings(s.lab.run.Settings())
}

// compareOrGoOn shows the predictions beside what happened; the second time it goes on.
func (s step) compareOrGoOn() (screen.Step, tea.Cmd) {
	if s.told() && s.page != compared {
		s.page, s.scroll = compared, screen.Scroll{}
		var stop tea.Cmd
		s.lab, stop = s.lab.play(false)
		return s, stop
	}
	return s.goOn()
}

func (s step) goOn() (screen.Step, tea.Cmd) {
	if s.saving {
		s.eager = true
		return s, nil
	}
	if s.Step().Kind == content.Challenge && !s.Did().Won() && !s.Done() {
		return s.notMet()
	}
	if s.Done() {
		return s, screen.Send(screen.GoOn{})
	}
	return s, s.DoThen(lessons.Event{Kind: lessons.Finished}, screen.GoOn{})
}

func (s step) notMet() (screen.Step, tea.Cmd) {
	s.lab.focus = onKnobs
	return s, notice(s.Env.Named("Not met yet: keep turning. ({lab.hint} gives a hint, {lab.giveup} leaves the challenge for now.)"))
}

func (s step) View(w, h int) screen.Page {
	if s.err != nil {
		return screen.Page{Lines: []string{s.err.Error()}}
	}
	switch s.page {
	case compared:
		lines := s.comparison(min(w, 84))
		return screen.Page{Lines: s.scroll.View(lines, h, s.Env.Theme)}
	case brief:
		return screen.Page{Lines: s.scroll.View(s.brief(min(w, 84)), h, s.Env.Theme)}
	}
	return s.lab.view(w, h, s.note(), s.predicted())
}
