package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/charmbracelet/colorprofile"

	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/lab"
	"sysprep/tui/screen"
)

// files writes the pictures of a run that were asked for; "-" is standard output. quiet says
// that nothing else may be written there.
func (a *app) files(f *simFlags, run *scenarios.Run) (quiet bool, err error) {
	for _, want := range []struct {
		flag, path string
		make       func() ([]byte, error)
	}{
		{"--svg", f.svg, func() ([]byte, error) { return lab.SVG(run, nil), nil }},
		{"--cast", f.cast, func() ([]byte, error) {
			return lab.Cast(&screen.Env{Theme: kit.NewTheme(kit.Dark, colorprofile.TrueColor)}, run.Fork())
		}},
	} {
		if want.path == "" {
			continue
		}
		data, err := want.make()
		if err != nil {
			return quiet, err
		}
		if want.path == "-" {
			quiet = true
			if _, err := a.out.Write(data); err != nil {
				return quiet, err
			}
			continue
		}
		full, err := screen.Disk{}.Write(want.path, data, f.force)
		if errors.Is(err, fs.ErrExist) {
			return quiet, fmt.Errorf("%s %s: the file is there already: choose another name, or add --force", want.flag, want.path)
		}
		if err != nil {
			return quiet, fmt.Errorf("%s: %w", want.flag, err)
		}
		fmt.Fprintf(a.err, "Written: %s\n", full)
	}
	return quiet, nil
}
