package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/store/sqlite"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sysprep": func() { os.Exit(run(clockFrom(os.Getenv(clockVariable)))) }})
}

// clockVariable gives the program under test another time to begin at, RFC 3339.
const clockVariable = "SYSPREP_TEST_CLOCK"

// clockFrom is a clock that begins at a time; the real one if none is given.
func clockFrom(begin string) func() time.Time {
	if begin == "" {
		return time.Now
	}
	at, err := time.Parse(time.RFC3339, begin)
	if err != nil {
		panic(err)
	}
	started := time.Now()
	return func() time.Time { return at.Add(time.Since(started)) }
}

// TestStories runs the real program through the stories in testdata/script. $PACK is a
// small pack; progress is kept in a file of each story's own.
func TestStories(t *testing.T) {
	pack, err := filepath.Abs("testdata/pack")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("PACK", pack)
			e.Setenv("SYSPREP_DB", filepath.Join(e.WorkDir, "progress.db"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"fails": fails, "json": jsonIs, "jsonkeys": jsonKeys, "did": did, "bytes": writeBytes,
		},
		RequireExplicitExec: true,
	})
}

// fails CODE PATTERN COMMAND... expects that exit code, nothing on standard output, and on
// standard error one line that matches the pattern.
func fails(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: fails CODE PATTERN COMMAND...")
	}
	err := ts.Exec(args[2], args[3:]...)
	code := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
	said := ts.ReadFile("stderr")
	if strings.Count(said, "\n") != 1 || !strings.HasPrefix(said, "sysprep: ") || strings.Contains(said, "\x1b") {
		ts.Fatalf("standard error is not one plain line: %q", said)
	}
	if !regexp.MustCompile(args[1]).MatchString(said) {
		ts.Fatalf("standard error does not match %q: %q", args[1], said)
	}
	if out := ts.ReadFile("stdout"); out != "" {
		ts.Fatalf("there is something on standard output: %q", out)
	}
}

// jsonIs: json PATH WANT compares a value of the JSON on standard output. PATH is names
// and indexes joined by dots; "len" is a length. WANT is JSON, or a bare text.
func jsonIs(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: json PATH WANT")
	}
	got := at(ts, args[0])
	text, ok := got.(string)
	if !ok {
		b, err := json.Marshal(got)
		ts.Check(err)
		text = string(b)
	}
	if (text == args[1]) == neg {
		ts.Fatalf("%s is %s", args[0], text)
	}
}

// jsonKeys: jsonkeys PATH NAME... expects exactly these names in an object, in any order.
func jsonKeys(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: jsonkeys PATH NAME...")
	}
	object, ok := at(ts, args[0]).(map[string]any)
	if !ok {
		ts.Fatalf("%s is not an object", args[0])
	}
	var names []string
	for name := range object {
		names = append(names, name)
	}
	want := slices.Clone(args[1:])
	slices.Sort(names)
	slices.Sort(want)
	if !slices.Equal(names, want) {
		ts.Fatalf("%s has %v, want %v", args[0], names, want)
	}
}

func at(ts *testscript.TestScript, path string) any {
	var v any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &v))
	if path == "." {
		return v
	}
	for part := range strings.SplitSeq(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			child, ok := in[part]
			if !ok {
				ts.Fatalf("%s: there is no %q", path, part)
			}
			v = child
		case []any:
			if part == "len" {
				v = len(in)
				continue
			}
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(in) {
				ts.Fatalf("%s: there is no item %q", path, part)
			}
			v = in[i]
		default:
			ts.Fatalf("%s: %q is in nothing", path, part)
		}
	}
	return v
}

// did LESSON STEP KIND writes an event without a payload into the story's database, as of
// 2 January 2026.
func did(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: did LESSON STEP KIND")
	}
	pack, err := content.OpenDir(ts.Getenv("PACK"))
	ts.Check(err)
	ctx := context.Background()
	db, err := sqlite.Open(ctx, ts.Getenv("SYSPREP_DB"))
	ts.Check(err)
	e, err := lessons.Record(pack.Manifest.ID, args[0], lessons.Event{At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Kind: lessons.Kind(args[2]), Step: args[1]})
	ts.Check(err)
	_, err = db.Append(ctx, e)
	ts.Check(err)
	ts.Check(db.Close())
}

// bytes FILE QUOTED TIMES writes a Go string, so often.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: bytes FILE QUOTED TIMES")
	}
	text, err := strconv.Unquote(args[1])
	ts.Check(err)
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(text, n)), 0o600))
}
