package lab

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"sysprep/scenarios"
)

// panel is a page that takes the place of picture and knobs for a while: what is inspected,
// compared, swept or exported. It is a value, with keys of its own, and the run may go on
// below it.
type panel interface {
	context() string // of its keys
	why(l *Lab, id string) string
	key(l Lab, id string) (Lab, tea.Cmd)
	lines(l *Lab, w, h int) []string
}

// typist is a panel into which text is typed.
type typist interface {
	panel
	typed(l Lab, msg tea.KeyPressMsg) Lab
}

// ticking is a panel that looks at the run again after each step of time.
type ticking interface {
	panel
	tick(l *Lab) panel
}

// listening is a panel that waits for news of work in the background.
type listening interface {
	panel
	hear(l Lab, msg tea.Msg) (Lab, tea.Cmd)
}

// working is a panel with work in the background, which ends with it.
type working interface {
	panel
	halt() panel // what is left of it
}

// open shows a panel.
func (l *Lab) open(p panel) {
	if l.focus != onPanel {
		l.back = l.focus
	}
	l.panel, l.focus = p, onPanel
}

// shut goes back to where the lab was.
func (l *Lab) shut() {
	l.panel, l.focus = nil, l.back
	if l.focus == onPanel || l.focus >= onJudging {
		l.focus = onTime
	}
}

// typing says whether letters go into a text.
func (l *Lab) typing() bool {
	_, ok := l.panel.(typist)
	return l.focus == onPanel && ok
}

// panelKey gives a key that the panel's table knows to it; keys of time work beside.
func (l Lab) panelKey(id string) (Lab, tea.Cmd) {
	switch id {
	case "shut":
		if p, ok := l.panel.(working); ok {
			p.halt()
		}
		l.shut()
		return l, nil
	case "pause":
		return l.play(!l.playing)
	}
	return l.panel.key(l, id)
}

// openKey opens the panel of a key of the lab.
func (l Lab) openKey(id string) (Lab, tea.Cmd) {
	switch id {
	case "inspect":
		return l.inspect()
	case "mark":
		l.open(l.newMark())
	case "marks":
		l.open(marks{})
	case "ab":
		l.open(l.newComparison())
	case "hold":
		d := l.design()
		l.held = &d
		return l, notice("Held as design A: " + l.shortDesign(d) + ". Turn knobs, then c compares.")
	case "sweep":
		l.open(l.newSweep())
	case "export":
		l.open(l.newExport())
	case "link":
		return l.showLink()
	}
	return l, nil
}

// design is the present design, as a judgement takes it: the knobs as they stand, from the
// start, and the faults that were started and lifted by hand.
func (l *Lab) design() scenarios.Design {
	acts := slices.DeleteFunc(l.run.Acts(), func(a scenarios.Act) bool { return a.Kind == scenarios.Turn })
	return scenarios.Design{Set: l.run.Settings(), Acts: acts}
}

// shortDesign names a design in few words.
func (l *Lab) shortDesign(d scenarios.Design) string {
	set := d.Set
	for _, a := range d.Acts {
		if a.Kind == scenarios.Turn {
			set = set.With(a.Knob, a.Value)
		}
	}
	return l.designText(set)
}

// moved keeps a cursor within n lines.
func moved(at, by, n int) int { return max(0, min(at+by, n-1)) }
