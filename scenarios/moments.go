package scenarios

import (
	"fmt"

	"sysprep/engine"
)

// tellSpan notes the moments of a span.
func (l *lifeTeller) tellSpan(i int) {
	p := &l.t.Spans[i]
	row := &l.life.Rows[i]
	caller, callee := row.From, row.To
	say := func(at engine.Time, text, truth string) {
		believes := caller + ": waiting"
		switch {
		case p.GivenUp <= at:
			believes = caller + ": gave up, unsure"
		case p.Back <= at && p.OK:
			believes = caller + ": done"
		case p.Back <= at:
			believes = caller + ": not done"
		}
		if l.gone(i) <= at && truth != "" && p.GivenUp > at {
			truth += ", for nobody"
		}
		l.moment(at, i, text, believes, truth)
	}
	switch p.Kind {
	case engine.SpanLookup:
		l.moment(p.End, i, fmt.Sprintf("%s → %s: looked up, a %s", caller, callee, row.End), caller+": knows", row.End)
		return
	case engine.SpanJoin:
		l.moment(p.Start, i, caller+" → "+callee+": joined to the same call of another request", caller+": waiting", "asked once for both")
		return
	case engine.SpanWork:
		l.moment(p.Start, i, callee+": work begins", callee+": working", "worked on")
		return
	}
	if p.Number == 0 {
		l.moment(p.Start, i, caller+" → "+callee+": "+causeWords(p.Cause), caller+": not done", "not done")
		return
	}
	say(p.Start, fmt.Sprintf("%s → %s: attempt %d is sent", caller, callee, p.Number), "on its way")
	l.tellCallee(p, callee, say)
	if p.GivenUp != engine.Never {
		why := "it is needed no longer"
		if p.Failed {
			why = causeWords(p.Cause)
		}
		say(p.GivenUp, fmt.Sprintf("%s: attempt %d is given up, %s", caller, p.Number, why), l.truthAt(p, p.GivenUp))
	}
	switch {
	case p.Back != engine.Never && p.GivenUp <= p.Back:
		say(p.Back, fmt.Sprintf("%s ← %s: an answer to attempt %d, and nobody waits", caller, callee, p.Number), l.truthAt(p, p.Back))
	case p.Back != engine.Never && p.OK:
		say(p.Back, fmt.Sprintf("%s ← %s: the answer to attempt %d", caller, callee, p.Number), l.truthAt(p, p.Back))
	case p.Back != engine.Never:
		say(p.Back, fmt.Sprintf("%s ← %s: attempt %d, %s", caller, callee, p.Number, l.endOf(p)), l.truthAt(p, p.Back))
	}
}

// tellCallee notes what befalls an attempt at its callee.
func (l *lifeTeller) tellCallee(p *engine.Span, callee string, say func(engine.Time, string, string)) {
	if p.Reached != engine.Never && p.Begun != p.Reached && p.Done != p.Reached {
		say(p.Reached, fmt.Sprintf("%s: attempt %d waits in the queue", callee, p.Number), l.truthAt(p, p.Reached))
	}
	say(p.Begun, fmt.Sprintf("%s: a worker takes attempt %d on", callee, p.Number), l.truthAt(p, p.Begun))
	if p.Lost != engine.Never {
		say(p.Lost, fmt.Sprintf("attempt %d, or its answer, is lost", p.Number), l.truthAt(p, p.Lost))
	}
	text := fmt.Sprintf("%s: attempt %d is done, the answer leaves", callee, p.Number)
	switch {
	case p.Dropped:
		text = fmt.Sprintf("%s: attempt %d is dropped", callee, p.Number)
	case p.Begun == engine.Never && !p.Replayed:
		text = fmt.Sprintf("%s: attempt %d is refused", callee, p.Number)
	case p.Replayed:
		text = fmt.Sprintf("%s: attempt %d is answered by what was kept", callee, p.Number)
	}
	say(p.Done, text, l.truthAt(p, p.Done))
}

// truthAt is what is true of an attempt at a time.
func (l *lifeTeller) truthAt(p *engine.Span, t engine.Time) string {
	nobody := ""
	if p.GivenUp <= t {
		nobody = ", for nobody"
	}
	switch {
	case p.Dropped && p.Done <= t:
		return "dropped: no work is done for it"
	case p.Lost <= t && p.Done <= t:
		return "done, and its answer is lost"
	case p.Lost <= t:
		return "lost"
	case p.Done <= t && p.Begun == engine.Never && !p.Replayed:
		return "refused, nothing done"
	case p.Done <= t && p.Failed && p.Cause == engine.CauseFailed:
		return "an error"
	case p.Done <= t:
		return "done" + nobody
	case p.Begun <= t:
		return "worked on" + nobody
	case p.Reached <= t:
		return "in the queue" + nobody
	}
	return "on its way" + nobody
}
