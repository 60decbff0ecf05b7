package main

import (
	"fmt"
	"os"
	"strings"
)

const (
	barCells  = 30 // of the bar
	barQuiet  = 20 // parts from which progress is told elsewhere than on a terminal
	barShares = 4  // how often it is told there
)

// bar is the progress of a long command, on standard error: a bar on a terminal, elsewhere a line at each quarter, and
// none for a command of a few moments.
type bar struct {
	out      *os.File
	terminal bool
	parts    int // in all
	done     int
	checked  int // single checks in the parts
}

func (a *app) newBar(parts int) *bar {
	return &bar{out: a.err, terminal: isTerminal(a.err) && a.getenv("TERM") != "dumb", parts: parts}
}

// step is one part done.
func (b *bar) step() {
	b.done++
	if b.terminal {
		b.draw()
		return
	}
	if b.parts >= barQuiet && b.done < b.parts && b.done*barShares/b.parts > (b.done-1)*barShares/b.parts {
		fmt.Fprintf(b.out, "%d of %d parts, %s\n", b.done, b.parts, count(b.checked, "check"))
	}
}

// draw draws the bar anew, on a terminal.
func (b *bar) draw() {
	if b.terminal && b.parts > 0 {
		full := min(barCells*b.done/b.parts, barCells)
		fmt.Fprintf(b.out, "\r%s%s %3d %%  %d checked", strings.Repeat("█", full), strings.Repeat("░", barCells-full), 100*b.done/b.parts, b.checked)
	}
}

// clear takes the bar away, for what is printed in its place.
func (b *bar) clear() {
	if b.terminal {
		fmt.Fprintf(b.out, "\r%*s\r", barCells+len(" 100 %  1000000 checked"), "")
	}
}
