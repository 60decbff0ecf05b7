package main

import (
	"cmp"
	"fmt"
	"strings"

	"sysprep/scenarios"
	"sysprep/tui/kit"
)

// turned is a knob with its value.
type turned struct {
	scenarios.Knob
	Value string `json:"value"`
}

// controls are what can be done to a scenario.
type controls struct {
	Scenario string            `json:"scenario"`
	Knobs    []turned          `json:"knobs"`
	Faults   []scenarios.Fault `json:"faults"`
}

// printKnobs lists the knobs, with their values under these settings, and the faults.
func (a *app) printKnobs(s *scenarios.Scenario, set scenarios.Settings, asJSON bool) error {
	all := controls{Scenario: s.ID, Knobs: []turned{}, Faults: append([]scenarios.Fault{}, s.Faults...)}
	for _, k := range s.Knobs {
		v, err := s.Value(k.ID, set)
		if err != nil {
			return err
		}
		all.Knobs = append(all.Knobs, turned{k, v})
	}
	if asJSON {
		return printJSON(a.out, all)
	}
	p := a.newPage()
	p.knobs(all.Knobs)
	p.line()
	p.faults(all.Faults)
	return p.show(a.out)
}

func (p *page) knobs(list []turned) {
	p.line(p.paint(bold, "knobs"), p.paint(faint, "   --set KNOB=VALUE"))
	id := widest(list, 30, func(k turned) string { return k.ID })
	value := widest(list, 20, func(k turned) string { return k.Shown(k.Value) })
	for _, k := range list {
		p.line("  ", kit.PadRight(k.ID, id), "  ", kit.PadRight(k.Shown(k.Value), value), "  ", p.paint(faint, bounds(k.Knob)))
		indent := strings.Repeat(" ", id+4)
		p.prose(indent, indent, k.Help)
	}
}

// bounds says what a knob can be.
func bounds(k scenarios.Knob) string {
	switch {
	case len(k.Values) > 0:
		return strings.Join(k.Values, ", ")
	case k.Min != "" || k.Max != "":
		return cmp.Or(k.Min, "any") + " to " + cmp.Or(k.Max, "any")
	}
	return "any"
}

func (p *page) faults(list []scenarios.Fault) {
	p.line(p.paint(bold, "faults"), p.paint(faint, "  --inject FAULT@T starts one; --inject -FAULT takes one out of the story"))
	w := widest(list, 30, func(f scenarios.Fault) string { return f.ID })
	for _, f := range list {
		when := "by hand"
		if f.On {
			when = fmt.Sprintf("at %s", f.At)
		}
		p.line("  ", kit.PadRight(f.ID, w), "  ", kit.PadRight(when, 8), "  ", p.paint(faint, f.Label))
	}
	if len(list) == 0 {
		p.line("  none")
	}
}
