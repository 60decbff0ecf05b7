package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"sysprep/interview"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
)

// formats are how a debrief can be printed.
var formats = []string{"text", "md", "html", "json"}

// printDebrief prints the debrief of the latest session of an interview, or of the one that began the id.
func (a *app) printDebrief(ctx context.Context, args []string, session, format string) error {
	if len(args) == 0 {
		return usagef("name the interview, as in %q", "sysprep interview cache-outage-45 --debrief")
	}
	pack, err := a.openPack()
	if err != nil {
		return err
	}
	def, err := pack.Interview(args[0])
	if err != nil {
		return usage(err)
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // only read
	j, err := journal.Open(ctx, st, pack, a.now)
	if err != nil {
		return err
	}
	sessions, err := j.Sessions(ctx, def.ID)
	if err != nil {
		return err
	}
	s, err := chosen(sessions, session, def.ID)
	if err != nil {
		return err
	}
	script, err := interview.NewScript(pack, def)
	if err != nil {
		return err
	}
	d := script.Debrief(interview.Fold(script, s.Events))
	switch format {
	case "json":
		return printJSON(a.out, d)
	case "md":
		_, err = io.WriteString(a.out, kit.Clean(d.Markdown()))
		return err
	case "html":
		_, err = io.WriteString(a.out, kit.Clean(d.HTML()))
		return err
	}
	p := a.newPage()
	p.debrief(d)
	return p.show(a.out)
}

// chosen is the session whose id begins so; the latest if nothing is asked for.
func chosen(sessions []journal.Session, id, interview string) (*journal.Session, error) {
	if len(sessions) == 0 {
		return nil, fmt.Errorf("you have not done this interview yet: \"sysprep interview %s\" begins it", interview)
	}
	if id == "latest" {
		return &sessions[0], nil
	}
	var ids []string
	for i := range sessions {
		if strings.HasPrefix(sessions[i].ID, id) {
			return &sessions[i], nil
		}
		ids = append(ids, fmt.Sprintf("%s (%s)", sessions[i].ID[:min(8, len(sessions[i].ID))], sessions[i].Began.Local().Format("2 January 15:04")))
	}
	return nil, usagef("there is no session %q: choose one of %s", id, strings.Join(ids, ", "))
}
