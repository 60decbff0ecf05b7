package kit

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

var lab = Table{Name: "Lab", Bindings: []Binding{
	{ID: "pause", Keys: []string{"space"}, Help: "pause", Group: "Time", Contexts: []string{"run"}, Rank: 1},
	{ID: "step", Keys: []string{"right"}, Show: "←→", Help: "step", Group: "Time", Contexts: []string{"run"}, Rank: 2},
	{ID: "rewind", Keys: []string{"backspace"}, Help: "rewind", Group: "Time", Contexts: []string{"run"}, Rank: 3},
	{ID: "fork", Keys: []string{"f"}, Help: "fork", Group: "Futures", Contexts: []string{"run"}, Rank: 4},
	{ID: "bottom", Keys: []string{"G", "end"}, Help: "go to the end", Group: "Move"},
	{ID: "send", Keys: []string{"ctrl+s"}, Help: "send", Group: "Answer", Contexts: []string{"typing"}, Rank: 1},
	{ID: "judge", Keys: []string{"enter"}, Help: "judge", Group: "Design", Contexts: []string{"run"}, Rank: 5},
}}

func TestMatch(t *testing.T) {
	noFork := Reasons(func(id string) string {
		if id == "fork" {
			return "the run has not begun"
		}
		return ""
	})
	for _, tc := range []struct {
		name    string
		key     tea.KeyPressMsg
		context string
		want    string
		reason  string
	}{
		{"space by its name", tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}, "run", "pause", ""},
		{"an arrow", tea.KeyPressMsg{Code: tea.KeyRight}, "run", "step", ""},
		{"a capital", tea.KeyPressMsg{Code: 'g', Text: "G", Mod: tea.ModShift}, "run", "bottom", ""},
		{"not the small letter", tea.KeyPressMsg{Code: 'g', Text: "g"}, "run", "", ""},
		{"with ctrl", tea.KeyPressMsg{Code: 's', Mod: tea.ModCtrl}, "typing", "send", ""},
		{"not in this context", tea.KeyPressMsg{Code: 'f', Text: "f"}, "typing", "", ""},
		{"disabled says why", tea.KeyPressMsg{Code: 'f', Text: "f"}, "run", "fork", "the run has not begun"},
	} {
		hit, ok := lab.Match(tc.key, tc.context, noFork)
		if ok != (tc.want != "") || hit.ID != tc.want || hit.Reason != tc.reason {
			t.Errorf("%s: got %+v, %v; want %q with reason %q", tc.name, hit, ok, tc.want, tc.reason)
		}
	}
}

func TestFooterKeepsTheMostImportant(t *testing.T) {
	th := NewTheme(Dark, colorprofile.ASCII)
	for w, want := range map[int]string{
		80: "space pause   ←→ step   ⌫ rewind   f fork   enter judge",
		30: "space pause   ←→ step   f fork",
		12: "space pause",
		5:  "",
	} {
		if got := ansi.Strip(lab.Footer("run", nil, w, th)); got != want {
			t.Errorf("at %d: %q, want %q", w, got, want)
		}
	}
	off := func(id string) string { return map[string]string{"step": "paused first"}[id] }
	if got := ansi.Strip(lab.Footer("run", off, 80, th)); strings.Contains(got, "step") {
		t.Errorf("a key that does nothing is in the footer: %q", got)
	}
}

func TestFooterAndHelpFit(t *testing.T) {
	th := NewTheme(Light, colorprofile.TrueColor)
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.IntRange(12, 160).Draw(t, "w")
		if got := ansi.StringWidth(lab.Footer("run", nil, w, th)); got > w {
			t.Fatalf("the footer is %d wide, want at most %d", got, w)
		}
		for _, l := range lab.HelpLines("run", func(string) string { return "because it is so" }, w, th) {
			if got := ansi.StringWidth(l); got > w {
				t.Fatalf("help line %q is %d wide, want at most %d", l, got, w)
			}
		}
	})
}

func TestHelpShowsEachBindingOfTheContext(t *testing.T) {
	th := NewTheme(Dark, colorprofile.ASCII)
	for _, w := range []int{56, 76, 116} {
		text := ansi.Strip(strings.Join(lab.HelpLines("run", nil, w, th), "\n"))
		for _, b := range lab.In("run") {
			if !strings.Contains(text, b.Help) || !strings.Contains(text, b.Label()) {
				t.Errorf("at %d: the help lacks %s:\n%s", w, b.ID, text)
			}
		}
		if strings.Contains(text, "send") {
			t.Errorf("at %d: the help shows a key of another context", w)
		}
	}
}

