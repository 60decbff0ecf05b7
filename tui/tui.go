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
	"sysprep/tui/home"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
	"sysprep/tui/lab"
	"sysprep/tui/lesson"
	"sysprep/tui/mock"
	"sysprep/tui/review"
	"sysprep/tui/screen"
)

// Place is where the tutor opens: Kind is "home", "learn", "lab", "review" or "interview"; ID is
// the lesson, scenario or interview, or empty for the one to go on with.
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
	Reduced  bool               // motion is reduced

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
	env := &screen.Env{Theme: kit.NewTheme(kit.Dark, colorprofile.Unknown), Journal: j, Reduced: o.Reduced}
	m := model{env: env}
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

// opener makes the screens that home leads to.
func (m model) opener() home.Opener {
	return home.Opener{
		Lesson:     func(l *content.Lesson) screen.Screen { return lesson.New(m.env, l, "") },
		Review:     m.review,
		Interviews: func() screen.Screen { return mock.New(m.env, m.mocks()) },
		Lab: func(id string) screen.Screen {
			s, err := lab.New(m.env, m.env.Journal.Pack.Scenarios.Of(id), nil, 1)
			if err != nil {
				return nil
			}
			return s
		},
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

// place is the screen to open above home, or nil.
func (m model) place(o Options) (screen.Screen, error) {
	switch o.Start.Kind {
	case "", "home":
		return nil, nil
	case "learn":
		id := o.Start.ID
		if id == "" && len(o.Pack.Lessons) > 0 {
			id = o.Pack.Lessons[home.GoOn(m.env.Journal)].ID
		}
		l, err := o.Pack.Lesson(id)
		if err != nil {
			return nil, err
		}
		return lesson.New(m.env, l, ""), nil
	case "lab":
		id := o.Start.ID
		if ids := o.Pack.Scenarios.IDs(); id == "" && len(ids) > 0 {
			id = ids[0]
		}
		if o.Lab != nil {
			return lab.Of(m.env, o.Lab)
		}
		s, err := o.Pack.Scenario(id)
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
		def, err := o.Pack.Interview(o.Start.ID)
		if err != nil {
			return nil, err
		}
		return mock.NewVisit(m.env, def, m.mocks()), nil
	}
	return nil, fmt.Errorf("there is no place %q to open: choose home, learn, lab, review or interview", o.Start.Kind)
}
