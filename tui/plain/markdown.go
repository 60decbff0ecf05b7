package plain

import (
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sysprep/tui/kit"
)

// proseLines turns Markdown into lines of at most width columns. Marks of emphasis go;
// a table becomes one line for each row, with the name of its column before each cell,
// since columns mean nothing to somebody who listens.
func proseLines(source string, width int) []string {
	w := proseWriter{source: []byte(source), width: width}
	md := goldmark.New(goldmark.WithExtensions(extension.Table))
	w.blocks(md.Parser().Parse(text.NewReader(w.source)), "")
	return w.lines
}

type proseWriter struct {
	source []byte
	width  int
	lines  []string
}

// blocks writes the children of a node, with an empty line between them.
func (w *proseWriter) blocks(parent ast.Node, pad string) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindThematicBreak {
			continue // the empty line says as much
		}
		if n.PreviousSibling() != nil && n.Type() == ast.TypeBlock && n.Kind() != ast.KindTextBlock && !tightItem(n) {
			w.lines = append(w.lines, "")
		}
		w.block(n, pad)
	}
}

// tightItem says whether a list stands right below the words of the item that it is in.
func tightItem(n ast.Node) bool {
	return n.Kind() == ast.KindList && n.PreviousSibling().Kind() == ast.KindTextBlock
}

func (w *proseWriter) block(n ast.Node, pad string) {
	switch n := n.(type) {
	case *ast.List:
		w.list(n, pad)
	case *ast.FencedCodeBlock:
		w.code(n, pad)
	case *ast.CodeBlock:
		w.code(n, pad)
	case *ast.Blockquote:
		w.blocks(n, pad+"  ")
	case *east.Table:
		w.table(n, pad)
	default:
		w.hang(pad, pad, w.inline(n))
	}
}

// hang writes wrapped text, its first line after mark and the others after pad.
func (w *proseWriter) hang(mark, pad, text string) {
	for _, l := range kit.Wrap(text, max(leastWidth, w.width-kit.Width(pad))) {
		w.lines = append(w.lines, mark+l)
		mark = pad
	}
}

func (w *proseWriter) list(l *ast.List, pad string) {
	number := l.Start
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "- "
		if l.IsOrdered() {
			mark = fmt.Sprintf("%d. ", number)
			number++
		}
		if item.PreviousSibling() != nil && !l.IsTight {
			w.lines = append(w.lines, "")
		}
		inner := pad + strings.Repeat(" ", len(mark))
		from := len(w.lines)
		w.blocks(item, inner)
		if len(w.lines) == from {
			w.lines = append(w.lines, inner)
		}
		w.lines[from] = pad + mark + strings.TrimPrefix(w.lines[from], inner)
	}
}

// code is written as it is: breaking its lines would change what it says.
func (w *proseWriter) code(n ast.Node, pad string) {
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		w.lines = append(w.lines, pad+"    "+kit.Clean(strings.TrimRight(string(line.Value(w.source)), "\n")))
	}
}

func (w *proseWriter) table(t *east.Table, pad string) {
	var head []string
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, w.inline(c))
		}
		if row.Kind() == east.KindTableHeader {
			head = cells
			continue
		}
		var parts []string
		for i, c := range cells {
			switch {
			case c == "":
			case i < len(head) && head[i] != "":
				parts = append(parts, head[i]+": "+c)
			default:
				parts = append(parts, c)
			}
		}
		w.hang(pad+"- ", pad+"  ", strings.Join(parts, "; "))
	}
}

// inline is the text of a block without its marks.
func (w *proseWriter) inline(parent ast.Node) string {
	var b strings.Builder
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			b.WriteString(html.UnescapeString(string(util.UnescapePunctuations(n.Value(w.source)))))
			switch {
			case n.HardLineBreak():
				b.WriteByte('\n')
			case n.SoftLineBreak():
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.CodeSpan:
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				if t, ok := c.(*ast.Text); ok {
					b.WriteString(strings.ReplaceAll(string(t.Value(w.source)), "\n", " "))
				}
			}
		case *ast.AutoLink:
			b.Write(n.Label(w.source))
		case *ast.RawHTML:
			for i := range n.Segments.Len() {
				s := n.Segments.At(i)
				b.Write(s.Value(w.source))
			}
		case *ast.Link:
			label := w.inline(n)
			b.WriteString(label)
			if to := string(n.Destination); to != "" && to != label {
				b.WriteString(" (" + to + ")")
			}
		case *ast.Image:
			b.WriteString("Image: " + w.inline(n))
		default:
			b.WriteString(w.inline(n))
		}
	}
	return b.String()
}
