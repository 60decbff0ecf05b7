package markdown

import (
	"html"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"sysprep/tui/kit"
)

// span is a piece of running text in one ink. "\n" in it is a line break.
type span struct {
	text string
	ink  kit.Ink
}

// spans returns the running text of a block.
func (p *printer) spans(n ast.Node, ink kit.Ink) []span {
	return p.inline(nil, n, ink, 0)
}

func (p *printer) inline(out []span, parent ast.Node, ink kit.Ink, depth int) []span {
	if depth > mostDepth {
		return out
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			out = append(out, span{literal(n.Segment.Value(p.src)), ink})
			if n.HardLineBreak() {
				out = append(out, span{"\n", ink})
			} else if n.SoftLineBreak() {
				out = append(out, span{" ", ink})
			}
		case *ast.String:
			out = append(out, span{literal(n.Value), ink})
		case *ast.CodeSpan:
			out = append(out, span{p.raw(n), kit.InkCode})
		case *ast.Emphasis:
			out = p.inline(out, n, emphasis(ink, n.Level), depth+1)
		case *ast.Link:
			out = p.inline(out, n, ink, depth+1)
			out = append(out, span{" (" + literal(n.Destination) + ")", kit.InkFaint})
		case *ast.Image:
			out = append(out, span{"[picture: ", kit.InkFaint})
			out = append(p.inline(out, n, kit.InkDim, depth+1), span{"]", kit.InkFaint})
		case *ast.AutoLink:
			out = append(out, span{kit.Clean(string(n.URL(p.src))), kit.InkFaint})
		case *ast.RawHTML:
			// Tags say nothing to a reader; their content is text of its own.
		default:
			out = p.inline(out, n, ink, depth+1)
		}
	}
	return out
}

func emphasis(ink kit.Ink, level int) kit.Ink {
	switch {
	case ink == kit.InkAccent || ink == kit.InkTitle:
		return ink // a heading stands out already
	case level >= 2:
		return kit.InkTitle
	}
	return kit.InkEmph
}

// literal resolves backslashes and entities. What entities stand for is filtered
// like the rest: &#27; must not become an escape.
func literal(raw []byte) string {
	return strings.ReplaceAll(kit.Clean(html.UnescapeString(string(util.UnescapePunctuations(raw)))), "\n", " ")
}

// raw returns the text of a code span.
func (p *printer) raw(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(p.src))
		}
	}
	return strings.ReplaceAll(kit.Clean(b.String()), "\n", " ")
}

// wrap breaks spans into lines of at most width cells, at spaces where it can.
func wrap(spans []span, width int) [][]span {
	w := wrapper{width: width}
	for _, s := range spans {
		for i, part := range strings.Split(s.text, "\n") {
			if i > 0 {
				w.word()
				w.newline()
			}
			for j, piece := range strings.Split(part, " ") {
				if j > 0 {
					w.word()
					w.space = true
					w.spaceInk = s.ink
				}
				if piece != "" {
					w.pending = append(w.pending, span{piece, s.ink})
				}
			}
		}
	}
	w.word()
	if len(w.line) > 0 {
		w.newline()
	}
	return w.lines
}

// wrapper fills lines with words. A word may consist of pieces in several inks.
type wrapper struct {
	width    int
	lines    [][]span
	line     []span
	used     int
	pending  []span // the pieces of the word that is being read
	space    bool   // a space goes before it, if a word stands there
	spaceInk kit.Ink
}

func (w *wrapper) newline() {
	w.lines = append(w.lines, w.line)
	w.line, w.used, w.space = nil, 0, false
}

// word puts the pending word on the line, or on the next if it does not fit; a
// word that is wider than a line is chopped.
func (w *wrapper) word() {
	if len(w.pending) == 0 {
		return
	}
	need := 0
	for _, s := range w.pending {
		need += displaywidth.String(s.text)
	}
	if w.used > 0 && w.space {
		if w.used+1+need > w.width {
			w.newline()
		} else {
			w.add(span{" ", w.ink()}, 1)
		}
	}
	for _, s := range w.pending {
		for i, part := range chop(s.text, w.width-w.used) {
			if i > 0 {
				w.newline()
			}
			for _, rest := range chop(part, w.width) {
				n := displaywidth.String(rest)
				if w.used+n > w.width {
					w.newline()
				}
				w.add(span{rest, s.ink}, n)
			}
		}
	}
	w.pending, w.space = w.pending[:0], false
}

// ink is that of the space before the pending word: of the text, if both sides
// agree, so that a code name of two words is one piece.
func (w *wrapper) ink() kit.Ink {
	if last := w.line[len(w.line)-1].ink; last == w.spaceInk && last == w.pending[0].ink {
		return last
	}
	return kit.InkText
}

// add appends a piece, joined to the last one if it has the same ink.
func (w *wrapper) add(s span, n int) {
	if k := len(w.line) - 1; k >= 0 && w.line[k].ink == s.ink {
		w.line[k].text += s.text
	} else {
		w.line = append(w.line, s)
	}
	w.used += n
}

// chop cuts text into parts of at most width cells.
func chop(s string, width int) []string {
	width = max(width, 2)
	if displaywidth.String(s) <= width {
		return []string{s}
	}
	var parts []string
	from, used, at := 0, 0, 0
	g := displaywidth.StringGraphemes(s)
	for g.Next() {
		n := g.Width()
		if used+n > width && at > from {
			parts = append(parts, s[from:at])
			from, used = at, 0
		}
		used += n
		at += len(g.Value())
	}
	return append(parts, s[from:])
}
