package interview_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/interview"
)

// outage is a script that the tests play.
func outage(t testing.TB) *interview.Script {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	def, err := pack.Interview("cache-outage-45")
	if err != nil {
		t.Fatal(err)
	}
	sc, err := interview.NewScript(pack, def)
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

// play runs a scripted candidate.
func play(t testing.TB, sc *interview.Script, answers string) interview.Player {
	t.Helper()
	a, err := interview.ReadAnswers([]byte(answers))
	if err != nil {
		t.Fatal(err)
	}
	p := interview.Player{Script: sc}
	if err := p.Play(a); err != nil {
		t.Fatal(err)
	}
	return p
}

const strong = `
acts:
  - {at: 20s, ask: "What do users see? And what changed just before the outage?"}
  - {at: 60s, ask: "What is the load, and how many queries per second can the database take?"}
  - {at: 100s, ask: "Can I shed load at the edge?"}
  - {at: 4m, say: "So it is everybody, since ten past: highest severity. I lead, Ana has the hands on the database, support hears from Ben every fifteen minutes. The reboot came a minute before the first error, so that is my suspect."}
  - {at: 5m, next: true}
  - {after: 60s, say: "Normally 90 % of 3,000 is served by the cache so the database sees 300 a second against its 500. With an empty cache all 3,000 reach it, six times what it can do."}
  - {after: 90s, say: "It does not come back although the cache is healthy: the wait in the queue is two seconds, callers give up after one. So it works on requests whose caller has left, nothing is put in the cache, it stays empty and the load stays. The reboot is over, the loop holds itself."}
  - {after: 3m, next: true}
  - {after: 1m, say: "Users first, the cause later. To get out I shed at the edge: let in about 10 % of users, below what the database can do, until the cache is warm, then ramp up in steps. Letting everybody back at once would throw us down again."}
  - {after: 1m, say: "One change at a time, and I watch the graph before the next."}
`

const weak = `
acts:
  - {at: 3m, say: "I would restart the database and add more nodes to the cache."}
  - {phase: diagnose, after: 1m, say: "The cache is empty, so it is slow. It will warm up by itself after a while."}
  - {phase: mitigate, after: 1m, say: "Longer timeouts, so that requests succeed."}
`

func TestBandsFollowTheAnswers(t *testing.T) {
	sc := outage(t)
	score := func(answers string) float64 { return sc.Debrief(play(t, sc, answers).State).Scorecard.Score }
	s, w, nothing := score(strong), score(weak), score("acts: []")
	if s < 0.65 || w > 0.4 || nothing != 0 {
		t.Errorf("the strong candidate has %.2f, the weak one %.2f, the silent one %.2f", s, w, nothing)
	}
}

func TestSilentInterviewEndsOnTime(t *testing.T) {
	sc := outage(t)
	p := play(t, sc, "acts: []")
	if p.State.Now != 45*time.Minute || !p.State.Over {
		t.Errorf("ends at %s, over %v", p.State.Now, p.State.Over)
	}
	said := ""
	for _, l := range p.State.Lines {
		if l.By != interview.Candidate {
			said += l.Text + "\n"
		}
	}
	for _, want := range []string{"Take your time", "What would you want to know about capacity?", "Why is the site still down?"} {
		if !strings.Contains(said, want) {
			t.Errorf("the interviewer never said %q to a silent candidate", want)
		}
	}
}

func TestExpiryTakesTheDraft(t *testing.T) {
	sc := outage(t)
	p := play(t, sc, `acts: [{at: 6m, draft: "the database can do 500 a second and gets 3,000"}]`)
	for _, l := range p.State.Lines {
		if l.Kind == interview.Said {
			if l.At != 8*time.Minute || l.Phase != 0 {
				t.Errorf("the draft came at %s in phase %d", l.At, l.Phase)
			}
			return
		}
	}
	t.Error("the draft was lost")
}

func TestFactsAreToldOnlyWhenAsked(t *testing.T) {
	sc := outage(t)
	p := play(t, sc, `acts: [{at: 10s, ask: "What is the capacity of the database?"}, {at: 20s, ask: "Which colour is the logo?"}]`)
	if diff := cmp.Diff([]string{"database"}, p.State.Told); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Which colour is the logo?"}, p.State.Missed); diff != "" {
		t.Error(diff)
	}
}

// An answer is praised once, and not those that come after it.
func TestPraiseIsForTheAnswerToAProbe(t *testing.T) {
	sc := outage(t)
	p := play(t, sc, `acts: [{phase: diagnose, at: 8m, say: "It is overloaded."}, {after: 5m, say: "Hm."}, {phase: mitigate, say: "Shed load."}, {after: 5s, say: "Let in about 10 % of users at the edge, below what the database can do, until the cache is warm, then ramp up in steps."}, {after: 5s, say: "Well."}, {after: 5s, say: "That is all."}]`)
	n := 0
	for _, l := range p.State.Lines {
		if strings.HasPrefix(l.Text, "Good") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("praised %d times", n)
	}
}

