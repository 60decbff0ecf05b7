package scenarios

import (
	"testing"

	"sysprep/engine"
)

// TestEveryCauseHasWords: a diagnosis can name each cause of lost requests, and an
// edge's list of what it retries has each word once.
func TestEveryCauseHasWords(t *testing.T) {
	for c := range engine.Cause(engine.NumCauses) {
		if lossWords[c] == "" {
			t.Errorf("requests that are lost as %s have no words", c)
		}
	}
	seen := map[string]bool{}
	for _, c := range retryCauses {
		if seen[c.word] || c.word != c.value.String() {
			t.Errorf("%q is there twice, or stands for %s", c.word, c.value)
		}
		seen[c.word] = true
	}
}
