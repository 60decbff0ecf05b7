package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/tui/journal"
	"sysprep/tui/screen"
)

// lessonAt opens the first lesson at a step, with all before it done.
func lessonAt(t *testing.T, pack *content.Pack, step string) *rig {
	t.Helper()
	st := &memory{}
	j, err := journal.Open(t.Context(), st, pack, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	l := pack.Lessons[0]
	record := func(e lessons.Event, s *content.Step) {
		e.Step, e.Hash, e.At = s.ID, s.Hash, noon
		if _, err := j.Record(context.Background(), l, e); err != nil {
			t.Fatal(err)
		}
	}
	for i := range l.Steps {
		s := &l.Steps[i]
		if s.ID == step {
			record(lessons.Event{Kind: lessons.Opened}, s)
			r := newRig(t, pack, st, Place{Kind: "learn", ID: l.ID})
			r.size(80, 24)
			return r
		}
		record(lessons.Event{Kind: lessons.Opened}, s)
		for _, e := range through(s) {
			record(e, s)
		}
	}
	t.Fatalf("no step %q", step)
	return nil
}

// through are events that make a step done.
func through(s *content.Step) []lessons.Event {
	switch s.Kind {
	case content.Predict, content.Quiz:
		p := lessons.Prediction{Choice: s.Ask.Answer}
		if s.Ask.Quantity != nil {
			p.Value, p.Number = "600", 600
		}
		if s.Ask.Confidence {
			p.Confidence = 60
		}
		return []lessons.Event{{Kind: lessons.Predicted, Prediction: &p}}
	case content.Simulate:
		return []lessons.Event{{Kind: lessons.Watched, Watch: &lessons.Watch{Seed: 1}}, {Kind: lessons.Finished}}
	case content.Challenge:
		return []lessons.Event{{Kind: lessons.Judged, Judgement: &lessons.Judgement{Seeds: 6, Passed: 6, PassRate: 1, Low: 0.6, High: 1, Won: true}}}
	case content.Explain:
		v := grading.Verdict{Question: s.Explain.Question, Items: []grading.ItemVerdict{{ID: "wait", Title: "Wait against patience"}}}
		return []lessons.Event{{Kind: lessons.Answered, Answer: &lessons.Answer{Text: "Because the queue is long.", Verdict: v}}}
	}
	return []lessons.Event{{Kind: lessons.Finished}}
}

// recorded are the kinds and steps of what was written since the nth event.
func (r *rig) recorded(since int) []string {
	var out []string
	for _, e := range r.store.events[since:] {
		out = append(out, strings.TrimPrefix(e.Kind, "lesson.")+" "+e.Step)
	}
	return out
}

// title is the heading of the step that is shown.
func (r *rig) title() string { return strings.TrimSpace(lineOf(r, 2)) }

func lineOf(r *rig, n int) string {
	lines := strings.Split(ansi.Strip(r.screen()), "\n")
	if n >= len(lines) {
		return ""
	}
	line := lines[n]
	return strings.TrimLeft(line, " ●◆○·")
}

// TestRouting is a table of what keys do in each step: what is recorded, which step is
// shown then, and what is said.
func TestRouting(t *testing.T) {
	for _, tc := range []struct {
		name  string
		at    string // step
		text  string // text that is typed first
		keys  []string
		want  []string // recorded
		title string   // of the step that is shown then
		sees  string
	}{
		{name: "a read step is finished at its end", at: "story", keys: []string{"enter"}, want: []string{"finished story", "opened load"}, title: "The first second"},
		{name: "space goes on as well", at: "story", keys: []string{"space"}, want: []string{"finished story", "opened load"}, title: "The first second"},
		{name: "n does not finish what is not read", at: "story", keys: []string{"n"}, title: "Green dashboards", sees: "Finish step 1, “Green dashboards” first."},
		{name: "before the first step there is none", at: "story", keys: []string{"b"}, title: "Green dashboards"},
		{name: "an unknown key does nothing", at: "story", keys: []string{"z", "ctrl+x", "delete"}, title: "Green dashboards"},
		{name: "nothing to take back", at: "story", keys: []string{"u"}, title: "Green dashboards", sees: "There is nothing to undo"},

		{name: "no number, no commitment", at: "load", keys: []string{"tab", "enter"}, title: "The first second", sees: "Type a number first"},
		{name: "no confidence, no commitment", at: "load", text: "600", keys: []string{"enter"}, title: "The first second", sees: "Say how sure you are first"},
		{name: "the wrong unit is told", at: "load", text: "600 ms", keys: []string{"tab", "enter"}, title: "The first second", sees: "measures something else"},
		{name: "a number is committed", at: "load", text: "600/s", keys: []string{"tab", "enter"}, want: []string{"predicted load"}, title: "The first second", sees: "Committed"},
		{name: "and then it goes on", at: "load", text: "600", keys: []string{"tab", "enter", "enter"}, want: []string{"predicted load", "opened later"}, title: "A minute later"},
		{name: "letters are typed, not obeyed", at: "load", text: "nbuq?", title: "The first second", sees: "> nbuq?"},
		{name: "f5 goes back where letters are typed", at: "load", text: "60", keys: []string{"f5"}, want: []string{"opened story"}, title: "Green dashboards"},
		{name: "the footer says so", at: "load", title: "The first second", sees: "f5 step before"},
		{name: "f1 is help where letters are typed", at: "load", keys: []string{"f1"}, sees: "quit at once"},

		{name: "no choice, no commitment", at: "later", keys: []string{"right", "enter"}, title: "A minute later", sees: "Choose one of the answers first"},
		{name: "a choice needs a confidence", at: "later", keys: []string{"down", "enter"}, title: "A minute later", sees: "Say how sure you are first"},
		{name: "a choice is committed", at: "later", keys: []string{"3", "right", "enter"}, want: []string{"predicted later"}, sees: "Committed"},
		{name: "the letter before an answer chooses it", at: "later", keys: []string{"b", "left", "enter"}, want: []string{"predicted later"}, sees: "▸ b  About a sixth"},
		{name: "[ goes back even where b chooses", at: "later", keys: []string{"["}, want: []string{"opened load"}, title: "The first second"},
		{name: "the run is locked until then", at: "later", keys: []string{"n"}, title: "A minute later", sees: "The run stays locked until you commit"},
		{name: "a prediction can be taken back before the run", at: "later", keys: []string{"3", "right", "enter", "u"}, want: []string{"predicted later", "undone later"}, title: "A minute later", sees: "Taken back: your prediction."},
		{name: "undo goes back to the step", at: "later", keys: []string{"u"}, want: []string{"undone load"}, title: "The first second"},

		{name: "the run must be watched", at: "watch", keys: []string{"n"}, title: "Watch it", sees: "Finish step 4"},
		{name: "enter waits for the end", at: "watch", keys: []string{"enter"}, title: "Watch it", sees: "let the run come"},
		{name: "the end is watched", at: "watch", keys: []string{"end"}, want: []string{"watched watch"}, title: "Watch it"},
		{name: "then it is compared", at: "watch", keys: []string{"end", "enter"}, want: []string{"watched watch"}, sees: "What you predicted, and what happened"},
		{name: "and goes on", at: "watch", keys: []string{"end", "enter", "enter"}, want: []string{"watched watch", "finished watch", "opened fix"}, title: "Break the loop"},
		{name: "it is watched once, however often it ends", at: "watch", keys: []string{"end", "home", "end", "home", "end"}, want: []string{"watched watch"}, title: "Watch it"},

		{name: "a hint waits for a try", at: "fix", keys: []string{"enter", "h"}, title: "Break the loop", sees: "a hint: not now"},
		{name: "so does giving up", at: "fix", keys: []string{"enter", "G"}, title: "Break the loop", sees: "have one design judged first"},
		{name: "a design is judged", at: "fix", keys: []string{"enter", "enter"}, want: []string{"judged fix"}, sees: "Not yet."},
		{name: "a design that fails does not go on", at: "fix", keys: []string{"enter", "enter", "enter"}, want: []string{"judged fix"}, title: "Break the loop", sees: "Not met yet"},
		{name: "then there is a hint", at: "fix", keys: []string{"enter", "enter", "h"}, want: []string{"judged fix", "hinted fix"}, sees: "Whom does the database work for?"},
		{name: "and a way out", at: "fix", keys: []string{"enter", "enter", "G"}, want: []string{"judged fix", "finished fix", "opened bound"}, title: "The boundary"},
		{name: "a design that holds goes on", at: "fix", keys: []string{"enter", "left", "left", "enter", "enter"}, want: []string{"judged fix", "opened bound"}, title: "The boundary"},
		{name: "the same design is not judged twice", at: "fix", keys: []string{"enter", "enter", "k", "enter"}, want: []string{"judged fix"}, sees: "Not yet."},

		{name: "a quiz is answered at once", at: "bound", text: "500", keys: []string{"enter"}, want: []string{"predicted bound"}, sees: "Right."},
		{name: "its answer stands", at: "bound", text: "500", keys: []string{"enter", "u"}, want: []string{"predicted bound"}, sees: "The solution has been shown, so your answer stands."},

		{name: "an explanation must be one", at: "say", text: "No idea", keys: []string{"ctrl+s"}, title: "Say it like an engineer", sees: "Write a sentence or two first"},
		{name: "an explanation is graded", at: "say", text: answer, keys: []string{"ctrl+s"}, want: []string{"answered say"}, sees: "1 of 2 explained"},
		{name: "what was not seen is pointed at", at: "say", text: answer, keys: []string{"ctrl+s", "p", "enter"}, want: []string{"answered say", "claimed say"}, sees: "you point at it"},
		{name: "pointing can be left", at: "say", text: answer, keys: []string{"ctrl+s", "p", "esc"}, want: []string{"answered say"}, sees: "1 of 2 explained"},
		{name: "a claim can be taken back", at: "say", text: answer, keys: []string{"ctrl+s", "p", "enter", "u"}, want: []string{"answered say", "claimed say", "undone say"}, sees: "Taken back: the sentence that you pointed at."},
		{name: "a second try is a second answer", at: "say", text: answer, keys: []string{"ctrl+s", "e", "ctrl+s"}, want: []string{"answered say", "answered say"}, sees: "1 of 2 explained"},
		{name: "esc leaves the text", at: "say", text: answer, keys: []string{"esc"}, sees: "ready for the interview"},

		{name: "the debrief finishes the lesson", at: "end", keys: []string{"pgdown", "pgdown", "pgdown", "enter"}, want: []string{"finished end"}, sees: "ready for the interview"},
		{name: "esc is home", at: "end", keys: []string{"esc"}, sees: "ready for the interview"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			pack := bench(t)
			synctest.Test(t, func(t *testing.T) {
				r := lessonAt(t, pack, tc.at)
				defer r.rest()
				since := len(r.store.events)
				r.enter(tc.text)
				r.press(tc.keys...)
				if got := r.recorded(since); !slices.Equal(got, tc.want) {
					t.Errorf("recorded %q, want %q", got, tc.want)
				}
				if tc.title != "" && r.title() != tc.title {
					t.Errorf("step %q is shown, want %q", r.title(), tc.title)
				}
				if tc.sees != "" {
					r.sees(strings.NewReplacer("“", `"`, "”", `"`).Replace(tc.sees))
				}
				if r.quit {
					t.Error("the program ends")
				}
			})
		})
	}
}

