// Package grading turns what a learner says, computes or designs into verdicts
// with evidence: the words against a rubric, the numbers against an expected
// quantity, and the behaviour of a design against its goals over many seeds.
//
// It is deterministic, offline, and does no input or output. It says "not
// detected", never "you missed": what it can't see may still be there.
package grading
