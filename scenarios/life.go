package scenarios

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sysprep/engine"
)

// Life is the life of one request, for people: a waterfall of rows, and the moments of it in
// order, each with what the caller believed and what was true.
type Life struct {
	Number  int64 // which arrival at its client, from 1
	Client  string
	Key     int
	Arrived engine.Time
	Ended   engine.Time // engine.Never while it is under way
	Until   engine.Time // the last moment known of it
	OK      bool
	Outcome string // "answered after 52 ms", "lost after 1 s: timeout"
	Rows    []LifeRow
	Moments []LifeMoment
}

// LifeRow is one span of a request: an attempt, a look-up, work.
type LifeRow struct {
	Depth int    // how many calls it is down from the user
	Label string // "database · attempt 2"
	From  string // who asks, or who works
	To    string // who is asked
	End   string // how it ended for its caller
	OK    bool
	Parts []LifePart
}

// LifePart is a stretch of a row.
type LifePart struct {
	Kind     PartKind
	From, To engine.Time
}

// PartKind is what a stretch of a row is spent on.
type PartKind uint8

// Kinds of parts. The ghosts are what goes on when nobody waits any more.
const (
	PartPause      PartKind = iota // the caller waits before this attempt
	PartWay                        // the message is on its way, or its answer is
	PartQueue                      // it waits at the callee
	PartWork                       // a worker works on it, or waits for what that takes
	PartSilence                    // lost: the caller waits for nothing
	PartGhostWay                   // on its way for nobody
	PartGhostQueue                 // waits for nobody
	PartGhostWork                  // is worked on for nobody
	PartLook                       // a look-up, a wait for another's call
	NumPartKinds   = iota
)

func (k PartKind) String() string {
	return [...]string{"pause", "on its way", "queue", "service", "silence", "on its way for nobody", "queue for nobody", "service for nobody", "look-up"}[k]
}

// LifeMoment is one thing that happens.
type LifeMoment struct {
	At       engine.Time
	Row      int // in Life.Rows; -1: the request itself
	Text     string
	Believes string // what the caller of that row believes then
	True     string // what is true then
}

// Life tells a followed request of the run.
func (r *Run) Life(t *engine.RequestTrace) Life {
	l := lifeTeller{run: r, t: t}
	return l.tell()
}

// lifeTeller makes a life of a trace.
type lifeTeller struct {
	run  *Run
	t    *engine.RequestTrace
	life Life
}

func (l *lifeTeller) node(i int) string {
	n := &l.run.design.Nodes[i]
	return labelOf(n.Label, n.ID)
}

func (l *lifeTeller) tell() Life {
	t := l.t
	l.life = Life{
		Number: t.Number, Client: l.node(t.Client), Key: t.Key, Arrived: t.Arrived, Ended: t.Ended, OK: t.OK, Outcome: outcomeOf(t),
		Until: l.run.Now(),
	}
	l.moment(t.Arrived, -1, fmt.Sprintf("a request arrives, for key %d", t.Key), "user: waiting", "asked")
	for i := range t.Spans {
		l.life.Rows = append(l.life.Rows, l.row(i))
		l.tellSpan(i)
	}
	if t.Ended != engine.Never {
		text, believes := "the user is lost: "+causeWords(t.Cause), "user: not answered"
		if t.OK {
			text, believes = "the user has an answer", "user: answered"
		}
		l.moment(t.Ended, -1, text, believes, l.truthOfAll(t.Ended))
	}
	slices.SortStableFunc(l.life.Moments, func(a, b LifeMoment) int { return cmp.Compare(a.At, b.At) })
	l.life.Moments = slices.DeleteFunc(l.life.Moments, func(m LifeMoment) bool { return m.At > l.run.Now() })
	if l.over() {
		l.life.Until = max(l.life.Moments[len(l.life.Moments)-1].At, l.t.Arrived+engine.Microsecond)
	}
	return l.life
}

// over says whether nothing is done for the request any more.
func (l *lifeTeller) over() bool {
	for i := range l.t.Spans {
		p := &l.t.Spans[i]
		if p.Kind == engine.SpanAttempt && p.Number > 0 && p.Back == engine.Never && p.Lost == engine.Never && !p.Dropped {
			return false
		}
	}
	return l.t.Ended <= l.run.Now()
}

