package screen

import (
	"fmt"

	"sysprep/tui/kit"
)

// Scroll is a window on lines that may be longer than the screen. It is a value.
type Scroll struct{ top int }

// By moves the window by n lines; View keeps it within the text.
func (s Scroll) By(n int) Scroll {
	s.top = max(0, s.top+n)
	return s
}

// To puts line n at the top.
func (s Scroll) To(n int) Scroll {
	s.top = max(0, n)
	return s
}

// Clamp holds the window within n lines on h rows.
func (s Scroll) Clamp(n, h int) Scroll {
	s.top = min(s.top, max(0, n-h))
	return s
}

// AtEnd says whether the last of n lines is in view on h rows.
func (s Scroll) AtEnd(n, h int) bool { return s.top >= n-h }

// View shows h of the lines; where there are more, the last row says so.
func (s Scroll) View(lines []string, h int, th *kit.Theme) []string {
	if len(lines) <= h || h < 2 {
		return lines[:min(len(lines), max(h, 0))]
	}
	s = s.Clamp(len(lines), h-1)
	shown := lines[s.top:min(s.top+h-1, len(lines))]
	below := len(lines) - s.top - len(shown)
	note := "▲ the end"
	if below > 0 {
		note = fmt.Sprintf("▼ %d more lines: ↓ or page down", below)
	}
	return append(shown[:len(shown):len(shown)], th.Paint(kit.InkFaint, note))
}

// Rows counts the lines that View shows at once, out of n on h rows.
func Rows(n, h int) int {
	if n <= h {
		return h
	}
	return h - 1
}

// Spots moves spots of n lines, shown by View in h rows, to where they are seen, and leaves out those that are not.
func (s Scroll) Spots(spots []Spot, n, h int) []Spot {
	h = Rows(n, h)
	top := s.Clamp(n, h).top
	var seen []Spot
	for _, p := range spots {
		from, to := max(p.Y-top, 0), min(p.Y-top+p.H, h)
		if from < to {
			p.Y, p.H = from, to-from
			seen = append(seen, p)
		}
	}
	return seen
}

// Top is the number of lines above the window, once it was clamped.
func (s Scroll) Top() int { return s.top }