// TestWhatWasNotRecordedIsNotShownAsRecorded lets the disk fail, and tries again when
// it is well.
func TestWhatWasNotRecordedIsNotShownAsRecorded(t *testing.T) {
	for _, tc := range []struct {
		at, text string
		keys     []string // the last of them records something
		not      string   // what must not be shown while it is not on disk
		again    []string // keys that try again
		then     string
	}{
		{at: "story", keys: []string{"enter"}, not: "The first second", again: []string{"enter"}, then: "The first second"},
		{at: "load", text: "600", keys: []string{"tab", "enter"}, not: "Committed", again: []string{"enter"}, then: "Committed"},
		{at: "later", keys: []string{"1", "tab", "enter"}, not: "Committed", again: []string{"enter"}, then: "Committed"},
		{at: "watch", keys: []string{"end"}, not: "Break the loop", again: []string{"home", "end", "enter", "enter"}, then: "Break the loop"},
		{at: "fix", keys: []string{"enter", "left", "left", "enter"}, not: "○", again: []string{"k", "right", "left", "enter", "enter"}, then: "The boundary"},
		{at: "bound", text: "500", keys: []string{"enter"}, not: "Right.", again: []string{"enter"}, then: "Right."},
		{at: "say", text: answer, keys: []string{"ctrl+s"}, not: "1 of 2 explained", again: []string{"ctrl+s"}, then: "1 of 2 explained"},
		{at: "end", keys: []string{"pgdown", "pgdown", "enter"}, not: "the way", again: []string{"enter"}, then: "the way"},
	} {
		t.Run(tc.at, func(t *testing.T) {
			pack := bench(t)
			synctest.Test(t, func(t *testing.T) {
				r := lessonAt(t, pack, tc.at)
				defer r.rest()
				r.enter(tc.text)
				since := len(r.store.events)
				r.store.fail = errors.New("disk is full")
				r.press(tc.keys...)
				r.sees("disk is full")
				r.missing(tc.not)
				if got := r.recorded(since); len(got) > 0 {
					t.Errorf("recorded %q on a full disk", got)
				}
				r.store.fail = nil
				r.press(tc.again...)
				r.sees(tc.then)
			})
		})
	}
}

