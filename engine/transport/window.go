package transport

import "sysprep/engine/measure"

// Counts is what was counted, in a window or in all.
type Counts struct {
	Sent        int64 // packets that senders put on their links, retransmissions included
	Retransmits int64 // of those, packets that had been sent before
	Delivered   int64 // packets that reached the aggregator
	Duplicates  int64 // of those, packets that it had already
	Drops       int64 // packets that found the port full
	Marks       int64 // packets that the port marked
	Bytes       int64 // payload that reached the aggregator, each byte once: goodput

	Timeouts   int64 // ends of a retransmission timer
	Recoveries int64 // losses noticed by duplicate acknowledgements

	Queries   int64 // asked
	Complete  int64 // of which every response arrived
	Missed    int64 // whose deadline passed before they were complete
	Responses int64 // complete
	Late      int64 // responses whose deadline passed before they were complete
}

// Add adds what o counted.
func (c *Counts) Add(o *Counts) {
	c.Sent += o.Sent
	c.Retransmits += o.Retransmits
	c.Delivered += o.Delivered
	c.Duplicates += o.Duplicates
	c.Drops += o.Drops
	c.Marks += o.Marks
	c.Bytes += o.Bytes
	c.Timeouts += o.Timeouts
	c.Recoveries += o.Recoveries
	c.Queries += o.Queries
	c.Complete += o.Complete
	c.Missed += o.Missed
	c.Responses += o.Responses
	c.Late += o.Late
}

// less returns what was counted since o was.
func (c *Counts) less(o *Counts) Counts {
	return Counts{
		c.Sent - o.Sent, c.Retransmits - o.Retransmits, c.Delivered - o.Delivered, c.Duplicates - o.Duplicates,
		c.Drops - o.Drops, c.Marks - o.Marks, c.Bytes - o.Bytes, c.Timeouts - o.Timeouts, c.Recoveries - o.Recoveries,
		c.Queries - o.Queries, c.Complete - o.Complete, c.Missed - o.Missed, c.Responses - o.Responses, c.Late - o.Late,
	}
}

// Window is what happened in one metrics window, [Start, End), over all groups.
type Window struct {
	Start, End Time
	Counts

	// Packets that the port held, the one being sent included.
	Held        int // at End
	Least, Most int
	Mean        float64 // over time
	Busy        Time    // the port was sending

	// From asking to the last byte, of the queries complete in the window; 0 when none was.
	QueryMean, QueryP50, QueryP99 Time

	Groups []Counts // by index of System.Groups
}

// Goodput returns the window's useful bits per second; 0 for an empty span.
func (w *Window) Goodput() float64 {
	if w.End <= w.Start {
		return 0
	}
	return float64(w.Bytes) * 8 / (w.End - w.Start).Seconds()
}

// tally is the open window. What the port holds is kept by the port.
type tally struct {
	start, end Time
	count      Counts
	took       measure.Histogram // of the queries complete
}

// Windows returns the closed windows, oldest first. The caller must not change them.
func (s *Sim) Windows() []Window { return s.windows }

// Current returns the open window as far as it has come: its End is Now.
func (s *Sim) Current() Window { return s.snapshot(s.Now()) }

// Total returns what was counted since the start.
func (s *Sim) Total() Counts {
	c := s.total
	c.Add(&s.open.count)
	return c
}

// Queries returns the complete queries, in the order of completion. The caller
// must not change them.
func (s *Sim) Queries() []Query { return s.log }

// InFlight returns the packets that were sent and neither delivered nor dropped.
func (s *Sim) InFlight() int64 {
	n := int64(s.port.held)
	for i := range s.flows {
		for p := s.flows[i].wire; p != none; p = s.packets.items[p].next {
			n++
		}
	}
	for ev := range s.queue.All {
		if ev.Kind == evDeliver {
			n++
		}
	}
	return n
}

// Held returns how many packets and bytes the port holds.
func (s *Sim) Held() (packets int, bytes int64) { return s.port.held, s.port.bytes }

// GroupState is how a group has fared since the start.
type GroupState struct {
	Counts
	// How long its complete queries took. The mean is exact, the percentiles are
	// within measure.RelativeError. 0 when none is complete.
	Mean, P50, P99 Time
}

// Group returns how the group with index i of System.Groups has fared.
func (s *Sim) Group(i int) GroupState {
	g := &s.groups[i]
	return GroupState{
		Counts: g.count,
		Mean:   Time(g.complete.Mean()),
		P50:    Time(g.complete.Quantile(50, 100)),
		P99:    Time(g.complete.Quantile(99, 100)),
	}
}

// FlowState is the present state of a sender's connection.
type FlowState struct {
	Window, Threshold float64 // segments
	Alpha             float64 // DCTCP's estimate of the share of marked packets
	RTT               Time    // the smoothed round trip
	Acknowledged      int64   // segments
	Flight            int64   // segments sent and not acknowledged
	Recovering        bool    // from a loss, without a timeout
	Backoff           int     // timeouts in a row
}

// Flow returns the state of a sender of the group with index i, senders counted from 0.
func (s *Sim) Flow(i, sender int) FlowState {
	f := &s.flows[s.groups[i].members[sender]]
	return FlowState{
		f.window, f.threshold, f.alpha, f.rtt.smooth, f.una, f.next - f.una, f.recovering, int(f.backoff),
	}
}

func (s *Sim) closeWindow() {
	s.windows = append(s.windows, s.snapshot(s.open.end))
	t := &s.open
	s.total.Add(&t.count)
	t.start, t.end, t.count = t.end, t.end+s.sys.window(), Counts{}
	t.took.Reset()
	for i := range s.groups {
		s.groups[i].before = s.groups[i].count
	}
	s.port.account(t.start)
	s.port.restart()
}

func (s *Sim) snapshot(end Time) Window {
	p := s.port // a copy: looking changes nothing
	p.account(end)
	w := Window{
		Start: s.open.start, End: end, Counts: s.open.count,
		Held: p.held, Least: p.least, Most: p.most, Busy: p.busy,
		Mean:      float64(p.held), // of no time at all
		QueryMean: Time(s.open.took.Mean()), QueryP50: Time(s.open.took.Quantile(50, 100)), QueryP99: Time(s.open.took.Quantile(99, 100)),
		Groups: make([]Counts, len(s.groups)),
	}
	for i := range s.groups {
		w.Groups[i] = s.groups[i].count.less(&s.groups[i].before)
	}
	if end > w.Start {
		w.Mean = float64(p.area) / float64(end-w.Start)
	}
	return w
}
