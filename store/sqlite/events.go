package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"sysprep/store"
)

const insertEvent = `INSERT INTO event (id, at, kind, pack, lesson, step, hash, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq`

// Append implements store.Store. An event without a time gets the clock's, and times
// come back in UTC. All events are added, or none.
func (db *DB) Append(ctx context.Context, events ...store.Event) ([]store.Event, error) {
	if len(events) == 0 {
		return nil, nil
	}
	added := make([]store.Event, len(events))
	for i, e := range events {
		complete, err := db.complete(e)
		if err != nil {
			return nil, err
		}
		added[i] = complete
	}
	err := db.retry(ctx, func() error { return db.insert(ctx, added) })
	if err != nil {
		if strings.Contains(err.Error(), "event exists already") {
			return nil, fmt.Errorf("an event with one of these ids has been recorded already, so none was added: %w", err)
		}
		return nil, db.explain("record what you did", err)
	}
	return added, nil
}

// complete gives an event what the caller left open, and refuses what can't be kept.
func (db *DB) complete(e store.Event) (store.Event, error) {
	if e.Kind == "" {
		return e, errors.New("the event has no kind, so it can't be recorded: set Kind")
	}
	if len(e.Data) > 0 && !json.Valid(e.Data) {
		return e, fmt.Errorf("the data of the %q event is not JSON, so it can't be recorded", e.Kind)
	}
	if e.At.IsZero() {
		e.At = db.now()
	}
	if y := e.At.Year(); y < 1678 || y > 2261 {
		return e, fmt.Errorf("the %q event happened in the year %d, which can't be recorded: check the machine's clock", e.Kind, y)
	}
	e.At = e.At.UTC().Round(0)
	if e.ID == "" {
		id, err := db.ids.next()
		if err != nil {
			return e, err
		}
		e.ID = id
	}
	return e, nil
}

// insert adds all events in one transaction and sets their Seq.
func (db *DB) insert(ctx context.Context, events []store.Event) error {
	tx, err := db.sql.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // does nothing after Commit
	statement, err := tx.PrepareContext(ctx, insertEvent)
	if err != nil {
		return err
	}
	defer statement.Close() //nolint:errcheck // goes with the transaction
	for i := range events {
		e := &events[i]
		var data any
		if len(e.Data) > 0 {
			data = string(e.Data)
		}
		row := statement.QueryRowContext(ctx, e.ID, e.At.UnixNano(), e.Kind, e.Pack, e.Lesson, e.Step, e.Hash, data)
		if err := row.Scan(&e.Seq); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// Events implements store.Store.
func (db *DB) Events(ctx context.Context, q store.Query) ([]store.Event, error) {
	var events []store.Event
	err := db.retry(ctx, func() (err error) {
		events, err = db.read(ctx, q)
		return err
	})
	if err != nil {
		return nil, db.explain("read what you did", err)
	}
	return events, nil
}

func (db *DB) read(ctx context.Context, q store.Query) ([]store.Event, error) {
	query, args := selectEvents(q)
	rows, err := db.sql.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // Err tells
	var (
		events []store.Event
		words  = make(words)
		raw    struct{ kind, pack, lesson, step, hash, data sql.RawBytes }
		at     int64
	)
	for rows.Next() {
		var e store.Event
		if err := rows.Scan(&e.Seq, &e.ID, &at, &raw.kind, &raw.pack, &raw.lesson, &raw.step, &raw.hash, &raw.data); err != nil {
			return nil, err
		}
		e.At = time.Unix(0, at).UTC()
		e.Kind, e.Pack, e.Lesson = words.of(raw.kind), words.of(raw.pack), words.of(raw.lesson)
		e.Step, e.Hash = words.of(raw.step), words.of(raw.hash)
		if raw.data != nil {
			e.Data = append(json.RawMessage(nil), raw.data...)
		}
		events = append(events, e)
	}
	return events, rows.Err()
}

func selectEvents(q store.Query) (string, []any) {
	query := strings.Builder{}
	query.WriteString(`SELECT seq, id, at, kind, pack, lesson, step, hash, data FROM event`)
	if q.After > 0 || q.Lesson == "" && q.Kind == "" {
		// "What is new" is a short range of seq, and a pack is most of the table: SQLite,
		// which does not know that, would take the index of lessons and sort.
		query.WriteString(` NOT INDEXED`)
	}
	query.WriteString(` WHERE seq > ?`)
	args := []any{q.After}
	for _, want := range []struct{ column, value string }{{"pack", q.Pack}, {"lesson", q.Lesson}, {"kind", q.Kind}} {
		if want.value != "" {
			query.WriteString(" AND " + want.column + " = ?")
			args = append(args, want.value)
		}
	}
	query.WriteString(" ORDER BY seq")
	return query.String(), args
}

// words keeps one copy of each id: in years of events the same few come again and again.
type words map[string]string

func (w words) of(b []byte) string {
	if s, ok := w[string(b)]; ok { // does not allocate
		return s
	}
	s := string(b)
	w[s] = s
	return s
}
