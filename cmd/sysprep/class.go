package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/lessons/class"
	"sysprep/lessons/report"
)

func (a *app) class() *cobra.Command {
	c := &cobra.Command{
		Use:   "class",
		Short: "See what your class has understood",
		Long: `See what your class has understood. Learners write what they hand in with
"sysprep progress --export FILE --as NAME", and send it to you by whatever way you
use; you put the files into a folder. docs/class.md has the rest.`,
		Args: knownCommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.classReport())
	return c
}

// classFlags are the flags of class report.
type classFlags struct {
	json      bool
	csv       string
	html      string
	exemplars string
}

func (a *app) classReport() *cobra.Command {
	f := &classFlags{}
	c := &cobra.Command{
		Use:   "report DIR",
		Short: "Add up what learners handed in",
		Long: `Add up what learners handed in, of all files in a folder and the folders in it:
mastery by objective, misconceptions, what was hardest, time for each lesson, and
what the grader may not have detected. Files that nobody signed, that were changed
since, or that can't be read are named and left out. A learner counts once, with
the latest file. --pack names the pack, if it is not the one that is built in.`,
		Example: "  sysprep class report sheets\n  sysprep class report sheets --html class.html --csv tables\n  sysprep class report sheets --exemplars mypack",
		Args:    exactly(1, "the folder with what learners handed in"),
		RunE:    func(c *cobra.Command, args []string) error { return a.runClassReport(c.Context(), args[0], f) },
	}
	c.Flags().BoolVar(&f.json, "json", false, "print JSON")
	c.Flags().StringVar(&f.csv, "csv", "", "also write the tables for a spreadsheet into `FOLDER`")
	c.Flags().StringVar(&f.html, "html", "", "also write a page for a browser to `FILE`, with charts")
	c.Flags().StringVar(&f.exemplars, "exemplars", "", "also write answers with claims into the folder of a `PACK`, as exemplars to decide on")
	return c
}

func (a *app) runClassReport(ctx context.Context, folder string, f *classFlags) error {
	pack, err := a.openPack()
	if err != nil {
		return err
	}
	files, err := await(ctx, func() ([]class.Handed, error) { return readSheets(folder) })
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("there are no files in %s: put there what learners wrote with %q", content.Clean(folder), "sysprep progress --export FILE")
	}
	r := class.Gather(pack, files).Report(pack, a.now())
	wrote, err := writeReport(r, f)
	if err != nil {
		return err
	}
	if f.json {
		err = printJSON(a.out, r)
	} else {
		p := a.newPage()
		p.class(r)
		for _, w := range wrote {
			p.line(w)
		}
		err = p.show(a.out)
	}
	if err == nil && len(r.Learners) == 0 {
		return fmt.Errorf("none of the %s in %s counts: the report says why for each", report.Count(len(files), "file"), content.Clean(folder))
	}
	return err
}

// Bounds of a folder.
const (
	mostSheets = 5000
	mostNested = 4 // folders in folders; systems for handing in make one a learner
)

// passedOver are ends of names that a report writes itself, or that are notes.
var passedOver = []string{".csv", ".html", ".md"}

// readSheets reads all files of a folder, and says of each that is no sheet why not. Hidden ones are passed over, and links are
// not followed.
func readSheets(folder string) ([]class.Handed, error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("%s is not a folder that can be read: name the one with what learners handed in", content.Clean(folder))
	}
	var all []class.Handed
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		name, outside := filepath.Rel(folder, path)
		switch {
		case outside != nil:
			return outside
		case name == ".":
			return err
		case strings.HasPrefix(d.Name(), "."):
			return skip(d)
		case err != nil:
			all = append(all, class.Handed{File: name, Err: fmt.Errorf("it can't be read: %w", reason(err))})
			return skip(d)
		case d.IsDir() && strings.Count(filepath.ToSlash(name), "/") >= mostNested:
			all = append(all, class.Handed{File: name, Err: fmt.Errorf("it is nested more than %d folders deep: move what is in it up", mostNested)})
			return fs.SkipDir
		case d.IsDir() || slices.Contains(passedOver, strings.ToLower(filepath.Ext(name))):
			return nil
		case len(all) >= mostSheets:
			return fmt.Errorf("there are more than %d files in %s: name a folder that has what learners handed in, and nothing else", mostSheets, content.Clean(folder))
		}
		sheet, err := readSheet(path, d)
		all = append(all, class.Handed{File: name, Sheet: sheet, Err: err})
		return nil
	})
	return all, err
}

func skip(d fs.DirEntry) error {
	if d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// reason is an error of a file without the file's name, which is told beside it.
func reason(err error) error {
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		return at.Err
	}
	return err
}

// readSheet reads one file, if it is one.
func readSheet(path string, d fs.DirEntry) (class.Signed, error) {
	if !d.Type().IsRegular() {
		return class.Signed{}, errors.New("it is a link or a device, and no file: copy the file itself here")
	}
	f, err := os.Open(path) //nolint:gosec // in the folder that was named
	if err != nil {
		return class.Signed{}, fmt.Errorf("it can't be read: %w", reason(err))
	}
	defer f.Close() //nolint:errcheck // only read
	data, err := io.ReadAll(io.LimitReader(f, class.MostBytes+1))
	if err != nil {
		return class.Signed{}, fmt.Errorf("it can't be read: %w", reason(err))
	}
	return class.Read(data)
}

// writeReport writes the other forms that were asked for, and says what it wrote.
func writeReport(r class.Report, f *classFlags) (wrote []string, err error) {
	if f.html != "" {
		if err := replaceOwn(f.html, []byte(r.HTML()), class.Mark); err != nil {
			return nil, err
		}
		wrote = append(wrote, "The page was written to "+content.Clean(f.html)+".")
	}
	if f.csv != "" {
		tables := r.Tables()
		for _, t := range tables {
			data, err := t.CSV()
			if err != nil {
				return nil, err
			}
			head, _, _ := strings.Cut(string(data), "\n")
			if err := writeInto(f.csv, t.File, data, head); err != nil {
				return nil, err
			}
		}
		wrote = append(wrote, fmt.Sprintf("%s were written to %s.", report.Count(len(tables), "table"), content.Clean(f.csv)))
	}
	if f.exemplars != "" {
		for _, e := range r.Exemplars {
			if err := writeInto(f.exemplars, filepath.FromSlash(e.File), []byte(e.Text), class.ExemplarBegin); err != nil {
				return nil, err
			}
		}
		wrote = append(wrote, exemplarsWritten(r, f.exemplars))
	}
	return wrote, nil
}

func exemplarsWritten(r class.Report, folder string) string {
	if len(r.Exemplars) == 0 {
		return "There are no exemplars: nobody claimed anything in answers that were handed in (--with-answers)."
	}
	return fmt.Sprintf("%s with claims to decide on: see %s.", report.Count(len(r.Exemplars), "answer"), content.Clean(filepath.Join(folder, "exemplars")))
}

// writeInto writes a file in a folder, which is made if it is not there.
func writeInto(folder, name string, data []byte, begin string) error {
	path := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // as any folder
		return fmt.Errorf("the folder %s can't be made: choose another: %w", content.Clean(filepath.Dir(path)), reason(err))
	}
	return replaceOwn(path, data, begin)
}
