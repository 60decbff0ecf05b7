package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/tui/kit"
)

// entry is one line of a list.
type entry struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Summary string `json:"summary,omitempty"`
	Version string `json:"version,omitempty"` // of a pack
	Minutes int    `json:"minutes,omitempty"` // of a lesson
}

// kinds are what can be listed, in order.
var kinds = []struct {
	name string
	of   func(*content.Pack) []entry
}{
	{"lessons", lessonEntries},
	{"scenarios", scenarioEntries},
	{"questions", questionEntries},
	{"interviews", interviewEntries},
	{"drills", drillEntries},
	{"packs", packEntries},
}

func (a *app) list() *cobra.Command {
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	var asJSON bool
	c := &cobra.Command{
		Use:       "list [" + strings.Join(names, "|") + "]",
		Short:     "List what there is",
		Args:      atMost(1, "one of "+strings.Join(names, ", ")),
		ValidArgs: names,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 && !slices.Contains(names, args[0]) {
				return usagef("there is no list of %q: choose one of %s", args[0], strings.Join(names, ", "))
			}
			return a.printList(args, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON: an array, or without a kind an object of arrays")
	return c
}

// printList prints one kind, or all.
func (a *app) printList(only []string, asJSON bool) error {
	pack, err := a.openPack()
	if err != nil {
		return err
	}
	all, p := map[string][]entry{}, a.newPage()
	for _, k := range kinds {
		if len(only) > 0 && only[0] != k.name {
			continue
		}
		entries := k.of(pack)
		if k.name == "packs" {
			entries = append(entries, a.installed(pack.Manifest.ID)...)
		}
		if entries == nil {
			entries = []entry{}
		}
		all[k.name] = entries
		if len(only) == 0 {
			p.line(p.paint(bold, k.name))
		}
		p.entries(entries, len(only) == 0)
	}
	switch {
	case asJSON && len(only) > 0:
		return printJSON(a.out, all[only[0]])
	case asJSON:
		return printJSON(a.out, all)
	}
	return p.show(a.out)
}

// entries adds the lines of one kind.
func (p *page) entries(list []entry, indented bool) {
	indent := ""
	if indented {
		indent = "  "
	}
	w := widest(list, 40, func(e entry) string { return e.ID })
	for _, e := range list {
		p.line(indent, kit.PadRight(e.ID, w), "  ", p.paint(faint, e.Title))
	}
	if len(list) == 0 {
		p.line(indent, "none")
	}
}

func lessonEntries(p *content.Pack) (out []entry) {
	for _, l := range p.Lessons {
		out = append(out, entry{ID: l.ID, Title: l.Title, Summary: l.Summary, Minutes: l.Minutes})
	}
	return out
}

func scenarioEntries(p *content.Pack) (out []entry) {
	for _, id := range p.Scenarios.IDs() {
		s := p.Scenarios.Of(id)
		out = append(out, entry{ID: id, Title: s.Title, Summary: s.Summary})
	}
	return out
}

func questionEntries(p *content.Pack) (out []entry) {
	for _, q := range p.Rubrics.Questions() {
		out = append(out, entry{ID: q.ID, Title: q.Title, Summary: q.Prompt})
	}
	return out
}

func packEntries(p *content.Pack) []entry {
	m := p.Manifest
	return []entry{{ID: m.ID, Title: m.Title, Summary: m.Summary, Version: m.Version}}
}

// installed lists the installed packs but the one in use.
func (a *app) installed(inUse string) (out []entry) {
	lib, err := a.library()
	if err != nil {
		return nil
	}
	all, err := lib.List()
	if err != nil {
		return nil
	}
	for _, e := range all {
		if e.ID != inUse {
			out = append(out, entry{ID: e.ID, Title: e.Title, Summary: e.Summary, Version: e.Version})
		}
	}
	return out
}

func drillEntries(pack *content.Pack) []entry {
	var list []entry
	for _, id := range slices.Sorted(maps.Keys(pack.Drills)) {
		list = append(list, entry{ID: id, Title: pack.Drills[id].Title})
	}
	return list
}

func interviewEntries(pack *content.Pack) []entry {
	var list []entry
	for _, id := range pack.Interviews.IDs() {
		iv := pack.Interviews.Of(id)
		list = append(list, entry{ID: id, Title: iv.Title, Summary: iv.Summary, Minutes: iv.Minutes})
	}
	for _, l := range pack.Manifest.Loops {
		list = append(list, entry{ID: l.ID, Title: l.Title, Summary: l.Summary, Minutes: pack.Minutes(&l)})
	}
	return list
}
