package explain

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"sysprep/grading"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// What a judged design shows is told in words beside the learner's own, and fits a narrow screen.
func TestItemTellsWhatTheDesignShows(t *testing.T) {
	s := step{StepContext: screen.StepContext{Env: &screen.Env{Theme: kit.NewTheme(kit.Dark, colorprofile.ASCII)}}}
	iv := grading.ItemVerdict{Title: "Jitter", Level: grading.Named, Evidence: []grading.Span{{Text: "wait a random time"}}, Next: "Why random?"}
	for _, test := range []struct {
		level grading.Level
		shows bool
		want  string
	}{
		{grading.Named, true, "Your design shows it too: meters come back over a random time (“calm” held in 20 of 20 runs)."},
		{grading.Named, false, "You say it, and the design that was judged does not show it: meters come back over a random time."},
		{grading.Missed, true, "Your design shows it, and your words don't yet: meters come back over a random time (“calm” held in 20 of 20 runs). Why does that help?"},
		{grading.Missed, false, ""},
	} {
		v, held := iv, ""
		if test.shows {
			held = " (“calm” held in 20 of 20 runs)"
		}
		v.Level = test.level
		v.Join(test.shows, "meters come back over a random time", held)
		lines := s.item(v, 56)
		var text []string
		for _, l := range lines {
			l = ansi.Strip(l)
			if kit.Width(l) > 56 {
				t.Errorf("%q is wider than the screen", l)
			}
			text = append(text, strings.TrimSpace(l))
		}
		got := strings.Join(text, " ")
		if test.want != "" && !strings.Contains(got, test.want) || test.want == "" && strings.Contains(got, "design") {
			t.Errorf("%s\nwant %q", strings.Join(lines, "\n"), test.want)
		}
	}
}
