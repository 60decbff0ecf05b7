// Package cheatsheet collects the tables of keys of all screens. It stands above the
// screens, which know nothing of each other.
package cheatsheet

import (
	"sysprep/tui"
	"sysprep/tui/ask"
	"sysprep/tui/debrief"
	"sysprep/tui/explain"
	"sysprep/tui/explore"
	"sysprep/tui/home"
	"sysprep/tui/kit"
	"sysprep/tui/lab"
	"sysprep/tui/landscape"
	"sysprep/tui/lesson"
	"sysprep/tui/mock"
	"sysprep/tui/preflight"
	"sysprep/tui/read"
	"sysprep/tui/review"
	"sysprep/tui/worked"
)

// Tables are the keys of all screens, in the order in which a learner meets them.
func Tables() []kit.Table {
	return []kit.Table{
		tui.Bindings, home.Bindings, lesson.Bindings, read.Bindings, ask.Bindings, worked.Bindings, explore.Bindings, preflight.Bindings,
		lab.Bindings, landscape.Bindings, explain.Bindings, debrief.Bindings, review.Bindings,
		mock.ListBindings, mock.VisitBindings, mock.Bindings, mock.AfterBindings,
	}
}

// Markdown is the text of docs/keys.md.
func Markdown() string { return kit.CheatSheet(Tables()...) }
