package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sysprep/lessons"
	"sysprep/lessons/report"
	"sysprep/store/exchange"
)

// exportFormats are the forms of an export.
var exportFormats = []string{"json", "md", "html"}

func (a *app) export() *cobra.Command {
	format, out := "json", ""
	c := &cobra.Command{
		Use:   "export",
		Short: "Write your progress to a file",
		Long: `Write your progress to standard output, or to a new file with -o.

json  everything: all events, drafts and settings, for "sysprep import" on
      another machine. docs/progress.md describes it.
md    the report as Markdown: what you have shown, how sure you were, what you did
html  the same for a browser: one file, with its charts in it`,
		Example: "  sysprep export -o progress.json\n  sysprep export --format html -o progress.html",
		Args:    atMost(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			if !slices.Contains(exportFormats, format) {
				return usagef("there is no form %q: choose one of %s", format, strings.Join(exportFormats, ", "))
			}
			var b bytes.Buffer
			if err := a.writeExport(c.Context(), format, &b); err != nil {
				return err
			}
			if out == "" || out == "-" {
				_, err := b.WriteTo(a.out)
				return err
			}
			if err := writeNew(out, b.Bytes()); err != nil {
				return err
			}
			_, err := fmt.Fprintf(a.out, "Your progress was written to %s.\n", out)
			return err
		},
	}
	c.Flags().StringVar(&format, "format", format, "json, md or html")
	c.Flags().StringVarP(&out, "output", "o", "", "new `FILE` to write, instead of standard output")
	return c
}

// writeExport writes one form of the learner's progress.
func (a *app) writeExport(ctx context.Context, format string, w io.Writer) error {
	if format == "json" {
		return a.writeAll(ctx, w)
	}
	r, err := a.report(ctx)
	if err != nil {
		return err
	}
	text := map[string]func(report.Report) string{"md": report.Report.Markdown, "html": report.Report.HTML}[format](r)
	_, err = io.WriteString(w, text)
	return err
}

// writeAll writes everything; exporting does not create a database.
func (a *app) writeAll(ctx context.Context, w io.Writer) error {
	path, ok, err := a.hasStore()
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("there is nothing to export yet: %s does not exist; name another database with --db", path)
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // only read
	all, err := exchange.Read(ctx, st, a.now())
	if err != nil {
		return err
	}
	return all.Encode(w)
}

// writeNew writes a file that only the learner may read, and replaces none.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already, and an export never replaces a file: choose another name", path)
	}
	if err != nil {
		return fmt.Errorf("%s can't be written: choose another folder: %w", path, err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("%s could not be written whole, so don't use it: make room, and try again: %w", path, err)
	}
	return nil
}

func (a *app) importCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE",
		Short: "Merge progress from another machine",
		Long: `Merge a file that "sysprep export" wrote, of this machine or another, into your
progress; - reads standard input. What is here already is left as it is, so
importing a file twice does no harm, and it does not matter in which order.`,
		Args: atMost(1, "one file"),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 || args[0] == "" {
				return usagef("name the file to read, such as %q; - is standard input", "sysprep import progress.json")
			}
			return a.merge(c.Context(), args[0])
		},
	}
}

// merge takes what is new in a file.
func (a *app) merge(ctx context.Context, from string) error {
	in := io.Reader(a.in)
	if from != "-" {
		f, err := os.Open(from)
		if err != nil {
			return fmt.Errorf("%s can't be read: name a file that \"sysprep export\" wrote: %w", from, err)
		}
		defer f.Close() //nolint:errcheck // only read
		in = f
	}
	file, err := await(ctx, func() (exchange.File, error) { return exchange.Decode(in) })
	if err != nil {
		return err
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // what was acknowledged is on disk
	change, err := exchange.Import(ctx, st, file, lessons.HandsIn, a.now())
	if err != nil {
		return err
	}
	drafts := 0
	for _, d := range change.Drafts {
		if d.Text != "" {
			drafts++
		}
	}
	_, err = fmt.Fprintf(a.out, "Added %s and %s; %s were here already.\n",
		report.Count(len(change.Events), "event"), report.Count(drafts, "draft"), report.Count(change.Known, "event"))
	return err
}
