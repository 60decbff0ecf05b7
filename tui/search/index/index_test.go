package index

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sysprep/content"
	"sysprep/lessons"
)

func core(t testing.TB) *content.Pack {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	return pack
}

// fresh are the states of a learner who has done nothing.
func fresh(pack *content.Pack) map[string]lessons.State {
	states := map[string]lessons.State{}
	for _, l := range pack.Lessons {
		states[l.ID] = lessons.New(l)
	}
	return states
}

// shown is all that the search may show.
func shown(docs []Document) string {
	var b strings.Builder
	for _, d := range docs {
		b.WriteString(oneLine(d.Title) + "\n" + oneLine(d.Text) + "\n" + oneLine(d.Ahead) + "\n")
	}
	return b.String()
}

// TestNothingIsShownThatIsNotEarned holds what a newcomer may see against all answers,
// explanations, hints and solutions of the core pack.
func TestNothingIsShownThatIsNotEarned(t *testing.T) {
	pack := core(t)
	all := shown(Documents(pack, fresh(pack)))
	checked := 0
	secret := func(what, text string) {
		text = oneLine(plain(text))
		if len(text) < 25 { // "300/s" stands in many texts
			return
		}
		checked++
		if strings.Contains(all, text) {
			t.Errorf("%s is shown to a newcomer: %s", what, text)
		}
	}
	for _, l := range pack.Lessons {
		for i, s := range l.Steps {
			at := l.ID + "/" + s.ID
			if i > 0 {
				secret(at+" (locked)", s.Text)
			}
			if s.Ask != nil {
				secret(at+", its explanation", s.Ask.Explain)
				for _, c := range s.Ask.Choices {
					secret(at+", what is said to a choice", c.Say)
				}
			}
			if s.Challenge != nil {
				for _, h := range s.Challenge.Hints {
					secret(at+", a hint", h)
				}
			}
			if s.Worked != nil {
				for _, line := range s.Worked.Lines {
					secret(at+", a line", line.Say)
				}
			}
			if s.Simulate != nil {
				for _, n := range s.Simulate.Notes {
					secret(at+", a remark of the run", n.Say)
				}
			}
		}
		for _, d := range l.Decks {
			for _, c := range d.Cards {
				secret(l.ID+", a card's answer", c.Answer)
			}
		}
	}
	if checked < 200 {
		t.Errorf("only %d secrets were looked for", checked)
	}
}

