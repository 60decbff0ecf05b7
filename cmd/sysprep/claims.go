package main

import (
	"context"
	"strings"

	"sysprep/content"
	"sysprep/lessons"
)

// runClaims prints the words that the learner claimed, for the author of the pack to make exemplars of.
func (a *app) runClaims(ctx context.Context, asJSON bool) error {
	pack, err := a.openPack()
	if err != nil {
		return err
	}
	log, _, err := a.events(ctx, pack)
	if err != nil {
		return err
	}
	claims := lessons.Claims(lessons.States(pack, log))
	if asJSON {
		return printJSON(a.out, claims)
	}
	p := a.newPage()
	if len(claims) == 0 {
		p.line("Nothing is claimed. When the grader overlooks something in an explanation, point at it, and it is listed here.")
	}
	about := [2]string{}
	for _, c := range claims {
		if is := [2]string{c.Question, c.Item}; is != about {
			p.line(p.paint(bold, content.Clean(c.Question)+", "+content.Clean(c.Item)))
			about = is
		}
		p.prose("  - ", "    ", content.Clean(strings.Join(strings.Fields(c.Text), " ")))
	}
	return p.show(a.out)
}
