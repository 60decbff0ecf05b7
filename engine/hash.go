package engine

import (
	"math"

	"sysprep/engine/random"
)

// digest hashes 64-bit words in order.
type digest uint64

func (d *digest) add(words ...int64) {
	for _, w := range words {
		h := uint64(*d) ^ uint64(w)
		h *= 0x9e3779b97f4a7c15
		h ^= h >> 32
		h *= 0xd6e8feb86659fd93
		h ^= h >> 29
		*d = digest(h + 1)
	}
}

func (d *digest) stream(r *random.Stream) {
	for _, w := range r.State() {
		d.add(int64(w))
	}
}

// Hash returns a hash of the whole observable state: what happened so far, what
// is under way, what is pending, and the luck ahead. Sims with equal hashes went
// through the same run, and go on alike. It does not cover the budget and the
// feed, which change nothing in the run.
func (s *Sim) Hash() uint64 {
	var d digest
	d.add(int64(s.Now()), int64(s.Events()), s.inFlight, int64(len(s.windows)))
	for i := range s.windows {
		d.window(&s.windows[i])
	}
	current := s.Current()
	d.window(&current)
	d.add(s.open.latency.Count(), s.open.latency.Sum())
	for i := range s.clients {
		c := &s.clients[i]
		d.stream(&c.arrivals)
		d.stream(&c.keys)
		d.stream(&c.door)
		if s.programs[c.program].works {
			d.stream(&c.work)
		}
		if len(s.clients) > 1 {
			d.add(c.count.Offered, c.count.Answered, c.count.Lost, int64(c.count.Latency))
		}
		d.add(int64(c.bucket.full), int64(c.fault*(1<<53)))
		d.rare(int64(c.version), int64(c.versionLots))
		d.workload(c)
	}
	for i := range s.caches {
		c := &s.caches[i]
		d.stream(&c.lives)
		d.add(flag(c.down))
		d.rare(flag(c.silent))
		d.keys(c.refreshing)
		for key, expires := range c.table.All {
			d.add(int64(key), expires)
		}
	}
	for i := range s.stations {
		st := &s.stations[i]
		d.stream(&st.luck)
		if st.fail > 0 || st.failLate {
			d.stream(&st.failures)
		}
		d.rare(int64(st.limits.bucket.full), int64(st.lock.free), int64(st.gc.resumes))
		if st.gc.every > 0 {
			d.stream(&st.gc.luck)
		}
		if st.contended {
			d.stream(&st.locks)
		}
		if st.lies > 0 {
			d.stream(&st.after)
		}
		d.add(int64(st.busy), int64(s.ghostsAt(int32(i))), flag(st.down))
		d.rare(flag(st.silent), int64(st.lost*(1<<53)), int64(st.version))
		for _, l := range st.lines {
			for a := l.head; a != none; a = s.attempts.items[a].next {
				at := &s.attempts.items[a]
				d.add(int64(at.key), int64(at.site), flag(at.caller == none))
			}
		}
	}
	for i := range s.edges {
		e := &s.edges[i]
		d.stream(&e.jitter)
		if b := &e.balance; b.count > 1 {
			d.stream(&b.luck)
			d.add(int64(b.turn), int64(b.asOf))
			for _, n := range b.loads {
				d.add(int64(n))
			}
		}
		d.hedge(&e.hedge)
		d.policies(e)
	}
	for i := range s.fans {
		d.stream(&s.fans[i].luck)
	}
	for i := range s.branches.items {
		b := &s.branches.items[i]
		d.add(int64(b.answered), int64(b.out), int64(math.Float64bits(b.full)))
	}
	for i := range s.networks {
		d.network(&s.networks[i], s.links)
	}
	d.conns(s.conns)
	d.users(s)
	d.effects(s)
	d.add(s.pendingHash())
	return uint64(d)
}

// pendingHash hashes the pending events; a sum, since the queue holds them in no particular order.
func (s *Sim) pendingHash() int64 {
	sum := int64(0)
	for ev := range s.queue.All {
		var d digest
		d.add(ev.Time, int64(ev.Seq), int64(ev.Kind))
		switch ev.Kind {
		case evMissed, evRetry, evWorked, evHit, evErred, evGiveUp, evFanOver, evHedge:
			r := &s.requests.items[ev.Who]
			d.add(int64(r.arrived), int64(r.key), int64(r.pc), int64(r.tries))
			d.rare(int64(r.again), int64(r.hedges), int64(r.party))
		case evArrival, evAlarm, evUser, evPause, evResume:
			d.add(int64(ev.Who))
		case evConn:
			d.add(int64(ev.Who))
		case evPacket, evResend:
			s.packetHash(&d, &s.packets.items[ev.Who])
		default:
			at := &s.attempts.items[ev.Who]
			d.add(int64(at.key), int64(at.site), flag(at.caller == none))
			d.rare(int64(at.again), flag(at.hedge), flag(at.dropped), int64(at.party))
			if at.intent != 0 {
				d.add(s.ledger.intents[at.intent-1].serial, int64(at.idem), flag(at.replayed))
			}
		}
		sum += int64(d)
	}
	return sum
}

// rare adds those words that are not 0, each with its place. What a system does
// not use leaves the hashes of its runs as they were before the engine learned it.
func (d *digest) rare(words ...int64) {
	for i, w := range words {
		if w != 0 {
			d.add(int64(i), w)
		}
	}
}

func (d *digest) window(w *Window) {
	d.add(int64(w.Start), int64(w.End), w.Offered, w.Answered, w.InFlight, int64(w.Mean), int64(w.P50), int64(w.P99))
	d.add(w.Lost[:CauseFailed]...)
	d.rare(w.Lost[CauseFailed:]...)
	d.rare(w.Partial, int64(math.Float64bits(w.Missing)))
	for _, n := range w.Nodes {
		d.rare(n.Stale, n.Spared, n.Negative, n.Refreshes)
		d.add(n.Hits, n.Misses, n.Entries, n.Served, n.Ghosts, n.Cancelled, n.Rejected, n.Queue, int64(n.Busy))
		d.rare(n.Failed, n.Stopped, n.Dropped, n.Limited, n.Pauses)
		if n.Users > 0 {
			d.add(n.Users, n.Connected, n.Disconnects)
		}
	}
	for _, e := range w.Edges {
		d.add(e.Sent, e.Retries, e.Replies, e.Late, e.Timeouts, e.Rejects, e.Joined)
		d.rare(e.Errors, e.Abandoned, e.Withheld)
		d.rare(e.LostRequests, e.LostReplies, e.Overflows, e.Retransmits, e.Resets, e.LookupTimeouts, e.Handshakes, e.ConnectFails)
		d.rare(e.Hedges, e.HedgeWins, e.TiedCancelled, e.BreakerOpens, e.BreakerCloses)
	}
	for i := range w.Effects {
		d.effectWindow(&w.Effects[i])
	}
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
