package lab

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"sysprep/scenarios"
	"sysprep/tui/kit"
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

// Of is the lab of a run that is under way.
func Of(env *screen.Env, r *scenarios.Run) (screen.Screen, error) {
	l, err := labOf(env, r)
	if err != nil {
		return nil, err
	}
	l.focus = onKnobs
	return free{l}, nil
}

func (f free) Init() tea.Cmd { return nil }

// freeBindings are the lab's keys without those that only lessons have.
var freeBindings = kit.Table{Name: Bindings.Name, Typing: Bindings.Typing, Bindings: slices.DeleteFunc(slices.Clone(Bindings.Bindings), func(b kit.Binding) bool {
	return b.ID == "hint" || b.ID == "giveup" || b.ID == "brief"
})}

func (f free) Keys() screen.Keys {
	return screen.Keys{Table: freeBindings, Context: f.lab.context(), Why: f.lab.why, Typing: f.lab.typing()}
}

func (f free) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		hit, matched := freeBindings.Match(key, f.lab.context(), f.lab.why)
		switch {
		case !matched && key.String() == "esc" && f.lab.focus != onPanel:
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
