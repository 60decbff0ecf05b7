// Command docgen writes the documents that are made from the program itself: docs/keys.md
// from its tables of keys, and docs/screens from its screens. Run it at the root of the
// repository:
//
//	go run ./cmd/docgen
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"sysprep/content"
	"sysprep/store/sqlite"
	"sysprep/tui/cheatsheet"
	"sysprep/tui/pictures"
)

func main() {
	time.Local = time.UTC // screens show dates
	if err := write(context.Background()); err != nil {
		fmt.Fprintf(os.Stderr, "docgen: %v\n", err)
		os.Exit(1)
	}
}

func write(ctx context.Context) (err error) {
	if _, err := os.Stat("go.mod"); err != nil {
		return errors.New("there is no go.mod here: run it at the root of the repository")
	}
	if err := os.WriteFile(filepath.Join("docs", "keys.md"), []byte(cheatsheet.Markdown()), 0o644); err != nil {
		return err
	}
	pack, err := content.Core()
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "docgen")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	st, err := sqlite.Open(ctx, filepath.Join(folder, "progress.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	taken, err := pictures.Take(ctx, pack, st)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join("docs", "screens"), 0o755); err != nil {
		return err
	}
	for _, p := range taken {
		if err := os.WriteFile(filepath.Join("docs", "screens", p.Name), []byte(p.SVG), 0o644); err != nil {
			return err
		}
	}
	return nil
}
