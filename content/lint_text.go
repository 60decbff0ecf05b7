package content

import (
	"fmt"
	"html"
	"strings"
	"unicode"

	"github.com/clipperhouse/displaywidth"
)

// What fits on a screen of 80 columns beside the margins of a lesson.
const (
	mostCodeCells  = 74
	mostTableCells = 76

	leastColumn   = 6 // cells of a column; the screen sets a table with a narrower one as pairs
	mostCellLines = 3
)

// lintCharacters reports what the loader silently leaves out, since a reader of the source may be shown another
// text than a learner: controls, zero-width characters, bidi overrides, and entities that stand for them.
func lintCharacters(s *source) {
	if s.carriage {
		s.warn("line-ends", 1, 1, "the lines end with carriage returns, or the file begins with a byte order mark", "save it with Unix line ends; --fix does")
	}
	for i, line := range s.lines {
		if isPlain(line) {
			continue
		}
		column := 0
		for _, r := range line {
			column++
			if unsafeRune(r) || r == '\u2028' || r == '\u2029' {
				s.hidden(i+1, column, fmt.Sprintf("the character U+%04X is not drawn: %s", r, runeName(r)), "remove it; --fix does", true)
				break
			}
		}
		if at := unsafeEntity(line); at >= 0 {
			s.hidden(i+1, 1+len([]rune(line[:at])), "this entity stands for a character that is not drawn", "remove it", false)
		}
	}
}

// hidden reports a character that is not drawn. It is a fault, not a warning: nobody writes one on purpose who means well.
func (s *source) hidden(line, column int, message, do string, fix bool) {
	if len(s.found) > mostFaults {
		return
	}
	f := s.at(line, column, message, do)
	f.Rule, f.Fixable = "hidden-characters", fix
	s.found = append(s.found, f)
}

// runeName says of what kind an unsafe character is.
func runeName(r rune) string {
	switch {
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c:
		return "it turns the direction of writing"
	case r < ' ' || r >= 0x7f && r < 0xa0:
		return "it is a control character"
	case r == 0x2028 || r == 0x2029:
		return "it ends a line in some programs only"
	}
	return "it has no width"
}

// unsafeEntity is where an HTML entity stands for a character that is not drawn; -1 if none does.
func unsafeEntity(line string) int {
	for at := 0; at < len(line); {
		i := strings.IndexByte(line[at:], '&')
		if i < 0 {
			return -1
		}
		at += i
		n := entityLength(line[at:])
		if n > 0 && entityUnsafe(line[at:at+n]) && html.UnescapeString(line[at:at+n]) != line[at:at+n] {
			return at
		}
		at += max(n, 1)
	}
	return -1
}

// lintMarkdown looks at the lines from, up to, not including, to (from 0) of a file's Markdown.
func lintMarkdown(s *source, from, to int) {
	fence, info := "", ""
	for i := from; i < to; i++ {
		line := s.lines[i]
		if fence != "" {
			if closesFence(line, fence) {
				fence = ""
			} else if w := displaywidth.String(line); w > mostCodeCells && !strings.Contains(info, "step=") {
				s.warn("long-line", i+1, mostCodeCells+1, fmt.Sprintf("this line of code is %d columns wide", w), fmt.Sprintf("keep code within %d columns: it is folded on a screen of 80", mostCodeCells))
			}
			continue
		}
		if fence, info = fenceOf(line); fence != "" {
			if info == "" {
				s.warn("untagged-code", i+1, 1, "this code fence has no language", "write ```text, or the language; --fix writes text")
			}
			continue
		}
		if isTableRule(line) && i > from {
			lintTable(s, i-1, to)
		}
	}
}

func isTableRule(line string) bool {
	line = strings.TrimSpace(line)
	return strings.Contains(line, "|") && strings.Contains(line, "--") && strings.Trim(line, "|:- ") == ""
}

