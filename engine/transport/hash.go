package transport

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

func (d *digest) float(x float64) { d.add(int64(math.Float64bits(x))) }

// rare adds those words that are not 0, each with its place. What a system does
// not use leaves the hashes of its runs as they were before the model learned it.
func (d *digest) rare(words ...int64) {
	for i, w := range words {
		if w != 0 {
			d.add(int64(i), w)
		}
	}
}

func (d *digest) counts(c *Counts) {
	d.add(c.Sent, c.Retransmits, c.Delivered, c.Duplicates, c.Drops, c.Marks, c.Bytes, c.Timeouts, c.Recoveries,
		c.Queries, c.Complete, c.Missed, c.Responses, c.Late)
}

// Hash returns a hash of the whole observable state: what happened so far, what
// is under way, what is pending, and the luck ahead. Sims with equal hashes went
// through the same run, and go on alike. It does not cover the budget.
func (s *Sim) Hash() uint64 {
	var d digest
	d.add(int64(s.Now()), int64(s.Events()), int64(len(s.windows)), int64(len(s.log)))
	for i := range s.windows {
		d.window(&s.windows[i])
	}
	current := s.Current()
	d.window(&current)
	for i := range s.log {
		d.query(&s.log[i])
	}
	for i := range s.groups {
		g := &s.groups[i]
		d.counts(&g.count)
		d.add(g.asked, g.complete.Sum())
		d.rare(flag(g.off))
		for _, luck := range []*random.Stream{&g.intervals, &g.deadlines, &g.sizes, &g.starts, &g.overheads} {
			for _, w := range luck.State() {
				d.add(int64(w))
			}
		}
	}
	for i := range s.flows {
		s.hashFlow(&d, &s.flows[i])
	}
	for i := s.port.head; i != none; i = s.packets.items[i].next {
		d.packet(&s.packets.items[i])
	}
	d.rare(int64(math.Float64bits(s.port.slow) - math.Float64bits(1)))
	d.add(s.pendingHash())
	return uint64(d)
}

func (s *Sim) hashFlow(d *digest, f *flow) {
	d.add(f.una, f.next, f.end, f.high, int64(f.spoke), f.filled, int64(f.duplicates), flag(f.recovering), flag(f.partial))
	d.add(f.recover, int64(f.rtt.smooth), int64(f.rtt.deviation), int64(f.backoff), int64(f.due), int64(f.look))
	d.add(f.observed, f.acks, f.marks, f.answered, int64(f.busy), f.lacks)
	d.float(f.window)
	d.float(f.threshold)
	d.float(f.alpha)
	d.rare(int64(math.Float64bits(f.slow)-math.Float64bits(1)), int64(f.late))
	for _, w := range f.seen {
		d.add(int64(w))
	}
	for r := f.pending; r != none; r = s.responses.items[r].next {
		d.response(&s.responses.items[r])
	}
	for p := f.wire; p != none; p = s.packets.items[p].next {
		d.packet(&s.packets.items[p])
	}
}

// pendingHash hashes the pending events; a sum, since the queue holds them in no particular order.
func (s *Sim) pendingHash() int64 {
	sum := int64(0)
	for ev := range s.queue.All {
		var d digest
		d.add(ev.Time, int64(ev.Seq), int64(ev.Kind))
		switch ev.Kind {
		case evDeliver, evAck:
			d.packet(&s.packets.items[ev.Who])
		case evStart:
			d.response(&s.responses.items[ev.Who])
		case evDeadline:
			q := &s.queries.items[ev.Who]
			d.query(&q.Query)
			d.add(int64(q.left))
		default:
			d.add(int64(ev.Who))
		}
		sum += int64(d)
	}
	return sum
}

func (d *digest) packet(p *packet) {
	d.add(int64(p.flow), int64(p.payload), flag(p.marked), p.seq, p.ack, int64(p.sent), int64(p.reaches))
}

func (d *digest) response(r *response) {
	d.add(int64(r.flow), int64(r.rest), r.size, r.end, int64(r.deadline))
}

func (d *digest) query(q *Query) {
	d.add(int64(q.Group), q.Number, int64(q.Asked), int64(q.Deadline), int64(q.End))
	d.add(int64(q.Late), int64(q.Timeouts), int64(q.Drops), int64(q.Marks))
}

func (d *digest) window(w *Window) {
	d.add(int64(w.Start), int64(w.End), int64(w.Held), int64(w.Least), int64(w.Most), int64(w.Busy))
	d.float(w.Mean)
	d.counts(&w.Counts)
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
