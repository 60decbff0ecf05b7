package plain

import "testing"

// What is to be typed to come back names the pack, where it is not the usual one, and can be pasted into a shell.
func TestCommand(t *testing.T) {
	for named, want := range map[string]string{
		"":            "sysprep learn cliff --plain",
		"ada/queues":  "sysprep learn cliff --pack ada/queues --plain",
		"../my pack":  "sysprep learn cliff --pack '../my pack' --plain",
		"it's; rm -r": `sysprep learn cliff --pack 'it'\''s; rm -r' --plain`,
	} {
		if got := (session{named: named}).command("learn", "cliff"); got != want {
			t.Errorf("%q: %s, want %s", named, got, want)
		}
	}
}
