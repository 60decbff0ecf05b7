package meeting

import (
	"context"
	"errors"
	"sync"
	"time"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/tui/journal"
)

// beat is how often the clock is looked at and drafts are kept.
const beat = 500 * time.Millisecond

// Hub is one session of two people. Whatever one of them does goes through Do: it is on disk before anybody sees it. It is
// safe for concurrent use.
type Hub struct {
	Script  *interview.Script
	Session string // id in the store

	journal *journal.Journal

	acting  sync.Mutex // one move at a time: held while it is graded and written
	keeping sync.Mutex // likewise for drafts

	mu     sync.Mutex // of what follows; never held during input or output
	m      interview.Meeting
	origin time.Time // wall time at which the interview's clock showed 0
	seats  map[*Seat]bool
	kept   drafts // that are on disk
	news   news
	closed bool
}

type drafts struct{ text, sketch string }

// news is what both may know and is in no log.
type news struct {
	refused int    // wrong codes and keys at the door
	trouble string // what could not be kept
}

// View is what a seat sees of the session at one moment.
type View struct {
	interview.Meeting
	Clock   time.Duration // of the interview
	Kept    bool          // what the candidate is typing is on disk
	Refused int           // how often somebody was turned away at the door
	Trouble string        // what could not be kept; empty if all is well
}

// Open goes on with a session; one without events is new.
func Open(ctx context.Context, j *journal.Journal, sc *interview.Script, session string, log []interview.Event) (*Hub, error) {
	h := &Hub{Script: sc, Session: session, journal: j, seats: map[*Seat]bool{}}
	var err error
	if h.kept.text, err = j.Draft(ctx, j.SessionDraft(session, "text")); err != nil {
		return nil, err
	}
	if h.kept.sketch, err = j.Draft(ctx, j.SessionDraft(session, "sketch")); err != nil {
		return nil, err
	}
	h.m = interview.Resume(sc, log, h.kept.text, h.kept.sketch)
	h.origin = j.Now().Add(-h.m.State.Now)
	return h, nil
}

// Run keeps the clock and the drafts until ctx ends.
func (h *Hub) Run(ctx context.Context) {
	t := time.NewTicker(beat)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			h.Beat(ctx)
		}
	}
}

// Beat keeps what the candidate is typing, and tells everybody what time it is.
func (h *Hub) Beat(ctx context.Context) {
	h.keep(ctx)
	h.tell()
}

// keep saves the drafts that have changed.
func (h *Hub) keep(ctx context.Context) {
	h.keeping.Lock()
	defer h.keeping.Unlock()
	h.mu.Lock()
	now, was := drafts{h.m.Draft, h.m.Pad}, h.kept
	h.mu.Unlock()
	var err error
	if now.text != was.text {
		err = h.journal.SaveDraft(ctx, h.journal.SessionDraft(h.Session, "text"), now.text)
	}
	if now.sketch != was.sketch {
		err = errors.Join(err, h.journal.SaveDraft(ctx, h.journal.SessionDraft(h.Session, "sketch"), now.sketch))
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.news.trouble = ""
	if err != nil {
		h.news.trouble = "What is being typed could not be saved: " + err.Error()
		return
	}
	h.kept = now
}

// tell lets every seat know that something has changed. One that is slow gets the latest only.
func (h *Hub) tell() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.seats {
		s.nudge()
	}
}

// clock is the interview's; it stands still before the beginning and after the end.
func (h *Hub) clock() time.Duration {
	if !h.m.State.Started || h.m.State.Over {
		return h.m.State.Now
	}
	return max(h.m.State.Now, h.journal.Now().Sub(h.origin))
}

// View is the session as it is now.
func (h *Hub) View() View {
	h.mu.Lock()
	defer h.mu.Unlock()
	return View{
		Meeting: h.m, Clock: h.clock(), Kept: h.kept == drafts{h.m.Draft, h.m.Pad}, Refused: h.news.refused, Trouble: h.news.trouble,
	}
}

// Refused counts somebody who was turned away at the door.
func (h *Hub) Refused() {
	h.mu.Lock()
	h.news.refused++
	h.mu.Unlock()
	h.tell()
}

// do makes a move, and keeps what comes of it.
func (h *Hub) do(ctx context.Context, mv interview.Move) error {
	h.acting.Lock()
	defer h.acting.Unlock()
	h.mu.Lock()
	m, at := h.m, h.clock()
	h.mu.Unlock()
	next, events, err := m.Do(h.Script, at, mv)
	if err != nil {
		return err
	}
	if len(events) > 0 {
		if err := h.journal.RecordInterview(ctx, h.Script.Def.ID, h.Session, events...); err != nil {
			return err
		}
	}
	h.mu.Lock()
	if h.m.Typed > next.Typed { // typed while this was written down
		next.Typed, next.Draft, next.Pad = h.m.Typed, h.m.Draft, h.m.Pad
	}
	next.Running = h.m.Running
	if next.State.Started && !m.State.Started {
		h.origin = h.journal.Now()
	}
	h.m = next
	h.mu.Unlock()
	h.tell()
	return nil
}

// typing takes what the candidate is typing.
func (h *Hub) typing(n int, draft, pad string) {
	h.mu.Lock()
	h.m = h.m.Type(n, draft, pad)
	h.mu.Unlock()
	h.tell()
}

// ErrRunning is returned by Try while a sketch is being run.
var ErrRunning = errors.New("the sketch is being run already")

// try runs the candidate's sketch: under one fault, or, if that is empty, under those of the task.
func (h *Hub) try(ctx context.Context, by interview.Party, fault string) error {
	h.mu.Lock()
	text, state, busy := h.m.Pad, h.m.State, h.m.Running
	h.m.Running = true
	h.mu.Unlock()
	if busy {
		return ErrRunning
	}
	h.tell()
	defer func() {
		h.mu.Lock()
		h.m.Running = false
		h.mu.Unlock()
		h.tell()
	}()
	task := h.Script.DesignTask(state)
	trials, err := tryOut(text, task, fault)
	if err != nil {
		return err
	}
	return h.do(ctx, interview.Move{By: by, Kind: interview.Tried, Text: text, Trials: trials})
}

func tryOut(text string, task *content.DesignTask, fault string) ([]interview.Trial, error) {
	if fault == "" {
		return interview.Try(text, task)
	}
	return interview.TryFault(text, task, fault)
}

// Close keeps what is unsaved, notes that the interviewer is gone, and sends everybody away.
func (h *Hub) Close(ctx context.Context) {
	h.mu.Lock()
	h.closed = true
	seats := h.seats
	h.seats = map[*Seat]bool{}
	h.mu.Unlock()
	for _, by := range []interview.Party{interview.Candidate, interview.Interviewer} {
		_ = h.do(ctx, interview.Move{By: by, Kind: interview.Left}) // the log is whole without it
	}
	h.keep(ctx)
	for s := range seats {
		s.end("The interviewer has left. Nothing is lost: when they are back, the same way in leads back to it.")
	}
}
