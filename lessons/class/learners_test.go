package class

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/store"
)

// sheetsFolder is where TestAClassOf25 leaves its sheets for "sysprep class report" to be looked at.
var sheetsFolder = flag.String("sheets", "", "folder to write the sheets of the generated class to")

var monday = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

func core(t testing.TB) *content.Pack {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	return pack
}

// keyOf is the key of learner n, always the same.
func keyOf(n int) ed25519.PrivateKey {
	seed := sha256.Sum256(fmt.Appendf(nil, "learner %d", n))
	return ed25519.NewKeyFromSeed(seed[:])
}

// player is a learner who plays lessons as the tutor lets them be played: each act is applied to the state of the
// lesson, which may refuse it, and recorded as the journal records it.
type player struct {
	t     testing.TB
	pack  *content.Pack
	luck  luck
	skill int           // how many of ten things succeed
	pace  time.Duration // how long they take, in percent of what is usual
	at    time.Time
	log   []store.Event
}

// lessonsOf is how many lessons a learner of the generated class plays, from the first on.
func lessonsOf(n int) int { return 1 + n%4 }

// played is the log of learner n: one to four lessons, skills from 3 to 9.
func played(t testing.TB, pack *content.Pack, n int) []store.Event {
	t.Helper()
	p := &player{t: t, pack: pack, luck: luck(n), skill: 3 + n%7, pace: time.Duration(60 + 7*n%65), at: monday.Add(time.Duration(n) * time.Hour)}
	for i := range min(lessonsOf(n), len(pack.Lessons)) {
		p.lesson(pack.Lessons[i], n%5 == 4 && i == lessonsOf(n)-1)
		p.at = p.at.AddDate(0, 0, 1)
	}
	return p.log
}

// lesson plays a lesson; who stops half-way leaves the last third.
func (p *player) lesson(l *content.Lesson, stops bool) {
	state := lessons.New(l)
	steps := len(l.Steps)
	if stops {
		steps = steps * 2 / 3
	}
	for i := range steps {
		step := &l.Steps[i]
		do := func(took time.Duration, e lessons.Event) {
			p.at = p.at.Add(took * p.pace / 100)
			e.At, e.Step, e.Hash = p.at, step.ID, step.Hash
			next, err := state.Apply(l, e)
			if err != nil {
				p.t.Fatalf("%s of %s/%s was refused: %v", e.Kind, l.ID, step.ID, err)
			}
			state = next
			stored, err := lessons.Record(p.pack.Manifest.ID, l.ID, e)
			if err != nil {
				p.t.Fatal(err)
			}
			stored.ID = fmt.Sprintf("%08x-%06d", p.at.Unix(), len(p.log))
			p.log = append(p.log, stored)
		}
		do(time.Second, lessons.Event{Kind: lessons.Opened})
		p.step(step, do)
	}
}

// step does what a step asks for.
func (p *player) step(step *content.Step, do func(time.Duration, lessons.Event)) {
	minute := time.Minute
	switch {
	case step.Kind.Asks():
		do(minute, lessons.Event{Kind: lessons.Predicted, Prediction: p.predict(step)})
	case step.Kind == content.Simulate, step.Kind == content.Explore:
		do(2*minute, lessons.Event{Kind: lessons.Watched, Watch: &lessons.Watch{Seed: 1, Reached: 240e9}})
		do(time.Second, lessons.Event{Kind: lessons.Finished})
	case step.Kind == content.Challenge:
		won := p.succeeds()
		do(3*minute, lessons.Event{Kind: lessons.Judged, Judgement: &lessons.Judgement{Seeds: 50, Passed: 50 * b(won), PassRate: float64(b(won)), Won: won}})
		if !won {
			do(minute, lessons.Event{Kind: lessons.Finished})
		}
	case step.Kind == content.Preflight:
		c := &lessons.Choice{}
		for _, it := range step.Preflight.Protections[:step.Preflight.Most] {
			c.Items = append(c.Items, it.ID)
		}
		do(minute, lessons.Event{Kind: lessons.Chosen, Choice: c})
	case step.Kind == content.Explain:
		p.explain(step, do)
	default:
		do(2*minute, lessons.Event{Kind: lessons.Finished})
	}
}

func (p *player) succeeds() bool { return p.luck.below(10) < p.skill }

func (p *player) predict(step *content.Step) *lessons.Prediction {
	out := &lessons.Prediction{Confidence: 50 + 10*p.luck.below(5)}
	if step.Kind == content.Estimate {
		out.Seed = uint64(p.luck.below(1000))
	}
	ask, right := step.AskFor(out.Seed), p.succeeds()
	switch {
	case ask.Quantity != nil:
		out.Number = ask.Quantity.Value
		if !right && len(ask.Quantity.Near) > 0 && p.luck.below(3) > 0 {
			out.Number = ask.Quantity.Near[0].Value
		} else if !right {
			out.Number = 7*out.Number + 11
		}
		out.Value = grading.Amount(out.Number, ask.Quantity.Unit)
	case right:
		out.Choice = ask.Answer
	default:
		out.Choice = ask.Choices[p.luck.below(2)].ID // the first ones sound best
	}
	return out
}

