package home

import (
	"testing"

	"sysprep/lessons"
)

// On the first day, too, the words say how many items there are and how many of them were explained.
func TestEvidence(t *testing.T) {
	for _, tc := range []struct {
		of          lessons.Section
		long, short string
	}{
		{lessons.Section{Total: 16}, "explained 0 of 16", "0 of 16"},
		{lessons.Section{Total: 16, Named: 2}, "explained 0 of 16, named 2", "0 of 16"},
		{lessons.Section{Total: 16, Explained: 3, Named: 2, Wrong: 1}, "explained 3 of 16, named 2, wrong 1", "3 of 16 ✗1"},
	} {
		if got := evidence(tc.of); got != tc.long {
			t.Errorf("evidence(%+v) = %q, want %q", tc.of, got, tc.long)
		}
		if got := briefly(tc.of); got != tc.short {
			t.Errorf("briefly(%+v) = %q, want %q", tc.of, got, tc.short)
		}
	}
}
