package sqlite

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sysprep/store"
)

func TestDrafts(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "progress.db"))
	save := func(d store.Draft) {
		t.Helper()
		if err := db.SaveDraft(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	check := func(key string, want store.Draft, wantErr error) {
		t.Helper()
		got, err := db.Draft(t.Context(), key)
		if diff := cmp.Diff(want, got); diff != "" || !errors.Is(err, wantErr) {
			t.Errorf("draft %s: error %v, want %v (-want +got):\n%s", key, err, wantErr, diff)
		}
	}
	check("a", store.Draft{}, store.ErrNotFound)

	save(store.Draft{Key: "a", Text: "the ca", At: noon})
	save(store.Draft{Key: "b", Text: "other", At: noon})
	save(store.Draft{Key: "a", Text: "the cache\nis \x00 empty ✓", At: noon.Add(1)})
	check("a", store.Draft{Key: "a", Text: "the cache\nis \x00 empty ✓", At: noon.Add(1)}, nil)

	both, err := db.Drafts(t.Context())
	if diff := cmp.Diff([]store.Draft{{Key: "a", Text: "the cache\nis \x00 empty ✓", At: noon.Add(1)}, {Key: "b", Text: "other", At: noon}}, both); diff != "" || err != nil {
		t.Errorf("all drafts (%v, -want +got):\n%s", err, diff)
	}
	save(store.Draft{Key: "a"}) // sent: nothing is left to send
	save(store.Draft{Key: "a"})
	check("a", store.Draft{}, store.ErrNotFound)
	check("b", store.Draft{Key: "b", Text: "other", At: noon}, nil)

	if err := db.SaveDraft(t.Context(), store.Draft{Text: "lost?"}); err == nil {
		t.Error("a draft without a key was accepted")
	}
}
