package kit

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// The least size of a terminal.
const (
	MinWidth  = 60
	MinHeight = 20
)

// frameRows is what the frame itself takes: title, rule and footer.
const frameRows = 3

// Frame is what surrounds the body of every screen: where one is on the left,
// how things stand on the right, and the keys below.
type Frame struct {
	Title  string // plain text
	Status string // may be styled
	Footer string // from Table.Footer
	Notice string // one plain sentence that takes the footer's place for a while: why a key did nothing, what was saved
}

// BodySize returns the room for the body of a screen in a terminal of w x h cells.
func BodySize(w, h int) (bodyW, bodyH int) {
	return max(w-2, 0), max(h-frameRows, 0)
}

// TooSmall reports whether a terminal of w x h cells is below the least size.
func TooSmall(w, h int) bool { return w < MinWidth || h < MinHeight }

// Render returns the screen as exactly h lines of at most w cells. The body is
// cut to BodySize. In a terminal that is too small it says so, and says what is needed.
func (f Frame) Render(t *Theme, w, h int, body string) string {
	if TooSmall(w, h) {
		return tooSmall(t, w, h)
	}
	bodyW, bodyH := BodySize(w, h)
	out := make([]string, 0, h)
	out = append(out, f.bar(t, w), t.Paint(InkBorder, strings.Repeat("─", w)))
	lines := strings.Split(body, "\n")
	for i := range bodyH {
		line := ""
		if i < len(lines) && lines[i] != "" {
			line = " " + cutTo(lines[i], bodyW)
		}
		out = append(out, line)
	}
	foot := cutTo(f.Footer, bodyW)
	if f.Notice != "" {
		foot = t.Paint(InkWait, Cut("! "+firstLine(Clean(f.Notice)), bodyW))
	}
	return strings.Join(append(out, " "+foot), "\n")
}

// cutTo is Cut that does not copy what already fits.
func cutTo(s string, w int) string {
	if len(s) <= w || ansi.StringWidth(s) <= w {
		return s
	}
	return Cut(s, w)
}

func (f Frame) bar(t *Theme, w int) string {
	room := w - 2
	status := Cut(f.Status, room*2/3)
	title := Cut(firstLine(Clean(f.Title)), max(room-ansi.StringWidth(status)-2, 0))
	gap := room - ansi.StringWidth(title) - ansi.StringWidth(status)
	return " " + t.Paint(InkTitle, title) + strings.Repeat(" ", max(gap, 0)) + status
}

func tooSmall(t *Theme, w, h int) string {
	text := fmt.Sprintf("This needs a terminal of at least %dx%d; it is %dx%d now. Please enlarge it.", MinWidth, MinHeight, w, h)
	lines := Wrap(text, max(w-2, 1))
	if len(lines) > h {
		lines = lines[:max(h, 0)]
	}
	out := make([]string, 0, h)
	for range (h - len(lines)) / 2 {
		out = append(out, "")
	}
	for _, l := range lines {
		out = append(out, strings.Repeat(" ", max((w-Width(l))/2, 0))+t.Paint(InkText, Cut(l, w)))
	}
	for len(out) < h {
		out = append(out, "")
	}
	return strings.Join(out, "\n")
}

// Overlay returns background with box laid over its middle, both rendered, in
// w x h cells.
func Overlay(background, box string, w, h int) string {
	back := strings.Split(background, "\n")
	front := strings.Split(box, "\n")
	boxW := 0
	for _, l := range front {
		boxW = max(boxW, ansi.StringWidth(l))
	}
	x, y := max((w-boxW)/2, 0), max((h-len(front))/2, 0)
	out := make([]string, h)
	for i := range out {
		line := ""
		if i < len(back) {
			line = back[i]
		}
		if j := i - y; j >= 0 && j < len(front) {
			left := PadRight(ansi.Truncate(line, x, ""), x)
			line = left + sgrReset + PadRight(front[j], boxW) + sgrReset + ansi.TruncateLeft(line, x+boxW, "")
		}
		out[i] = line
	}
	return strings.Join(out, "\n")
}

// Panel returns lines (each rendered) in a box of w cells with a title.
func Panel(t *Theme, title string, lines []string, w int) string {
	inner := max(w-4, 1)
	head := ""
	if title != "" {
		head = Cut(firstLine(Clean(title)), max(w-6, 1))
	}
	var b strings.Builder
	rest := w - 2
	b.WriteString(t.Paint(InkBorder, "╭"))
	if head != "" {
		b.WriteString(" " + t.Paint(InkTitle, head) + " ")
		rest -= Width(head) + 2
	}
	b.WriteString(t.Paint(InkBorder, strings.Repeat("─", max(rest, 0))+"╮") + "\n")
	side := t.Paint(InkBorder, "│")
	for _, l := range lines {
		b.WriteString(side + " " + PadRight(cutTo(l, inner), inner) + " " + side + "\n")
	}
	b.WriteString(t.Paint(InkBorder, "╰"+strings.Repeat("─", max(w-2, 0))+"╯"))
	return b.String()
}

// Confirm returns a box that asks one question, with the keys that answer it.
// It is at most w cells wide.
func Confirm(t *Theme, title, question, footer string, w int) string {
	w = min(w, 64)
	var lines []string
	for _, l := range Wrap(question, max(w-4, 1)) {
		lines = append(lines, t.Paint(InkText, l))
	}
	return Panel(t, title, append(lines, "", footer), w)
}
