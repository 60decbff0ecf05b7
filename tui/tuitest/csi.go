package tuitest

import (
	"slices"

	"github.com/charmbracelet/x/ansi"
)

// csi does what a control sequence asks for: ECMA-48, and what xterm adds.
func (s *Screen) csi(c ansi.Cmd, p ansi.Params) {
	switch {
	case c.Prefix() == 0 && c.Intermediate() == 0:
		s.plain(c, p)
	case c.Prefix() == '?' && c.Intermediate() == '$' && c.Final() == 'p':
		s.tellMode(p)
	case c.Prefix() == '?' && (c.Final() == 'h' || c.Final() == 'l'):
		for i := range p {
			n, _, _ := p.Param(i, 0)
			s.modes[n] = c.Final() == 'h'
			if n == synchronized && c.Final() == 'l' {
				s.show()
			}
			if n == otherScreen {
				s.erase(0, 0, s.w, s.h)
				s.goTo(0, 0)
			}
		}
	case c.Prefix() == '?' && c.Final() == 'W': // tabs every eight columns
	case (c.Prefix() == '>' || c.Prefix() == '<' || c.Prefix() == '?' || c.Prefix() == '=') && (c.Final() == 'u' || c.Final() == 'm'):
		// how keys are sent: this terminal knows one way, and says nothing
	case c.Prefix() == '>' && c.Final() == 'q': // the terminal's name
	case c.Intermediate() == ' ' && c.Final() == 'q': // the cursor's shape
	default:
		s.unknown("CSI", c)
	}
}

const otherScreen = 1049

func (s *Screen) tellMode(p ansi.Params) {
	mode, _, _ := p.Param(0, 0)
	state := 0 // not known
	if mode == synchronized {
		state = 2 // known, and off
	}
	s.answer("\x1b[?%d;%d$y", mode, state)
}

// erase blanks the cells from (x, y) up to, not including, (x+w, y+h).
func (s *Screen) erase(x, y, w, h int) {
	for j := max(y, 0); j < min(y+h, s.h); j++ {
		for i := max(x, 0); i < min(x+w, s.w); i++ {
			s.cells[j][i] = " "
		}
	}
}

func (s *Screen) plain(c ansi.Cmd, p ansi.Params) {
	n, _, _ := p.Param(0, 1)
	n = max(n, 1)
	switch c.Final() {
	case 'A':
		s.goTo(s.x, s.y-n)
	case 'B', 'e':
		s.goTo(s.x, s.y+n)
	case 'C', 'a':
		s.goTo(s.x+n, s.y)
	case 'D':
		s.goTo(s.x-n, s.y)
	case 'E':
		s.goTo(0, s.y+n)
	case 'F':
		s.goTo(0, s.y-n)
	case 'G', '`':
		s.goTo(n-1, s.y)
	case 'd':
		s.goTo(s.x, n-1)
	case 'H', 'f':
		col, _, _ := p.Param(1, 1)
		s.goTo(max(col, 1)-1, n-1)
	case 'I':
		s.goTo((s.x/s.tabs+n)*s.tabs, s.y)
	case 'Z':
		s.goTo(((s.x+s.tabs-1)/s.tabs-n)*s.tabs, s.y)
	case 'b':
		for range n {
			s.put(s.last)
		}
	case 'm', 't': // colours; questions about the window
	case 'c':
		s.answer("\x1b[?62c")
	default:
		s.edit(c, p, n)
	}
}

// edit erases, and moves what stands behind or below the cursor.
func (s *Screen) edit(c ansi.Cmd, p ansi.Params, n int) {
	what, _, _ := p.Param(0, 0)
	switch c.Final() {
	case 'J':
		switch what {
		case 0:
			s.erase(s.x, s.y, s.w, 1)
			s.erase(0, s.y+1, s.w, s.h)
		case 1:
			s.erase(0, 0, s.w, s.y)
			s.erase(0, s.y, s.x+1, 1)
		default:
			s.erase(0, 0, s.w, s.h)
		}
	case 'K':
		switch what {
		case 0:
			s.erase(s.x, s.y, s.w, 1)
		case 1:
			s.erase(0, s.y, s.x+1, 1)
		default:
			s.erase(0, s.y, s.w, 1)
		}
	case 'X':
		s.erase(s.x, s.y, n, 1)
	case '@':
		row := slices.Insert(s.cells[s.y], s.x, blanks(min(n, s.w))...)
		s.cells[s.y] = row[:s.w]
	case 'P':
		n = min(n, s.w-s.x)
		s.cells[s.y] = append(slices.Delete(s.cells[s.y], s.x, s.x+n), blanks(n)...)
	case 'L':
		s.insertRows(s.y, n)
	case 'M':
		s.deleteRows(s.y, n)
	case 'S':
		s.deleteRows(s.top, n)
	case 'T':
		s.insertRows(s.top, n)
	case 'r':
		bottom, _, _ := p.Param(1, s.h)
		s.top, s.bottom = n-1, min(max(bottom, n+1), s.h)
		s.goTo(0, 0)
	default:
		s.unknown("CSI", c)
	}
}

// insertRows puts n blank rows at a row; what is pushed out of the region is lost.
func (s *Screen) insertRows(at, n int) {
	if at < s.top || at >= s.bottom {
		return
	}
	for range min(n, s.bottom-at) {
		s.cells = slices.Insert(slices.Delete(s.cells, s.bottom-1, s.bottom), at, blanks(s.w))
	}
}

// deleteRows takes n rows out; blank ones follow at the end of the region.
func (s *Screen) deleteRows(at, n int) {
	if at < s.top || at >= s.bottom {
		return
	}
	for range min(n, s.bottom-at) {
		s.cells = slices.Insert(slices.Delete(s.cells, at, at+1), s.bottom-1, blanks(s.w))
	}
}
