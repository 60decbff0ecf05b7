package engine

// Cause is why a client's request was lost.
type Cause uint8

// Causes of lost requests, in the order of Window.Lost. A request with several
// attempts is counted once, under the cause of its last attempt.
const (
	CauseShed      Cause = iota // turned away at the door
	CauseRejected               // the queue was full
	CauseTimeout                // no answer in time
	CauseDown                   // the callee was down
	CauseFailed                 // the callee answered with an error
	CauseDropped                // refused after a wait: too long (Line.CoDel), too little time left (Line.FailFast), or for a more urgent one (OrderPriority)
	CauseThrottled              // not sent: the callee accepts too little (Edge.Throttle)
	CauseBreaker                // not sent: the breaker is open (Edge.Breaker)
	CauseReset                  // the connection broke while the call was out
	CauseLimited                // refused at once by a limit of the callee: rate, concurrency, or load of its class (Limits)
	CauseUnsent                 // not sent: the caller could not (StepPostRequest)
	CauseInvalid                // the callee or the caller could not read the message (StepValidateRequest, StepValidateReply)
	CauseForgotten              // the caller lost the answer (StepUpdateClient)
	CauseConflict               // refused because of its idempotency key
	CauseBulkhead               // not sent: too many are out (Edge.Limit)
	CauseConnect                // no connection: it could not be opened (Connection), and nothing was sent
	NumCauses      = iota
)

func (c Cause) String() string {
	switch c {
	case CauseShed:
		return "shed"
	case CauseRejected:
		return "rejected"
	case CauseTimeout:
		return "timeout"
	case CauseDown:
		return "down"
	case CauseFailed:
		return "failed"
	case CauseDropped:
		return "dropped"
	case CauseThrottled:
		return "throttled"
	case CauseBreaker:
		return "breaker"
	case CauseReset:
		return "reset"
	case CauseBulkhead:
		return "bulkhead"
	case CauseLimited:
		return "limited"
	case CauseUnsent:
		return "unsent"
	case CauseInvalid:
		return "invalid"
	case CauseForgotten:
		return "forgotten"
	case CauseConflict:
		return "conflict"
	case CauseConnect:
		return "connect"
	}
	return "unknown"
}

// Window is what happened in one metrics window, [Start, End).
// Requests are counted in the window in which they arrive (Offered) or end (the rest),
// so that offered = Answered + sum(Lost) + the growth of InFlight.
type Window struct {
	Start, End Time

	Offered  int64            // requests that arrived at clients
	Answered int64            // requests answered while the caller waited: goodput
	Lost     [NumCauses]int64 // requests lost, by cause
	InFlight int64            // requests under way at End

	// Of those answered, requests with a branch of a fan-out missing from the answer,
	// and the sum over them of the share that is missing: the mean completeness of
	// the answers is 1 - Missing/Answered.
	Partial int64
	Missing float64

	// Latency of answered requests, queue and retries included; 0 when none were
	// answered. The mean is exact, the percentiles are within measure.RelativeError.
	Mean, P50, P99 Time

	Nodes []NodeWindow // by index of System.Nodes
	Edges []EdgeWindow // by index of System.Edges

	// Effects is what is true of calls with effects, and what is believed, by index
	// of System.Edges; nil in a system without effects whose steps do not fail.
	Effects []EffectWindow

	Raster [][]int32 // attempts that reached each store or service, by node and slot of the window; nil unless asked for (Sim.Raster)
}

