package sqlite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"sysprep/store"
)

func TestAppendGivesSeqIDAndTime(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "progress.db"))
	berlin := time.FixedZone("UTC+1", 3600)
	given := []store.Event{
		{Kind: "lesson.opened"},
		{Kind: "lesson.predicted", ID: "mine", At: noon.In(berlin), Pack: "core", Lesson: "cache", Step: "p-load", Hash: "h1", Data: json.RawMessage(`{"choice": "a"}`)},
	}
	got := mustAppend(t, db, given...)
	if _, err := uuid.Parse(got[0].ID); err != nil {
		t.Errorf("id %q: %v", got[0].ID, err)
	}
	want := []store.Event{
		{Seq: 1, ID: got[0].ID, At: noon, Kind: "lesson.opened"},
		{Seq: 2, ID: "mine", At: noon, Kind: "lesson.predicted", Pack: "core", Lesson: "cache", Step: "p-load", Hash: "h1", Data: json.RawMessage(`{"choice": "a"}`)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("returned (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, mustEvents(t, db, store.Query{})); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	if given[0].ID != "" || given[0].Seq != 0 {
		t.Error("Append changed the caller's events")
	}
}

func TestEventsChooses(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "progress.db"))
	mustAppend(t, db,
		store.Event{ID: "1", Pack: "core", Lesson: "cache", Kind: "lesson.opened"},
		store.Event{ID: "2", Pack: "core", Lesson: "cache", Kind: "lesson.finished"},
		store.Event{ID: "3", Pack: "core", Lesson: "jitter", Kind: "lesson.opened"},
		store.Event{ID: "4", Pack: "her/pack", Lesson: "cache", Kind: "lesson.opened"},
		store.Event{ID: "5", Kind: "settings.changed"},
	)
	for _, test := range []struct {
		q    store.Query
		want string
	}{
		{store.Query{}, "1 2 3 4 5"},
		{store.Query{Pack: "core"}, "1 2 3"},
		{store.Query{Pack: "core", Lesson: "cache"}, "1 2"},
		{store.Query{Lesson: "cache"}, "1 2 4"},
		{store.Query{Kind: "lesson.opened"}, "1 3 4"},
		{store.Query{Pack: "core", Lesson: "cache", Kind: "lesson.finished"}, "2"},
		{store.Query{After: 3}, "4 5"},
		{store.Query{After: 1, Kind: "lesson.opened"}, "3 4"},
		{store.Query{After: 5}, ""},
		{store.Query{Pack: "core' OR 1=1 --"}, ""},
	} {
		var ids []string
		for _, e := range mustEvents(t, db, test.q) {
			ids = append(ids, e.ID)
		}
		if got := strings.Join(ids, " "); got != test.want {
			t.Errorf("%+v: got %q, want %q", test.q, got, test.want)
		}
	}
}

func TestAppendAddsAllOrNothing(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "progress.db"))
	mustAppend(t, db, store.Event{ID: "a", Kind: "lesson.opened"})
	for name, last := range map[string]store.Event{
		"known id":         {ID: "a", Kind: "lesson.finished"},
		"no kind":          {ID: "c"},
		"data not JSON":    {ID: "c", Kind: "lesson.opened", Data: json.RawMessage(`{"a":`)},
		"impossible clock": {ID: "c", Kind: "lesson.opened", At: time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		if _, err := db.Append(t.Context(), store.Event{ID: "b", Kind: "lesson.opened"}, last); err == nil {
			t.Errorf("%s: accepted", name)
		}
		if events := mustEvents(t, db, store.Query{}); len(events) != 1 {
			t.Errorf("%s: %d events, want only the one from before", name, len(events))
		}
	}
}

func TestEventsCantBeChanged(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "progress.db"))
	before := mustAppend(t, db, store.Event{ID: "a", Kind: "lesson.opened"}, store.Event{ID: "b", Kind: "lesson.opened"})
	other := raw(t, db.Path())
	for _, statement := range []string{
		`UPDATE event SET kind = 'x'`,
		`UPDATE event SET seq = 7 WHERE id = 'a'`,
		`DELETE FROM event WHERE id = 'a'`,
		`DELETE FROM event`,
		`REPLACE INTO event SELECT seq, id, at, 'x', pack, lesson, step, hash, data FROM event`,
		`INSERT OR REPLACE INTO event (seq, id, at, kind, pack, lesson, step, hash) VALUES (1, 'c', 0, 'x', '', '', '', '')`,
		`INSERT INTO event (id, at, kind, pack, lesson, step, hash) VALUES ('a', 0, 'x', '', '', '', '') ON CONFLICT DO UPDATE SET kind = 'x'`,
	} {
		if _, err := other.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s: was allowed", statement)
		}
	}
	if diff := cmp.Diff(before, mustEvents(t, db, store.Query{})); diff != "" {
		t.Errorf("events changed:\n%s", diff)
	}
}

