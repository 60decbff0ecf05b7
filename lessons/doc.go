// Package lessons is the progress of one learner through lessons, as a pure
// reducer: State x Event -> State. Events are facts with a time; a state is what
// they add up to. Nothing here reads a clock, a file or a terminal, so a session
// can be replayed, undone, or folded again against an edited lesson.
//
// A screen asks State.Apply first: it refuses, with a sentence for the learner,
// what is not allowed now (a step that is still locked, a prediction after its
// simulation was seen). What Apply accepted is written with Record, and read back
// with States or Fold, which refuse less: what was acknowledged once has happened,
// and only events whose step is gone, or which no longer make sense for it, are
// passed over.
package lessons
