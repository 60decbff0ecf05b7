package scenarios

import "fmt"

// effectCauses say what a run did where a goal about effects was missed. Answers that come
// in time tell nothing of it: a service that charges twice is quick and looks well.
var effectCauses = map[string]func(v float64) string{
	"double_applied": func(v float64) string { return fmt.Sprintf("%.0f things were done twice or more", v) },
	"lost_effects":   func(v float64) string { return fmt.Sprintf("%.0f things are believed done and never were", v) },
	"hidden_effects": func(v float64) string { return fmt.Sprintf("%.0f things are believed failed and were done", v) },
	"money_over":     func(v float64) string { return fmt.Sprintf("%.0f was moved too much", v) },
	"money_lost":     func(v float64) string { return fmt.Sprintf("%.0f is believed moved and never was", v) },
	"money_hidden":   func(v float64) string { return fmt.Sprintf("%.0f is believed not moved, and was", v) },
	"money_in_doubt": func(v float64) string { return fmt.Sprintf("of %.0f nobody knows whether it moved", v) },
	"wrong_belief_ratio": func(v float64) string {
		return "users believe what is not so of " + sharePercent(v) + " of what they asked for"
	},
	"unknown_ratio": func(v float64) string {
		return "users don't know of " + sharePercent(v) + " of what they asked for whether it was done"
	},
	"keys_held": func(v float64) string { return fmt.Sprintf("%.0f idempotency keys were held at once", v) },
}

// badEffects finds the first goal about effects that the run misses.
func (r *Result) badEffects() (Cause, bool) {
	for _, g := range r.Scenario.Goals {
		say, ok := effectCauses[g.Metric]
		if !ok {
			continue
		}
		if v, met, err := r.holds(g.Condition); err == nil && !met {
			return Cause{"effect-" + g.Metric, say(v)}, true
		}
	}
	return Cause{}, false
}
