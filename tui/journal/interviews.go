package journal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/lessons"
	"sysprep/store"
)

// Session is one mock interview that was begun: its log is everything there is of it.
type Session struct {
	ID        string
	Interview string // id of the script
	Began     time.Time
	Touched   time.Time // of the last event
	Events    []interview.Event
}

// Over says whether the interview was ended.
func (s *Session) Over() bool {
	return slices.ContainsFunc(s.Events, func(e interview.Event) bool { return e.Kind == interview.Ended })
}

// Hosted says whether a person interviews: then the answers are somebody else's.
func (s *Session) Hosted() bool {
	return slices.ContainsFunc(s.Events, func(e interview.Event) bool { return e.Kind == interview.Began && e.Host })
}

// Own reads the sessions in which the learner is the candidate, the latest first.
func (j *Journal) Own(ctx context.Context, id string) ([]Session, error) {
	all, err := j.Sessions(ctx, id)
	return slices.DeleteFunc(all, func(s Session) bool { return s.Hosted() }), err
}

// Sessions reads the mock interviews of an interview of the pack, the latest first; of all if the id is empty.
func (j *Journal) Sessions(ctx context.Context, id string) ([]Session, error) {
	ids := []string{id}
	if id == "" {
		ids = j.Pack.Interviews.IDs()
	}
	var all []Session
	for _, id := range ids {
		var stored []store.Event
		for _, called := range append(j.Pack.Former(content.InterviewThing, id), id) {
			events, err := j.store.Events(ctx, store.Query{Pack: j.Pack.Manifest.ID, Lesson: called})
			if err != nil {
				return nil, err
			}
			stored = append(stored, events...)
		}
		all = append(all, j.sessionsOf(id, stored)...)
	}
	slices.SortStableFunc(all, func(a, b Session) int { return b.Began.Compare(a.Began) })
	return all, nil
}

// Loop joins the rounds of a loop: of each interview the latest session counts that was ended. It compiles their
// scripts, which takes some hundred milliseconds: call it away from the screen.
func (j *Journal) Loop(ctx context.Context, def *content.Loop) (interview.LoopDebrief, error) {
	debriefs := map[string]interview.Debrief{}
	for _, r := range def.Rounds {
		sessions, err := j.Own(ctx, r.Interview)
		if err != nil {
			return interview.LoopDebrief{}, err
		}
		i := slices.IndexFunc(sessions, func(s Session) bool { return s.Over() })
		if i < 0 {
			continue
		}
		iv, err := j.Pack.Interview(r.Interview)
		if err != nil {
			return interview.LoopDebrief{}, err
		}
		script, err := interview.NewScript(j.Pack, iv)
		if err != nil {
			return interview.LoopDebrief{}, err
		}
		debriefs[r.Interview] = script.Debrief(interview.Fold(script, sessions[i].Events))
	}
	return interview.JoinLoop(j.Pack, def, debriefs), nil
}

// sessionsOf sorts an interview's events into its sessions.
func (j *Journal) sessionsOf(id string, stored []store.Event) []Session {
	var list []Session
	at := map[string]int{}
	for _, rec := range stored {
		e, err := interview.Decode(rec)
		if err != nil {
			continue
		}
		e.Carry(j.Pack)
		i, ok := at[rec.Step]
		if !ok {
			i = len(list)
			at[rec.Step] = i
			list = append(list, Session{ID: rec.Step, Interview: id, Began: rec.At})
		}
		list[i].Events = append(list[i].Events, e)
		list[i].Touched = rec.At
	}
	return list
}

// RecordInterview keeps events of a session. When it returns without an error they are on disk.
func (j *Journal) RecordInterview(ctx context.Context, id, session string, events ...interview.Event) error {
	now := j.Now()
	recs := make([]store.Event, len(events))
	for i, e := range events {
		rec, err := interview.Record(j.Pack.Manifest.ID, id, session, now, e)
		if err != nil {
			return err
		}
		recs[i] = rec
	}
	if _, err := j.store.Append(ctx, recs...); err != nil {
		return fmt.Errorf("this could not be saved: %w", err)
	}
	if slices.ContainsFunc(events, func(e interview.Event) bool { return e.Kind == interview.Ended }) {
		_ = j.Refresh(ctx) // home counts what was heard; it is saved, and without this comes with the next refresh
	}
	return nil
}

// SessionDraft names the draft of a session: its "text" or its "sketch".
func (j *Journal) SessionDraft(session, what string) string {
	return j.Pack.Manifest.ID + "/interview/" + session + "/" + what
}

// ReviewLater puts what an interview has shown to be weak among the reviews: each item as a card of the lesson that
// teaches it, rated as not known. It returns how many were put there; items that no lesson asks about, or whose step is
// still locked, come with their lesson anyway.
func (j *Journal) ReviewLater(ctx context.Context, things []interview.NextThing) (int, error) {
	n := 0
	for _, t := range things {
		question, item, _ := strings.Cut(t.Item, "/")
		l, err := j.Pack.Lesson(t.Lesson)
		if err != nil {
			continue
		}
		for i := range l.Steps {
			step := &l.Steps[i]
			if step.Explain == nil || step.Explain.Question != question {
				continue
			}
			e := lessons.Event{Kind: lessons.Reviewed, Step: step.ID, Hash: step.Hash, Review: &lessons.Rating{Item: item, Grade: lessons.Again}}
			switch _, err := j.Record(ctx, l, e); {
			case err == nil:
				n++
			case !errors.Is(err, lessons.ErrLocked):
				return n, err
			}
			break
		}
	}
	return n, nil
}
