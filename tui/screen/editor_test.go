package screen

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// editor writes a shell script that stands for an editor.
func editor(t *testing.T, script string) []string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("there is no shell")
	}
	path := filepath.Join(t.TempDir(), "editor")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return []string{path, "--wait"}
}

func TestEditing(t *testing.T) {
	for _, tc := range []struct {
		name, script string
		want         string
		wrong        string // what the error says; "" is none
		kept         bool   // what was written is kept in a file
	}{
		{name: "it is edited", script: `[ "$1" = --wait ] && printf ' more\r\nlines\n\n' >> "$2"`, want: "text more\nlines"},
		{name: "nothing is changed", script: `exit 0`, want: "text"},
		{name: "it is emptied", script: `: > "$2"`, want: ""},
		{name: "it fails", script: `exit 3`, wrong: "so your text is as it was"},
		{name: "it fails after it wrote", script: `echo more >> "$2"; exit 3`, wrong: "what it wrote is in ", kept: true},
		{name: "the file is gone", script: `rm "$2"`, wrong: "can't be read"},
		{name: "too much", script: `head -c 30000 /dev/zero | tr '\0' x > "$2"`, wrong: "more than the 20000", kept: true},
	} {
		t.Setenv("TMPDIR", t.TempDir())
		job := &editing{argv: editor(t, tc.script), before: "text"}
		err := job.Run()
		switch {
		case tc.wrong == "" && err != nil:
			t.Errorf("%s: %v", tc.name, err)
		case tc.wrong != "" && (err == nil || !strings.Contains(err.Error(), tc.wrong)):
			t.Errorf("%s: the error is %v, want %q", tc.name, err, tc.wrong)
		case job.after != tc.want:
			t.Errorf("%s: %q, want %q", tc.name, job.after, tc.want)
		}
		left, _ := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "sysprep-*", "*"))
		if (len(left) > 0) != tc.kept && tc.name != "the file is gone" {
			t.Errorf("%s: left behind: %v", tc.name, left)
		}
	}
	if err := (&editing{argv: []string{"no-such-editor"}}).Run(); err == nil || !strings.Contains(err.Error(), "set EDITOR") {
		t.Errorf("an editor that is not there: %v", err)
	}
}
