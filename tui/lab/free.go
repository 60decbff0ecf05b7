package lab

import (
	tea "charm.land/bubbletea/v2"

	"sysprep/scenarios"
	"sysprep/tui/screen"
)

// free is the lab as a screen of its own: every knob, every fault.
type free struct{ lab Lab }

// New is the lab of a scenario. What can't be started is an error that says why.
func New(env *screen.Env, s *scenarios.Scenario, set scenarios.Settings, seed uint64) (screen.Screen, error) {
	l, err := newLab(env, s, set, seed)
	if err != nil {
		return nil, err
	}
	l.focus = onKnobs
	return free{l}, nil
}

func (f free) Init() tea.Cmd { return nil }

func (f free) Keys() screen.Keys {
	return screen.Keys{Table: Bindings, Context: f.lab.context(), Why: f.why}
}

// why leaves out what only lessons have.
func (f free) why(id string) string {
	switch id {
	case "hint", "giveup", "brief":
		return "only lessons have that"
	}
	return f.lab.why(id)
}

func (f free) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		hit, matched := Bindings.Match(key, f.lab.context(), f.why)
		switch {
		case !matched && key.String() == "esc":
			return f, screen.Send(screen.Pop{})
		case matched && hit.Reason != "":
			return f, notice(hit.Help + ": not now, " + hit.Reason)
		case matched && hit.ID == "on":
			f.lab.focus = onKnobs
			return f, nil
		}
	}
	var cmd tea.Cmd
	f.lab, cmd = f.lab.update(msg)
	return f, cmd
}

func (f free) View(w, h int) screen.Page {
	p := f.lab.view(w, h, "", "")
	p.Title = f.lab.scenario.Title + " · lab"
	return p
}
