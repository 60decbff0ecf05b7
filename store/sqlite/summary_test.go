package sqlite

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sysprep/store"
)

func TestSummary(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "progress.db"))
	if _, err := db.Summary(t.Context(), "core"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("before one is kept: %v, want ErrNotFound", err)
	}
	for _, c := range []struct {
		what       string
		save, want store.Summary
	}{
		{"the first", store.Summary{Pack: "core", Basis: "a", Seq: 5, Data: []byte("five\x00")}, store.Summary{Pack: "core", Basis: "a", Seq: 5, Data: []byte("five\x00")}},
		{"one that knows less", store.Summary{Pack: "core", Basis: "a", Seq: 4, Data: []byte("four")}, store.Summary{Pack: "core", Basis: "a", Seq: 5, Data: []byte("five\x00")}},
		{"one that knows more", store.Summary{Pack: "core", Basis: "a", Seq: 6, Data: []byte("six")}, store.Summary{Pack: "core", Basis: "a", Seq: 6, Data: []byte("six")}},
		{"another basis", store.Summary{Pack: "core", Basis: "b", Seq: 1, Data: []byte("one")}, store.Summary{Pack: "core", Basis: "b", Seq: 1, Data: []byte("one")}},
		{"another pack", store.Summary{Pack: "mine", Basis: "a", Seq: 9, Data: []byte("nine")}, store.Summary{Pack: "core", Basis: "b", Seq: 1, Data: []byte("one")}},
	} {
		if err := db.SaveSummary(t.Context(), c.save); err != nil {
			t.Fatal(err)
		}
		got, err := db.Summary(t.Context(), "core")
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("after %s (%v, -want +got):\n%s", c.what, err, diff)
		}
	}
}
