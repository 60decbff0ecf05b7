package lab

import "sysprep/tui/kit"

// panelBindings are the keys that open the lab's panels, and those of the panels: "inspect"
// lists nodes, edges and requests, "life" is a request's waterfall, "naming" and "filename"
// take text, "marks" are the bookmarks, "compare" two designs, "sweep" and "swept" a knob
// before and after its runs, "export" and "overwrite" a file, "link" the command.
var panelBindings = []kit.Binding{
	{ID: "inspect", Keys: []string{"o"}, Help: "inspect", Group: "Look", Contexts: []string{"time", "knobs", "watched", "board"}, Rank: 4},
	{ID: "zoom", Keys: []string{"z"}, Help: "picture, charts or both", Group: "Look", Contexts: []string{"time", "knobs", "watched"}, Rank: 12},
	{ID: "mark", Keys: []string{"m"}, Help: "set a bookmark", Group: "Time", Contexts: []string{"time", "knobs", "watched", "board"}},
	{ID: "marks", Keys: []string{"M"}, Help: "bookmarks", Group: "Time", Contexts: []string{"time", "knobs", "watched", "board"}},
	{ID: "ab", Keys: []string{"c"}, Help: "compare A and B", Group: "Designs", Contexts: []string{"time", "knobs"}, Rank: 5},
	{ID: "hold", Keys: []string{"C"}, Help: "hold this design as A", Group: "Designs", Contexts: []string{"time", "knobs"}},
	{ID: "sweep", Keys: []string{"s"}, Help: "sweep a knob", Group: "Designs", Contexts: []string{"time", "knobs"}, Rank: 5},
	{ID: "export", Keys: []string{"e"}, Help: "export the run", Group: "Designs", Contexts: []string{"time", "knobs", "watched", "board"}, Rank: 11},
	{ID: "link", Keys: []string{"y"}, Help: "command that makes it again", Group: "Designs", Contexts: []string{"time", "knobs", "watched", "board"}},

	{ID: "itemdown", Keys: []string{"down", "j"}, Show: "↓ ↑", Help: "choose", Group: "Move", Contexts: []string{"inspect", "marks", "sweep", "export"}, Rank: 3},
	{ID: "itemup", Keys: []string{"up", "k"}, Help: "the one before", Group: "Move", Contexts: []string{"inspect", "marks", "sweep", "export"}},
	{ID: "tab", Keys: []string{"tab", "right"}, Show: "tab", Help: "nodes, edges, requests", Group: "Look", Contexts: []string{"inspect"}, Rank: 2},
	{ID: "tabback", Keys: []string{"shift+tab", "left"}, Help: "the list before", Group: "Look", Contexts: []string{"inspect"}},
	{ID: "sift", Keys: []string{"f"}, Help: "all, under way, failed", Group: "Look", Contexts: []string{"inspect"}, Rank: 4},
	{ID: "life", Keys: []string{"enter"}, Help: "its life", Group: "Look", Contexts: []string{"inspect"}, Rank: 1},
	{ID: "moment", Keys: []string{"right", "down", "j", "."}, Show: "← →", Help: "next moment", Group: "Look", Contexts: []string{"life"}, Rank: 1},
	{ID: "momentback", Keys: []string{"left", "up", "k", ","}, Help: "moment before", Group: "Look", Contexts: []string{"life"}},
	{ID: "firstmoment", Keys: []string{"home", "^"}, Show: "home", Help: "its first moment", Group: "Look", Contexts: []string{"life"}},
	{ID: "lastmoment", Keys: []string{"end", "$"}, Show: "end", Help: "its last moment", Group: "Look", Contexts: []string{"life"}, Rank: 3},
	{ID: "aside", Keys: []string{"esc", "enter", "o"}, Show: "esc", Help: "the list", Group: "Look", Contexts: []string{"life"}, Rank: 2},

	{ID: "name", Keys: []string{"enter"}, Help: "keep it", Group: "Time", Contexts: []string{"naming"}, Rank: 1},
	{ID: "jump", Keys: []string{"enter"}, Help: "go there", Group: "Time", Contexts: []string{"marks"}, Rank: 1},
	{ID: "unmark", Keys: []string{"x", "delete"}, Show: "x", Help: "remove it", Group: "Time", Contexts: []string{"marks"}, Rank: 2},

	{ID: "work", Keys: []string{"enter"}, Help: "run them", Group: "Designs", Contexts: []string{"compare"}, Rank: 1},
	{ID: "work", Keys: []string{"enter"}, Help: "sweep it", Group: "Designs", Contexts: []string{"sweep"}, Rank: 1},
	{ID: "moreseeds", Keys: []string{"+", "]", "="}, Show: "+ -", Help: "seeds", Group: "Designs", Contexts: []string{"compare", "sweep"}, Rank: 4},
	{ID: "fewerseeds", Keys: []string{"-", "["}, Show: "-", Help: "fewer seeds", Group: "Designs", Contexts: []string{"compare", "sweep"}},
	{ID: "stop", Keys: []string{"x"}, Help: "stop the runs", Group: "Designs", Contexts: []string{"compare", "sweep"}, Rank: 5},
	{ID: "valueup", Keys: []string{"right", "l"}, Show: "← →", Help: "value", Group: "Designs", Contexts: []string{"swept"}, Rank: 1},
	{ID: "valuedown", Keys: []string{"left"}, Help: "value before", Group: "Designs", Contexts: []string{"swept"}},
	{ID: "nextyield", Keys: []string{"tab"}, Help: "another result", Group: "Designs", Contexts: []string{"swept"}, Rank: 2},
	{ID: "take", Keys: []string{"enter"}, Help: "turn the knob to it", Group: "Designs", Contexts: []string{"swept"}, Rank: 3},
	{ID: "again", Keys: []string{"s"}, Help: "another sweep", Group: "Designs", Contexts: []string{"swept"}, Rank: 4},

	{ID: "form", Keys: []string{"enter"}, Help: "name the file", Group: "Designs", Contexts: []string{"export"}, Rank: 1},
	{ID: "file", Keys: []string{"enter"}, Help: "write it", Group: "Designs", Contexts: []string{"filename"}, Rank: 1},
	{ID: "unname", Keys: []string{"esc"}, Help: "another form", Group: "Designs", Contexts: []string{"filename"}, Rank: 2},
	{ID: "overwrite", Keys: []string{"y"}, Help: "replace it", Group: "Designs", Contexts: []string{"overwrite"}, Rank: 1},
	{ID: "rename", Keys: []string{"n"}, Help: "another name", Group: "Designs", Contexts: []string{"overwrite"}, Rank: 2},

	{ID: "scrolldown", Keys: []string{"pgdown"}, Help: "down", Group: "Move", Contexts: []string{"inspect"}},
	{ID: "scrollup", Keys: []string{"pgup"}, Help: "up", Group: "Move", Contexts: []string{"inspect"}},
	{ID: "scrolldown", Keys: []string{"pgdown", "down", "j"}, Help: "down", Group: "Move", Contexts: []string{"compare"}},
	{ID: "scrollup", Keys: []string{"pgup", "up", "k"}, Help: "up", Group: "Move", Contexts: []string{"compare"}},
	{ID: "pause", Keys: []string{"space"}, Help: "play, pause", Group: "Time", Contexts: []string{"inspect", "life"}, Rank: 5},
	{ID: "shut", Keys: []string{"esc"}, Help: "back to the lab", Group: "Move", Contexts: []string{"naming", "marks", "compare", "sweep", "swept", "export", "overwrite"}, Rank: 9},
	{ID: "shut", Keys: []string{"esc", "o"}, Show: "esc", Help: "back to the lab", Group: "Move", Contexts: []string{"inspect"}, Rank: 9},
	{ID: "shut", Keys: []string{"esc", "enter", "y"}, Show: "esc", Help: "back to the lab", Group: "Move", Contexts: []string{"link"}, Rank: 9},
}
