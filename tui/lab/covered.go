package lab

import (
	tea "charm.land/bubbletea/v2"

	"sysprep/scenarios"
)

// covered stops time, and a judgement under way: another screen lies above.
func (l Lab) covered() (Lab, tea.Cmd) {
	if l.focus == onJudging {
		l, _ = l.judgeKey("enough")
	}
	if p, ok := l.panel.(working); ok && l.focus == onPanel {
		l.panel = p.halt() // its news would go to the other screen
	}
	return l.play(false)
}

// startAt is the place in speeds of the speed at which a run begins, as the learner set it.
func startAt(speed float64) int {
	for i, s := range speeds {
		if s == speed {
			return i
		}
	}
	return startSpeed
}

// LabSettings are the knobs as they stand, for the free lab of the same system.
func (s step) LabSettings() scenarios.Settings {
	if s.err != nil {
		return nil
	}
	return s.lab.run.Settings()
}
