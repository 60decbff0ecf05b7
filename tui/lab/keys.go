package lab

import "sysprep/tui/kit"

// Bindings are the keys of the lab. Contexts: "time" steers the run, "knobs" the design,
// "faults" the list of faults, "judging" and "judged" what the judgement shows;
// "watched" is a run that a lesson plays, "board" one whose calls are drawn singly, "compared" what comes after it, "brief" what a
// challenge asks for.
var Bindings = kit.Table{Name: "Lab", Typing: []string{"naming", "filename"}, Bindings: append([]kit.Binding{
	{ID: "enough", Keys: []string{"esc"}, Help: "stop judging", Group: "Judge", Contexts: []string{"judging"}, Rank: 1},

	{ID: "failing", Keys: []string{"s"}, Help: "see a failing run", Group: "Judge", Contexts: []string{"judged"}, Rank: 2},
	{ID: "on", Keys: []string{"enter"}, Help: "go on", Group: "Judge", Contexts: []string{"judged"}, Rank: 1},
	{ID: "keep", Keys: []string{"k", "esc"}, Show: "k", Help: "keep turning", Group: "Judge", Contexts: []string{"judged"}, Rank: 3},

	{ID: "on", Keys: []string{"enter"}, Help: "go on", Group: "Lesson", Contexts: []string{"compared"}, Rank: 1},
	{ID: "begin", Keys: []string{"enter", "space"}, Help: "begin", Group: "Lesson", Contexts: []string{"brief"}, Rank: 1},
	{ID: "begin", Keys: []string{"i"}, Help: "back to the lab", Group: "Lesson", Contexts: []string{"brief"}},
	{ID: "scrolldown", Keys: []string{"down", "j", "pgdown"}, Help: "down", Group: "Move", Contexts: []string{"compared", "brief", "judged"}},
	{ID: "scrollup", Keys: []string{"up", "pgup"}, Help: "up", Group: "Move", Contexts: []string{"compared", "brief", "judged"}},

	{ID: "faultdown", Keys: []string{"down", "j"}, Help: "next fault", Group: "Faults", Contexts: []string{"faults"}},
	{ID: "faultup", Keys: []string{"up", "k"}, Help: "fault before", Group: "Faults", Contexts: []string{"faults"}},
	{ID: "faultdo", Keys: []string{"enter", "space"}, Help: "start or lift", Group: "Faults", Contexts: []string{"faults"}, Rank: 1},
	{ID: "faultend", Keys: []string{"x", "esc"}, Help: "close", Group: "Faults", Contexts: []string{"faults"}, Rank: 2},

	{ID: "compare", Keys: []string{"enter"}, Help: "compare, go on", Group: "Lesson", Contexts: []string{"watched", "board"}, Rank: 1},
	{ID: "judge", Keys: []string{"enter"}, Help: "judge", Group: "Judge", Contexts: []string{"time", "knobs"}, Rank: 1},
	{ID: "lastjudged", Keys: []string{"g"}, Help: "last judgement", Group: "Judge", Contexts: []string{"time", "knobs"}},
	{ID: "pause", Keys: []string{"space"}, Help: "play, pause", Group: "Time", Contexts: []string{"time", "knobs", "watched", "board"}, Rank: 2},

	{ID: "knobdown", Keys: []string{"down", "j"}, Help: "next knob", Group: "Knobs", Contexts: []string{"knobs"}},
	{ID: "knobup", Keys: []string{"up", "k"}, Help: "knob before", Group: "Knobs", Contexts: []string{"knobs"}},
	{ID: "turnup", Keys: []string{"right", "l"}, Show: "← →", Help: "turn", Group: "Knobs", Contexts: []string{"knobs"}, Rank: 3},
	{ID: "turndown", Keys: []string{"left"}, Help: "turn down", Group: "Knobs", Contexts: []string{"knobs"}},
	{ID: "reset", Keys: []string{"0"}, Help: "all knobs as they were", Group: "Knobs", Contexts: []string{"knobs", "time"}},

	{ID: "forth", Keys: []string{"right", "."}, Show: "← →", Help: "a second", Group: "Time", Contexts: []string{"time", "watched", "board"}, Rank: 6},
	{ID: "back", Keys: []string{"left", ","}, Help: "a second back", Group: "Time", Contexts: []string{"time", "watched", "board"}},
	{ID: "forth", Keys: []string{"."}, Help: "a second forth", Group: "Time", Contexts: []string{"knobs"}},
	{ID: "back", Keys: []string{","}, Help: "a second back", Group: "Time", Contexts: []string{"knobs"}},
	{ID: "faster", Keys: []string{"]", "+"}, Show: "[ ]", Help: "speed", Group: "Time", Contexts: []string{"time", "knobs", "watched", "board"}, Rank: 5},
	{ID: "slower", Keys: []string{"[", "-"}, Help: "slower", Group: "Time", Contexts: []string{"time", "knobs", "watched", "board"}},
	{ID: "rewind", Keys: []string{"backspace"}, Help: "10 s back", Group: "Time", Contexts: []string{"time", "knobs", "watched", "board"}, Rank: 7},
	{ID: "start", Keys: []string{"home", "^"}, Show: "home", Help: "back to 0:00", Group: "Time", Contexts: []string{"time", "knobs", "watched", "board"}},
	{ID: "end", Keys: []string{"end", "$"}, Show: "end", Help: "to the end", Group: "Time", Contexts: []string{"time", "knobs", "watched", "board"}},

	{ID: "knobs", Keys: []string{"tab"}, Help: "knobs", Group: "Knobs", Contexts: []string{"time"}, Rank: 4},
	{ID: "time", Keys: []string{"tab"}, Help: "time", Group: "Knobs", Contexts: []string{"knobs"}, Rank: 8},
	{ID: "faults", Keys: []string{"x"}, Help: "fault", Group: "Faults", Contexts: []string{"time", "knobs"}, Rank: 4},
	{ID: "break", Keys: []string{"x"}, Help: "break a step", Group: "Faults", Contexts: []string{"board"}, Rank: 4},
	{ID: "fork", Keys: []string{"f"}, Help: "fork", Group: "Futures", Contexts: []string{"time", "knobs"}, Rank: 4},
	{ID: "other", Keys: []string{"v"}, Help: "steer the other future", Group: "Futures", Contexts: []string{"time", "knobs"}},
	{ID: "drop", Keys: []string{"d"}, Help: "drop the other future", Group: "Futures", Contexts: []string{"time", "knobs"}},
	{ID: "brief", Keys: []string{"i"}, Help: "what is asked", Group: "Lesson", Contexts: []string{"time", "knobs"}, Rank: 10},
	{ID: "hint", Keys: []string{"h"}, Show: "h", Help: "a hint", Group: "Judge", Contexts: []string{"time", "knobs", "judged"}, Rank: 9},
	{ID: "giveup", Keys: []string{"G"}, Help: "leave it for now", Group: "Judge", Contexts: []string{"time", "knobs", "judged"}},
}, panelBindings...)}
