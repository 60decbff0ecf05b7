package replog

// unevenLogs is FaultUneven: what a leader leaves that crashes while it replicates.
// The entries are no client's.
func (s *Sim) unevenLogs() {
	id := s.Leader()
	if id == Nobody {
		return
	}
	leader := &s.replicas[id]
	level := leader.log.last()
	count := int64(len(s.replicas) - 1)
	first := s.truth.serial + 1
	s.truth.serial += uint64(count)
	hash := leader.log.hash(level)
	for k := range count {
		leader.log.propose(leader.term, none, first+uint64(k))
	}
	s.persist(leader)
	got := count
	for i := range s.replicas {
		r := &s.replicas[i]
		if i == id || !r.up || r.log.last() != level || r.log.hash(level) != hash || r.term != leader.term {
			continue
		}
		for k := range got {
			r.log.propose(r.term, none, first+uint64(k))
		}
		s.persist(r)
		got--
	}
}
