package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sysprep/store"
	"sysprep/tui"
	"sysprep/tui/kit"
	"sysprep/tui/prefs"
)

// settingEntry is one setting as it is printed.
type settingEntry struct {
	Key     string   `json:"key"`
	Value   string   `json:"value"`
	Usual   string   `json:"usual"`
	Yours   bool     `json:"yours"` // it was set, and is not only as it usually is
	Choices []string `json:"choices,omitempty"`
	Help    string   `json:"help,omitempty"`
}

func (a *app) settings() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "settings",
		Short: "Show how sysprep looks, moves and plans, and set it",
		Example: "  sysprep settings set theme high-contrast\n  sysprep settings set interview 2026-12-24\n" +
			"  sysprep settings set key.lab.pause p",
		Args: atMost(0, "no arguments, but the word set"),
		RunE: func(c *cobra.Command, _ []string) error { return a.showSettings(c.Context(), asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON: an array of settings")
	c.AddCommand(&cobra.Command{
		Use:   "set KEY VALUE...",
		Short: "Set one; without a value it is as it usually is again",
		Args:  cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("settings set needs the name of a setting and its value, as in %q", "sysprep settings set theme dark")
			}
			return a.setSetting(c.Context(), args[0], strings.Join(args[1:], " "))
		},
	})
	return c
}

// readSettings reads what is set; without a database that is nothing, and none is made.
func (a *app) readSettings(ctx context.Context) (map[string]string, error) {
	_, ok, err := a.hasStore()
	if err != nil || !ok {
		return nil, err
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return nil, err
	}
	defer st.Close() //nolint:errcheck // it was only read
	return st.Settings(ctx)
}

func (a *app) showSettings(ctx context.Context, asJSON bool) error {
	stored, err := a.readSettings(ctx)
	if err != nil {
		return err
	}
	entries := settingEntries(prefs.Read(stored, tui.Tables(), time.Local))
	if asJSON {
		return printJSON(a.out, entries)
	}
	p := a.newPage()
	wide := widest(entries, 30, func(e settingEntry) string { return e.Key })
	for _, e := range entries {
		value := e.Value
		if value == "" {
			value = "not set"
		}
		line := []string{kit.PadRight(e.Key, wide), "  ", p.paint(bold, value)}
		if len(e.Choices) > 0 {
			others := slices.DeleteFunc(slices.Clone(e.Choices), func(c string) bool { return c == e.Value })
			line = append(line, p.paint(faint, "  or "+strings.Join(others, ", ")))
		}
		p.line(line...)
		if e.Help != "" {
			p.line(strings.Repeat(" ", wide+2), p.paint(faint, e.Help))
		}
	}
	return p.show(a.out)
}

// settingEntries are all settings, and the keys that the learner chose.
func settingEntries(v prefs.Values) []settingEntry {
	var out []settingEntry
	for _, s := range prefs.All {
		out = append(out, settingEntry{s.Key, v.Text(s), s.Usual, v.Set(s.Key), s.Choices, s.Help})
	}
	own := v.Keymap.Own()
	for _, t := range tui.Tables() {
		for _, b := range t.Bindings {
			key := prefs.KeyPrefix + b.Address(t)
			known := slices.ContainsFunc(out, func(e settingEntry) bool { return e.Key == key })
			if keys := own[b.Address(t)]; keys != nil && !known {
				out = append(out, settingEntry{key, strings.Join(keys, " "), strings.Join(b.Keys, " "), true, nil, b.Help})
			}
		}
	}
	return out
}

func (a *app) setSetting(ctx context.Context, key, value string) error {
	stored, err := a.readSettings(ctx)
	if err != nil {
		return err
	}
	kept, err := prefs.Read(stored, tui.Tables(), time.Local).Check(key, value, tui.Tables(), time.Local)
	if err != nil {
		return usage(err)
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // what was acknowledged is on disk
	return st.SetSetting(ctx, key, kept)
}

// preferred are the settings in a store.
func preferred(ctx context.Context, st store.Store) (prefs.Values, error) {
	stored, err := st.Settings(ctx)
	return prefs.Read(stored, tui.Tables(), time.Local), err
}
