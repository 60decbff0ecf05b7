package markdown

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"sysprep/tui/kit"
	"sysprep/tui/kit/golden"
)

const story = `# The cache that hid the cliff

A shop asks its **cache** first; the database is good for *500 queries a second*,
and ` + "`GET /item`" + ` is asked 3,000 times a second.

## What happens

1. The cache is rebooted, and every look-up misses.
2. The database answers, but too late:
   - callers wait 1 s
   - the queue holds 2 s of work

> Nobody waits for these rows any more.
> They are *ghosts*.

| part | rate | what it does |
| --- | ---: | --- |
| users | 3000/s | ask, wait a second and then ask again |
| database | 500/s | answers everyone in turn, also those who have gone |

` + "```" + `
wait = queue / rate
     = 1000 / 500/s = 2 s
` + "```" + `

---

See [the paper](https://example.org/metastable) &amp; think\!
`

func TestGolden(t *testing.T) {
	for _, tc := range []struct {
		name string
		mode kit.Mode
		prof colorprofile.Profile
		w    int
	}{
		{"78-dark", kit.Dark, colorprofile.TrueColor, 78},
		{"78-no-color", kit.Dark, colorprofile.ASCII, 78},
		{"118-light", kit.Light, colorprofile.TrueColor, 118},
		{"40-dark-256", kit.Dark, colorprofile.ANSI256, 40},
	} {
		t.Run(tc.name, func(t *testing.T) {
			golden.Check(t, tc.name, Render(story, tc.w, kit.NewTheme(tc.mode, tc.prof)))
		})
	}
	golden.Check(t, "plain-60", Plain(story, 60))
}

func TestPlain(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"emphasis and code", "a *b* **c** `d_e`", "a b c d_e"},
		{"a loose list", "- a\n\n- b", "- a\n\n- b"},
		{"a nested list", "1. a\n   - b\n2. c", "1. a\n   - b\n2. c"},
		{"starts at four", "4. a\n5. b", "4. a\n5. b"},
		{"a list in a quote", "> - a\n>   b", "> - a b"},
		{"a quote in a list", "- > a\n- b", "- > a\n- b"},
		{"a hard break", "a  \nb", "a\nb"},
		{"a table row by row", "| x | y |\n|---|---|\n| 1 | 2 |", "x: 1; y: 2"},
		{"a table's cells", "| x | y |\n|---|:-:|\n| a\\|b | *c* `d` | e |\n| - f |", "x: a|b; y: c d\nx: - f"},
		{"no table without its rule", "| x | y |\n| 1 | 2 |", "| x | y | | 1 | 2 |"},
		{"entities and backslashes", "&lt;b&gt; \\*x\\* &nbsp;z", "<b> *x* \u00a0z"},
		{"tags are dropped", "a <b>c</b>", "a c"},
		{"a picture", "![a cliff](x.png)", "[picture: a cliff]"},
		{"wrapping", "one two three four", "one two\nthree\nfour"},
		{"a word wider than the line", "abcdefghijklmnop qr", "abcdefgh\nijklmnop\nqr"},
	} {
		width := 40
		if strings.HasPrefix(tc.name, "wrapping") || strings.HasPrefix(tc.name, "a word") {
			width = 8
		}
		if got := Plain(tc.in, width); got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.name, got, tc.want)
		}
	}
}

var onlySGR = regexp.MustCompile("\x1b\\[[0-9;]*m")

// harmless fails if anything but text, newlines and SGR codes is in the output.
func harmless(t interface{ Fatalf(string, ...any) }, out string) {
	rest := onlySGR.ReplaceAllString(out, "")
	for _, r := range rest {
		if r != '\n' && (unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069) {
			t.Fatalf("%U came through in %q", r, out)
		}
	}
}

