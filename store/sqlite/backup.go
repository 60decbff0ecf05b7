package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup implements store.Store. The copy is complete and on the disk before it bears
// its name, and it never replaces a file: if there is one, the error is an fs.ErrExist.
// Others may write meanwhile; the copy is of one moment.
func (db *DB) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return exists(path)
	}
	// Made empty with a name of its own, which VACUUM INTO accepts, and readable by the learner only.
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.partial")
	if err != nil {
		return fmt.Errorf("the backup %s can't be written: make its folder writable, or choose another: %w", path, err)
	}
	partial := f.Name()
	defer os.Remove(partial) //nolint:errcheck // it is gone if all went well
	if err := f.Close(); err != nil {
		return fmt.Errorf("the backup %s can't be written: choose another folder: %w", path, err)
	}
	err = db.retry(ctx, func() error {
		_, err := db.sql.ExecContext(ctx, `VACUUM INTO ?`, partial)
		return err
	})
	if err != nil {
		return db.explain("write the backup "+path, err)
	}
	if err := flush(partial); err != nil {
		return fmt.Errorf("the backup %s can't be written: choose another folder: %w", path, err)
	}
	// A link, unlike a rename, fails if the name is taken.
	if err := os.Link(partial, path); errors.Is(err, fs.ErrExist) {
		return exists(path)
	} else if err != nil { // a file system without links
		if err := os.Rename(partial, path); err != nil {
			return fmt.Errorf("the backup %s can't be written: choose another folder: %w", path, err)
		}
	}
	return nil
}

func exists(path string) error {
	return fmt.Errorf("%s exists already, and a backup never replaces a file: choose another name: %w", path, fs.ErrExist)
}

// flush waits until the file is on the disk; VACUUM INTO does not.
func flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
