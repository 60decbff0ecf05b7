package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sysprep/store"
)

const (
	absent        = -1         // version of a file that does not exist, or is empty
	applicationID = 0x73797072 // "sypr", set by the first migration
)

// inspect returns the version of the schema in the file, 0 if it has none yet, or why
// the file can't be used. It changes nothing: it reads the header, and then asks SQLite
// over a connection that can only read.
func (db *DB) inspect(ctx context.Context) (int64, error) {
	header, err := db.readHeader()
	if err != nil || header == nil {
		return absent, err
	}
	id, tables, version, err := db.lookAt(ctx)
	if err != nil {
		return 0, db.explain("open your progress", err)
	}
	// A process that was killed while it made the file may have left goose's own table, and nothing else.
	if id != applicationID && tables > 0 && version != 0 {
		return 0, fmt.Errorf("%s is a database of another program, and was left as it is: choose another file with --db or SYSPREP_DB", db.path)
	}
	newest, err := newestVersion(db.migrations)
	if err != nil {
		return 0, err
	}
	if version > newest {
		return 0, fmt.Errorf("%w: %s has version %d of the schema, and this one knows up to %d; the file was left as it is, so upgrade sysprep, or choose another file with --db",
			store.ErrNewer, db.path, version, newest)
	}
	return max(version, 0), nil
}

// lookAt is schemaOf over a connection that changes nothing. With commits outside the
// file SQLite has to read them too, but since it may not write, it does not move them
// into the file. Without, it is told that the file is immutable, so that it makes no
// files of its own beside it. Another process may start to write in between, which can
// only be noticed afterwards.
func (db *DB) lookAt(ctx context.Context) (id, tables, version int64, err error) {
	look := func(dsn string) error {
		ro, err := sql.Open("sqlite", dsn)
		if err != nil {
			return err
		}
		defer ro.Close() //nolint:errcheck // nothing was written
		return db.retry(ctx, func() (err error) {
			id, tables, version, err = schemaOf(ctx, ro)
			return err
		})
	}
	if !db.hasWAL() {
		err = look(db.dsn("ro") + "&immutable=1")
		if err == nil || !db.hasWAL() {
			return id, tables, version, err
		}
	}
	err = look(db.dsn("ro"))
	return id, tables, version, err
}

// schemaOf returns the application's id, the number of things in the schema, and the
// last version that was applied: 0 if none was, -1 if the schema has no versions.
func schemaOf(ctx context.Context, ro *sql.DB) (id, tables, version int64, err error) {
	const current = `SELECT (SELECT application_id FROM pragma_application_id), 1,
		(SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied)`
	if ro.QueryRowContext(ctx, current).Scan(&id, &tables, &version) == nil {
		return id, tables, version, nil
	}
	const unversioned = `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT count(*) FROM sqlite_schema), -1`
	err = ro.QueryRowContext(ctx, unversioned).Scan(&id, &tables, &version)
	return id, tables, version, err
}

// readHeader returns the first bytes of the file, or nil if it does not exist or is
// empty. It finds what is not a database, and one that was cut short, without SQLite.
func (db *DB) readHeader() ([]byte, error) {
	f, err := os.Open(db.path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s can't be read: check its permissions, or choose another file with --db or SYSPREP_DB: %w", db.path, err)
	}
	defer f.Close() //nolint:errcheck // only read
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s can't be read: check its permissions, or choose another file with --db or SYSPREP_DB: %w", db.path, err)
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder: name a file in it with --db or SYSPREP_DB, such as %s", db.path, filepath.Join(db.path, "progress.db"))
	case info.Size() == 0:
		return nil, nil
	}
	header := make([]byte, 100) // file format 3, section 1.3
	if _, err := io.ReadFull(f, header); err != nil || !bytes.HasPrefix(header, []byte("SQLite format 3\x00")) {
		return nil, db.damaged("it is not a SQLite database")
	}
	if size := pages(header); size > info.Size() && !db.hasWAL() {
		return nil, db.damaged(fmt.Sprintf("it is cut short, %d of %d bytes are there", info.Size(), size))
	}
	return header, nil
}

// pages returns the size of the database by its header, or 0 if the header does not know.
func pages(header []byte) int64 {
	page := int64(binary.BigEndian.Uint16(header[16:]))
	if page == 1 {
		page = 65536
	}
	if !bytes.Equal(header[24:28], header[92:96]) {
		return 0 // written by a SQLite that did not keep the count
	}
	return page * int64(binary.BigEndian.Uint32(header[28:]))
}

// hasWAL says whether commits may still be outside the file.
func (db *DB) hasWAL() bool {
	info, err := os.Stat(db.path + "-wal")
	return err == nil && info.Size() > 0
}
