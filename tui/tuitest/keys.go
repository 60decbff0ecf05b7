package tuitest

import "fmt"

var keys = map[string]string{
	"enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
	"pgup": "\x1b[5~", "pgdown": "\x1b[6~", "delete": "\x1b[3~", "f1": "\x1bOP",
	"ctrl+c": "\x03", "ctrl+s": "\x13", "ctrl+u": "\x15",
}

// Key is what a terminal sends for a key: one of the names that Bubble Tea gives them,
// or a letter.
func Key(name string) (string, error) {
	if sent, ok := keys[name]; ok {
		return sent, nil
	}
	if r := []rune(name); len(r) == 1 {
		return name, nil
	}
	return "", fmt.Errorf("there is no key %q: add it to the keys of tuitest", name)
}
