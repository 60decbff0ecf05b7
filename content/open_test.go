package content_test

import (
	"reflect"
	"strings"
	"testing"

	"sysprep/content"
	"sysprep/scenarios"
)

func open(t *testing.T, change ...string) *content.Pack {
	t.Helper()
	files := goodPack(t)
	if len(change) == 3 {
		whole := string(files[change[0]].Data)
		if !strings.Contains(whole, change[1]) {
			t.Fatalf("%s does not hold %q", change[0], change[1])
		}
		files[change[0]].Data = []byte(strings.Replace(whole, change[1], change[2], 1))
	}
	pack, err := content.Open(files)
	if err != nil {
		t.Fatalf("the pack has faults:\n%v", err)
	}
	return pack
}

func TestOpenReadsAWholePack(t *testing.T) {
	pack := open(t)
	if m := pack.Manifest; m.ID != "example/brim" || m.Version != "1.2.0" || m.Title != "The full brim: queues" || len(m.Objectives) != 2 || len(m.Retired) != 2 {
		t.Errorf("manifest %+v", m)
	}
	if len(pack.Lessons) != 1 || len(pack.Scenarios.IDs()) != 1 || len(pack.Rubrics.Questions()) != 1 || len(pack.Decks) != 1 {
		t.Fatalf("%d lessons, %d scenarios, %d rubrics, %d decks; want one of each", len(pack.Lessons), len(pack.Scenarios.IDs()), len(pack.Rubrics.Questions()), len(pack.Decks))
	}
	if s := pack.Scenarios.Of("small-store"); s.Nodes[0].Rate != 600 || s.Edges[0].Timeout != scenarios.Duration(1e9) || s.Goals[0].Op != ">=" || s.Knobs[1].Max != "5" {
		t.Errorf("scenario %+v", s)
	}
	if r := pack.Rubrics.Of("brim"); r.Items[0].Weight != 2 || len(r.Items[0].Rules.Tradeoff) != 1 {
		t.Errorf("rubric %+v", r)
	}
	if len(pack.Rubrics.Lexicon().Concepts) != 2 || len(pack.Rubrics.Lexicon().Things) != 1 {
		t.Errorf("lexicon %+v", pack.Rubrics.Lexicon())
	}
	want := []content.Card{
		{ID: "wait", Question: "How long does the last row in a queue wait?", Answer: "Its length divided by the service rate."},
		{ID: "rule", Question: "A queue does no work for nobody while its [...] is below the [...].", Answer: "A queue does no work for nobody while its wait is below the caller's timeout."},
		{ID: "answers", Question: "Name two answers\nto a full queue.", Answer: "Reject early.\nOr add capacity."},
	}
	if got := pack.Decks["queues"].Cards; !reflect.DeepEqual(got, want) {
		t.Errorf("cards %+v", got)
	}
}

