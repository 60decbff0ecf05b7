package plain

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"sysprep/tui/kit"
)

// talk is the conversation: lines out, lines in. All text passes through it, and comes
// out wrapped and without anything that could act on a terminal.
type talk struct {
	out   io.Writer
	width int
	err   error // of the first write that failed

	want  chan struct{} // asks for one more line
	got   chan heard
	asked bool // one was asked for and has not come yet
}

type heard struct {
	line string
	err  error
}

const (
	usualWidth = 80
	leastWidth = 20
	mostLine   = 1 << 20 // bytes that one line may have
)

func newTalk(in io.Reader, out io.Writer, width int) *talk {
	if width <= 0 {
		width = usualWidth
	}
	// Room for one answer, so that a reader that is still waiting for its line when
	// the conversation ends can deliver it to nobody, and end too.
	t := &talk{out: out, width: max(width, leastWidth), want: make(chan struct{}), got: make(chan heard, 1)}
	go listen(in, t.want, t.got)
	return t
}

// listen reads a line whenever one is wanted. It runs apart, because a read from a
// terminal can't be interrupted, and the conversation must end when its context does.
func listen(in io.Reader, want <-chan struct{}, got chan<- heard) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, mostLine)
	for range want {
		switch {
		case lines.Scan():
			got <- heard{line: lines.Text()}
		case errors.Is(lines.Err(), bufio.ErrTooLong):
			got <- heard{err: fmt.Errorf("a line of the input has more than %d bytes: break it into several", mostLine)}
		case lines.Err() != nil:
			got <- heard{err: fmt.Errorf("the input can't be read any further: %w", lines.Err())}
		default:
			got <- heard{err: io.EOF}
		}
	}
}

// close lets the reader go. Nothing can be heard afterwards.
func (t *talk) close() { close(t.want) }

// hear returns the next line, trimmed; io.EOF when there are no more.
func (t *talk) hear(ctx context.Context) (string, error) {
	line, _, err := t.hearOr(ctx, nil, nil)
	return line, err
}

// hearOr is hear for who also waits for something else: ok is false if one of the two came before a line did. The line is
// not lost by that; it comes next time.
func (t *talk) hearOr(ctx context.Context, news, end <-chan struct{}) (line string, ok bool, err error) {
	if t.err != nil {
		return "", false, t.err
	}
	if err := ctx.Err(); err != nil {
		return "", false, err
	}
	if !t.asked {
		t.want <- struct{}{}
		t.asked = true
	}
	select {
	case h := <-t.got:
		t.asked = false
		return strings.TrimSpace(kit.Clean(strings.ToValidUTF8(h.line, ""))), true, h.err
	case <-ctx.Done():
		return "", false, ctx.Err()
	case <-news:
	case <-end:
	}
	return "", false, nil
}

// say writes a paragraph. Newlines in it are kept.
func (t *talk) say(text string) { t.hang("", text) }

// hang writes a paragraph that begins with a mark, and whose further lines are indented
// by the width of the mark.
func (t *talk) hang(mark, text string) {
	pad := strings.Repeat(" ", kit.Width(mark))
	for _, line := range kit.Wrap(text, max(leastWidth, t.width-len(pad))) {
		t.line(mark + line)
		mark = pad
	}
}

// gap writes an empty line.
func (t *talk) gap() { t.line("") }

// heading writes a title with an empty line before it.
func (t *talk) heading(text string) {
	t.gap()
	t.say(text)
}

// lines writes text that is laid out already.
func (t *talk) lines(lines []string) {
	for _, l := range lines {
		t.line(l)
	}
}

func (t *talk) line(text string) {
	if t.err != nil {
		return
	}
	if _, err := io.WriteString(t.out, strings.TrimRight(kit.Clean(text), " ")+"\n"); err != nil {
		t.err = fmt.Errorf("the text can't be written any further: %w", err)
	}
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[n:]
	if !strings.ContainsAny(text[len(text)-1:], ".!?") {
		text += "."
	}
	return text
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// count writes "1 hint", "2 hints".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
