package screen

import (
	tea "charm.land/bubbletea/v2"
)

// List is a cursor in a list that may be longer than the screen. It is a value.
type List struct {
	At  int // the chosen item
	top int // the first one in view
}

// By moves the cursor n items on, within count of them.
func (l List) By(n, count int) List {
	l.At = max(0, min(l.At+n, count-1))
	return l
}

// View returns the items [from, to) that fit in h rows, the chosen one among them.
func (l List) View(count, h int) (from, to int) {
	h = max(h, 1)
	top := max(0, min(l.top, count-h))
	if l.At < top {
		top = l.At
	}
	if l.At >= top+h {
		top = l.At - h + 1
	}
	return top, min(count, top+h)
}

// Wheel is how far a turn of the wheel moves a list.
func Wheel(msg tea.MouseWheelMsg) int {
	switch msg.Button {
	case tea.MouseWheelUp:
		return -3
	case tea.MouseWheelDown:
		return 3
	}
	return 0
}

// Pick is sent to a screen when item At of its list is clicked.
type Pick struct{ At int }
