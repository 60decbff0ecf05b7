package scenarios

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sysprep/engine"
)

// ParseAct reads what somebody does to a run at a time: "FAULT@T" for Inject and Lift,
// "KNOB=VALUE@T" for Turn.
func (s *Scenario) ParseAct(kind ActKind, text string) (Act, error) {
	what, when, ok := cutLast(text, "@")
	shape := "FAULT@TIME, such as shed@120s"
	if kind == Turn {
		shape = "KNOB=VALUE@TIME, such as queue=400@90s"
	}
	if !ok {
		return Act{}, fmt.Errorf("%q: write %s", text, shape)
	}
	at, err := ParseDuration(when)
	if err != nil {
		return Act{}, err
	}
	if at < 0 || at >= s.Horizon {
		return Act{}, fmt.Errorf("%q: the run lasts %s, so choose an earlier time", text, s.Horizon)
	}
	act := Act{At: engine.Time(at), Kind: kind}
	if kind != Turn {
		act.Fault = what
		_, err = s.Fault(what)
		return act, err
	}
	if act.Knob, act.Value, ok = strings.Cut(what, "="); !ok {
		return Act{}, fmt.Errorf("%q: write %s", text, shape)
	}
	k, err := s.Knob(act.Knob)
	if err != nil {
		return Act{}, err
	}
	if strings.HasPrefix(k.Path, "faults.") && at > 0 {
		return Act{}, fmt.Errorf("knob %s is about a fault of the story: set it before the run starts", k.ID)
	}
	_, err = s.Apply(Settings{act.Knob: act.Value})
	return act, err
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// Link is the arguments of `sysprep lab` and `sysprep sim` that make the same run again, up to
// its present time where at is true: what was set, done and which luck it had, bit for bit.
func (r *Run) Link(at bool) string {
	parts := []string{r.scenario.ID}
	add := func(flag, value string) { parts = append(parts, flag, quoted(value)) }
	for _, id := range slices.Sorted(maps.Keys(r.start)) {
		add("--set", id+"="+r.start[id])
	}
	for _, id := range r.scenario.off {
		add("--inject", "-"+id)
	}
	for _, a := range r.acts {
		when := "@" + Duration(a.At).String()
		switch a.Kind {
		case Turn:
			add("--turn", a.Knob+"="+a.Value+when)
		case Lift:
			add("--lift", a.Fault+when)
		default:
			add("--inject", a.Fault+when)
		}
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

// quoted makes a word safe for a shell: knobs' values may hold spaces.
func quoted(word string) string {
	plain := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("-_=./@:,+%", c)
	}
	if word != "" && strings.IndexFunc(word, func(c rune) bool { return !plain(c) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
