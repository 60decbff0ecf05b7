package kit

import (
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
)

// NewTextArea returns a text area in the look of a theme. It uses the terminal's
// own cursor, which needs no ticks to blink: the screen sets tea.View.Cursor
// from its Cursor method.
func NewTextArea(t *Theme, placeholder string, w, h int) textarea.Model {
	a := textarea.New()
	a.Placeholder = placeholder
	a.ShowLineNumbers = false
	a.CharLimit = 20_000
	a.SetVirtualCursor(false)
	StyleTextArea(&a, t)
	a.SetWidth(w)
	a.SetHeight(h)
	return a
}

// StyleTextArea gives a text area the look of a theme, as when the ground changes.
func StyleTextArea(a *textarea.Model, t *Theme) {
	a.Prompt = GlyphCursor + " "
	state := func(prompt, text lipgloss.Style) textarea.StyleState {
		return textarea.StyleState{
			Base: lipgloss.NewStyle(), Text: text, CursorLine: text, EndOfBuffer: t.Border,
			Prompt: prompt, Placeholder: t.Faint, LineNumber: t.Faint, CursorLineNumber: t.Faint, Selection: t.Selected,
		}
	}
	a.SetStyles(textarea.Styles{
		Focused: state(t.Accent, t.Text),
		Blurred: state(t.Border, t.Dim),
		Cursor:  textarea.CursorStyle{Color: t.Color(InkAccent), Shape: tea.CursorBar},
	})
}

// FitTextArea gives a text area the room that it has now, and keeps the line with the
// cursor in sight, which the area itself does with the next key only.
func FitTextArea(a *textarea.Model, w, h int) {
	a.SetWidth(w)
	a.SetHeight(h)
	*a, _ = a.Update(nil)
}