func TestLessonSteps(t *testing.T) {
	pack := open(t)
	l := pack.Lessons[0]
	if l.ID != "full-brim" || l.Title != "The full brim" || l.Minutes != 10 || len(l.Objectives) != 2 {
		t.Errorf("lesson %+v", l)
	}
	hashes := map[string]bool{}
	for _, s := range l.Steps {
		if len(s.Hash) != 16 || hashes[s.Hash] {
			t.Errorf("step %s has the hash %q", s.ID, s.Hash)
		}
		hashes[s.Hash] = true
	}
	for i := range l.Steps {
		l.Steps[i].Hash = ""
	}
	want := []content.Step{
		{
			ID: "story", Kind: content.Read, Title: "A queue", Line: 12,
			Text: "A database can do **500** queries a second. Somebody sends 600.\n\n```sql\n-- fences that are no steps stay in the text\nSELECT 1;\n```",
		},
		{ID: "p-wait", Kind: content.Predict, Line: 23, Ask: &content.Ask{
			Prompt:     "The queue has room for 1000. How long does the last one in it wait?",
			Quantity:   &content.Quantity{Value: 2, Unit: "s", Tolerance: 0.1, Near: []content.NearMiss{{Value: 0.5, Say: "That is 500 divided by 1000: turn it over."}}},
			Confidence: true,
			Explain:    "1000 rows at *500 a second* take two seconds.",
		}},
		{ID: "p-callers", Kind: content.Predict, Line: 30, Text: "Commit to a guess first.", After: []string{"p-wait"}, Ask: &content.Ask{
			Prompt:  "Callers wait one second. Who gets the answers?",
			Choices: []content.Choice{{ID: "all", Text: "Everybody, late"}, {ID: "nobody", Text: "Nobody: they have gone", Say: "Just so."}},
			Answer:  "nobody",
		}},
		{ID: "watch", Kind: content.Simulate, Line: 43, Simulate: &content.SimulateStep{
			Scenario: "small-store", Set: map[string]string{"queue": "800"}, Seed: 7,
			Notes:   []content.Note{{At: 5e9, Say: "The queue fills."}, {At: 40e9, Say: "It stays full."}},
			Compare: []string{"p-wait", "p-callers"}, Claims: []string{"overloaded"},
		}},
		{ID: "fix", Kind: content.Challenge, Line: 54, Challenge: &content.ChallengeStep{
			Scenario: "small-store", Allow: []string{"queue", "attempts"}, Goals: []string{"answers"}, Seeds: 20, PassRate: 0.8,
			Hints: []string{"Who is the work for?"}, Decoys: []content.Decoy{{Expect: "overloaded", Say: "More room only means a longer wait."}},
		}},
		{ID: "say-why", Kind: content.Explain, Line: 65, Explain: &content.ExplainStep{Question: "brim", Items: []string{"wait"}}},
		{ID: "q-length", Kind: content.Quiz, Line: 70, Ask: &content.Ask{
			Prompt:   "Workers clear 500/s, callers wait 1 s: what is the longest queue that wastes nothing?",
			Quantity: &content.Quantity{Value: 500, Tolerance: 0.1},
		}},
		{ID: "w-wait", Kind: content.Worked, Line: 75, Worked: &content.WorkedStep{Lines: []content.WorkedLine{
			{Say: "1,000 rows wait, and 500 are read each second."},
			{
				Ask: "How long does the last one wait?", Say: "1,000 / 500 a second = 2 s.",
				Quantity: &content.Quantity{Value: 2, Unit: "s", Tolerance: 0.1, Near: []content.NearMiss{{Value: 0.5, Say: "Turn it over."}}},
			},
		}}},
		{ID: "sp-queue", Kind: content.Spot, Line: 81, Ask: &content.Ask{
			Prompt: "One of these sentences is wrong. Which one?", Answer: "longer",
			Choices: []content.Choice{
				{ID: "longer", Text: "A longer queue makes the database faster.", Say: "It makes rows wait longer: the database does 500 a second either way."},
				{ID: "bound", Text: "A bounded queue refuses what it can't hold."},
			},
		}},
		{ID: "est-wait", Kind: content.Estimate, Line: 88, Estimate: &content.EstimateStep{Drill: "wait", Variant: "last", Question: &pack.Drills["wait"].Variants[0]}},
		{ID: "end", Kind: content.Debrief, Line: 93, Text: "That was the full brim."},
	}
	for i, w := range want {
		if i >= len(l.Steps) || !reflect.DeepEqual(l.Steps[i], w) {
			t.Errorf("step %d is\n%+v\nwant\n%+v", i, l.Steps[i], w)
		}
	}
	if len(l.Steps) != len(want) {
		t.Errorf("%d steps, want %d", len(l.Steps), len(want))
	}
}

