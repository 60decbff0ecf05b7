package lab

import (
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
)

// textLine is one line that is typed, its cursor at the end. It is a value.
type textLine struct{ text string }

// most is how long a line may get.
const mostTyped = 200

// press takes a key that is not one of the table.
func (t textLine) press(msg tea.KeyPressMsg) textLine {
	switch msg.String() {
	case "backspace":
		if _, n := utf8.DecodeLastRuneInString(t.text); n > 0 {
			t.text = t.text[:len(t.text)-n]
		}
	case "ctrl+u":
		t.text = ""
	default:
		if msg.Text != "" && len(t.text)+len(msg.Text) <= mostTyped {
			t.text += kit.Clean(msg.Text)
		}
	}
	return t
}

// show draws the line with its cursor, the end of a long one in view.
func (t textLine) show(th *kit.Theme, label string, w int) string {
	text := t.text
	for kit.Width(label)+kit.Width(text)+4 > w && text != "" {
		_, n := utf8.DecodeRuneInString(text)
		text = text[n:]
	}
	return th.Paint(kit.InkDim, label+" ") + th.Paint(kit.InkText, text) + th.Paint(kit.InkAccent, "▏")
}
