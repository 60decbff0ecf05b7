package tui

import (
	"sysprep/tui/lesson"
	"sysprep/tui/mock"
	"sysprep/tui/progress"
	"sysprep/tui/screen"
)

// progress is the screen that shows how far the learner is.
func (m model) progress() screen.Screen {
	pack := m.env.Journal.Pack
	return progress.New(m.env, progress.Opener{
		Lesson: func(id, step string) screen.Screen {
			l, err := pack.Lesson(id)
			if err != nil {
				return nil
			}
			return lesson.New(m.env, l, step)
		},
		Debrief: func(id, session string) screen.Screen {
			def, err := pack.Interview(id)
			if err != nil {
				return nil
			}
			return mock.NewDebriefOf(m.env, def, session, m.mocks())
		},
	})
}
