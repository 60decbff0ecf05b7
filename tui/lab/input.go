package lab

import (
	tea "charm.land/bubbletea/v2"

	"sysprep/engine"
	"sysprep/tui/screen"
)

func (l Lab) context() string {
	if l.focus == onPanel {
		return l.panel.context()
	}
	if l.watching && l.focus == onTime {
		if l.drawn.board != nil {
			return "board"
		}
		return "watched"
	}
	return contexts[l.focus]
}

// why says why a key does nothing now.
func (l Lab) why(id string) string {
	if l.focus == onPanel {
		return l.panel.why(&l, id)
	}
	switch id {
	case "other", "drop":
		if l.other == nil {
			return l.env.Named("there is one future: {lab.fork} forks it")
		}
	case "fork":
		if l.other != nil {
			return l.env.Named("there are two futures already: {lab.drop} drops the other one")
		}
	case "forth", "end":
		if l.run.Over() {
			return "the run is at its end"
		}
	case "back", "rewind", "start":
		if l.run.Now() == 0 {
			return "the run is at its start"
		}
		if l.driven() && l.run.Now() <= l.from {
			return "this is where you take over"
		}
	case "faults", "break":
		if len(l.scenario.Faults) == 0 {
			return "this scenario has no faults"
		}
		if l.driven() {
			return "you have the knobs, and nothing else"
		}
	case "export":
		if l.env.Files == nil {
			return "files can't be written from here"
		}
	case "judge":
		if len(l.scenario.Goals) == 0 {
			return "this scenario has no goals"
		}
		if l.driven() && !l.run.Over() {
			return "let your run come to its end first (end goes there at once)"
		}
	case "turnup", "turndown":
		if l.driven() && l.run.Over() {
			return "the run is at its end: go back in it (⌫) and do something else"
		}
	case "lastjudged":
		if l.judged == nil {
			return "nothing was judged yet"
		}
	case "failing":
		if l.judged == nil || len(l.judged.Causes) == 0 {
			return "no run failed"
		}
	case "reset":
		if len(l.run.Settings()) == 0 {
			return "no knob was turned"
		}
		if l.driven() && l.run.Over() {
			return "the run is at its end"
		}
	}
	return ""
}

func (l Lab) key(msg tea.KeyPressMsg) (Lab, tea.Cmd) {
	hit, ok := Bindings.Match(msg, l.context(), l.why)
	if !ok {
		if p, typist := l.panel.(typist); typist && l.focus == onPanel {
			return p.typed(l, msg), nil
		}
		return l, nil
	}
	if hit.Reason != "" {
		return l, notice(hit.Help + ": not now, " + hit.Reason)
	}
	switch l.focus {
	case onPanel:
		return l.panelKey(hit.ID)
	case onFaults:
		return l.faultKey(hit.ID)
	case onJudging, onJudged:
		return l.judgeKey(hit.ID)
	}
	switch hit.ID {
	case "knobs", "time":
		l.focus = onKnobs + onTime - l.focus
	case "knobdown":
		l.knob = min(l.knob+1, len(l.knobs())-1)
	case "knobup":
		l.knob = max(l.knob-1, 0)
	case "turnup":
		return l.turned(l.turn(1))
	case "turndown":
		return l.turned(l.turn(-1))
	case "reset":
		return l.turned(l.reset())
	case "faults", "break":
		l.back, l.focus, l.fault = l.focus, onFaults, min(l.fault, len(l.scenario.Faults)-1)
	case "fork":
		l.fork()
		return l, notice("Forked at " + l.clock(l.run.Now()) + l.env.Named(". You steer future B; {lab.other} changes over, {lab.drop} drops the other."))
	case "other":
		l.steerOther()
	case "drop":
		l.drop()
	case "judge":
		return l.judge()
	case "lastjudged":
		l.back, l.focus = l.focus, onJudged
	case "zoom":
		l.zoom = (l.zoom + 1) % numZooms
	case "inspect", "mark", "marks", "ab", "hold", "sweep", "export", "link":
		return l.openKey(hit.ID)
	default:
		return l.timeKey(hit.ID)
	}
	return l, nil
}

func (l Lab) turned(err error) (Lab, tea.Cmd) {
	if err != nil {
		return l, screen.Send(screen.Notice{Text: err.Error(), Bad: true})
	}
	return l, nil
}

func (l Lab) timeKey(id string) (Lab, tea.Cmd) {
	now := l.run.Now()
	switch id {
	case "pause":
		return l.play(!l.playing)
	case "forth":
		l.seek(now - now%l.window() + l.window())
	case "back":
		l.seek(max(0, now-1) / l.window() * l.window())
	case "rewind":
		l.seek(max(0, now-10*l.window()))
	case "start":
		l.seek(0)
	case "end":
		l.seek(engine.Time(l.scenario.Horizon))
	case "faster":
		l.speed = min(l.speed+1, len(speeds)-1)
	case "slower":
		l.speed = max(l.speed-1, 0)
	}
	if l.run.Over() && l.playing {
		return l.play(false)
	}
	return l, nil
}

func (l Lab) faultKey(id string) (Lab, tea.Cmd) {
	switch id {
	case "faultdown":
		l.fault = min(l.fault+1, len(l.scenario.Faults)-1)
	case "faultup":
		l.fault = max(l.fault-1, 0)
	case "faultend":
		l.focus = l.back
	case "faultdo":
		f := l.scenario.Faults[l.fault]
		do := l.run.Inject
		if l.run.Active()[f.ID] {
			do = l.run.Lift
		}
		if err := do(f.ID); err != nil {
			return l, screen.Send(screen.Notice{Text: err.Error(), Bad: true})
		}
		l.focus = l.back
		l.drawn.take(&l)
	}
	return l, nil
}

func notice(text string) tea.Cmd { return screen.Send(screen.Notice{Text: text}) }
