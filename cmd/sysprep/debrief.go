package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"sysprep/content"
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
	args = a.intoPack(args)
	pack, err := a.openPack()
	if err != nil {
		return err
	}
	loop, isLoop := pack.Loop(args[0])
	var def *content.Interview
	if !isLoop {
		if def, err = pack.Interview(args[0]); err != nil {
			return usage(err)
		}
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
	if isLoop {
		d, err := j.Loop(ctx, loop)
		if err != nil {
			return err
		}
		if d.Held() == 0 {
			return fmt.Errorf("you have ended no round of this loop yet: \"sysprep interview %s\" opens it", pack.Place(loop.ID))
		}
		return a.showLoop(d, format)
	}
	sessions, err := j.Sessions(ctx, def.ID)
	if err != nil {
		return err
	}
	s, err := chosen(sessions, session, pack.Place(def.ID))
	if err != nil {
		return err
	}
	script, err := interview.NewScript(pack, def)
	if err != nil {
		return err
	}
	return a.showDebrief(script.Debrief(interview.Fold(script, s.Events)), format)
}

// showDebrief prints a debrief in a format.
func (a *app) showDebrief(d interview.Debrief, format string) error {
	return a.showReport(d, format, func(p *page) { p.debrief(d) })
}

// showLoop prints the debrief of a loop.
func (a *app) showLoop(d interview.LoopDebrief, format string) error {
	return a.showReport(d, format, func(p *page) { p.loop(d) })
}

// document is what can be printed as one.
type document interface {
	Markdown() string
	HTML() string
}

func (a *app) showReport(r document, format string, tell func(*page)) error {
	switch format {
	case "json":
		return printJSON(a.out, r)
	case "md":
		_, err := io.WriteString(a.out, kit.Clean(r.Markdown()))
		return err
	case "html":
		_, err := io.WriteString(a.out, kit.Clean(r.HTML()))
		return err
	}
	p := a.newPage()
	tell(p)
	return p.show(a.out)
}

// loop prints what a panel would say after the last round, and each round in a line.
func (p *page) loop(d interview.LoopDebrief) {
	p.line(p.paint(bold, d.Title))
	p.line()
	for _, r := range d.Rounds {
		points := ""
		if r.Debrief != nil {
			points = fmt.Sprintf("%3.0f %%", 100*r.Debrief.Scorecard.Score)
		}
		p.linef("  %-28s %-12s %5s  (weight %d %%)", r.Title, r.Band(), points, r.Weight)
	}
	p.line()
	if !d.Done {
		p.linef("%d of %d rounds were held: nothing is decided yet.", d.Held(), len(d.Rounds))
		return
	}
	p.line(p.paint(bold, d.Band), "  ", fmt.Sprintf("%.0f %%", 100*d.Score))
	for _, r := range d.Reasons {
		p.prose("  ", "  ", r)
	}
	p.line()
	p.next(d.Next)
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
