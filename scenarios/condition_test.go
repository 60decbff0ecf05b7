package scenarios

import "testing"

func TestMeets(t *testing.T) {
	s := story()
	set := Settings{"timeout": "1s", "attempts": "2", "late": "fill"}
	for _, test := range []struct {
		knob, condition string
		want            bool
	}{
		{"timeout", "1000ms", true},
		{"timeout", "<= 1s", true},
		{"timeout", "< 1s", false},
		{"timeout", "> 50ms", true},
		{"timeout", ">=2s", false},
		{"attempts", "1 | 2", true},
		{"attempts", "1 | 3", false},
		{"attempts", "< queue", true},
		{"late", "fill | cancel", true},
		{"late", "discard", false},
	} {
		if got, err := s.Meets(set, test.knob, test.condition); err != nil || got != test.want {
			t.Errorf("%s %q: %v, %v; want %v", test.knob, test.condition, got, err, test.want)
		}
	}
	for _, bad := range [][2]string{{"nothing", "1"}, {"timeout", "soon"}, {"timeout", "<= nowhere"}, {"late", "< 3"}, {"late", "eaten"}, {"attempts", "77"}} {
		if _, err := s.Meets(nil, bad[0], bad[1]); err == nil {
			t.Errorf("%s %q is taken for a condition", bad[0], bad[1])
		}
	}
}
