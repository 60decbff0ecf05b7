package chart

import (
	"fmt"
	"html"
	"math"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"

	"sysprep/tui/kit"
)

// Sizes of an SVG, in pixels.
const (
	svgW       = 900
	svgLeft    = 130 // for labels and the value axis
	svgRight   = 90  // for the last value
	svgChart   = 110 // height of a chart with its gap
	svgPlot    = 84
	svgHead    = 56
	svgFoot    = 60
	svgDotted  = "2 3"
	svgDefault = "#1f2933"
)

// SVG returns charts over one time axis as a picture that needs nothing else: no script, no
// font, no style from outside. The colours are those of the light theme. The series is drawn
// as a line over its area, the second future dotted, what is not known left out.
func SVG(title, caption string, ax Axis, charts []Chart) string {
	th := kit.NewTheme(kit.Light, colorprofile.TrueColor)
	hex := func(i kit.Ink) string {
		c := th.Color(i)
		if c == nil {
			return svgDefault
		}
		r, g, b, _ := c.RGBA()
		return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
	}
	height := svgHead + svgChart*len(charts) + svgFoot
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="ui-sans-serif, system-ui, sans-serif" font-size="13">`+"\n", svgW, height, svgW, height)
	fmt.Fprintf(&b, `<title>%s</title>`+"\n"+`<rect width="100%%" height="100%%" fill="#ffffff"/>`+"\n", html.EscapeString(title))
	fmt.Fprintf(&b, `<text x="16" y="28" font-size="17" font-weight="600" fill="%s">%s</text>`+"\n", hex(kit.InkTitle), html.EscapeString(title))
	bottom := svgHead + svgChart*len(charts)
	svgMarks(&b, ax, bottom, hex)
	for i := range charts {
		charts[i].svg(&b, ax, svgHead+svgChart*i, hex)
	}
	fmt.Fprintf(&b, `<text x="16" y="%d" font-size="11" fill="%s" font-family="ui-monospace, monospace">%s</text>`+"\n</svg>\n", height-12, hex(kit.InkFaint), html.EscapeString(caption))
	return b.String()
}

// svgX is where a time stands, as a share of the horizon.
func svgX(share float64) float64 { return svgLeft + share*float64(svgW-svgLeft-svgRight) }

// svgMarks draws the time axis, and what happened on it.
func svgMarks(b *strings.Builder, ax Axis, bottom int, hex func(kit.Ink) string) {
	whole := float64(ax.Horizon) * float64(ax.Window)
	for i := range 5 {
		at := float64(i) / 4
		fmt.Fprintf(b, `<text x="%.1f" y="%d" text-anchor="middle" fill="%s">%s</text>`+"\n", svgX(at), bottom+16, hex(kit.InkFaint), Clock(time.Duration(at*whole)))
	}
	for i, m := range ax.Marks {
		x := svgX(math.Min(float64(m.At)/math.Max(whole, 1), 1))
		fmt.Fprintf(b, `<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="%s" stroke-dasharray="3 3"/>`, x, svgHead-8, x, bottom, hex(m.Ink))
		fmt.Fprintf(b, `<text x="%.1f" y="%d" font-size="11" fill="%s">%s %s</text>`+"\n", x+3, svgHead-10+12*(i%2), hex(m.Ink), html.EscapeString(m.Glyph), html.EscapeString(m.Label))
	}
}

// svg draws one chart, its upper edge at y.
func (c *Chart) svg(b *strings.Builder, ax Axis, y int, hex func(kit.Ink) string) {
	top, base := c.top(), y+svgPlot+12
	fmt.Fprintf(b, `<text x="16" y="%d" fill="%s">%s</text>`, y+24, hex(kit.InkText), html.EscapeString(c.Label))
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end" font-size="11" fill="%s">%s%s</text>`, svgLeft-6, y+22, hex(kit.InkFaint), Short(top), html.EscapeString(c.Unit))
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end" font-size="11" fill="%s">0</text>`, svgLeft-6, base, hex(kit.InkFaint))
	fmt.Fprintf(b, `<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="%s"/>`+"\n", svgLeft, base, svgW-svgRight, base, hex(kit.InkBorder))
	point := func(i int, v float64) string {
		return fmt.Sprintf("%.1f,%.1f", svgX((float64(i)+0.5)/float64(max(ax.Horizon, 1))), float64(base)-share(v, top)*svgPlot)
	}
	for _, run := range known(c.Series) {
		var line []string
		for i := run[0]; i < run[1]; i++ {
			line = append(line, point(i, c.Series[i]))
		}
		area := fmt.Sprintf("%s %s %s", point(run[0], 0), strings.Join(line, " "), point(run[1]-1, 0))
		fmt.Fprintf(b, `<polygon points="%s" fill="%s" fill-opacity="0.15"/>`, area, hex(c.Ink))
		fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="1.6"/>`+"\n", strings.Join(line, " "), hex(c.Ink))
	}
	for _, run := range known(c.Other) {
		var line []string
		for i := run[0]; i < run[1]; i++ {
			line = append(line, point(i, c.Other[i]))
		}
		fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="1.6" stroke-dasharray="%s"/>`+"\n", strings.Join(line, " "), hex(kit.InkDim), svgDotted)
	}
	if last := c.Last(); !math.IsNaN(last) && !math.IsInf(last, 0) {
		fmt.Fprintf(b, `<text x="%d" y="%d" fill="%s">%s%s</text>`+"\n", svgW-svgRight+6, y+24, hex(c.Ink), Short(last), html.EscapeString(c.Unit))
	}
}

// known are the stretches [from, to) of a series in which values are known.
func known(s []float64) (runs [][2]int) {
	from := -1
	for i, v := range s {
		bad := math.IsNaN(v) || math.IsInf(v, 0)
		if !bad && from < 0 {
			from = i
		}
		if bad && from >= 0 {
			runs, from = append(runs, [2]int{from, i}), -1
		}
	}
	if from >= 0 {
		runs = append(runs, [2]int{from, len(s)})
	}
	return runs
}