func TestHostileText(t *testing.T) {
	th := kit.NewTheme(kit.Dark, colorprofile.TrueColor)
	for _, in := range []string{
		"\x1b]52;c;ZXZpbA==\x07", "&#27;[2J", "&#x1b;]8;;http://x\x07", "&#155;31m", "\u009b2J", "a\u202eb", "&#8238;x",
		"`\x1b[2J`", "`&#27;[2J`", "```\n\x1b[2J\n```", "    \x1b[2J", "[x](\x1b]0;t\x07)", "[x](&#27;]0;t)", "<\x1b[2J>", "<http://x/\x1b[2J>",
		"<div>\x1b[2J</div>", "| \x1b[2J |\n|---|\n| &#27;c |", "![&#27;c](x)", "# &#27;c", "- &#27;c", "\\\x1b[2J", "x\rY", "a\x00b", "&Tab;&NewLine;x",
		strings.Repeat("> ", 5000) + "deep", strings.Repeat("*a ", 5000), strings.Repeat("[", 5000), strings.Repeat("- ", 3000) + "x",
	} {
		harmless(t, Render(in, 40, th))
		harmless(t, Plain(in, 40))
	}
}

// What makes the parser slow is bounded before it parses.
func TestTameBoundsEachBlock(t *testing.T) {
	for _, unit := range []string{"_a*", "> ", "[a](", "日", "word word\n", "- a\n\n"} {
		got := tame(strings.Repeat(unit, 1<<20/len(unit)))
		if len(got) > mostBytes+mostBytes/mostBlock*8 || !utf8.ValidString(got) || !strings.HasSuffix(got, "…") {
			t.Errorf("%q: %d bytes are left", unit, len(got))
		}
		for _, block := range strings.Split(got, "\n\n") {
			if len(block) > mostBlock {
				t.Errorf("%q: a block of %d bytes is left, want at most %d", unit, len(block), mostBlock)
			}
		}
		harmless(t, Render(got, 78, kit.NewTheme(kit.Dark, colorprofile.ASCII)))
	}
	long := strings.Repeat("A paragraph of a lesson.\n\n", 400)
	if got := tame(long); got != long {
		t.Error("an ordinary text was changed")
	}
}

// Any text: harmless, and no line wider than it may be.
func TestAnyTextFits(t *testing.T) {
	th := kit.NewTheme(kit.Light, colorprofile.TrueColor)
	piece := rapid.OneOf(
		rapid.String(), rapid.SampledFrom([]string{"# ", "> ", "- ", "1. ", "*", "**", "`", "```\n", "\n", "\n\n", "| a | b |\n|--|--|\n| c | d |\n", "[x](y)", "&#27;", "日本語", " ", "word ", "\t", "<b>"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(piece, 0, 25).Draw(t, "pieces"), "")
		width := rapid.IntRange(40, 120).Draw(t, "width")
		for _, out := range []string{Render(in, width, th), Plain(in, width)} {
			harmless(t, out)
			for _, l := range strings.Split(out, "\n") {
				// Deep nesting keeps eight cells of text beside its prefixes.
				if got := ansi.StringWidth(l); got > width+mostDepth*4 || got > width && !strings.ContainsAny(in, ">-.") {
					t.Fatalf("line %q is %d wide, want at most %d", l, got, width)
				}
			}
		}
	})
}

func TestCache(t *testing.T) {
	c, th := NewCache(), kit.NewTheme(kit.Dark, colorprofile.ASCII)
	if _, ok := c.Get("a *b*", 40, th); ok {
		t.Fatal("an empty cache has a text")
	}
	cmd := c.Set("a *b*", 40, th)
	if cmd == nil {
		t.Fatal("there is nothing to do for a text that is not there")
	}
	c.Put(cmd().(SetMsg))
	if got, ok := c.Get("a *b*", 40, th); !ok || ansi.Strip(got) != "a b" {
		t.Errorf("got %q, %v", got, ok)
	}
	if c.Set("a *b*", 40, th) != nil {
		t.Error("a text that is there is set again")
	}
	if _, ok := c.Get("a *b*", 41, th); ok {
		t.Error("a text of another width was returned")
	}
	for i := range 200 {
		c.Put(c.Set(strings.Repeat("x", i+1), 40, th)().(SetMsg))
	}
	if len(c.texts) != mostCached || len(c.order) != mostCached {
		t.Errorf("%d texts are kept, want %d", len(c.texts), mostCached)
	}
}

func BenchmarkRender(b *testing.B) {
	th := kit.NewTheme(kit.Dark, colorprofile.TrueColor)
	b.ReportAllocs()
	for b.Loop() {
		_ = Render(story, 78, th)
	}
}
