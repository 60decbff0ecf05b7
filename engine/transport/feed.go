package transport

// MessageKind is the kind of a message in the feed.
type MessageKind uint8

// Kinds of messages.
const (
	MsgSend    MessageKind = iota // a packet, from its sender to the port
	MsgResend                     // the same, of one that was sent before
	MsgForward                    // a packet, from the port to the aggregator
	MsgAck                        // an acknowledgement on its way back
	MsgMark                       // the same, of a packet that was marked
	MsgDrop                       // a packet that found the port full
)

// Message is one message of the sampled feed.
type Message struct {
	At    Time
	Group int // index of System.Groups
	Kind  MessageKind
}

// Sample keeps every n-th message from now on for Feed; 0 stops and drops what was kept.
func (s *Sim) Sample(every int) { s.feed.Sample(every) }

// Feed appends the messages kept since the last call to buf, oldest first. Only
// the latest 4,096 are kept between calls.
func (s *Sim) Feed(buf []Message) []Message { return s.feed.Take(buf) }

// note considers a message for the feed. Callers check feed.On first.
func (s *Sim) note(kind MessageKind, group int32) {
	s.feed.Note(Message{At: s.Now(), Group: int(group), Kind: kind})
}

func kindOf(again bool) MessageKind {
	if again {
		return MsgResend
	}
	return MsgSend
}
