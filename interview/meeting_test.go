package interview

import (
	"html"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sysprep/content"
	"sysprep/grading"
)

const scripted = "cache-outage-45"

func meetingScript(t testing.TB) *Script {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	sc, err := NewScript(pack, pack.Interviews.Of(scripted))
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

// begun is a meeting in which both are here and the clock runs.
func begun(t testing.TB, sc *Script) Meeting {
	t.Helper()
	m := Resume(sc, nil, "", "")
	for _, mv := range []Move{{By: Interviewer, Kind: Joined}, {By: Candidate, Kind: Joined}, {By: Interviewer, Kind: Began}} {
		var err error
		if m, _, err = m.Do(sc, 0, mv); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func TestMovesOfTwo(t *testing.T) {
	sc := meetingScript(t)
	const item = "cache-collapse/recovery"
	for _, tc := range []struct {
		name string
		mv   Move
		want Kind   // of the last event; "" for none
		says string // part of its text
		err  string
	}{
		{"the candidate answers", Move{By: Candidate, Kind: Said, Text: " We shed load. "}, Said, "We shed load.", ""},
		{"an empty answer", Move{By: Candidate, Kind: Said, Text: " \n"}, "", "", "write something"},
		{"too long an answer", Move{By: Candidate, Kind: Said, Text: strings.Repeat("x", MostText+1)}, "", "", "in parts"},
		{"the candidate asks", Move{By: Candidate, Kind: Asked, Text: "How much traffic?"}, Asked, "How much", ""},
		{"the candidate ticks", Move{By: Candidate, Kind: Ticked, Item: item}, "", "", "nothing that the candidate can do"},
		{"the candidate ends it", Move{By: Candidate, Kind: Ended}, "", "", "nothing that the candidate can do"},
		{"the candidate takes a hint", Move{By: Candidate, Kind: Hinted, Item: item}, "", "", "nothing that the candidate can do"},
		{"the host answers for the candidate", Move{By: Interviewer, Kind: Said, Text: "x"}, "", "", "nothing that the interviewer can do"},
		{"a tick", Move{By: Interviewer, Kind: Ticked, Item: item, Level: grading.Explained, Text: "well done"}, Ticked, "", ""},
		{"a mark as wrong", Move{By: Interviewer, Kind: Ticked, Item: item, Level: grading.Named, Wrong: true}, Ticked, "", ""},
		{"a level that there isn't", Move{By: Interviewer, Kind: Ticked, Item: item, Level: 9}, Ticked, "", ""},
		{"a mark taken back that was not made", Move{By: Interviewer, Kind: Ticked, Item: item, Off: true}, "", "", "no mark"},
		{"a tick of nothing", Move{By: Interviewer, Kind: Ticked, Item: "x/y"}, "", "", "no item"},
		{"a hint", Move{By: Interviewer, Kind: Hinted, Item: item}, Hinted, "", ""},
		{"a hint for nothing", Move{By: Interviewer, Kind: Hinted, Item: "x/y"}, "", "", "no more hints"},
		{"a fact", Move{By: Interviewer, Kind: Told, Refs: []string{"load"}}, Told, "3,000 reads", ""},
		{"two facts", Move{By: Interviewer, Kind: Told, Refs: []string{"load", "database"}}, Told, "500 queries", ""},
		{"no fact", Move{By: Interviewer, Kind: Told, Text: "hm"}, "", "", "choose the fact"},
		{"a fact that there isn't", Move{By: Interviewer, Kind: Told, Refs: []string{"moon"}}, "", "", "no fact"},
		{"a curveball", Move{By: Interviewer, Kind: Threw, Ref: "boss"}, Threw, "replicas", ""},
		{"a curveball that there isn't", Move{By: Interviewer, Kind: Threw, Ref: "x"}, "", "", "no curveball"},
		{"free words", Move{By: Interviewer, Kind: Replied, Text: "Go on."}, Replied, "Go on.", ""},
		{"the next part", Move{By: Interviewer, Kind: Phased}, Phased, "", ""},
		{"the end", Move{By: Interviewer, Kind: Ended}, Ended, "", ""},
		{"it begins twice", Move{By: Interviewer, Kind: Began}, "", "", "begun already"},
		{"a rating that is none", Move{By: Candidate, Kind: Rated, Ref: "great"}, "", "", "not a band"},
		{"a sketch", Move{By: Candidate, Kind: Sketched, Text: "users -> api"}, Sketched, "users", ""},
		{"the same sketch", Move{By: Candidate, Kind: Sketched, Text: ""}, "", "", ""},
	} {
		before := begun(t, sc)
		m, events, err := before.Do(sc, 10*time.Second, tc.mv)
		if tc.err != "" {
			if err == nil || !strings.Contains(err.Error(), tc.err) || len(m.Log) != len(before.Log) {
				t.Errorf("%s: the error is %v, want %q, and nothing changed", tc.name, err, tc.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		if tc.want == "" {
			if len(events) != 0 {
				t.Errorf("%s: %v", tc.name, events)
			}
			continue
		}
		last := events[len(events)-1]
		if last.Kind != tc.want || !strings.Contains(last.Text, tc.says) || last.At != 10*time.Second {
			t.Errorf("%s: %+v", tc.name, last)
		}
		if tc.want == Ticked && last.Level > grading.Tradeoff {
			t.Errorf("%s: the level %d", tc.name, last.Level)
		}
		if tc.want == Ticked && last.Text != "" {
			t.Errorf("%s: a note would show in the candidate's debrief: %q", tc.name, last.Text)
		}
	}
}

func TestTypingAndAnswersInAnyOrder(t *testing.T) {
	sc := meetingScript(t)
	m := begun(t, sc).Type(2, "two", "pad").Type(1, "one", "")
	if m.Draft != "two" || m.Pad != "pad" {
		t.Errorf("an older typing was taken: %q, %q", m.Draft, m.Pad)
	}
	m, _, err := m.Do(sc, time.Second, Move{By: Candidate, Kind: Said, Text: "two three", Typed: 4})
	if err != nil {
		t.Fatal(err)
	}
	if m = m.Type(3, "two thr", ""); m.Draft != "" {
		t.Errorf("what was sent is being typed again: %q", m.Draft)
	}
	if m = m.Type(5, strings.Repeat("x", MostText+1), ""); m.Draft != "" {
		t.Error("a draft without bounds was taken")
	}
}

func TestTheEndTakesWhatWasBeingTyped(t *testing.T) {
	sc := meetingScript(t)
	m := begun(t, sc).Type(1, "shed load at the", "users -> api")
	m, events, err := m.Do(sc, time.Minute, Move{By: Interviewer, Kind: Ended})
	if err != nil || len(events) != 3 || !m.State.Over || m.State.Sketch != "users -> api" || m.Draft != "" {
		t.Fatalf("%v, %v", events, err)
	}
	if text, _ := m.State.Spoken(); text != "shed load at the" {
		t.Errorf("spoken: %q", text)
	}
}

func TestTicksDecideAndNotesStayPrivate(t *testing.T) {
	sc := meetingScript(t)
	m := begun(t, sc)
	const item = "cache-collapse/recovery"
	for _, mv := range []Move{
		{By: Interviewer, Kind: Ticked, Item: item, Level: grading.Tradeoff},
		{By: Interviewer, Kind: Noted, Text: "a secret thought"},
		{By: Interviewer, Kind: Ended},
		{By: Candidate, Kind: Rated, Ref: "yes"},
		{By: Interviewer, Kind: Noted, Text: "another secret"},
	} {
		var err error
		if m, _, err = m.Do(sc, time.Minute, mv); err != nil {
			t.Fatal(err)
		}
	}
	d := sc.Debrief(m.State)
	for _, text := range []string{d.Markdown(), html.UnescapeString(d.HTML())} {
		if strings.Contains(text, "secret") || !strings.Contains(text, "the interviewer's mark") {
			t.Errorf("the debrief tells a note, or no tick:\n%s", text)
		}
	}
	for _, dim := range d.Scorecard.Dimensions {
		for _, p := range dim.Parts {
			if p.ID == item && (!p.Ticked || p.Points != 1) {
				t.Errorf("%+v", p)
			}
		}
	}
	if d.Rating != "yes" {
		t.Errorf("rated %q", d.Rating)
	}
}

func TestSuggestionsFollowWhatHappens(t *testing.T) {
	sc := meetingScript(t)
	m := begun(t, sc)
	m, _, err := m.Do(sc, time.Second, Move{By: Candidate, Kind: Asked, Text: "How many requests a second do we get?"})
	if err != nil {
		t.Fatal(err)
	}
	var now []string
	for _, s := range sc.Suggest(m.State) {
		if s.Now {
			now = append(now, s.Move.Refs...)
		}
		if _, _, err := m.Do(sc, 2*time.Second, s.Move); err != nil {
			t.Errorf("%s %q can't be sent: %v", s.Group, s.Text, err)
		}
	}
	if !reflect.DeepEqual(now, []string{"load"}) {
		t.Errorf("the question asks for %v", now)
	}
	m, _, _ = m.Do(sc, 3*time.Second, Move{By: Interviewer, Kind: Told, Refs: now})
	for _, s := range sc.Suggest(m.State) {
		if s.Now || s.Group == SuggestionGroups[1] && s.Move.Refs[0] == "load" && !s.Sent {
			t.Errorf("after it was told: %+v", s)
		}
	}
	if len(sc.Rubric(m.State)) < 10 {
		t.Errorf("%d items in the rubric", len(sc.Rubric(m.State)))
	}
}

func TestRunsOfOneSketchAddUp(t *testing.T) {
	sc := meetingScript(t)
	m := begun(t, sc)
	run := func(text string, trials ...Trial) {
		t.Helper()
		var err error
		if m, _, err = m.Do(sc, time.Minute, Move{By: Interviewer, Kind: Tried, Text: text, Trials: trials}); err != nil {
			t.Fatal(err)
		}
	}
	run("users -> api", Trial{Survived: true}, Trial{Fault: "crash db 20s"})
	run("users -> api", Trial{Survived: true}, Trial{Fault: "slow db 5x 20s", Survived: true})
	if n := len(m.State.Trials); n != 3 {
		t.Errorf("%d trials of one sketch, want 3: %+v", n, m.State.Trials)
	}
	run("users -> api -> db", Trial{Survived: true})
	if n := len(m.State.Trials); n != 1 {
		t.Errorf("%d trials of the new sketch, want 1", n)
	}
}

// TestTheLogIsTheMeeting holds that whatever two people do, the log alone gives the same state, in order of time, and
// that what the candidate does is never more than the candidate may.
func TestTheLogIsTheMeeting(t *testing.T) {
	sc := meetingScript(t)
	kinds := append(append([]Kind{"nonsense"}, ofTheCandidate...), ofTheHost...)
	rapid.Check(t, func(rt *rapid.T) {
		m := Resume(sc, nil, "", "")
		at := time.Duration(0)
		for range rapid.IntRange(1, 12).Draw(rt, "moves") {
			at += time.Duration(rapid.IntRange(-5, 30).Draw(rt, "seconds")) * time.Second
			mv := Move{
				By: rapid.SampledFrom([]Party{Candidate, Interviewer}).Draw(rt, "by"), Kind: rapid.SampledFrom(kinds).Draw(rt, "kind"),
				Text: rapid.SampledFrom([]string{"", "shed load at the edge", "users -> api"}).Draw(rt, "text"),
				Ref:  rapid.SampledFrom([]string{"", "boss", "yes"}).Draw(rt, "ref"), Item: "cache-collapse/recovery", Refs: []string{"load"},
				Wrong: rapid.Bool().Draw(rt, "wrong"), Off: rapid.Bool().Draw(rt, "off"), Level: grading.Level(rapid.IntRange(0, 3).Draw(rt, "level")),
			}
			before := m
			next, events, err := m.Do(sc, at, mv)
			if err != nil && (len(events) > 0 || len(next.Log) != len(before.Log)) {
				rt.Fatalf("%v failed and changed something", mv)
			}
			m = next
		}
		if again := Resume(sc, m.Log, "", ""); !reflect.DeepEqual(again.State, m.State) {
			rt.Fatalf("the log gives another state:\n%+v\n%+v", again.State, m.State)
		}
		for i := 1; i < len(m.Log); i++ {
			if m.Log[i].At < m.Log[i-1].At {
				rt.Fatalf("the log goes back in time at %d", i)
			}
		}
	})
}
