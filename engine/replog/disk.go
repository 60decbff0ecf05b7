package replog

// persist makes what is in the log durable: at once without a disk, else by a
// sync; what is appended while one is under way goes with the next.
func (s *Sim) persist(r *replica) {
	last := r.log.last()
	sync := s.c.Replicas[r.id].Sync
	if sync == 0 {
		r.durable = last
		return
	}
	if !r.syncing && r.durable < last {
		r.syncing, r.covering = true, last
		s.queue.At(int64(s.Now()+sync), evSynced, r.id)
	}
}

func (s *Sim) synced(r *replica) {
	r.syncing = false
	r.durable = max(r.durable, r.covering)
	s.persist(r)
	switch {
	case r.role == Leader:
		s.tryCommit(r)
	case r.owes && r.leader != none:
		s.acknowledge(r)
	}
}
