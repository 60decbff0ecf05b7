package content

import (
	"strings"
	"testing"
)

// Each fault of a file of labelled answers is told at its line, in words that let one mend it.
func TestBrokenAnswers(t *testing.T) {
	const good = `{"question": "brim", "answers": [
 {"id": "a1", "by": "w", "kind": "senior", "text": "The wait is too long.", "labels": {"wait": {"level": "named", "wrong": false, "evidence": "wait"}}},
 {"id": "a2", "by": "w", "kind": "mid", "text": "No idea.", "labels": {}}
]}`
	for _, c := range []struct{ name, old, new, want string }{
		{"good", "", "", ""},
		{"another question", `"question": "brim"`, `"question": "rim"`, `x.json:1:1: the question is "rim"`},
		{"an unknown key", `"by": "w", "kind": "mid"`, `"bye": "w"`, `unknown field "bye"`},
		{"no JSON", `"answers": [`, `"answers": `, `these are no labelled answers: invalid character`},
		{"no level", `"named"`, `"brilliant"`, `these are no labelled answers`},
		{"an id twice", `"a2"`, `"a1"`, `"a1" is none`},
		{"no id", `"id": "a2", `, ``, `"" is none`},
		{"no evidence", `"evidence": "wait"`, `"evidence": ""`, `x.json:2:1: answer "a1" has no evidence for "wait"`},
		{"evidence of another text", `"evidence": "wait"`, `"evidence": "queue"`, `does not stand in answer "a1"`},
		{"a novel", "No idea.", strings.Repeat("No idea. ", 2000), `answer "a2" is longer than 10000 bytes`},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := newSource("x.json", []byte(strings.Replace(good, c.old, c.new, 1)))
			parseAnswers(src, "brim")
			var told []string
			for _, f := range src.faults {
				told = append(told, f.Error())
			}
			all := strings.Join(told, "\n")
			if c.want == "" && all != "" || !strings.Contains(all, c.want) {
				t.Errorf("got %q; want %q", all, c.want)
			}
		})
	}
}

// FuzzAnswers reads any labelled answers: they are refused, or they can be taught with.
func FuzzAnswers(f *testing.F) {
	f.Add(`{"question": "brim", "answers": [{"id": "a", "text": "x", "labels": {"wait": {"level": "tradeoff", "evidence": "x"}}}]}`)
	f.Add(`{"question": "brim", "answers": [{"id": "a", "labels": null}]}`)
	f.Add(`[`)
	f.Add(`{"answers": {}}`)
	f.Fuzz(func(t *testing.T, text string) {
		src := newSource("x.json", []byte(text))
		a := parseAnswers(src, "brim")
		if len(src.faults) > 0 {
			return
		}
		for _, l := range a.def.Answers {
			for item, label := range l.Labels {
				if !strings.Contains(l.Text, label.Evidence) {
					t.Errorf("the evidence of %q is not in the answer", item)
				}
			}
		}
	})
}
