// Package golden holds screens against files, cell by cell.
//
// A golden file has two parts: the text of the screen, and below it, line by
// line, the runs of cells that are styled, so that a change of colour or weight
// is seen in a review. Run the tests with -update to write the files anew, and
// read the difference before you commit it.
package golden

import (
	"flag"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

var update = flag.Bool("update", false, "write golden files anew")

// Check compares a rendered screen with testdata/NAME.golden of the package
// under test.
func Check(t *testing.T, name, screen string) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(name)+".golden")
	got := Dump(screen)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run the test with -update to write it", err)
	}
	if got != string(want) {
		t.Errorf("%s differs; if the new one is right, run the test with -update.\n%s", path, firstDifference(string(want), got))
	}
}

// Dump returns the text and the styled runs of a rendered screen.
func Dump(screen string) string {
	lines := strings.Split(screen, "\n")
	w := 0
	for _, l := range lines {
		w = max(w, ansi.StringWidth(l))
	}
	buf := uv.NewScreenBuffer(w, len(lines))
	uv.NewStyledString(strings.ReplaceAll(screen, "\n", "\r\n")).Draw(buf, buf.Bounds())
	var text, styles strings.Builder
	for y := range len(lines) {
		text.WriteString(strings.TrimRight(buf.Line(y).String(), " ") + "\n")
		runs(&styles, y, buf.Line(y))
	}
	return text.String() + "── styles ──\n" + styles.String()
}

// runs writes the styled runs of a line as "y:from-to style".
func runs(b *strings.Builder, y int, line uv.Line) {
	from := 0
	flush := func(to int, style string) {
		if style != "" {
			fmt.Fprintf(b, "%d:%d-%d %s\n", y, from, to, style)
		}
	}
	was := ""
	for x := range line {
		now := describe(line[x].Style)
		if line[x].Width == 0 && x > 0 {
			now = was // the right half of a wide grapheme
		}
		if now != was {
			flush(x-1, was)
			from, was = x, now
		}
	}
	flush(len(line)-1, was)
}

func describe(s uv.Style) string {
	var parts []string
	if s.Fg != nil {
		parts = append(parts, "fg "+colorName(s.Fg))
	}
	if s.Bg != nil {
		parts = append(parts, "bg "+colorName(s.Bg))
	}
	for _, a := range []struct {
		bit  uint8
		name string
	}{{uv.AttrBold, "bold"}, {uv.AttrFaint, "faint"}, {uv.AttrItalic, "italic"}, {uv.AttrReverse, "reverse"}, {uv.AttrStrikethrough, "struck"}} {
		if s.Attrs&a.bit != 0 {
			parts = append(parts, a.name)
		}
	}
	if s.Underline != uv.UnderlineNone {
		parts = append(parts, "underline")
	}
	return strings.Join(parts, ", ")
}

func colorName(c color.Color) string {
	switch c := c.(type) {
	case ansi.BasicColor:
		return fmt.Sprintf("basic %d", uint8(c))
	case ansi.IndexedColor:
		return fmt.Sprintf("%d", uint8(c))
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		a, b := "(nothing)", "(nothing)"
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return fmt.Sprintf("line %d\n want %s\n  got %s", i+1, a, b)
		}
	}
	return "no difference"
}
