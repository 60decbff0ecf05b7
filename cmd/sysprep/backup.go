package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) backup() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy your progress to a new file",
		Args:  atMost(1, "one file"),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 || args[0] == "" {
				return usagef("name the file to write, such as %q", "sysprep backup progress-copy.db")
			}
			return a.writeBackup(c.Context(), args[0])
		},
	}
}

func (a *app) writeBackup(ctx context.Context, to string) error {
	from, ok, err := a.hasStore()
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("there is nothing to back up yet: %s does not exist; name another database with --db", from)
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // only read
	if err := st.Backup(ctx, to); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "Your progress was copied to %s.\n", to)
	return err
}
