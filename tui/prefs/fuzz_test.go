package prefs_test

import (
	"testing"
	"time"

	"sysprep/tui/cheatsheet"
	"sysprep/tui/prefs"
)

// FuzzRead reads any value for any setting, keys among them: another program may have written it.
func FuzzRead(f *testing.F) {
	f.Add("theme", "dark")
	f.Add("speed", "1e99")
	f.Add(prefs.KeyPrefix+"lab.pause", "p ctrl+c")
	f.Add(prefs.KeyPrefix, "\x1b")
	f.Add("retention", "NaN")
	f.Add("interview", "9999-99-99")
	tables := cheatsheet.Tables()
	f.Fuzz(func(t *testing.T, key, value string) {
		v := prefs.Read(map[string]string{key: value}, tables, time.UTC)
		if v.Speed <= 0 {
			t.Errorf("%q = %q gives the speed %v", key, value, v.Speed)
		}
	})
}
