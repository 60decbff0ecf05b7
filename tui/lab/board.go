package lab

import (
	"time"

	"sysprep/engine"
	"sysprep/scenarios"
)

// board plays single calls of a run, one after the other and slowed down: the eight
// steps, what the caller believes, and what is true. The calls are the run's own.
type board struct {
	def         *scenarios.Board
	left, right string // who calls, and who is called
	still       bool   // reduced motion: each call at its end

	call   engine.CallTrace
	beats  []beat
	at     int
	in     time.Duration // since this beat began
	failed bool          // the call shown had a step that failed
}

// beat is one thing that happens in a call, and how all stands with it.
type beat struct {
	long    time.Duration
	way     int      // a message is on its way: 1 to the callee, -1 back, 0 none
	lost    bool     // and gets lost halfway
	steps   [8]step8 // how the steps of this attempt went so far
	attempt int
	text    string
	belief  engine.Belief
	applied int
	settled bool
}

// step8 is how one of the eight steps went.
type step8 uint8

const (
	pending step8 = iota
	went
	broke
)

// How long the beats of a call last on the wall.
const (
	shortBeat = 180 * time.Millisecond
	wayBeat   = 600 * time.Millisecond
	breakBeat = 500 * time.Millisecond
	waitBeat  = 600 * time.Millisecond
	lastBeat  = 1100 * time.Millisecond
)

func newBoard(s *scenarios.Scenario, still bool) *board {
	if s.Board == nil {
		return nil
	}
	b := &board{def: s.Board, still: still}
	for _, e := range s.Edges {
		if e.ID == s.Board.Call {
			b.left, b.right = labelOf(s, e.From), labelOf(s, e.To)
		}
	}
	return b
}

func labelOf(s *scenarios.Scenario, node string) string {
	for _, n := range s.Nodes {
		if n.ID == node && n.Label != "" {
			return n.Label
		}
	}
	return node
}

// follow makes a run keep what the board draws.
func (b *board) follow(r *scenarios.Run) error {
	if b == nil {
		return nil
	}
	return r.Trace(b.def.Call, 1, 1)
}

// advance plays on by a span of wall time, and takes the next call when one is over.
func (b *board) advance(r *scenarios.Run, dt time.Duration, playing bool) {
	if b == nil {
		return
	}
	if b.over() {
		if playing {
			b.take(r)
		}
		return
	}
	b.in += dt
	for b.at < len(b.beats)-1 && b.in >= b.beats[b.at].long {
		b.in -= b.beats[b.at].long
		b.at++
	}
}

// over says whether the call was played to its end.
func (b *board) over() bool {
	return b == nil || len(b.beats) == 0 || b.at == len(b.beats)-1 && b.in >= b.beats[b.at].long
}

// take chooses the next call: the newest, and after one that went well one that did not.
func (b *board) take(r *scenarios.Run) {
	calls := r.Traces()
	pick := scenarios.NewestCall(calls, !b.failed)
	if pick < 0 || calls[pick].Call == b.call.Call {
		return
	}
	b.call, b.failed = calls[pick], scenarios.CallBroke(&calls[pick])
	b.beats, b.at, b.in = beats(&b.call), 0, 0
	if b.still {
		b.end()
	}
}

// end shows the call as it ended.
func (b *board) end() {
	if len(b.beats) > 0 {
		b.at = len(b.beats) - 1
		b.in = 0
	}
}

// jump shows the newest call at its end, as after a jump in time.
func (b *board) jump(r *scenarios.Run) {
	if b == nil {
		return
	}
	b.call, b.beats, b.failed = engine.CallTrace{}, nil, false
	b.take(r)
	if b.end(); len(b.beats) > 0 {
		b.in = b.beats[b.at].long
	}
}

var brokenWords = [engine.NumSteps]string{
	"it can't be sent", "the request is lost", "the request can't be read", "it dies over the work",
	"the answer can't be sent", "the answer is lost", "the answer can't be read", "it dies before it notes it",
}

// beats makes the moments of a call into what is drawn, one after the other.
func beats(c *engine.CallTrace) []beat {
	var all []beat
	now := beat{}
	for _, m := range c.Moments {
		if m.Attempt > now.attempt {
			now = beat{attempt: m.Attempt}
		}
		now.long, now.way, now.lost = shortBeat, 0, false
		now.belief, now.applied = m.Belief, m.Applied
		switch m.Kind {
		case engine.MomentStep:
			now.step(m)
		case engine.MomentGivenUp:
			now.long, now.text = waitBeat, "silence; it waits no longer"
		case engine.MomentReplayed:
			now.text = "known: answered as before"
		case engine.MomentLate:
			now.long, now.way, now.text = wayBeat, -1, "too late: nobody waits"
		case engine.MomentSettled:
			now.settled = true
		default:
			continue
		}
		all = append(all, now)
	}
	if n := len(all); n > 0 {
		all[n-1].long += lastBeat
	}
	return all
}

func (b *beat) step(m engine.Moment) {
	b.steps[m.Step] = went
	switch m.Step {
	case engine.StepDeliverRequest:
		b.way, b.long = 1, wayBeat
	case engine.StepDeliverReply:
		b.way, b.long = -1, wayBeat
	}
	if m.Failed {
		b.steps[m.Step], b.lost, b.text = broke, true, brokenWords[m.Step]
		b.long = max(b.long, breakBeat)
	}
}
