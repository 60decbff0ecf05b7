package scenarios

import "sysprep/engine"

// networkMetrics are about the messages and connections to a store or service,
// retransmissions and answers included.
var networkMetrics = []Metric{
	{"lost_messages", PerSecond, "messages to and from the store that get lost on the way, each transmission counted", "store", callRate(func(e *engine.EdgeWindow) int64 { return e.LostRequests + e.LostReplies })},
	{"overflows", PerSecond, "of those, messages that find a link full", "store", callRate(func(e *engine.EdgeWindow) int64 { return e.Overflows })},
	{"retransmits", PerSecond, "messages that tcp sends again", "store", callRate(func(e *engine.EdgeWindow) int64 { return e.Retransmits })},
	{"resets", PerSecond, "attempts whose connection breaks while they are out", "store", callRate(func(e *engine.EdgeWindow) int64 { return e.Resets })},
	{"handshakes", PerSecond, "connections opened", "store", callRate(func(e *engine.EdgeWindow) int64 { return e.Handshakes })},
}
