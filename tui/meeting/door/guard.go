package door

import "io"

// Bounds of what a program has to keep in memory until it is complete, in bytes. What goes beyond is thrown away up to
// the end of it.
const (
	mostPasted   = 256 << 10 // of one paste
	mostSequence = 4 << 10   // of one escape sequence: the longest that a terminal sends is an answer about a colour
)

// guard passes on what comes from a terminal, except for what never ends: a paste or an escape sequence without bounds
// would otherwise be collected by whoever reads it.
type guard struct {
	io.ReadWriter
	state guarded
	n     int    // bytes of the sequence, or of the paste, so far
	more  int    // bytes of a UTF-8 character that are still to come
	held  int    // bytes of the end of a paste that have come
	cut   bool   // the ESC that may end a string was thrown away
	param []byte // of the control sequence, as far as it can be the beginning of a paste
	ready []byte // that was not read yet
}

type guarded uint8

const (
	ground    guarded = iota
	escaped           // after ESC
	control           // in a control sequence: up to its final byte
	text              // in a string of OSC, DCS, APC, PM or SOS: up to BEL or ESC \
	textEnd           // after ESC in such a string
	pasting           // in a paste: up to pasteEnd
	oneFollow         // after ESC O or ESC N: one more byte
)

const (
	pasteBegin = "200~" // after ESC [
	pasteEnd   = "\x1b[201~"
	bell       = 0x07
)

func (g *guard) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	var err error
	for len(g.ready) == 0 && err == nil {
		in := make([]byte, 4<<10)
		var n int
		n, err = g.ReadWriter.Read(in)
		for _, b := range in[:n] {
			g.take(b)
		}
		if err != nil {
			g.release()
		}
	}
	n := copy(p, g.ready)
	g.ready = g.ready[n:]
	if n > 0 {
		return n, nil // the error comes again
	}
	return 0, err
}

func (g *guard) pass(b ...byte) { g.ready = append(g.ready, b...) }

// take takes one byte.
func (g *guard) take(b byte) {
	switch g.state {
	case pasting:
		g.paste(b)
	case ground:
		g.plain(b)
	case escaped:
		g.escape(b)
	case control:
		g.controlByte(b)
	case text, textEnd:
		g.textByte(b)
	case oneFollow:
		g.pass(b)
		g.state = ground
	}
}

// plain takes a byte outside of sequences. Single bytes that begin sequences by themselves, C1, are no UTF-8 and are left out.
func (g *guard) plain(b byte) {
	switch {
	case b >= 0x80 && b < 0xc0:
		if g.more == 0 {
			return
		}
		g.more--
	case b >= 0xf0:
		g.more = 3
	case b >= 0xe0:
		g.more = 2
	case b >= 0xc0:
		g.more = 1
	default:
		g.more = 0
		if b == esc {
			g.state = escaped
		}
	}
	g.pass(b)
}

func (g *guard) escape(b byte) {
	g.n, g.param = 2, g.param[:0]
	switch b {
	case '[':
		g.state = control
	case ']', 'P', 'X', '^', '_':
		g.state = text
	case 'O', 'N':
		g.state = oneFollow
	case esc:
	default:
		g.state = ground
		g.plain(b)
		return
	}
	g.pass(b)
}

func (g *guard) controlByte(b byte) {
	final := b >= '@' && b <= '~'
	if b == esc { // another one begins
		g.state = escaped
		g.pass(b)
		return
	}
	if g.n++; g.n <= mostSequence || final {
		g.pass(b)
	}
	if len(g.param) <= len(pasteBegin) {
		g.param = append(g.param, b)
	}
	if final {
		g.state = ground
		if string(g.param) == pasteBegin {
			g.state, g.n, g.held = pasting, 0, 0
		}
	}
}

func (g *guard) textByte(b byte) {
	over := g.n >= mostSequence
	switch {
	case g.state == textEnd && b == '\\', b == bell:
		if g.cut && b != bell {
			g.pass(esc)
		}
		g.pass(b)
		g.state = ground
		return
	case b == esc:
		g.state, g.cut = textEnd, over
	default:
		g.state = text
	}
	if g.n++; !over {
		g.pass(b)
	}
}

// paste takes a byte of a paste, and holds back what may be its end.
func (g *guard) paste(b byte) {
	if b == pasteEnd[g.held] {
		if g.held++; g.held == len(pasteEnd) {
			g.pass([]byte(pasteEnd)...)
			g.state, g.held = ground, 0
		}
		return
	}
	g.release()
	if b == pasteEnd[0] {
		g.held = 1
		return
	}
	g.keep(b)
}

// release gives back what was held: it was not the end.
func (g *guard) release() {
	for _, h := range []byte(pasteEnd[:g.held]) {
		g.keep(h)
	}
	g.held = 0
}

func (g *guard) keep(b byte) {
	if g.n++; g.n <= mostPasted {
		g.pass(b)
	}
}
