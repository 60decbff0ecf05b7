package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/content/library"
	"sysprep/store/sqlite"
)

// library is where the installed packs are.
func (a *app) library() (library.Library, error) {
	data, err := sqlite.DataFolder(a.getenv)
	if err != nil {
		return library.Library{}, err
	}
	return library.Library{Folder: filepath.Join(data, "packs")}, nil
}

// installFlags are the flags of pack install and pack update.
type installFlags struct {
	key    string
	newKey bool
	dry    bool
}

func (f *installFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.key, "key", "", "the author's public `KEY`, or its file: the archive must be signed by it")
	c.Flags().BoolVar(&f.newKey, "new-key", false, "take another key than the pack had before")
	c.Flags().BoolVar(&f.dry, "dry-run", false, "only tell what would change")
}

func (a *app) packInstall() *cobra.Command {
	f := &installFlags{}
	c := &cobra.Command{
		Use:   "install FOLDER | ARCHIVE | GIT CHECKOUT",
		Short: "Install a pack, or another version of it",
		Long: `Install a pack into your data folder: from a folder, an archive, or a git checkout on this
machine. All of it is checked first. The key of a signed archive is remembered at the first
installation, and an update by another key is refused. Your progress stays, whatever is
installed or removed: it is kept by ids.`,
		Args: exactly(1, "a folder or an archive"),
		RunE: func(_ *cobra.Command, args []string) error { return a.install(args[0], "", f) },
	}
	f.add(c)
	return c
}

func (a *app) packUpdate() *cobra.Command {
	f := &installFlags{}
	c := &cobra.Command{
		Use:   "update PACK [FOLDER | ARCHIVE]",
		Short: "Install a pack again from where it came from, and tell what changes for you",
		Args:  cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := a.library()
			if err != nil {
				return err
			}
			e, err := lib.Find(args[0])
			if err != nil {
				return err
			}
			from := e.From
			if len(args) == 2 {
				from = args[1]
			}
			return a.install(from, e.ID, f)
		},
	}
	f.add(c)
	return c
}

// install installs what lies at a path; it must be the pack of that id, if one is given.
func (a *app) install(from, id string, f *installFlags) error {
	with, err := publicKey(f.key)
	if err != nil {
		return err
	}
	lib, err := a.library()
	if err != nil {
		return err
	}
	s, err := library.Read(from, with)
	if err != nil {
		return err
	}
	if id != "" && s.Entry.ID != id {
		return fmt.Errorf("%s is %s, not %s: name a folder or archive of that pack", content.Clean(from), s.Entry.ID, id)
	}
	var c library.Change
	if f.dry {
		if c, err = lib.Plan(s, f.newKey); errors.Is(err, library.ErrOtherKey) { // the author sees what learners would be told, and that it needs the key
			return cmp.Or(a.showChange(c, s, true), err)
		}
	} else {
		c, err = lib.Install(s, a.now(), f.newKey)
	}
	if err != nil {
		return err
	}
	return a.showChange(c, s, f.dry)
}

// showChange tells what an installation did, or would do.
func (a *app) showChange(c library.Change, s *library.Source, dry bool) error {
	p := a.newPage()
	verb := "is installed"
	if dry {
		verb = "would be installed"
	}
	what := c.Entry.ID + " " + c.Entry.Version
	switch {
	case c.Same:
		p.linef("%s: these very files are installed already", what)
	case c.Before != nil:
		p.linef("%s %s, in place of %s", what, verb, c.Before.Version)
		if c.Older {
			p.linef("This version is older than the one before.")
		} else if c.Reused {
			p.linef("The version is the same, and the files are not: ask the author which is meant.")
		}
	default:
		p.prose("", "", fmt.Sprintf("%s %s: %s", what, verb, contents(s.Pack)))
	}
	if c.FirstKey {
		p.linef("signed by %s", c.Entry.Key)
		p.line("This key is trusted from now on: an update by another one is refused.")
	} else if c.Entry.Key != "" {
		p.linef("signed by %s", c.Entry.Key)
	} else if c.Before == nil {
		p.line("Nobody signed it.")
	}
	if c.Before != nil && !c.Same {
		p.differences(c.Differences)
	}
	if c.Before == nil && !dry {
		p.openings(s.Pack, c.Entry.ID)
	}
	return p.show(a.out)
}

