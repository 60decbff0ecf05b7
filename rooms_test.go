package sysprep_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "sysprep"

// rooms are the top folders, from the highest to the lowest: a room may import those
// below it and itself.
var rooms = []string{"cmd", "tui", "interview", "lessons", "content", "grading", "scenarios", "engine", "store"}

// pure rooms do no input or output and read no clock: time, randomness and text come in,
// values go out. That is what makes undo, replay and headless use possible.
var pure = []string{"interview", "lessons", "grading", "scenarios", "engine"}

// impureImports are packages, and trees of packages, that a pure room does not import.
var impureImports = []string{
	"charm.land", "github.com/charmbracelet", "github.com/spf13",
	"database/sql", "modernc.org/sqlite", "github.com/pressly/goose", "github.com/jackc/pgx",
	"net", "os", "io/ioutil", "io/fs", "path/filepath", "syscall", "log",
	"crypto/rand", "math/rand", "plugin", "unsafe",
}

// impureCalls are functions that read the machine's clock or wait for it.
var impureCalls = []string{
	"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After", "time.AfterFunc",
	"time.Tick", "time.NewTimer", "time.NewTicker",
}

// clients of the store's engine: only the room that keeps them out of sight imports them.
var onlyIn = map[string]string{
	"database/sql":             "store",
	"modernc.org/sqlite":       "store",
	"github.com/pressly/goose": "store",
	"github.com/jackc/pgx":     "store",
	"charm.land":               "tui",
	"github.com/spf13":         "cmd",
}

// file is what the rules look at in a Go file.
type file struct {
	path    string // slash-separated, from the root of the module
	imports []string
	uses    []string // selectors of imported packages, by the package's path: "time.Now"
}

func TestRooms(t *testing.T) {
	files := readFiles(t)
	if len(files) < 50 {
		t.Fatalf("only %d files were found: the test looks in the wrong folder", len(files))
	}
	for _, f := range files {
		for _, fault := range check(f) {
			t.Error(fault)
		}
	}
}

// check returns what in a file is against the rules.
func check(f file) (faults []string) {
	say := func(format string, args ...any) {
		faults = append(faults, f.path+": "+fmt.Sprintf(format, args...))
	}
	room, _, inRoom := strings.Cut(f.path, "/")
	if !inRoom {
		return nil
	}
	level := slices.Index(rooms, room)
	if level < 0 {
		say("%q is not a room: put the file into one of %s", room, strings.Join(rooms, ", "))
		return faults
	}
	for _, imported := range f.imports {
		if below, ok := strings.CutPrefix(imported, module+"/"); ok {
			other, _, _ := strings.Cut(below, "/")
			if at := slices.Index(rooms, other); at < 0 || at < level {
				say("imports %s: imports point down only, and the order is %s", imported, strings.Join(rooms, " > "))
			}
			continue
		}
		for tree, home := range onlyIn {
			if within(imported, tree) && room != home {
				say("imports %s: only %s does", imported, home)
			}
		}
		if i := slices.IndexFunc(impureImports, func(tree string) bool { return within(imported, tree) }); i >= 0 && slices.Contains(pure, room) {
			say("imports %s: %s is pure, so let what it needs come in as a value", imported, room)
		}
	}
	for _, use := range f.uses {
		if slices.Contains(impureCalls, use) && slices.Contains(pure, room) {
			say("uses %s: %s is pure, so let the time come in as a value", use, room)
		}
	}
	return faults
}

// within says whether a package is the root of a tree or below it.
func within(pkg, tree string) bool { return pkg == tree || strings.HasPrefix(pkg, tree+"/") }

