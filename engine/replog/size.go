package replog

import "sysprep/engine/kernel"

// Bytes is about what the state of the simulation takes, by the length of its arrays, and
// what a Fork takes more. Closed windows are left out, since forks share them.
func (s *Sim) Bytes() int64 {
	n := s.queue.Bytes() + kernel.BytesOf(s.ops) + kernel.BytesOf(s.messages) + kernel.BytesOf(s.truth.hashes) + kernel.BytesOf(s.truth.open)
	for i := range s.replicas {
		n += kernel.BytesOf(s.replicas[i].log.entries)
	}
	for i := range s.messages {
		n += kernel.BytesOf(s.messages[i].entries)
	}
	return n
}
