package content

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
)

// Fault is one thing wrong with a pack: where it is, what it is, and what to do.
// Its strings are filtered, so they may be printed to a terminal.
type Fault struct {
	File    string // path in the pack, with slashes
	Line    int    // from 1; 0 if the fault is of the whole file
	Column  int    // from 1, in characters
	Message string
	Excerpt string // the line itself
	Do      string // what to do about it

	Rule    string // the check of Lint that found it, such as "long-line"; empty if the loader refuses it
	Warning bool   // the pack opens all the same
	Fixable bool   // Fix mends it
}

// String is the fault in one line, in the way of a compiler.
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", f.Line, f.Column)
	}
	b.WriteString(": " + f.Message)
	if f.Do != "" {
		b.WriteString("; " + f.Do)
	}
	return b.String()
}

func (f Fault) Error() string { return f.String() }

// Faults is everything wrong with a pack, by file and line.
type Faults []Fault

// Error lists the faults, one on each line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// AsFaults finds the faults in an error that Open, OpenDir or Core returned.
func AsFaults(err error) (Faults, bool) {
	var fs Faults
	ok := errors.As(err, &fs)
	return fs, ok
}

// sorted returns the faults in order, without doubles, cut to mostFaults.
func (fs Faults) sorted() Faults {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	fs = slices.Compact(fs)
	if len(fs) > mostFaults {
		more := len(fs) - mostFaults
		fs = append(fs[:mostFaults:mostFaults], Fault{
			File: ".", Message: fmt.Sprintf("there are %d more faults", more), Do: "mend these first",
		})
	}
	return fs
}

// source is the text of one file, and where its faults go.
type source struct {
	name   string
	text   string // newlines are \n
	lines  []string
	faults Faults
	found  Faults // by Lint, beside the faults

	tokens *atomic.Int64 // of the YAML of the pack so far; nil if nobody counts

	carriage bool // it had carriage returns, or a byte order mark

	later func() []byte // of a file that nobody has asked for yet: its bytes
}

// read is the file with its text, which may have been left for its first use.
func (s *source) read() *source {
	if s.later != nil {
		*s = *newSource(s.name, s.later())
	}
	return s
}

// spend counts tokens of YAML, and says whether the pack may have that many.
func (s *source) spend(tokens int) bool {
	return s.tokens == nil || s.tokens.Add(int64(min(tokens, mostTokens+1))) <= mostPackTokens
}

// fault reports message at a line and column of the file, both from 1.
func (s *source) fault(line, column int, message, do string) {
	if len(s.faults) > mostFaults {
		return
	}
	s.faults = append(s.faults, s.at(line, column, message, do))
}

// at makes a fault of a place.
func (s *source) at(line, column int, message, do string) Fault {
	f := Fault{File: oneLine(s.name), Line: line, Column: max(column, 1), Message: clip(oneLine(message), mostMessage), Do: clip(oneLine(do), mostMessage)}
	if line < 1 {
		f.Line, f.Column = 0, 0
	} else if line <= len(s.lines) {
		f.Excerpt = clip(oneLine(s.lines[line-1]), 160)
	}
	return f
}

// mostMessage is how many characters a fault's message may have: the longest one lists the metrics that there are.
const mostMessage = 2000

// clip cuts text to at most n characters.
func clip(text string, n int) string {
	if r := []rune(text); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return text
}
