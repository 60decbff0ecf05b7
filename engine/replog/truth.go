package replog

import "slices"

// truth is what nobody in the cluster knows: the one sequence of entries that
// was ever committed, and what was proposed beyond its end.
type truth struct {
	length int64    // committed entries
	hashes []uint64 // of entries trimmed+1 to length
	trim   int64
	serial uint64 // proposals so far

	// open are lists of the clients' writes that were proposed at indexes length+1
	// and on, by several leaders perhaps: one of them at most will be committed.
	open []int32
	head int

	reigns [64]reign // the latest leaders
	told   int64     // highest index of which a client was told
}

type reign struct {
	term, leader int32
}

func (t *truth) clone() truth {
	c := *t
	c.hashes = slices.Clone(t.hashes)
	c.open = slices.Clone(t.open)
	return c
}

// elected checks that a term has one leader.
func (t *truth) elected(term, leader int32, totals *Totals) {
	r := &t.reigns[term%int32(len(t.reigns))]
	if r.term == term && r.leader != leader {
		totals.Violations++
	}
	*r = reign{term, leader}
}

// proposed notes that a leader put a write into its log.
func (s *Sim) proposed(o int32) {
	t, p := &s.truth, &s.ops[o]
	at := int(p.index - t.length - 1)
	if at < 0 { // by a leader that has been deposed and does not know it yet
		s.decide(o, fateLost)
		return
	}
	for len(t.open)-t.head <= at {
		t.open = append(t.open, none)
	}
	p.fate = fateOpen
	p.next = t.open[t.head+at]
	t.open[t.head+at] = o
}

// reached holds a replica's commit index against the truth, or extends the truth by it.
func (s *Sim) reached(r *replica) {
	t := &s.truth
	if i := r.commit; i <= t.length {
		if i > t.trim && t.hashes[i-t.trim-1] != r.log.hash(i) {
			s.totals.Violations++ // another entry was committed here
		}
		return
	}
	if t.length < r.log.base || t.length > t.trim && r.log.hash(t.length) != t.hashes[t.length-t.trim-1] {
		s.totals.Violations++
	}
	for i := t.length + 1; i <= r.commit; i++ {
		e := entry{hash: r.log.baseHash, term: none, op: none}
		if i > r.log.base {
			e = *r.log.at(i)
		}
		t.hashes = append(t.hashes, e.hash)
		t.length = i
		s.settle(e.term)
	}
	if most := int(4 * s.c.Raft.Keep); len(t.hashes) > most {
		cut := len(t.hashes) - most/2
		t.hashes = t.hashes[:copy(t.hashes, t.hashes[cut:])]
		t.trim += int64(cut)
	}
}

// settle decides what was proposed at the index that has just been committed
// with an entry of a term.
func (s *Sim) settle(term int32) {
	t := &s.truth
	if t.head == len(t.open) {
		return
	}
	o := t.open[t.head]
	t.head++
	if t.head > len(t.open)/2 {
		t.open = t.open[:copy(t.open, t.open[t.head:])]
		t.head = 0
	}
	for o != none {
		p := &s.ops[o]
		next := p.next
		if p.term == term {
			s.decide(o, fateCommitted)
		} else {
			s.decide(o, fateLost)
		}
		o = next
	}
}
