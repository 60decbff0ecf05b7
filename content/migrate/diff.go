package migrate

import (
	"maps"
	"slices"
	"strings"
)

// Line is a line of a difference. Sign is '-' for one that was, '+' for one that is, ' ' for one that stays.
type Line struct {
	Sign byte
	Text string
}

// mostCells bounds the table that finds which lines stay; larger files are told as a whole.
const mostCells = 4_000_000

// Changed lists the files that differ between two versions of a pack.
func Changed(old, next Files) (names []string) {
	both := maps.Clone(old)
	maps.Copy(both, next)
	for _, name := range slices.Sorted(maps.Keys(both)) {
		a, was := old[name]
		b, is := next[name]
		if a != b || was != is {
			names = append(names, name)
		}
	}
	return names
}

// Diff tells how one text becomes another, with the longest common run of lines kept, and only those beside a change.
func Diff(old, next string) []Line {
	a, b := linesOf(old), linesOf(next)
	var all []Line
	i, j := 0, 0
	if len(a)*len(b) <= mostCells {
		common := longest(a, b)
		for i < len(a) && j < len(b) {
			switch {
			case a[i] == b[j]:
				all = append(all, Line{' ', a[i]})
				i, j = i+1, j+1
			case common[i+1][j] >= common[i][j+1]:
				all = append(all, Line{'-', a[i]})
				i++
			default:
				all = append(all, Line{'+', b[j]})
				j++
			}
		}
	}
	for ; i < len(a); i++ {
		all = append(all, Line{'-', a[i]})
	}
	for ; j < len(b); j++ {
		all = append(all, Line{'+', b[j]})
	}
	return beside(all)
}

func linesOf(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// longest is how many lines a[i:] and b[j:] have in common, in order.
func longest(a, b []string) [][]int32 {
	n := make([][]int32, len(a)+1)
	for i := range n {
		n[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				n[i][j] = n[i+1][j+1] + 1
			} else {
				n[i][j] = max(n[i+1][j], n[i][j+1])
			}
		}
	}
	return n
}

// beside keeps the lines that change, and one on either side.
func beside(all []Line) (kept []Line) {
	for i, l := range all {
		if l.Sign != ' ' || i > 0 && all[i-1].Sign != ' ' || i+1 < len(all) && all[i+1].Sign != ' ' {
			kept = append(kept, l)
		}
	}
	return kept
}
