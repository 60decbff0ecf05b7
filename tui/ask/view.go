package ask

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

func (s step) View(w, h int) screen.Page {
	lines, cursor, spots := s.lines(w)
	scroll := s.scroll.Clamp(len(lines), screen.Rows(len(lines), h))
	if cursor != nil {
		if cursor.Y -= scroll.Top(); cursor.Y < 0 || cursor.Y >= h {
			cursor = nil
		}
	}
	for i := range spots {
		spots[i].Y -= scroll.Top()
	}
	return screen.Page{Lines: scroll.View(lines, h, s.Env.Theme), Cursor: cursor, Spots: spots}
}

// move scrolls by n lines.
func (s step) move(n int) step {
	lines, _, _ := s.lines(s.w)
	rows := screen.Rows(len(lines), s.h)
	s.scroll = s.scroll.Clamp(len(lines), rows).By(n).Clamp(len(lines), rows)
	return s
}

// lines sets the question and what is said to its answer in lines, and says where among
// them the cursor stands, and which of them can be clicked.
func (s step) lines(w int) (lines []string, cursor *tea.Position, spots []screen.Spot) {
	th := s.Env.Theme
	w = min(w, maxWidth)
	if s.blank() {
		return s.nothing(w), nil, nil
	}
	lines = s.origin()
	for _, l := range kit.Wrap(s.ask().Prompt, w) {
		lines = append(lines, th.Paint(kit.InkTitle, l))
	}
	lines = append(lines, "")
	if s.ask().Quantity != nil {
		if s.typing() {
			cursor = &tea.Position{X: min(s.input.Position()+2, w-1), Y: len(lines)}
			lines = append(lines, th.Paint(kit.InkAccent, ">")+" "+s.input.Value()+s.unitHint())
		} else {
			lines = append(lines, th.Paint(kit.InkAccent, ">")+" "+s.Did().Prediction.Value)
		}
		lines = append(lines, "")
	} else {
		var choices []string
		choices, spots = s.choices(w)
		for i := range spots {
			spots[i].Y += len(lines)
		}
		lines = append(lines, choices...)
	}
	if s.ask().Confidence {
		lines = append(lines, s.confidence(), "")
	}
	switch {
	case s.say != "":
		lines = append(lines, kit.Paragraph(th, kit.InkWait, s.say, w, "")...)
	case s.answered():
		lines = append(lines, s.after(w)...)
		if s.Step().Kind == content.Spot && len(s.text) > 0 { // what stands there belongs to the sentences
			lines = append(append(lines, ""), s.text...)
		}
	default:
		lines = append(lines, s.text...)
	}
	return lines, cursor, spots
}

// unitHint shows the unit in which the answer is expected, until something is typed.
func (s step) unitHint() string {
	if s.input.Value() != "" || s.ask().Quantity.Unit == "" {
		return ""
	}
	return s.Env.Theme.Paint(kit.InkFaint, " a number, in "+s.ask().Quantity.Unit)
}

// choices are the answers to choose from, and where they can be clicked.
func (s step) choices(w int) ([]string, []screen.Spot) {
	th := s.Env.Theme
	var lines []string
	var spots []screen.Spot
	for i, c := range s.ask().Choices {
		picked := i == s.cursor
		if p := s.Did().Prediction; s.answered() {
			picked = c.ID == p.Choice
		}
		mark, ink := "  ", kit.InkText
		if picked {
			mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		head := fmt.Sprintf("%c  ", 'a'+i)
		if !s.answered() {
			spots = append(spots, screen.Spot{Y: len(lines), W: w, H: len(kit.Wrap(c.Text, w-5)), Key: string(rune('1' + i))})
		}
		for j, l := range kit.Wrap(c.Text, w-5) {
			if j > 0 {
				mark, head = "  ", "   "
			}
			lines = append(lines, mark+th.Paint(kit.InkDim, head)+th.Paint(ink, l))
		}
	}
	return append(lines, ""), spots
}

func (s step) confidence() string {
	th := s.Env.Theme
	line := th.Paint(kit.InkDim, "How sure are you?  ")
	chosen := 0
	if s.sure >= 0 {
		chosen = sure[s.sure]
	}
	if p := s.Did().Prediction; s.answered() {
		chosen = p.Confidence
	}
	for _, v := range sure {
		text := fmt.Sprintf("%d %%", v)
		if v == chosen {
			line += th.Paint(kit.InkSelected, "["+text+"]") + " "
		} else {
			line += th.Paint(kit.InkFaint, " "+text+" ") + " "
		}
	}
	return line
}

// after is what is said once the answer is in: of a prediction nothing but that it is
// kept, of a quiz whether it was right, and why.
func (s step) after(w int) []string {
	th := s.Env.Theme
	if !s.atOnce() && !s.Did().Sealed {
		return kit.Paragraph(th, kit.InkGood, "✓ Committed. The simulation will answer.", w, "")
	}
	lines := Outcome(th, lessons.Compare(s.ask(), *s.Did().Prediction), s.why, w)
	if len(s.drawn.Worked) > 0 {
		lines = append(lines, "", th.Paint(kit.InkDim, "Worked out"))
		for _, l := range s.drawn.Worked {
			lines = append(lines, kit.Paragraph(th, kit.InkText, l, w, "  ")...)
		}
	}
	return lines
}

// Outcome tells how an answer compares with the right one; why is what explains it, set in lines.
func Outcome(th *kit.Theme, o lessons.Outcome, why []string, w int) []string {
	head, ink := "✗ Not quite.", kit.InkLost
	if o.Result == lessons.Right {
		head, ink = "✓ Right.", kit.InkGood
	}
	lines := []string{th.Paint(ink, head)}
	if o.Say != "" && o.Say != "Right." && (len(why) == 0 || o.Result != lessons.Right) { // the explanation says more
		lines = append(lines, kit.Paragraph(th, kit.InkText, o.Say, w, "")...)
	}
	return append(lines, why...)
}
