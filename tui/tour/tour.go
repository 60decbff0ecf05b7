// Package tour shows a newcomer around in a minute: a few pages, which can be left at any
// time and come back from the help.
package tour

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
	"sysprep/tui/prefs"
	"sysprep/tui/screen"
)

// Bindings are the keys of the tour.
var Bindings = kit.Table{Name: "Tour", Bindings: []kit.Binding{
	{ID: "next", Keys: []string{"enter", "space", "right", "n"}, Show: "enter", Help: "next", Group: "Tour", Rank: 1},
	{ID: "back", Keys: []string{"left", "b", "backspace"}, Show: "←", Help: "back", Group: "Tour", Rank: 2},
	{ID: "leave", Keys: []string{"esc"}, Help: "skip the tour", Group: "Tour", Rank: 3},
}}

// page is one page of the tour: a title, a few sentences, and a small picture of signs,
// each with what it means.
type page struct {
	title string
	text  []string
	signs [][2]string
}

// pages are the texts of the tour. Keys stand in braces, by the addresses of their bindings,
// and are named as the learner has them.
var pages = []page{
	{
		title: "A flight simulator for interviews",
		text: []string{
			"Distributed systems fail in ways that are hard to believe until you have seen them. Here you see them, on your own machine, before an interviewer asks.",
			"This tour takes a minute. {tour.leave} skips it; it comes back from the help.",
		},
	},
	{
		title: "A lesson: say it first, then watch",
		text:  []string{"Each lesson takes 20 to 30 minutes, in steps. You commit to a prediction before you see anything: being wrong is what makes it stick."},
		signs: [][2]string{
			{"read", "a short story of an outage"},
			{"predict", "a number or a choice, and how sure you are"},
			{"simulate", "watch it happen, pause, go back"},
			{"challenge", "turn knobs until it survives 50 runs of luck"},
			{"explain", "in your own words, graded as in an interview"},
		},
	},
	{
		title: "What the pictures mean",
		text:  []string{"Colours help, signs are enough. Most outages are the last two: work that nobody is waiting for any more."},
		signs: [][2]string{
			{kit.GlyphRequest, "a request on its way"},
			{kit.GlyphRetry, "the same request, tried again"},
			{kit.GlyphLost, "turned away or lost"},
			{kit.GlyphGhost, "a ghost: its caller has gone, the work goes on"},
		},
	},
	{
		title: "Review, a few minutes a day",
		text: []string{
			"What did not go well comes back after a day or more, and so do the lessons' cards. Home says what is due: {home.review} begins.",
			"If you have a date for your interview, tell the settings ({home.settings}): the reviews are planned for it.",
		},
	},
	{
		title: "Five keys are enough",
		signs: [][2]string{
			{"{home.open}", "goes on, everywhere"},
			{"{lesson.home}", "goes back, and home in the end; nothing is lost"},
			{"{everywhere.help}", "shows what all keys do on the screen that you are on"},
			{"{everywhere.search}", "searches lessons, systems, and what you wrote"},
			{"{everywhere.quit}", "quits; next time you go on where you were"},
		},
		text: []string{"That is all. {tour.next} leads home, and {home.open} there begins the first lesson."},
	},
}

type tour struct {
	env *screen.Env
	at  int
}

// New is the tour, at its first page.
func New(env *screen.Env) screen.Screen { return tour{env: env} }

// Overlay says that the tour lies above what was there.
func (tour) Overlay() {}

func (tour) Init() tea.Cmd { return nil }

func (t tour) Keys() screen.Keys { return screen.Keys{Table: Bindings, Why: t.why} }

func (t tour) why(id string) string {
	if id == "back" && t.at == 0 {
		return "this is the first page"
	}
	return ""
}

func (t tour) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return t, nil
	}
	hit, ok := Bindings.Match(key, "", t.why)
	if !ok || hit.Reason != "" {
		return t, nil
	}
	switch hit.ID {
	case "back":
		t.at--
	case "next":
		if t.at+1 < len(pages) {
			t.at++
			return t, nil
		}
		return t, t.over()
	case "leave":
		return t, t.over()
	}
	return t, nil
}

// over leaves the tour, and sees that it does not come by itself again.
func (t tour) over() tea.Cmd {
	leave := screen.Send(screen.Pop{})
	if t.env.Prefs.Toured {
		return leave
	}
	return tea.Batch(leave, t.env.Prefer(prefs.Toured, t.env.Journal.Now().Format("2006-01-02")))
}

func (t tour) View(w, h int) screen.Page {
	th := t.env.Theme
	w = min(w, 76)
	p := pages[t.at]
	lines := []string{"", "  " + th.Paint(kit.InkTitle, p.title), ""}
	if t.at == len(pages)-1 {
		lines = append(append(lines, t.signs(p, w)...), "")
		lines = append(lines, t.text(p, w)...)
	} else {
		lines = append(lines, t.text(p, w)...)
		lines = append(lines, t.signs(p, w)...)
	}
	dots := make([]string, len(pages))
	for i := range dots {
		dots[i] = th.Paint(kit.InkFaint, "○")
		if i == t.at {
			dots[i] = th.Paint(kit.InkAccent, "●")
		}
	}
	lines = append(lines, "", "  "+strings.Join(dots, " "))
	for free := (h - len(lines)) / 3; free > 0; free-- {
		lines = append([]string{""}, lines...)
	}
	return screen.Page{Title: "Welcome to sysprep", Status: fmt.Sprintf("%d of %d", t.at+1, len(pages)), Lines: lines[:min(len(lines), h)]}
}

func (t tour) text(p page, w int) []string {
	var lines []string
	for _, s := range p.text {
		lines = append(lines, kit.Paragraph(t.env.Theme, kit.InkText, t.env.Named(s), w, "  ")...)
		lines = append(lines, "")
	}
	return lines
}

func (t tour) signs(p page, w int) []string {
	th := t.env.Theme
	wide := 0
	for _, s := range p.signs {
		wide = max(wide, kit.Width(t.env.Named(s[0])))
	}
	var lines []string
	for _, s := range p.signs {
		lines = append(lines, "    "+th.Paint(kit.InkKey, kit.PadRight(t.env.Named(s[0]), wide))+"  "+th.Paint(kit.InkText, kit.Cut(s[1], w-wide-6)))
	}
	return lines
}
