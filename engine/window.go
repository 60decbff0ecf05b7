package engine

// Windows returns the closed windows, oldest first. The caller must not change them.
func (s *Sim) Windows() []Window { return s.windows }

// Current returns the open window as far as it has come: its End is Now.
func (s *Sim) Current() Window { return s.snapshot(s.Now()) }

// closeWindow ends the open window at its End, where the clock must be, and opens the next.
func (s *Sim) closeWindow() {
	s.windows = append(s.windows, s.snapshot(s.open.end))
	t := &s.open
	t.start, t.end = t.end, t.end+s.sys.window()
	t.offered, t.answered, t.lost = 0, 0, [NumCauses]int64{}
	t.partial, t.missing = 0, 0
	t.latency.Reset()
	clear(s.raster.counts)
	for i := range s.clients {
		s.clients[i].count = NodeWindow{}
	}
	for i := range s.caches {
		s.caches[i].count = NodeWindow{}
	}
	for i := range s.stations {
		s.stations[i].account(t.start)
		s.stations[i].count = NodeWindow{}
	}
	for i := range s.edges {
		s.edges[i].count = EdgeWindow{}
	}
	s.closeEffects()
}

func (s *Sim) snapshot(end Time) Window {
	t := &s.open
	w := Window{
		Start:    t.start,
		End:      end,
		Offered:  t.offered,
		Answered: t.answered,
		Lost:     t.lost,
		InFlight: s.inFlight,
		Partial:  t.partial,
		Missing:  t.missing,
		Mean:     Time(t.latency.Mean()),
		P50:      Time(t.latency.Quantile(50, 100)),
		P99:      Time(t.latency.Quantile(99, 100)),
		Nodes:    make([]NodeWindow, len(s.nodes)),
		Edges:    make([]EdgeWindow, len(s.sys.Edges)),
		Raster:   s.rasterRows(),
	}
	for i := range s.clients {
		c := &s.clients[i]
		n := &w.Nodes[c.node]
		*n = c.count
		n.Users, n.Connected = c.population.present, c.population.connected
	}
	for i := range s.caches {
		c := &s.caches[i]
		n := &w.Nodes[c.node]
		*n = c.count
		n.Entries = int64(c.table.Len())
	}
	for i := range s.stations {
		st := &s.stations[i]
		c := st.count
		c.Queue = int64(st.waiting)
		c.Busy += Time(st.busy) * (end - st.accounted)
		c.Hottest, c.LongestQueue = c.Busy, c.Queue
		w.Nodes[st.node].add(&c)
	}
	for i := range s.edges {
		e := s.edges[i].state()
		count := s.edges[i].count
		count.Breakers, count.BreakersOpen = int64(e.Breakers), int64(e.Open+e.HalfOpen)
		count.InFlight, count.Limit = int64(e.InFlight), int64(e.Limit)
		w.Edges[s.edges[i].base].add(&count)
	}
	w.Effects = s.effectWindows()
	return w
}

// add adds what another instance of a store or service counted.
func (n *NodeWindow) add(c *NodeWindow) {
	n.Served += c.Served
	n.Ghosts += c.Ghosts
	n.Failed += c.Failed
	n.Cancelled += c.Cancelled
	n.Stopped += c.Stopped
	n.Dropped += c.Dropped
	n.Rejected += c.Rejected
	n.Limited += c.Limited
	n.Pauses += c.Pauses
	n.Queue += c.Queue
	n.Busy += c.Busy
	n.Hottest = max(n.Hottest, c.Hottest)
	n.LongestQueue = max(n.LongestQueue, c.LongestQueue)
}
