// Package kit is what all screens are made of: the theme and its inks, a canvas
// of cells, the table of keys, the one clock of all motion, and the frame with
// its footer, boxes and gauges.
//
// Meaning is never carried by colour alone: each ink that means something has a
// glyph of its own (see the Glyph constants), so that a screen reads as well
// under NO_COLOR as in true colour. The kit never paints the ground: the
// terminal's own background shows through.
//
// The sub-packages draw: chart (series over time), diagram (the system and its
// messages), markdown (text of lessons), golden (screens as test files).
package kit
