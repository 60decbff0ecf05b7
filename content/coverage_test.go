package content

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestCoverageNamesWhatIs reads docs/coverage.md: whatever it names is in the core
// pack, and each of its rows is there and names something.
func TestCoverageNamesWhatIs(t *testing.T) {
	page, err := os.ReadFile("../docs/coverage.md")
	if err != nil {
		t.Fatal(err)
	}
	pack, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	has := everything(pack)
	var rows []string
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || !coverageRow.MatchString(cells[1]) {
			continue
		}
		row := strings.TrimSpace(cells[1])
		rows = append(rows, row)
		kind, named := "", 0
		for _, word := range coverageWord.FindAllString(cells[3], -1) {
			if !strings.HasPrefix(word, "`") {
				kind = word
				continue
			}
			named++
			if ref := kind + " " + strings.Trim(word, "`"); !has[ref] {
				t.Errorf("%s names %q, which is not in the core pack", row, ref)
			}
		}
		if named == 0 {
			t.Errorf("%s names nothing", row)
		}
	}
	var want []string
	for i := 1; i <= 27; i++ {
		want = append(want, "S"+strconv.Itoa(i))
	}
	for i := 1; i <= 20; i++ {
		want = append(want, "E"+strconv.Itoa(i))
	}
	if !slices.Equal(rows, want) {
		t.Errorf("the rows are %v, want %v", rows, want)
	}
}

var (
	coverageRow  = regexp.MustCompile(`^ [SE]\d+ $`)
	coverageWord = regexp.MustCompile("`[^`]+`|\\b(?:lesson|scenario|expect|drill|card|question|interview)\\b")
)

// everything is what the pack holds, as the page names it.
func everything(pack *Pack) map[string]bool {
	has := map[string]bool{}
	for _, l := range pack.Lessons {
		for _, s := range l.Steps {
			has["lesson "+l.ID+"/"+s.ID] = true
		}
	}
	for _, id := range pack.Scenarios.IDs() {
		has["scenario "+id] = true
		for _, e := range pack.Scenarios.Of(id).Expect {
			has["expect "+id+"/"+e.ID] = true
		}
	}
	for id, d := range pack.Drills {
		for _, v := range d.Variants {
			has["drill "+id+"/"+v.ID] = true
		}
	}
	for _, id := range pack.Rubrics.IDs() {
		has["question "+id] = true
	}
	for _, id := range pack.Interviews.IDs() {
		has["interview "+id] = true
	}
	for id, d := range pack.Decks {
		for _, c := range d.Cards {
			has["card "+id+"/"+c.ID] = true
		}
	}
	return has
}

// TestKnobsOfChallengesSayWhatTheyAre holds what is said of a knob to the one line that
// it has on a screen of 80 columns.
func TestKnobsOfChallengesSayWhatTheyAre(t *testing.T) {
	pack, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	const room = 65
	for _, l := range pack.Lessons {
		for _, s := range l.Steps {
			if s.Challenge == nil {
				continue
			}
			for _, k := range pack.Scenarios.Of(s.Challenge.Scenario).Knobs {
				if n := len([]rune(k.Help)); slices.Contains(s.Challenge.Allow, k.ID) && n > room {
					t.Errorf("%s/%s: the knob %s says %q, which has %d letters: at most %d fit", l.ID, s.ID, k.ID, k.Help, n, room)
				}
			}
		}
	}
}

// TestRightAnswersDontGiveThemselvesAway counts where right answers stand among their
// choices, and how often they are the longest: who knows nothing must not be able to guess.
func TestRightAnswersDontGiveThemselvesAway(t *testing.T) {
	pack, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	var asked, longest int
	at := map[int]int{}
	for _, l := range pack.Lessons {
		for _, s := range l.Steps {
			if s.Ask == nil || len(s.Ask.Choices) == 0 {
				continue
			}
			right := slices.IndexFunc(s.Ask.Choices, func(c Choice) bool { return c.ID == s.Ask.Answer })
			asked++
			at[right]++
			if !slices.ContainsFunc(s.Ask.Choices, func(c Choice) bool { return len(c.Text) > len(s.Ask.Choices[right].Text) }) {
				longest++
			}
		}
	}
	for place, n := range at {
		if 5*n > 2*asked {
			t.Errorf("%d of %d right answers stand at place %d: move some", n, asked, place+1)
		}
	}
	if 5*longest > 2*asked {
		t.Errorf("%d of %d right answers are the longest of their choices: shorten some", longest, asked)
	}
}
