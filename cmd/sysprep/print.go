package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"sysprep/tui/kit"
)

// printJSON writes v as indented JSON.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// page is text for people: to a terminal with colours of its own palette, which suit a
// dark ground and a light one, to anything else without a single escape sequence.
type page struct {
	strings.Builder
	colour bool
	width  int
}

// ink is an SGR code.
type ink string

// Inks of a page.
const (
	bold  ink = "1"
	faint ink = "2"
	good  ink = "32"
	bad   ink = "31"
	wait  ink = "33"
)

func (a *app) newPage() *page {
	term := a.getenv("TERM")
	return &page{colour: isTerminal(a.out) && a.getenv("NO_COLOR") == "" && term != "dumb", width: a.width()}
}

// show prints the page.
func (p *page) show(w *os.File) error {
	_, err := io.WriteString(w, p.String())
	return err
}

// line adds a line; a line that is only spaces is empty.
func (p *page) line(parts ...string) {
	p.WriteString(strings.TrimRight(strings.Join(parts, ""), " "))
	p.WriteByte('\n')
}

func (p *page) linef(format string, args ...any) { p.line(fmt.Sprintf(format, args...)) }

// paint gives a text an ink, if the page has any.
func (p *page) paint(i ink, text string) string {
	if !p.colour || text == "" {
		return text
	}
	return "\x1b[" + string(i) + "m" + text + "\x1b[m"
}

// prose adds text, wrapped and indented; the first line may have a beginning of its own.
func (p *page) prose(first, indent, text string) {
	if text == "" && strings.TrimSpace(first) == "" {
		return
	}
	for i, l := range kit.Wrap(text, max(p.width-kit.Width(indent), 20)) {
		if i == 0 {
			p.line(first, l)
			continue
		}
		p.line(indent, l)
	}
}

// widest is the width of the widest text, at most limit.
func widest[T any](list []T, limit int, text func(T) string) int {
	w := 0
	for _, v := range list {
		w = max(w, kit.Width(text(v)))
	}
	return min(w, limit)
}
