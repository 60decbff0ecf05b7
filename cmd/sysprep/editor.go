package main

import (
	"os/exec"
	"runtime"
	"strings"
)

// editor is the learner's editor with its arguments: VISUAL, else EDITOR, else the one that
// the system has; nil if there is none.
func (a *app) editor() []string {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if words := strings.Fields(a.getenv(name)); len(words) > 0 {
			return words
		}
	}
	usual := []string{"sensible-editor", "vi", "nano"}
	if runtime.GOOS == "windows" {
		usual = []string{"notepad"}
	}
	for _, name := range usual {
		if path, err := exec.LookPath(name); err == nil {
			return []string{path}
		}
	}
	return nil
}
