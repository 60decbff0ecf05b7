package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"sysprep/tui/kit"
)

func isTable(n ast.Node) bool { return n.Kind() == extast.KindTable }

const columnGap = 2

// table prints a table in columns that share the width, or, as plain text or
// where columns would be too narrow to read, each row as "name: value" pairs.
func (p *printer) table(n ast.Node, width int) {
	t := n.(*extast.Table)
	var rows [][][]span
	for r := t.FirstChild(); r != nil; r = r.NextSibling() {
		ink := kit.InkText
		if r.Kind() == extast.KindTableHeader {
			ink = kit.InkTitle
		}
		var cells [][]span
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, p.spans(c, ink))
		}
		rows = append(rows, cells)
	}
	if len(rows) == 0 || len(rows[0]) == 0 {
		return
	}
	widths, ok := share(rows, width)
	if p.theme == nil || !ok {
		p.pairs(rows, width)
		return
	}
	for i, r := range rows {
		p.tableRow(r, widths, t.Alignments)
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

func (p *printer) tableRow(cells [][]span, widths []int, align []extast.Alignment) {
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
			text := ""
			if i < len(wrapped[c]) {
				text = p.line(wrapped[c][i])
			}
			if c < len(align) && align[c] == extast.AlignRight {
				text = kit.PadLeft(text, w)
			}
			if c < len(widths)-1 {
				text = kit.PadRight(text, w+columnGap)
			}
			b.WriteString(text)
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
