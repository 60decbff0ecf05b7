package lessons

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sysprep/grading"
)

// anyHeard draws what interviews have shown, on one of a few days.
func anyHeard() *rapid.Generator[Heard] {
	return rapid.Custom(func(t *rapid.T) Heard {
		v := verdict(rapid.SampledFrom([]string{"sustaining-loop", "hidden-capacity"}).Draw(t, "item"), "metastability", grading.Level(rapid.IntRange(0, 3).Draw(t, "level")))
		v.Wrong, v.Claimed = rapid.Bool().Draw(t, "wrong"), rapid.Bool().Draw(t, "claimed")
		return Heard{Interview: "i", Session: "s", Answer: Answer{
			At: after(day(rapid.IntRange(0, 9).Draw(t, "day"))), Text: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "text"),
			Verdict: grading.Verdict{Question: "cache-collapse", Items: []grading.ItemVerdict{v}},
		}}
	})
}

// TestHeardCountsAsLessonsDo: what was heard in interviews gives the same sum as the same answers in a lesson, and the
// same from a summary; and the evidence's standings are the counts.
func TestHeardCountsAsLessonsDo(t *testing.T) {
	pack := corePack()
	l := pack.Lessons[0]
	rapid.Check(t, func(t *rapid.T) {
		heard := rapid.SliceOfNDistinct(anyHeard(), 0, 6, func(h Heard) string { return h.At.String() + h.Text }).Draw(t, "heard")
		s := New(l)
		both := New(l)
		for _, h := range rapid.SliceOfNDistinct(anyHeard(), 0, 4, func(h Heard) time.Time { return h.At }).Draw(t, "in the lesson") {
			h.At = h.At.Add(time.Minute)
			s.Steps[0].Answers = append(s.Steps[0].Answers, h.Answer)
		}
		both.Steps[0].Answers = append(answersOf(heard), s.Steps[0].Answers...)
		states := map[string]State{l.ID: s}
		got := Mastery(pack, states, heard...)
		if want := Mastery(pack, map[string]State{l.ID: both}); !reflect.DeepEqual(got, want) {
			t.Fatalf("from interviews %+v, in a lesson %+v", got, want)
		}

		counts := map[string]int{}
		for _, e := range Evidences(pack, states, heard...) {
			counts[e.Section+" "+e.Standing()]++
			if e.Evidence != nil && (e.Evidence.Interview == "i") == (e.Evidence.Lesson == l.ID) {
				t.Fatalf("the evidence %+v is of neither or of both", e.Evidence)
			}
		}
		for _, m := range got {
			if m.Explained != counts[m.ID+" explained"] || m.Named != counts[m.ID+" named"] || m.Wrong != counts[m.ID+" wrong"] {
				t.Fatalf("mastery counts %+v, the evidence %v", m, counts)
			}
		}

		data, err := Summary{States: states, Heard: heard}.Encode(pack)
		if err != nil {
			t.Fatal(err)
		}
		short, err := DecodeSummary(pack, data)
		if err != nil {
			t.Fatal(err)
		}
		if again := Mastery(pack, map[string]State{l.ID: s}, short.Heard...); !reflect.DeepEqual(got, again) {
			t.Fatalf("mastery %+v, by the summary %+v", got, again)
		}
		if again, err := short.Encode(pack); err != nil || string(again) != string(data) {
			t.Fatalf("a summary of the summary is another one (%v):\n%s\n%s", err, data, again)
		}
	})
}
