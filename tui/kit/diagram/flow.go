package diagram

import (
	"math"
	"time"

	"sysprep/engine"
)

const (
	stepTime = time.Second / 9 // a message moves one cell in this time
	spacing  = 5               // least cells between two messages of a lane
	crowd    = 7               // most messages on a lane, which bounds what a frame costs
	fade     = time.Second     // messages that wait for a full lane are forgotten by half in this time
)

// keep is the share of what waits that is still there after a step.
var keep = math.Exp2(-float64(stepTime) / float64(fade))

// flow is the messages on the lanes. Each lane is a shift register, its cells
// holding a message kind plus one, or 0.
type flow struct {
	cells [][]uint8
	doors []entry
	rest  time.Duration // wall time since the last step
}

// entry is what waits for the first cell of a lane. Kinds take turns by smooth
// weighted round robin: each is owed the root of what arrived of it, and the one
// that is owed most goes in and pays for all. The root lets the frequent kind
// prevail, yet shows a rare one that would be one in a hundred.
type entry struct {
	waiting Rates // arrived since the last message went in
	owed    Rates
}

func newFlow(p *plan) flow {
	f := flow{cells: make([][]uint8, len(p.lanes)), doors: make([]entry, len(p.lanes))}
	for i, l := range p.lanes {
		f.cells[i] = make([]uint8, len(l.cells))
	}
	return f
}

func (f *flow) wait(lane int, k engine.MessageKind) { f.doors[lane].waiting[k]++ }

func (f *flow) clear() {
	for i := range f.cells {
		clear(f.cells[i])
	}
	clear(f.doors)
	f.rest = 0
}

func (f *flow) moving() bool {
	for i, cells := range f.cells {
		if f.doors[i].total() >= 0.5 {
			return true
		}
		for _, c := range cells {
			if c != 0 {
				return true
			}
		}
	}
	return false
}

func (e *entry) total() float64 {
	sum := 0.0
	for _, n := range e.waiting {
		sum += n
	}
	return sum
}

// next returns the kind whose turn it is.
func (e *entry) next() engine.MessageKind {
	sum, turn := 0.0, 0
	for k := range e.owed {
		root := math.Sqrt(e.waiting[k])
		sum += root
		e.owed[k] = e.owed[k]*0.95 + root // an old debt is not paid long after
		if e.owed[k] > e.owed[turn] {
			turn = k
		}
	}
	e.owed[turn] -= sum
	e.waiting = Rates{}
	return engine.MessageKind(turn)
}

// forget fades what waits, so that a lane shows the present.
func (e *entry) forget(keep float64) {
	for k := range e.waiting {
		e.waiting[k] *= keep
	}
}

// advance moves the messages by whole cells.
func (f *flow) advance(dt time.Duration) {
	f.rest += min(dt, time.Second)
	for ; f.rest >= stepTime; f.rest -= stepTime {
		for i := range f.cells {
			f.step(i)
		}
	}
}

// step moves a lane by one cell and lets in a message that waits, if the one
// before it is far enough ahead.
func (f *flow) step(i int) {
	cells := f.cells[i]
	if len(cells) == 0 {
		return
	}
	copy(cells[1:], cells)
	cells[0] = 0
	door := &f.doors[i]
	if door.total() >= 0.5 && f.room(cells) {
		cells[0] = uint8(door.next()) + 1
	}
	door.forget(keep)
}

func (f *flow) room(cells []uint8) bool {
	gap := max(spacing, (len(cells)+crowd-1)/crowd)
	for _, c := range cells[:min(gap, len(cells))] {
		if c != 0 {
			return false
		}
	}
	return true
}
