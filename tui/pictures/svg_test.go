package pictures

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"sysprep/tui/kit"
)

func TestSVG(t *testing.T) {
	for _, c := range []struct {
		name, screen string
		want         []string
		not          string
	}{
		{"text stands in its cells", "ab\n  cd", []string{
			`<text x="12" y="25" fill="#d6d9e0" textLength="16.8">ab</text>`,
			`<text x="28.8" y="42" fill="#d6d9e0" textLength="16.8">cd</text>`,
		}, ""},
		{"markup is text", "<b>&", []string{">&lt;b&gt;&amp;</text>"}, "<b>"},
		{"colours", "\x1b[38;2;255;0;16mred\x1b[m", []string{`fill="#ff0010"`}, ""},
		{"bold and underlined", "\x1b[1;4mx\x1b[m", []string{`font-weight="bold"`, `text-decoration="underline"`}, ""},
		{"reverse paints the ground", "\x1b[7mx\x1b[m", []string{`<rect x="12" y="12" width="8.4" height="17" fill="#d6d9e0"/>`, `fill="#16181d">x<`}, ""},
		{"blocks of one height are one shape", "▄▄▄", []string{`<rect x="12" y="20.5" width="25.2" height="8.5" fill="#d6d9e0"/>`}, "<text x"},
		{"each Braille dot is a dot", "⣿", []string{"<circle"}, "<text x"},
		{"a symbol has a cell of its own", "a→b", []string{">a</text>", ">→</text>", ">b</text>"}, ""},
		{"blanks are nothing", "   ", nil, "<text x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := svg(c.screen, "a picture", 20, 3, kit.Dark)
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("there is no %s in\n%s", want, got)
				}
			}
			if c.not != "" && strings.Contains(got, c.not) {
				t.Errorf("there is %s in\n%s", c.not, got)
			}
			d := xml.NewDecoder(strings.NewReader(got))
			for {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("it is not XML: %v", err)
				}
			}
		})
	}
	if n := strings.Count(svg("⣿", "", 1, 1, kit.Light), "<circle"); n != 8 {
		t.Errorf("a full Braille cell has %d dots, want 8", n)
	}
}
