package main

import (
	"maps"
	"testing"
)

func TestSettings(t *testing.T) {
	got, err := settings([]string{"queue=1", " late = fill ", "queue=2", "path=a=b"})
	if want := map[string]string{"queue": "2", "late": "fill", "path": "a=b"}; err != nil || !maps.Equal(got, want) {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
	for _, bad := range []string{"", "queue", "=1"} {
		if _, err := settings([]string{bad}); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func TestIsOn(t *testing.T) {
	for value, want := range map[string]bool{"": false, "0": false, "false": false, "1": true, "true": true, "yes": true} {
		if got := isOn(value); got != want {
			t.Errorf("SYSPREP_REDUCED_MOTION=%s is %v, want %v", value, got, want)
		}
	}
}
