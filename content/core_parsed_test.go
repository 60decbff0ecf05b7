package content

import (
	"bytes"
	"encoding/gob"
	"flag"
	"os"
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const anew = "go test ./content -run 'CoreQuestions|ParsedCore' -update writes it anew"

// What was read out of the core pack beforehand is what its files say.
func TestParsedCoreIsWhatTheFilesSay(t *testing.T) {
	if flag.Lookup("update").Value.String() == "true" {
		writeParsed(t)
	}
	p, err := open(CoreFiles(), true, nil)
	if err != nil {
		t.Fatal(err)
	}
	want, err := lazyCore(p)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("core_parsed.gob")
	if err != nil {
		t.Fatal(err)
	}
	if p, err = readParsedCore(CoreFiles(), data); err != nil {
		t.Fatalf("core_parsed.gob: %v; %s", err, anew)
	}
	got, err := lazyCore(p)
	if err != nil {
		t.Fatal(err)
	}
	for what, of := range map[string]func(*Pack) any{
		"the manifest":          func(p *Pack) any { return p.Manifest },
		"the lessons":           func(p *Pack) any { return p.Lessons },
		"the decks":             func(p *Pack) any { return p.Decks },
		"the drills":            func(p *Pack) any { return p.Drills },
		"the questions":         func(p *Pack) any { return p.Rubrics.Questions() },
		"the scenarios":         func(p *Pack) any { return p.Scenarios.Titles() },
		"the interviews":        func(p *Pack) any { return p.Interviews.IDs() },
		"the lexicon":           func(p *Pack) any { return p.Rubrics.Lexicon() },
		"a scenario":            func(p *Pack) any { return p.Scenarios.Of("cache-collapse").Title },
		"the first interview":   func(p *Pack) any { return p.Interviews.Of(p.Interviews.IDs()[0]) },
		"the first of rubrics":  func(p *Pack) any { return p.Rubrics.Of(p.Rubrics.IDs()[0]) },
		"the last of scenarios": func(p *Pack) any { ids := p.Scenarios.IDs(); return *p.Scenarios.Of(ids[len(ids)-1]) },
	} {
		if d := cmp.Diff(of(want), of(got), cmp.Exporter(func(reflect.Type) bool { return true })); d != "" {
			t.Errorf("core_parsed.gob has %s otherwise than the files; %s\n%s", what, anew, d)
		}
	}
}

// writeParsed writes core_parsed.gob, if it is another one: gob writes maps in any order.
func writeParsed(t *testing.T) {
	t.Helper()
	files := os.DirFS("packs/core")
	data, err := writeParsedCore(files)
	if err != nil {
		t.Fatal(err)
	}
	var is, was parsedCore
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&is); err != nil {
		t.Fatal(err)
	}
	if gob.NewDecoder(bytes.NewReader(coreParsed)).Decode(&was) == nil && reflect.DeepEqual(is, was) {
		return
	}
	if err := os.WriteFile("core_parsed.gob", data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// A file that was changed since, and anything that is not what was written, is passed over.
func TestParsedCoreOfOtherFilesIsPassedOver(t *testing.T) {
	copied := fstest.MapFS{}
	for name, f := range map[string]string{
		"pack.yaml":        "title: Core",
		"lessons/one.md":   "# One",
		"rubrics/one.yaml": "title: One",
	} {
		copied[name] = &fstest.MapFile{Data: []byte(f)}
	}
	of, err := coreMark(copied, []string{"lessons/one.md", "rubrics/one.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	copied["rubrics/one.yaml"].Data = []byte("title: Uno") // is parsed on its first use anyway
	if again, _ := coreMark(copied, []string{"lessons/one.md", "rubrics/one.yaml"}); again != of {
		t.Error("a rubric that has changed makes it another core")
	}
	copied["lessons/one.md"].Data = []byte("# Uno")
	if again, _ := coreMark(copied, []string{"lessons/one.md", "rubrics/one.yaml"}); again == of {
		t.Error("a lesson that has changed makes no difference")
	}
	if _, err := readParsedCore(copied, coreParsed); err == nil {
		t.Error("what was made of other files was taken")
	}
	for _, bad := range [][]byte{nil, []byte("{}"), coreParsed[:len(coreParsed)/2], bytes.Repeat([]byte{0xff}, 100)} {
		if _, err := readParsedCore(CoreFiles(), bad); err == nil {
			t.Errorf("%.20q was taken", bad)
		}
	}
}
