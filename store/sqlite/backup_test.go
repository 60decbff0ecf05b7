package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sysprep/store"
)

func TestBackup(t *testing.T) {
	dir := t.TempDir()
	db := mustOpen(t, filepath.Join(t.TempDir(), "progress.db"))
	want := mustAppend(t, db, store.Event{Kind: "lesson.opened"}, store.Event{Kind: "lesson.finished"})
	if err := db.SaveDraft(t.Context(), store.Draft{Key: "k", Text: "half a sent"}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "it's a backup.db")
	if err := db.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, db, store.Event{Kind: "lesson.opened"}) // after it

	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("files %v, %v; want the backup and nothing else", entries, err)
	}
	restored := mustOpen(t, path)
	if diff := cmp.Diff(want, mustEvents(t, restored, store.Query{})); diff != "" {
		t.Errorf("restored (-want +got):\n%s", diff)
	}
	if d, err := restored.Draft(t.Context(), "k"); d.Text != "half a sent" {
		t.Errorf("restored draft %q, %v", d.Text, err)
	}
	mustAppend(t, restored, store.Event{Kind: "lesson.opened"})
	if got := mustEvents(t, restored, store.Query{After: 2}); len(got) != 1 || got[0].Seq != 3 {
		t.Errorf("a restored database goes on with %+v, want seq 3", got)
	}
}

func TestBackupNeverReplacesAFile(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "progress.db"))
	for name, content := range map[string]string{"full": "precious", "empty": ""} {
		path := filepath.Join(t.TempDir(), name)
		overwriteNew(t, path, []byte(content))
		err := db.Backup(t.Context(), path)
		if !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), "another name") {
			t.Errorf("%s: error %v, want ErrExist and what to do", name, err)
		}
		if got, err := os.ReadFile(path); string(got) != content || err != nil {
			t.Errorf("%s: now holds %q, %v", name, got, err)
		}
	}
	if err := db.Backup(t.Context(), db.Path()); !errors.Is(err, fs.ErrExist) {
		t.Errorf("onto itself: error %v, want ErrExist", err)
	}
	missing := filepath.Join(t.TempDir(), "no", "such", "folder")
	if err := db.Backup(t.Context(), missing); err == nil || !strings.Contains(err.Error(), missing) {
		t.Errorf("error %v does not name %s", err, missing)
	}
}
