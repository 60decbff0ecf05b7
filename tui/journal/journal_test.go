package journal

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/lessons/history"
	"sysprep/store"
	"sysprep/store/sqlite"
)

var (
	began = time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC)
	today = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
)

func now() time.Time { return today }

// desk is a database with a history of n events.
func desk(t testing.TB, n int) (*sqlite.DB, *content.Pack, []store.Event) {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	log, err := history.Make(pack, began, 700, n, 1)
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "progress.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	if _, err := st.Append(t.Context(), log...); err != nil {
		t.Fatal(err)
	}
	return st, pack, log
}

// shown is what home shows of a journal.
func shown(t *testing.T, j *Journal) string {
	t.Helper()
	type lesson struct {
		Done, Current              int
		Started, Finished, Touched time.Time
	}
	var all []any
	for _, l := range j.Pack.Lessons {
		s := j.States()[l.ID]
		all = append(all, lesson{s.DoneSteps(), s.Current, s.Started, s.Finished, s.Touched})
	}
	all = append(all, lessons.Mastery(j.Pack, j.States(), j.Heard()...))
	for _, r := range j.Reviews() {
		all = append(all, r)
	}
	return asJSON(t, all)
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func mustStart(t *testing.T, st store.Store, pack *content.Pack) *Journal {
	t.Helper()
	j, err := Start(t.Context(), st, pack, now)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestASummaryShowsWhatTheLogDoes(t *testing.T) {
	st, pack, _ := desk(t, 4000)
	first := mustStart(t, st, pack)
	if !first.Folded() {
		t.Fatal("without a summary the log was not read")
	}
	want := shown(t, first)
	if err := first.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	second := mustStart(t, st, pack)
	if second.Folded() {
		t.Fatal("the log was read in spite of a summary")
	}
	if got := shown(t, second); got != want {
		t.Errorf("by the summary:\n%s\nby the log:\n%s", got, want)
	}
	if err := second.Keep(t.Context()); err != nil { // says nothing new, since the log was not read
		t.Fatal(err)
	}
	if err := second.Fold(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := shown(t, second); got != want || !second.Folded() {
		t.Errorf("after the fold:\n%s\nbefore:\n%s", got, want)
	}
}

func TestASummaryOfOtherThingsIsPassedOver(t *testing.T) {
	st, pack, _ := desk(t, 500)
	j := mustStart(t, st, pack)
	if err := j.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := st.SetSetting(t.Context(), lessons.SettingRetention, "0.8"); err != nil {
		t.Fatal(err)
	}
	if other := mustStart(t, st, pack); !other.Folded() || other.Goals().Retention != 0.8 {
		t.Error("a summary for another retention was taken")
	}
	if err := st.SetSetting(t.Context(), lessons.SettingRetention, ""); err != nil {
		t.Fatal(err)
	}
	edited := &content.Pack{Manifest: pack.Manifest, Rubrics: pack.Rubrics, Lessons: slices.Clone(pack.Lessons)}
	l := *edited.Lessons[3]
	l.Steps = slices.Clone(l.Steps)
	l.Steps[2].Hash = "another"
	edited.Lessons[3] = &l
	if other := mustStart(t, st, edited); !other.Folded() {
		t.Error("a summary of an older edition of a lesson was taken")
	}
	for _, bad := range []string{"", "{", `{"lessons":[]}`, `{"lessons":[{}]}`, "[1]"} {
		if err := st.SaveSummary(t.Context(), store.Summary{Pack: "core", Basis: lessons.Basis(pack, lessons.Goals{}), Seq: 1 << 40, Data: []byte(bad)}); err != nil {
			t.Fatal(err)
		}
		if other := mustStart(t, st, pack); !other.Folded() {
			t.Errorf("the summary %q was taken", bad)
		}
	}
}

// TestAStaleSummaryIsCorrected is a start after kill -9: the summary does not know the last events.
func TestAStaleSummaryIsCorrected(t *testing.T) {
	st, pack, _ := desk(t, 500)
	j := mustStart(t, st, pack)
	if err := j.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	l := pack.Lessons[0]
	if _, err := j.Record(t.Context(), l, lessons.Event{Kind: lessons.Opened, Step: l.Steps[0].ID}); err != nil {
		t.Fatal(err)
	}
	next := mustStart(t, st, pack)
	if next.Folded() {
		t.Error("a summary that is a little old was not taken")
	}
	if !next.State(l.ID).Touched.Equal(today) { // which waits for the log
		t.Errorf("touched %v, want %v", next.State(l.ID).Touched, today)
	}
	if got, want := shown(t, next), shown(t, j); got != want {
		t.Errorf("after the fold:\n%s\nwant:\n%s", got, want)
	}
}

// TestOneLessonIsReadWithoutTheOthers: who opens a lesson waits for that one; what is shown, and kept, is the same.
func TestOneLessonIsReadWithoutTheOthers(t *testing.T) {
	st, pack, _ := desk(t, 2000)
	if err := mustStart(t, st, pack).Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	j := mustStart(t, st, pack)
	l := pack.Lessons[1]
	whole, err := Open(t.Context(), st, pack, now)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := asJSON(t, j.State(l.ID)), asJSON(t, whole.State(l.ID)); got != want || len(j.upTo) != 1 {
		t.Errorf("the state by %d lessons' events:\n%s\nby all:\n%s", len(j.upTo), got, want)
	}
	if _, err := j.Record(t.Context(), l, lessons.Event{Kind: lessons.Opened, Step: l.Steps[0].ID}); err != nil {
		t.Fatal(err)
	}
	other := pack.Lessons[2]
	e, err := lessons.Record(pack.Manifest.ID, other.ID, lessons.Event{Kind: lessons.Opened, Step: other.Steps[0].ID, At: today.Add(time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Append(t.Context(), e); err != nil { // by another process
		t.Fatal(err)
	}
	if err := j.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(j.upTo) != 2 {
		t.Errorf("%d lessons were read, want the two that something was done in", len(j.upTo))
	}
	if err := j.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if whole, err = Open(t.Context(), st, pack, now); err != nil {
		t.Fatal(err)
	}
	for what, some := range map[string]*Journal{"of two lessons": j, "of none, by the summary kept then": mustStart(t, st, pack)} {
		if got, want := shown(t, some), shown(t, whole); got != want {
			t.Errorf("with the log %s:\n%s\nwhole:\n%s", what, got, want)
		}
	}
	if err := j.SetGoals(t.Context(), lessons.Goals{Retention: 0.8}); err != nil { // plans all cards anew
		t.Fatal(err)
	}
	if whole, err = Open(t.Context(), st, pack, now); err != nil {
		t.Fatal(err)
	}
	if got, want := shown(t, j), shown(t, whole); got != want || !j.Folded() {
		t.Errorf("with another retention:\n%s\nanew:\n%s", got, want)
	}
}

// TestADeckThatMovedIsFoundByTheSummary: its cards were rated under another lesson, whose events are read too then.
func TestADeckThatMovedIsFoundByTheSummary(t *testing.T) {
	st, pack, _ := desk(t, 4000)
	next := &content.Pack{Manifest: pack.Manifest, Rubrics: pack.Rubrics, Lessons: slices.Clone(pack.Lessons)}
	from, to := *next.Lessons[0], *next.Lessons[1]
	if len(from.Decks) == 0 {
		t.Fatal("the first lesson has no deck")
	}
	from.Decks, to.Decks = nil, append(slices.Clone(to.Decks), from.Decks...)
	next.Lessons[0], next.Lessons[1] = &from, &to
	whole := mustStart(t, st, next)
	if err := whole.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	j := mustStart(t, st, next)
	if got, want := asJSON(t, j.State(to.ID)), asJSON(t, whole.State(to.ID)); got != want {
		t.Errorf("by the summary and the lesson's events:\n%s\nby all:\n%s", got, want)
	}
}

// TestTheOrderOfArrivalDoesNotMatter: events that come late, as from another machine, count in the order of time.
func TestTheOrderOfArrivalDoesNotMatter(t *testing.T) {
	_, pack, log := desk(t, 3000)
	want := ""
	for name, parts := range map[string][][]store.Event{
		"at once":         {log},
		"in turns":        {every(log, 0), every(log, 1)},
		"the later first": {log[1500:], log[:1500]},
	} {
		st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "other.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { st.Close() })
		j, err := Open(t.Context(), st, pack, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range parts {
			if _, err := st.Append(t.Context(), part...); err != nil {
				t.Fatal(err)
			}
			if err := j.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		got := shown(t, j)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%s:\n%s\nanother order:\n%s", name, got, want)
		}
		again, err := Open(t.Context(), st, pack, now)
		if err != nil {
			t.Fatal(err)
		}
		if shown(t, again) != want {
			t.Errorf("%s: a program that starts now sees something else", name)
		}
	}
}

// every takes every other event.
func every(log []store.Event, from int) (out []store.Event) {
	for i := from; i < len(log); i += 2 {
		out = append(out, log[i])
	}
	return out
}

func BenchmarkStart(b *testing.B) {
	st, pack, _ := desk(b, 100_000)
	j, err := Start(b.Context(), st, pack, now)
	if err != nil {
		b.Fatal(err)
	}
	if err := j.Keep(b.Context()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Start(b.Context(), st, pack, now); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFold(b *testing.B) {
	st, pack, _ := desk(b, 100_000)
	for b.Loop() {
		if _, err := Open(b.Context(), st, pack, now); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRecord is one rating after years, and the new schedule.
func BenchmarkRecord(b *testing.B) {
	st, pack, _ := desk(b, 100_000)
	j, err := Open(b.Context(), st, pack, now)
	if err != nil {
		b.Fatal(err)
	}
	l := pack.Lessons[0]
	for b.Loop() {
		if _, err := j.Record(b.Context(), l, lessons.Event{Kind: lessons.Opened, Step: l.Steps[0].ID}); err != nil {
			b.Fatal(err)
		}
		j.Reviews()
	}
}