func TestCheckNamesTheClash(t *testing.T) {
	if err := lab.Check(); err != nil {
		t.Fatal(err)
	}
	bad := Join("Lab", lab, Table{Bindings: []Binding{{ID: "quit", Keys: []string{"f"}, Help: "quit", Group: "Move"}}})
	err := bad.Check()
	if err == nil || !strings.Contains(err.Error(), "fork and quit are both on f") {
		t.Errorf("got %v", err)
	}
	blank := Table{Name: "Lab", Bindings: []Binding{{ID: "pause", Keys: []string{" "}, Help: "pause", Group: "Time"}}}
	if err := blank.Check(); err == nil {
		t.Error(`" " passed; Bubble Tea calls that key "space"`)
	}
}

func TestCheatSheet(t *testing.T) {
	got := CheatSheet(Table{Name: "Lab", Bindings: []Binding{
		{ID: "pause", Keys: []string{"space", "p"}, Help: "pause", Group: "Time", Contexts: []string{"run"}},
		{ID: "pipe", Keys: []string{"|"}, Help: "split | join", Group: "Time"},
	}})
	want := "# Keys\n\nGenerated from the program's own tables of keys. `?` shows the keys of the present screen.\n" +
		"\n## Lab\n\n### Time\n\n| key | does | where |\n| --- | --- | --- |\n| `space` `p` | pause | run |\n| `\\|` | split \\| join | everywhere |\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestInLeavesOutWhatNeverWorks(t *testing.T) {
	first := Table{Bindings: []Binding{{ID: "leave", Keys: []string{"esc"}, Contexts: []string{"writing"}}, {ID: "faster", Keys: []string{"]", "+"}}}}
	second := Table{Bindings: []Binding{{ID: "home", Keys: []string{"esc"}}, {ID: "next", Keys: []string{"]", "n"}}}}
	joined := Join("both", first, second)
	ids := func(context string) string {
		var out []string
		for _, b := range joined.In(context) {
			out = append(out, b.ID)
		}
		return strings.Join(out, " ")
	}
	if got := ids("writing"); got != "leave faster next" {
		t.Errorf("while writing: %s; esc is taken, one key of next is left", got)
	}
	if got := ids("reading"); got != "faster home next" {
		t.Errorf("while reading: %s", got)
	}
}

// A key that means something else here is not shown, and not pressed by a click, for what it means elsewhere.
func TestFooterLeavesOutTakenKeys(t *testing.T) {
	all := Table{Bindings: []Binding{
		{ID: "second", Keys: []string{"b", "2"}, Help: "second choice", Contexts: []string{"choice"}},
		{ID: "before", Keys: []string{"b", "["}, Help: "step before", Rank: 1},
		{ID: "more", Keys: []string{"2"}, Help: "more", Rank: 2},
	}}
	for context, want := range map[string][2]string{"choice": {"[ step before", "["}, "done": {"b [ step before   2 more", "b"}} {
		if got := ansi.Strip(all.Footer(context, nil, 80, &Theme{})); got != want[0] {
			t.Errorf("%s: the footer is %q, want %q", context, got, want[0])
		}
		if got := all.FooterKey(context, nil, 80, 3); got != want[1] {
			t.Errorf("%s: a click presses %q, want %q", context, got, want[1])
		}
	}
}

// The help says of a key what it does here, once.
func TestHelpLeavesOutTakenKeys(t *testing.T) {
	all := Table{Bindings: []Binding{
		{ID: "second", Keys: []string{"b", "enter"}, Help: "second choice", Group: "Answer", Contexts: []string{"choice"}},
		{ID: "before", Keys: []string{"b", "["}, Help: "step before", Group: "Lesson"},
		{ID: "open", Keys: []string{"enter", "o"}, Show: "enter", Help: "open it", Group: "Lesson"},
		{ID: "note", Keys: []string{"b", "N", "f3"}, Show: "b N", Help: "a note", Group: "Note"},
	}}
	for context, want := range map[string]string{
		"choice": "Answer|b enter second choice||Lesson|[ step before|o open it||Note|N a note",
		"done":   "Lesson|b [ step before|enter open it||Note|N a note",
	} {
		lines := all.HelpLines(context, nil, 60, &Theme{})
		for i, l := range lines {
			lines[i] = strings.Join(strings.Fields(ansi.Strip(l)), " ")
		}
		if got := strings.Join(lines, "|"); got != want {
			t.Errorf("%s: the help is %q, want %q", context, got, want)
		}
	}
}
