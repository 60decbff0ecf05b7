package grading_test

import "testing"

// BenchmarkGradeEachRubric grades a long answer with each rubric.
func BenchmarkGradeEachRubric(b *testing.B) {
	for _, set := range sets {
		l := labelled(b, set.file)
		c := compileQuestion(b, l.Question)
		b.Run(l.Question, func(b *testing.B) {
			for b.Loop() {
				c.Grade(l.Answers[0].Text)
			}
		})
	}
}
