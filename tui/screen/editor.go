package screen

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Edited carries a text back from the learner's editor. If Err is not nil the text is to
// stay as it was.
type Edited struct {
	For  string // what was asked for: the key of a draft
	Text string
	Err  error
}

// mostEdited is how long a text from an editor may be, in bytes.
const mostEdited = 20_000

// Edit returns a command that opens a text in the learner's editor, and answers with Edited
// once that is closed. The screen stands still meanwhile.
func (e *Env) Edit(key, text string) tea.Cmd {
	if len(e.Editor) == 0 {
		return Send(Notice{Text: "There is no editor to open: set EDITOR, as in EDITOR=vim, and start again.", Bad: true})
	}
	job := &editing{argv: e.Editor, before: text}
	return tea.Exec(job, func(err error) tea.Msg { return Edited{For: key, Text: job.after, Err: err} })
}

// editing is one text in an editor. It is a tea.ExecCommand: Run does input and output,
// while the program leaves the terminal to the editor.
type editing struct {
	argv           []string
	before, after  string
	stdin          io.Reader
	stdout, stderr io.Writer
}

func (j *editing) SetStdin(r io.Reader)  { j.stdin = r }
func (j *editing) SetStdout(w io.Writer) { j.stdout = w }
func (j *editing) SetStderr(w io.Writer) { j.stderr = w }

// Run writes the text to a file of its own, has it edited, and reads it. What can't be
// taken stays in the file, which the error then names.
func (j *editing) Run() error {
	dir, err := os.MkdirTemp("", "sysprep-")
	if err != nil {
		return fmt.Errorf("no file could be made for the editor: %w", err)
	}
	file := filepath.Join(dir, "answer.txt")
	if err := os.WriteFile(file, []byte(j.before), 0o600); err != nil {
		return fmt.Errorf("no file could be made for the editor: %w", err)
	}
	c := exec.Command(j.argv[0], append(j.argv[1:len(j.argv):len(j.argv)], file)...)
	c.Stdin, c.Stdout, c.Stderr = j.stdin, j.stdout, j.stderr
	ran := c.Run()
	text, read := os.ReadFile(file)
	switch {
	case ran != nil && errors.Is(ran, exec.ErrNotFound):
		_ = os.RemoveAll(dir)
		return fmt.Errorf("there is no editor %q: set EDITOR to one that there is", j.argv[0])
	case ran != nil && (read != nil || string(text) == j.before):
		_ = os.RemoveAll(dir)
		return fmt.Errorf("the editor %s failed (%w), so your text is as it was", j.argv[0], ran)
	case ran != nil:
		return fmt.Errorf("the editor %s failed (%w), so your text is as it was; what it wrote is in %s", j.argv[0], ran, file)
	case read != nil:
		return fmt.Errorf("what the editor wrote can't be read, so your text is as it was: %w", read)
	case len(text) > mostEdited:
		return fmt.Errorf("the text has %d bytes, more than the %d that there is room for; it is in %s, and here it is as it was", len(text), mostEdited, file)
	}
	j.after = strings.TrimRight(strings.ReplaceAll(strings.ToValidUTF8(string(text), ""), "\r\n", "\n"), "\n")
	_ = os.RemoveAll(dir)
	return nil
}
