package engine

// Sample keeps every n-th message from now on for Feed; 0 stops and drops what was kept.
func (s *Sim) Sample(every int) { s.feed.Sample(every) }

// Feed appends the messages kept since the last call to buf, oldest first. Only
// the latest 4,096 are kept between calls.
func (s *Sim) Feed(buf []Message) []Message { return s.feed.Take(buf) }

// note considers a message for the feed. Callers check feed.On first.
func (s *Sim) note(kind MessageKind, edge int, node int32) {
	if edge >= 0 {
		edge = int(s.edges[edge].base)
	}
	s.feed.Note(Message{At: s.Now(), Edge: edge, Node: int(node), Kind: kind})
}
