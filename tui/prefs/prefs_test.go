package prefs

import (
	"strings"
	"testing"
	"time"

	"sysprep/lessons"
	"sysprep/tui/kit"
)

var tables = []kit.Table{{Name: "Lab", Bindings: []kit.Binding{
	{ID: "pause", Keys: []string{"space"}, Help: "pause", Group: "Time"},
	{ID: "undo", Keys: []string{"u"}, Help: "take back", Group: "Time"},
}}}

func TestCheck(t *testing.T) {
	for _, tc := range []struct{ key, value, want, wrong string }{
		{Theme, "dark", "dark", ""},
		{Theme, " light ", "light", ""},
		{Theme, "terminal", "", ""}, // as it usually is
		{Theme, "", "", ""},
		{Theme, "none", "", ""},
		{Theme, "red", "", "choose one of terminal, dark"},
		{Speed, "16", "16", ""},
		{Speed, "3", "", "choose one of 1, 2, 4"},
		{lessons.SettingInterview, "2026-12-24", "2026-12-24", ""},
		{lessons.SettingInterview, "none", "", ""},
		{lessons.SettingInterview, "24.12.", "", "write year, month and day"},
		{lessons.SettingRetention, "0.85", "0.85", ""},
		{lessons.SettingRetention, "0.2", "", "write a share"},
		{lessons.SettingDaily, "20", "20", ""},
		{lessons.SettingDaily, "-1", "", "how many reviews a day"},
		{"key.lab.pause", "p  f4", "p f4", ""},
		{"key.lab.pause", "", "", ""},
		{"key.lab.pause", "u", "", `"take back"`},
		{"key.lab.stop", "s", "", "choose one of lab.pause"},
		{"colour", "red", "", "there is no setting"},
		{Toured, "yes", "", "there is no setting"},
	} {
		got, err := Values{}.Check(tc.key, tc.value, tables, time.UTC)
		if got != tc.want && err == nil || (err == nil) != (tc.wrong == "") || err != nil && !strings.Contains(err.Error(), tc.wrong) {
			t.Errorf("%s %q: %q, %v; want %q, %q", tc.key, tc.value, got, err, tc.want, tc.wrong)
		}
	}
}

func TestRead(t *testing.T) {
	usual := Read(nil, tables, time.UTC)
	if usual.Theme != "terminal" || usual.Reduced || usual.Bare || !usual.Mouse || usual.Plain || usual.Speed != 4 || !usual.Keymap.Plain() || usual.Toured {
		t.Errorf("without settings: %+v", usual)
	}
	v := Read(map[string]string{
		Theme: "plaid", Motion: "reduced", Borders: "off", Mouse: "off", Plain: "on", Speed: "32", Keys: "vim", Toured: "2026-01-01",
		"key.lab.pause": "p", "key.lab.gone": "x", lessons.SettingInterview: "2026-12-24", "of.a.newer": "sysprep",
	}, tables, time.UTC)
	if v.Theme != "terminal" || !v.Reduced || !v.Bare || v.Mouse || !v.Plain || v.Speed != 32 || !v.Toured || v.Goals.Interview.Day() != 24 {
		t.Errorf("read %+v", v)
	}
	if own := v.Keymap.Own(); len(own) != 1 || own["lab.pause"][0] != "p" || v.Keymap.Layout != kit.Vim {
		t.Errorf("keys %v", own)
	}
	if !v.Set(Motion) || v.Set(Theme) {
		t.Errorf("motion is set: %v, theme is set: %v", v.Set(Motion), v.Set(Theme))
	}
}

// TestEverySettingHasAValueThatHolds checks the table of settings itself.
func TestEverySettingHasAValueThatHolds(t *testing.T) {
	for _, s := range All {
		if s.Title == "" || s.Help == "" || s.Group == "" || len(s.Choices) == 0 && s.Example == "" {
			t.Errorf("%s lacks a title, a group, a help or an example", s.Key)
		}
		for _, c := range append(s.Choices, s.Example) {
			if _, err := (Values{}).Check(s.Key, c, tables, time.UTC); err != nil {
				t.Errorf("%s: %v", s.Key, err)
			}
		}
	}
}
