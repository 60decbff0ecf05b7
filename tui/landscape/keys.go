// Package landscape plays a simulate step that shows both branches of a knob's hysteresis,
// computed from the simulation, with a ball in it: where the system stands. The
// learner turns the knob and fires the story's trigger, and sees the ball fall, and
// when it comes back.
package landscape

import "sysprep/tui/kit"

// Bindings are the keys of a landscape. Contexts: "brief" is the step's text, "map" the
// landscape, "compared" what was predicted beside what happened.
var Bindings = kit.Table{Name: "Landscape", Bindings: []kit.Binding{
	{ID: "begin", Keys: []string{"enter", "space"}, Show: "enter", Help: "into the landscape", Group: "Lesson", Contexts: []string{"brief"}, Rank: 1},
	{ID: "down", Keys: []string{"down", "j", "pgdown"}, Help: "down", Group: "Move", Contexts: []string{"brief", "compared"}},
	{ID: "up", Keys: []string{"up", "k", "pgup"}, Help: "up", Group: "Move", Contexts: []string{"brief", "compared"}},
	{ID: "go", Keys: []string{"enter"}, Help: "go on", Group: "Lesson", Contexts: []string{"map", "compared"}, Rank: 1},
	{ID: "more", Keys: []string{"right", "l"}, Show: "← →", Help: "turn the knob", Group: "Landscape", Contexts: []string{"map"}, Rank: 2},
	{ID: "less", Keys: []string{"left", "h"}, Help: "turn it down", Group: "Landscape", Contexts: []string{"map"}},
	{ID: "most", Keys: []string{"end", "$"}, Help: "to the highest value", Group: "Landscape", Contexts: []string{"map"}},
	{ID: "least", Keys: []string{"home", "^"}, Help: "to the lowest value", Group: "Landscape", Contexts: []string{"map"}},
	{ID: "strike", Keys: []string{"space", "x"}, Show: "space", Help: "fire the trigger", Group: "Landscape", Contexts: []string{"map"}, Rank: 2},
	{ID: "design", Keys: []string{"tab"}, Help: "another design", Group: "Landscape", Contexts: []string{"map"}, Rank: 3},
	{ID: "scale", Keys: []string{"y"}, Help: "share or answers a second", Group: "Landscape", Contexts: []string{"map"}, Rank: 6},
	{ID: "brief", Keys: []string{"i"}, Help: "what this is", Group: "Lesson", Contexts: []string{"map"}, Rank: 5},
}}
