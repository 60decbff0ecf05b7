package scenarios

// effectWords say what a run did, or runs did, where a goal about effects was missed; seen is
// the figure, or the figures from the least to the greatest.
var effectWords = map[string]func(seen string) string{
	"double_applied": func(seen string) string { return seen + " things were done twice or more" },
	"lost_effects":   func(seen string) string { return seen + " things are believed done and never were" },
	"hidden_effects": func(seen string) string { return seen + " things are believed failed and were done" },
	"money_over":     func(seen string) string { return seen + " was moved too much" },
	"money_lost":     func(seen string) string { return seen + " is believed moved and never was" },
	"money_hidden":   func(seen string) string { return seen + " is believed not moved, and was" },
	"money_in_doubt": func(seen string) string { return "of " + seen + " nobody knows whether it moved" },
	"wrong_belief_ratio": func(seen string) string {
		return "users believe what is not so of " + seen + " of what they asked for"
	},
	"unknown_ratio": func(seen string) string {
		return "users don't know of " + seen + " of what they asked for whether it was done"
	},
	"keys_held": func(seen string) string { return seen + " idempotency keys were held at once" },
}
