package pictures

import (
	"fmt"
	"html"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"

	"sysprep/tui/kit"
)

// Sizes of a cell in pixels: a monospaced letter is 0.6 em wide.
const (
	cellW, cellH = 8.4, 17.0
	fontSize     = 14
	baseline     = 13.0 // of the text, below the top of its cell
	margin       = 12.0
)

// svg draws a rendered screen of w x h cells as an SVG file. Text is text; blocks and
// Braille dots are drawn as shapes, since fonts leave gaps between them.
func svg(screen, title string, w, h int, mode kit.Mode) string {
	buf := uv.NewScreenBuffer(w, h)
	uv.NewStyledString(strings.ReplaceAll(screen, "\n", "\r\n")).Draw(buf, buf.Bounds())
	width, height := float64(w)*cellW+2*margin, float64(h)*cellH+2*margin
	d := &drawing{mode: mode}
	fmt.Fprintf(d, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" role="img" aria-label="%s">`+"\n",
		px(width), px(height), html.EscapeString(title))
	fmt.Fprintf(d, "<style>text{font:%dpx ui-monospace,'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace;white-space:pre}</style>\n", fontSize)
	fmt.Fprintf(d, `<rect width="%s" height="%s" rx="8" fill="%s"/>`+"\n", px(width), px(height), grounds[mode].back)
	for y := range h {
		d.row(buf.Line(y), margin+float64(y)*cellH)
	}
	d.WriteString("</svg>\n")
	return d.String()
}

type drawing struct {
	strings.Builder
	mode kit.Mode
}

// row draws a line of cells, in runs of one look.
func (d *drawing) row(line uv.Line, top float64) {
	for x := 0; x < len(line); {
		end := x + 1
		for end < len(line) && line[end].Style.Equal(&line[x].Style) && (line[end].Width == 0 || kindOf(line[end].Content) == kindOf(line[x].Content)) {
			end++
		}
		d.run(line[x:end], margin+float64(x)*cellW, top)
		x = end
	}
}

// kind is how a cell is drawn.
type kind uint8

const (
	letters kind = iota
	symbols      // may come from another font, so each is put into its own cell
	shapes
)

func kindOf(content string) kind {
	r := []rune(content + " ")[0]
	switch {
	case r == '─', r == '━', r >= 0x2581 && r <= 0x2588, r >= 0x2591 && r <= 0x2593, r > 0x2800 && r <= 0x28ff:
		return shapes
	case r > 0x2000 && r != '…' && r != '“' && r != '”' && r != '’':
		return symbols
	}
	return letters
}

func (d *drawing) run(cells uv.Line, x, top float64) {
	look := cells[0].Style
	ink, ground := hex(look.Fg, grounds[d.mode].text), hex(look.Bg, "")
	if look.Attrs&uv.AttrReverse != 0 {
		ink, ground = hex(look.Bg, grounds[d.mode].back), ink
	}
	if ground != "" {
		d.rect(x, top, float64(len(cells))*cellW, cellH, ground)
	}
	switch kindOf(cells[0].Content) {
	case shapes:
		for i := 0; i < len(cells); {
			n := 1
			for i+n < len(cells) && cells[i+n].Content == cells[i].Content {
				n++
			}
			d.shape([]rune(cells[i].Content)[0], n, x+float64(i)*cellW, top, ink)
			i += n
		}
	case symbols:
		for i, c := range cells {
			d.text(c.Content, x+float64(i)*cellW, top, max(c.Width, 1), ink, look)
		}
	default:
		var b strings.Builder
		for _, c := range cells {
			b.WriteString(c.Content)
		}
		text := strings.TrimRight(b.String(), " ")
		lead := len(text) - len(strings.TrimLeft(text, " "))
		d.text(text[lead:], x+float64(lead)*cellW, top, cellCount(cells, text)-lead, ink, look)
	}
}

// cellCount is how many cells a run takes without the blanks at its end.
func cellCount(cells uv.Line, text string) int {
	n := len(cells)
	for n > 0 && (cells[n-1].Content == " " || cells[n-1].Content == "") && n > len([]rune(text)) {
		n--
	}
	return n
}

// text writes a text over so many cells.
func (d *drawing) text(s string, x, top float64, cells int, ink string, look uv.Style) {
	if strings.TrimSpace(s) == "" {
		return
	}
	fmt.Fprintf(d, `<text x="%s" y="%s" fill="%s"`, px(x), px(top+baseline), ink)
	if cells > 1 {
		fmt.Fprintf(d, ` textLength="%s"`, px(float64(cells)*cellW))
	}
	if look.Attrs&uv.AttrBold != 0 {
		d.WriteString(` font-weight="bold"`)
	}
	if look.Attrs&uv.AttrItalic != 0 {
		d.WriteString(` font-style="italic"`)
	}
	if look.Underline != uv.UnderlineNone {
		d.WriteString(` text-decoration="underline"`)
	}
	fmt.Fprintf(d, ">%s</text>\n", html.EscapeString(s))
}

func (d *drawing) rect(x, y, w, h float64, ink string) {
	fmt.Fprintf(d, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`+"\n", px(x), px(y), px(w), px(h), ink)
}

// shape draws n cells of a line, a block element or a Braille pattern.
func (d *drawing) shape(r rune, n int, x, top float64, ink string) {
	w := float64(n) * cellW
	switch {
	case r == '─':
		d.rect(x, top+cellH/2-0.6, w, 1.2, ink)
	case r == '━':
		d.rect(x, top+cellH/2-1.2, w, 2.4, ink)
	case r >= 0x2581 && r <= 0x2588: // lower eighths
		part := cellH * float64(r-0x2580) / 8
		d.rect(x, top+cellH-part, w, part, ink)
	case r >= 0x2591 && r <= 0x2593: // shades
		fmt.Fprintf(d, `<g opacity="%s">`, px(float64(r-0x2590)/4))
		d.rect(x, top, w, cellH, ink)
		d.WriteString("</g>\n")
	case r > 0x2800 && r <= 0x28ff:
		for i := range n {
			d.dots(int(r-0x2800), x+float64(i)*cellW, top, ink)
		}
	}
}

// brailleAt is column and row of each bit of a Braille pattern.
var brailleAt = [8][2]float64{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {0, 3}, {1, 3}}

func (d *drawing) dots(bits int, x, top float64, ink string) {
	for i, at := range brailleAt {
		if bits&(1<<i) != 0 {
			fmt.Fprintf(d, `<circle cx="%s" cy="%s" r="1.3" fill="%s"/>`+"\n",
				px(x+cellW*(at[0]*2+1)/4), px(top+cellH*(at[1]*2+1)/8), ink)
		}
	}
}

// hex is a colour in the notation of SVG, or none if there is no colour.
func hex(c color.Color, none string) string {
	if c == nil {
		return none
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// px writes a length with at most two decimals.
func px(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
}
