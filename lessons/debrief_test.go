package lessons

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sysprep/grading"
	"sysprep/store"
)

func TestDebrief(t *testing.T) {
	l := cliff()
	loop := verdict("sustaining-loop", "metastability", grading.Explained)
	loop.Evidence = []grading.Span{{Text: "too late", Start: 0, End: 8}, {Text: "the rows come too late", Start: 0, End: 22}}
	wrong := verdict("trigger-gone", "metastability", grading.Named)
	wrong.Wrong, wrong.Against, wrong.Next = true, []grading.Span{{Text: "it recovers"}}, "What would bring it back?"
	events := append(won(),
		answer(20, "the rows come too late", verdict("hidden-capacity", "scale", grading.Missed), loop, wrong),
		answer(25, "the rows", verdict("hidden-capacity", "scale", grading.Missed), verdict("sustaining-loop", "metastability", grading.Named), wrong),
		claim(26, "hidden-capacity", 0, 8),
		predict(30, "q-queue", Prediction{Value: "500", Number: 500}),
		finish(31, "end"))
	d := apply(t, l, events...).Debrief("core", l)

	want := Debrief{
		Predictions: []Predicting{
			{Step: "p-load", Prompt: "What does the database see?", Confidence: 70, Outcome: Outcome{Result: Slip, Said: "300/s", Answer: "3,000/s", Say: "That is the load with the cache."}},
			{Step: "p-recovers", Prompt: "Where is goodput?", Confidence: 90, Outcome: Outcome{Result: Right, Said: "Flat near zero", Answer: "Flat near zero", Say: "Right."}},
			{Step: "q-queue", Prompt: "The longest queue?", Quiz: true, Outcome: Outcome{Result: Right, Said: "500", Answer: "500", Say: "Right."}},
		},
		Right: 2, Rated: 2,
		Brier:      (0.7*0.7 + 0.1*0.1) / 2, // by hand, from Brier's definition
		Challenges: []Challenged{{Step: "c-fix", Title: "Save it", Tries: 2, Hints: 1, Won: true}},
		Gained: []Gain{
			{Step: "e-loop", Question: "cache-collapse", Item: "hidden-capacity", Title: "The hidden-capacity", Section: "scale", Claimed: true, Quote: "the rows"},
			{Step: "e-loop", Question: "cache-collapse", Item: "sustaining-loop", Title: "The sustaining-loop", Section: "metastability", Level: grading.Explained, Quote: "the rows come too late"},
		},
		Missing: []Gain{
			{Step: "e-loop", Question: "cache-collapse", Item: "trigger-gone", Title: "The trigger-gone", Section: "metastability", Level: grading.Named, Wrong: true, Quote: "it recovers", Next: "What would bring it back?"},
		},
		Hints: 1,
	}
	opts := cmp.Options{
		cmpopts.IgnoreFields(Debrief{}, "Reviews"), cmpopts.IgnoreFields(Challenged{}, "Best"),
		cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }),
	}
	if diff := cmp.Diff(want, d, opts); diff != "" {
		t.Errorf("debrief (-want +got):\n%s", diff)
	}
	if b := d.Challenges[0].Best; b == nil || b.PassRate != 0.98 {
		t.Errorf("best judgement %+v", b)
	}
	var keys []string
	for _, r := range d.Reviews {
		keys = append(keys, r.Key)
	}
	wantKeys := []string{
		"core/cache-cliff/p-load", "core/cache-cliff/e-loop#hidden-capacity", "core/cache-cliff/e-loop#trigger-gone", "core/cache-cliff/c-fix", "core/cache-cliff/e-loop#sustaining-loop",
	}
	if diff := cmp.Diff(wantKeys, keys, cmpopts.SortSlices(func(a, b string) bool { return a < b })); diff != "" {
		t.Errorf("reviews (-want +got):\n%s", diff)
	}
}

func TestDebriefOfNothing(t *testing.T) {
	l := cliff()
	if diff := cmp.Diff(Debrief{}, New(l).Debrief("core", l)); diff != "" {
		t.Errorf("a lesson not begun has a debrief: %s", diff)
	}
}

func TestMastery(t *testing.T) {
	pack := corePack()
	wrong := verdict("trigger-gone", "metastability", grading.Missed)
	wrong.Wrong = true
	for _, test := range []struct {
		name        string
		events      []Event
		meta, scale Section
	}{
		{"nothing", nil, Section{Total: 2}, Section{Total: 1}},
		{
			"levels",
			[]Event{answer(20, "a", verdict("sustaining-loop", "", grading.Tradeoff), verdict("trigger-gone", "", grading.Named), verdict("hidden-capacity", "", grading.Missed))},
			Section{Explained: 1, Named: 1, Total: 2},
			Section{Total: 1},
		},
		{
			"the best answer counts",
			[]Event{answer(20, "a", verdict("sustaining-loop", "", grading.Explained)), answer(21, "b", verdict("sustaining-loop", "", grading.Missed))},
			Section{Explained: 1, Total: 2},
			Section{Total: 1},
		},
		{
			"a misconception takes it back",
			[]Event{answer(20, "a", verdict("trigger-gone", "", grading.Explained)), answer(21, "b", wrong)},
			Section{Wrong: 1, Total: 2},
			Section{Total: 1},
		},
		{
			"until it is put right, and then the best counts again",
			[]Event{answer(20, "a", verdict("trigger-gone", "", grading.Explained)), answer(21, "b", wrong), answer(22, "c", verdict("trigger-gone", "", grading.Named))},
			Section{Explained: 1, Total: 2},
			Section{Total: 1},
		},
		{
			"a claim counts as named",
			[]Event{answer(20, "abc", verdict("hidden-capacity", "", grading.Missed)), claim(21, "hidden-capacity", 0, 3)},
			Section{Total: 2},
			Section{Named: 1, Claimed: 1, Total: 1},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := pack.Lessons[0]
			got := Mastery(pack, map[string]State{l.ID: Fold(l, test.events), "gone": {}})
			if len(got) != 8 || got[7].ID != "culture" || got[7].Total != 1 {
				t.Fatalf("sections %+v; want the seven of the checklist, and the pack's own", got)
			}
			test.meta.ID, test.meta.Title = "metastability", "metastability"
			test.scale.ID, test.scale.Title = "scale", "scale"
			if got[4] != test.meta || got[5] != test.scale {
				t.Errorf("got %+v and %+v; want %+v and %+v", got[4], got[5], test.meta, test.scale)
			}
		})
	}
}

func BenchmarkStates100k(b *testing.B) {
	var log []store.Event
	for len(log) < 100_000 {
		for _, e := range whole() {
			stored, err := Record("core", "cache-cliff", e)
			if err != nil {
				b.Fatal(err)
			}
			log = append(log, stored)
		}
	}
	pack := corePack()
	for b.Loop() {
		States(pack, log)
	}
}
