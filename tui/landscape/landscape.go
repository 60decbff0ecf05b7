package landscape

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/scenarios"
	"sysprep/tui/ask"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// page is what the step shows.
type page uint8

const (
	brief    page = iota // its text, and how far the computation has come
	pageMap              // the landscape
	compared             // what was predicted
)

type step struct {
	screen.StepContext
	scenario *scenarios.Scenario
	work     screen.Work
	begin    tea.Cmd // begins the work
	err      error
	lands    []*scenarios.Landscape // by design, as far as they are computed

	design  int
	ball    scenarios.Ball
	way     path
	motion  kit.Motion
	say     string // about the last act
	fell    bool   // the learner has seen it fall by the trigger
	healed  bool   // and come back by itself
	goodput bool   // upwards are answers a second

	page   page
	text   []string
	scroll screen.Scroll

	explained map[string][]string // what explains the predictions, by their steps

	sent   bool // that it was seen was handed to the player
	w, h   int
	canvas *kit.Canvas
}

// New plays a simulate step with a landscape.
func New(c screen.StepContext) screen.Step {
	s := step{StepContext: c, motion: kit.NewMotion(c.Env.Reduced), canvas: kit.NewCanvas(0, 0), way: path{points: []point{{}}}}
	def := c.Step().Simulate
	s.scenario = c.Env.Journal.Pack.Scenarios.Of(def.Scenario)
	s.work, s.begin = s.compute()
	return s
}

// compute takes the landscape of the first design that has none yet.
func (s step) compute() (screen.Work, tea.Cmd) {
	form, sc := s.def().Landscape, s.scenario
	d := form.Designs[len(s.lands)]
	return s.Env.Start(func(ctx context.Context, cores int, progress func(done, of int)) (any, error) {
		w, err := form.Sweep(sc, d)
		if err != nil {
			return nil, err
		}
		return w.Landscape(ctx, cores, progress)
	})
}

func (s step) def() *content.SimulateStep { return s.Step().Simulate }

func (s step) land() *scenarios.Landscape { return s.lands[s.design] }

// Init begins the computation.
func (s step) Init() tea.Cmd { return s.begin }

// Leave ends it.
func (s step) Leave() { s.work.Stop() }

func (s step) SetState(st lessons.State) screen.Step {
	s.State = st
	return s
}

func (s step) Keys() screen.Keys {
	return screen.Keys{Table: Bindings, Context: [...]string{"brief", "map", "compared"}[s.page], Why: s.why}
}

// why says why a key does nothing now.
func (s step) why(id string) string {
	switch {
	case id == "begin" && s.err != nil:
		return "it could not be computed"
	case id == "begin" && s.lands == nil:
		return "it is being computed"
	case id == "design" && len(s.def().Landscape.Designs) < 2:
		return "there is one design"
	case id == "design" && len(s.lands) < 2:
		return fmt.Sprintf("the next one is being computed, %d of %d runs", s.work.Done, s.work.Of)
	}
	return ""
}

func (s step) Update(msg tea.Msg) (screen.Step, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Resized:
		s.w, s.h = msg.W, msg.H
		return s, tea.Batch(s.Prose(s.Step().Text, min(s.w, 84)), ask.Explained(s.StepContext, s.def().Compare, s.w))
	case screen.Rendered:
		switch {
		case msg.Step != s.Step().ID:
		case msg.Part == "":
			s.text = msg.Lines
		default:
			s.explained = ask.Keep(s.explained, msg)
		}
	case screen.WorkMsg:
		return s.news(msg)
	case kit.TickMsg:
		return s.tick(msg)
	case screen.Recorded:
		if msg.Event.Kind == lessons.Watched {
			s.sent = msg.Err == nil
		}
	case screen.Leaving:
		s.work.Stop()
	case tea.KeyPressMsg:
		return s.key(msg)
	}
	return s, nil
}

// news takes what the computation tells.
func (s step) news(msg screen.WorkMsg) (screen.Step, tea.Cmd) {
	work, wait, over, result, err := s.work.Take(msg)
	s.work = work
	switch {
	case !over || errors.Is(err, context.Canceled):
		return s, wait
	case err != nil:
		if len(s.lands) == 0 {
			s.err = err
		}
		return s, screen.Send(screen.Notice{Text: "The landscape could not be computed: " + err.Error(), Bad: true})
	}
	s.lands = append(s.lands[:len(s.lands):len(s.lands)], result.(*scenarios.Landscape))
	if len(s.lands) == 1 {
		s = s.stand(0)
		if strings.TrimSpace(s.Step().Text) == "" {
			s.page = pageMap
		}
	}
	if len(s.lands) == len(s.def().Landscape.Designs) {
		return s, nil
	}
	var next tea.Cmd
	s.work, next = s.compute()
	return s, next
}

