package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/tui/journal"
	"sysprep/tui/meeting"
	"sysprep/tui/meeting/door"
	"sysprep/tui/plain"
)

// table is what the flags say about an interview of two people.
type table struct {
	host, join, anew bool
	listen, key      string

	plain func() (on, asked bool) // --plain, and whether it was written
}

func (t *table) flags(c *cobra.Command) {
	c.Flags().BoolVar(&t.host, "host", false, "interview somebody: opens the interviewer's console, and says how they join")
	c.Flags().BoolVar(&t.join, "join", false, "join the interview that is hosted on this machine")
	c.Flags().StringVar(&t.listen, "listen", "", "`ADDRESS` to let the candidate in at, such as 192.168.1.5:2222 (with --host; else this machine only)")
	c.Flags().StringVar(&t.key, "key", "", "`FILE` with the candidate's public key, in place of a one-time code (with --host)")
	t.plain = func() (on, asked bool) {
		on, err := c.Flags().GetBool("plain")
		return err == nil && on, c.Flags().Changed("plain")
	}
	c.Flags().BoolVar(&t.anew, "new", false, "begin a new interview, though one that you hosted is not over (with --host)")
}

// asked says whether the flags ask for two people, and what is wrong with them.
func (t *table) asked() (bool, error) {
	switch {
	case t.host && t.join:
		return false, usagef("--host and --join are the two sides of a table: each wants a terminal of its own")
	case !t.host && (t.listen != "" || t.key != "" || t.anew):
		return false, usagef("--listen, --key and --new are for who hosts: add --host")
	}
	return t.host || t.join, nil
}

// sit opens the console, or joins.
func (a *app) sit(ctx context.Context, t *table, args []string) error {
	lines, asked := t.plain()
	if asked && !lines && !a.hasScreen() {
		return usagef(`there is no screen here, so --plain=false can't be: leave it out for linear text`)
	}
	lines = lines || !a.hasScreen()
	if t.join {
		if len(args) > 0 {
			return usagef("--join joins the interview that is hosted: leave %q out", args[0])
		}
		folder, err := a.doorFolder()
		if err != nil {
			return err
		}
		if lines {
			return folder.JoinLines(ctx, a.in, a.out, a.width())
		}
		return folder.Join(ctx, a.in, a.out, a.getenv)
	}
	return a.hostInterview(ctx, t, args, lines)
}

// doorFolder is where the host's key and the socket are: beside the progress.
func (a *app) doorFolder() (door.Folder, error) {
	path, err := a.dbPath()
	if err != nil {
		return "", err
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("the folder of your progress can't be found: %w", err)
	}
	return door.Folder(filepath.Join(filepath.Dir(full), "host")), nil
}

func (a *app) hostInterview(ctx context.Context, t *table, args []string, inLines bool) error {
	args = a.intoPack(args)
	pack, err := a.openPack()
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return usagef("name the interview that you host: choose one of %s", strings.Join(pack.Interviews.IDs(), ", "))
	}
	def, err := pack.Interview(args[0])
	if err != nil {
		return usage(err)
	}
	keys, err := readKeys(t.key)
	if err != nil {
		return err
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // what was acknowledged is on disk
	set, err := preferred(ctx, st)
	if err != nil {
		return err
	}
	j, err := journal.Open(ctx, st, pack, a.now)
	if err != nil {
		return err
	}
	session, log, err := hosted(ctx, j, def, t.anew)
	if err != nil {
		return err
	}
	script, err := interview.NewScript(pack, def)
	if err != nil {
		return err
	}
	folder, err := a.doorFolder()
	if err != nil {
		return err
	}
	// A terminal that is closed ends the program; the candidate is shown out before.
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer stop()
	o := meeting.Options{
		Journal: j, Script: script, Session: session, Log: log, Style: def.Style, Prefs: set,
		Folder: folder, Listen: t.listen, Keys: keys, Join: a.withDB("sysprep interview --join"), Print: a.printWay, Lines: plain.Guest,
	}
	if _, asked := t.plain(); inLines || set.Plain && !asked {
		o.Print = nil // it is said in the text
		o.Console = func(ctx context.Context, seat *meeting.Seat, way meeting.Way) error {
			return plain.Host(ctx, seat, plain.HostOptions{
				Way: way, Style: def.Style, Back: a.withDB("sysprep interview " + pack.Place(def.ID) + " --host --plain"), In: a.in, Out: a.out, Width: a.width(),
			})
		}
	}
	return meeting.Host(ctx, o)
}

// hosted is the session to go on with: the one that was hosted last, if it is not over, or a new one.
func hosted(ctx context.Context, j *journal.Journal, def *content.Interview, anew bool) (id string, log []interview.Event, err error) {
	all, err := j.Sessions(ctx, def.ID)
	if err != nil {
		return "", nil, err
	}
	for i := range all {
		if all[i].Hosted() && !anew {
			if all[i].Over() {
				break
			}
			return all[i].ID, all[i].Events, nil
		}
	}
	return uuid.NewString(), nil, nil
}

func readKeys(file string) ([]ssh.PublicKey, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("the candidate's key can't be read: %w", err)
	}
	keys, err := door.ReadKeys(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return keys, nil
}

// withDB is a command to type in another terminal, with the database that is in use here.
func (a *app) withDB(command string) string {
	if a.db == "" {
		return command
	}
	full, err := filepath.Abs(a.db)
	if err != nil {
		full = a.db
	}
	if strings.ContainsAny(full, " '\"$`\\") {
		full = "'" + strings.ReplaceAll(full, "'", `'\''`) + "'"
	}
	return command + " --db " + full
}

// printWay says how the candidate joins, so that it stays above the screen.
func (a *app) printWay(w meeting.Way) {
	for _, l := range w.Lines {
		fmt.Fprintln(a.out, l)
	}
	if w.Warn != "" {
		fmt.Fprintln(a.out, "\n"+w.Warn)
	}
}
