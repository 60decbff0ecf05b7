package transport

// packet is a packet on its way to the aggregator, and then its acknowledgement
// on the way back.
type packet struct {
	flow    int32
	next    int32 // behind it on the sender's link, or in the port
	payload int32 // bytes
	marked  bool
	seq     int64 // number of the segment
	ack     int64 // the first segment that the aggregator lacks
	sent    Time  // by the sender
	reaches Time  // the port
}

// port is the state of the Port.
type port struct {
	rate        int64   // as slow leaves it
	slow        float64 // factor on the time that each packet takes (FaultPort)
	buffer      int     // packets; 0: no bound
	bufferBytes int64   // 0: no bound
	mark        int     // packets; 0: no marks

	head, tail int32 // in Sim.packets; the head is being sent
	held       int   // packets
	bytes      int64 // headers included

	accounted Time // until when the gauges below are kept
	area      int64
	busy      Time
	least     int
	most      int
}

func newPort(p *Port) port {
	own := port{slow: 1, head: none, tail: none}
	own.configure(p)
	return own
}

// configure takes the port's numbers over.
func (p *port) configure(c *Port) {
	p.rate, p.buffer, p.bufferBytes, p.mark = c.Rate, c.Buffer, c.BufferBytes, c.Mark
	if p.slow != 1 {
		p.rate = max(1, int64(float64(c.Rate)/p.slow))
	}
}

// account brings the gauges up to now.
func (p *port) account(now Time) {
	span := now - p.accounted
	p.area += int64(span) * int64(p.held)
	if p.held > 0 {
		p.busy += span
	}
	p.accounted = now
}

// restart begins a new window of the gauges.
func (p *port) restart() {
	p.area, p.busy, p.least, p.most = 0, 0, p.held, p.held
}

// room reports whether a packet of so many bytes fits.
func (p *port) room(bytes int64) bool {
	return (p.buffer == 0 || p.held < p.buffer) && (p.bufferBytes == 0 || p.bytes+bytes <= p.bufferBytes)
}

// arrive handles the first packet on a sender's way, which is now at the port.
func (s *Sim) arrive(f int32) {
	fl := &s.flows[f]
	i := fl.wire
	pk := &s.packets.items[i]
	fl.wire = pk.next
	if fl.wire == none {
		fl.wireEnd = none
	} else {
		s.queue.At(int64(s.packets.items[fl.wire].reaches), evArrive, f)
	}
	p := &s.port
	bytes := int64(pk.payload) + HeaderBytes
	if !p.room(bytes) {
		s.dropped(fl, pk.seq)
		if s.feed.On() {
			s.note(MsgDrop, fl.group)
		}
		s.packets.give(i)
		return
	}
	p.account(s.Now())
	p.held++
	p.bytes += bytes
	p.most = max(p.most, p.held)
	pk.next = none
	if p.mark > 0 && p.held > p.mark && s.groups[fl.group].Protocol != TCP {
		pk.marked = true
		s.marked(fl, pk.seq)
	}
	if p.head == none {
		p.head, p.tail = i, i
		s.queue.At(int64(s.Now()+sendingTime(bytes, p.rate)), evDepart, 0)
		return
	}
	s.packets.items[p.tail].next = i
	p.tail = i
}

// depart handles the end of the sending of the port's first packet.
func (s *Sim) depart() {
	p := &s.port
	i := p.head
	pk := &s.packets.items[i]
	p.account(s.Now())
	p.held--
	p.bytes -= int64(pk.payload) + HeaderBytes
	p.least = min(p.least, p.held)
	group := s.flows[pk.flow].group
	s.queue.After(s.groups[group].down, evDeliver, i)
	if s.feed.On() {
		s.note(MsgForward, group)
	}
	p.head = pk.next
	if p.head == none {
		p.tail = none
		return
	}
	bytes := int64(s.packets.items[p.head].payload) + HeaderBytes
	s.queue.At(int64(s.Now()+sendingTime(bytes, p.rate)), evDepart, 0)
}
