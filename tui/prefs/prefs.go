// Package prefs is what a learner may set: the names of the settings, their values, what
// they mean, and how a value is read. It keeps nothing itself: values are texts by key, and
// the store has them.
package prefs

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"sysprep/lessons"
	"sysprep/tui/kit"
)

// Keys of settings. Those of goals are lessons' own.
const (
	Theme   = "theme"
	Motion  = "motion"
	Borders = "borders"
	Mouse   = "mouse"
	Plain   = "plain"
	Speed   = "speed"
	Keys    = "keys"
	Toured  = "toured" // the day on which the tour was seen; it is not shown among settings

	// KeyPrefix begins the settings that give a binding other keys: "key.lab.pause" with
	// the value "p f4".
	KeyPrefix = "key."
)

// Setting is one thing that can be set.
type Setting struct {
	Key     string
	Title   string
	Group   string
	Help    string   // one sentence
	Choices []string // the values there are; empty: any text that reads as one
	Usual   string   // what it is unless it is set; "" is nothing
	Example string   // a value, where there are no choices
}

// All are the settings, in the order in which they are shown.
var All = []Setting{
	{Key: Theme, Title: "theme", Group: "Screen", Choices: []string{"terminal", "dark", "light", "high-contrast"}, Usual: "terminal", Help: "Colours: as the terminal's ground asks for, or always the same."},
	{Key: Motion, Title: "motion", Group: "Screen", Choices: []string{"full", "reduced"}, Usual: "full", Help: "Reduced motion moves in steps, once a second."},
	{Key: Borders, Title: "borders", Group: "Screen", Choices: []string{"on", "off"}, Usual: "on", Help: "Off leaves out the lines of boxes and rules, which screen readers spell out."},
	{Key: Plain, Title: "plain text", Group: "Screen", Choices: []string{"off", "on"}, Usual: "off", Help: "On opens the linear text of --plain instead of the screens, from the next start."},
	{Key: Mouse, Title: "mouse", Group: "Keys", Choices: []string{"on", "off"}, Usual: "on", Help: "Off leaves the mouse to the terminal, as for marking text."},
	{Key: Keys, Title: "keys to move", Group: "Keys", Choices: []string{string(kit.Both), string(kit.Arrows), string(kit.Vim)}, Usual: string(kit.Both), Help: "Arrows and j k; arrows alone; or all of vim's letters where they are free."},
	{Key: Speed, Title: "speed of the lab", Group: "Lab", Choices: []string{"1", "2", "4", "8", "16", "32"}, Usual: "4", Help: "Virtual seconds a second at which a run begins."},
	{Key: lessons.SettingInterview, Title: "interview", Group: "Goals", Example: "2026-12-24", Help: "The day of your interview: reviews are planned for it, and home counts the days."},
	{Key: lessons.SettingRetention, Title: "retention", Group: "Goals", Usual: "0.9", Example: "0.9", Help: "The chance that you still know a card when it comes back: more means more reviews."},
	{Key: lessons.SettingDaily, Title: "reviews a day", Group: "Goals", Usual: "0", Example: "20", Help: "The most reviews that a day brings; 0 is no limit."},
}

// Find returns the setting of a key.
func Find(key string) (Setting, error) {
	for _, s := range All {
		if s.Key == key {
			return s, nil
		}
	}
	var names []string
	for _, s := range All {
		names = append(names, s.Key)
	}
	return Setting{}, fmt.Errorf("there is no setting %q: choose one of %s, or %sSCREEN.ID for the keys of one thing", key, strings.Join(names, ", "), KeyPrefix)
}

// Values are the settings as the program uses them.
type Values struct {
	Theme   string // "terminal", "dark", "light" or "high-contrast"
	Reduced bool   // motion is reduced
	Bare    bool   // no lines of boxes and rules
	Mouse   bool
	Plain   bool
	Speed   float64 // of the lab: virtual time on wall time
	Keymap  kit.Keymap
	Toured  bool // the tour was seen
	Goals   lessons.Goals

	stored map[string]string
}

// Text is the value of a setting as it is written: the usual one if it is not set.
func (v Values) Text(s Setting) string { return cmp.Or(v.stored[s.Key], s.Usual) }

// Set says whether a setting has a value of the learner's own.
func (v Values) Set(key string) bool { return v.stored[key] != "" }

// Read reads values from what is stored. tables are all tables of keys; days are those of
// loc. What can't be read counts as not set: a newer sysprep may have written it.
func Read(stored map[string]string, tables []kit.Table, loc *time.Location) Values {
	v := Values{stored: map[string]string{}}
	for key, value := range stored {
		if s, err := Find(key); err == nil && len(s.Choices) > 0 && !slices.Contains(s.Choices, value) {
			continue
		}
		v.stored[key] = value
	}
	text := func(key string) string {
		s, _ := Find(key)
		return v.Text(s)
	}
	v.Theme = text(Theme)
	v.Reduced = text(Motion) == "reduced"
	v.Bare = text(Borders) == "off"
	v.Mouse = text(Mouse) == "on"
	v.Plain = text(Plain) == "on"
	v.Toured = stored[Toured] != ""
	_, _ = fmt.Sscan(text(Speed), &v.Speed) // one of the choices
	v.Goals, _ = lessons.ParseGoals(stored, loc)
	v.Keymap.Layout = kit.Layout(text(Keys))
	for _, key := range slices.Sorted(maps.Keys(stored)) {
		address, ok := strings.CutPrefix(key, KeyPrefix)
		if !ok {
			continue
		}
		if next, err := v.Keymap.Set(tables, address, strings.Fields(stored[key])...); err == nil {
			v.Keymap = next
		}
	}
	return v
}

// Check returns the value as it is kept: "" takes the setting back. The error is a sentence
// that says what may be written.
func (v Values) Check(key, value string, tables []kit.Table, loc *time.Location) (string, error) {
	value = strings.TrimSpace(value)
	if address, ok := strings.CutPrefix(key, KeyPrefix); ok {
		_, err := v.Keymap.Set(tables, address, strings.Fields(value)...)
		return strings.Join(strings.Fields(value), " "), err
	}
	s, err := Find(key)
	if err != nil {
		return "", err
	}
	if value == "" || value == "none" || len(s.Choices) > 0 && value == s.Usual {
		return "", nil
	}
	if len(s.Choices) > 0 {
		if !slices.Contains(s.Choices, value) {
			return "", fmt.Errorf("%s can't be %q: choose one of %s", s.Key, value, strings.Join(s.Choices, ", "))
		}
		return value, nil
	}
	g, err := lessons.ParseGoals(map[string]string{key: value}, loc)
	if err != nil {
		return "", err
	}
	return g.Settings()[key], nil
}
