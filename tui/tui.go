// Package tui is the tutor in the terminal: a stack of screens, each in a package of
// its own. This package only routes: messages to the screen on top, screens on and off
// the stack, keys to help, and everything that is drawn into one frame.
package tui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"sysprep/content"
	"sysprep/scenarios"
	"sysprep/store"
	"sysprep/tui/ask"
	"sysprep/tui/debrief"
	"sysprep/tui/explain"
	"sysprep/tui/explore"
	"sysprep/tui/home"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
	"sysprep/tui/lab"
	"sysprep/tui/labs"
	"sysprep/tui/landscape"
	"sysprep/tui/lesson"
	"sysprep/tui/meeting"
	"sysprep/tui/mock"
	"sysprep/tui/preflight"
	"sysprep/tui/prefs"
	"sysprep/tui/progress"
	"sysprep/tui/raster"
	"sysprep/tui/read"
	"sysprep/tui/review"
	"sysprep/tui/screen"
	"sysprep/tui/search"
	"sysprep/tui/settings"
	"sysprep/tui/tour"
	"sysprep/tui/worked"
)

// Place is where the tutor opens: Kind is "home", "learn", "lab", "review", "progress" or "interview";
// ID is the lesson, scenario or interview, or empty for the one to go on with.
type Place struct {
	Kind string
	ID   string
}

// Options are what the tutor needs.
type Options struct {
	Pack     *content.Pack
	Store    store.Store
	Now      func() time.Time
	Start    Place
	Settings scenarios.Settings // of the lab
	Seed     uint64             // of the lab; 0 means 1
	Lab      *scenarios.Run     // in place of Settings and Seed: a run that is under way; nil: none
	Reduced  bool               // motion is reduced, whatever the settings say
	Tour     bool               // a newcomer is shown around first
	Editor   []string           // the learner's editor with its arguments; empty if there is none

	Program []tea.ProgramOption // for tests: other input, output, size
}

// Run shows the tutor until the learner leaves it or ctx ends.
func Run(ctx context.Context, o Options) error {
	m, err := newModel(ctx, o)
	if err != nil {
		return err
	}
	m.env.Cores, m.env.Files = screen.NewCores(), screen.Disk{}
	defer m.env.Cores.Close()
	opts := append([]tea.ProgramOption{tea.WithContext(ctx)}, o.Program...)
	_, err = tea.NewProgram(m, opts...).Run()
	// For the next start. Nothing is lost without it, so it is no failure of this one.
	_ = m.env.Journal.Keep(context.WithoutCancel(ctx))
	return err
}

func newModel(ctx context.Context, o Options) (model, error) {
	j, err := journal.Start(ctx, o.Store, o.Pack, o.Now)
	if err != nil {
		return model{}, err
	}
	stored, err := j.Settings(ctx)
	if err != nil {
		return model{}, err
	}
	set := prefs.Read(stored, Tables(), time.Local)
	env := &screen.Env{
		Theme:   kit.NewTheme(modeOf(set.Theme, kit.Dark), colorprofile.Unknown).Bared(set.Bare),
		Journal: j, Prefs: set, Tables: Tables(), Reduced: o.Reduced || set.Reduced, Still: o.Reduced, Editor: o.Editor,
	}
	m := model{env: env}
	m.open = places{search: m.search, tour: m.tour, place: m.goes}
	m.stack = []screen.Screen{home.New(env, m.opener())}
	above, err := m.place(o)
	if err != nil {
		return model{}, err
	}
	if above != nil {
		m.stack = append(m.stack, above)
	}
	return m, nil
}

// Tables are the keys of all screens, in the order in which a learner meets them.
func Tables() []kit.Table {
	return []kit.Table{
		Bindings, home.Bindings, lesson.Bindings, lesson.Overview, lesson.Notes, read.Bindings, ask.Bindings, worked.Bindings, explore.Bindings, preflight.Bindings,
		lab.Bindings, landscape.Bindings, raster.Bindings, explain.Bindings, debrief.Bindings, review.Bindings, progress.Bindings,
		mock.ListBindings, mock.VisitBindings, mock.Bindings, mock.AfterBindings, mock.SaveBindings, mock.LoopBindings, mock.TrackerBindings,
		meeting.Bindings, meeting.GuestBindings, meeting.Around,
		labs.Bindings, search.Bindings, settings.Bindings, tour.Bindings,
	}
}

// opener makes the screens that home leads to.
func (m model) opener() home.Opener {
	return home.Opener{
		Lesson:     func(l *content.Lesson) screen.Screen { return lesson.New(m.env, l, "") },
		Review:     m.review,
		Interviews: func() screen.Screen { return mock.New(m.env, m.mocks()) },
		Labs:       func(first string) screen.Screen { return labs.New(m.env, first) },
		Settings:   func() screen.Screen { return settings.New(m.env) },
		Progress:   m.progress,
	}
}

// mocks are the screens that an interview leads to.
func (m model) mocks() mock.Opener {
	return mock.Opener{Lesson: func(id string) screen.Screen {
		l, err := m.env.Journal.Pack.Lesson(id)
		if err != nil {
			return nil
		}
		return lesson.New(m.env, l, "")
	}}
}

func (m model) review() screen.Screen {
	return review.New(m.env, func(l *content.Lesson, step string) screen.Screen { return lesson.New(m.env, l, step) })
}

func (m model) search() screen.Screen { return search.New(m.env) }
func (m model) tour() screen.Screen   { return tour.New(m.env) }

// goes makes the screen of a place.
func (m model) goes(to screen.Go) (screen.Screen, error) {
	if to.Scenario != "" {
		s, err := m.env.Journal.Pack.Scenario(to.Scenario)
		if err != nil {
			return nil, err
		}
		return lab.New(m.env, s, to.Settings, 1)
	}
	l, err := m.env.Journal.Pack.Lesson(to.Lesson)
	if err != nil {
		return nil, err
	}
	return lesson.New(m.env, l, to.Step), nil
}

// place is the screen to open above home, or nil.
func (m model) place(o Options) (screen.Screen, error) {
	switch o.Start.Kind {
	case "", "home":
		if o.Tour && !m.env.Prefs.Toured && !home.AnyBegun(m.env.Journal.States()) {
			return m.tour(), nil
		}
		return nil, nil
	case "learn":
		id := o.Start.ID
		if id == "" && len(o.Pack.Lessons) > 0 {
			id = o.Pack.Lessons[home.GoOn(m.env.Journal)].ID
		}
		return m.goes(screen.Go{Lesson: id})
	case "lab":
		if o.Lab != nil {
			return lab.Of(m.env, o.Lab)
		}
		if o.Start.ID == "" {
			return labs.New(m.env, ""), nil
		}
		s, err := o.Pack.Scenario(o.Start.ID)
		if err != nil {
			return nil, err
		}
		return lab.New(m.env, s, o.Settings, max(o.Seed, 1))
	case "review":
		return m.review(), nil
	case "interview":
		if o.Start.ID == "" {
			return mock.New(m.env, m.mocks()), nil
		}
		if l, ok := o.Pack.Loop(o.Start.ID); ok {
			return mock.NewLoop(m.env, l, m.mocks()), nil
		}
		def, err := o.Pack.Interview(o.Start.ID)
		if err != nil {
			return nil, err
		}
		return mock.NewVisit(m.env, def, m.mocks()), nil
	case "progress":
		return m.progress(), nil
	}
	return nil, fmt.Errorf("there is no place %q to open: choose home, learn, lab, review, progress or interview", o.Start.Kind)
}
