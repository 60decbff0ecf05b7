package lab

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Knobs stand in two columns where there are many; in cells.
const (
	manyKnobs   = 4
	leastForTwo = 56
	mostForTwo  = 108
	mostTrack   = 24 // of a slider
)

// knobClick is a click on a knob: on its row, which chooses it, or on one of its values.
type knobClick struct {
	knob  int
	value string // empty for the row
}

// block is lines with what can be clicked in them.
type block struct {
	lines []string
	spots []screen.Spot
}

// add puts another block below.
func (b *block) add(o block) {
	for _, s := range o.spots {
		s.Y += len(b.lines)
		b.spots = append(b.spots, s)
	}
	b.lines = append(b.lines, o.lines...)
}

// knobBlock are the knobs with their sliders, in two columns where there are many, so that they leave room for what
// they turn. Below stand the options of the chosen one, where they found no room beside it.
func (l *Lab) knobBlock(w int) block {
	if l.knobWidth(w) == w {
		b := l.knobColumn(w)
		b.add(l.chosenOptions(w))
		return b
	}
	half := l.knobWidth(w)
	b := l.knobColumn(half)
	all := b.lines
	rows := (len(all) + 1) / 2
	b.lines = make([]string, rows)
	for i := range b.lines {
		b.lines[i] = all[i]
		if i+rows < len(all) {
			b.lines[i] = kit.PadRight(all[i], half) + "  " + all[i+rows]
		}
	}
	for i := range b.spots {
		if s := &b.spots[i]; s.Y >= rows {
			s.X, s.Y = s.X+half+2, s.Y-rows
		}
	}
	b.add(l.chosenOptions(w))
	return b
}

// knobWidth is the width of a column of knobs, of w cells in all.
func (l *Lab) knobWidth(w int) int {
	if len(l.knobs()) < manyKnobs || w < leastForTwo || w > mostForTwo {
		return w
	}
	return (w - 2) / 2
}

// nameWidth is the width of the names of knobs in a column of w cells.
func (l *Lab) nameWidth(w int) int {
	name := 0
	for _, k := range l.knobs() {
		name = max(name, kit.Width(k.Label))
	}
	return min(name, nameRoom(name, w))
}

