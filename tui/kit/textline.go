package kit

import (
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// TextLine is one line that is typed, its cursor at the end. It is a value.
type TextLine struct{ Text string }

// mostTyped is how long a line may get.
const mostTyped = 200

// Press takes a key that is not one of the table.
func (t TextLine) Press(msg tea.KeyPressMsg) TextLine {
	switch msg.String() {
	case "backspace":
		if _, n := utf8.DecodeLastRuneInString(t.Text); n > 0 {
			t.Text = t.Text[:len(t.Text)-n]
		}
	case "ctrl+u":
		t.Text = ""
	default:
		if msg.Text != "" && len(t.Text)+len(msg.Text) <= mostTyped {
			t.Text += Clean(msg.Text)
		}
	}
	return t
}

// Show draws the line with its cursor, the end of a long one in view.
func (t TextLine) Show(th *Theme, label string, w int) string {
	text := t.Text
	for Width(label)+Width(text)+4 > w && text != "" {
		_, n := utf8.DecodeRuneInString(text)
		text = text[n:]
	}
	return th.Paint(InkDim, label+" ") + th.Paint(InkText, text) + th.Paint(InkAccent, "▏")
}
