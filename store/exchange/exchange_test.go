package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sysprep/store"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }

func sends(e store.Event) bool { return e.Kind == "lesson.answered" }

// world is all events that there are: machines know some of them.
func world(n int) []store.Event {
	var all []store.Event
	for i := range n {
		e := store.Event{ID: fmt.Sprintf("01-%02d", i), At: at(i * 7 % 40), Kind: "lesson.opened", Pack: "core", Lesson: "l", Step: fmt.Sprint("s", i%3), Data: json.RawMessage(fmt.Sprintf(`{"n":%d}`, i))}
		if i%4 == 0 {
			e.Kind = "lesson.answered"
		}
		all = append(all, e)
	}
	return all
}

// machine is one of a learner's machines. Drafts that were handed in on it are gone from it.
func machine(t *rapid.T, all []store.Event, name string) File {
	f := File{Settings: map[string]string{}}
	for _, e := range all {
		if rapid.Bool().Draw(t, name+" knows") {
			f.Events = append(f.Events, e)
		}
	}
	for i := range 3 {
		if rapid.Bool().Draw(t, name+" drafts") {
			f.Drafts = append(f.Drafts, store.Draft{
				Key: fmt.Sprint("core/l/s", i), At: at(rapid.IntRange(0, 40).Draw(t, "at")),
				Text: rapid.SampledFrom([]string{"the ca", "the cache", "a queue"}).Draw(t, "text"),
			})
		}
	}
	empty, err := Merge(f, File{}, sends)
	if err != nil {
		t.Fatal(err)
	}
	return apply(f, empty)
}

// apply is what a store holds after a change.
func apply(f File, c Change) File {
	events := append(slices.Clone(f.Events), c.Events...)
	slices.SortFunc(events, func(a, b store.Event) int { return strings.Compare(a.ID, b.ID) })
	drafts := map[string]store.Draft{}
	for _, d := range append(slices.Clone(f.Drafts), c.Drafts...) {
		if drafts[d.Key] = d; d.Text == "" {
			delete(drafts, d.Key)
		}
	}
	out := File{Events: events, Settings: maps.Clone(f.Settings)}
	for _, k := range slices.Sorted(maps.Keys(drafts)) {
		out.Drafts = append(out.Drafts, drafts[k])
	}
	maps.Copy(out.Settings, c.Settings)
	return out
}

func TestMergeIsTheSameInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := world(rapid.IntRange(0, 20).Draw(t, "events"))
		a, b, c := machine(t, all, "a"), machine(t, all, "b"), machine(t, all, "c")
		merge := func(have, add File) File {
			change, err := Merge(have, add, sends)
			if err != nil {
				t.Fatal(err)
			}
			return apply(have, change)
		}
		if diff := cmp.Diff(merge(a, b), merge(b, a)); diff != "" {
			t.Errorf("b into a, and a into b (-+):\n%s", diff)
		}
		if diff := cmp.Diff(merge(merge(a, b), c), merge(a, merge(b, c))); diff != "" {
			t.Errorf("(a b) c and a (b c) (-+):\n%s", diff)
		}
		ab := merge(a, b)
		if diff := cmp.Diff(ab, merge(ab, b)); diff != "" {
			t.Errorf("b twice (-once +twice):\n%s", diff)
		}
		if again, err := Merge(ab, b, sends); err != nil || len(again.Events)+len(again.Drafts) != 0 || again.Known != len(b.Events) {
			t.Errorf("the second time adds %+v (%v)", again, err)
		}
	})
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := machine(t, world(rapid.IntRange(0, 20).Draw(t, "events")), "a")
		f.Made = noon
		f.Settings["theme"] = rapid.SampledFrom([]string{"dark", "a \"quoted\" one", "größer"}).Draw(t, "theme")
		var b bytes.Buffer
		if err := f.Encode(&b); err != nil {
			t.Fatal(err)
		}
		if !json.Valid(b.Bytes()) {
			t.Fatalf("not JSON:\n%s", b.String())
		}
		back, err := Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(f, back); diff != "" {
			t.Errorf("(-written +read):\n%s", diff)
		}
	})
}