// TestQuitAnywhere leaves the program in each step, with each key that does.
func TestQuitAnywhere(t *testing.T) {
	pack := bench(t)
	for _, s := range pack.Lessons[0].Steps {
		for _, keys := range [][]string{{"ctrl+c"}, {"esc", "esc", "esc", "q"}, {"?", "ctrl+c"}} {
			t.Run(fmt.Sprint(s.ID, keys), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					r := lessonAt(t, pack, s.ID)
					defer r.rest()
					r.press(keys...)
					if !r.quit {
						t.Errorf("%q in step %s does not leave:\n%s", keys, s.ID, ansi.Strip(r.screen()))
					}
				})
			})
		}
	}
}

// TestDraftComesBack leaves a text unsent, and finds it again; what was sent leaves no draft.
func TestDraftComesBack(t *testing.T) {
	pack := bench(t)
	for _, tc := range []struct {
		step, text string
		leave      []string
	}{
		{"load", "60", []string{"esc"}},
		{"bound", "8", []string{"esc"}},
		{"say", "The queue is", []string{"esc"}},
		{"say", "The queue\tis\nlong, 日本 é", []string{"esc"}},
	} {
		t.Run(tc.step, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := lessonAt(t, pack, tc.step)
				defer r.rest()
				if strings.Contains(tc.text, "\n") {
					r.send(tea.PasteMsg{Content: tc.text})
				} else {
					r.enter(tc.text)
				}
				r.press(tc.leave...)
				key := "example/screens/cliff/" + tc.step
				kept := r.store.drafts[key]
				if strings.Join(strings.Fields(kept), " ") != strings.Join(strings.Fields(tc.text), " ") {
					t.Errorf("the draft is %q, typed was %q", kept, tc.text)
				}
				again := newRig(t, pack, r.store, Place{Kind: "learn", ID: "cliff"})
				again.size(80, 24)
				again.sees(strings.Fields(tc.text)[0])
				if again.title() != r.stepTitle(tc.step) {
					t.Errorf("it comes back to %q", again.title())
				}
			})
		})
	}
}