func TestIDsAreInTheOrderOfTime(t *testing.T) {
	at := noon
	ids := idSource{now: func() time.Time { return at }, random: bytes.NewReader(make([]byte, 1<<20))}
	var got []string
	for i := range 10_000 { // more than the 4096 that a millisecond has room for
		switch i {
		case 6000:
			at = at.Add(-time.Hour) // a clock that is set back
		case 8000:
			at = at.Add(2 * time.Hour)
		}
		id, err := ids.next()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, id)
	}
	if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
		t.Error("ids are not strictly rising")
	}
	for _, i := range []int{0, 5000, 9999} {
		u := uuid.MustParse(got[i])
		if u.Version() != 7 || u.Variant() != uuid.RFC4122 {
			t.Errorf("%s has version %d, variant %v; want 7 of RFC 9562", u, u.Version(), u.Variant())
		}
	}
	sec, ns := uuid.MustParse(got[0]).Time().UnixTime()
	if first := time.Unix(sec, ns).UTC(); !first.Equal(noon.Truncate(time.Millisecond)) {
		t.Errorf("the first id bears the time %v, want %v", first, noon)
	}
	if _, err := (&idSource{now: time.Now, random: bytes.NewReader(nil)}).next(); err == nil {
		t.Error("an id without randomness")
	}
}

// Whatever text comes in comes out again, in any mixture of events and drafts, and
// over a close and an open.
func TestKeepsAnything(t *testing.T) {
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		path := filepath.Join(dir, fmt.Sprintf("%d.db", n))
		open := func() *DB {
			db, err := Open(t.Context(), path, WithNow(clock()))
			if err != nil {
				t.Fatalf("Open: %v", err)
			}
			return db
		}
		db := open()
		defer func() { db.Close() }()
		var events []store.Event
		drafts := map[string]string{}
		text := rapid.String()
		for range rapid.IntRange(1, 6).Draw(t, "acts") {
			switch rapid.IntRange(0, 3).Draw(t, "act") {
			case 0, 1:
				data, err := json.Marshal(text.Draw(t, "data"))
				if err != nil {
					t.Fatal(err)
				}
				e := store.Event{
					Kind: "k" + text.Draw(t, "kind"), Pack: text.Draw(t, "pack"), Lesson: text.Draw(t, "lesson"), Step: text.Draw(t, "step"),
					Hash: text.Draw(t, "hash"), Data: data, At: time.Unix(0, rapid.Int64Range(-1<<62, 1<<62).Draw(t, "at")).UTC(),
				}
				added, err := db.Append(t.Context(), e)
				if err != nil {
					t.Fatalf("Append: %v", err)
				}
				e.Seq, e.ID = added[0].Seq, added[0].ID
				events = append(events, e)
			case 2:
				key, draft := rapid.SampledFrom([]string{"core/cache/e", "core/cache/f"}).Draw(t, "key"), text.Draw(t, "draft")
				if err := db.SaveDraft(t.Context(), store.Draft{Key: key, Text: draft}); err != nil {
					t.Fatalf("SaveDraft: %v", err)
				}
				drafts[key] = draft
			case 3:
				if err := db.Close(); err != nil {
					t.Fatalf("Close: %v", err)
				}
				db = open()
			}
		}
		got, err := db.Events(t.Context(), store.Query{})
		if err != nil {
			t.Fatalf("Events: %v", err)
		}
		if diff := cmp.Diff(events, got); diff != "" {
			t.Fatalf("events (-want +got):\n%s", diff)
		}
		for key, want := range drafts {
			if d, err := db.Draft(t.Context(), key); d.Text != want || (err == nil) != (want != "") {
				t.Fatalf("draft %s = %q, %v; want %q", key, d.Text, err, want)
			}
		}
	})
}
