package figure

import (
	"strings"
	"testing"
)

func TestTaskLines(t *testing.T) {
	three := []Task{{"cut the power", true}, {"kill the board", false}, {"cut the network", false}}
	for _, tc := range []struct {
		name  string
		tasks []Task
		w     int
		want  string
	}{
		{"side by side", three, 80, "✓ 1/3 cut the power   Do 2/3 kill the board   Do 3/3 cut the network"},
		{"below each other", three, 40, "✓ 1/3 cut the power|Do 2/3 kill the board|Do 3/3 cut the network"},
		{"one alone has no number", []Task{{"spend 5 tests", false}}, 40, "Do spend 5 tests"},
		{"and is ticked", []Task{{"spend 5 tests", true}}, 40, "✓ spend 5 tests"},
		{"none", nil, 40, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, l := range taskLines(tc.tasks, tc.w) {
				got = append(got, l.String())
			}
			if strings.Join(got, "|") != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
