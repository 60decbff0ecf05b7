package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"sysprep/store"
)

// SetSetting implements store.Store. The last one set wins, whichever process it is from.
func (db *DB) SetSetting(ctx context.Context, key, value string) error {
	if key == "" {
		return errors.New("the setting has no name, so it could not be found again: set its key")
	}
	err := db.retry(ctx, func() error {
		if value == "" {
			_, err := db.sql.ExecContext(ctx, `DELETE FROM setting WHERE key = ?`, key)
			return err
		}
		_, err := db.sql.ExecContext(ctx, `INSERT INTO setting (key, value, at) VALUES (?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at`, key, value, db.now().UnixNano())
		return err
	})
	if err != nil {
		return db.explain("save the setting "+key, err)
	}
	return nil
}

// Setting implements store.Store.
func (db *DB) Setting(ctx context.Context, key string) (value string, err error) {
	err = db.retry(ctx, func() error {
		return db.sql.QueryRowContext(ctx, `SELECT value FROM setting WHERE key = ?`, key).Scan(&value)
	})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", fmt.Errorf("the setting %q is not set: %w", key, store.ErrNotFound)
	case err != nil:
		return "", db.explain("read the setting "+key, err)
	}
	return value, nil
}

// Settings implements store.Store.
func (db *DB) Settings(ctx context.Context) (map[string]string, error) {
	var all map[string]string
	err := db.retry(ctx, func() (err error) {
		all, err = db.readSettings(ctx)
		return err
	})
	if err != nil {
		return nil, db.explain("read your settings", err)
	}
	return all, nil
}

func (db *DB) readSettings(ctx context.Context) (map[string]string, error) {
	rows, err := db.sql.QueryContext(ctx, `SELECT key, value FROM setting`)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // Err tells
	all := map[string]string{}
	for rows.Next() {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return nil, err
		}
		all[key] = value
	}
	return all, rows.Err()
}
