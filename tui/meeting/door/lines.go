package door

import (
	"io"
	"unicode/utf8"
)

// mostTyped is how long a line may be that is typed on a terminal, in bytes; what comes after it is not taken.
const mostTyped = 64 << 10

// typewriter makes lines of the keys of a terminal, as the driver of a terminal would: it shows what is typed, takes back
// (backspace, ctrl+u), and hands a line over when Enter is pressed. Escape sequences, such as those of arrow keys, are
// passed over. Ctrl+c, or ctrl+d on an empty line, ends the input.
type typewriter struct {
	io.ReadWriter
	line  []byte
	ready []byte // whole lines that were not read yet
	esc   escape
	ended bool
}

// escape is how far into an escape sequence the keys are.
type escape uint8

const (
	noEscape escape = iota
	begun           // after ESC
	inside          // in a control sequence, until its final byte
)

const (
	ctrlC, ctrlD, ctrlU = 0x03, 0x04, 0x15
	backspace, rubout   = 0x08, 0x7f
	esc                 = 0x1b
)

func (w *typewriter) Read(p []byte) (int, error) {
	for len(w.ready) == 0 {
		if w.ended {
			return 0, io.EOF
		}
		keys := make([]byte, 256)
		n, err := w.ReadWriter.Read(keys)
		for _, k := range keys[:n] {
			w.key(k)
		}
		if err != nil && len(w.ready) == 0 {
			return 0, err
		}
	}
	n := copy(p, w.ready)
	w.ready = w.ready[n:]
	return n, nil
}

// key takes one byte of what is typed.
func (w *typewriter) key(k byte) {
	switch {
	case w.ended:
	case w.esc != noEscape:
		w.escape(k)
	case k == esc:
		w.esc = begun
	case k == ctrlC, k == ctrlD && len(w.line) == 0:
		w.ended = true
	case k == '\r', k == '\n':
		w.ready = append(append(w.ready, w.line...), '\n')
		w.line = w.line[:0]
		w.show("\r\n")
	case k == backspace, k == rubout:
		w.back()
	case k == ctrlU:
		for len(w.line) > 0 {
			w.back()
		}
	case k < ' ', len(w.line) == mostTyped:
	default:
		w.line = append(w.line, k)
		_, _ = w.Write([]byte{k}) // to who typed it
	}
}

func (w *typewriter) escape(k byte) {
	switch {
	case w.esc == begun && (k == '[' || k == 'O'):
		w.esc = inside
	case w.esc == inside && (k < '@' || k > '~'):
	default:
		w.esc = noEscape
	}
}

// back takes the last character back.
func (w *typewriter) back() {
	if len(w.line) == 0 {
		return
	}
	_, n := utf8.DecodeLastRune(w.line)
	w.line = w.line[:len(w.line)-n]
	w.show("\b \b")
}

func (w *typewriter) show(text string) { _, _ = io.WriteString(w.ReadWriter, text) }
