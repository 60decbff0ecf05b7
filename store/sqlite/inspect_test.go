package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sysprep/store"
)

func TestOpenLeavesWhatItCantUseAsItIs(t *testing.T) {
	healthy := func(t *testing.T, path string) {
		db := mustOpen(t, path)
		events := make([]store.Event, 200)
		for i := range events {
			events[i] = store.Event{Kind: "lesson.answered", Data: []byte(`"` + strings.Repeat("words ", 50) + `"`)}
		}
		mustAppend(t, db, events...)
		mustClose(t, db)
	}
	overwrite := func(t *testing.T, path string, at int64, with []byte) {
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteAt(with, at); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	junk := []byte(strings.Repeat("\x00\xff\x17junk", 1000))
	tests := map[string]struct {
		damage func(t *testing.T, path string)
		is     error
		says   []string
	}{
		"a newer schema": {
			damage: func(t *testing.T, path string) {
				healthy(t, path)
				other := raw(t, path)
				mustExec(t, other, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`)
				if err := other.Close(); err != nil {
					t.Fatal(err)
				}
			},
			is: store.ErrNewer, says: []string{"version 99", "upgrade sysprep"},
		},
		"a text file": {
			damage: func(t *testing.T, path string) {
				overwriteNew(t, path, []byte(strings.Repeat("my shopping list\n", 20)))
			},
			is: store.ErrCorrupt, says: []string{"not a SQLite database", "move it away"},
		},
		"a few bytes": {
			damage: func(t *testing.T, path string) { overwriteNew(t, path, []byte("SQLite")) },
			is:     store.ErrCorrupt, says: []string{"not a SQLite database"},
		},
		"cut short": {
			damage: func(t *testing.T, path string) {
				healthy(t, path)
				if err := os.Truncate(path, 5*4096+100); err != nil {
					t.Fatal(err)
				}
			},
			is: store.ErrCorrupt, says: []string{"cut short", "put a backup in its place"},
		},
		"schema overwritten": {
			damage: func(t *testing.T, path string) { healthy(t, path); overwrite(t, path, 100, junk[:3996]) },
			is:     store.ErrCorrupt, says: []string{"put a backup in its place"},
		},
		"all events overwritten": {
			damage: func(t *testing.T, path string) {
				healthy(t, path)
				for page := int64(2); page < 12; page++ {
					overwrite(t, path, page*4096, junk[:4096])
				}
			},
			is: store.ErrCorrupt, says: []string{"put a backup in its place"},
		},
		"another program's database": {
			damage: func(t *testing.T, path string) {
				other := raw(t, path)
				mustExec(t, other, `CREATE TABLE bookmark (url TEXT)`)
				if err := other.Close(); err != nil {
					t.Fatal(err)
				}
			},
			says: []string{"another program", "--db"},
		},
		"a folder": {
			damage: func(t *testing.T, path string) {
				if err := os.Mkdir(path, 0o700); err != nil {
					t.Fatal(err)
				}
			},
			says: []string{"is a folder", "progress.db"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "mine.db")
			test.damage(t, path)
			before := snapshot(t, dir)
			db, err := Open(t.Context(), path)
			if err == nil {
				db.Close()
				t.Fatal("Open accepted it")
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("error %v is not %v", err, test.is)
			}
			for _, part := range append(test.says, path) {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q does not say %q", err, part)
				}
			}
			if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
				t.Errorf("files changed (-before +after):\n%s", diff)
			}
		})
	}
}

func overwriteNew(t *testing.T, path string, with []byte) {
	t.Helper()
	if err := os.WriteFile(path, with, 0o600); err != nil {
		t.Fatal(err)
	}
}

// snapshot reads all files of a folder.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		if e.IsDir() {
			files[e.Name()] = "folder"
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(content)
	}
	return files
}

// A newer sysprep that was killed has left commits in its WAL: they must stay there.
func TestOpenLeavesTheWALOfANewerSysprepAsItIs(t *testing.T) {
	dir, live := t.TempDir(), t.TempDir()
	db := mustOpen(t, filepath.Join(live, "progress.db"))
	mustExec(t, db.sql, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`)
	if err := os.CopyFS(dir, os.DirFS(live)); err != nil { // as after kill -9: the file and its WAL
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "progress.db-shm")); err != nil { // lost with the machine's memory
		t.Fatal(err)
	}
	before := snapshot(t, dir)
	if len(before["progress.db-wal"]) == 0 {
		t.Fatal("there is no WAL to look after")
	}
	_, err := Open(t.Context(), filepath.Join(dir, "progress.db"))
	if !errors.Is(err, store.ErrNewer) {
		t.Fatalf("error %v, want ErrNewer", err)
	}
	after := snapshot(t, dir)
	for _, name := range []string{"progress.db", "progress.db-wal"} {
		if before[name] != after[name] {
			t.Errorf("%s changed", name)
		}
	}
}

func TestDamagedNamesTheCopyFromBeforeAnUpgrade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "odd [name]*.db")
	overwriteNew(t, path, []byte("no database"))
	overwriteNew(t, path+".before-v2", nil)
	overwriteNew(t, path+".before-v3", nil)
	_, err := Open(t.Context(), path)
	if !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), "such as "+path+".before-v3") {
		t.Errorf("error %v, want ErrCorrupt and the newest copy", err)
	}
}
