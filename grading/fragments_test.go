package grading

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A comma list of the first entries of all groups of words explains nothing.
func TestGroupsOfWordsInARowExplainNothing(t *testing.T) {
	var lexicon Lexicon
	readYAML(t, "../content/packs/core/lexicon.yaml", &lexicon)
	g, err := NewGrader(&lexicon)
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob("../content/packs/core/rubrics/*.yaml")
	for _, file := range files {
		var r Rubric
		readYAML(t, file, &r)
		if answers := "../content/packs/core/answers/" + r.ID + ".json"; fileThere(answers) {
			r.Answers = readLabelled(t, answers).Answers
		}
		c, err := g.Compile(&r)
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, groups := range []map[string][]string{r.Concepts, r.Things} {
			for _, name := range slices.Sorted(maps.Keys(groups)) {
				entry := groups[name][0]
				if !strings.HasPrefix(entry, "all:") {
					list = append(list, strings.NewReplacer("*", "", "=", "", " ..", "").Replace(entry))
				}
			}
		}
		for _, joint := range []string{", ", "; ", "\n"} {
			text := strings.Join(list, joint) + "."
			for _, iv := range c.Grade(text).Items {
				if iv.Level > Named {
					t.Errorf("%s: %s is %s for %v", r.ID, iv.ID, iv.Level, iv.Evidence)
				}
			}
		}
	}
}

func fileThere(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
