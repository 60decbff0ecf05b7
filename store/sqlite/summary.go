package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"sysprep/store"
)

// SaveSummary implements store.Store. Of several processes the one that has seen most wins.
func (db *DB) SaveSummary(ctx context.Context, s store.Summary) error {
	err := db.retry(ctx, func() error {
		_, err := db.sql.ExecContext(ctx, `INSERT INTO summary (pack, basis, seq, data) VALUES (?, ?, ?, ?)
			ON CONFLICT (pack) DO UPDATE SET basis = excluded.basis, seq = excluded.seq, data = excluded.data
			WHERE excluded.basis <> basis OR excluded.seq >= seq`, s.Pack, s.Basis, s.Seq, s.Data)
		return err
	})
	if err != nil {
		return db.explain("save the summary of your progress", err)
	}
	return nil
}

// Summary implements store.Store.
func (db *DB) Summary(ctx context.Context, pack string) (store.Summary, error) {
	s := store.Summary{Pack: pack}
	err := db.retry(ctx, func() error {
		return db.sql.QueryRowContext(ctx, `SELECT basis, seq, data FROM summary WHERE pack = ?`, pack).Scan(&s.Basis, &s.Seq, &s.Data)
	})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return store.Summary{}, fmt.Errorf("no summary is kept for %q: %w", pack, store.ErrNotFound)
	case err != nil:
		return store.Summary{}, db.explain("read the summary of your progress", err)
	}
	return s, nil
}
