package scenarios

import "slices"

// Ball is where a system stands in a landscape: at a value of the knob, on one of the two
// branches. It is a value; the methods of Landscape that return one roll it.
type Ball struct {
	At   int  // index into Landscape.Places
	Down bool // on the collapsed branch
}

// Roll is what an act did to a ball.
type Roll uint8

// Rolls.
const (
	Stayed    Roll = iota // on its branch
	Fell                  // from the healthy branch to the collapsed one
	Healed                // back up, by itself
	Withstood             // the trigger struck, and it came back up
	Lying                 // the trigger struck what lay on the ground already
)

// Ball is a system that stands well at the story's own value of the knob, or at the
// nearest that there is.
func (l *Landscape) Ball() Ball {
	at := slices.IndexFunc(l.Places, func(p Place) bool { return p.Value == l.Present })
	b, _ := l.settle(Ball{At: max(at, 0)})
	return b
}

// Move turns the knob n places up (down, if n < 0), one after the other. The ball stays on its branch
// while there are two. Where the ground is stable it comes up by itself; where it is
// overloaded it falls. The last of what happened on the way is told.
func (l *Landscape) Move(b Ball, n int) (Ball, Roll) {
	did, step := Stayed, 1
	if n < 0 {
		n, step = -n, -1
	}
	for ; n > 0 && b.At+step >= 0 && b.At+step < len(l.Places); n-- {
		b.At += step
		var roll Roll
		if b, roll = l.settle(b); roll != Stayed {
			did = roll
		}
	}
	return b, did
}

// Strike lets the story's faults befall the system where it stands. A system on
// vulnerable ground falls if they are strong enough there, which Place.Struck knows.
func (l *Landscape) Strike(b Ball) (Ball, Roll) {
	switch {
	case b.Down:
		return b, Lying
	case l.Places[b.At].falls():
		b.Down = true
		return b, Fell
	}
	return b, Withstood
}

// settle is where a ball comes to rest that stands where only one branch may be.
func (l *Landscape) settle(b Ball) (Ball, Roll) {
	switch ground := l.Places[b.At].Ground; {
	case b.Down && ground == Stable:
		b.Down = false
		return b, Healed
	case !b.Down && ground == Overloaded:
		b.Down = true
		return b, Fell
	}
	return b, Stayed
}

// falls says whether the story's faults bring a healthy system down here. Where both branches
// are apart, an outcome nearer to the collapsed one is a fall.
func (p *Place) falls() bool {
	return p.Ground == Vulnerable && (p.Struck == nil || p.Struck.Share < (p.Healthy.Share+p.Ruined.Share)/2)
}

// Rests is the branch that a ball lies on.
func (l *Landscape) Rests(b Ball) Branch {
	if b.Down {
		return l.Places[b.At].Ruined
	}
	return l.Places[b.At].Healthy
}

// Falls says whether the story's faults bring a healthy system down at a place.
func (l *Landscape) Falls(place int) bool { return l.Places[place].falls() }

// Border is the index of the first place that is not stable, as long as all before it
// are; the number of places if all are stable.
func (l *Landscape) Border() int {
	at := slices.IndexFunc(l.Places, func(p Place) bool { return p.Ground != Stable })
	if at < 0 {
		return len(l.Places)
	}
	return at
}
