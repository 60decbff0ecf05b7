package class

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/store"
)

var friday = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// library is the core pack's book. It remembers what it has drawn, so reports are made of it one at a time.
var library = sync.OnceValue(func() *book { return newBook(core(quiet{})) })

func reportOf(t testing.TB, files []Handed) Report {
	t.Helper()
	return Gather(core(t), files).report(library(), friday)
}

// TestAClassOf25 holds the report against what the generator had its learners do, counted from their events.
func TestAClassOf25(t *testing.T) {
	if *sheetsFolder != "" {
		writeSheets(t, *sheetsFolder)
	}
	pack := core(t)
	r := reportOf(t, handed(t))
	if len(r.Learners) != learners || len(r.LeftOut) != 0 || len(r.Notes) != 0 {
		t.Errorf("%d learners, left out %v, notes %v", len(r.Learners), r.LeftOut, r.Notes)
	}
	var logs [][]store.Event
	begun, done := map[string]int{}, map[string]int{}
	for n := range learners {
		logs = append(logs, played(t, pack, n))
		for i := range lessonsOf(n) {
			begun[pack.Lessons[i].ID]++
			done[pack.Lessons[i].ID] += btoi(n%5 != 4 || i < lessonsOf(n)-1)
		}
	}
	for _, c := range r.Lessons {
		if c.Begun != begun[c.ID] || c.Done != done[c.ID] {
			t.Errorf("%s: %d begun and %d done, want %d and %d", c.ID, c.Begun, c.Done, begun[c.ID], done[c.ID])
		}
		if c.Low > c.Median || c.Median > c.High || (c.Median > 0) != (c.Done > 0) {
			t.Errorf("%s: quartiles %d, %d, %d", c.ID, c.Low, c.Median, c.High)
		}
	}
	for _, o := range r.Objectives {
		if o.Mastered+o.Partly+o.Weak+o.NotYet != learners {
			t.Errorf("%s adds up to %d learners", o.ID, o.Mastered+o.Partly+o.Weak+o.NotYet)
		}
	}
	if met, _ := r.Met(); len(met) < 5 {
		t.Errorf("only %d objectives were met in four lessons", len(met))
	}
	checkChoices(t, r, logs)
	checkClaims(t, r, logs)
}

// checkChoices counts the choices of events: each learner answers a question once in the generated class.
func checkChoices(t *testing.T, r Report, logs [][]store.Event) {
	t.Helper()
	type chosen struct{ lesson, step, choice string }
	counts, wrongly := map[chosen]int{}, 0
	for _, log := range logs {
		for _, stored := range log {
			e, err := lessons.Decode(stored)
			if err != nil {
				t.Fatal(err)
			}
			if e.Kind == lessons.Predicted && e.Prediction.Choice != "" {
				counts[chosen{stored.Lesson, e.Step, e.Prediction.Choice}]++
			}
		}
	}
	for at := range counts {
		if library().steps[stepAt{at.lesson, at.step}].Ask.Answer != at.choice {
			wrongly++
		}
	}
	for _, m := range r.Misconceptions {
		if m.Kind != "choice" && m.Kind != "spot" {
			continue
		}
		wrongly--
		if want := counts[chosen{m.Lesson, m.Step, m.ID}]; m.Learners != want {
			t.Errorf("%s/%s: %d chose %s, want %d", m.Lesson, m.Step, m.Learners, m.ID, want)
		}
		if m.Learners > m.Of || m.Held == "" {
			t.Errorf("%+v", m)
		}
	}
	if wrongly != 0 {
		t.Errorf("%d wrong choices are missing", wrongly)
	}
	if i := slices.IndexFunc(r.Misconceptions, func(m Misconception) bool { return m.Kind == "said" }); i < 0 || r.Misconceptions[i].Say == "" {
		t.Error("no misconception of an explanation is in the report")
	}
}