// TestWhatIsEarnedIsFound goes on step by step in the first lesson with a question.
func TestWhatIsEarnedIsFound(t *testing.T) {
	l := &content.Lesson{ID: "l", Title: "The lesson", Steps: []content.Step{
		{ID: "q", Kind: content.Quiz, Title: "The boundary", Ask: &content.Ask{
			Prompt: "How long may the queue be?", Explain: "Shorter than patience times service rate.", Answer: "a",
			Choices: []content.Choice{{ID: "a", Text: "two seconds"}, {ID: "b", Text: "any length"}},
		}},
		{ID: "r", Kind: content.Read, Title: "Afterwards", Text: "It was **the queue**.\n\n```\nload | 600\n```\n"},
	}, Decks: []*content.Deck{{ID: "d", Title: "Cards", Cards: []content.Card{{ID: "c", Question: "What is a ghost?", Answer: "Work for nobody."}}}}}
	pack := &content.Pack{Manifest: content.Manifest{ID: "p"}, Lessons: []*content.Lesson{l}, Rubrics: content.NewRubrics(nil, nil), Scenarios: content.NewSystems(nil)}
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	s := lessons.New(l)
	find := func(query string) []Result {
		return New(Documents(pack, map[string]lessons.State{"l": s})).Find(query, 10, 60)
	}
	do := func(e lessons.Event) {
		t.Helper()
		e.At = at
		next, err := s.Apply(l, e)
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	one := func(query string) Result {
		t.Helper()
		r := find(query)
		if len(r) != 1 {
			t.Fatalf("%q finds %d", query, len(r))
		}
		return r[0]
	}

	if r := find("patience"); len(r) != 0 {
		t.Errorf("an explanation is found before the answer: %v", r)
	}
	if r := one("queue afterwards"); r.Text != "" || r.Excerpt != nil || r.Ahead != `Ahead of you. Finish step 1, "The boundary" first.` {
		t.Errorf("a locked step says %+v", r)
	}
	if r := find("ghost"); len(r) != 0 {
		t.Errorf("a card is found before the lesson is finished: %v", r)
	}
	do(lessons.Event{Kind: lessons.Predicted, Step: "q", Prediction: &lessons.Prediction{Choice: "b"}})
	if r := one("patience times"); r.Step != "q" || r.Text == "" {
		t.Errorf("an explanation that was seen says %+v", r)
	}
	if r := one("load 600"); r.Step != "r" || strings.ContainsAny(r.Text, "*`") {
		t.Errorf("an open step says %+v", r)
	}
	do(lessons.Event{Kind: lessons.Noted, Step: "r", Note: &lessons.Note{Text: "ask about Patience"}})
	if r := find("patience"); len(r) != 2 || r[0].Kind != Note {
		t.Errorf("one's own note is not the first: %+v", r)
	}
	do(lessons.Event{Kind: lessons.Finished, Step: "r"})
	if r := one("ghost"); r.Kind != Card || r.Text != "" || r.Ahead == "" {
		t.Errorf("a card that was not asked says %+v", r)
	}
	if r := one("nobody"); r.Excerpt != nil {
		t.Errorf("its answer is shown: %+v", r)
	}
	do(lessons.Event{Kind: lessons.Recalled, Review: &lessons.Rating{Item: "d/c", Grade: lessons.Good}})
	if r := one("nobody"); r.Text != "Work for nobody." {
		t.Errorf("a card that was asked says %+v", r)
	}
}

func TestFindRanks(t *testing.T) {
	x := New([]Document{
		{Title: "Reentry", Text: "far retry in the middle"},
		{Title: "Retries", Text: "of all kinds"},
		{Title: "Other", Text: "an untried idea"},
		{Title: "Éclair", Text: "an ÉCLAIR of 日本"},
	})
	titles := func(query string) string {
		var out []string
		for _, r := range x.Find(query, 10, 40) {
			out = append(out, r.Title)
		}
		return strings.Join(out, ", ")
	}
	for query, want := range map[string]string{
		"retr": "Retries, Reentry", "RETRIES": "Retries", "tri": "Retries, Other", "retr middle": "Reentry",
		"": "", "   ": "", "éclair": "Éclair", "日": "Éclair", "retry nowhere": "",
	} {
		if got := titles(query); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// TestExcerptsAreOfTheText cuts any text for any query.
func TestExcerptsAreOfTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Document{Title: rapid.StringN(0, 20, -1).Draw(t, "title"), Text: rapid.StringN(0, 200, -1).Draw(t, "text")}
		query := rapid.StringN(0, 6, -1).Draw(t, "query")
		if words := strings.Fields(d.Text); len(words) > 0 && rapid.Bool().Draw(t, "a word of it") {
			query = rapid.SampledFrom(words).Draw(t, "word")
		}
		width := rapid.IntRange(1, 60).Draw(t, "width")
		for _, r := range New([]Document{d}).Find(query, 5, width) {
			var title, text strings.Builder
			for _, p := range r.Heading {
				title.WriteString(p.Text)
			}
			for _, p := range r.Excerpt {
				text.WriteString(p.Text)
			}
			if title.String() != r.Title {
				t.Fatalf("the title %q is %q in pieces", r.Title, title.String())
			}
			if rest := strings.TrimSuffix(strings.TrimPrefix(text.String(), "… "), "…"); !strings.Contains(r.Text, rest) {
				t.Fatalf("the excerpt %q is not of the text %q", text.String(), r.Text)
			}
		}
	})
}

func BenchmarkIndex(b *testing.B) {
	pack := core(b)
	states := fresh(pack)
	for b.Loop() {
		New(Documents(pack, states))
	}
}

func BenchmarkFind(b *testing.B) {
	pack := core(b)
	x := New(Documents(pack, fresh(pack)))
	for b.Loop() {
		x.Find("retry bud", 200, 80)
	}
}