// A follow-up that waits for its time is no end of the questions.
func TestInterviewerListensWhileAProbeWaits(t *testing.T) {
	sc := outage(t)
	p := play(t, sc, `acts: [{phase: diagnose, after: 10s, say: "The database is slow."}, {after: 5s, say: "Very slow."}, {after: 5s, say: "And the cache."}, {after: 5s, say: "That's all."}]`)
	said := ""
	for _, l := range p.State.Lines {
		if l.By == interview.Interviewer && l.Phase == 1 && l.At < 10*time.Minute {
			said += l.Text + "\n"
		}
	}
	if !strings.Contains(said, "Go on") || strings.Contains(said, "no more questions") {
		t.Error(said)
	}
}

func TestHintLowersTheCeiling(t *testing.T) {
	sc := outage(t)
	p := play(t, sc, `
acts:
  - {phase: mitigate, hint: true}
  - {after: 5s, hint: true}
  - {after: 5s, hint: true}
  - {after: 5s, say: "Shed at the edge: let in about 10 % of users, below what the database can do, until the cache is warm, then ramp up in steps. Letting everybody back at once would throw us down again, and turning users away costs us nine in ten for some minutes."}
`)
	const item = "cache-collapse/recovery"
	if p.State.Hints[item] != 3 || p.State.Level(item).Level < grading.Explained {
		t.Fatalf("hints %v, level %v", p.State.Hints, p.State.Level(item).Level)
	}
	for _, d := range sc.Score(p.State).Dimensions {
		for _, part := range d.Parts {
			if part.ID == item && (part.Points != 0.35 || part.Ceiling != 0.35 || part.Hints != 3) {
				t.Errorf("%+v", part)
			}
		}
	}
}

func TestWhatWasReachedBeforeAHintStays(t *testing.T) {
	sc := outage(t)
	s, _ := interview.New().Apply(sc, sc.Begin("", false))
	say := "Shed at the edge: let in about 10 % of users, below what the database can do, until the cache is warm, then ramp up in steps."
	s, _ = s.Apply(sc, sc.Say(s, time.Second, say))
	before := s.Level("cache-collapse/recovery").Level
	if before < grading.Explained {
		t.Fatalf("level %v", before)
	}
	s, err := s.Apply(sc, interview.Event{At: 2 * time.Second, Kind: interview.Hinted, Item: "cache-collapse/recovery", N: 3})
	if err != nil || s.Ceiling["cache-collapse/recovery"] < 0.8 {
		t.Errorf("ceiling %v, %v", s.Ceiling, err)
	}
}

func TestQuotesAreTheCandidatesWords(t *testing.T) {
	sc := outage(t)
	p := play(t, sc, strong)
	found := 0
	for _, d := range sc.Score(p.State).Dimensions {
		for _, part := range d.Parts {
			for _, q := range append(part.Quotes, part.Against...) {
				found++
				if line := p.State.Lines[q.Line]; line.Kind != interview.Said || line.Text[q.Start:q.End] != q.Text {
					t.Errorf("%q is not in line %d", q.Text, q.Line)
				}
			}
		}
	}
	if found < 4 {
		t.Errorf("%d quotes", found)
	}
}

func TestLogTellsTheSameStory(t *testing.T) {
	sc := outage(t)
	p := play(t, sc, strong)
	var events []interview.Event
	for _, e := range p.Events {
		rec, err := interview.Record("core", "cache-outage-45", "s1", time.Unix(0, 0), e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := interview.Decode(rec)
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, back)
	}
	if diff := cmp.Diff(sc.Debrief(p.State), sc.Debrief(interview.Fold(sc, events))); diff != "" {
		t.Error(diff)
	}
}

