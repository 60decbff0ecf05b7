package main

import (
	"context"

	"sysprep/content"
	"sysprep/store"
	"sysprep/tui"
	"sysprep/tui/plain"
)

// showTutor opens the tutor on the terminal, until the learner leaves it.
func (a *app) showTutor(ctx context.Context, pack *content.Pack, st store.Store, to place) error {
	return tui.Run(ctx, tui.Options{
		Pack: pack, Store: st, Now: a.now, Start: tui.Place{Kind: to.kind, ID: to.id},
		Settings: to.settings, Seed: to.seed, Lab: to.run, Reduced: to.reduced, Tour: to.kind == "home", Editor: a.editor(),
	})
}

// playPlain plays a lesson, or what is due for review, as linear text.
func (a *app) playPlain(ctx context.Context, pack *content.Pack, st store.Store, kind, id string) error {
	o := plain.Options{
		Pack: pack, Named: a.folder, Store: st, Now: a.now, In: a.in, Out: a.out, Width: a.width(),
		Review: kind == "review", Interviews: kind == "interview", Tables: tui.Tables(),
	}
	if o.Interviews {
		o.Interview = id
	} else {
		o.Lesson = id
	}
	return plain.Run(ctx, o)
}
