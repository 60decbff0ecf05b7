package settings

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
	"sysprep/tui/prefs"
	"sysprep/tui/screen"
)

func (s settings) View(w, h int) screen.Page {
	page := screen.Page{Title: "Settings"}
	if s.mode == binding || s.mode == pressing {
		page.Title = "Settings: keys"
		return s.viewKeys(page, w, h)
	}
	return s.viewSettings(page, w, h)
}

const (
	nameWide = 18
	valueAt  = 2 + nameWide + 2 // column of the values
)

func (s settings) viewSettings(page screen.Page, w, h int) screen.Page {
	th := s.env.Theme
	var lines []string
	var spots []screen.Spot
	at, group := 0, ""
	for i, c := range prefs.All {
		if c.Group != group {
			if group != "" && h >= 21 {
				lines = append(lines, "")
			}
			group = c.Group
			lines = append(lines, kit.Rule(th, group, w))
		}
		if i == s.at.At {
			at = len(lines)
		}
		spots = append(spots, screen.Spot{Y: len(lines), W: w, H: 1, Msg: screen.Pick{At: i}})
		line, x := s.line(i, w)
		if x > 0 {
			page.Cursor = &tea.Position{X: x, Y: len(lines)}
		}
		lines = append(lines, line)
	}
	about := s.about(w)
	rows := max(h-len(about), 1)
	top := max(0, min(len(lines)-rows, at-rows/2))
	page.Lines = lines[top:min(len(lines), top+rows)]
	for i := range spots {
		if spots[i].Y -= top; spots[i].Y >= 0 && spots[i].Y < rows {
			page.Spots = append(page.Spots, spots[i])
		}
	}
	if page.Cursor != nil {
		page.Cursor.Y -= top
	}
	page.Lines = append(page.Lines[:len(page.Lines):len(page.Lines)], about...)
	return page
}

// line is one setting with its values; x is the column of the cursor where one is typed.
func (s settings) line(i, w int) (line string, x int) {
	th := s.env.Theme
	c := prefs.All[i]
	mark, ink := "  ", kit.InkText
	if i == s.at.At {
		mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
	}
	line = mark + th.Paint(ink, kit.PadRight(c.Title, nameWide)) + "  "
	now := s.env.Prefs.Text(c)
	switch {
	case i == s.at.At && s.mode == typing:
		return line + s.input.Value(), min(valueAt+s.input.Position(), w-1)
	case len(c.Choices) == 0 && now == "":
		return line + th.Paint(kit.InkFaint, "not set"), 0
	case len(c.Choices) == 0:
		return line + th.Paint(kit.InkText, value(c, now)), 0
	}
	return kit.Cut(line+choices(th, c.Choices, now, w-valueAt), w), 0
}

// choices are the values there are, the present one in brackets; closer together where
// there is little room.
func choices(th *kit.Theme, values []string, now string, room int) string {
	pad := " "
	if kit.Width(strings.Join(values, "   "))+2 > room {
		pad = ""
	}
	var out []string
	for _, v := range values {
		if v == now {
			out = append(out, th.Paint(kit.InkAccent, "["+v+"]"))
		} else {
			out = append(out, pad+th.Paint(kit.InkFaint, v)+pad)
		}
	}
	return strings.Join(out, " ")
}

// value is how a typed value reads.
func value(c prefs.Setting, v string) string {
	if c.Usual == "0" && v == "0" {
		return "no limit"
	}
	return v
}

// about is what the chosen setting does, and what is wrong with what was typed.
func (s settings) about(w int) []string {
	th := s.env.Theme
	c := s.chosen()
	text := c.Help
	if c.Example != "" {
		text += " Write it as " + c.Example + "; none takes it back."
	}
	lines := []string{kit.Rule(th, "", w)}
	if s.say != "" {
		return append(lines, kit.Paragraph(th, kit.InkWait, "! "+s.say, w, "")...)
	}
	return append(lines, kit.Paragraph(th, kit.InkDim, text, w, "")...)
}

func (s settings) viewKeys(page screen.Page, w, h int) screen.Page {
	th := s.env.Theme
	all := s.bindings()
	page.Status = fmt.Sprintf("%d of %d", s.key.At+1, len(all))
	foot := []string{kit.Rule(th, "", w)}
	switch {
	case s.mode == pressing:
		foot = append(foot, th.Paint(kit.InkAccent, fmt.Sprintf("Press the new key for %q (esc leaves it as it was).", s.binding().help)))
	case s.say != "":
		foot = append(foot, kit.Paragraph(th, kit.InkWait, "! "+s.say, w, "")...)
	default:
		foot = append(foot, th.Paint(kit.InkFaint, kit.Cut("sysprep settings set key."+s.binding().address+" KEY...", w)))
	}
	rows := max(h-len(foot), 1)
	from, to := s.key.View(len(all), rows)
	for i := from; i < to; i++ {
		b := all[i]
		mark, ink := "  ", kit.InkText
		if i == s.key.At {
			mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		table := ""
		if b.first || i == from {
			table = b.table
		}
		own := ""
		if b.own {
			own = th.Paint(kit.InkAccent, "  yours")
		}
		const tableWide, helpWide = 15, 25
		page.Spots = append(page.Spots, screen.Spot{Y: len(page.Lines), W: w, H: 1, Msg: screen.Pick{At: i}})
		page.Lines = append(page.Lines, kit.Cut(mark+th.Paint(kit.InkDim, kit.PadRight(kit.Cut(table, tableWide-1), tableWide))+
			th.Paint(ink, kit.PadRight(kit.Cut(b.help, helpWide), helpWide))+"  "+th.Paint(kit.InkKey, b.keys)+own, w))
	}
	for len(page.Lines) < rows {
		page.Lines = append(page.Lines, "")
	}
	page.Lines = append(page.Lines, foot...)
	return page
}