// readFiles reads the module's Go files. Tests may do input and output, and import what
// they compare with, so they are left out.
func readFiles(t *testing.T) (files []file) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() && (base == "testdata" || len(base) > 1 && (base[0] == '.' || base[0] == '_')) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go") {
			return nil
		}
		f, err := readFile(filepath.ToSlash(name), nil)
		files = append(files, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// readFile parses a file, or src if it is not nil.
func readFile(name string, src any) (file, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(name), src, parser.SkipObjectResolution)
	if err != nil {
		return file{}, err
	}
	f := file{path: name}
	named := map[string]string{} // local names of imported packages
	for _, spec := range parsed.Imports {
		pkg, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return file{}, err
		}
		f.imports = append(f.imports, pkg)
		local := path.Base(pkg)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		named[local] = pkg
	}
	if named["."] != "" {
		return file{}, fmt.Errorf("%s: a dot import hides what is used: write the package's name", name)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && named[x.Name] != "" {
				f.uses = append(f.uses, named[x.Name]+"."+sel.Sel.Name)
			}
		}
		return true
	})
	return f, nil
}

// TestCheckFindsWhatIsAgainstTheRules tries the checker on files that are made up.
func TestCheckFindsWhatIsAgainstTheRules(t *testing.T) {
	for _, c := range []struct {
		name, path, src string
		want            string // part of a fault; "" for none
	}{
		{"down", "tui/lab/lab.go", `import ("sysprep/scenarios"; "sysprep/tui/kit"; tea "charm.land/bubbletea/v2")`, ""},
		{"same room", "engine/sim.go", `import "sysprep/engine/kernel"`, ""},
		{"up", "engine/sim.go", `import "sysprep/scenarios"`, "point down only"},
		{"up by one", "scenarios/run.go", `import "sysprep/grading"`, "point down only"},
		{"up from a folder below", "tui/kit/chart/chart.go", `import "sysprep/cmd/sysprep"`, "point down only"},
		{"unknown room imported", "tui/tui.go", `import "sysprep/util"`, "point down only"},
		{"no room", "util/strings.go", ``, "not a room"},
		{"root", "doc.go", `import "os"`, ""},
		{"terminal in a pure room", "lessons/state.go", `import tea "charm.land/bubbletea/v2"`, "only tui does"},
		{"styles in a pure room", "grading/show.go", `import "github.com/charmbracelet/x/ansi"`, "grading is pure"},
		{"SQL in a pure room", "lessons/state.go", `import "database/sql"`, "only store does"},
		{"driver outside the store", "cmd/sysprep/main.go", `import "modernc.org/sqlite"`, "only store does"},
		{"driver in the store", "store/sqlite/open.go", `import ("database/sql"; _ "modernc.org/sqlite")`, ""},
		{"files in a pure room", "scenarios/load.go", `import "os"`, "scenarios is pure"},
		{"below a forbidden package", "engine/debug.go", `import "os/exec"`, "engine is pure"},
		{"name begins like a forbidden one", "engine/net.go", `import "sysprep/engine/network"`, ""},
		{"files elsewhere", "content/open.go", `import "os"`, ""},
		{"network", "grading/model.go", `import "net/http"`, "grading is pure"},
		{"clock", "engine/sim.go", `import "time"; var t = time.Now()`, "uses time.Now"},
		{"clock by another name", "lessons/state.go", `import wall "time"; func f() { wall.Sleep(1) }`, "uses time.Sleep"},
		{"clock as a value", "grading/grade.go", `import "time"; var now = time.Now`, "uses time.Now"},
		{"time without a clock", "lessons/state.go", `import "time"; var day = 24 * time.Hour`, ""},
		{"another's Now", "scenarios/run.go", `type r struct{ time interface{ Now() int } }; func f(x r) { x.time.Now() }`, ""},
		{"clock elsewhere", "tui/tui.go", `import "time"; var t = time.Now()`, ""},
		{"generator of the machine", "engine/stream.go", `import "math/rand/v2"`, "engine is pure"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := readFile(c.path, "package p; "+c.src)
			if err != nil {
				t.Fatal(err)
			}
			faults := check(f)
			switch {
			case c.want == "" && len(faults) > 0:
				t.Errorf("it is against no rule, but: %v", faults)
			case c.want != "" && !slices.ContainsFunc(faults, func(s string) bool { return strings.Contains(s, c.want) }):
				t.Errorf("want %q, got %v", c.want, faults)
			}
		})
	}
	if _, err := readFile("engine/sim.go", `package p; import . "time"; var t = Now()`); err == nil {
		t.Error("a dot import hides a clock")
	}
}
