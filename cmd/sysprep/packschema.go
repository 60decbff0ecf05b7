package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"sysprep/content"
)

// schemaFolder is where the modelines of new packs look for schemas. Loaders pass over it.
const schemaFolder = ".schema"

func (a *app) packSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [FOLDER]",
		Short: "Write JSON Schemas for your editor into a pack",
		Long: `Write JSON Schemas (draft-07) of the format into FOLDER/.schema, for editors that complete and
check YAML. A file says which is its own in its first line, as those of "sysprep pack new" do:

  # yaml-language-server: $schema=../.schema/scenario.json

No network is needed. Without a folder their names are listed.`,
		Args: atMost(1, "the folder of a pack"),
		RunE: func(_ *cobra.Command, args []string) error {
			all, err := content.Schemas()
			if err != nil {
				return err
			}
			names := slices.Sorted(maps.Keys(all))
			if len(args) == 0 {
				for _, name := range names {
					fmt.Fprintln(a.out, name)
				}
				return nil
			}
			if _, err := os.Stat(filepath.Join(args[0], "pack.yaml")); err != nil {
				return fmt.Errorf("there is no pack.yaml in %s: name the folder of a pack", content.Clean(args[0]))
			}
			folder := filepath.Join(args[0], schemaFolder)
			if info, err := os.Lstat(folder); err == nil && !info.IsDir() {
				return fmt.Errorf("%s is a link or a file: remove it, so that nothing is written elsewhere", content.Clean(folder))
			}
			if err := os.MkdirAll(folder, 0o750); err != nil {
				return fmt.Errorf("the folder %s can't be made: %w", content.Clean(folder), err)
			}
			for _, name := range names {
				if err := replaceFile(filepath.Join(folder, name), all[name]); err != nil {
					return fmt.Errorf("%s can't be written: %w", content.Clean(name), err)
				}
			}
			_, err = fmt.Fprintf(a.out, "%s in %s\n", count(len(names), "schema"), content.Clean(folder))
			return err
		},
	}
}
