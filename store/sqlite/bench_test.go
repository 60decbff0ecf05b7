package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"sysprep/store"
)

// years makes a database of five years of daily use: 100,000 events.
func years(b *testing.B) string {
	b.Helper()
	const total, batch = 100_000, 5000
	path := filepath.Join(b.TempDir(), "progress.db")
	db := mustOpen(b, path)
	data := []byte(`{"text":"the cache is empty so everything goes to the database, and it answers too late","n":1}`)
	for i := 0; i < total; i += batch {
		events := make([]store.Event, batch)
		for j := range events {
			events[j] = store.Event{
				At: noon.Add(time.Duration(i+j) * time.Minute), Kind: "lesson.answered", Pack: "core",
				Lesson: fmt.Sprintf("lesson-%d", j%12), Step: fmt.Sprintf("step-%d", j%9), Hash: "0123456789abcdef", Data: data,
			}
		}
		mustAppend(b, db, events...)
	}
	mustClose(b, db)
	return path
}

func BenchmarkOpen(b *testing.B) {
	path := years(b)
	for b.Loop() {
		mustClose(b, mustOpen(b, path))
	}
}

func BenchmarkOpenNew(b *testing.B) {
	dir, n := b.TempDir(), 0
	for b.Loop() {
		n++
		mustClose(b, mustOpen(b, filepath.Join(dir, fmt.Sprintf("%d.db", n))))
	}
}

func BenchmarkAppend(b *testing.B) {
	db := mustOpen(b, years(b))
	e := store.Event{Kind: "lesson.answered", Pack: "core", Lesson: "cache", Data: []byte(`{"text":"the cache is empty"}`)}
	for b.Loop() {
		mustAppend(b, db, e)
	}
}

func BenchmarkSaveDraft(b *testing.B) {
	db := mustOpen(b, years(b))
	for b.Loop() {
		if err := db.SaveDraft(b.Context(), store.Draft{Key: draftKey, Text: "the cache is empty so everything"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEvents100k(b *testing.B) {
	db := mustOpen(b, years(b))
	b.ReportAllocs()
	for b.Loop() {
		if n := len(mustEvents(b, db, store.Query{})); n != 100_000 {
			b.Fatal(n)
		}
	}
}

func BenchmarkEventsOfLesson(b *testing.B) {
	db := mustOpen(b, years(b))
	for b.Loop() {
		if n := len(mustEvents(b, db, store.Query{Pack: "core", Lesson: "lesson-3"})); n < 8000 {
			b.Fatal(n)
		}
	}
}

func BenchmarkEventsAfter(b *testing.B) {
	db := mustOpen(b, years(b))
	for b.Loop() {
		if n := len(mustEvents(b, db, store.Query{Pack: "core", After: 99_990})); n != 10 {
			b.Fatal(n)
		}
	}
}
