package replog

import (
	"math"

	"sysprep/engine/random"
)

// digest mixes words into a hash.
type digest uint64

func (d *digest) add(words ...int64) {
	for _, w := range words {
		*d = digest(mix(uint64(*d)^uint64(w)) + 0x9e3779b97f4a7c15)
	}
}

func (d *digest) stream(s *random.Stream) {
	for _, w := range s.State() {
		d.add(int64(w))
	}
}

// Hash returns a hash of the whole observable state: two runs with the same hash
// are, as good as surely, the same run at the same time.
func (s *Sim) Hash() uint64 {
	s.spend()
	var d digest
	d.add(s.queue.Now(), int64(s.queue.Len()), int64(s.Events()), s.truth.length, int64(s.truth.serial), s.truth.told)
	d.counts(&s.totals.Count)
	d.add(s.totals.Messages, s.totals.Bytes, s.totals.Violations)
	var pending uint64 // in any order
	for ev := range s.queue.All {
		pending += mix(mix(uint64(ev.Time)^uint64(ev.Kind)<<56) ^ uint64(uint32(ev.Who)))
	}
	d.add(int64(pending))
	if s.leasesFrom != 0 {
		d.add(int64(s.leasesFrom))
	}
	for i := range s.replicas {
		d.replica(&s.replicas[i])
		if drift := s.replicas[i].drift; drift != s.c.Replicas[i].Drift { // by a fault
			d.add(int64(math.Float64bits(drift)))
		}
	}
	for i := range s.flows {
		f := &s.flows[i]
		d.add(int64(f.free), int64(f.last), int64(f.paced))
		d.stream(&f.luck)
	}
	for i := range s.clients {
		c := &s.clients[i]
		d.add(int64(c.target))
		d.stream(&c.writes)
		d.stream(&c.reads)
		d.stream(&c.net)
	}
	for i := range s.ops {
		p := &s.ops[i]
		d.add(int64(p.told), int64(p.fate), p.index, int64(p.term), int64(p.born), int64(p.mail))
	}
	for i := range s.windows {
		w := &s.windows[i]
		d.counts(&w.Count)
		d.add(int64(w.CommitMean), int64(w.CommitP50), int64(w.CommitP99), int64(w.ClientMean), int64(w.ClientP50), int64(w.ClientP99), w.Waiting)
	}
	return uint64(d)
}

func (d *digest) replica(r *replica) {
	d.add(int64(r.term), int64(r.vote), int64(r.role), int64(r.leader), r.commit, r.durable, r.matched,
		r.log.base, r.log.last(), int64(r.log.hash(r.log.last())), int64(r.heard), int64(r.uplinkFree), int64(r.votes))
	d.add(flag(r.up), flag(r.replaying), flag(r.learning), flag(r.syncing), flag(r.owes))
	d.stream(&r.luck)
	for j := range r.progress {
		p := &r.progress[j]
		d.add(p.match, p.next, int64(p.stamp), p.sent, p.acked, flag(p.probing), flag(p.sending), flag(p.learner))
	}
}

func (d *digest) counts(c *Count) {
	d.add(c.Offered, c.Acknowledged, c.Refused, c.Unknown, c.Committed, c.Lost, c.UnknownCommitted, c.UnknownLost, c.ToldWrong,
		c.Reads, c.ReadsDone, c.ReadsFailed, c.ReadsLeased, c.ReadsStale, c.Candidacies, c.Elected, c.Snapshots,
		int64(c.Leaderless), int64(c.Unavailable))
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
