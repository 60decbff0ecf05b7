package progress

import (
	"fmt"
	"math"

	"sysprep/lessons/report"
	"sysprep/tui/kit"
)

// calibration says how sure the learner was against how often they were right, in words and as a
// chart: a line for each confidence, from 0 to 100 %.
func (p progress) calibration() []string {
	th := p.env.Theme
	w := min(p.w, 84)
	c := p.report.Calibration
	var lines []string
	for i, say := range c.Words {
		ink := kit.InkText
		if i == 0 {
			ink = kit.InkTitle
		}
		lines = append(lines, kit.Paragraph(th, ink, say, w, "")...)
	}
	if len(c.Bins) == 0 {
		return lines
	}
	axis := max(20, min(50, w-32))
	lines = append(lines, "", th.Paint(kit.InkDim, kit.PadRight("you said", 11))+th.Paint(kit.InkFaint, kit.PadRight("0 %", axis-5)+"100 %")+"  "+th.Paint(kit.InkDim, "right"))
	for _, b := range c.Bins {
		share := float64(b.Right) / float64(b.Rated)
		lines = append(lines, th.Paint(kit.InkText, kit.PadLeft(fmt.Sprintf("%.0f %%", b.Sure*100), 8))+"   "+p.interval(b, axis)+
			"  "+th.Paint(kit.InkText, kit.PadLeft(fmt.Sprintf("%.0f %%", share*100), 5))+th.Paint(kit.InkDim, fmt.Sprintf("  %d of %d", b.Right, b.Rated)))
	}
	return append(lines, "",
		th.Paint(kit.InkAccent, "┃")+th.Paint(kit.InkDim, " what you said   ")+th.Paint(kit.InkText, "●")+th.Paint(kit.InkDim, " how often you were right   ")+th.Paint(kit.InkGood, "◉")+th.Paint(kit.InkDim, " both"),
		th.Paint(kit.InkText, "━")+th.Paint(kit.InkDim, " where the share may be in truth, 19 times in 20"))
}

// interval draws one confidence: what was said, and the share that was right with its interval.
func (p progress) interval(b report.Bin, w int) string {
	th := p.env.Theme
	at := func(v float64) int { return int(math.Round(v * float64(w-1))) }
	low, high, said, right := at(b.Low), at(b.High), at(b.Sure), at(float64(b.Right)/float64(b.Rated))
	line := ""
	for i := range w {
		switch {
		case i == right && i == said:
			line += th.Paint(kit.InkGood, "◉")
		case i == right:
			line += th.Paint(kit.InkText, "●")
		case i == said:
			line += th.Paint(kit.InkAccent, "┃")
		case i >= low && i <= high:
			line += th.Paint(kit.InkText, "━")
		default:
			line += th.Paint(kit.InkBorder, "·")
		}
	}
	return line
}
