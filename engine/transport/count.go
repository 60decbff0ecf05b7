package transport

// Each of these notes one thing, in the open window and in its group.

func (s *Sim) sent(fl *flow, again bool) {
	g := &s.groups[fl.group]
	s.open.count.Sent++
	g.count.Sent++
	if again {
		s.open.count.Retransmits++
		g.count.Retransmits++
	}
}

func (s *Sim) delivered(fl *flow, pk *packet, fresh bool) {
	g := &s.groups[fl.group]
	s.open.count.Delivered++
	g.count.Delivered++
	if fresh {
		s.open.count.Bytes += int64(pk.payload)
		g.count.Bytes += int64(pk.payload)
	} else {
		s.open.count.Duplicates++
		g.count.Duplicates++
	}
}

func (s *Sim) dropped(fl *flow, seq int64) {
	s.open.count.Drops++
	s.groups[fl.group].count.Drops++
	if q := s.queryOf(fl, seq); q != nil {
		q.Drops++
	}
}

func (s *Sim) marked(fl *flow, seq int64) {
	s.open.count.Marks++
	s.groups[fl.group].count.Marks++
	if q := s.queryOf(fl, seq); q != nil {
		q.Marks++
	}
}

func (s *Sim) timedOut(fl *flow) {
	s.open.count.Timeouts++
	s.groups[fl.group].count.Timeouts++
	if q := s.queryOf(fl, fl.una); q != nil {
		q.Timeouts++
	}
}

func (s *Sim) recovery(fl *flow) {
	s.open.count.Recoveries++
	s.groups[fl.group].count.Recoveries++
}

func (s *Sim) asked(g *group) {
	s.open.count.Queries++
	g.count.Queries++
}

func (s *Sim) answered(g *group) {
	s.open.count.Responses++
	g.count.Responses++
}

func (s *Sim) missed(g *group, late int) {
	s.open.count.Missed++
	g.count.Missed++
	s.open.count.Late += int64(late)
	g.count.Late += int64(late)
}

func (s *Sim) complete(g *group, q *Query) {
	s.open.count.Complete++
	g.count.Complete++
	g.complete.Add(int64(q.End - q.Asked))
	s.open.took.Add(int64(q.End - q.Asked))
	s.log = append(s.log, *q)
}

// queryOf returns the query that a segment answers, as long as it is under way;
// nil for a segment that arrived before (a needless retransmission).
func (s *Sim) queryOf(fl *flow, seq int64) *query {
	for r := fl.awaited; r != none; r = s.responses.items[r].next {
		re := &s.responses.items[r]
		if seq < re.end {
			if seq < re.end-re.size {
				return nil
			}
			return &s.queries.items[re.query]
		}
	}
	return nil
}
