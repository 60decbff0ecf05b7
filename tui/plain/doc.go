// Package plain plays the lessons as lines of text, one after the other: no colours, no
// cursor movement, no drawing. A screen reader reads it in order, and a script can type
// the answers, since every prompt is one line in and every answer one line out.
//
// Progress is the same as on the screen: the same events, the same drafts.
package plain
