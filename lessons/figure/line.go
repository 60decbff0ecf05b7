package figure

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Tone is what a piece of a drawing means; a screen decides how it looks. No meaning
// rests on a tone alone.
type Tone uint8

// Tones.
const (
	Text Tone = iota
	Dim
	Faint
	Title
	Accent
	Good
	Wait
	Lost
	Selected
)

// Span is a piece of a line in one tone. Each of its runes takes one cell.
type Span struct {
	Tone Tone
	Text string
}

// Line is a line of a drawing.
type Line []Span

// String is the line without its tones.
func (l Line) String() string {
	var b strings.Builder
	for _, s := range l {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Width counts the cells of a line.
func (l Line) Width() int {
	n := 0
	for _, s := range l {
		n += utf8.RuneCountInString(s.Text)
	}
	return n
}

func line(tone Tone, text string) Line { return Line{{tone, text}} }

// pad fills a text up to n cells, or cuts it.
func pad(text string, n int) string {
	r := []rune(text)
	if len(r) > n {
		if n < 1 {
			return ""
		}
		return string(r[:n-1]) + "…"
	}
	return text + strings.Repeat(" ", n-len(r))
}

// wrap breaks a text into lines of at most w cells.
func wrap(text string, w int) []string {
	var lines []string
	now := ""
	for _, word := range strings.Fields(text) {
		switch {
		case now == "":
			now = word
		case utf8.RuneCountInString(now)+1+utf8.RuneCountInString(word) <= w:
			now += " " + word
		default:
			lines = append(lines, now)
			now = word
		}
	}
	if now != "" {
		lines = append(lines, now)
	}
	return lines
}

// paragraph is a text in lines of one tone.
func paragraph(tone Tone, text string, w int) []Line {
	var out []Line
	for _, l := range wrap(text, w) {
		out = append(out, line(tone, l))
	}
	return out
}

// sheet is a grid of cells to draw on.
type sheet struct {
	w, h  int
	cells []cell
}

type cell struct {
	r    rune
	tone Tone
}

func newSheet(w, h int) *sheet {
	s := &sheet{w: max(w, 0), h: max(h, 0)}
	s.cells = make([]cell, s.w*s.h)
	for i := range s.cells {
		s.cells[i].r = ' '
	}
	return s
}

// put draws at (x, y), counted from the upper left; what is outside is clipped.
func (s *sheet) put(x, y int, r rune, tone Tone) {
	if x >= 0 && y >= 0 && x < s.w && y < s.h {
		s.cells[y*s.w+x] = cell{r, tone}
	}
}

func (s *sheet) text(x, y int, text string, tone Tone) int {
	for _, r := range text {
		s.put(x, y, r, tone)
		x++
	}
	return x
}

// lines are the rows, without blanks at their ends.
func (s *sheet) lines() []Line {
	var out []Line
	for y := range s.h {
		row := s.cells[y*s.w : (y+1)*s.w]
		end := len(row)
		for end > 0 && row[end-1].r == ' ' {
			end--
		}
		var l Line
		for _, c := range row[:end] {
			if n := len(l); n > 0 && l[n-1].Tone == c.tone {
				l[n-1].Text += string(c.r)
			} else {
				l = append(l, Span{c.tone, string(c.r)})
			}
		}
		out = append(out, l)
	}
	return out
}

var eighths = []rune(" ▁▂▃▄▅▆▇█")

// column draws a bar of the given height in cells (eighths are drawn) up from row y.
func (s *sheet) column(x, y int, height float64, tone Tone) {
	n := int(height*8 + 0.5)
	if height > 0 && n == 0 {
		n = 1
	}
	for ; n > 0; n -= 8 {
		s.put(x, y, eighths[min(n, 8)], tone)
		y--
	}
}

// dialLine draws a dial as a slider with its value, or as choices where values are words.
func dialLine(d Dial, nameW, w int, here bool) Line {
	mark, tone := "  ", Text
	if here {
		mark, tone = "▸ ", Selected
	}
	l := Line{{Accent, mark}, {tone, pad(d.Label, nameW)}, {Text, "  "}}
	if !numbers(d.Values) {
		for i, v := range d.Values {
			if i == d.At {
				l = append(l, Span{Accent, "[" + v + "]"})
			} else {
				l = append(l, Span{Faint, " " + v + " "})
			}
		}
		return l
	}
	n := max(8, min(w-nameW-16, 2*len(d.Values)))
	left := d.At * (n - 1) / max(1, len(d.Values)-1)
	return append(l, Span{Text, pad(d.Values[d.At], 6)}, Span{Accent, strings.Repeat("━", left) + "●"}, Span{Faint, strings.Repeat("─", n-1-left)})
}

func numbers(values []string) bool {
	for _, v := range values {
		if v == "" || v[0] < '0' || v[0] > '9' {
			return false
		}
	}
	return true
}

func dialLines(dials []Dial, w, focus int) []Line {
	nameW := 0
	for _, d := range dials {
		nameW = max(nameW, utf8.RuneCountInString(d.Label))
	}
	var out []Line
	for i, d := range dials {
		out = append(out, dialLine(d, nameW, w, i == focus))
	}
	return out
}

// taskLines draws what is asked for, numbered so that nobody takes it for answers to
// choose from: "Do 1/3" open, "✓ 1/3" done.
func taskLines(tasks []Task, w int) []Line {
	var out []Line
	for i, t := range tasks {
		mark, ink, tone := "Do", Wait, Text
		if t.Done {
			mark, ink, tone = "✓", Good, Dim
		}
		if len(tasks) > 1 {
			mark += fmt.Sprintf(" %d/%d", i+1, len(tasks))
		}
		item := Line{{ink, mark + " "}, {tone, t.Text}}
		if n := len(out); n > 0 && out[n-1].Width()+3+item.Width() <= w {
			out[n-1] = append(append(out[n-1], Span{Text, "   "}), item...)
			continue
		}
		out = append(out, item)
	}
	return out
}

// turn reads "VALUE" for a dial: its index, or why there is none.
func turn(d Dial, value string) (int, string) {
	for i, v := range d.Values {
		if strings.EqualFold(v, value) || strings.EqualFold(strings.TrimSuffix(v, " %"), strings.TrimSpace(strings.TrimSuffix(value, "%"))) {
			return i, ""
		}
	}
	return 0, d.Label + " can't be " + value + ": choose one of " + strings.Join(d.Values, ", ") + "."
}
