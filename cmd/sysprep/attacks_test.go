package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"sysprep/content"
	"sysprep/content/attack"
)

// typed runs a command as if it were typed, and returns what it printed and what went wrong. answers is what is typed into it.
func typed(t *testing.T, answers string, args ...string) (out string, err error) {
	t.Helper()
	dir := t.TempDir()
	file := func(name, text string) *os.File {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	a := &app{
		in: file("in", answers), out: file("out", ""), err: file("err", ""),
		getenv: func(name string) string {
			if name == "XDG_DATA_HOME" || name == "XDG_CONFIG_HOME" || name == "HOME" {
				return dir
			}
			return ""
		},
		now: func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) },
		db:  filepath.Join(dir, "progress.db"),
	}
	root := newRoot(a)
	root.SetArgs(args)
	err = root.ExecuteContext(context.Background())
	for _, name := range []string{"out", "err"} {
		data, read := os.ReadFile(filepath.Join(dir, name))
		if read != nil {
			t.Fatal(read)
		}
		out += string(data)
	}
	return out, err
}

// harmless fails if a text could do more in a terminal than be read.
func harmless(t *testing.T, what, text string) {
	t.Helper()
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Cf, r) {
			t.Fatalf("%s: %U in %.300q", what, r, text)
		}
	}
}

// onDisk writes the files of a pack, links and pipes too.
func onDisk(t *testing.T, files fstest.MapFS) string {
	t.Helper()
	dir := t.TempDir()
	for name, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(path), 0o750)
		if err == nil {
			switch f.Mode.Type() {
			case fs.ModeSymlink:
				err = os.Symlink(string(f.Data), path)
			case fs.ModeNamedPipe:
				err = syscall.Mkfifo(path, 0o600)
			case 0:
				err = os.WriteFile(path, f.Data, 0o600)
			default:
				t.Skip("only root can make one")
			}
		}
		if err != nil {
			t.Skipf("this system can't hold it: %v", err)
		}
	}
	return dir
}

// Whatever command meets a hostile pack first, it tells the fault; none runs into it.
func TestCommandsMeetAttacks(t *testing.T) {
	good := os.DirFS("../../content/testdata/good-pack")
	for _, a := range attack.Attacks {
		if a.Says == "" {
			continue
		}
		t.Run(a.Name, func(t *testing.T) {
			files, err := a.Apply(good)
			if err != nil {
				t.Fatal(err)
			}
			dir := onDisk(t, files)
			for _, args := range [][]string{
				{"pack", "lint", dir},
				{"pack", "test", dir},
				{"pack", "preview", dir},
				{"pack", "install", dir},
				{"pack", "build", dir, "--out", filepath.Join(t.TempDir(), "x")},
				{"list", "--pack", dir},
				{"sim", "small-store", "--pack", dir},
				{"learn", "full-brim", "--plain", "--pack", dir},
			} {
				what := strings.Join(args[:2], " ")
				out, err := typed(t, "", args...)
				if err == nil && args[1] != "preview" {
					t.Errorf("%s takes it", what)
					continue
				}
				said := out
				if err != nil {
					said += content.Clean(err.Error())
				}
				harmless(t, what, said)
				if !strings.Contains(strings.Join(strings.Fields(said), " "), strings.Join(strings.Fields(a.Says), " ")) {
					t.Errorf("%s says %.400q, want %q", what, said, a.Says)
				}
			}
		})
	}
}

// Every text of the pack holds escape sequences and a script. No road that leads from a pack to a screen, a file or
// another program lets them through.
func TestRoadsOutOfASaltedPack(t *testing.T) {
	files, err := attack.Salt(os.DirFS("../../content/testdata/good-pack"))
	if err != nil {
		t.Fatal(err)
	}
	dir := onDisk(t, files)
	answer := filepath.Join(t.TempDir(), "answer.txt")
	if err := os.WriteFile(answer, []byte("The wait in the queue is longer than the timeout."), 0o600); err != nil {
		t.Fatal(err)
	}
	walk := strings.Repeat("\n2s\n80%\n1\n\n2\n\nThe wait in the queue is longer than the timeout.\n.\n\n", 30)
	for _, args := range [][]string{
		{"list"},
		{"list", "--json"},
		{"sim", "small-store"},
		{"sim", "small-store", "--json"},
		{"sim", "small-store", "--csv"},
		{"sim", "small-store", "--seeds", "2", "--csv"},
		{"sim", "small-store", "--knobs"},
		{"sim", "small-store", "--svg", "-"},
		{"sim", "small-store", "--set", "queue=a\x1b[31mb"},
		{"sim", "small-store\x1b[31m"},
		{"grade", "brim", answer},
		{"grade", "brim", answer, "--json"},
		{"learn", "full-brim", "--plain"},
		{"lab", "small-store", "--plain"},
		{"review", "--plain"},
		{"progress"},
		{"progress", "--json"},
		{"pack", "lint", dir},
		{"pack", "lint", dir, "--format", "json"},
		{"pack", "lint", dir, "--format", "sarif"},
		{"pack", "lint", dir, "--format", "github"},
		{"pack", "preview", dir},
		{"pack", "test", dir, "--seeds", "1"},
		{"pack", "install", dir},
		{"pack", "install", dir, "--dry-run"},
	} {
		what := strings.Join(args, " ")
		if args[0] != "pack" {
			args = append(args, "--pack", dir)
		}
		out, err := typed(t, walk, args...)
		if err != nil {
			out += content.Clean(err.Error())
		}
		harmless(t, what, out)
		if len(out) < 20 {
			t.Errorf("%s says only %q", what, out)
		}
		switch {
		case strings.Contains(what, "--json"), strings.Contains(what, "json"), strings.Contains(what, "sarif"):
			harmlessJSON(t, what, out)
		case strings.Contains(what, "--csv"):
			noFormulas(t, what, out)
		case strings.Contains(what, "--svg"):
			if strings.Contains(out, "<script") || !strings.Contains(out, "&lt;script&gt;") {
				t.Errorf("%s: the script is not text: %.300q", what, out)
			}
		case strings.Contains(what, "github"):
			for line := range strings.Lines(out) {
				if !strings.HasPrefix(line, "::warning file=") && !strings.HasPrefix(line, "::error file=") && line != "\n" && strings.HasPrefix(line, "::") {
					t.Errorf("%s: another command: %q", what, line)
				}
			}
		}
	}
}

// harmlessJSON looks at texts as a program reads them.
func harmlessJSON(t *testing.T, what, out string) {
	t.Helper()
	var v any
	if err := json.NewDecoder(strings.NewReader(out)).Decode(&v); err != nil {
		t.Errorf("%s: %v in %.200q", what, err, out)
	}
	var look func(v any)
	look = func(v any) {
		switch v := v.(type) {
		case string:
			harmless(t, what, v)
		case []any:
			for _, e := range v {
				look(e)
			}
		case map[string]any:
			for k, e := range v {
				harmless(t, what, k)
				look(e)
			}
		}
	}
	look(v)
}

// noFormulas fails if a spreadsheet would compute a cell.
func noFormulas(t *testing.T, what, out string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+@\t\r", rune(cell[0])) {
				t.Errorf("%s: the cell %q is a formula", what, cell)
			}
		}
	}
}
