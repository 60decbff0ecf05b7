package kit

// Ink is the meaning of a piece of text. A Theme decides how each ink looks.
type Ink uint8

// Inks. Border and the fills are for shapes that carry no text; every other ink
// is fit for text.
const (
	InkText     Ink = iota // running text
	InkDim                 // secondary text
	InkFaint               // text that may be overlooked: units, axes, hints
	InkAccent              // the one accent: where the eye should go
	InkTitle               // names of screens, boxes and sections
	InkGood                // what flows: goodput, hits, goals that hold
	InkWait                // what waits: queues, work that is not done
	InkRetry               // attempts after the first
	InkLost                // what is lost: rejects, drops, errors, goals not held
	InkGhost               // work for nobody
	InkSelected            // the item under the cursor
	InkKey                 // a key to press
	InkCode                // code and names in running text
	InkEmph                // emphasis in running text
	InkBorder              // lines of boxes, rules and lanes
	InkGoodFill            // areas below lines and inside gauges, in the tints of the inks above
	InkWaitFill
	InkLostFill
	InkGhostFill
	InkAccentFill
	NumInks = 20
)

var inkNames = [NumInks]string{
	"text", "dim", "faint", "accent", "title", "good", "wait",
	"retry", "lost", "ghost", "selected", "key", "code", "emphasis", "border",
	"good fill", "wait fill", "lost fill", "ghost fill", "accent fill",
}

// Fill returns the tint for the area that belongs to an ink; the ink itself if
// it has none.
func (i Ink) Fill() Ink {
	switch i {
	case InkGood:
		return InkGoodFill
	case InkWait, InkRetry:
		return InkWaitFill
	case InkLost:
		return InkLostFill
	case InkGhost:
		return InkGhostFill
	case InkAccent:
		return InkAccentFill
	}
	return i
}

func (i Ink) String() string {
	if int(i) < len(inkNames) {
		return inkNames[i]
	}
	return "unknown"
}

// Glyphs that carry a meaning by shape, whatever the colours. Each is one cell wide.
const (
	GlyphRequest  = "▸"
	GlyphRetry    = "»"
	GlyphReply    = "◂"
	GlyphHit      = "●"
	GlyphGhost    = "○"
	GlyphLost     = "×"
	GlyphDrop     = "╳"
	GlyphFlush    = "⚑"
	GlyphFork     = "⋔"
	GlyphLeader   = "◆"
	GlyphMark     = "▾"
	GlyphNow      = "╎"
	GlyphCursor   = "▸"
	GlyphHolds    = "✓"
	GlyphFails    = "✗"
	GlyphPartly   = "◐"
	GlyphOpen     = "·"
	GlyphFull     = "█"
	GlyphEmpty    = "░"
	GlyphEllipsis = "…"
)