// checkClaims counts the claims of events.
func checkClaims(t *testing.T, r Report, logs [][]store.Event) {
	t.Helper()
	want, got := map[place]int{}, map[place]int{}
	for _, log := range logs {
		for _, stored := range log {
			if e, err := lessons.Decode(stored); err == nil && e.Kind == lessons.Claimed {
				for _, s := range library().lessons[stored.Lesson].Steps {
					if s.ID == e.Step {
						want[place{s.Explain.Question, e.Claim.Item}]++
					}
				}
			}
		}
	}
	for _, c := range r.Claims {
		got[place{c.Question, c.Item}] = c.NotDetected
		if c.NotDetected > c.Of {
			t.Errorf("%+v", c)
		}
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(place{})); diff != "" || len(want) < 3 {
		t.Errorf("claims (-events +report):\n%s", diff)
	}
	for _, e := range r.Exemplars {
		if !strings.HasPrefix(e.Text, ExemplarBegin) || !strings.Contains(e.Text, pointed) || strings.Contains(e.Text, "Learner") {
			t.Errorf("%s:\n%s", e.File, e.Text)
		}
	}
	if len(r.Exemplars) == 0 {
		t.Error("there is no exemplar of what was claimed")
	}
}

// some draws files of the class, in any order, each once.
func some(t *rapid.T, all []Handed) []Handed {
	picked := rapid.Permutation(all).Draw(t, "order")
	return picked[:rapid.IntRange(1, len(picked)).Draw(t, "so many")]
}

func TestTheOrderOfFilesDoesNotMatter(t *testing.T) {
	all := append(handed(t), Handed{File: "x.json", Err: fmt.Errorf("it is no sheet")})
	again := all[3] // the same learner, a day later and with less
	again.File, again.Sheet.Made = "again.json", again.Sheet.Made.AddDate(0, 0, 1)
	again.Sheet.Asked = again.Sheet.Asked[:2]
	all = append(all, again)
	rapid.Check(t, func(rt *rapid.T) {
		files := some(rt, all)
		if diff := cmp.Diff(reportOf(t, files), reportOf(t, rapid.Permutation(files).Draw(rt, "another order"))); diff != "" {
			rt.Errorf("(-one +another order):\n%s", diff)
		}
	})
}

func TestALearnerCountsOnceWithTheLatest(t *testing.T) {
	all := handed(t)
	rapid.Check(t, func(rt *rapid.T) {
		files := some(rt, all)
		i := rapid.IntRange(0, len(files)-1).Draw(rt, "who")
		other := files[i]
		other.File = "other.json"
		other.Sheet.Made = other.Sheet.Made.Add(time.Duration(rapid.IntRange(-5, 5).Draw(rt, "hours")) * time.Hour)
		other.Sheet.Spent = 1
		other.Sheet.digest[0]++
		r := reportOf(t, append(slices.Clone(files), other))
		if len(r.Learners) != len(files) || len(r.LeftOut) != 1 {
			rt.Fatalf("%d learners of %d, %d left out", len(r.Learners), len(files), len(r.LeftOut))
		}
		if later := other.Sheet.Made.Compare(files[i].Sheet.Made); later != 0 {
			who := slices.IndexFunc(r.Learners, func(l Learner) bool { return l.Key == Fingerprint(other.Sheet.Key) })
			if (r.Learners[who].Spent == 1) != (later > 0) {
				rt.Errorf("%d s were spent, by the %s one", r.Learners[who].Spent, map[bool]string{true: "later", false: "earlier"}[later > 0])
			}
		}
		copied := files[i]
		copied.File = "a-copy.json"
		if diff := cmp.Diff(reportOf(t, files).Misconceptions, reportOf(t, append(slices.Clone(files), copied)).Misconceptions); diff != "" {
			rt.Errorf("a copy changes the report:\n%s", diff)
		}
	})
}

