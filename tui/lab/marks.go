package lab

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/engine"
	"sysprep/tui/kit"
)

// bookmark is a named time of the run.
type bookmark struct {
	at   engine.Time
	name string
}

const mostMarks = 50

// naming asks for the name of a bookmark.
type naming struct {
	at   engine.Time
	line kit.TextLine
}

// newMark proposes a name that is not taken.
func (l *Lab) newMark() panel {
	n := len(l.marked) + 1
	for slices.ContainsFunc(l.marked, func(b bookmark) bool { return b.name == fmt.Sprintf("mark %d", n) }) {
		n++
	}
	return naming{at: l.run.Now(), line: kit.TextLine{Text: fmt.Sprintf("mark %d", n)}}
}

func (naming) context() string { return "naming" }

func (naming) why(*Lab, string) string { return "" }

func (p naming) typed(l Lab, msg tea.KeyPressMsg) Lab {
	p.line = p.line.Press(msg)
	l.panel = p
	return l
}

func (p naming) key(l Lab, _ string) (Lab, tea.Cmd) {
	name := strings.TrimSpace(p.line.Text)
	if name == "" {
		return l, notice("A bookmark needs a name: type one, or esc to leave it.")
	}
	l.marked = slices.DeleteFunc(slices.Clone(l.marked), func(b bookmark) bool { return b.name == name })
	l.marked = append(l.marked, bookmark{p.at, name})
	if len(l.marked) > mostMarks {
		l.marked = l.marked[1:]
	}
	slices.SortStableFunc(l.marked, func(a, b bookmark) int { return cmp.Compare(a.at, b.at) })
	l.shut()
	return l, notice(fmt.Sprintf("“%s” marks %s. B lists the bookmarks.", name, l.clock(p.at)))
}

func (p naming) lines(l *Lab, w, _ int) []string {
	th := l.env.Theme
	return []string{
		th.Paint(kit.InkTitle, "A bookmark at "+l.clock(p.at)), "",
		p.line.Show(th, "name:", w),
	}
}

// marks lists the bookmarks, to jump to.
type marks struct{ at int }

func (marks) context() string { return "marks" }

func (marks) why(l *Lab, id string) string {
	if len(l.marked) == 0 && (id == "jump" || id == "unmark") {
		return "there are no bookmarks: b in the lab sets one"
	}
	return ""
}

func (p marks) key(l Lab, id string) (Lab, tea.Cmd) {
	switch id {
	case "itemdown":
		p.at = moved(p.at, 1, len(l.marked))
	case "itemup":
		p.at = moved(p.at, -1, len(l.marked))
	case "unmark":
		l.marked = slices.Delete(slices.Clone(l.marked), p.at, p.at+1)
		p.at = moved(p.at, 0, max(1, len(l.marked)))
	case "jump":
		b := l.marked[p.at]
		l.shut()
		l.seek(b.at)
		return l, notice(fmt.Sprintf("At “%s”.", b.name))
	}
	l.panel = p
	return l, nil
}

func (p marks) lines(l *Lab, w, h int) []string {
	th := l.env.Theme
	lines := []string{th.Paint(kit.InkTitle, "Bookmarks"), ""}
	if len(l.marked) == 0 {
		return append(lines, th.Paint(kit.InkFaint, "None yet: b in the lab sets one at the present time."))
	}
	first := max(0, min(p.at-(h-3)/2, len(l.marked)-(h-2)))
	for i := first; i < min(len(l.marked), first+h-2); i++ {
		cursor, ink := "  ", kit.InkText
		if i == p.at {
			cursor, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		lines = append(lines, cursor+th.Paint(kit.InkDim, kit.PadLeft(l.clock(l.marked[i].at), 8))+"  "+th.Paint(ink, kit.Cut(l.marked[i].name, w-14)))
	}
	return lines
}
