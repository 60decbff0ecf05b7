package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/content/migrate"
)

func (a *app) packMigrate() *cobra.Command {
	var toDisk bool
	c := &cobra.Command{
		Use:   "migrate FOLDER",
		Short: "Write a pack of an older format anew in the present one",
		Long: `Write a pack of an older format anew in the present one. Without --write it only tells what
would change. With it the files are written in place, and the old ones kept beside the
folder, in FOLDER-v0. What the old format did not say is made up, and told, so that you look at it.`,
		Args: exactly(1, "the folder of a pack"),
		RunE: func(_ *cobra.Command, args []string) error {
			files, err := packTexts(args[0])
			if err != nil {
				return err
			}
			return a.migrate(filepath.Clean(args[0]), files, toDisk)
		},
	}
	c.Flags().BoolVar(&toDisk, "write", false, "write the files; the old ones are kept in FOLDER-v0")
	return c
}

func (a *app) migrate(folder string, files migrate.Files, toDisk bool) error {
	from, next, notes, err := migrate.Run(files)
	if err != nil {
		return fmt.Errorf("%s can't be migrated: %w", content.Clean(folder), err)
	}
	p := a.newPage()
	if next == nil {
		p.linef("%s is of the format %s already: there is nothing to migrate", content.Clean(folder), from)
		return p.show(a.out)
	}
	changed := migrate.Changed(files, next)
	if !toDisk {
		for _, name := range changed {
			p.change(name, files, next)
		}
	}
	for _, n := range notes {
		p.prose("  look at  ", "           ", content.Clean(n.File)+": "+content.Clean(n.Says))
	}
	if toDisk {
		kept, err := replacePack(folder, from, files, next, changed)
		if err != nil {
			return err
		}
		p.linef("%s: %s written; the old ones are in %s", content.Clean(folder), count(len(changed), "file"), content.Clean(kept))
		p.line("  sysprep pack lint " + content.Clean(folder))
		p.line("  sysprep pack test " + content.Clean(folder))
	} else {
		p.linef("%s: %s of %s would change; --write does it", content.Clean(folder), count(len(changed), "file"), from)
	}
	return p.show(a.out)
}

// change tells how a file changes.
func (p *page) change(name string, files, next migrate.Files) {
	p.line(p.paint(bold, content.Clean(name)))
	for _, l := range migrate.Diff(files[name], next[name]) {
		how := faint
		switch l.Sign {
		case '-':
			how = bad
		case '+':
			how = good
		}
		p.line("  " + p.paint(how, string(l.Sign)+" "+content.Clean(l.Text)))
	}
	p.line()
}

// Bounds of what is read of a folder; those of a pack.
const (
	mostMigrated      = 2000
	mostMigratedBytes = 1 << 20
)

// packTexts reads the files of a pack, whatever its format. Links don't lead out of it, and what begins with a dot is
// not looked at.
func packTexts(folder string) (migrate.Files, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("there is no folder %s: name the folder of a pack", content.Clean(folder))
	}
	defer root.Close() //nolint:errcheck // only read
	files := migrate.Files{}
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || name == ".":
			return err
		case strings.HasPrefix(d.Name(), ".") && d.IsDir():
			return fs.SkipDir
		case strings.HasPrefix(d.Name(), ".") || d.IsDir():
			return nil
		case !d.Type().IsRegular():
			return fmt.Errorf("%s is not a plain file: remove it", content.Clean(name))
		}
		if info, err := d.Info(); err != nil || info.Size() > mostMigratedBytes || len(files) == mostMigrated {
			return errors.Join(err, fmt.Errorf("%s is too large for a pack, or one file too many: a pack has at most %d files of 1 MB", content.Clean(name), mostMigrated))
		}
		data, err := fs.ReadFile(root.FS(), name)
		files[name] = string(data)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("the folder %s can't be read: %w", content.Clean(folder), err)
	}
	if _, ok := files["pack.yaml"]; !ok {
		return nil, fmt.Errorf("there is no pack.yaml in %s: name the folder of a pack", content.Clean(folder))
	}
	return files, nil
}

// replacePack writes what has changed, and before that the old files into a folder beside, whose name it returns.
func replacePack(folder, from string, files, next migrate.Files, changed []string) (kept string, err error) {
	kept = folder + "-" + filepath.Base(from)
	if err := os.Mkdir(kept, 0o750); err != nil {
		return "", fmt.Errorf("the old files can't be kept in %s: move it away, or make the place writable: %w", content.Clean(kept), err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := writeFile(kept, name, files[name]); err != nil {
			return kept, err
		}
	}
	for _, name := range changed {
		if text, ok := next[name]; ok {
			err = writeFile(folder, name, text)
		} else {
			err = os.Remove(filepath.Join(folder, filepath.FromSlash(name)))
		}
		if err != nil {
			return kept, fmt.Errorf("%s can't be written; the old files are in %s: %w", content.Clean(name), content.Clean(kept), err)
		}
	}
	return kept, nil
}

func writeFile(folder, name, text string) error {
	path := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	return replaceFile(path, []byte(text))
}
