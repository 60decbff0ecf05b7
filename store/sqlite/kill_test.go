package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sysprep/store"
)

// The test binary runs itself again as another sysprep, which writes until it is
// killed, or has written as much as it was told.
const (
	childPath  = "SYSPREP_TEST_CHILD_DB"
	childName  = "SYSPREP_TEST_CHILD_NAME"
	childTurns = "SYSPREP_TEST_CHILD_TURNS"
	draftKey   = "core/cache-cliff/e-loop"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		if err := writeAndTell(path, os.Getenv(childName), os.Getenv(childTurns)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// writeAndTell appends events and saves drafts, and prints a line once each is acknowledged.
func writeAndTell(path, name, turns string) error {
	ctx := context.Background()
	db, err := Open(ctx, path, WithPatience(time.Minute))
	if err != nil {
		return err
	}
	// One connection which moves the WAL into the file every few commits, so that a kill hits that as well.
	db.sql.SetMaxOpenConns(1)
	if _, err := db.sql.ExecContext(ctx, "PRAGMA wal_autocheckpoint = 16"); err != nil {
		return err
	}
	var last int
	if _, err := fmt.Sscan(turns, &last); err != nil {
		return err
	}
	for n := 1; n <= last; n++ {
		events := make([]store.Event, 1+n%3)
		for i := range events {
			events[i] = store.Event{ID: fmt.Sprintf("%s-%d-%d", name, n, i), Kind: "lesson.answered", Data: []byte(`"` + strings.Repeat("word ", n%100) + `"`)}
		}
		added, err := db.Append(ctx, events...)
		if err != nil {
			return err
		}
		for _, e := range added {
			fmt.Printf("event %s %d\n", e.ID, e.Seq)
		}
		if err := db.SaveDraft(ctx, store.Draft{Key: draftKey + name, Text: fmt.Sprint(n)}); err != nil {
			return err
		}
		fmt.Printf("draft %s %d\n", name, n)
	}
	return db.Close()
}

// child starts another sysprep. Its standard output is what it was acknowledged.
func child(t *testing.T, path, name string, turns int) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childPath+"="+path, childName+"="+name, fmt.Sprintf("%s=%d", childTurns, turns))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// told is all that was acknowledged to children.
type told struct {
	events map[string]int64 // Seq by id
	drafts map[string]int   // the last turn by name
}

func (a *told) read(t *testing.T, line string) {
	t.Helper()
	var what, id string
	var n int64
	if _, err := fmt.Sscan(line, &what, &id, &n); err != nil {
		t.Fatalf("the child says %q: %v", line, err)
	}
	switch what {
	case "event":
		a.events[id] = n
	case "draft":
		a.drafts[id] = int(n)
	}
}

// check opens the file as a learner would after the accident, and looks for all that was acknowledged.
func (a *told) check(t *testing.T, path string) {
	t.Helper()
	db := mustOpen(t, path, WithPatience(time.Minute))
	defer mustClose(t, db)
	kept := map[string]int64{}
	for _, e := range mustEvents(t, db, store.Query{}) {
		kept[e.ID] = e.Seq
	}
	for id, seq := range a.events {
		if kept[id] != seq {
			t.Errorf("event %s was acknowledged with seq %d, and is kept with %d", id, seq, kept[id])
		}
	}
	for name, turn := range a.drafts {
		d, err := db.Draft(t.Context(), draftKey+name)
		var n int
		if _, scan := fmt.Sscan(d.Text, &n); errors.Join(err, scan) != nil || n < turn {
			t.Errorf("draft of turn %d was acknowledged, and that of turn %q is kept (%v)", turn, d.Text, err)
		}
	}
	var verdict string
	if err := db.sql.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity check: %q, %v", verdict, err)
	}
}

// TestKill kills a writer again and again, each time after a number of acknowledgements
// drawn from a seed, and in the midst of whatever it does then.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress.db")
	luck := rand.New(rand.NewPCG(1, 1))
	acknowledged := told{events: map[string]int64{}, drafts: map[string]int{}}
	for round := range 30 {
		name := fmt.Sprintf("round%d", round)
		cmd, lines := child(t, path, name, 1_000_000)
		for range luck.IntN(60) { // from none, which hits the making of the file, on
			if !lines.Scan() {
				t.Fatalf("round %d: the child stopped by itself: %v", round, cmd.Wait())
			}
			acknowledged.read(t, lines.Text())
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // what was acknowledged before the kill, and is still in the pipe
			acknowledged.read(t, lines.Text())
		}
		if err := lines.Err(); err != nil && !errors.Is(err, io.ErrClosedPipe) {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the child ended well, so it was not killed")
		}
		acknowledged.check(t, path)
	}
	if len(acknowledged.events) < 500 {
		t.Errorf("only %d events were acknowledged in all: this test has seen too little", len(acknowledged.events))
	}
}

// TestShare lets two processes and this one write to one file at once.
func TestShare(t *testing.T) {
	const turns = 60
	path := filepath.Join(t.TempDir(), "progress.db")
	type process struct {
		cmd   *exec.Cmd
		lines *bufio.Scanner
	}
	var others []process
	for _, name := range []string{"ann", "bob"} {
		cmd, lines := child(t, path, name, turns)
		others = append(others, process{cmd, lines})
	}
	acknowledged := told{events: map[string]int64{}, drafts: map[string]int{}}
	db := mustOpen(t, path, WithPatience(time.Minute))
	for n := range turns {
		for _, e := range mustAppend(t, db, store.Event{ID: fmt.Sprintf("me-%d", n), Kind: "lesson.opened"}) {
			acknowledged.events[e.ID] = e.Seq
		}
		mustEvents(t, db, store.Query{After: int64(n)})
	}
	for _, other := range others {
		before := int64(0)
		for other.lines.Scan() {
			acknowledged.read(t, other.lines.Text())
			var id string
			var seq int64
			if _, err := fmt.Sscanf(other.lines.Text(), "event %s %d", &id, &seq); err == nil {
				if seq <= before {
					t.Errorf("%s: seq %d was acknowledged after %d", id, seq, before)
				}
				before = seq
			}
		}
		if err := other.cmd.Wait(); err != nil {
			t.Errorf("another process failed: %v", err)
		}
	}
	acknowledged.check(t, path)
	if want := turns + 2*(turns*2); len(acknowledged.events) != want {
		t.Errorf("%d events were acknowledged, want %d", len(acknowledged.events), want)
	}
	if diff := len(mustEvents(t, db, store.Query{})) - len(acknowledged.events); diff != 0 {
		t.Errorf("%d events are kept that nobody was told of", diff)
	}
}
