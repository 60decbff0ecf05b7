// Package class adds up what several learners did, for who teaches them.
//
// A learner hands in a Sheet: what came of their events, and nothing that they wrote unless they
// say so. It is signed with a key of the learner's, so that an instructor sees that it is as it was
// handed in, and that two sheets come from the same hand. It does not prove who the learner is, nor
// that nobody made the events up.
//
// The instructor's side takes sheets in any order (Gather), leaves out what is not right, with the
// reason, and makes a Report of the rest: mastery by objective, what was hardest, which
// misconceptions were held by how many, what the grader did not detect, and how long it took.
// docs/class.md describes both forms.
package class