// A step's hash tells what a learner would notice, and nothing else.
func TestHash(t *testing.T) {
	hashes := func(p *content.Pack) map[string]string {
		m := map[string]string{}
		for _, s := range p.Lessons[0].Steps {
			m[s.ID] = s.Hash
		}
		return m
	}
	before := hashes(open(t))
	for _, c := range []struct{ name, old, new, changed string }{
		{"text", "Somebody sends 600", "Somebody sends 700", "story"},
		{"a key", "seed: 7", "seed: 8", "watch"},
		{"a choice", "Everybody, late", "Everybody, in time", "p-callers"},
		{"the kind", "step=quiz", "step=spot", "q-length"},
		{"line breaks", "queries a second. Somebody", "queries a second.\nSomebody", ""},
		{"a comment", "seed: 7", "seed: 7 # any", ""},
		{"quotes", "prompt: \"Callers wait one second. Who gets the answers?\"", "prompt: 'Callers wait one second. Who gets the answers?'", ""},
		{"the order of keys", "scenario: small-store\nset: {queue: 800}", "set: {queue: 800}\nscenario: small-store", ""},
		{"style", "set: {queue: 800}", "set:\n  queue: 800", ""},
	} {
		after := hashes(open(t, lesson, c.old, c.new))
		for id, h := range after {
			if (h != before[id]) != (id == c.changed) {
				t.Errorf("%s: the hash of %s went from %s to %s", c.name, id, before[id], h)
			}
		}
	}
}

// However text gets in, nothing that a screen may show holds a control character.
func TestTextIsFilteredOnAllRoads(t *testing.T) {
	const evil = "\u202e\u200b\u009b31m"
	for _, c := range []struct{ file, old, new string }{
		{"pack.yaml", "The full brim: queues", "The full " + evil + `\u001b[31m\x9b brim`},
		{lesson, "title: \"The full brim\"", "title: \"The" + evil + ` \e]52;c;aGk=\a brim"`},
		{lesson, "A database can do", evil + "\x1b[2J&#27;[2J A database can do"},
		{lesson, "Everybody, late", evil + `\u001b everybody &#x1b;`},
		{lesson, "Who is the work for?", `\x1b[0m` + evil},
		{scenario, "Most callers are answered", `\x1b[0m` + evil},
		{scenario, "label: Attempts", `label: "Att\nempts\u001b"`},
		{rubric, "Wait against patience", `\x1b[0m` + evil},
		{"lexicon.yaml", "backlog", "back" + evil + "log"},
		{deck, "Its length divided", evil + "\x1b[31m&#155; Its length divided"},
	} {
		checkStrings(t, c.file+" "+c.new, reflect.ValueOf(open(t, c.file, c.old, c.new)))
	}
	files := goodPack(t)
	files[lesson].Data = []byte(strings.Replace(string(files[lesson].Data), "seed: 7", "\"se\x1b[31med\u202e\": 7", 1))
	_, err := content.Open(files)
	faults, ok := content.AsFaults(err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	checkStrings(t, "faults", reflect.ValueOf(faults))
}

// checkStrings looks at every text below v.
func checkStrings(t *testing.T, what string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		for _, r := range v.String() {
			if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == 0x202e || r == 0x200b {
				t.Errorf("%s: %q holds %U", what, v.String(), r)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			checkStrings(t, what, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			checkStrings(t, what, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			checkStrings(t, what, v.Index(i))
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			checkStrings(t, what, k)
			checkStrings(t, what, v.MapIndex(k))
		}
	}
}

// One author's round trip should show everything: faults in several files, and several
// in one, are told together and in order.
func TestAllFaultsAtOnce(t *testing.T) {
	files := goodPack(t)
	change := func(file, old, new string) {
		files[file].Data = []byte(strings.ReplaceAll(string(files[file].Data), old, new))
	}
	change("pack.yaml", "version: 1.2.0", "version: 2\ncolour: red")
	change(lesson, "seed: 7", "seed: -7\nspeed: 9")
	change(lesson, "answer: nobody", "answer: none")
	change(deck, "^rule", "")
	_, err := content.Open(files)
	faults, _ := content.AsFaults(err)
	var places []string
	for _, f := range faults {
		place, _, _ := strings.Cut(f.String(), ": ")
		places = append(places, place)
	}
	want := "decks/queues.md:10:1 lessons/full-brim.md:37:9 lessons/full-brim.md:46:7 lessons/full-brim.md:47:1 pack.yaml:5:10 pack.yaml:6:1"
	if got := strings.Join(places, " "); got != want {
		t.Errorf("faults at %s\nwant      %s\n%v", got, want, err)
	}
	if len(faults) > 1 && (faults[1].Excerpt != "answer: none" || faults[1].Do == "") {
		t.Errorf("fault %+v", faults[1])
	}
}
