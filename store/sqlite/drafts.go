package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"sysprep/store"
)

// SaveDraft implements store.Store. The last one saved wins, whichever process it is from.
func (db *DB) SaveDraft(ctx context.Context, d store.Draft) error {
	if d.Key == "" {
		return errors.New("the draft has no key, so it could not be found again: set Key")
	}
	if d.At.IsZero() {
		d.At = db.now()
	}
	err := db.retry(ctx, func() error {
		if d.Text == "" {
			_, err := db.sql.ExecContext(ctx, `DELETE FROM draft WHERE key = ?`, d.Key)
			return err
		}
		_, err := db.sql.ExecContext(ctx, `INSERT INTO draft (key, text, at) VALUES (?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET text = excluded.text, at = excluded.at`, d.Key, d.Text, d.At.UnixNano())
		return err
	})
	if err != nil {
		return db.explain("save your draft", err)
	}
	return nil
}

// Draft implements store.Store.
func (db *DB) Draft(ctx context.Context, key string) (store.Draft, error) {
	d, at := store.Draft{Key: key}, int64(0)
	err := db.retry(ctx, func() error {
		return db.sql.QueryRowContext(ctx, `SELECT text, at FROM draft WHERE key = ?`, key).Scan(&d.Text, &at)
	})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return store.Draft{}, fmt.Errorf("no draft is kept for %q: %w", key, store.ErrNotFound)
	case err != nil:
		return store.Draft{}, db.explain("read your draft", err)
	}
	d.At = time.Unix(0, at).UTC()
	return d, nil
}

// Drafts implements store.Store.
func (db *DB) Drafts(ctx context.Context) ([]store.Draft, error) {
	var all []store.Draft
	err := db.retry(ctx, func() (err error) {
		all, err = db.readDrafts(ctx)
		return err
	})
	if err != nil {
		return nil, db.explain("read your drafts", err)
	}
	return all, nil
}

func (db *DB) readDrafts(ctx context.Context) ([]store.Draft, error) {
	rows, err := db.sql.QueryContext(ctx, `SELECT key, text, at FROM draft ORDER BY key`)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // Err tells
	var all []store.Draft
	for rows.Next() {
		var d store.Draft
		var at int64
		if err := rows.Scan(&d.Key, &d.Text, &at); err != nil {
			return nil, err
		}
		d.At = time.Unix(0, at).UTC()
		all = append(all, d)
	}
	return all, rows.Err()
}