// pointed is what learners write who say that they covered an item, and whom the grader does not understand.
const pointed = "And one more thing, which I would put on the whiteboard in green."

// graded remembers what was graded: learners share sentences, and grading takes milliseconds.
var graded sync.Map

// explain writes an answer of exemplars, has it graded as the tutor does, and may claim an item.
func (p *player) explain(step *content.Step, do func(time.Duration, lessons.Event)) {
	rubric := p.pack.Rubrics.Of(step.Explain.Question)
	said := []string{"I would look at it from the side of the caller."}
	for _, item := range rubric.Items {
		switch ex := item.Exemplars.Explained; {
		case p.succeeds() && len(ex) > 0:
			said = append(said, ex[p.luck.below(min(len(ex), 3))])
		case len(item.Misconceptions) > 0 && len(item.Misconceptions[0].Exemplars) > 0 && p.luck.below(3) == 0:
			said = append(said, item.Misconceptions[0].Exemplars[0])
		}
	}
	text := strings.Join(append(said, pointed), "\n\n")
	verdict := p.grade(rubric.ID, text)
	do(4*time.Minute, lessons.Event{Kind: lessons.Answered, Answer: &lessons.Answer{Text: text, Verdict: verdict}})
	for _, v := range verdict.Items {
		if v.Level == grading.Missed && !v.Wrong && p.luck.below(3) == 0 {
			do(time.Minute, lessons.Event{Kind: lessons.Claimed, Claim: &lessons.Claim{Item: v.ID, Start: strings.Index(text, pointed), End: len(text)}})
			return
		}
	}
}

func (p *player) grade(question, text string) grading.Verdict {
	if v, ok := graded.Load(question + text); ok {
		return v.(grading.Verdict)
	}
	g, err := p.pack.Grader(question)
	if err != nil {
		p.t.Fatal(err)
	}
	v := g.Grade(text)
	graded.Store(question+text, v)
	return v
}

func b(is bool) int { return btoi(is) }

// luck is splitmix64 (Steele, Lea, Flood 2014): what is drawn depends on the seed alone.
type luck uint64

// below draws from 0 to n-1; n is small, so the remainder is even enough.
func (l *luck) below(n int) int {
	*l += 0x9e3779b97f4a7c15
	z := uint64(*l)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}

const learners = 25

// names are those of learners, some of whom would like to be run.
var names = []string{"Ada", "Barbara", "Butler", "=cmd|' /C calc'!A0", "Edsger", "<script>alert(1)</script>", "Grace", "Leslie"}

func nameOf(n int) string {
	if n < len(names) {
		return names[n]
	}
	return fmt.Sprintf("Learner %02d", n)
}

// classroom are the sheets of the generated class, signed; those of every second learner with answers.
var classroom = sync.OnceValues(func() ([][]byte, error) {
	pack, err := content.Core()
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for n := range learners {
		data, err := signed(pack, played(quiet{}, pack, n), n, monday.AddDate(0, 0, 20), n%2 == 0)
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
})

// quiet is for what is made once for several tests: it panics where a test would fail.
type quiet struct{ testing.TB }

func (quiet) Helper()                           {}
func (quiet) Fatal(args ...any)                 { panic(fmt.Sprint(args...)) }
func (quiet) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

func signed(pack *content.Pack, log []store.Event, n int, at time.Time, withAnswers bool) ([]byte, error) {
	key := keyOf(n)
	return Sign(Make(pack, log, By{Name: nameOf(n), Key: PublicKey(key), At: at, WithAnswers: withAnswers}), key)
}

// handed are the files of the generated class, as read.
func handed(t testing.TB) []Handed {
	t.Helper()
	files, err := classroom()
	if err != nil {
		t.Fatal(err)
	}
	var out []Handed
	for n, data := range files {
		s, err := Read(data)
		if err != nil {
			t.Fatalf("the sheet of %s can't be read: %v", nameOf(n), err)
		}
		out = append(out, Handed{File: fmt.Sprintf("learner-%02d.json", n), Sheet: s})
	}
	return out
}

// writeSheets leaves the class for people to look at, with files that can't be taken.
func writeSheets(t *testing.T, folder string) {
	t.Helper()
	files, err := classroom()
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for n, data := range files {
		write(fmt.Sprintf("learner-%02d.json", n), data)
	}
	write("forged.json", bytes.Replace(files[0], []byte(`"name": "Ada"`), []byte(`"name": "Adb"`), 1))
	write("notes.txt", []byte("hand in by Friday"))
}
