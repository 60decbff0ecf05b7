package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/content/library"
)

// differenceJSON is a line of pack diff --json.
type differenceJSON struct {
	Kind content.DifferenceKind `json:"kind"`
	Of   string                 `json:"of"`
	Says string                 `json:"says"`
}

func (a *app) packDiff() *cobra.Command {
	var asJSON, strict bool
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Tell what a new version changes for learners",
		Long: `Tell what a new version changes for who learns: what is added, edited, moved, renamed, retired,
and what is lost, because its id is gone and stands neither under moved: nor under retired: in
pack.yaml. OLD and NEW are folders or archives, signed or not.`,
		Args: exactly(2, "the old and the new version, each a folder or an archive"),
		RunE: func(_ *cobra.Command, args []string) error {
			var both [2]*library.Source
			for i, from := range args {
				s, err := library.Read(from, nil)
				if err != nil {
					return fmt.Errorf("%s: %w", content.Clean(from), err)
				}
				both[i] = s
			}
			return a.showDiff(both[0], both[1], asJSON, strict)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&strict, "strict", false, "fail if anything is lost")
	return c
}

func (a *app) showDiff(old, next *library.Source, asJSON, strict bool) error {
	all, lost := []differenceJSON{}, 0
	for _, d := range content.Compare(old.Pack, next.Pack) {
		all = append(all, differenceJSON(d))
		if d.Kind == content.Lost {
			lost++
		}
	}
	var err error
	if asJSON {
		err = printJSON(a.out, all)
	} else {
		p := a.newPage()
		p.linef("%s %s, after %s %s", next.Entry.ID, next.Entry.Version, old.Entry.ID, old.Entry.Version)
		switch {
		case old.Entry.ID != next.Entry.ID:
			p.line("These are two packs: nothing of the one counts in the other.")
		case old.Entry.Sum == next.Entry.Sum:
			p.line("The files are the same.")
		case content.VersionLess(next.Entry.Version, old.Entry.Version):
			p.line("The new version has the lower number: learners are told that it is older.")
		case old.Entry.Version == next.Entry.Version:
			p.line("The version is the same, and the files are not: give the new one a higher number.")
		}
		if old.Entry.Sum != next.Entry.Sum {
			p.differenceList(all)
		}
		err = p.show(a.out)
	}
	if err == nil && strict && lost > 0 {
		return fmt.Errorf("learners lose %s: list the ids under moved: or retired: in pack.yaml", count(lost, "thing"))
	}
	return err
}

// differenceList tells what changes, one thing after the other.
func (p *page) differenceList(all []differenceJSON) {
	if len(all) == 0 {
		p.line("Nothing changes in its lessons, cards and interviews.")
		return
	}
	w := widest(all, 12, func(d differenceJSON) string { return string(d.Kind) })
	for _, d := range all {
		how := wait
		switch d.Kind {
		case content.Lost:
			how = bad
		case content.Added:
			how = good
		}
		p.line("  " + p.paint(how, fmt.Sprintf("%-*s", w, d.Kind)) + "  " + d.Of)
		p.prose("      ", "      ", d.Says)
	}
}
