package content

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// checkCircles reports lessons that require each other in a circle: none of them could be
// the first. A lesson is named in one circle at most; that one mended, lint finds the next.
func (p *parsed) checkCircles() {
	c := circles{p: p, state: map[string]uint8{}}
	p.circled = map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(p.lessons)) {
		c.visit(name)
	}
}

// circles is a search in depth over what lessons require.
type circles struct {
	p     *parsed
	path  []string         // the lessons from the one where the search began
	state map[string]uint8 // by lesson: 0 not seen, or one of those below
}

const (
	onPath uint8 = iota + 1
	searched
)

func (c *circles) visit(name string) {
	l := c.p.lessons[name]
	if l == nil || c.state[name] != 0 {
		return
	}
	c.state[name] = onPath
	c.path = append(c.path, name)
	for i, id := range l.Requires {
		if c.state[id] == onPath && id != name && !c.p.circled[id] {
			c.closed(l, i)
		}
		c.visit(id)
	}
	c.path = c.path[:len(c.path)-1]
	c.state[name] = searched
}

// closed reports the circle that requirement i of the last lesson of the path closes.
func (c *circles) closed(l *lessonFile, i int) {
	circle := c.path[slices.Index(c.path, l.Requires[i]):]
	for _, id := range circle {
		c.p.circled[id] = true
	}
	told := append([]string{l.ID}, circle...)
	if n := len(told); n > mostCircleTold {
		told = append(append(told[:mostCircleTold-2:mostCircleTold-2], fmt.Sprintf("%d more", n-mostCircleTold+1)), l.ID)
	}
	l.front.fault("these lessons require each other in a circle, so none can be the first: "+strings.Join(told, " → "), "remove one of these requirements", "requires", i)
}

// mostCircleTold bounds how many lessons of a circle are named.
const mostCircleTold = 8