func TestMergeKeepsTheLaterDraft(t *testing.T) {
	draft := func(minute int, text string) File {
		return File{Drafts: []store.Draft{{Key: "core/l/s0", Text: text, At: at(minute)}}}
	}
	handed := File{Events: []store.Event{{ID: "01", At: at(20), Kind: "lesson.answered", Pack: "core", Lesson: "l", Step: "s0"}}}
	for _, c := range []struct {
		name      string
		have, add File
		want      []store.Draft
	}{
		{"a later one", draft(1, "old"), draft(2, "new"), draft(2, "new").Drafts},
		{"an older one", draft(2, "new"), draft(1, "old"), nil},
		{"handed in here since", handed, draft(10, "old"), nil},
		{"handed in there since", draft(10, "old"), handed, []store.Draft{{Key: "core/l/s0", At: at(10)}}},
		{"written after it was handed in", handed, draft(30, "more"), draft(30, "more").Drafts},
	} {
		change, err := Merge(c.have, c.add, sends)
		if diff := cmp.Diff(c.want, change.Drafts); err != nil || diff != "" {
			t.Errorf("%s (%v, -want +got):\n%s", c.name, err, diff)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	event := func(fields string) string {
		return `{"format":"sysprep-progress","version":1,"events":[{"id":"01","at":"2026-11-21T12:00:00Z","kind":"lesson.opened"` + fields + `}]}`
	}
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "not whole JSON"},
		{"half of it", event("")[:50], "not whole JSON"},
		{"another file", `{"events":[]}`, "holds no progress"},
		{"a list", `[]`, "not whole JSON"},
		{"a later version", `{"format":"sysprep-progress","version":2}`, "upgrade sysprep"},
		{"no version", `{"format":"sysprep-progress"}`, "version 0"},
		{"not text", "{\"format\":\"sysprep-progress\",\"version\":1,\"made\":\"\xff\"}", "not UTF-8"},
		{"deep", event(`,"data":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000)), "nested more than 32 deep"},
		{"events of another shape", `{"format":"sysprep-progress","version":1,"events":[7]}`, "not what"},
		{"an escape in a place", event(`,"lesson":"\u001b[2J"`), "place that is none"},
		{"an escape in a text", event(`,"data":{"text":"\u001b]0;x\u0007"}`), "control characters"},
		{"an escape in a name", event(`,"data":{"\u009b2J":1}`), "control characters"},
		{"a text that runs backwards", event(`,"data":{"text":"\u202eabc"}`), "control characters"},
		{"a long place", event(`,"lesson":"` + strings.Repeat("x", 300) + `"`), "place that is none"},
		{"much data", event(`,"data":"` + strings.Repeat("x", 1<<20) + `"`), "more than 1024 KB"},
		{"no id", strings.Replace(event(""), `"01"`, `""`, 1), "id that is none"},
		{"another kind of id", strings.Replace(event(""), `"01"`, `"../../x"`, 1), "id that is none"},
		{"no kind", strings.Replace(event(""), "lesson.opened", "", 1), "no kind"},
		{"no time", strings.Replace(event(""), "2026-11-21T12:00:00Z", "0001-01-01T00:00:00Z", 1), "in the year 1"},
		{"one id, two things", strings.Replace(event(""), "}]}", `},{"id":"01","at":"2026-11-21T12:00:00Z","kind":"lesson.answered"}]}`, 1), "same id"},
		{"a draft without a time", `{"format":"sysprep-progress","version":1,"drafts":[{"key":"k","text":"t"}]}`, "draft 1"},
		{"a setting with an escape", `{"format":"sysprep-progress","version":1,"settings":{"theme":"\u001b[31m"}}`, "setting"},
	} {
		f, err := Decode(strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.ContainsAny(err.Error(), "\n\x1b") {
			t.Errorf("%s: %v, want one sentence with %q (%d events)", c.name, err, c.want, len(f.Events))
		}
	}
	if f, err := Decode(strings.NewReader(event(`,"data":{"text":"line one\nline two\t✓"},"later":true`))); err != nil || len(f.Events) != 1 {
		t.Errorf("lines, and a field of a later sysprep: %v", err)
	}
}

func TestMergeRefusesAnotherStory(t *testing.T) {
	have := File{Events: []store.Event{{ID: "01", At: noon, Kind: "lesson.opened"}}}
	add := File{Events: []store.Event{{ID: "01", At: noon, Kind: "lesson.answered"}}}
	if _, err := Merge(have, add, sends); err == nil || !strings.Contains(err.Error(), "says something else") {
		t.Errorf("%v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(`{"format":"sysprep-progress","version":1,"events":[{"id":"01","at":"2026-11-21T12:00:00Z","kind":"k","data":{"a":[1]}}]}`)
	f.Add(`{"format":"sysprep-progress","version":1,"drafts":[{"key":"k","text":"t","at":"2026-11-21T12:00:00Z"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Decode(strings.NewReader(text))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := file.Encode(&b); err != nil {
			t.Fatalf("what was read can't be written: %v", err)
		}
		back, err := Decode(&b)
		if err != nil || len(back.Events) != len(file.Events) || len(back.Drafts) != len(file.Drafts) {
			t.Fatalf("read again: %v", err)
		}
	})
}
