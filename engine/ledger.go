package engine

import (
	"slices"

	"sysprep/engine/kernel"
	"sysprep/engine/random"
)

// The ledger knows the truth of calls with effects, beside what their callers
// believe: for each intent, how often its effect was applied at each place that
// asks for one. An intent lives as long as any request or attempt carries it.
type ledger struct {
	intents []intent
	entries []entry
	free    int32 // intents
	spare   int32 // entries
	begun   int64 // intents so far: their serial numbers
	calls   int64 // calls with keys so far
}

// intent is what a user wants done once.
type intent struct {
	serial  int64
	carried int32 // by so many requests and attempts
	first   int32 // its entries
	next    int32 // the next free record
}

// entry is the truth of an intent at one site, and what is believed there.
type entry struct {
	site    int32
	applied int32
	next    int32 // of the same intent; or the next free record
	yes     bool  // an attempt was answered well
	unknown bool  // an attempt ended, and its caller does not know how
}

// truth is the state of an edge that has to do with effects: failing steps and
// idempotency keys.
type truth struct {
	rule   Idempotency
	keys   keyTable
	count  EffectWindow
	effect bool  // some calls over the edge have an effect
	own    Steps // Edge.Steps
	fault  Steps // FaultStep
	share  Steps // of attempts that fail for either

	luck    [NumSteps]random.Stream
	durable random.Stream // whether a callee that dies had applied the effect
}

func (s *Sim) addTruth(e *Edge, seed uint64) {
	t := truth{durable: random.New(seed, "edge/"+e.Name+"/durable")}
	for i := range t.luck {
		t.luck[i] = random.New(seed, "edge/"+e.Name+"/"+CallStep(i).String())
	}
	s.truths = append(s.truths, t)
}

// truthOf returns what is known of the calls over an edge. The edges of versions
// share it with the system's: keys are kept by the callee.
func (s *Sim) truthOf(edge int32) *truth { return &s.truths[s.edges[edge].base] }

// configureTruth sets what a knob can turn.
func (s *Sim) configureTruth(i int32, n *Edge) {
	if s.edges[i].version == 0 {
		t := &s.truths[i]
		t.own, t.rule = n.Steps, n.Idempotency
		t.keys.configure(t.rule.Room)
		t.mix()
	}
	s.setWatch(i)
}

func (t *truth) watched() bool { return t.effect || t.share != (Steps{}) }

func (t *truth) mix() {
	for i := range t.share {
		t.share[i] = 1 - float64((1-t.own[i])*(1-t.fault[i]))
	}
}

// fails draws whether a step fails now, and counts it.
func (t *truth) fails(step CallStep) bool {
	if t.share[step] == 0 || t.luck[step].Float() >= t.share[step] {
		return false
	}
	t.count.Failed[step]++
	return true
}

// findEffects marks the sites whose calls have effects, those over which the
// intent is passed on, and for each the sites below it at which the effect really
// is: a service that passes an effect on has none of its own.
func (s *Sim) findEffects() {
	_, deep := s.sys.effects()
	for i := range s.sites {
		w := &s.sites[i]
		effect := s.programs[w.program].steps[w.pc].effect
		to := int(s.edges[w.edge].node)
		w.below = nil
		w.effect, w.carries, w.passes = effect, effect || deep[to], effect && deep[to]
		s.truthOf(w.edge).effect = s.truthOf(w.edge).effect || w.effect
		if !w.passes {
			continue
		}
		for j := range s.sites {
			b := &s.sites[j]
			p := &s.programs[b.program]
			if p.steps[b.pc].effect && !deep[int(s.edges[b.edge].node)] && slices.Contains(s.sys.reach(to), int(p.node)) {
				w.below = append(w.below, int32(j))
			}
		}
	}
	for i := range s.clients {
		s.clients[i].effects = deep[s.clients[i].node]
	}
}

