// Package grading turns what a learner says, computes or designs into verdicts
// with evidence: the words against a rubric, the numbers against an expected
// quantity, and the behaviour of a design against its goals over many seeds.
//
// It is deterministic, offline, and does no input or output. It says "not
// detected", never "you missed": what it can't see may still be there.
//
// An answer is read in these steps: words, signs and sentences with their places
// (document.go, words.go, typos.go, numerals.go); what turns the meaning of a word, such as
// "not", "I wouldn't bother with" or "some people say" (modes.go); what only looks
// like an explanation, such as lists of terms, shuffled words or the prompt pasted back
// (guards.go); the groups of the lexicon (vocabulary.go). The rules of a rubric
// (rule.go) are then looked for in windows of sentences (match.go), and windows of clauses
// get scores that were learned from the rubric's exemplars (learn.go, windows.go, align.go). grade.go
// weighs both, feedback.go says the levels. evaluate.go measures all this against
// answers that a person has labelled.
package grading
