package meeting

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/interview"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// typingKey opens the field for something to write, takes what is in it, or shuts it.
func (c console) typingKey(id string) (screen.Screen, tea.Cmd) {
	text, was := strings.TrimSpace(c.area.Value()), c.typing
	switch id {
	case "say":
		c.open("saying")
	case "note":
		c.open("noting")
	case "own":
		c.open("breaking")
	case "drop":
		c.shut()
	case "done":
		c.shut()
		c.area.SetValue("")
		switch {
		case text == "":
			return c, nil
		case was == "saying":
			return c, c.act(interview.Move{Kind: interview.Replied, Text: text})
		case was == "noting":
			return c, c.act(interview.Move{Kind: interview.Noted, Text: text})
		}
		return c.run(text)
	}
	return c, nil
}

// open has letters go to the field. What was begun for something else is kept for that.
func (c *console) open(what string) {
	if c.begun != what {
		c.area.SetValue("")
	}
	c.typing, c.begun = what, what
	c.area.Focus()
}

func (c *console) shut() {
	c.typing = ""
	c.area.Blur()
}

// write gives what is typed or pasted to the field.
func (c console) write(msg tea.Msg) (screen.Screen, tea.Cmd) {
	if c.typing == "" {
		return c, nil
	}
	var cmd tea.Cmd
	c.area, cmd = c.area.Update(msg)
	return c, cmd
}

// fit gives the field its room.
func (c console) fit(msg screen.Resized) (screen.Screen, tea.Cmd) {
	kit.StyleTextArea(&c.area, c.env.Theme)
	c.area.SetPromptFunc(2, onFirstLine)
	c.area.SetWidth(c.w)
	c.area.SetHeight(2)
	c.pad.Fit(c.w, c.h)
	if c.debrief == nil {
		return c, nil
	}
	d, cmd := c.debrief.Update(msg)
	c.debrief = &d
	return c, cmd
}
