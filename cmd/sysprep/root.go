package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/content/library"
	"sysprep/store/sqlite"
)

const long = `sysprep is a flight simulator for distributed-systems interviews. Read a short
story, commit to a prediction, turn knobs, watch the system live or die, explain
it in your own words, and be graded as a senior interviewer would grade.

Without a command it opens the tutor. Progress is kept in your data folder;
--db or SYSPREP_DB name another file.`

// newRoot is the whole command line.
//
// It is plain cobra, without charm.land/fang: fang prints an error on a terminal as a
// heading, the error and a hint, after it has asked the terminal for its background, and
// an error here is one sentence on standard error. (It also costs 1.4 ms at each start
// and 2.4 MB.)
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:           "sysprep",
		Short:         "A flight simulator for distributed-systems interviews",
		Long:          long,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          knownCommand,
	}
	a.tutorCommand(root, "home")
	root.SetVersionTemplate("sysprep {{.Version}}\n")
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usagef("%w; see %q", err, c.CommandPath()+" --help")
	})
	root.PersistentFlags().StringVar(&a.db, "db", "", "file that keeps your progress (also SYSPREP_DB)")
	root.PersistentFlags().StringVar(&a.folder, "pack", "", "`PACK` to use instead of the embedded one: a folder, or the id of an installed pack")
	cobra.EnableCommandSorting = false
	addGroup(root, "The tutor", a.learn(), a.lab(), a.review(), a.interview())
	addGroup(root, "Without a screen", a.list(), a.sim(), a.grade(), a.validate(), a.pack())
	addGroup(root, "Your progress", a.progress(), a.applications(), a.settings(), a.export(), a.importCommand(), a.backup())
	addGroup(root, "A class", a.class())
	root.AddCommand(versionCommand(a))
	return root
}

// addGroup adds commands under a heading of their own.
func addGroup(root *cobra.Command, title string, commands ...*cobra.Command) {
	root.AddGroup(&cobra.Group{ID: title, Title: title})
	for _, c := range commands {
		c.GroupID = title
		root.AddCommand(c)
	}
}

// knownCommand refuses a word that is not a command, and tells which one may have been meant.
func knownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if c.SuggestionsMinimumDistance <= 0 {
		c.SuggestionsMinimumDistance = 2
	}
	meant := ""
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		meant = "did you mean " + strings.Join(near, " or ") + "? "
	}
	return usagef("unknown command %q: %ssee %q for the ones there are", args[0], meant, c.CommandPath()+" --help")
}

// atMost refuses more than n arguments; names says what they are.
func atMost(n int, names string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) > n {
			return usagef("%s takes %s, so %q is one too many; see %q", c.CommandPath(), names, args[n], c.CommandPath()+" --help")
		}
		return nil
	}
}

// openPack is the pack in use.
func (a *app) openPack() (*content.Pack, error) {
	if a.folder == "" || a.folder == "core" {
		return content.Core()
	}
	return a.openPackAt(a.folder)
}

// openPackAt opens the pack in a folder; or, if there is no such folder, the installed pack of that id.
func (a *app) openPackAt(name string) (*content.Pack, error) {
	pack, err := a.findPack(name)
	if err == nil {
		pack.Found(name)
	}
	return pack, err
}

func (a *app) findPack(name string) (*content.Pack, error) {
	if _, err := os.Stat(name); err == nil || !content.IsPackID(name) {
		return content.OpenDir(name)
	}
	lib, err := a.library()
	if err != nil {
		return nil, err
	}
	pack, err := lib.Open(name)
	if errors.Is(err, library.ErrNotInstalled) {
		return nil, fmt.Errorf("there is no folder %s, and no such pack is installed: see %q", name, "sysprep pack list")
	}
	return pack, err
}

// dbPath is the file that keeps the progress.
func (a *app) dbPath() (string, error) {
	if a.db != "" {
		return a.db, nil
	}
	return sqlite.DefaultPath(a.getenv)
}

// openStore opens the learner's progress, and creates it if there is none.
func (a *app) openStore(ctx context.Context) (*sqlite.DB, error) {
	path, err := a.dbPath()
	if err != nil {
		return nil, err
	}
	return sqlite.Open(ctx, path)
}

// hasStore says whether there is any progress, without creating it.
func (a *app) hasStore() (path string, ok bool, err error) {
	if path, err = a.dbPath(); err != nil {
		return "", false, err
	}
	if _, err = os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return path, false, nil
	} else if err != nil {
		return path, false, fmt.Errorf("the database %s can't be read: make it readable, or choose another with --db: %w", path, err)
	}
	return path, true, nil
}

func isTerminal(f *os.File) bool { return term.IsTerminal(f.Fd()) }

// width is how many cells wide text may be: the terminal's width, at most 100, since
// longer lines are hard to read.
func (a *app) width() int {
	if isTerminal(a.out) {
		if w, _, err := term.GetSize(a.out.Fd()); err == nil && w > 0 {
			return min(w, 100)
		}
	}
	return 80
}