// NodeWindow is what happened at one node in a window.
type NodeWindow struct {
	// Clients: as in Window.
	Offered, Answered, Lost int64
	Latency                 Time // sum over the answered

	// Clients with a Population.
	Users       int64 // at End
	Connected   int64 // of those, users with a session, at End
	Disconnects int64 // sessions lost

	Hits, Misses int64 // cache lookups
	Stale        int64 // of the hits, rows that had expired (Cache.Stale)
	Negative     int64 // of the hits, for keys that have no row (Cache.NegativeTTL)
	Refreshes    int64 // requests in the background for a new row (Cache.Stale)
	Spared       int64 // of the misses, requests answered with an expired row because their call had failed (Cache.StaleIfError)
	Entries      int64 // cache entries alive or not yet evicted, at End

	// Stores and services.
	Served    int64 // requests that a worker was done with, answered well or with an error
	Ghosts    int64 // of those, requests whose work was for nobody: the caller, or that caller's caller, and so on, had gone
	Failed    int64 // of those served, requests answered with an error
	Cancelled int64 // requests dropped unserved: their caller gone (LateCancel, LateStop, Edge.Deadline), or a copy begun elsewhere (Hedge.Tied)
	Stopped   int64 // requests whose work was stopped, their caller gone (LateStop, Edge.Deadline)
	Dropped   int64 // requests refused under CauseDropped
	Rejected  int64 // requests that found the queue full
	Limited   int64 // requests that were over a limit (Limits)
	Pauses    int64 // pauses that began (GC)
	Queue     int64 // requests waiting at End
	Busy      Time  // worker time spent in the window; a worker that waits for a call is busy

	// Of several instances, those that stand out: how long the workers of the
	// busiest were busy, and how many wait at End in the longest queue.
	Hottest      Time
	LongestQueue int64
}

// EdgeWindow is what happened on one edge in a window.
type EdgeWindow struct {
	Sent      int64 // attempts, the first of each call included
	Retries   int64 // of those, attempts after the first
	Replies   int64 // answers that came in time
	Late      int64 // answers that found nobody waiting
	Timeouts  int64 // attempts given up by the caller
	Rejects   int64 // attempts refused by the callee (queue full, down)
	Errors    int64 // attempts that the callee answered with an error
	Abandoned int64 // attempts whose caller went before its timeout: it crashed, was stopped, its user had no more patience, or a copy was answered first
	Withheld  int64 // attempts not sent, for a budget of retries, a throttle or a breaker

	LostRequests   int64 // messages to the callee that got lost on the way, each transmission counted
	LostReplies    int64 // likewise of messages back
	Overflows      int64 // of both, those that found a link's buffer full
	Retransmits    int64 // messages sent again by TransportTCP
	Resets         int64 // attempts whose connection broke while they were out
	Handshakes     int64 // connections that were opened
	ConnectFails   int64 // attempts whose connection could not be opened
	LookupTimeouts int64 // look-ups taken for misses at Edge.Timeout (where messages may be late or lost)

	Joined int64 // calls that waited for another call's answer (Coalesce)

	Hedges        int64 // of those sent, further copies of an attempt that was out (Hedge)
	HedgeWins     int64 // of those, copies that answered first
	TiedCancelled int64 // copies dropped unserved because another had begun (Hedge.Tied)

	BreakerOpens  int64 // times that a breaker opened
	BreakerCloses int64 // times that one closed
	Breakers      int64 // breakers that there are, at End
	BreakersOpen  int64 // of those, not closed: open or half open, at End
	InFlight      int64 // attempts that callers with a Limit wait for, at End
	Limit         int64 // sum of the callers' bounds (Limit), at End
}

// NodeState is the present state of a node, for drawing.
type NodeState struct {
	Paused  int  // store, service: instances that pause (GC)
	Queue   int  // store, service: requests waiting
	Busy    int  // store, service: workers busy
	Ghosts  int  // store, service: of the requests waiting or in service, those that nobody needs any more
	Entries int  // cache: entries
	Down    bool // all of it

	Users     int // client: of its population
	Connected int // client: of those, users with a session

	DownInstances int // store, service: instances that are down
}

// EdgeState is the present state of an edge, for drawing.
type EdgeState struct {
	Breakers int // that there are
	Open     int // of those, that let nothing through
	HalfOpen int // of those, that let probes through
	InFlight int // attempts that callers with a Limit wait for
	Limit    int // sum of the callers' bounds (Limit)
}

// MessageKind is the kind of a message in the feed.
type MessageKind uint8

// Kinds of messages.
const (
	MsgRequest      MessageKind = iota // a first attempt on its way to the callee
	MsgRetry                           // a later attempt on its way to the callee
	MsgReply                           // an answer to a caller who waits
	MsgGhost                           // an answer to nobody
	MsgReject                          // a refusal on its way back
	MsgDrop                            // an arrival turned away at the door
	MsgHit                             // a cache hit on its way back
	NumMessageKinds = 7
)

// Message is one message of the sampled feed.
type Message struct {
	At   Time
	Edge int // index of System.Edges; -1 for MsgDrop
	Node int // MsgDrop: the client's index; else the callee's
	Kind MessageKind
}
