package diagram

import "sysprep/tui/kit"

// Breaker is how the breakers of an edge stand: "" where it has none.
type Breaker string

// States of a breaker. Of several, some of which are open, the count is written: "2 of 10 open".
const (
	BreakerClosed   Breaker = "closed"
	BreakerHalfOpen Breaker = "half open"
	BreakerOpen     Breaker = "open"
)

// breakerGlyph and breakerInk tell the states apart, by shape first.
func breakerGlyph(b Breaker) string {
	switch b {
	case BreakerClosed:
		return kit.GlyphHolds
	case BreakerHalfOpen:
		return kit.GlyphPartly
	}
	return kit.GlyphFails
}

func breakerInk(b Breaker) kit.Ink {
	switch b {
	case BreakerClosed:
		return kit.InkDim
	case BreakerHalfOpen:
		return kit.InkWait
	}
	return kit.InkLost
}

// breakerForms are the words for a breaker on a lane, from long to short.
func breakerForms(b Breaker) []string {
	return []string{breakerGlyph(b) + " breaker " + string(b), breakerGlyph(b) + " " + string(b), breakerGlyph(b)}
}