// Any acts in any order leave an interview that can go on, and ends on time.
func TestAnyActsEndWell(t *testing.T) {
	sc := outage(t)
	words := []string{"the cache is empty", "shed load", "I don't know", "restart the database", "It will heal by itself.", "", "500/s", "\x1b[31m", "ghosts"}
	rapid.Check(t, func(r *rapid.T) {
		p := interview.Player{Script: sc}
		a := interview.Answers{Style: rapid.SampledFrom(content.InterviewStyles).Draw(r, "style")}
		for range rapid.IntRange(0, 12).Draw(r, "acts") {
			act := interview.Act{After: 1e9 * 30}
			text := rapid.SampledFrom(words).Draw(r, "text") + " " + rapid.SampledFrom(words).Draw(r, "more")
			switch rapid.IntRange(0, 5).Draw(r, "kind") {
			case 0:
				act.Say = text
			case 1:
				act.Ask = text
			case 2:
				act.Hint = true
			case 3:
				act.Next = true
			case 4:
				act.Draft = text
			case 5:
				act.Sketch = text
			}
			a.Acts = append(a.Acts, act)
		}
		if err := p.Play(a); err != nil {
			r.Fatal(err)
		}
		d := sc.Debrief(p.State)
		if !p.State.Over || p.State.Now > 45*time.Minute+time.Second {
			r.Fatalf("over %v at %s", p.State.Over, p.State.Now)
		}
		if d.Scorecard.Score < 0 || d.Scorecard.Score > 1 {
			r.Fatalf("score %v", d.Scorecard.Score)
		}
		last := time.Duration(0)
		for _, l := range p.State.Lines {
			if l.At < last {
				r.Fatalf("line %q goes back in time", l.Text)
			}
			last = l.At
			if l.By == interview.Interviewer && l.Text == "" {
				r.Fatal("the interviewer said nothing")
			}
		}
	})
}

func TestNothingHappensBeforeTheBeginningOrAfterTheEnd(t *testing.T) {
	sc := outage(t)
	if _, err := interview.New().Apply(sc, sc.Ask(0, "Hello?")); err == nil {
		t.Error("it was asked before the beginning")
	}
	s := play(t, sc, "acts: []").State
	if _, err := s.Apply(sc, sc.Ask(s.Now, "Wait?")); err == nil {
		t.Error("it was asked after the end")
	}
	e, err := sc.Rate(s.Now, "strong-yes")
	if err != nil {
		t.Fatal(err)
	}
	if s, err = s.Apply(sc, e); err != nil || sc.Debrief(s).Off != 5 {
		t.Errorf("rated %q, off by %d: %v", s.Rating, sc.Debrief(s).Off, err)
	}
	if _, err := sc.Rate(0, "superb"); err == nil {
		t.Error("superb is a band")
	}
}

func TestApplyLeavesTheOldState(t *testing.T) {
	sc := outage(t)
	s, _ := interview.New().Apply(sc, sc.Begin("", false))
	before := sc.Debrief(s)
	for _, e := range []interview.Event{
		sc.Say(s, time.Second, "shed load"), sc.Ask(time.Second, "load?"),
		{At: time.Second, Kind: interview.Hinted, Item: "cache-collapse/recovery", N: 1},
		{At: time.Second, Kind: interview.Ticked, Item: "cache-collapse/recovery", Level: grading.Tradeoff},
	} {
		if _, err := s.Apply(sc, e); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(before, sc.Debrief(s)); diff != "" {
		t.Error(diff)
	}
}

func TestBadAnswersAreRefused(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"acts: [{say: a, ask: b}]", "act 1 does 2 things"},
		{"acts: [{at: 1s}]", "act 1 does 0 things"},
		{"acts: [{at: 1s, after: 2s, hint: true}]", "two times"},
		{"acts: [{shout: a}]", "line 1 of the answers can't be read"},
		{"acts: {", "can't be read"},
	} {
		if _, err := interview.ReadAnswers([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.text, err)
		}
	}
}

func FuzzReadAnswers(f *testing.F) {
	f.Add([]byte(strong))
	f.Add([]byte("acts: [{say: x}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if _, err := interview.ReadAnswers(text); err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("more than one line: %q", err)
		}
	})
}

func TestAFaultNamesABoxThatIsNotThere(t *testing.T) {
	const drawing, want = "users -> shop -> ledger", `there is no box "bank": the boxes are users, shop, ledger.`
	task := &content.DesignTask{Load: "20/s", Faults: []string{"crash bank 10s"}}
	trials, err := interview.Try(drawing, task)
	if err != nil || len(trials) != 2 || !trials[1].LeftOut || !strings.HasSuffix(trials[1].Say, want) {
		t.Errorf("%+v, %v", trials, err)
	}
	if _, err := interview.TryFault(drawing, task, "slow bank 5x"); err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("by hand: %v", err)
	}
}

func TestASketchIsTried(t *testing.T) {
	task := &content.DesignTask{Load: "300/s", Faults: []string{"flush cache", "crash db 10s"}}
	trials, err := interview.Try("users -> cache -> db\nusers -> db timeout 1s attempts 3\ndb workers 1 service 20ms queue 100", task)
	if err != nil || len(trials) != 3 || !trials[0].Survived || trials[1].Survived {
		t.Errorf("%+v, %v", trials, err)
	}
	for _, c := range []struct{ sketch, want string }{
		{"", "nobody sends requests"},
		{"users wrokers", "line 1:"},
	} {
		if _, err := interview.Try(c.sketch, task); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: %v", c.sketch, err)
		}
	}
	if _, err := interview.Try("users -> db", nil); err == nil {
		t.Error("tried without a task")
	}
}
