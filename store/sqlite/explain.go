package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"sysprep/store"
)

// explain turns an error of SQLite into a sentence that says what to do, wrapping the
// error of package store that tells it apart.
func (db *DB) explain(doing string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	switch primary(err) {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return fmt.Errorf("%w: sysprep could not %s, since another program has held %s for %s; close that program, or try again in a moment", store.ErrBusy, doing, db.path, db.patience)
	case lib.SQLITE_FULL:
		return fmt.Errorf("%w: sysprep could not %s, and nothing was changed; make room on the disk of %s, and try again", store.ErrFull, doing, db.path)
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return db.damaged(err.Error())
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return unwritable(db.path, err)
	}
	return fmt.Errorf("sysprep could not %s; check that the disk of %s is there and healthy, then try again: %w", doing, db.path, err)
}

// damaged is the sentence for a file that can't be read: where to find a copy, and how to go on without.
func (db *DB) damaged(how string) error {
	copies, _ := filepath.Glob(escapeGlob(db.path) + beforeUpgrade + "*")
	restore := "put a backup in its place (sysprep backup makes them)"
	if len(copies) > 0 {
		slices.Sort(copies)
		restore = "put a backup in its place, such as " + copies[len(copies)-1]
	}
	return fmt.Errorf("%w: %s can't be used (%s) and was left as it is; %s, or move it away to start afresh", store.ErrCorrupt, db.path, how, restore)
}

// escapeGlob quotes what filepath.Glob would take for a pattern.
func escapeGlob(path string) string {
	var quoted []rune
	for _, r := range path {
		switch r {
		case '*', '?', '[':
			quoted = append(quoted, '[', r, ']')
		default:
			quoted = append(quoted, r)
		}
	}
	return string(quoted)
}

// primary is SQLite's result code without its extension, or 0 for another kind of error.
func primary(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// retry does work again while SQLite says busy, for as long as the patience lasts. SQLite
// itself waits for an ordinary lock, but gives up at once while another process recovers
// the WAL after a kill.
func (db *DB) retry(ctx context.Context, work func() error) error {
	began := time.Now()
	for wait := time.Millisecond; ; wait = min(2*wait, 50*time.Millisecond) {
		err := work()
		if code := primary(err); code != lib.SQLITE_BUSY && code != lib.SQLITE_LOCKED {
			return err
		}
		if time.Since(began) >= db.patience {
			return err
		}
		if stopped := pause(ctx, wait); stopped != nil {
			return stopped
		}
	}
}

// pause waits for d, or until ctx is done.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
