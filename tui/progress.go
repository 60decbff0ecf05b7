package tui

import (
	"sysprep/content"
	"sysprep/tui/lesson"
	"sysprep/tui/progress"
	"sysprep/tui/screen"
)

// progress is the screen that shows how far the learner is.
func (m model) progress() screen.Screen {
	return progress.New(m.env, func(l *content.Lesson, step string) screen.Screen { return lesson.New(m.env, l, step) })
}
