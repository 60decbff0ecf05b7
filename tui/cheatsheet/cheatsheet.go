// Package cheatsheet writes docs/keys.md from the program's tables of keys.
package cheatsheet

import (
	"sysprep/tui"
	"sysprep/tui/kit"
)

// Tables are the keys of all screens, in the order in which a learner meets them.
func Tables() []kit.Table { return tui.Tables() }

// Markdown is the text of docs/keys.md.
func Markdown() string { return kit.CheatSheet(Tables()...) }
