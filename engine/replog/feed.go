package replog

// MessageKind is the kind of a message in the feed.
type MessageKind uint8

// Kinds of messages.
const (
	MsgAsk       MessageKind = iota // a client's operation, to a replica
	MsgAnswer                       // to the client: done
	MsgTurnAway                     // to the client: ask another
	MsgEntries                      // entries, to a replica
	MsgHeartbeat                    // no entries, to a replica
	MsgAppended                     // its answer
	MsgSnapshot                     // a piece of a snapshot
	MsgVote                         // a candidate asks for a vote
	MsgVoted                        // the answer
)

// Message is one message of the sampled feed, as it is sent. From and To are indexes
// of Cluster.Replicas, but for the client of an MsgAsk (From), MsgAnswer or
// MsgTurnAway (To), which is one of Cluster.Clients. What vanishes on the way is not in it.
type Message struct {
	At       Time
	From, To int
	Kind     MessageKind
}

// Sample keeps every n-th message from now on for Feed; 0 stops and drops what was kept.
func (s *Sim) Sample(every int) { s.feed.Sample(every) }

// Feed appends the messages kept since the last call to buf, oldest first. Only
// the latest 4,096 are kept between calls.
func (s *Sim) Feed(buf []Message) []Message { return s.feed.Take(buf) }

// note considers a message for the feed. Callers check feed.On first.
func (s *Sim) note(m *message) {
	var kind MessageKind
	switch m.kind {
	case msgAsk:
		kind = MsgAsk
	case msgAnswer:
		kind = MsgTurnAway
		if m.yes {
			kind = MsgAnswer
		}
	case msgAppend:
		kind = MsgHeartbeat
		if len(m.entries) > 0 {
			kind = MsgEntries
		}
	case msgAppended, msgPieced:
		kind = MsgAppended
	case msgPiece:
		kind = MsgSnapshot
	case msgVote:
		kind = MsgVote
	case msgVoted:
		kind = MsgVoted
	}
	s.feed.Note(Message{At: s.Now(), From: int(m.from), To: int(m.to), Kind: kind})
}
