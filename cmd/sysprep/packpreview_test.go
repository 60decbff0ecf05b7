package main

import (
	"strings"
	"testing"
	"testing/fstest"

	"sysprep/content/starter"
)

// While an author writes, the preview goes to the step that was changed; a step that was named stays; what does not
// open is told, and the version before stays in sight.
func TestPreviewKeepsThePlace(t *testing.T) {
	files, err := starter.Files("me/mine")
	if err != nil {
		t.Fatal(err)
	}
	const name = "lessons/noisy-neighbour.md"
	fsys := fstest.MapFS{}
	for path, data := range files {
		fsys[path] = &fstest.MapFile{Data: data}
	}
	edit := func(old, new string) {
		t.Helper()
		text := string(fsys[name].Data)
		if !strings.Contains(text, old) {
			t.Fatalf("there is no %q", old)
		}
		fsys[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
	}
	show := func(v *preview) string {
		t.Helper()
		v.look(fsys)
		text, err := v.text()
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	free, fixed := &preview{width: 80, height: 24}, &preview{width: 80, height: 24, lesson: "noisy-neighbour", step: "story", fixed: true}
	if text := show(free); !strings.HasPrefix(text, "noisy-neighbour/story") || !strings.Contains(text, "noisy-neighbour/end") {
		t.Error("the whole lesson is not there at first")
	}
	show(fixed)
	before := fingerprint(fsys)
	edit("What happens to the 200 shoppers a second?", "What becomes of the shoppers?")
	if fingerprint(fsys) == before {
		t.Error("a change is not seen")
	}
	if text := show(free); !strings.HasPrefix(text, "noisy-neighbour/p-shop") || !strings.Contains(text, "What becomes of the shoppers?") || strings.Contains(text, "noisy-neighbour/watch") {
		t.Errorf("not the step that was changed:\n%s", text)
	}
	if text := show(fixed); !strings.HasPrefix(text, "noisy-neighbour/story") {
		t.Errorf("not the step that was named:\n%s", text)
	}
	edit("answer: all", "answer: none")
	text := show(free)
	if !strings.Contains(text, `the answer "none" is not one of the choices`) || !strings.Contains(text, "version before") || !strings.Contains(text, "What becomes of") {
		t.Errorf("the fault, or the version before, is not there:\n%s", text)
	}
	if cut := free.fit(strings.Repeat("x\n", 100)); strings.Count(cut, "\n") != 23 || !strings.Contains(cut, "77 more lines") {
		t.Errorf("cut to %q", cut)
	}
}
