package tuitest

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Screen is what a terminal shows. It is strict: a sequence that it does not know is an
// error, so that what the program sends is known to the last byte. It keeps text and
// no colours.
type Screen struct {
	Reply io.Writer // gets the answers to what the program asks; nil: none

	parser *ansi.Parser
	cells  [][]string
	w, h   int
	x, y   int
	full   bool // the cursor stands behind the last column
	top    int  // first row of the region that scrolls
	bottom int  // the row after its last one
	last   string
	tabs   int
	modes  map[int]bool
	shown  []string // the last whole frame
	err    error
}

// NewScreen is a blank screen of w x h cells.
func NewScreen(w, h int) *Screen {
	s := &Screen{parser: ansi.NewParser(), tabs: 8, modes: map[int]bool{25: true}}
	s.parser.SetHandler(ansi.Handler{
		Print: s.print, Execute: s.control, HandleCsi: s.csi, HandleEsc: s.esc, HandleOsc: s.osc,
		HandleDcs: func(c ansi.Cmd, _ ansi.Params, _ []byte) { s.unknown("DCS", c) },
	})
	s.Resize(w, h)
	return s
}

// Resize changes the size; what fits stays.
func (s *Screen) Resize(w, h int) {
	cells := make([][]string, h)
	for y := range cells {
		cells[y] = blanks(w)
		if y < len(s.cells) {
			copy(cells[y], s.cells[y])
		}
	}
	s.cells, s.w, s.h, s.top, s.bottom = cells, w, h, 0, h
	s.goTo(s.x, s.y)
	s.show()
}

func blanks(w int) []string { return slices.Repeat([]string{" "}, w) }

// Write takes what the program sends. Its error is the first sequence that is not known.
func (s *Screen) Write(p []byte) (int, error) {
	for _, b := range p {
		s.parser.Advance(b)
	}
	if !s.modes[synchronized] {
		s.show()
	}
	return len(p), s.err
}

// synchronized is the mode in which a terminal holds back what it shows until a frame is whole.
const synchronized = 2026

func (s *Screen) show() {
	s.shown = make([]string, s.h)
	for y, row := range s.cells {
		s.shown[y] = strings.TrimRight(strings.Join(row, ""), " ")
	}
}

// Lines are the rows of the last whole frame, without blanks at their ends.
func (s *Screen) Lines() []string { return slices.Clone(s.shown) }

// Mode says whether a private mode of the terminal is on, such as 1049, the other screen.
func (s *Screen) Mode(n int) bool { return s.modes[n] }

// Cursor is where the cursor stands.
func (s *Screen) Cursor() (x, y int) { return s.x, s.y }

func (s *Screen) unknown(what string, c ansi.Cmd) {
	if s.err == nil {
		s.err = fmt.Errorf("unknown %s sequence: prefix %q, intermediate %q, final %q", what, c.Prefix(), c.Intermediate(), c.Final())
	}
}

func (s *Screen) answer(format string, args ...any) {
	if s.Reply != nil {
		fmt.Fprintf(s.Reply, format, args...) //nolint:errcheck // the program may be gone
	}
}

func (s *Screen) goTo(x, y int) {
	s.x, s.y, s.full = min(max(x, 0), s.w-1), min(max(y, 0), s.h-1), false
}

func (s *Screen) print(r rune) { s.put(string(r)) }

func (s *Screen) put(g string) {
	n := ansi.StringWidth(g)
	if n == 0 { // joins what stands before it
		if x := s.x - 1; x >= 0 && !s.full {
			s.cells[s.y][x] += g
		}
		return
	}
	if s.full || s.x+n > s.w {
		s.x = 0
		s.down()
	}
	s.cells[s.y][s.x] = g
	for i := 1; i < n; i++ {
		s.cells[s.y][s.x+i] = ""
	}
	s.last = g
	s.full = s.x+n >= s.w
	s.x = min(s.x+n, s.w-1)
}

// down goes to the next row; on the last one of the region the region moves up.
func (s *Screen) down() {
	s.full = false
	switch {
	case s.y == s.bottom-1:
		s.deleteRows(s.top, 1)
	case s.y < s.h-1:
		s.y++
	}
}

func (s *Screen) control(b byte) {
	switch b {
	case '\r':
		s.goTo(0, s.y)
	case '\n', '\v', '\f':
		s.down()
	case '\b':
		s.goTo(s.x-1, s.y)
	case '\t':
		s.goTo(s.x/s.tabs*s.tabs+s.tabs, s.y)
	}
}

func (s *Screen) esc(c ansi.Cmd) {
	switch {
	case c.Final() == 'M' && c.Intermediate() == 0: // reverse index
		if s.y == s.top {
			s.insertRows(s.top, 1)
			return
		}
		s.goTo(s.x, s.y-1)
	case c.Final() == '\\': // the end of a string
	default:
		s.unknown("ESC", c)
	}
}

// osc knows the title (0, 2) and the question for the ground (11), which is black.
func (s *Screen) osc(cmd int, data []byte) {
	switch {
	case cmd == 0 || cmd == 2:
	case cmd == 11 && bytes.HasSuffix(data, []byte("?")):
		s.answer("\x1b]11;rgb:0000/0000/0000\x07")
	case cmd == 10 || cmd == 11 || cmd == 12 || cmd == 110 || cmd == 111 || cmd == 112:
	default:
		if s.err == nil {
			s.err = fmt.Errorf("unknown OSC sequence %d: %q", cmd, data)
		}
	}
}