// lintTable reports a table that begins at a line, if it is no table any more on a screen of 80 columns: its cells are
// folded there, and a cell of many lines, or with words cut in two, is not read across.
func lintTable(s *source, head, to int) {
	var rows [][]string
	var widths []int
	for i := head; i < to && strings.Contains(s.lines[i], "|"); i++ {
		if isTableRule(s.lines[i]) {
			continue
		}
		var row []string
		for c, cell := range strings.Split(strings.Trim(strings.TrimSpace(s.lines[i]), "|"), "|") {
			if c >= len(widths) {
				widths = append(widths, 1)
			}
			cell = strings.TrimSpace(strings.NewReplacer("**", "", "`", "").Replace(cell))
			widths[c] = max(widths[c], displaywidth.String(cell))
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	const do = "use fewer columns, or shorter cells: a screen of 80 columns has 76 for all of them"
	if !shareCells(widths) {
		s.warn("long-line", head+1, 1, fmt.Sprintf("a table of %d columns is too wide for a screen of 80 columns", len(widths)), do)
		return
	}
	for _, row := range rows {
		for c, cell := range row {
			switch lines, cut := foldedLines(cell, widths[c]); {
			case cut != "":
				s.warn("long-line", head+1, 1, fmt.Sprintf("in this table the word %s is cut on a screen of 80 columns", quoted(cut)), do)
				return
			case lines > mostCellLines:
				s.warn("long-line", head+1, 1, fmt.Sprintf("a cell of this table is folded into %d lines on a screen of 80 columns", lines), do)
				return
			}
		}
	}
}

// shareCells narrows the widest columns until all fit beside each other, as the screen does. It fails if that leaves one
// with too few cells to read.
func shareCells(widths []int) bool {
	total := 2 * (len(widths) - 1)
	for c := range widths {
		widths[c] = min(widths[c], mostTableCells)
		total += widths[c]
	}
	for ; total > mostTableCells; total-- {
		widest := 0
		for c := range widths {
			if widths[c] > widths[widest] {
				widest = c
			}
		}
		if widths[widest] <= leastColumn {
			return false
		}
		widths[widest]--
	}
	return true
}

// foldedLines is in how many lines a cell is set in a column, and the first word that is wider than that.
func foldedLines(cell string, width int) (lines int, cut string) {
	lines, at := 1, 0
	for _, word := range strings.Fields(cell) {
		w := displaywidth.String(word)
		if w > width && cut == "" {
			cut = word
		}
		if at > 0 && at+1+w > width {
			lines, at = lines+1, w
		} else {
			at += min(at, 1) + w
		}
	}
	return lines, cut
}

// How hard a text may be: the grade of Kincaid et al. 1975, 0.39 words/sentence + 11.8 syllables/word - 15.59, in
// years of school. Texts of fewer words are too short to tell.
const (
	mostGrade  = 13.0
	leastWords = 60
	mostLength = 45 // words in one sentence
)

// readingGrade is the grade of a text of prose, its words, and those of its longest sentence with where that begins.
func readingGrade(text string) (grade float64, words, longest int, at string) {
	sentences, syllables, run := 0, 0, 0
	var begin string
	end := func() {
		if run > 0 {
			sentences++
			if run > longest {
				longest, at = run, begin
			}
		}
		run = 0
	}
	for _, w := range strings.Fields(text) {
		letters := strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
		if letters != "" {
			if run == 0 {
				begin = w
			}
			words++
			run++
			syllables += syllablesOf(letters)
		}
		if strings.ContainsAny(strings.TrimRight(w, `"')*_`), ".!?:;") && strings.ContainsAny(w[len(strings.TrimRight(w, `.!?:;"')*_`)):], ".!?:;") {
			end()
		}
	}
	end()
	if sentences == 0 || words == 0 {
		return 0, words, longest, at
	}
	return 0.39*float64(words)/float64(sentences) + 11.8*float64(syllables)/float64(words) - 15.59, words, longest, at
}

// syllablesOf counts groups of vowels, without a silent e.
func syllablesOf(word string) int {
	word = strings.ToLower(word)
	n, vowel := 0, false
	for _, r := range word {
		is := strings.ContainsRune("aeiouy", r)
		if is && !vowel {
			n++
		}
		vowel = is
	}
	if strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") && n > 1 {
		n--
	}
	return max(n, 1)
}

// proseOf is a Markdown text without its code, tables and headings; paragraphs and list items end sentences.
func proseOf(markdown string) string {
	var b strings.Builder
	fence := ""
	for line := range strings.SplitSeq(markdown, "\n") {
		mark, _ := fenceOf(line)
		switch {
		case fence != "":
			if closesFence(line, fence) {
				fence = ""
			}
			continue
		case mark != "":
			fence = mark
			continue
		}
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "#") || strings.HasPrefix(trimmed, "|") {
			continue
		}
		if trimmed == "" || strings.HasPrefix(trimmed, "- ") || strings.HasPrefix(trimmed, "* ") {
			b.WriteString(" . ")
		}
		b.WriteString(trimmed + " ")
	}
	return b.String()
}
