package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"sysprep/store"
)

// DB is a store in a SQLite file. It is safe for concurrent use.
type DB struct {
	path       string
	sql        *sql.DB
	now        func() time.Time
	patience   time.Duration
	migrations fs.FS
	ids        idSource
}

var _ store.Store = (*DB)(nil)

// Option changes how a database is opened.
type Option func(*DB)

// WithNow sets the clock that dates events without a time, drafts without a time, and
// ids. It is time.Now unless given.
func WithNow(now func() time.Time) Option { return func(db *DB) { db.now = now } }

// WithPatience sets how long an operation waits while another process holds the lock,
// before it gives up with ErrBusy. It is five seconds unless given.
func WithPatience(d time.Duration) Option { return func(db *DB) { db.patience = d } }

// withMigrations replaces the embedded migrations.
func withMigrations(fsys fs.FS) Option { return func(db *DB) { db.migrations = fsys } }

// Open opens the database at path, and creates or upgrades it first if needed. A file
// which is damaged, is not sysprep's, or was written by a newer sysprep is left as it is,
// byte for byte. Before an upgrade a copy is kept beside it, named path + ".before-v2".
func Open(ctx context.Context, path string, opts ...Option) (*DB, error) {
	db := &DB{now: time.Now, patience: 5 * time.Second, migrations: embedded()}
	for _, opt := range opts {
		opt(db)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("the path of the database %q can't be made absolute: give a full path with --db: %w", path, err)
	}
	db.path = abs
	db.ids = idSource{now: func() time.Time { return db.now() }, random: rand.Reader}

	version, err := db.inspect(ctx)
	if err != nil {
		return nil, err
	}
	if version == absent {
		if err := createFile(abs); err != nil {
			return nil, err
		}
	}
	if err := db.connect(ctx, version); err != nil {
		if db.sql != nil {
			err = errors.Join(err, db.sql.Close())
		}
		return nil, err
	}
	return db, nil
}

// connect opens the pool and brings the schema from version to the newest.
func (db *DB) connect(ctx context.Context, version int64) error {
	pool, err := sql.Open("sqlite", db.dsn("rwc"))
	if err != nil {
		return db.explain("open your progress", err)
	}
	pool.SetMaxOpenConns(4) // one writes, the others read meanwhile
	pool.SetMaxIdleConns(4)
	db.sql = pool
	newest, err := newestVersion(db.migrations)
	if err != nil {
		return err
	}
	if version < newest {
		if err := db.migrate(ctx, version, newest); err != nil {
			return err
		}
	}
	return db.probe(ctx)
}

// probe finds out now, and not when the first answer is to be saved, that the file is
// locked or that nothing can be written to it.
func (db *DB) probe(ctx context.Context) error {
	f, err := os.OpenFile(db.path, os.O_RDWR, 0)
	if err != nil {
		return unwritable(db.path, err)
	}
	if err := f.Close(); err != nil {
		return unwritable(db.path, err)
	}
	err = db.retry(ctx, func() error {
		_, err := db.sql.ExecContext(ctx, `SELECT 1 FROM event LIMIT 1`)
		return err
	})
	if err != nil {
		return db.explain("open your progress", err)
	}
	return nil
}

func unwritable(path string, err error) error {
	return fmt.Errorf("%s can't be written: make it and its folder writable, or choose another place with --db or SYSPREP_DB: %w", path, err)
}

// dsn is the connection string: every connection of the pool gets the same settings.
func (db *DB) dsn(mode string) string {
	path := filepath.ToSlash(db.path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/... on Windows
	}
	q := url.Values{"mode": {mode}}
	q.Add("_pragma", fmt.Sprintf("busy_timeout(%d)", db.patience.Milliseconds()))
	if mode != "ro" {
		q.Set("_txlock", "immediate")
		q.Add("_pragma", "journal_mode(WAL)")
		q.Add("_pragma", "synchronous(FULL)")
		q.Add("_pragma", "foreign_keys(ON)")
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}

// createFile makes an empty file that only the learner may read: answers are theirs.
func createFile(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("the folder %s for your progress can't be made: create it, or choose another place with --db or SYSPREP_DB: %w", dir, err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return unwritable(path, err)
	}
	return f.Close()
}

// Path is the absolute path of the database.
func (db *DB) Path() string { return db.path }

// Close closes the database.
func (db *DB) Close() error {
	if err := db.sql.Close(); err != nil {
		return db.explain("close your progress", err)
	}
	return nil
}
