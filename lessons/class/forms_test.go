package class

import (
	"encoding/csv"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"
)

// TestHTMLIsWhole: well-formed, nothing from elsewhere, no script, and nothing of a learner's text is markup.
func TestHTMLIsWhole(t *testing.T) {
	files := handed(t)
	files = append(files, Handed{File: "<img src=x onerror=alert(1)>.json", Err: io.ErrUnexpectedEOF})
	files[8].Sheet.Claims = append(files[8].Sheet.Claims, Claim{Question: "rpc-eight-steps", Item: "fate-sharing", Words: `"><script>alert(1)</script>`})
	text := reportOf(t, files).HTML()
	for _, not := range []string{"http:", "https:", "<script", "<img", "\x1b", "javascript:", "%!"} {
		if strings.Contains(text, not) {
			t.Errorf("it has %q", not)
		}
	}
	for _, want := range []string{"&lt;script&gt;alert(1)", "&lt;img src=x", "default-src &#39;none&#39;", "Mastery by objective", "widely held misconceptions", "prefers-color-scheme:dark", "<svg"} {
		if !strings.Contains(strings.ReplaceAll(text, "'none'", "&#39;none&#39;"), want) {
			t.Errorf("it has no %q", want)
		}
	}
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict, d.AutoClose, d.Entity = false, []string{"meta", "br"}, xml.HTMLEntity
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
	if n := strings.Count(text, "<svg"); n != strings.Count(text, `role="img" aria-label="`) || n < 50 {
		t.Errorf("of %d charts not all say what they show", n)
	}
}

// TestAReportOfNobodyHasAllForms: an empty class divides by nothing.
func TestAReportOfNobodyHasAllForms(t *testing.T) {
	r := reportOf(t, nil)
	if strings.Contains(r.HTML(), "NaN") {
		t.Error("a page without learners has a number that is none")
	}
	for _, table := range r.Tables() {
		if len(table.Rows) == 0 {
			t.Errorf("%s has no head", table.File)
		}
	}
}

// TestManyWordsAreCut: a report for people stays one that people read.
func TestManyWordsAreCut(t *testing.T) {
	c := Claimed{}
	for i := range 50 {
		c.Words = append(c.Words, strings.Repeat("Wörter ", 20*i))
	}
	words, others := c.Some()
	if len(words)+others != 50 || len(words) > 10 {
		t.Errorf("%d are shown, and %d more", len(words), others)
	}
	for _, w := range words {
		if len(w) > 2*wordsBytes || strings.ContainsRune(w, '\uFFFD') {
			t.Errorf("%d bytes: %s", len(w), w)
		}
	}
}

// formula is what spreadsheets may run.
var formula = regexp.MustCompile(`^[\s\x{00a0}\x{3000}]*[=+\-@|%＝＋－＠\t\r]`)

// TestNoCellIsAFormula: whatever learners call themselves and write.
func TestNoCellIsAFormula(t *testing.T) {
	files := handed(t)
	evil := []string{"=1+1", "+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", " =1", "\t=1", "＝1", "%0A", "|x", "\u00a0=1", "", "plain", "O'Brien"}
	for i, name := range evil {
		files[i].Sheet.Name = name
		files[i].Sheet.Claims = append(files[i].Sheet.Claims, Claim{Question: "rpc-eight-steps", Item: "fate-sharing", Words: name})
	}
	files = append(files, Handed{File: "=x.json", Err: io.EOF})
	r := reportOf(t, files)
	seen := 0
	for _, table := range r.Tables() {
		data, err := table.CSV()
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", table.File, err)
		}
		for _, row := range rows {
			for _, c := range row {
				seen += btoi(strings.HasPrefix(c, "'"))
				if formula.MatchString(c) {
					t.Errorf("%s: %q", table.File, c)
				}
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d cells were made harmless", seen)
	}
}