// knobColumn is a line for each knob, of at most w cells.
func (l *Lab) knobColumn(w int) block {
	th := l.env.Theme
	var b block
	nameW := l.nameWidth(w)
	x := nameW + knobMarks // where the value begins
	for i, k := range l.knobs() {
		v := l.value(k.ID)
		here := i == l.knob && l.focus == onKnobs
		mark, ink := "  ", kit.InkText
		if here {
			mark, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		row := block{spots: []screen.Spot{{W: w, H: 1, Msg: knobClick{knob: i}}}}
		line := mark + th.Paint(ink, kit.PadRight(kit.Cut(k.Label, nameW), nameW)) + "  "
		switch {
		case optionsWidth(k) > w-x: // too many for the line: the one that holds
			line += th.Paint(kit.InkAccent, "["+v+"]")
		case len(k.Values) > 0: // the choices show the value
			o := l.options(i, w-x)
			line += o.lines[0]
			row.spots = append(row.spots, shifted(o.spots, x)...)
		default:
			shown, valueInk := v, kit.InkText
			if isZero(v) && k.Zero != "" {
				shown = k.Zero
			}
			if base, err := l.scenario.Value(k.ID, nil); err == nil && base != v {
				valueInk = kit.InkAccent
			}
			line += th.Paint(valueInk, kit.PadRight(kit.Cut(shown, knobValue-1), knobValue-1)) + " "
			if room := min(mostTrack, w-nameW-knobMarks-knobValue-1); room >= leastTrack {
				slider, spots := l.slider(i, v, room)
				line += slider
				row.spots = append(row.spots, shifted(spots, x+knobValue)...)
			}
		}
		row.lines = []string{kit.Cut(line, w)}
		b.add(row)
	}
	return b
}

func shifted(spots []screen.Spot, x int) []screen.Spot {
	for i := range spots {
		spots[i].X += x
	}
	return spots
}

// Widths of a knob's line beside its label: mark and gap, the value, and a slider that still shows something.
const (
	knobMarks  = 4
	knobValue  = 10
	leastTrack = 6
)

// nameRoom is how many of w cells labels may have, of which the longest has so many: two fifths, then what a short
// slider leaves, and for longer ones the slider's room too. To read what a knob is goes before where it stands.
func nameRoom(longest, w int) int {
	for _, room := range []int{w * 2 / 5, w - knobMarks - knobValue - leastTrack - 1} {
		if longest <= room {
			return room
		}
	}
	return max(10, w-knobMarks-knobValue)
}

func isZero(v string) bool { return v == "0" || v == "0/s" || v == "0s" }

// optionsWidth is the room that the choices of an enumeration take in one line.
func optionsWidth(k scenarios.Knob) int {
	w := 0
	for _, v := range k.Values {
		w += kit.Width(v) + 2
	}
	return w
}

// options are the choices of an enumeration, the one that holds in brackets, in lines of w cells.
func (l *Lab) options(knob, w int) block {
	th := l.env.Theme
	k := l.knobs()[knob]
	now := l.value(k.ID)
	b := block{lines: []string{""}, spots: optionPlaces(k.Values, w)}
	for i, v := range k.Values {
		p := &b.spots[i]
		p.Msg = knobClick{knob, v}
		if p.Y == len(b.lines) {
			b.lines = append(b.lines, "")
		}
		if v == now {
			b.lines[p.Y] += th.Paint(kit.InkAccent, "["+v+"]")
		} else {
			b.lines[p.Y] += th.Paint(kit.InkFaint, " "+v+" ")
		}
	}
	return b
}

// optionPlaces are the places of values, one behind the other in lines of w cells, each with room for brackets.
func optionPlaces(values []string, w int) []screen.Spot {
	var places []screen.Spot
	x, y := 0, 0
	for _, v := range values {
		wide := kit.Width(v) + 2
		if x > 0 && x+wide > w {
			x, y = 0, y+1
		}
		places = append(places, screen.Spot{X: x, Y: y, W: wide, H: 1})
		x += wide
	}
	return places
}

// optionsIndent is where the options begin that stand below the knobs.
const optionsIndent = 2

// chosenOptions are the options of the chosen knob, if there is no room for them beside it. Below a picture their
// lines are kept free for any knob that needs them, so that the picture stays as it is.
func (l *Lab) chosenOptions(w int) block {
	col := l.knobWidth(w)
	room := col - l.nameWidth(col) - knobMarks
	var b block
	rows := 0
	for i, k := range l.knobs() {
		if optionsWidth(k) <= room {
			continue
		}
		o := l.options(i, w-optionsIndent)
		rows = max(rows, len(o.lines))
		if i != l.knob || l.focus != onKnobs {
			continue
		}
		for j := range o.lines {
			o.lines[j] = strings.Repeat(" ", optionsIndent) + o.lines[j]
		}
		shifted(o.spots, optionsIndent)
		b = o
	}
	for len(b.lines) < rows && w >= l.w {
		b.lines = append(b.lines, "")
	}
	return b
}

// slider shows in w cells where among its stops a knob stands. A click on a cell goes to the stop that is drawn nearest.
func (l *Lab) slider(knob int, v string, w int) (string, []screen.Spot) {
	th := l.env.Theme
	stops := l.knobs()[knob].Stops()
	at := slices.Index(stops, v)
	if len(stops) < 2 || at < 0 {
		return "", nil
	}
	spots := make([]screen.Spot, w)
	for x, to := range cellStops(at, len(stops), w) {
		spots[x] = screen.Spot{X: x, W: 1, H: 1, Msg: knobClick{knob, stops[to]}}
	}
	left := stopCell(at, len(stops), w)
	return th.Paint(kit.InkAccent, strings.Repeat("━", left)+"●") + th.Paint(kit.InkBorder, strings.Repeat("─", w-1-left)), spots
}

// cellStops is for each of w cells the stop, of n, that is drawn nearest to it; where several are, the one at which the
// knob stands, else the first.
func cellStops(at, n, w int) []int {
	to := make([]int, w)
	for x := range to {
		far := func(i int) int { return abs(stopCell(i, n, w) - x) }
		best := 0
		for i := range n {
			if far(i) < far(best) || i == at && far(i) == far(best) {
				best = i
			}
		}
		to[x] = best
	}
	return to
}

// stopCell is the cell of a slider of w cells in which stop i of n is drawn.
func stopCell(i, n, w int) int { return i * (w - 1) / (n - 1) }

func abs(n int) int { return max(n, -n) }

// clicked chooses a knob, and sets it to the value that was clicked.
func (l Lab) clicked(c knobClick) (Lab, tea.Cmd) {
	knobs := l.knobs()
	if l.watching || l.focus > onKnobs || c.knob >= len(knobs) {
		return l, nil
	}
	l.knob, l.focus = c.knob, onKnobs
	if c.value == "" {
		return l, nil
	}
	if why := l.why("turnup"); why != "" {
		return l, notice("turn: not now, " + why)
	}
	return l.turned(l.set(knobs[c.knob].ID, c.value))
}