// truthOfAll says what of the request's attempts still goes on when its user is gone.
func (l *lifeTeller) truthOfAll(at engine.Time) string {
	going, applied := 0, 0
	for i := range l.t.Spans {
		p := &l.t.Spans[i]
		if p.Kind != engine.SpanAttempt || p.Number == 0 || p.Start > at {
			continue
		}
		if p.Parent < 0 && p.Done > at && p.Lost > at {
			going++
		}
		if p.Applied && p.Done <= at {
			applied++
		}
	}
	var parts []string
	if applied > 0 {
		parts = append(parts, fmt.Sprintf("done %s", times(applied)))
	}
	if going > 0 {
		parts = append(parts, fmt.Sprintf("%s still under way, for nobody", counted(going, "attempt")))
	}
	return cmp.Or(strings.Join(parts, ", "), "nothing is under way")
}

func times(n int) string {
	if n < 3 {
		return [...]string{"never", "once", "twice"}[n]
	}
	return fmt.Sprintf("%d times", n)
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func outcomeOf(t *engine.RequestTrace) string {
	switch {
	case t.Ended == engine.Never:
		return "under way"
	case t.OK:
		return "answered after " + SpanText(t.Ended-t.Arrived)
	case t.Ended == t.Arrived:
		return "lost at once: " + causeWords(t.Cause)
	}
	return "lost after " + SpanText(t.Ended-t.Arrived) + ": " + causeWords(t.Cause)
}

// SpanText writes a span of time in three digits: "52 ms", "1.24 s".
func SpanText(t engine.Time) string {
	digits := func(v float64) string { return strconv.FormatFloat(v, 'g', 3, 64) }
	switch s := t.Seconds(); {
	case t == 0:
		return "0 ms"
	case s < 0.9995e-3:
		return digits(s*1e6) + " us"
	case s < 0.9995:
		return digits(s*1e3) + " ms"
	case s < 999.5:
		return digits(s) + " s"
	default:
		return strconv.FormatFloat(s, 'f', 0, 64) + " s"
	}
}

// causeWords tell why a request or an attempt was lost, to who does not know the engine's terms.
func causeWords(c engine.Cause) string {
	words := map[engine.Cause]string{
		engine.CauseShed: "turned away at the door", engine.CauseRejected: "the queue was full", engine.CauseTimeout: "no answer in time",
		engine.CauseDown: "the callee is down", engine.CauseFailed: "an error", engine.CauseDropped: "waited too long in the queue",
		engine.CauseThrottled: "not sent: the callee accepts too little", engine.CauseBreaker: "not sent: the breaker is open",
		engine.CauseReset: "the connection broke", engine.CauseLimited: "over a limit of the callee", engine.CauseUnsent: "it could not be sent",
		engine.CauseInvalid: "it could not be read", engine.CauseForgotten: "the caller lost the answer", engine.CauseConflict: "its key was in use",
		engine.CauseBulkhead: "not sent: too many are out", engine.CauseConnect: "no connection",
	}
	return words[c]
}

// moment notes one thing that happens, if it has come.
func (l *lifeTeller) moment(at engine.Time, row int, text, believes, truth string) {
	if at != engine.Never {
		l.life.Moments = append(l.life.Moments, LifeMoment{at, row, text, believes, truth})
	}
}

// gone is when a span's work is for nobody: its caller, or that caller's caller, and so on,
// waits no longer.
func (l *lifeTeller) gone(i int) engine.Time {
	at := l.t.Ended
	for ; i >= 0; i = l.t.Spans[i].Parent {
		at = min(at, l.t.Spans[i].GivenUp)
	}
	return at
}

// depth is how many calls a span is down from the user.
func (l *lifeTeller) depth(i int) (n int) {
	for i = l.t.Spans[i].Parent; i >= 0; i = l.t.Spans[i].Parent {
		n++
	}
	return n
}

// row is the row of a span.
func (l *lifeTeller) row(i int) LifeRow {
	p := &l.t.Spans[i]
	from := l.life.Client
	if p.Parent >= 0 {
		from = l.node(l.t.Spans[p.Parent].Node)
	}
	out := LifeRow{Depth: l.depth(i), From: from, To: l.node(p.Node), OK: p.OK, Label: l.node(p.Node)}
	now := l.run.Now()
	switch p.Kind {
	case engine.SpanLookup:
		out.Label, out.End = l.node(p.Node)+" look-up", "miss"
		if p.OK {
			out.End = "hit"
		}
		out.Parts = []LifePart{{PartLook, p.Start, min(p.End, now)}}
	case engine.SpanJoin:
		out.Label, out.End = "waits for another's call", "ended with it"
		out.Parts = []LifePart{{PartLook, p.Start, min(p.End, now)}}
	case engine.SpanWork:
		out.Label, out.From = l.node(p.Node)+" works", l.node(p.Node)
		end := min(p.End, now)
		if p.Parent >= 0 {
			end = min(end, l.t.Spans[p.Parent].Done)
		}
		out.Parts = l.split(i, PartWork, PartGhostWork, p.Start, end)
	default:
		l.attemptRow(i, &out)
	}
	return out
}

// attemptRow fills in the row of an attempt: its stretches from the wait before it to its answer.
func (l *lifeTeller) attemptRow(i int, out *LifeRow) {
	p := &l.t.Spans[i]
	now := l.run.Now()
	out.Label, out.End = l.node(p.Node), l.endOf(p)
	switch {
	case p.Number == 0:
		out.Label += " · not sent"
		return
	case p.Hedge:
		out.Label += fmt.Sprintf(" · %d, a hedge", p.Number)
	case p.Number > 1:
		out.Label += fmt.Sprintf(" · attempt %d", p.Number)
	}
	if before := l.before(i); before != engine.Never && before < p.Start {
		out.Parts = append(out.Parts, LifePart{PartPause, before, p.Start})
	}
	at := p.Start
	stretch := func(kind, ghost PartKind, to engine.Time) {
		to = min(to, now, p.Lost)
		out.Parts = append(out.Parts, l.split(i, kind, ghost, at, to)...)
		at = max(at, to)
	}
	stretch(PartWay, PartGhostWay, p.Reached)
	if p.Reached != engine.Never {
		left := p.Done
		if p.Begun != engine.Never {
			left = p.Begun
		}
		stretch(PartQueue, PartGhostQueue, left)
	}
	if p.Begun != engine.Never {
		stretch(PartWork, PartGhostWork, p.Done)
	}
	if p.Done != engine.Never && !p.Dropped {
		stretch(PartWay, PartGhostWay, p.Back)
	}
	if p.Lost <= now && p.GivenUp > p.Lost {
		out.Parts = append(out.Parts, LifePart{PartSilence, max(at, p.Lost), min(p.GivenUp, now)})
	}
}

// split is a stretch that becomes a ghost's when nobody waits any more.
func (l *lifeTeller) split(i int, kind, ghost PartKind, from, to engine.Time) []LifePart {
	gone := l.gone(i)
	var out []LifePart
	if end := min(to, gone); end > from {
		out = append(out, LifePart{kind, from, end})
	}
	if begin := max(from, gone); begin < to {
		out = append(out, LifePart{ghost, begin, to})
	}
	return out
}

// before is when the attempt before this one of the same call came to its end.
func (l *lifeTeller) before(i int) engine.Time {
	p := &l.t.Spans[i]
	if p.Number <= 1 || p.Hedge {
		return engine.Never
	}
	for j := i - 1; j >= 0; j-- {
		if q := &l.t.Spans[j]; q.Kind == engine.SpanAttempt && q.Parent == p.Parent && q.Edge == p.Edge && q.Number > 0 {
			return q.End
		}
	}
	return engine.Never
}

// endOf says how an attempt ended for its caller.
func (l *lifeTeller) endOf(p *engine.Span) string {
	now := l.run.Now()
	switch {
	case p.End > now && p.Lost <= now:
		return "lost; the caller waits"
	case p.End > now:
		return "under way"
	case p.OK:
		return "answered"
	case p.Dropped && !p.Failed:
		return "dropped: a copy had begun"
	case p.Failed:
		return causeWords(p.Cause)
	}
	return "given up: it was needed no longer"
}
