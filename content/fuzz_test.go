package content

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// seed adds the files of the good pack that match to the corpus, and some tricks.
func seed(f *testing.F, pattern string) {
	f.Helper()
	names, err := filepath.Glob("testdata/good-pack/" + pattern)
	if err != nil || len(names) == 0 {
		f.Fatalf("no files %s: %v", pattern, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
		f.Add(strings.ReplaceAll(string(data), " ", "\t"))
		f.Add(strings.ReplaceAll(string(data), "\n", "\r\n"))
		f.Add(strings.ReplaceAll(string(data), ": ", ": \x1b[31m\u202e&#27;"))
		f.Add(string(data[:len(data)/2]))
	}
	for _, s := range []string{"", "---\n---\n", "a: &a [*a]", strings.Repeat("[", 99), strings.Repeat("- ", 99), strings.Repeat("? ", 99), "? a\n: b", "!!x {a: b}", "{<<: {a: b}}", "a: |\n  b\n", "%YAML 1.2\n---\na: b", "a: \"\\e[31m\"", "---\n---\n```yaml step=read id=a\n", "---\n---\nQ: a ^r\x10\nA: b"} {
		f.Add(s)
	}
}

// checkFaults fails if a fault could do harm on a screen, or points nowhere.
func checkFaults(t *testing.T, src *source) {
	t.Helper()
	for _, fault := range src.faults {
		for _, s := range []string{fault.File, fault.Message, fault.Excerpt, fault.Do} {
			checkSafe(t, s)
			if strings.Contains(s, "\n") {
				t.Errorf("%q takes more than one line", s)
			}
		}
		if fault.Line < 1 || fault.Line > len(src.lines) || fault.Column < 1 || fault.Message == "" {
			t.Errorf("%+v points to line %d of %d", fault, fault.Line, len(src.lines))
		}
	}
}

// checkValue fails if any text below v could do harm on a screen.
func checkValue(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		checkSafe(t, v.String())
	case reflect.Pointer:
		if !v.IsNil() {
			checkValue(t, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			checkValue(t, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			checkValue(t, v.Index(i))
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			checkValue(t, k)
			checkValue(t, v.MapIndex(k))
		}
	}
}

func FuzzLesson(f *testing.F) {
	seed(f, "lessons/*.md")
	f.Fuzz(func(t *testing.T, text string) {
		src := newSource("lessons/a.md", []byte(text))
		l := parseLesson(src, "a")
		checkFaults(t, src)
		if l != nil {
			checkValue(t, reflect.ValueOf(l.Lesson))
		} else if len(src.faults) == 0 {
			t.Error("no lesson, and no fault")
		}
	})
}

func FuzzYAML(f *testing.F) {
	seed(f, "*.yaml")
	seed(f, "*/*.yaml")
	f.Fuzz(func(t *testing.T, text string) {
		for _, parse := range []func(*source) any{
			func(s *source) any { p := &parsed{}; p.readManifest(s); return p.manifest },
			func(s *source) any { return parseScenario(s, "a").def },
			func(s *source) any { return parseRubric(s, "a").def },
			func(s *source) any { return parseLexicon(s).def },
		} {
			src := newSource("a.yaml", []byte(text))
			got := parse(src)
			checkFaults(t, src)
			checkValue(t, reflect.ValueOf(got))
		}
	})
}

func FuzzDeck(f *testing.F) {
	seed(f, "decks/*.md")
	f.Fuzz(func(t *testing.T, text string) {
		src := newSource("decks/a.md", []byte(text))
		d := parseDeck(src, "a")
		checkFaults(t, src)
		if d != nil {
			checkValue(t, reflect.ValueOf(d.Deck))
		} else if len(src.faults) == 0 {
			t.Error("no deck, and no fault")
		}
	})
}

func FuzzDrill(f *testing.F) {
	seed(f, "drills/*.yaml")
	f.Fuzz(func(t *testing.T, text string) {
		src := newSource("drills/a.yaml", []byte(text))
		d := parseDrill(src, "a")
		checkFaults(t, src)
		if d.def == nil || len(src.faults) > 0 {
			return
		}
		checkValue(t, reflect.ValueOf(d.def))
		for i := range d.def.Variants {
			if v := &d.def.Variants[i]; v.try() == nil {
				drawn, err := v.Draw(7)
				if err != nil {
					t.Errorf("it can be asked, and then not: %v", err)
				}
				checkValue(t, reflect.ValueOf(drawn))
			}
		}
	})
}

func FuzzExpression(f *testing.F) {
	for _, s := range []string{"queue / rate", "9 ** 9 ** 9", "((((1))))", "1 % 0", "queue in 1..9", "'a' matches 'b'", "let x = 1; x", "$env", "all([1], # > 0)", "min(1, max(2, 3))", "queue > 1 ? 2 : 3", "not true", "1_000", "0x7fffffffffffffff + 1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v := Variant{ID: "a", Answer: text, Where: text, Params: []Param{{Name: "queue", Values: []ParamValue{{"1", 1}, {"2", 2}}}, {Name: "rate", Values: []ParamValue{{"3", 3}}}}}
		if v.try() != nil {
			v.Where = ""
		}
		if d, err := v.Draw(1); err == nil && (math.IsNaN(d.Ask.Quantity.Value) || math.IsInf(d.Ask.Quantity.Value, 0)) {
			t.Errorf("%q is %v", text, d.Ask.Quantity.Value)
		}
	})
}

func FuzzInterview(f *testing.F) {
	for _, name := range []string{"cache-outage-45"} {
		data, err := os.ReadFile("packs/core/interviews/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
		f.Add(strings.ReplaceAll(string(data), ": ", ": \"\\e[31m\\u202e"))
	}
	f.Add("phases: [{id: a, kind: design, minutes: 3, items: [brim/*], probes: [{id: x, item: brim/wait, when: named}]}]")
	f.Fuzz(func(t *testing.T, text string) {
		src := newSource("interviews/a.yaml", []byte(text))
		iv := parseInterview(src, "a", func(string) []string { return []string{"wait"} })
		checkFaults(t, src)
		checkValue(t, reflect.ValueOf(iv.def))
	})
}

func FuzzExemplar(f *testing.F) {
	for _, s := range []string{"An answer.", "---\nlevels: {wait: explained}\nwrong: [where]\n---\n\nText", "---\n---", "---\nlevels: {wait: best}\n---\n\x1b[31m"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		src := newSource("exemplars/brim/a.md", []byte(text))
		if e := parseExemplar(src, "brim"); e != nil {
			checkValue(t, reflect.ValueOf(e.Exemplar))
		}
		checkFaults(t, src)
	})
}