// newIntent begins an intent that one request carries.
func (s *Sim) newIntent() int32 {
	l := &s.ledger
	if len(s.requests.ended)+len(s.attempts.ended) > 1024 {
		s.settleLedger()
	}
	l.begun++
	n := intent{serial: l.begun, carried: 1, first: none}
	i := l.free
	if i == none {
		l.intents = append(l.intents, n)
		return int32(len(l.intents))
	}
	l.free = l.intents[i].next
	l.intents[i] = n
	return i + 1
}

// intend begins the intent of a client's request, and returns the request's twin,
// or none: a second request for the same, at the same moment.
func (s *Sim) intend(c *client, r int32) int32 {
	in := s.newIntent()
	s.requests.items[r].intent = in
	if c.twins == 0 || c.double.Float() >= c.twins {
		return none
	}
	s.ledger.intents[in-1].carried++
	twin := s.requests.take()
	q := s.requests.items[r]
	q.double, q.user, q.patience = true, 0, kernel.NoTimer
	if c.patience != noLane {
		q.patience = s.queue.After(c.patience, evGiveUp, twin)
	} else if q.deadline != Never {
		q.patience = s.setAlarm(int64(q.deadline), evGiveUp, twin)
	}
	s.requests.items[twin] = q
	s.open.offered++
	c.count.Offered++
	s.inFlight++
	return twin
}

// entryOf returns an intent's entry at a site, or nil.
func (l *ledger) entryOf(in, site int32) *entry {
	for i := l.intents[in-1].first; i != none; i = l.entries[i].next {
		if l.entries[i].site == site {
			return &l.entries[i]
		}
	}
	return nil
}

// beginEffect opens the entry of a call with an effect.
func (s *Sim) beginEffect(r int32, st *step) {
	q := &s.requests.items[r]
	if q.intent == 0 {
		q.intent = s.newIntent()
	}
	l := &s.ledger
	l.calls++
	q.call = uint32(l.calls)
	if l.entryOf(q.intent, st.site) != nil {
		return // a twin, or a service that was called again
	}
	s.truthOf(st.edge).count.Intents++
	in := &l.intents[q.intent-1]
	n := entry{site: st.site, next: in.first}
	if l.spare == none {
		in.first = int32(len(l.entries))
		l.entries = append(l.entries, n)
		return
	}
	i := l.spare
	l.spare = l.entries[i].next
	l.entries[i], in.first = n, i
}

// carry hands a request's intent to one of its attempts, with its idempotency key.
func (s *Sim) carry(a int32, q *request, st *step) {
	if w := &s.sites[st.site]; !w.carries {
		return
	}
	at := &s.attempts.items[a]
	at.intent, at.double = q.intent, q.double
	s.ledger.intents[q.intent-1].carried++
	if t := s.truthOf(st.edge); st.effect && t.rule.Key != KeyNone {
		at.idem = s.keyFor(t, at, q, st)
	}
}

// inherit hands an attempt's intent to the service's request that works on it.
func (s *Sim) inherit(r int32, at *attempt) {
	q := &s.requests.items[r]
	q.intent, q.double = at.intent, at.double
	s.ledger.intents[at.intent-1].carried++
}

// believe notes what an attempt's end says to its caller.
func (s *Sim) believe(at *attempt, yes bool) {
	if at.intent == 0 || !s.sites[at.site].effect {
		return
	}
	n := s.ledger.entryOf(at.intent, at.site)
	if yes {
		n.yes = true
	} else {
		n.unknown = true
	}
}

// settleLedger counts the intents that nobody carries any more.
func (s *Sim) settleLedger() {
	for _, in := range s.requests.ended {
		s.drop(in)
	}
	for _, in := range s.attempts.ended {
		s.drop(in)
	}
	s.requests.ended, s.attempts.ended = s.requests.ended[:0], s.attempts.ended[:0]
}