func (r *rig) stepTitle(id string) string {
	for _, s := range r.m.env.Journal.Pack.Lessons[0].Steps {
		if s.ID == id {
			return s.Title
		}
	}
	return ""
}

// TestSentTextLeavesNoDraft says that an answer that was handed in is no draft any more,
// also when its drafts were saved late.
func TestSentTextLeavesNoDraft(t *testing.T) {
	pack := bench(t)
	for step, keys := range map[string][]string{"load": {"tab", "enter"}, "bound": {"enter"}, "say": {"ctrl+s"}} {
		t.Run(step, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := lessonAt(t, pack, step)
				defer r.rest()
				text := "600"
				if step == "say" {
					text = answer
				}
				r.enter(text)
				r.press(keys...)
				r.advance(3 * time.Second)
				if kept := r.store.drafts["example/screens/cliff/"+step]; kept != "" {
					t.Errorf("the draft %q is left", kept)
				}
			})
		})
	}
}

// TestDraftsKeepTheirOrder runs the commands that save drafts in every order: the one
// that was asked for last stays.
func TestDraftsKeepTheirOrder(t *testing.T) {
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		st := &memory{}
		j, err := journal.Open(t.Context(), st, bench(t), func() time.Time { return noon })
		if err != nil {
			t.Fatal(err)
		}
		env := &screen.Env{Journal: j}
		saves := []tea.Cmd{env.SaveDraft("a", "one"), env.SaveDraft("a", "two"), env.SaveDraft("a", "three")}
		other := env.SaveDraft("b", "another key's")
		for _, i := range order {
			if msg, ok := saves[i]().(screen.Drafted); !ok || msg.Key != "a" {
				t.Errorf("saving says %v", msg)
			}
		}
		other()
		if st.drafts["a"] != "three" || st.drafts["b"] != "another key's" {
			t.Errorf("in the order %v: %q", order, st.drafts)
		}
	}
}

