package sqlite

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sysprep/store"
)

// released lists the databases that releases have left on disks, by schema version.
// Add one for each new version, and change none.
var released = []string{"v1.sql", "v2.sql", "v3.sql"}

var (
	releasedEvents = []store.Event{
		{Seq: 1, ID: "01a1fd3b-1f40-7000-8000-000000000001", At: time.Unix(1795262400, 0).UTC(), Kind: "lesson.opened", Pack: "core", Lesson: "cache-cliff", Step: "story", Hash: "h1"},
		{Seq: 4, ID: "01a1fd3b-1f41-7000-8000-000000000002", At: time.Unix(1795262401, 123456789).UTC(), Kind: "lesson.predicted", Pack: "core", Lesson: "cache-cliff", Step: "p-load", Hash: "h2", Data: json.RawMessage(`{"value":"3000/s","number":3000,"confidence":70}`)},
	}
	releasedDraft = store.Draft{Key: "core/cache-cliff/e-loop", Text: "the rows come too la", At: time.Unix(1795262402, 0).UTC()}
)

// load makes a database from a fixture.
func load(t *testing.T, fixture string) (path string) {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("testdata", fixture))
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "progress.db")
	old := raw(t, path)
	mustExec(t, old, string(script))
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func checkReleased(t *testing.T, db *DB) {
	t.Helper()
	if diff := cmp.Diff(releasedEvents, mustEvents(t, db, store.Query{})); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if d, err := db.Draft(t.Context(), releasedDraft.Key); err != nil || d != releasedDraft {
		t.Errorf("draft %+v, %v; want %+v", d, err, releasedDraft)
	}
}

func schema(t *testing.T, db *DB) map[string]string {
	t.Helper()
	rows, err := db.sql.QueryContext(t.Context(), `SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'goose%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := map[string]string{}
	for rows.Next() {
		var name, definition string
		if err := rows.Scan(&name, &definition); err != nil {
			t.Fatal(err)
		}
		found[name] = definition
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEveryReleasedVersionComesUpToDate(t *testing.T) {
	newest, err := newestVersion(embedded())
	if err != nil || int(newest) != len(released) {
		t.Fatalf("there are %d migrations (%v) and %d fixtures: keep one for each released version", newest, err, len(released))
	}
	fresh := schema(t, mustOpen(t, filepath.Join(t.TempDir(), "progress.db")))
	for _, fixture := range released {
		t.Run(fixture, func(t *testing.T) {
			db := mustOpen(t, load(t, fixture))
			checkReleased(t, db)
			if diff := cmp.Diff(fresh, schema(t, db)); diff != "" {
				t.Errorf("schema (-fresh +upgraded):\n%s", diff)
			}
			if added := mustAppend(t, db, store.Event{Kind: "lesson.opened"}); added[0].Seq != 5 {
				t.Errorf("goes on with seq %d, want 5", added[0].Seq)
			}
		})
	}
}

// future is the embedded migrations and those of releases to come.
func future(t *testing.T, more map[string]string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	names, err := fs.Glob(embedded(), "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(embedded(), name)
		if err != nil {
			t.Fatal(err)
		}
		fsys[name] = &fstest.MapFile{Data: data}
	}
	for name, script := range more {
		fsys[name] = &fstest.MapFile{Data: []byte(script)}
	}
	return fsys
}

func TestAnUpgradeKeepsACopy(t *testing.T) {
	path := load(t, "v1.sql")
	next := future(t, map[string]string{"00004_stars.sql": "-- +goose Up\nALTER TABLE draft ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;"})
	db := mustOpen(t, path, withMigrations(next))
	checkReleased(t, db)
	mustExec(t, db.sql, `UPDATE draft SET starred = 1`)
	mustClose(t, db)

	before := snapshot(t, filepath.Dir(path))
	if _, err := Open(t.Context(), path); !errors.Is(err, store.ErrNewer) { // the old release again
		t.Errorf("the older sysprep says %v, want ErrNewer", err)
	}
	if diff := cmp.Diff(before, snapshot(t, filepath.Dir(path))); diff != "" {
		t.Error("the older sysprep changed files")
	}
	checkReleased(t, mustOpen(t, path+".before-v4")) // and the copy still serves it
}

func TestAFailedUpgradeLeavesTheLastGoodVersion(t *testing.T) {
	path := load(t, "v1.sql")
	broken := map[string]string{
		"00004_stars.sql": "-- +goose Up\nALTER TABLE draft ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;",
		"00005_oops.sql":  "-- +goose Up\nDELETE FROM draft;\nINSERT INTO no_such_table VALUES (1);",
	}
	_, err := Open(t.Context(), path, withMigrations(future(t, broken)), WithPatience(0))
	if err == nil || !strings.Contains(err.Error(), "upgrade") {
		t.Fatalf("error %v does not speak of the upgrade", err)
	}
	good := maps.Clone(broken)
	delete(good, "00005_oops.sql")
	db := mustOpen(t, path, withMigrations(future(t, good)))
	checkReleased(t, db)
	if columns := schema(t, db)["draft"]; !strings.Contains(columns, "starred") {
		t.Errorf("the good migration before it was lost: %s", columns)
	}
	names := slices.Sorted(maps.Keys(snapshot(t, filepath.Dir(path))))
	if !slices.Contains(names, "progress.db.before-v5") {
		t.Errorf("no copy from before the upgrade among %v", names)
	}
}
