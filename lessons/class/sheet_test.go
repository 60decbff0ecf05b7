package class

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/store"
)

// TestWhatIsMadeIsRead: whatever is in a log, the sheet of it is signed, read, and says the same.
func TestWhatIsMadeIsRead(t *testing.T) {
	pack := core(t)
	rapid.Check(t, func(rt *rapid.T) {
		log := played(t, pack, rapid.IntRange(0, 9).Draw(rt, "learner"))
		log = append(log[:rapid.IntRange(1, len(log)).Draw(rt, "so far")], odd(rt, pack))
		key := keyOf(rapid.IntRange(0, 5).Draw(rt, "key"))
		s := Make(pack, log, By{Name: rapid.String().Draw(rt, "name"), Key: PublicKey(key), At: friday, WithAnswers: rapid.Bool().Draw(rt, "with answers")})
		data, err := Sign(s, key)
		if err != nil {
			rt.Fatal(err)
		}
		back, err := Read(data)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(s, back.Sheet); diff != "" {
			rt.Errorf("(-made +read):\n%s", diff)
		}
	})
}

// odd is an event as a damaged or hostile database may hold it.
func odd(t *rapid.T, pack *content.Pack) store.Event {
	l := pack.Lessons[0]
	e := lessons.Event{At: monday, Kind: lessons.Answered, Answer: &lessons.Answer{Text: rapid.String().Draw(t, "text") + ".", Verdict: grading.Verdict{
		Question: rapid.SampledFrom([]string{"rpc-eight-steps", "made-up"}).Draw(t, "question"),
		Items:    []grading.ItemVerdict{{ID: rapid.SampledFrom([]string{"fate-sharing", "\x1b[31m"}).Draw(t, "item"), Wrong: true, Feedback: "what an older edition said"}},
	}}}
	kind := content.Explain
	if rapid.Bool().Draw(t, "prediction") {
		kind = content.Quiz
		e = lessons.Event{At: monday, Kind: lessons.Predicted, Hash: "\x1b]52;c;x\x07", Prediction: &lessons.Prediction{Choice: rapid.String().Draw(t, "choice"), Confidence: rapid.Int().Draw(t, "confidence")}}
	}
	for _, s := range l.Steps {
		if s.Kind == kind {
			e.Step = s.ID
			break
		}
	}
	stored, err := lessons.Record(pack.Manifest.ID, l.ID, e)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// TestWithoutAnswersThereIsNoText: none of the learner's words leave without their say-so, and no note ever does.
func TestWithoutAnswersThereIsNoText(t *testing.T) {
	pack := core(t)
	log := played(t, pack, 7)
	const secret = "my mother's maiden name"
	explains, hash := "", ""
	for _, s := range pack.Lessons[0].Steps {
		if s.Kind == content.Explain {
			explains, hash = s.ID, s.Hash
		}
	}
	for _, e := range []lessons.Event{
		{Kind: lessons.Noted, Note: &lessons.Note{Text: secret}},
		{Kind: lessons.Answered, Answer: &lessons.Answer{Text: "My words.", Verdict: grading.Verdict{Question: "rpc-eight-steps", Items: []grading.ItemVerdict{{ID: "fate-sharing"}}}}},
		{Kind: lessons.Claimed, Claim: &lessons.Claim{Item: "fate-sharing", Start: 0, End: 8}},
	} {
		e.At, e.Step, e.Hash = friday, explains, hash
		stored, err := lessons.Record("core", pack.Lessons[0].ID, e)
		if err != nil {
			t.Fatal(err)
		}
		log = append(log, stored)
	}
	for _, with := range []bool{false, true} {
		data, err := signed(pack, log, 7, friday, with)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		if strings.Contains(text, "maiden") {
			t.Error("a note is in the sheet")
		}
		for _, own := range []string{"My words", "caller.", "whiteboard"} {
			if strings.Contains(text, own) != with {
				t.Errorf("with answers: %v; %q is in it: %v", with, own, !with)
			}
		}
		if s, err := Read(data); err != nil || !cmp.Equal(s.Claims[0], Claim{Question: "rpc-eight-steps", Item: "fate-sharing", Words: map[bool]string{true: "My words"}[with]}) {
			t.Errorf("the claim is %+v (%v)", s.Claims, err)
		}
	}
}

// TestASignatureIsOverWhatIsSaid: blanks may change, and nothing else.
func TestASignatureIsOverWhatIsSaid(t *testing.T) {
	files, err := classroom()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := json.Compact(&b, files[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(b.Bytes()); err != nil {
		t.Errorf("without blanks: %v", err)
	}
	for from, to := range map[string]string{`"right"`: `"wrong"`, `"days":`: `"days":1`, `"Ada"`: `"Eve"`, `"made":"2026`: `"made":"2027`, `"signature":"`: `"signature":"AAAA`} {
		changed := bytes.Replace(b.Bytes(), []byte(from), []byte(to), 1)
		if bytes.Equal(changed, b.Bytes()) {
			t.Fatalf("there is no %s in it", from)
		}
		if _, err := Read(changed); err == nil || !strings.Contains(err.Error(), "it was changed after") && !strings.Contains(err.Error(), "its signature") {
			t.Errorf("%s for %s: %v", to, from, err)
		}
	}
	s, err := Read(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Sign(s.Sheet, keyOf(1)); err == nil {
		t.Error("a sheet was signed with another key than its own")
	}
}

// resigned is a sheet that somebody changed and signed: what the signature says is right.
func resigned(t testing.TB, change func(*Sheet)) []byte {
	t.Helper()
	s := handed(t)[2].Sheet.Sheet
	key := keyOf(2)
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var own Sheet // with lists of its own
	if err := json.Unmarshal(data, &own); err != nil {
		t.Fatal(err)
	}
	change(&own)
	out, err := Sign(own, key)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// hostileSheets are files that must not be taken, each with what is said of it.
func hostileSheets(t testing.TB) map[string][2]string {
	good := string(resigned(t, func(*Sheet) {}))
	changed := func(change func(*Sheet)) string { return string(resigned(t, change)) }
	with := func(from, to string) string {
		if !strings.Contains(good, from) {
			t.Fatalf("no %q in a sheet", from)
		}
		return strings.Replace(good, from, to, 1)
	}
	return map[string][2]string{
		"empty":              {"", "not whole JSON"},
		"half":               {good[:len(good)/2], "not whole JSON"},
		"not UTF-8":          {"{\"format\":\"\xff\"}", "not UTF-8"},
		"huge":               {strings.Repeat(" ", MostBytes+1), "more than 8 MB"},
		"deep":               {strings.Repeat("[", 100_000), "nested more than 12 deep"},
		"deep in a sheet":    {with(`"lessons": [`, `"lessons": `+strings.Repeat("[", 40)), "nested more than 12 deep"},
		"parts without end":  {`{"format":"sysprep-class","version":1,"sheet":{"lessons":[` + strings.Repeat("{},", 100_000) + `{}]}}`, "more than 60000 parts"},
		"other JSON":         {`{"hello":1}`, "no sheet of a class"},
		"whole progress":     {`{"format":"sysprep-progress","version":1}`, "whole progress"},
		"a list":             {`[1,2]`, "a part of it is not what"},
		"newer":              {with(`"version": 1`, `"version": 2`), "upgrade sysprep here"},
		"version 0":          {with(`"version": 1`, `"version": 0`), "version 0 of the form"},
		"unsigned":           {with(`"signature": "`, `"signature": "", "was": "`), "nobody signed it"},
		"forged":             {with(`"name": "Butler"`, `"name": "Ada"`), `changed after "Ada" signed it`},
		"no sheet":           {`{"format":"sysprep-class","version":1,"signature":"AAAA"}`, "its sheet can't be read"},
		"a null sheet":       {`{"format":"sysprep-class","version":1,"signature":"AAAA","sheet":null}`, "it has no key"},
		"text for a number":  {with(`"spent_seconds": `, `"spent_seconds": "x", "was": `), "its spent_seconds is not what"},
		"number for a list":  {with(`"asked": [`, `"asked": 5, "was": [`), "its asked is not what"},
		"no level":           {with(`"level": "`, `"level": "x`), "its sheet can't be read"},
		"too large a number": {with(`"days": 3`, `"days": 1e99`), "its days is not what"},
		"escape in a name":   {changed(func(s *Sheet) { s.Name = "\x1b]0;x\x07" }), "characters that a name does not have"},
		"long name":          {changed(func(s *Sheet) { s.Name = strings.Repeat("x", 81) }), "its name is too long"},
		"no name":            {changed(func(s *Sheet) { s.Name = "" }), "its name"},
		"turned name":        {changed(func(s *Sheet) { s.Name = "\u202eadA" }), "its name"},
		"evil pack":          {changed(func(s *Sheet) { s.Pack = "../../etc" }), "its pack is none"},
		"evil version":       {changed(func(s *Sheet) { s.PackVersion = "1;\x1b[2J" }), "version of its pack"},
		"year 1":             {changed(func(s *Sheet) { s.Made = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC) }), "made in the year 1"},
		"negative time":      {changed(func(s *Sheet) { s.Spent = -1 }), "time spent"},
		"evil lesson":        {changed(func(s *Sheet) { s.Lessons[0].ID = "x\x1b" }), "entry 1 of its lessons"},
		"more than all":      {changed(func(s *Sheet) { s.Lessons[0].Done = s.Lessons[0].Steps + 1 }), "entry 1 of its lessons"},
		"lesson twice":       {changed(func(s *Sheet) { s.Lessons[1] = s.Lessons[0] }), "entry 2 of its lessons is there twice"},
		"question twice":     {changed(func(s *Sheet) { s.Asked[1] = s.Asked[0] }), "entry 2 of its asked is there twice"},
		"evil choice":        {changed(func(s *Sheet) { s.Asked[0].Choice = "<script>" }), "entry 1 of its asked"},
		"evil hash":          {changed(func(s *Sheet) { s.Asked[0].Hash = "\x00" }), "entry 1 of its asked"},
		"no result":          {changed(func(s *Sheet) { s.Asked[0].Result = "great" }), "neither right nor wrong"},
		"very sure":          {changed(func(s *Sheet) { s.Asked[0].Confidence = 101 }), "numbers that can't be"},
		"many tries":         {changed(func(s *Sheet) { s.Challenges = []Challenge{{Lesson: "x", Step: "y", Tries: -1}} }), "entry 1 of its challenges"},
		"item twice":         {changed(func(s *Sheet) { s.Items[1] = s.Items[0] }), "entry 2 of its items is there twice"},
		"evil misconception": {changed(func(s *Sheet) { s.Items[0].Misconceptions = []string{"=cmd()"} }), "entry 1 of its items"},
		"evil claim":         {changed(func(s *Sheet) { s.Claims = []Claim{{Question: "q", Item: "i", Words: "\u009b2J"}} }), "entry 1 of its claims"},
		"evil answer":        {changed(func(s *Sheet) { s.Answers[0].Text = "\x1b[31m" }), "entry 1 of its answers"},
		"long answer":        {changed(func(s *Sheet) { s.Answers[0].Text = strings.Repeat("x", mostText+1) }), "entry 1 of its answers"},
		"folder as question": {changed(func(s *Sheet) { s.Answers[0].Question = "../../.ssh" }), "entry 1 of its answers"},
		"evil label":         {changed(func(s *Sheet) { s.Answers[0].Claimed = []string{"x\n---"} }), "entry 1 of its answers"},
		"answers denied":     {changed(func(s *Sheet) { s.WithAnswers = false }), "says that it has none"},
	}
}

func TestHostileSheetsAreRefused(t *testing.T) {
	for name, c := range hostileSheets(t) {
		t.Run(name, func(t *testing.T) {
			_, err := Read([]byte(c[0]))
			if err == nil || !strings.Contains(err.Error(), c[1]) {
				t.Fatalf("want %q, got %v", c[1], err)
			}
			if said := err.Error(); said != content.Clean(said) || strings.Contains(said, "\n") || len(said) > 300 {
				t.Errorf("not one plain sentence: %q", said)
			}
		})
	}
}

func TestACleanNameStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		name := CleanName(rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z &#0-9;]{60,120}`)).Draw(rt, "name"))
		if again := CleanName(name); again != name || len(name) > mostName {
			rt.Errorf("%q becomes %q", name, again)
		}
	})
}

// FuzzRead: no file is more than refused. What is taken can be reported in all forms, and none of them has a control character.
func FuzzRead(f *testing.F) {
	for _, c := range hostileSheets(f) {
		if len(c[0]) < 1<<20 {
			f.Add([]byte(c[0]))
		}
	}
	files, err := classroom()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(files[0])
	key := keyOf(0)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Read(data)
		if err != nil {
			// Signed by whoever wrote it, it would get further.
			if s, err = Read(signedAnew(data, key)); err != nil {
				return
			}
		}
		r := reportOf(t, []Handed{{File: "x.json", Sheet: s}, {File: "y\x1b.json", Err: fmt.Errorf("\x1b[31m")}})
		text := r.HTML()
		for _, table := range r.Tables() {
			rows, err := table.CSV()
			if err != nil {
				t.Fatal(err)
			}
			text += string(rows)
		}
		if !isText(strings.ReplaceAll(text, "\r\n", "\n")[:min(len(text), mostText)]) {
			t.Error("a report has control characters")
		}
	})
}

// signedAnew signs the sheet of a file with a key, which it is given.
func signedAnew(data []byte, key ed25519.PrivateKey) []byte {
	var in file
	var sheet map[string]json.RawMessage
	if json.Unmarshal(data, &in) != nil || json.Unmarshal(in.Sheet, &sheet) != nil || sheet == nil {
		return nil
	}
	sheet["key"], _ = json.Marshal(PublicKey(key))
	in.Format, in.Version = format, Version
	in.Sheet, _ = json.Marshal(sheet)
	if text, err := signedText(in.Sheet); err == nil {
		in.Signature = ed25519.Sign(key, text)
	}
	out, _ := json.Marshal(in)
	return out
}
