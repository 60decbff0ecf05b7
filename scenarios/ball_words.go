package scenarios

import (
	"fmt"
	"strings"
)

// Spelled writes a value of a knob: "500/s", "3,000/s".
func Spelled(v string) string {
	digits := strings.IndexFunc(v, func(r rune) bool { return r < '0' || r > '9' })
	if digits < 0 {
		digits = len(v)
	}
	for i := digits - 3; i > 0; i -= 3 {
		v = v[:i] + "," + v[i:]
	}
	return v
}

// Stands says where a ball lies: "load 500/s: 100 % answered, 500 a second. Stable ground." label is the knob's.
func (l *Landscape) Stands(label string, b Ball) string {
	p, at := l.Places[b.At], l.Rests(b)
	ground := strings.ToUpper(string(p.Ground[:1])) + string(p.Ground[1:])
	return fmt.Sprintf("%s %s: %.0f %% answered, %s a second. %s ground.", label, Spelled(p.Value), 100*float64(at.Share), Spelled(fmt.Sprintf("%.0f", float64(at.Goodput))), ground)
}

// Tell says what an act did to a ball, in a sentence or two; nothing where there is nothing
// to say. label is the knob's.
func (l *Landscape) Tell(label string, from, to Ball, did Roll) string {
	p := l.Places[to.At]
	switch did {
	case Fell:
		if from.At == to.At {
			return "The trigger strikes, and is gone at once. The system falls, and stays down."
		}
		return fmt.Sprintf("Overloaded: at %s %s it goes down without any trigger.", label, Spelled(p.Value))
	case Healed:
		if to.At == from.At-1 || to.At == from.At+1 {
			return fmt.Sprintf("At %s %s it comes back by itself. At %s it did not.", label, Spelled(p.Value), Spelled(l.Places[from.At].Value))
		}
		return fmt.Sprintf("On the way to %s %s it has come back by itself.", label, Spelled(p.Value))
	case Withstood:
		if p.Ground == Stable {
			return "The trigger strikes. Stable ground: it comes back by itself."
		}
		return "The trigger strikes, and is too weak here: it comes back. A stronger one would leave it down."
	case Lying:
		return "The trigger strikes what lies on the ground already. Nothing changes."
	}
	switch {
	case to.Down && to.At < from.At:
		return fmt.Sprintf("Less %s, the trigger long gone, and still down. A system that never fell is well here.", label)
	case to.Down:
		return "Still down."
	case to.At > from.At && p.Ground == Vulnerable && l.Places[from.At].Ground == Stable:
		return "Over the border: it runs as well as before. Nothing on this side tells."
	}
	return ""
}