// counts are all counts of a report, by what they count.
func counts(r Report) map[string]int {
	n := map[string]int{"learners": len(r.Learners)}
	for _, o := range r.Objectives {
		n["mastered "+o.ID], n["partly "+o.ID], n["weak "+o.ID], n["not yet "+o.ID] = o.Mastered, o.Partly, o.Weak, o.NotYet
	}
	for _, s := range r.Sections {
		n["explained "+s.ID], n["named "+s.ID], n["wrong "+s.ID], n["missed "+s.ID] = s.Explained, s.Named, s.Wrong, s.Missed
	}
	for _, h := range r.Hardest {
		at := strings.Join([]string{h.Lesson, h.Step, h.Asks, h.Item}, "/")
		n["tried "+at], n["failed "+at] = h.Tried, h.Failed
	}
	for _, m := range r.Misconceptions {
		at := strings.Join([]string{m.Kind, m.Lesson, m.Step, m.Question, m.Item, m.ID}, "/")
		n["held "+at], n["asked "+at] = m.Learners, m.Of
	}
	for _, c := range r.Claims {
		at := c.Question + "/" + c.Item
		n["claimed "+at], n["more "+at], n["graded "+at], n["words "+at] = c.NotDetected, c.More, c.Of, len(c.Words)
	}
	for _, c := range r.Lessons {
		n["begun "+c.ID], n["done "+c.ID] = c.Begun, c.Done
	}
	return n
}

func TestAnotherLearnerNeverLowersACount(t *testing.T) {
	all := handed(t)
	rapid.Check(t, func(rt *rapid.T) {
		files := some(rt, all)
		before, after := counts(reportOf(t, files[1:])), counts(reportOf(t, files))
		for what, n := range before {
			if after[what] < n {
				rt.Errorf("%s: %d before, %d with one learner more", what, n, after[what])
			}
		}
	})
}

func TestOfOneNameAndTwoKeysTheReportTells(t *testing.T) {
	all := handed(t)
	all[1].Sheet.Name = all[0].Sheet.Name
	all[2].Sheet.Pack = "jane/queues"
	all[3].Sheet.PackVersion = "0.0.9"
	all[4].Sheet.Key, all[4].Sheet.digest = all[5].Sheet.Key, all[5].Sheet.digest
	all[4].Sheet.Made = all[5].Sheet.Made
	r := reportOf(t, all[:6])
	want := []string{
		`"Ada" comes with 2 keys (d776749e b393e011), and counts as 2 learners: ask whether they are two people, one with two machines, or somebody else.`,
		"1 of 4 learned with version 0.0.9 of the pack, and this report is made with 0.1.0: answers to steps that differ are left out.",
	}
	for i := range r.Notes {
		r.Notes[i] = strings.ReplaceAll(r.Notes[i], core(t).Manifest.Version, "0.1.0")
	}
	if diff := cmp.Diff(want, r.Notes); diff != "" {
		t.Errorf("notes:\n%s", diff)
	}
	leftOut := []LeftOut{
		{"learner-02.json", "it is about the pack jane/queues, and this report about core: make another one with --pack jane/queues"},
		{"learner-05.json", "it is a copy of learner-04.json: nothing is to be done"},
	}
	if diff := cmp.Diff(leftOut, r.LeftOut); diff != "" {
		t.Errorf("left out:\n%s", diff)
	}
}

// TestAClockThatIsAheadIsTold: such a sheet counts, and later ones of its machine would not.
func TestAClockThatIsAheadIsTold(t *testing.T) {
	one := handed(t)[:1]
	for made, want := range map[time.Time]int{friday.Add(23 * time.Hour): 0, friday.Add(25 * time.Hour): 1} {
		one[0].Sheet.Made = made
		if r := reportOf(t, one); len(r.Notes) != want || len(r.Learners) != 1 {
			t.Errorf("made on %s: notes %v, %d learners", made, r.Notes, len(r.Learners))
		}
	}
}

