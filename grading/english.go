package grading

import (
	_ "embed"
	"sort"
	"strings"
)

// englishStems holds the stems of everyday English words of four to eight letters, sorted, one
// a line. A word found here is not taken for a misspelt term ("catch" isn't "cache"). It
// was derived from SCOWL size 35 (see english_stems.LICENSE).
//
//go:embed english_stems.txt
var englishStems string

// plainEnglish tells if a word is an everyday word.
func plainEnglish(norm, stem string) bool {
	return inSortedLines(englishStems, stem) || stem != norm && inSortedLines(englishStems, norm)
}

// inSortedLines searches sorted lines, each ended by a line feed, without cutting them first.
func inSortedLines(lines, want string) bool {
	lineAt := func(i int) (string, int) {
		start := strings.LastIndexByte(lines[:i], '\n') + 1
		end := start + strings.IndexByte(lines[start:], '\n')
		return lines[start:end], start
	}
	i := sort.Search(len(lines), func(i int) bool {
		line, _ := lineAt(i)
		return line >= want
	})
	if i == len(lines) {
		return false
	}
	line, _ := lineAt(i)
	return line == want
}
