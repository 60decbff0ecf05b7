package engine

import "sysprep/engine/kernel"

// Every message passes through this file: requests to a callee, answers and
// refusals back, word that a caller has gone, and round trips to caches.

// post puts an attempt on its way to its callee.
func (s *Sim) post(e *edge, a int32) { s.queue.After(e.wire, evDeliver, a) }

// sendBack puts the callee's answer (evAnswered) or refusal (evRefused) on its
// way to the caller.
func (s *Sim) sendBack(e *edge, a int32, kind uint32) { s.queue.After(e.wire, kind, a) }

// sendGone tells the callee that an attempt's caller has gone, and returns the
// timer of the message. It takes as long as the attempt did, and so never overtakes it.
func (s *Sim) sendGone(e *edge, a int32) kernel.Timer { return s.queue.After(e.wire, evGone, a) }

// roundTrip returns how long a cache's answer is on its way, there and back.
func (e *edge) roundTrip() Time { return 2 * e.latency }

// sendBackFromCache puts a cache's answer, which takes wait in all, on its way to
// the request that asked: evMissed or evHit.
func (s *Sim) sendBackFromCache(e *edge, r int32, kind uint32) { s.queue.After(e.wire, kind, r) }