// TestWhatWasEditedSinceIsLeftOut: a sheet of another edition says nothing of steps that differ, and what a sheet makes up is
// nowhere in a report.
func TestWhatWasEditedSinceIsLeftOut(t *testing.T) {
	one := handed(t)[6:7]
	for i := range one[0].Sheet.Asked {
		one[0].Sheet.Asked[i].Hash = "0123456789abcdef"
	}
	s := &one[0].Sheet
	s.Asked = append(s.Asked, Asked{Lesson: "made-up", Step: "made-up", Result: wrong, Choice: "made-up"})
	s.Items = append(s.Items, Item{Question: "made-up", Item: "made-up", Wrong: true, Misconceptions: []string{"made-up"}})
	s.Claims = append(s.Claims, Claim{Question: "made-up", Item: "made-up", Words: "made-up"})
	s.Answers = append(s.Answers, Answer{Question: "made-up", Text: "made-up", Claimed: []string{"made-up"}})
	s.Lessons = append(s.Lessons, Lesson{ID: "made-up"})
	s.Challenges = append(s.Challenges, Challenge{Lesson: "made-up", Step: "made-up"}, Challenge{Lesson: core(t).Lessons[0].ID, Step: core(t).Lessons[0].Steps[0].ID})
	r := reportOf(t, one)
	for _, m := range r.Misconceptions {
		if m.Kind != "said" {
			t.Errorf("%+v", m)
		}
	}
	for _, h := range r.Hardest {
		if h.Kind != "item" && h.Kind != "challenge" || h.Lesson == core(t).Lessons[0].ID && h.Step == core(t).Lessons[0].Steps[0].ID {
			t.Errorf("%+v", h)
		}
	}
	data, err := json.Marshal(r)
	if err != nil || strings.Contains(string(data)+r.HTML(), "made-up") {
		t.Errorf("what the pack does not have is in the report (%v)", err)
	}
	if strings.Contains(string(data), "null") {
		t.Error("the report has nulls")
	}
}

func TestQuantile(t *testing.T) {
	for _, c := range []struct {
		of   []int
		q    float64
		want int
	}{{nil, 0.5, 0}, {[]int{7}, 0.25, 7}, {[]int{1, 3}, 0.5, 2}, {[]int{10, 20, 30, 40}, 0.25, 18}, {[]int{10, 20, 30, 40}, 1, 40}} {
		if got := quantile(c.of, c.q); got != c.want {
			t.Errorf("%v at %v: %d, want %d", c.of, c.q, got, c.want)
		}
	}
}

// TestSheetsFollowIdsThatMoved: a sheet of an older version counts for the lesson, question and item as they are called now.
func TestSheetsFollowIdsThatMoved(t *testing.T) {
	is := core(t)
	now := content.Pack{Manifest: is.Manifest, Lessons: is.Lessons, Rubrics: is.Rubrics}
	now.Manifest.Moved = map[string]string{"board-game": "cloud-pac-man", "eight": "rpc-eight-steps"}
	now.Manifest.Moved["rpc-eight-steps/destiny"] = "rpc-eight-steps/fate-sharing"
	one := handed(t)[6]
	s := &one.Sheet
	s.Lessons, s.Asked, s.Items = slices.Clone(s.Lessons), slices.Clone(s.Asked), slices.Clone(s.Items)
	for i := range s.Lessons {
		s.Lessons[i].ID = strings.Replace(s.Lessons[i].ID, "cloud-pac-man", "board-game", 1)
	}
	for i := range s.Asked {
		s.Asked[i].Lesson = strings.Replace(s.Asked[i].Lesson, "cloud-pac-man", "board-game", 1)
	}
	for i := range s.Items {
		s.Items[i].Question = strings.Replace(s.Items[i].Question, "rpc-eight-steps", "eight", 1)
		s.Items[i].Item = strings.Replace(s.Items[i].Item, "fate-sharing", "destiny", 1)
	}
	s.Claims = []Claim{{Question: "eight", Item: "destiny"}}
	s.Answers = []Answer{{Question: "eight", Text: "words", Levels: map[string]grading.Level{"destiny": grading.Named}, Claimed: []string{"destiny"}}}
	want := handed(t)[6]
	want.Sheet.Claims = []Claim{{Question: "rpc-eight-steps", Item: "fate-sharing"}}
	want.Sheet.Answers = []Answer{{Question: "rpc-eight-steps", Text: "words", Levels: map[string]grading.Level{"fate-sharing": grading.Named}, Claimed: []string{"fate-sharing"}}}
	if diff := cmp.Diff(reportOf(t, []Handed{want}), Gather(&now, []Handed{one}).report(library(), friday)); diff != "" {
		t.Errorf("(-as it is called now +as it was called):\n%s", diff)
	}
}
