package lessons

import (
	"hash/fnv"

	"sysprep/content"
)

// NextSeed is the seed of the question that an estimate step asks next: another one
// after each answer, the same one until then, so that leaving and coming back does not
// change the numbers.
func (ss StepState) NextSeed(step *content.Step) uint64 { return ss.seedAt(step, ss.Tries) }

func (ss StepState) seedAt(step *content.Step, n int) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(step.ID))
	return h.Sum64()>>16 + uint64(n) // fits a float64, and so JSON
}
