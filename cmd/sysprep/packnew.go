package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/content/starter"
	"sysprep/tui/kit"
)

func (a *app) packNew() *cobra.Command {
	var id string
	c := &cobra.Command{
		Use:   "new FOLDER",
		Short: "Write a pack to begin with: a lesson on a running system",
		Args:  exactly(1, "the folder to write"),
		RunE: func(_ *cobra.Command, args []string) error {
			folder := args[0]
			if id == "" {
				abs, err := filepath.Abs(folder)
				if err != nil {
					return fmt.Errorf("%s is not a folder's name: name another: %w", content.Clean(folder), err)
				}
				id = starter.ID(abs)
			}
			if !content.IsPackID(id) {
				return usagef("%q is not the id of a pack: write owner/name in small letters, digits and dashes", content.Clean(id))
			}
			if err := starter.Write(folder, id); err != nil {
				return err
			}
			p := a.newPage()
			p.linef("%s is in %s. It runs as it is; change one thing at a time.", id, content.Clean(folder))
			p.line()
			hints := [][2]string{
				{"sysprep --pack " + folder + " learn", "play the lesson"},
				{"sysprep pack preview " + folder + " --watch", "see what you write, while you write it"},
				{"sysprep pack lint " + folder, "check the files"},
				{"sysprep pack test " + folder, "run what they claim"},
				{"sysprep pack schema " + folder, "let your editor complete and check keys"},
			}
			w := widest(hints, 78, func(h [2]string) string { return h[0] })
			for _, h := range hints {
				p.line("  "+kit.PadRight(content.Clean(h[0]), w), p.paint(faint, "   "+h[1]))
			}
			return p.show(a.out)
		},
	}
	c.Flags().StringVar(&id, "id", "", "id of the pack: `OWNER/NAME` (default: example/ and the name of the folder)")
	return c
}

// exactly refuses any other number of arguments; names says what they are.
func exactly(n int, names string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < n {
			return usagef("%s needs %s; see %q", c.CommandPath(), names, c.CommandPath()+" --help")
		}
		return atMost(n, names)(c, args)
	}
}
