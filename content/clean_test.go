package content

import (
	"html"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain text stays", "3,000/s & more\n\tdone, naïve – 漢字 ⚠️", "3,000/s & more\n\tdone, naïve – 漢字 ⚠️"},
		{"escape sequences", "a\x1b[31mred\x1b]52;c;aGk=\x07b", "a[31mred]52;c;aGk=b"},
		{"C1 controls", "a\u009b31mb\u0090c", "a31mbc"},
		{"raw C1 bytes are not UTF-8", "a\x9bb", "a\uFFFDb"},
		{"DEL, NUL, BEL, backspace", "a\x7fb\x00c\x07d\x08e", "abcde"},
		{"carriage returns", "safe\r\nline\roverwritten", "safe\nlineoverwritten"},
		{"bidi", "user\u202eexe.\u2066x\u2069\u200f\u061c", "userexe.x"},
		{"no width", "pass\u200bword\ufeff\u2060\u00ad\u200d", "password"},
		{"tags hide text", "hi\U000E0041\U000E0042", "hi"},
		{"fillers", "a\u3164b\u115fc\uffa0", "abc"},
		{"line separators", "a\u2028b\u2029c", "a\nb\nc"},
		{"numeric entity of a control", "a&#27;[31m", "a\uFFFD[31m"},
		{"hexadecimal, no semicolon", "a&#x1B[31m", "a\uFFFD[31m"},
		{"entity of C1", "&#155;31m&#x9b;", "\uFFFD31m\uFFFD"},
		{"named entity of no width", "a&ZeroWidthSpace;b&rlm;c&shy;", "a\uFFFDb\uFFFDc\uFFFD"},
		{"harmless entities stay", "a &lt; b &amp; c &#8212; d", "a &lt; b &amp; c &#8212; d"},
		{"entity made by removal", "&#\x002\u200b7;", "\uFFFD"},
		{"entity made by replacement", "&#2&#27;7;", "\uFFFD\uFFFD7;"},
		{"overlong number", "&#00000000000000000027;", "\uFFFD"},
		{"number too large", "&#99999999999999999999;", "\uFFFD"},
	} {
		if got := Clean(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCleanMarkdown(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain Markdown stays", "# A\n\n*b* `c` [d](https://e.f) [g](#h) <https://i.j>\n\n1. k < l\n", "# A\n\n*b* `c` [d](https://e.f) [g](#h) <https://i.j>\n\n1. k < l\n"},
		{"entities of controls", "&#27;[31m &#x9b; &ZeroWidthSpace;", "&amp;#27;[31m &amp;#x9b; &amp;ZeroWidthSpace;"},
		{"entities in code, which some renderers decode", "`&#27;`\n```\n&#27;\n```\n", "`&amp;#27;`\n```\n&amp;#27;\n```\n"},
		{"raw HTML", "a <b>bold</b> <!-- hidden --> <?php", "a &lt;b>bold&lt;/b> &lt;!-- hidden --> &lt;?php"},
		{"code keeps its brackets", "`map<string>`\n\n```go\nx := List<T>[a](javascript:b)\n```\n", "`map<string>`\n\n```go\nx := List<T>[a](javascript:b)\n```\n"},
		{"a span may cross lines", "`a\n<b>` <c>", "`a\n<b>` &lt;c>"},
		{"a span does not cross paragraphs", "`a\n\n<b>`", "`a\n\n&lt;b>`"},
		{"odd scheme", "[a](javascript:alert) ![b](data:text/html,x) [c](file:///etc/passwd)", "[a]\\(javascript:alert) ![b]\\(data:text/html,x) [c]\\(file:///etc/passwd)"},
		{"scheme in disguise", "[a](java&#115;cript:x) [b](java\\script:x) [c]( <javascript:x>)", "[a]\\(java&#115;cript:x) [b]\\(java\\script:x) [c]\\( &lt;javascript:x>)"},
		{"definitions", "[a]\n\n[a]: javascript:x\n[b]:\n  file:x\n[c]: https://d.e\n", "[a]\n\n[a]\\: javascript:x\n[b]\\:\n  file:x\n[c]: https://d.e\n"},
		{"autolinks", "<javascript:x> <ssh://h> <mailto:a@b.c>", "&lt;javascript:x> &lt;ssh://h> <mailto:a@b.c>"},
		{"escaped already", "\\<b> \\[a\\]", "\\<b> \\[a\\]"},
		{"unended fence", "```\n<b>", "```\n<b>"},
	} {
		if got := CleanMarkdown(c.text); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

// Many links that do not end take linear time: this text takes minutes otherwise.
func TestCleanMarkdownIsLinear(t *testing.T) {
	for _, text := range []string{"](a", "`a``b```", "<a:", "](\n ", "&#27"} {
		checkSafe(t, CleanMarkdown(strings.Repeat(text, 1<<20/len(text))))
	}
}

// checkSafe fails if text, as it is or with its entities decoded (as a Markdown
// renderer does, once), could do more than be read.
func checkSafe(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Fatalf("%q is not UTF-8", text)
	}
	for _, s := range []string{text, html.UnescapeString(text)} {
		for _, r := range s {
			switch {
			case r == '\n', r == '\t':
			case r < ' ', r >= 0x7f && r <= 0x9f:
				t.Fatalf("%q holds the control %U", s, r)
			case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c:
				t.Fatalf("%q holds the bidi control %U", s, r)
			case r >= 0x200b && r <= 0x200d, r == 0x2060, r == 0xfeff, r == 0x00ad, r >= 0xe0000 && r <= 0xe0fff:
				t.Fatalf("%q holds %U, which has no width", s, r)
			}
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"plain", "\x1b[31m", "&#27;", "&#x9b", "a\u202eb", "&ZeroWidthSpace;", "\xff\xfe", "&#2&#27;7;", "<b>`x`](javascript:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, clean := range []func(string) string{Clean, oneLine, CleanMarkdown} {
			checkSafe(t, clean(text))
		}
		for _, clean := range []func(string) string{Clean, oneLine} {
			once := clean(text)
			if twice := clean(once); twice != once {
				t.Errorf("cleaning twice gives %q after %q", twice, once)
			}
		}
		if strings.Contains(oneLine(text), "\n") {
			t.Errorf("%q takes more than one line", oneLine(text))
		}
	})
}