// TestDraftThatFailsIsTold and may be tried again with the next one.
func TestDraftThatFailsIsTold(t *testing.T) {
	st := &memory{fail: errors.New("disk is full")}
	j, err := journal.Open(t.Context(), st, bench(t), func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	env := &screen.Env{Journal: j}
	first, second := env.SaveDraft("a", "one"), env.SaveDraft("a", "two")
	if n, ok := second().(screen.Notice); !ok || !n.Bad || !strings.Contains(n.Text, "disk is full") {
		t.Errorf("saving says %v", n)
	}
	st.fail = nil
	if first(); st.drafts["a"] != "one" {
		t.Errorf("what could still be saved was not: %q", st.drafts)
	}
}

// TestTypingIsSavedWithinASecond types without a pause: what was typed more than a
// second ago is on disk.
func TestTypingIsSavedWithinASecond(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := lessonAt(t, pack, "say")
		defer r.rest()
		typed := ""
		var at []time.Time
		for i := range 100 {
			c := string(rune('a' + i%26))
			r.enter(c)
			typed += c
			at = append(at, time.Now())
			r.advance(90 * time.Millisecond)
			kept := r.store.drafts["example/screens/cliff/say"]
			if !strings.HasPrefix(typed, kept) {
				t.Fatalf("the draft %q is not how %q begins", kept, typed)
			}
			for j := range at {
				if time.Since(at[j]) >= time.Second && len(kept) <= j {
					t.Fatalf("letter %d was typed %v ago, and is not in the draft %q", j, time.Since(at[j]), kept)
				}
			}
		}
	})
}

// TestGoingOnWaitsForTheDisk presses enter while a design that holds is being saved.
func TestGoingOnWaitsForTheDisk(t *testing.T) {
	pack := bench(t)
	for _, tc := range []struct {
		design []string
		then   string
	}{
		{[]string{"left", "left"}, "The boundary"},
		{nil, "Not met yet"},
	} {
		synctest.Test(t, func(t *testing.T) {
			r := lessonAt(t, pack, "fix")
			defer r.rest()
			r.press("enter")
			r.press(tc.design...)
			r.take(key("enter"))
			for !strings.Contains(r.text(), "every goal met in") {
				synctest.Wait()
				r.take(<-r.inbox)
			}
			r.hold = true // from here on nothing reaches the disk
			r.settle()
			r.press("enter")
			r.missing("Not met yet", "The boundary")
			r.release()
			r.sees(tc.then)
		})
	}
}

