package sqlite

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sysprep/store"
)

func TestSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress.db")
	db := mustOpen(t, path)
	if _, err := db.Setting(t.Context(), "theme"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("before it is set: %v, want ErrNotFound", err)
	}
	for _, s := range [][2]string{{"theme", "dark"}, {"retention", "0.9"}, {"theme", "li'ght ✓"}, {"mouse", "off"}, {"mouse", ""}, {"mouse", ""}} {
		if err := db.SetSetting(t.Context(), s[0], s[1]); err != nil {
			t.Fatal(err)
		}
	}
	other := mustOpen(t, path) // another process
	if v, err := other.Setting(t.Context(), "theme"); err != nil || v != "li'ght ✓" {
		t.Errorf("theme is %q (%v)", v, err)
	}
	if _, err := other.Setting(t.Context(), "mouse"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("taken back: %v, want ErrNotFound", err)
	}
	all, err := other.Settings(t.Context())
	if diff := cmp.Diff(map[string]string{"theme": "li'ght ✓", "retention": "0.9"}, all); err != nil || diff != "" {
		t.Errorf("all settings (%v, -want +got):\n%s", err, diff)
	}
	if err := db.SetSetting(t.Context(), "", "lost?"); err == nil {
		t.Error("a setting without a name was accepted")
	}
}