// contents counts what a learner finds in a pack.
func contents(pack *content.Pack) string {
	parts := []string{count(len(pack.Lessons), "lesson"), count(len(pack.Scenarios.IDs()), "scenario")}
	cards := 0
	for _, d := range pack.Decks {
		cards += len(d.Cards)
	}
	if cards > 0 {
		parts = append(parts, count(cards, "card"))
	}
	if n := len(pack.Interviews.IDs()); n > 0 {
		parts = append(parts, count(n, "interview"))
	}
	return strings.Join(parts, ", ")
}

// openings are the commands that open what was installed: the first of each kind.
func (p *page) openings(pack *content.Pack, id string) {
	pack.Found(id)
	var lines []string
	if len(pack.Lessons) > 0 {
		lines = append(lines, "  sysprep learn "+pack.Place(pack.Lessons[0].ID))
	}
	if ids := pack.Interviews.IDs(); len(ids) > 0 {
		lines = append(lines, "  sysprep interview "+pack.Place(ids[0]))
	}
	if len(lines) == 0 {
		return
	}
	p.line()
	for _, l := range lines {
		p.line(l)
	}
}

// differences tells what a new version changes for a learner.
func (p *page) differences(all []content.Difference) {
	list := make([]differenceJSON, len(all))
	for i, d := range all {
		list[i] = differenceJSON(d)
	}
	p.differenceList(list)
	if len(all) == 0 {
		return
	}
	if slices.ContainsFunc(all, func(d content.Difference) bool { return d.Kind == content.Lost }) {
		p.line("Your progress is kept. What is lost has ids that are gone, and neither moved nor retired: nothing shows it until they come back.")
		return
	}
	p.line("Your progress is kept: it belongs to ids, and moves with them.")
}

func (a *app) packRemove() *cobra.Command {
	return &cobra.Command{
		Use:   "remove PACK",
		Short: "Remove an installed pack; your progress in it is kept",
		Args:  exactly(1, "the id of a pack"),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := a.library()
			if err != nil {
				return err
			}
			e, err := lib.Remove(args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.out, "%s %s is removed. Your progress in it is kept: install it again to go on.\n", e.ID, e.Version)
			return err
		},
	}
}

func (a *app) packList() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "list",
		Short: "List the installed packs",
		Args:  atMost(0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			lib, err := a.library()
			if err != nil {
				return err
			}
			all, err := lib.List()
			if err != nil {
				return err
			}
			if asJSON {
				if all == nil {
					all = []library.Entry{}
				}
				return printJSON(a.out, all)
			}
			p := a.newPage()
			for _, e := range all {
				p.line(p.paint(bold, e.ID) + " " + e.Version + "  " + p.paint(faint, e.Title))
				from := "from " + content.Clean(e.From)
				if e.Commit != "" {
					from += " at " + e.Commit[:12]
				}
				p.line("  " + from)
				signed := "signed by " + e.Key
				if e.Key == "" {
					signed = "signed by nobody"
				}
				p.line("  " + signed)
			}
			if len(all) == 0 {
				p.line("No packs are installed. \"sysprep pack install FOLDER\" installs one; core is built in.")
			}
			return p.show(a.out)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// intoPack takes the pack from the first argument where that is "owner/name/id", as --pack would
// name it, and leaves the id.
func (a *app) intoPack(args []string) []string {
	if len(args) == 0 || a.folder != "" {
		return args
	}
	owner, rest := splitPlace(args[0])
	if owner == "" {
		return args
	}
	a.folder = owner
	return append([]string{rest}, args[1:]...)
}

// splitPlace parts "owner/name/lesson" into the id of a pack and that of a lesson; pack is "" for a plain id.
func splitPlace(id string) (pack, rest string) {
	at := strings.LastIndex(id, "/")
	if at < 0 || !content.IsPackID(id[:at]) {
		return "", id
	}
	return id[:at], id[at+1:]
}