// TestSavedMeansOnDisk says that the title bar calls no draft saved that is not.
func TestSavedMeansOnDisk(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := lessonAt(t, pack, "say")
		defer r.rest()
		r.enter("The queue")
		r.sees("2 words · saving…")
		r.hold = true
		r.advance(time.Second)
		if r.store.drafts["example/screens/cliff/say"] != "" {
			t.Fatal("the draft was saved although commands are held")
		}
		r.sees("2 words · saving…")
		r.release()
		r.sees("2 words · draft saved")
		r.enter(" is")
		r.sees("3 words · saving…")
		r.store.fail = errors.New("disk is full")
		r.advance(time.Second)
		r.sees("disk is full")
		r.press("f1", "esc")
		r.missing("draft saved")
		r.store.fail = nil
		r.enter(" long")
		r.advance(time.Second)
		r.sees("4 words · draft saved")
	})
}

// TestQuitAtOnceLosesNothing types and leaves in the same moment.
func TestQuitAtOnceLosesNothing(t *testing.T) {
	pack := bench(t)
	for _, keys := range [][]string{{"ctrl+c"}, {"f1", "ctrl+c"}, {"esc", "q"}} {
		synctest.Test(t, func(t *testing.T) {
			r := lessonAt(t, pack, "say")
			defer r.rest()
			r.enter("The queue")
			r.press(keys...)
			if kept := r.store.drafts["example/screens/cliff/say"]; kept != "The queue" || !r.quit {
				t.Errorf("%q: the draft is %q, gone: %v", keys, kept, r.quit)
			}
		})
	}
}

// TestTypedBeforeTheDraftIsRead types while the disk is slow: nothing is lost, and the
// text goes behind the draft.
func TestTypedBeforeTheDraftIsRead(t *testing.T) {
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		was := lessonAt(t, pack, "say")
		defer was.rest()
		was.enter("The queue")
		was.press("esc")
		r := &rig{t: t, store: was.store, inbox: make(chan tea.Msg, 100), hold: true}
		var err error
		if r.m, err = newModel(t.Context(), Options{Pack: pack, Store: r.store, Now: r.now, Start: Place{Kind: "learn", ID: "cliff"}}); err != nil {
			t.Fatal(err)
		}
		r.do(r.m.above().Init())
		r.size(80, 24)
		r.missing("ctrl+s", "The queue")
		r.enter(" is")
		r.send(tea.PasteMsg{Content: " long"})
		r.release()
		r.sees("The queue is long")
	})
}

// A key that is pressed twice before its first press had any effect opens one screen, and leaves no more than there are.
func TestKeysPressedTwice(t *testing.T) {
	for _, k := range []string{"enter", "i", "l", "s", "p"} {
		inBubble(t, func(r *rig) {
			r.hold = true
			r.press(k, k)
			r.release()
			r.missing("the way")
			r.press("esc")
			r.sees("the way")
			r.press(k)
			r.missing("the way")
			r.hold = true
			r.press("esc", "esc")
			r.release()
			r.sees("the way")
			if r.quit {
				t.Errorf("%s: a second esc has ended the program", k)
			}
		})
	}
}

// TestAChallengeWithoutWordsTellsItsGoals: the briefing comes with the goals alone, and i shows it again.
func TestAChallengeWithoutWordsTellsItsGoals(t *testing.T) {
	pack := bench(t)
	var id, goal string
	for i := range pack.Lessons[0].Steps {
		if s := &pack.Lessons[0].Steps[i]; s.Kind == content.Challenge && s.Challenge.Drive == nil {
			s.Text, id = "", s.ID
			g, err := pack.Scenarios.Of(s.Challenge.Scenario).Goal(s.Challenge.Goals[0])
			if err != nil {
				t.Fatal(err)
			}
			goal = strings.Join(strings.Fields(g.Text)[:3], " ")
			break
		}
	}
	if id == "" {
		t.Fatal("the pack has no challenge")
	}
	synctest.Test(t, func(t *testing.T) {
		r := lessonAt(t, pack, id)
		defer r.rest()
		r.sees("Your design is judged over", goal)
		r.press("enter")
		r.sees("knobs")
		r.press("i")
		r.sees("Your design is judged over", goal)
	})
}
