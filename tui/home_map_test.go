package tui

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"

	"github.com/charmbracelet/x/ansi"

	"sysprep/content"
	"sysprep/lessons"
)

// curriculum is a pack with the titles of a whole course, one step each.
func curriculum(t *testing.T) *content.Pack {
	t.Helper()
	titles := []string{
		"Cloud Pac-Man", "Almost correct", "Two, five, thirty", "Retries are selfish", "Metronome or rain", "The same charge twice",
		"The cache that hid the cliff", "The expensive catch block", "The breaker", "A thousand leaves", "The parameter that hid another", "The senior checklist",
	}
	var syllabus strings.Builder
	files := fstest.MapFS{}
	for i, title := range titles {
		requires := ""
		if i > 0 {
			requires = fmt.Sprintf("requires: [l%d]\n", i)
		}
		fmt.Fprintf(&syllabus, "  - lesson: l%d\n", i+1)
		files[fmt.Sprintf("lessons/l%d.md", i+1)] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"---\napiVersion: sysprep/v1\nkind: Lesson\nid: l%d\ntitle: %q\nsummary: \"What it is about.\"\nminutes: 20\n%s---\n\n```yaml step=read id=story\n```\n\nA story.\n", i+1, title, requires)}
	}
	files["pack.yaml"] = &fstest.MapFile{Data: []byte("apiVersion: sysprep/v1\nkind: Pack\nid: example/course\nversion: 1.0.0\ntitle: \"A course\"\nsyllabus:\n" + syllabus.String())}
	pack, err := content.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	return pack
}

func TestHomeMapHasColumns(t *testing.T) {
	pack := curriculum(t)
	for _, size := range [][2]int{{80, 24}, {120, 40}, {60, 20}} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t, pack, &memory{}, Place{})
			defer r.rest()
			r.size(size[0], size[1])
			r.press("enter", "enter", "esc", "right", "down") // the first is done; a column on, and one down
			at := 1 + 6 + 1
			if size[0] == 120 {
				at = 1 + 4 + 1
			}
			for _, l := range pack.Lessons {
				if s := r.screen(); size[0] >= 80 && !strings.Contains(s, l.Title) {
					t.Errorf("at %dx%d the title %q is cut:\n%s", size[0], size[1], l.Title, s)
				}
			}
			if s := r.screen(); !strings.Contains(s, pack.Lessons[at].Title) || !strings.Contains(s, fmt.Sprintf("Lesson %d", at+1)) || !strings.Contains(s, fmt.Sprintf("builds on lesson %d", at)) {
				t.Errorf("the cursor is not on lesson %d:\n%s", at+1, s)
			}
			r.shoot("home-course", looks, small)
			r.press("left", "left", "left")
			if s := r.screen(); !strings.Contains(s, "Lesson 1 ") {
				t.Errorf("left did not lead back to the first:\n%s", s)
			}
		})
	}
}

// TestHomeFits has a newcomer look at each lesson of the core pack: all of home is seen on the usual screen.
func TestHomeFits(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, pack, &memory{}, Place{})
		defer r.rest()
		r.size(80, 24)
		for _, l := range pack.Lessons {
			s := ansi.Strip(r.screen())
			for _, want := range append([]string{"Start", l.Title, "● done", "the way", "ready for the interview"}, sections(pack)...) {
				if !strings.Contains(s, want) {
					t.Errorf("with the cursor on %s there is no %q:\n%s", l.ID, want, s)
				}
			}
			r.press("down")
		}
	})
}

// sections are the parts of the checklist that a pack asks about.
func sections(pack *content.Pack) (titles []string) {
	for _, s := range lessons.Mastery(pack, nil) {
		if s.Total > 0 {
			titles = append(titles, s.Title)
		}
	}
	return titles
}
