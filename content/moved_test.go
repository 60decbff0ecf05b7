package content_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"sysprep/content"
)

const aLesson = `---
apiVersion: sysprep/v1
kind: Lesson
id: %id
title: "A lesson"
minutes: 1
---

`

// packOf makes a pack of lessons with read steps, "lesson: step step", a deck for each word after a bar, "deck: card card",
// and further lines of pack.yaml.
func packOf(t *testing.T, more string, lines ...string) (*content.Pack, error) {
	t.Helper()
	manifest := "apiVersion: sysprep/v1\nkind: Pack\nid: me/mine\nversion: 1.0.0\ntitle: Mine\n" + more + "syllabus:\n"
	fsys := fstest.MapFS{}
	for _, line := range lines {
		id, parts, _ := strings.Cut(line, ": ")
		if deck, ok := strings.CutPrefix(id, "deck "); ok {
			text := "---\napiVersion: sysprep/v1\nkind: Deck\nid: " + deck + "\ntitle: A deck\n---\n"
			for _, card := range strings.Fields(parts) {
				text += "\nQ: What is it? ^" + card + "\nA: It.\n"
			}
			fsys["decks/"+deck+".md"] = &fstest.MapFile{Data: []byte(text)}
			manifest += "  - deck: " + deck + "\n"
			continue
		}
		text := strings.Replace(aLesson, "%id", id, 1)
		for _, step := range strings.Fields(parts) {
			text += "```yaml step=read id=" + step + "\n```\n\nText of the step.\n\n"
		}
		fsys["lessons/"+id+".md"] = &fstest.MapFile{Data: []byte(text)}
		manifest += "  - lesson: " + id + "\n"
	}
	fsys["pack.yaml"] = &fstest.MapFile{Data: []byte(manifest)}
	return content.Open(fsys)
}

func TestMovedIdsAreFollowed(t *testing.T) {
	pack, err := packOf(t, "retired: [gone]\nmoved: {old: older, older: new, new/a: new/b, other/x: new/y, cards: deck, deck/p: deck/q, went: gone}\n",
		"new: b y", "deck deck: q", "last: z")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kind      content.ThingKind
		was, want string
	}{
		{content.LessonThing, "old", "new"},
		{content.LessonThing, "older", "new"},
		{content.LessonThing, "last", "last"},
		{content.LessonThing, "went", "went"}, // retired since
		{content.StepThing, "old/a", "new/b"},
		{content.StepThing, "older/y", "new/y"},
		{content.StepThing, "other/x", "new/y"},
		{content.StepThing, "other/w", "other/w"},
		{content.StepThing, "new/b", "new/b"},
		{content.CardThing, "cards/p", "deck/q"},
		{content.DeckThing, "cards", "deck"},
		{content.LessonThing, "cards", "cards"}, // a deck, and no lesson
	} {
		if got := pack.Now(c.kind, c.was); got != c.want {
			t.Errorf("%s %s is now %s, want %s", c.kind, c.was, got, c.want)
		}
	}
}

func TestWrongMovesAreTold(t *testing.T) {
	for _, c := range []struct{ moved, want string }{
		{"{one: two}", `pack.yaml:6:14: the id "one" is moved but in use; give the thing that has it now an id of its own, or remove the entry`},
		{"{one/a: two/c}", `pack.yaml:6:16: the id "one/a" is moved but in use; give the thing that has it now an id of its own, or remove the entry`},
		{"{uno: tow}", `pack.yaml:6:14: there is no "tow", to which "uno" is moved; there are one, two`},
		{"{one/x: one/bb}", `pack.yaml:6:16: there is no "one/bb", to which "one/x" is moved; perhaps "one/b" is meant`},
		{"{one/x: two}", `pack.yaml:6:16: "one/x" can't be called "two" now; write the new id in the form of the old one: a step moves to lesson/step`},
		{"{Uno: two}", `pack.yaml:6:14: "Uno" is not an id; write that of a lesson, deck, rubric or interview; of a part, write lesson/step, deck/card or rubric/item`},
		{"{uno: due, due: uno}", `pack.yaml:6:14: "uno" is moved to nothing that there is; end the way from "uno" at an id in use`},
		{"{uno: uno}", `pack.yaml:6:14: "uno" is moved to nothing that there is; end the way from "uno" at an id in use`},
		{"{uno: two, uno: one}", `is written twice`},
		{"{uno: two}\nretired: [uno]", `the id "uno" is both moved and retired`},
	} {
		_, err := packOf(t, "moved: "+c.moved+"\n", "one: a b", "two: c")
		if err == nil {
			t.Errorf("moved: %s is taken", c.moved)
		} else if first, _, _ := strings.Cut(err.Error(), "\n"); !strings.Contains(first, c.want) {
			t.Errorf("moved: %s: got\n\t%s\nwant\n\t%s", c.moved, first, c.want)
		}
	}
}

func TestCompare(t *testing.T) {
	old, err := packOf(t, "", "a: one two three", "deck cards: p q r", "b: four five", "c: six")
	if err != nil {
		t.Fatal(err)
	}
	next, err := packOf(t, "retired: [a/two, cards/q]\nmoved: {a: aa, aa/one: aa/uno, b/five: aa/five, cards/p: cards/pp}\n",
		"aa: three uno five new", "deck cards: pp r s", "b: four", "d: seven", "deck more: x y")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range content.Compare(old, next) {
		got = append(got, string(d.Kind)+" "+d.Of+": "+d.Says)
	}
	want := []string{
		"renamed aa: was called a: what was done in it comes along",
		"renamed aa/uno: was called a/one: what was done in it comes along",
		"moved aa/uno: has another place in the lesson; what was done stays done",
		"renamed aa/five: was called b/five: what was done in it comes along",
		"added aa/new: a new step (read)",
		"retired a/two: the step is retired: what was done in it is kept, and shown no more",
		"added d: a new lesson: A lesson",
		`lost c: the lesson "A lesson" is gone, and pack.yaml does not list it as retired`,
		"renamed cards/pp: the flashcard was called cards/p: how well it is known comes along",
		"added cards/s: a new flashcard: What is it?",
		"added more: a new deck: 2 flashcards",
		"retired cards/q: the flashcard is retired: what was done in it is kept, and shown no more",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
	if same := content.Compare(next, next); len(same) > 0 {
		t.Errorf("a pack differs from itself: %v", same)
	}
}
