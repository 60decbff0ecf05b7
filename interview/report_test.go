package interview_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestReportsQuoteAndEscape(t *testing.T) {
	sc := outage(t)
	p := play(t, sc, `
rate: "yes"
acts:
  - {phase: mitigate, say: "<script>alert(1)</script> I shed load at the edge until the cache is warm, then let users back in steps. **|bold|**"}
`)
	d := sc.Debrief(p.State)
	md, page := d.Markdown(), d.HTML()
	if strings.Contains(md, "<script") || strings.Contains(page, "<script") {
		t.Error("what was typed became a script")
	}
	for _, want := range []string{"# Cache outage, on call: debrief", "Own rating before the result: yes", "> ", "Mitigation and prevention"} {
		if !strings.Contains(md, want) {
			t.Errorf("the Markdown lacks %q", want)
		}
	}
	for _, want := range []string{"&lt;script&gt;", "<blockquote>", "<svg"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	dec := xml.NewDecoder(strings.NewReader(strings.Replace(page, "<!doctype html>", "", 1)))
	dec.Strict = false
	dec.AutoClose, dec.Entity = xml.HTMLAutoClose, xml.HTMLEntity
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the page is not well formed: %v", err)
		}
	}
}
