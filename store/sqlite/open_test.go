package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sysprep/store"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 123456789, time.UTC)

// clock gives noon, then a second more at each call.
func clock() func() time.Time {
	var mu sync.Mutex
	at := noon.Add(-time.Second)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		at = at.Add(time.Second)
		return at
	}
}

func mustOpen(t testing.TB, path string, opts ...Option) *DB {
	t.Helper()
	db, err := Open(t.Context(), path, append([]Option{WithNow(clock())}, opts...)...)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func mustAppend(t testing.TB, db *DB, events ...store.Event) []store.Event {
	t.Helper()
	added, err := db.Append(t.Context(), events...)
	if err != nil {
		t.Fatalf("Append: %v", err)
	}
	return added
}

func mustEvents(t testing.TB, db *DB, q store.Query) []store.Event {
	t.Helper()
	events, err := db.Events(t.Context(), q)
	if err != nil {
		t.Fatalf("Events: %v", err)
	}
	return events
}

func mustClose(t testing.TB, db *DB) {
	t.Helper()
	if err := db.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
}

// raw opens the file beside the store, as another program would.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	other, err := sql.Open("sqlite", (&DB{path: path, patience: time.Second}).dsn("rwc"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Close() })
	return other
}

func mustExec(t testing.TB, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func TestOpenMakesTheFileAndItsFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder, 100% #new?", "progress.db")
	db := mustOpen(t, path)
	want := mustAppend(t, db, store.Event{Kind: "lesson.opened", Pack: "core", Lesson: "cache"})
	mustClose(t, db)

	again := mustOpen(t, path)
	if diff := cmp.Diff(want, mustEvents(t, again, store.Query{})); diff != "" {
		t.Errorf("after opening again (-want +got):\n%s", diff)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("mode %v: answers are for their writer only", mode)
	}
}

// What was acknowledged must survive a power cut, so each connection of the pool has to sync.
func TestEveryConnectionIsSetUp(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "progress.db"))
	for range 4 {
		conn, err := db.sql.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close() // held until the end, so that each turn gets another connection
		for pragma, want := range map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000",
		} {
			var got string
			if err := conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s = %q, %v; want %q", pragma, got, err, want)
			}
		}
	}
}

func TestManyOpenANewFileAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress.db")
	var wg sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		wg.Go(func() {
			db, err := Open(context.Background(), path, WithPatience(time.Minute))
			if err == nil {
				_, err = db.Append(context.Background(), store.Event{Kind: "lesson.opened"})
				err = errors.Join(err, db.Close())
			}
			errs[i] = err
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if n := len(mustEvents(t, mustOpen(t, path), store.Query{})); n != len(errs) {
		t.Errorf("%d events, want %d", n, len(errs))
	}
}

func TestOpenInAFolderThatCantBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	overwriteNew(t, file, []byte("x"))
	_, err := Open(t.Context(), filepath.Join(file, "progress.db"))
	if err == nil || !strings.Contains(err.Error(), "SYSPREP_DB") {
		t.Errorf("error %v does not say what to do", err)
	}
}

func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress.db")
	db := mustOpen(t, path, WithPatience(10*time.Millisecond))
	other := raw(t, path)
	tx, err := other.BeginTx(t.Context(), nil) // IMMEDIATE: takes the write lock
	if err != nil {
		t.Fatal(err)
	}
	_, errAppend := db.Append(t.Context(), store.Event{Kind: "lesson.opened"})
	errDraft := db.SaveDraft(t.Context(), store.Draft{Key: "k", Text: "t"})
	for _, err := range []error{errAppend, errDraft} {
		if !errors.Is(err, store.ErrBusy) || !strings.Contains(err.Error(), "close that program") {
			t.Errorf("error %v, want ErrBusy and what to do", err)
		}
	}
	mustEvents(t, db, store.Query{}) // readers don't wait
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, db, store.Event{Kind: "lesson.opened"})
}

func TestFull(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "progress.db"))
	db.sql.SetMaxOpenConns(1) // so that the limit, which is a connection's, holds
	mustAppend(t, db, store.Event{Kind: "lesson.opened"})
	mustExec(t, db.sql, `PRAGMA max_page_count = 1`) // SQLite takes this as: no page more
	big := []byte(`"` + strings.Repeat("words ", 5000) + `"`)
	_, errAppend := db.Append(t.Context(), store.Event{Kind: "lesson.noted"}, store.Event{Kind: "lesson.answered", Data: big})
	errDraft := db.SaveDraft(t.Context(), store.Draft{Key: "k", Text: string(big)})
	for _, err := range []error{errAppend, errDraft} {
		if !errors.Is(err, store.ErrFull) || !strings.Contains(err.Error(), "make room") {
			t.Errorf("error %v, want ErrFull and what to do", err)
		}
	}
	if events := mustEvents(t, db, store.Query{}); len(events) != 1 {
		t.Errorf("%d events, want the one from before: a full disk must not keep half of an Append", len(events))
	}
}

func TestCancelled(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "progress.db"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := db.Append(ctx, store.Event{Kind: "lesson.opened"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want Canceled", err)
	}
	if n := len(mustEvents(t, db, store.Query{})); n != 0 {
		t.Errorf("%d events after a cancelled Append", n)
	}
}

// A process killed at the very start leaves an empty file, or goose's table and nothing else.
func TestOpenGoesOnWhereTheMakingOfTheFileStopped(t *testing.T) {
	for name, statement := range map[string]string{
		"empty file": "",
		"only goose's table": `CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL,
			is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')));
			INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1)`,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "progress.db")
			overwriteNew(t, path, nil)
			if statement != "" {
				mustExec(t, raw(t, path), statement)
			}
			mustAppend(t, mustOpen(t, path), store.Event{Kind: "lesson.opened"})
		})
	}
}

func TestMigrationsMustBeNumbered(t *testing.T) {
	_, err := Open(t.Context(), filepath.Join(t.TempDir(), "p.db"), withMigrations(fstest.MapFS{"first.sql": {Data: nil}}))
	if err == nil || !strings.Contains(err.Error(), "first.sql") {
		t.Errorf("error %v does not name the file", err)
	}
}
