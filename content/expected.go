package content

import "sysprep/grading"

// Expected is q in the grader's words.
func (q *Quantity) Expected() grading.Expected {
	e := grading.Expected{Value: q.Value, Unit: q.Unit, Tolerance: q.Tolerance}
	for _, n := range q.Near {
		e.Near = append(e.Near, grading.NearMiss(n))
	}
	return e
}