func (s *Sim) drop(in int32) {
	l := &s.ledger
	n := &l.intents[in-1]
	n.carried--
	if n.carried > 0 {
		return
	}
	for i := n.first; i != none; i = l.entries[i].next {
		s.closeEntry(in, &l.entries[i])
	}
	for i := n.first; i != none; {
		next := l.entries[i].next
		l.entries[i].next, l.spare = l.spare, i
		i = next
	}
	n.next, n.first, l.free = l.free, none, in-1
}

// closeEntry counts one entry of an intent that is over.
func (s *Sim) closeEntry(in int32, n *entry) {
	w := &s.sites[n.site]
	applied := int64(n.applied)
	for _, site := range w.below {
		if e := s.ledger.entryOf(in, site); e != nil {
			applied = max(applied, int64(e.applied))
		}
	}
	c := &s.truthOf(w.edge).count
	c.Truth[n.belief()][min(applied, NumApplied-1)]++
	c.Extra += max(0, applied-1)
	amount := s.programs[w.program].steps[w.pc].amount
	if amount == 0 {
		return
	}
	c.AmountOver += max(0, applied-1) * amount
	switch b := n.belief(); {
	case b == BeliefSuccess && applied == 0:
		c.AmountLost += amount
	case b == BeliefSuccess && applied == 1:
		c.AmountRight += amount
	case b == BeliefFailure && applied > 0:
		c.AmountHidden += amount
	case b == BeliefUnknown:
		c.AmountDoubt += amount
	}
}

func (n *entry) belief() Belief {
	switch {
	case n.yes:
		return BeliefSuccess
	case n.unknown:
		return BeliefUnknown
	}
	return BeliefFailure
}

func (l *ledger) clone() ledger {
	c := *l
	c.intents, c.entries = slices.Clone(l.intents), slices.Clone(l.entries)
	return c
}

// closeEffects begins a new window of the edges' counts.
func (s *Sim) closeEffects() {
	for i := range s.truths {
		s.truths[i].count = EffectWindow{}
	}
}

// effectWindows returns the counts of the open window; nil when nothing was
// there to count.
func (s *Sim) effectWindows() []EffectWindow {
	s.settleLedger()
	var all []EffectWindow
	for i := range s.truths {
		t := &s.truths[i]
		if !t.effect && t.count == (EffectWindow{}) {
			continue
		}
		if all == nil {
			all = make([]EffectWindow, len(s.truths))
		}
		all[i] = t.count
		all[i].Keys = int64(t.keys.len())
	}
	return all
}

func (d *digest) effects(s *Sim) {
	d.rare(s.ledger.begun, s.ledger.calls)
	sum := int64(0) // of live intents, since they lie in no particular order
	for i := range s.ledger.intents {
		in := &s.ledger.intents[i]
		if in.carried == 0 {
			continue
		}
		var h digest
		h.add(in.serial, int64(in.carried))
		for j := in.first; j != none; j = s.ledger.entries[j].next {
			n := &s.ledger.entries[j]
			h.add(int64(n.site), int64(n.applied), flag(n.yes), flag(n.unknown))
		}
		sum += int64(h)
	}
	d.rare(sum)
	for i := range s.clients {
		if c := &s.clients[i]; c.effects && c.twins > 0 {
			d.stream(&c.double)
		}
	}
	for i := range s.truths {
		t := &s.truths[i]
		for step, p := range t.share {
			if p > 0 {
				d.stream(&t.luck[step])
			}
		}
		if t.share[StepUpdateServer] > 0 {
			d.stream(&t.durable)
		}
		if t.effect {
			d.add(t.keys.hash())
		}
	}
}

func (d *digest) effectWindow(w *EffectWindow) {
	d.add(w.Intents, w.Applied, w.Extra, w.Replayed, w.Conflicts, w.Parked, w.Collapsed, w.Keys)
	d.add(w.AmountRight, w.AmountOver, w.AmountLost, w.AmountHidden, w.AmountDoubt)
	d.add(w.Failed[:]...)
	for i := range w.Truth {
		d.add(w.Truth[i][:]...)
	}
}
