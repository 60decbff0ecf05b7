// Package markdown sets the Markdown of lessons as styled lines, and as plain
// text for a linear reading.
//
// It walks goldmark's syntax tree itself instead of using glamour, because
// glamour (2.0.1) costs 11 ms at every start of the program, whether or not
// anything is rendered (its syntax highlighter and HTML sanitiser build tables
// in init), and 2.5 to 3 ms for each code fence without a language; the first
// frame has 80 ms in all. Lessons need headings, paragraphs, emphasis, code, lists,
// quotes, tables and fences, and nothing is highlighted.
//
// Text comes from packs, which may be hostile. Control characters never reach the
// output, however they are written (entities such as &#27; included): it holds
// text, newlines and SGR codes of the theme only.
package markdown

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"sysprep/tui/kit"
)

const (
	mostBytes = 64 << 10 // of source that is set; lessons have a few KB
	mostBlock = 4 << 10  // of source without a blank line
	mostDepth = 24       // of nested blocks and of nested emphasis
	leastWide = 8        // cells that nested text keeps
)

var parser = goldmark.DefaultParser()

// Render sets Markdown in lines of at most width cells in the looks of a theme.
// It is pure, and takes up to some milliseconds for a long text: call it in a
// tea.Cmd (see Cache), not in Update or View.
func Render(source string, width int, t *kit.Theme) string {
	return set(source, width, t)
}

// Plain sets Markdown as plain wrapped text for reading in a line: no styles, no
// drawn tables (each row names its columns), lists with hyphens and numbers.
func Plain(source string, width int) string {
	return set(source, width, nil)
}

func set(source string, width int, t *kit.Theme) string {
	src := []byte(tame(kit.Clean(source)))
	p := &printer{src: src, theme: t}
	p.blocks(parser.Parse(text.NewReader(src)), max(width, leastWide), 0)
	return strings.Join(p.lines, "\n")
}

// tame bounds a text, and cuts blocks that are too long with blank lines: the
// parser's time grows with the square of what nests or may pair up in one block
// (20 s for 256 KB of "_a*").
func tame(s string) string {
	if len(s) <= mostBlock {
		return s
	}
	end := ""
	if len(s) > mostBytes {
		s, end = s[:runeStart(s, mostBytes)], "\n\n…"
	}
	var b strings.Builder
	size := 0 // of the present block
	for line := range strings.Lines(s) {
		if strings.TrimSpace(line) == "" {
			size = 0
		}
		for size+len(line) > mostBlock {
			if size == 0 {
				cut := runeStart(line, mostBlock)
				b.WriteString(line[:cut])
				line = line[cut:]
			}
			b.WriteString("\n\n")
			size = 0
		}
		b.WriteString(line)
		size += len(line)
	}
	return b.String() + end
}

// runeStart returns the last place at or before i where s can be cut.
func runeStart(s string, i int) int {
	for i > 0 && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}

// printer collects the lines of a text. Without a theme it prints plain text.
type printer struct {
	src   []byte
	theme *kit.Theme
	lines []string
	tight bool // inside a list without blank lines

	prefixes []prefix // of quotes and list items, outermost first
}

// prefix goes before each line of a nested block.
type prefix struct {
	first, rest string // on the first line, and on the others
	used        bool
}

func (p *printer) paint(i kit.Ink, s string) string {
	if p.theme == nil {
		return s
	}
	return p.theme.Paint(i, s)
}

// put prints one line that is already styled.
func (p *printer) put(line string) {
	var b strings.Builder
	for i := range p.prefixes {
		pre := &p.prefixes[i]
		if pre.used {
			b.WriteString(pre.rest)
		} else {
			b.WriteString(pre.first)
			pre.used = true
		}
	}
	p.lines = append(p.lines, strings.TrimRight(b.String()+line, " "))
}

// gap prints a blank line between blocks.
func (p *printer) gap() {
	if n := len(p.lines); n > 0 && !p.tight && p.lines[n-1] != "" {
		p.put("")
	}
}

