package scenarios

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Link is the arguments of `sysprep lab` and `sysprep sim` that make the same run again, up to
// its present time where at is true: what was set, done and which luck it had, bit for bit.
func (r *Run) Link(at bool) string {
	parts := []string{cmp.Or(r.scenario.Place, r.scenario.ID)}
	add := func(flag, value string) { parts = append(parts, flag, Quoted(value)) }
	for _, id := range slices.Sorted(maps.Keys(r.start)) {
		v, err := r.plan.Value(id, nil) // as it was understood: 1,000 is 1000
		if err != nil {
			v = r.start[id]
		}
		add("--set", id+"="+v)
	}
	for _, id := range r.scenario.off {
		add("--inject", "-"+id)
	}
	for _, a := range r.acts {
		add("--inject", a.Text())
	}
	add("--seed", fmt.Sprint(r.seed))
	if !at && r.scenario.cut {
		add("--for", r.scenario.Horizon.String())
	}
	if at && r.Now() > 0 {
		add("--at", Duration(r.Now()).String())
	}
	return strings.Join(parts, " ")
}

// Quoted makes a word safe for a shell: knobs' values may hold spaces.
func Quoted(word string) string {
	plain := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("-_=./@:,+%", c)
	}
	if word != "" && strings.IndexFunc(word, func(c rune) bool { return !plain(c) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
