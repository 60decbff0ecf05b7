package lab

import (
	"fmt"

	"sysprep/engine"
	"sysprep/tui/kit"
)

// The least room that a board needs.
const (
	boardRows = 9
	boardCols = 76
)

// fits says whether the board can be drawn in w x h cells.
func (b *board) fits(w, h int) bool { return b != nil && w >= boardCols && h >= boardRows }

// draw draws the call as it stands: the caller at the left, the callee at the right, and
// the two ways of a message between them.
func (b *board) draw(c *kit.Canvas, w, h int) {
	y, side := max(0, (h-boardRows+1)/2), 22
	if w >= 100 {
		side = 26
	}
	right := w - side
	now := beat{}
	if len(b.beats) > 0 {
		now = b.beats[b.at]
	}
	c.Box(0, y, side, 7, b.left, kit.InkBorder, kit.InkTitle)
	c.Box(right, y, side, 7, b.right, kit.InkBorder, kit.InkTitle)
	b.corridor(c, 2, y+1, side-4, now, true)
	b.corridor(c, right+2, y+1, side-4, now, false)
	b.label(c, 2, y+3, now, engine.StepUpdateClient, "8 update client")
	b.label(c, 2, y+4, now, engine.StepValidateReply, "7 validate reply")
	b.label(c, right+2, y+2, now, engine.StepValidateRequest, "3 validate")
	b.label(c, right+2, y+3, now, engine.StepUpdateServer, "4 update server")

	mid, wide := side+1, right-side-2
	b.label(c, mid, y+1, now, engine.StepPostRequest, "1 post")
	b.label(c, mid+wide/2-3, y+1, now, engine.StepDeliverRequest, "2 deliver")
	b.way(c, mid, y+2, wide, now, 1)
	b.way(c, mid, y+4, wide, now, -1)
	b.label(c, mid+wide/2-6, y+5, now, engine.StepDeliverReply, "6 deliver")
	b.label(c, right-10, y+5, now, engine.StepPostReply, "5 post")
	ink := kit.InkDim
	if now.lost {
		ink = kit.InkLost
	}
	c.TextMax(mid+max(0, (wide-kit.Width(now.text))/2), y+3, wide, now.text, ink)
	b.verdict(c, y+7, w, now)
}

// label writes a step with how it went.
func (b *board) label(c *kit.Canvas, x, y int, now beat, step engine.CallStep, name string) {
	ink, mark := kit.InkFaint, ""
	switch now.steps[step] {
	case went:
		ink, mark = kit.InkText, kit.GlyphHolds
	case broke:
		ink, mark = kit.InkLost, kit.GlyphFails
	}
	end := c.Text(x, y, name+" ", ink)
	if now.steps[step] == went {
		ink = kit.InkGood
	}
	c.Text(end, y, mark, ink)
}

// way draws one direction of the wire, and the message on it.
func (b *board) way(c *kit.Canvas, x, y, w int, now beat, direction int) {
	c.HLine(x, y, w, "─", kit.InkBorder)
	glyph, at, ink := kit.GlyphRequest, x+w-1, kit.InkAccent
	step := engine.StepDeliverRequest
	if direction < 0 {
		glyph, at, ink, step = kit.GlyphReply, x, kit.InkGood, engine.StepDeliverReply
	}
	c.Put(at, y, glyph, kit.InkFaint)
	if now.way != direction {
		if now.steps[step] == broke {
			c.Put(x+w/2, y, kit.GlyphLost, kit.InkLost)
		}
		return
	}
	done := min(1, float64(b.in)/float64(now.long))
	if b.still {
		done = 1
	}
	if now.lost && done >= 0.5 {
		c.Put(x+w/2, y, kit.GlyphLost, kit.InkLost)
		return
	}
	if direction < 0 {
		done = 1 - done
	}
	c.Put(x+int(done*float64(w-1)+0.5), y, glyph, ink)
}

// corridor draws where the token is: for the caller as it believes, for the callee as it is.
func (b *board) corridor(c *kit.Canvas, x, y, w int, now beat, believed bool) {
	token := b.def.Token
	if token == "" {
		token = kit.GlyphHit
	}
	cells := w / 2
	from := int(b.call.Call) % (cells - 2)
	moved := now.applied
	if believed {
		moved = 0
		if now.belief == engine.BeliefSuccess {
			moved = 1
		}
	}
	at := min(from+moved, cells-1)
	for i := at + 1; i < cells; i++ {
		c.Put(x+2*i, y, kit.GlyphOpen, kit.InkFaint)
	}
	ink := kit.InkWait
	if !believed || !now.settled || now.belief != engine.BeliefUnknown {
		c.Put(x+2*at, y, token, ink)
		return
	}
	c.Put(x+2*at, y, "?", ink) // here, or one on
	c.Put(x+2*at+2, y, "?", ink)
}

// verdict writes what the caller believes under it, and what is true under the callee.
func (b *board) verdict(c *kit.Canvas, y, w int, now beat) {
	if len(b.beats) == 0 {
		c.Text(1, y, "No call has ended yet.", kit.InkFaint)
		return
	}
	believes, ink := "waits …", kit.InkDim
	switch {
	case now.belief == engine.BeliefSuccess:
		believes, ink = "done", kit.InkGood
	case now.settled && now.belief == engine.BeliefUnknown:
		believes, ink = "I don't know", kit.InkWait
	case now.settled:
		believes, ink = "not done", kit.InkLost
	}
	end := c.Text(1, y, "believes: ", kit.InkDim)
	c.Text(end, y, believes, ink)

	truth := [...]string{"not done", "done", "done twice"}
	text := fmt.Sprintf("done %d times", now.applied)
	if now.applied < len(truth) {
		text = truth[now.applied]
	}
	tint := kit.InkGood
	switch {
	case now.applied == 0:
		tint = kit.InkText
	case now.applied > 1:
		tint = kit.InkLost
	}
	c.TextRight(w-1-kit.Width(text), y, "true: ", kit.InkDim)
	c.TextRight(w-1, y, text, tint)

	title := fmt.Sprintf("call %d, slowed down", b.call.Call)
	if now.attempt > 1 {
		title = fmt.Sprintf("call %d, attempt %d", b.call.Call, now.attempt)
	}
	c.Text((w-kit.Width(title))/2, y, title, kit.InkFaint)
}

// legend says what the glyphs on the wire mean.
func (b *board) legend(t *kit.Theme, w int) string {
	return kit.Cut(t.Paint(kit.InkAccent, kit.GlyphRequest)+t.Paint(kit.InkFaint, " request  ")+
		t.Paint(kit.InkGood, kit.GlyphReply)+t.Paint(kit.InkFaint, " answer  ")+
		t.Paint(kit.InkLost, kit.GlyphLost)+t.Paint(kit.InkFaint, " lost"), w)
}
