package engine

// feed is the sample of messages kept for drawing. It touches nothing that the
// simulation reads.
type feed struct {
	every int // keep each every-th message; 0: none
	skip  int // messages to pass over before the next is kept
	ring  []Message
	first int // index of the oldest in ring
	len   int
}

// feedRoom is how many messages are kept between two calls of Feed.
const feedRoom = 4096

// Sample keeps every n-th message from now on for Feed; 0 stops and drops what was kept.
func (s *Sim) Sample(every int) {
	s.feed.every, s.feed.skip = max(0, every), 0
	if s.feed.every == 0 {
		s.feed = feed{}
		return
	}
	if s.feed.ring == nil {
		s.feed.ring = make([]Message, feedRoom)
	}
}

// Feed appends the messages kept since the last call to buf, oldest first. Only
// the latest 4,096 are kept between calls.
func (s *Sim) Feed(buf []Message) []Message {
	f := &s.feed
	for ; f.len > 0; f.len-- {
		buf = append(buf, f.ring[f.first])
		f.first = (f.first + 1) % feedRoom
	}
	return buf
}

// note considers a message for the feed. Callers check feed.every first, so that
// a feed that is off costs one predictable branch.
func (s *Sim) note(kind MessageKind, edge int, node int32) {
	f := &s.feed
	if f.skip > 0 {
		f.skip--
		return
	}
	f.skip = f.every - 1
	f.ring[(f.first+f.len)%feedRoom] = Message{At: s.Now(), Edge: edge, Node: int(node), Kind: kind}
	if f.len < feedRoom {
		f.len++
	} else {
		f.first = (f.first + 1) % feedRoom
	}
}
