package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sysprep/content"
)

// lintFlags are the flags of pack lint.
type lintFlags struct {
	format string
	fix    bool
	strict bool
}

// lintFormats are the ways to write what was found.
var lintFormats = []string{"text", "json", "sarif", "github"}

func (a *app) packLint() *cobra.Command {
	f := &lintFlags{}
	c := &cobra.Command{
		Use:   "lint [core | FOLDER]",
		Short: "Check the files of a pack, without running anything",
		Long: `Check the files of a pack, without running anything. Everything that is wrong is told at
once, with file, line and column, and what to do. A fault keeps the pack from opening. A
warning does not: it is about what would be badly taught, or badly seen.`,
		Args: atMost(1, "core, or the folder of a pack"),
		RunE: func(_ *cobra.Command, args []string) error {
			if !slices.Contains(lintFormats, f.format) {
				return usagef("there is no format %q: choose one of %s", content.Clean(f.format), strings.Join(lintFormats, ", "))
			}
			return a.runLint(args, f)
		},
	}
	c.Flags().StringVar(&f.format, "format", "text", "how to write it: "+strings.Join(lintFormats, ", "))
	c.Flags().BoolVar(&f.fix, "fix", false, "first mend what can be mended safely: line ends, hidden characters, code fences without a language")
	c.Flags().BoolVar(&f.strict, "strict", false, "warnings count as faults")
	return c
}

func (a *app) runLint(args []string, f *lintFlags) error {
	fsys, folder, err := a.packFiles(args)
	if err != nil {
		return err
	}
	if f.fix {
		if folder == "" {
			return usagef("the core pack is built in, so it can't be mended: name a folder")
		}
		if err := a.fixPack(fsys, folder); err != nil {
			return err
		}
	}
	pack, found := content.Lint(fsys)
	faults, warnings := found.Warnings()
	switch f.format {
	case "json":
		err = printJSON(a.out, lintJSON(found))
	case "sarif":
		err = printJSON(a.out, sarifOf(found, folder))
	case "github":
		_, err = fmt.Fprint(a.out, githubOf(found, folder))
	default:
		err = a.showLint(pack, found)
	}
	if err == nil && (len(faults) > 0 || f.strict && len(warnings) > 0) {
		return fmt.Errorf("%s and %s: mend what is named above", count(len(faults), "fault"), count(len(warnings), "warning"))
	}
	return err
}

// count is a number and what it counts, in the plural unless it is one.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// packFiles are the files of the pack that is named, and its folder; that of the core pack is "".
func (a *app) packFiles(args []string) (fsys fs.FS, folder string, err error) {
	if len(args) == 0 || args[0] == "core" {
		return content.CoreFiles(), "", nil
	}
	info, err := os.Stat(args[0])
	if err != nil || !info.IsDir() {
		return nil, "", fmt.Errorf("there is no folder %s: name the folder of a pack", content.Clean(args[0]))
	}
	root, err := os.OpenRoot(args[0])
	if err != nil {
		return nil, "", fmt.Errorf("the folder %s can't be read: %w", content.Clean(args[0]), err)
	}
	return root.FS(), args[0], nil
}

// fixPack writes the files that Fix changes, each in one step: what is interrupted leaves the old one.
func (a *app) fixPack(fsys fs.FS, folder string) error {
	changed := content.Fix(fsys)
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := replaceFile(path, changed[name]); err != nil {
			return fmt.Errorf("%s can't be mended: make it writable: %w", content.Clean(path), err)
		}
		fmt.Fprintf(a.err, "mended %s\n", content.Clean(path))
	}
	return nil
}

// replaceFile writes a file beside its place and moves it there.
func replaceFile(path string, data []byte) error {
	mode := fs.FileMode(0o600)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".sysprep-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) //nolint:errcheck // gone if all went well
	if _, err = temp.Write(data); err == nil {
		err = temp.Chmod(mode)
	}
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	return err
}