// stand puts the ball on the story's value of the knob, in a design.
func (s step) stand(design int) step {
	s.design = design
	s.ball = s.land().Ball()
	s.way = path{points: []point{rest(s.ball)}}
	s.say = ""
	return s
}

func (s step) tick(msg kit.TickMsg) (screen.Step, tea.Cmd) {
	m, dt, cmd := s.motion.Tick(msg)
	s.motion = m
	s.way.in += dt
	if s.way.over() && dt > 0 {
		var stop tea.Cmd
		s.motion, stop = s.motion.Run(false)
		return s, stop
	}
	return s, cmd
}

func (s step) key(msg tea.KeyPressMsg) (screen.Step, tea.Cmd) {
	k := s.Keys()
	hit, ok := Bindings.Match(msg, k.Context, s.why)
	if !ok {
		return s, nil
	}
	if hit.Reason != "" {
		return s, screen.Send(screen.Notice{Text: hit.Help + ": not now, " + hit.Reason})
	}
	switch hit.ID {
	case "begin":
		s.page = pageMap
	case "brief":
		s.page, s.scroll = brief, screen.Scroll{}
	case "down":
		s.scroll = s.scroll.By(max(1, s.h/2)).Clamp(s.rows(), screen.Rows(s.rows(), s.h))
	case "up":
		s.scroll = s.scroll.By(-max(1, s.h/2))
	case "design":
		s = s.stand((s.design + 1) % len(s.lands))
	case "scale":
		s.goodput = !s.goodput
	case "go":
		return s.goOn()
	case "strike":
		to, did := s.land().Strike(s.ball)
		return s.rolled(to, did)
	default:
		n := map[string]int{"more": 1, "less": -1, "most": len(s.land().Places), "least": -len(s.land().Places)}[hit.ID]
		to, did := s.land().Move(s.ball, n)
		if to == s.ball {
			s.say = "The landscape ends here."
			return s, nil
		}
		return s.rolled(to, did)
	}
	return s, nil
}

// rolled takes what an act did, and sets the ball rolling.
func (s step) rolled(to scenarios.Ball, did scenarios.Roll) (screen.Step, tea.Cmd) {
	s.say = s.tell(s.ball, to, did)
	s.way = roll(s.ball, to, did)
	s.ball = to
	switch did {
	case scenarios.Fell:
		s.fell = true
	case scenarios.Healed:
		s.healed = s.healed || s.fell
	}
	var cmds []tea.Cmd
	if s.motion.Reduced() {
		s.way = path{points: []point{rest(to)}}
	} else if len(s.way.points) > 1 {
		var cmd tea.Cmd
		s.motion, cmd = s.motion.Run(true)
		cmds = append(cmds, cmd)
	}
	if !s.sent && s.Did().Watched == nil && s.missing() == "" {
		s.sent = true
		cmds = append(cmds, s.Do(lessons.Event{Kind: lessons.Watched, Watch: s.watch()}))
	}
	return s, tea.Batch(cmds...)
}

func (s step) watch() *lessons.Watch {
	out := map[string]float64{}
	if l := s.lands[0]; l.Border() > 0 {
		out["border"] = l.Places[l.Border()-1].At // the highest value of which the system heals by itself
	}
	return &lessons.Watch{Settings: s.def().Set, Seed: 1, Reached: s.scenario.Horizon, Outcome: out}
}

// missing is what is still to be done before the step is through.
func (s step) missing() string {
	switch {
	case !s.canFall():
		return ""
	case !s.fell:
		return "knock it over first (space fires the trigger)"
	case !s.healed:
		return "bring it back first (← turns the knob down)"
	}
	return ""
}

// canFall says whether there is a place at which the trigger brings a design down, and
// below it one where it comes back.
func (s step) canFall() bool {
	for _, l := range s.lands {
		for i := range l.Places {
			if l.Falls(i) && l.Border() > 0 {
				return true
			}
		}
	}
	return false
}

// goOn compares with the predictions, and the second time leaves the step.
func (s step) goOn() (screen.Step, tea.Cmd) {
	if why := s.missing(); why != "" && s.Did().Watched == nil {
		return s, screen.Send(screen.Notice{Text: "Not yet: " + why + "."})
	}
	if len(s.def().Compare) > 0 && s.page != compared {
		s.page, s.scroll = compared, screen.Scroll{}
		return s, nil
	}
	if s.Done() {
		return s, screen.Send(screen.GoOn{})
	}
	if s.Did().Watched == nil { // nothing can fall, so that nothing was to be done
		return s, tea.Sequence(s.Do(lessons.Event{Kind: lessons.Watched, Watch: s.watch()}), s.DoThen(lessons.Event{Kind: lessons.Finished}, screen.GoOn{}))
	}
	return s, s.DoThen(lessons.Event{Kind: lessons.Finished}, screen.GoOn{})
}
