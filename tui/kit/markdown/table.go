package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"sysprep/tui/kit"
)

const (
	columnGap   = 2
	mostColumns = 24 // no more would be legible, and each costs time
)

// table is a table of the GitHub kind. It is read from a paragraph's source:
// goldmark's own extension would cost a millisecond or more at each start, as its
// package compiles patterns for all extensions in init.
type table struct {
	rows  [][][]span // the first is the header
	right []bool     // by column: aligned to the right
}

// readTable reads a paragraph as a table; ok is false if it is none.
func (p *printer) readTable(n ast.Node) (t table, ok bool) {
	if n.Kind() != ast.KindParagraph || n.Lines().Len() < 2 {
		return t, false
	}
	var lines []string
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		lines = append(lines, strings.TrimSpace(string(seg.Value(p.src))))
	}
	header, rule := splitRow(lines[0]), splitRow(lines[1])
	if len(header) > mostColumns || len(header) != len(rule) || !strings.Contains(lines[1], "|") {
		return t, false
	}
	for _, r := range rule {
		if strings.Trim(r, ":") == "" || strings.Trim(strings.TrimSuffix(strings.TrimPrefix(r, ":"), ":"), "-") != "" {
			return t, false
		}
		t.right = append(t.right, strings.HasSuffix(r, ":") && !strings.HasPrefix(r, ":"))
	}
	t.rows = append(t.rows, p.cells(header, kit.InkTitle))
	for _, l := range lines[2:] {
		cells := splitRow(l)
		t.rows = append(t.rows, p.cells(cells[:min(len(cells), len(header))], kit.InkText))
	}
	return t, true
}

// splitRow splits a row at bars that are not escaped.
func splitRow(line string) []string {
	line = strings.TrimPrefix(line, "|")
	if strings.HasSuffix(line, "|") && !strings.HasSuffix(line, `\|`) {
		line = line[:len(line)-1]
	}
	var cells []string
	from := 0
	for i := range len(line) {
		if line[i] == '|' && (i == 0 || line[i-1] != '\\') {
			cells = append(cells, cellText(line[from:i]))
			from = i + 1
		}
	}
	return append(cells, cellText(line[from:]))
}

func cellText(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(s, `\|`, "|"))
}

// cells reads the running text of cells, each as a document of its own.
func (p *printer) cells(cells []string, ink kit.Ink) [][]span {
	out := make([][]span, len(cells))
	for i, c := range cells {
		src := []byte(c)
		doc := parser.Parse(text.NewReader(src))
		if b := doc.FirstChild(); b != nil && b == doc.LastChild() && b.Kind() == ast.KindParagraph {
			out[i] = (&printer{src: src, theme: p.theme}).spans(b, ink)
			continue
		}
		out[i] = []span{{kit.Clean(c), ink}} // "- x" and "# x" are words in a cell
	}
	return out
}

// table prints a table in columns that share the width, or, as plain text or
// where columns would be too narrow to read, each row as "name: value" pairs.
func (p *printer) table(t table, width int) {
	widths, ok := share(t.rows, width)
	if p.theme == nil || !ok {
		p.pairs(t.rows, width)
		return
	}
	for i, r := range t.rows {
		p.tableRow(r, widths, t.right)
		if i == 0 {
			var rule []string
			for _, w := range widths {
				rule = append(rule, strings.Repeat("─", w))
			}
			p.put(p.paint(kit.InkBorder, strings.Join(rule, strings.Repeat("─", columnGap))))
		}
	}
}

// share gives each column what its widest cell needs, taking from the widest
// columns until all fit. It fails when a column would be left with under 6 cells.
func share(rows [][][]span, width int) ([]int, bool) {
	widths := make([]int, len(rows[0]))
	total := columnGap * (len(widths) - 1)
	for c := range widths {
		for _, r := range rows {
			if c < len(r) {
				widths[c] = max(widths[c], cellWidth(r[c]))
			}
		}
		widths[c] = min(max(widths[c], 1), width)
		total += widths[c]
	}
	for total > width {
		widest := 0
		for c := range widths {
			if widths[c] > widths[widest] {
				widest = c
			}
		}
		if widths[widest] <= 6 {
			return nil, false
		}
		widths[widest]--
		total--
	}
	return widths, true
}

func cellWidth(spans []span) int {
	n := 0
	for _, s := range spans {
		n += kit.Width(s.text)
	}
	return n
}

func (p *printer) tableRow(cells [][]span, widths []int, right []bool) {
	wrapped := make([][][]span, len(widths))
	tall := 1
	for c := range widths {
		if c < len(cells) {
			wrapped[c] = wrap(cells[c], widths[c])
			tall = max(tall, len(wrapped[c]))
		}
	}
	for i := range tall {
		var b strings.Builder
		for c, w := range widths {
			cell := ""
			if i < len(wrapped[c]) {
				cell = p.line(wrapped[c][i])
			}
			if right[c] {
				cell = kit.PadLeft(cell, w)
			}
			if c < len(widths)-1 {
				cell = kit.PadRight(cell, w+columnGap)
			}
			b.WriteString(cell)
		}
		p.put(b.String())
	}
}

// pairs prints each row below the header as "name: value; name: value".
func (p *printer) pairs(rows [][][]span, width int) {
	for _, r := range rows[1:] {
		var line []span
		for c, cell := range r {
			if c > 0 {
				line = append(line, span{"; ", kit.InkText})
			}
			if c < len(rows[0]) {
				line = append(append(line, rows[0][c]...), span{": ", kit.InkText})
			}
			line = append(line, cell...)
		}
		p.paragraph(line, width)
	}
	if len(rows) == 1 {
		p.paragraph(join(rows[0]), width)
	}
}

func join(cells [][]span) []span {
	var line []span
	for i, c := range cells {
		if i > 0 {
			line = append(line, span{", ", kit.InkText})
		}
		line = append(line, c...)
	}
	return line
}