func (p *printer) blocks(parent ast.Node, width, depth int) {
	if depth > mostDepth {
		return
	}
	width = max(width, leastWide)
	begun := false
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if begun {
			p.gap()
		}
		before := len(p.lines)
		p.block(n, width, depth)
		begun = begun || len(p.lines) > before
	}
}

func (p *printer) block(n ast.Node, width, depth int) {
	switch n.Kind() {
	case ast.KindHeading:
		p.heading(n.(*ast.Heading), width)
	case ast.KindParagraph, ast.KindTextBlock:
		if t, ok := p.readTable(n); ok {
			p.table(t, width)
			return
		}
		p.paragraph(p.spans(n, kit.InkText), width)
	case ast.KindFencedCodeBlock, ast.KindCodeBlock:
		p.code(n, width)
	case ast.KindBlockquote:
		p.quote(n, width, depth)
	case ast.KindList:
		p.list(n.(*ast.List), width, depth)
	case ast.KindThematicBreak:
		p.rule(width)
	case ast.KindHTMLBlock:
		p.html(n, width)
	default:
		p.blocks(n, width, depth+1)
	}
}

func (p *printer) heading(h *ast.Heading, width int) {
	ink := kit.InkTitle
	if h.Level == 1 {
		ink = kit.InkAccent
	}
	p.paragraph(p.spans(h, ink), width)
}

func (p *printer) paragraph(s []span, width int) {
	for _, l := range wrap(s, width) {
		p.put(p.line(l))
	}
}

func (p *printer) line(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(p.paint(s.ink, s.text))
	}
	return b.String()
}

func (p *printer) rule(width int) {
	if p.theme == nil {
		return // a blank line is all a listener needs
	}
	p.put(p.paint(kit.InkBorder, strings.Repeat("─", width)))
}

// code prints a fence as it is, set off by two cells. Lines that are too long go
// on in the next line rather than be cut.
func (p *printer) code(n ast.Node, width int) {
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		line := strings.TrimRight(kit.Clean(string(seg.Value(p.src))), "\n")
		for _, part := range chop(line, width-2) {
			p.put("  " + p.paint(kit.InkCode, part))
		}
	}
}

func (p *printer) html(n ast.Node, width int) {
	var b strings.Builder
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		b.Write(seg.Value(p.src))
	}
	p.paragraph([]span{{kit.Clean(b.String()), kit.InkDim}}, width)
}

func (p *printer) quote(n ast.Node, width, depth int) {
	bar := "> "
	if p.theme != nil {
		bar = p.paint(kit.InkBorder, "│") + " "
	}
	was := p.tight
	p.tight = false
	p.nest("", bar, func() { p.blocks(n, width-2, depth+1) })
	p.tight = was
}

// nest prints blocks behind a prefix; their first line has another, if given.
func (p *printer) nest(first, rest string, print func()) {
	if first == "" {
		first = rest
	}
	p.prefixes = append(p.prefixes, prefix{first: first, rest: rest})
	print()
	p.prefixes = p.prefixes[:len(p.prefixes)-1]
}

func (p *printer) list(l *ast.List, width, depth int) {
	was := p.tight
	defer func() { p.tight = was }()
	number := l.Start
	for it := l.FirstChild(); it != nil; it = it.NextSibling() {
		p.tight = l.IsTight
		if it != l.FirstChild() {
			p.gap()
		}
		bullet := "• "
		if p.theme == nil {
			bullet = "- "
		}
		if l.IsOrdered() {
			bullet = strconv.Itoa(number) + ". "
			number++
		}
		wide := kit.Width(bullet)
		p.nest(p.paint(kit.InkAccent, bullet), strings.Repeat(" ", wide), func() {
			before := len(p.lines)
			p.blocks(it, width-wide, depth+1)
			if len(p.lines) == before {
				p.put("") // an empty item still counts
			}
		})
	}
}
