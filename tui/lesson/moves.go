package lesson

import (
	tea "charm.land/bubbletea/v2"

	"sysprep/lessons"
	"sysprep/scenarios"
	"sysprep/tui/labs"
	"sysprep/tui/screen"
)

// undo takes back the last act that can be taken back, and says which. An explanation
// comes back as a draft.
func (p player) undo() (screen.Screen, tea.Cmd) {
	e, can, why := p.state.CanUndo(p.lesson)
	if !can {
		return p, screen.Send(screen.Notice{Text: why})
	}
	cmds := []tea.Cmd{}
	if e.Kind == lessons.Answered {
		cmds = append(cmds, p.env.SaveDraft(p.env.Journal.DraftKey(p.lesson.ID, e.Step), e.Answer.Text))
	}
	cmds = append(cmds,
		p.env.Record(p.lesson, lessons.Event{At: p.env.Journal.Now(), Kind: lessons.Undone, Step: e.Step, Hash: e.Hash}, nil),
		screen.Send(screen.Notice{Text: "Taken back: " + e.TakenBack() + "."}))
	return p, tea.Sequence(cmds...)
}

// visit opens a step that was asked for from elsewhere, or says why it can't be.
func (p player) visit(step string) (screen.Screen, tea.Cmd) {
	p.state = p.env.Journal.State(p.lesson.ID)
	p.step = p.step.SetState(p.state)
	for i := range p.lesson.Steps {
		if p.lesson.Steps[i].ID == step && i != p.at {
			next, cmd := p.keepNote()
			return next, tea.Batch(cmd, next.try(i))
		}
	}
	return p, nil
}

// freeLab opens the lab of the step's system, or of the one that was played last before it,
// with the knobs as they stand.
func (p player) freeLab() tea.Cmd {
	i := p.system()
	var set scenarios.Settings
	if s, ok := p.step.(interface{ LabSettings() scenarios.Settings }); ok && i == p.at {
		set = s.LabSettings()
	}
	return screen.Send(screen.Go{Scenario: labs.Scenario(&p.lesson.Steps[i]), Settings: set})
}

// system is the number of the step whose system the lab opens, or -1.
func (p player) system() int {
	for i := p.at; i >= 0; i-- {
		if labs.Scenario(&p.lesson.Steps[i]) != "" && (i == p.at || p.state.Steps[i].Status == lessons.Done) {
			return i
		}
	}
	return -1
}
