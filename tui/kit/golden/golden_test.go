package golden

import "testing"

func TestDumpTellsTextAndStyles(t *testing.T) {
	got := Dump("a \x1b[1;38;5;114mok\x1b[m b\n日\x1b[7m本\x1b[m")
	want := "a ok b\n日本\n── styles ──\n0:2-3 fg 114, bold\n1:2-3 reverse\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFirstDifference(t *testing.T) {
	if got, want := firstDifference("a\nb", "a\nc\nd"), "line 2\n want b\n  got c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
