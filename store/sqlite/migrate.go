package sqlite

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var files embed.FS

func embedded() fs.FS {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err) // the embedded folder has another name
	}
	return sub
}

// newestVersion is the number of the last migration, by its name.
func newestVersion(migrations fs.FS) (int64, error) {
	names, err := fs.Glob(migrations, "*.sql")
	if err != nil {
		return 0, err
	}
	var newest int64
	for _, name := range names {
		number, _, _ := strings.Cut(path.Base(name), "_")
		v, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("migration %s has no number: name it like 00002_what_it_does.sql", name)
		}
		newest = max(newest, v)
	}
	return newest, nil
}

// migrate brings the schema up to newest, each migration in a transaction of its own. It
// only goes forward. Another process may be doing the same: whoever comes second meets
// tables that exist already, looks again, and goes on from there.
func (db *DB) migrate(ctx context.Context, version, newest int64) error {
	if version > 0 {
		if err := db.keepCopy(ctx, newest); err != nil {
			return err
		}
	}
	deadline := time.Now().Add(db.patience)
	for {
		err := db.goUp(ctx)
		_, _, version, errLook := schemaOf(ctx, db.sql)
		switch {
		case errLook == nil && version >= newest:
			return nil
		case err == nil:
			err = errors.Join(fmt.Errorf("the schema has version %d after the upgrade to %d", version, newest), errLook)
			return db.explain("upgrade your progress", err)
		case ctx.Err() != nil || time.Now().After(deadline):
			return db.explain("upgrade your progress", err)
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
}

func (db *DB) goUp(ctx context.Context) error {
	provider, err := goose.NewProvider(goose.DialectSQLite3, db.sql, db.migrations)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// keepCopy writes a copy of the database before it is upgraded; one that an earlier try
// has left is kept, since it is from before.
func (db *DB) keepCopy(ctx context.Context, newest int64) error {
	err := db.Backup(ctx, db.path+beforeUpgrade+strconv.FormatInt(newest, 10))
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// beforeUpgrade is what the names of copies made before an upgrade end in, before the number.
const beforeUpgrade = ".before-v"
