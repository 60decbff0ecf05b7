// Package scenarios turns declarative scenario definitions into engine systems
// and runs them: one run at a time for a screen (Run), or many seeds at once for
// a judgement (Judge, CheckExpects).
//
// A definition is data. Every quantity carries its unit, a knob is a path into the
// definition with bounds, and an expect says what happens over many seeds.
package scenarios
