package engine

// Time is a point in virtual time, or a span of it, in nanoseconds. A run starts at 0.
type Time int64

// Units of virtual time.
const (
	Nanosecond  Time = 1
	Microsecond      = 1000 * Nanosecond
	Millisecond      = 1000 * Microsecond
	Second           = 1000 * Millisecond
)

// Never is the time of an event that does not happen.
const Never Time = 1<<63 - 1

// Seconds returns t as a floating-point number of seconds.
func (t Time) Seconds() float64 { return float64(t) / float64(Second) }

// System is what is simulated: nodes joined by edges. It is plain data and is
// never changed by a Sim. Nodes and edges refer to each other by index.
type System struct {
	Nodes  []Node
	Edges  []Edge
	Window Time // length of a metrics window; 0 means one second
	Links  []Link
}

// Node is a party in the system. Exactly one of Client, Cache, Store and Service is set.
// Name is unique within a System and seeds the node's random streams.
type Node struct {
	Name    string
	Client  *Client
	Cache   *Cache
	Store   *Store
	Service *Service
}

// Client is a population of callers: each arrival runs Program once. Its arrivals
// are an open loop with a Rate or a Replay, and a closed loop with a Population.
type Client struct {
	Rate  float64 // requests per second; > 0, but 0 with a Replay or a Population
	Keys  Keys
	Admit float64 // most arrivals let in per second (token bucket, burst of a tenth of a second); 0: no limit
	Shed  float64 // share of arrivals turned away at the door, 0 to 1

	Arrivals   Arrivals
	Burst      int            // requests that come at the same moment; 0 and 1 are one
	Profile    []ProfilePoint // how the speed of the arrivals goes up and down; nil: it does not
	Replay     *Replay
	Population Population

	Patience     Time // how long a user waits in all, retries included; 0: for ever
	PatienceDist Dist // drawn for each request instead, when its Mean is not 0
	Class        int  // priority of its requests and of all that is called for them: 0, the most urgent, to 7

	// Twins is the share of requests, 0 to 1, that are sent twice at the same moment,
	// as two requests with one intent (a user double-clicks), where they have an effect.
	Twins float64

	Program []Op
}

// Arrivals is how the moments of arrival follow each other.
type Arrivals uint8

// Kinds of arrivals.
const (
	ArrivalsPoisson  Arrivals = iota
	ArrivalsConstant          // at equal distances, the first one distance after the start
)

// Keys is the popularity of the keys that arrivals ask for.
type Keys struct {
	Count int     // number of distinct keys, 1 to 10,000,000
	Zipf  float64 // exponent s of P(rank k) ~ 1/k^s; 0 is uniform
}

// OpKind says what one step of a program does.
type OpKind uint8

// The steps of the program of a client or a service.
const (
	OpLookup OpKind = iota // ask a cache over Edge; a hit ends the program with success
	OpCall                 // call a store or service over Edge, under that edge's timeout and retry policy
	OpFill                 // put the row that the program has got into the cache over Edge
	OpWork                 // work for a time drawn from Work
	OpFan                  // call several at the same time, as Fan says
)

// Op is one step of a program.
type Op struct {
	Kind OpKind
	Edge int  // index into System.Edges; not for OpWork and OpFan
	Work Dist // OpWork: how long; in a service it holds a worker, in a client nobody
	Fan  *Fan // OpFan

	// Effect: the call of an OpCall changes something, and doing it twice is not the
	// same as doing it once. The callee applies the effect at the end of its work,
	// unless its own program has calls with effects: then they are the effect.
	Effect bool
	Amount int64 // of money or of what else the effect moves, in a unit of your choice, 0 to 1e12
}

// Edge is a directed path for calls from one node to another.
//
// With Deadline, an attempt carries what is left of its caller's time: the edge's
// Timeout, or less when the caller itself has a deadline or patience that ends
// sooner. It is passed on as a span of time, so clocks need not agree. At the
// deadline the callee drops the request from its queue or stops its work on it
// (and so do those that it has called over edges with Deadline), and it starts no
// attempt that could only begin later.
type Edge struct {
	Name     string // unique within a System, "users->db" if empty
	From, To int    // indexes into System.Nodes
	Latency  Time   // one-way network latency; Network adds to it
	Timeout  Time   // how long the caller waits for one attempt; 0: for ever
	Attempts int    // tries in all, the first included; 0 and 1 both mean no retries; Unlimited: no end
	RetryOn  Causes // the failures after which there is another attempt: of CauseRejected, CauseTimeout, CauseDown, CauseFailed, CauseDropped and CauseLimited; 0: all
	Backoff  Backoff
	Late     LatePolicy
	Balance  Balance  // where the callee has several instances
	Budget   Budget   // of retries
	Throttle Throttle // of the caller by itself
	Breaker  Breaker
	Limit    CallLimit
	Callers  int // over the edge: each has a Budget, a Throttle, a Limit and Breakers of its own; 0: one
	Network  Network
	Hedge    Hedge
	Steps    Steps // shares of attempts that fail at each of the eight steps of a call

	Idempotency Idempotency

	Deadline bool // attempts carry their deadline: see below
	Coalesce bool // one call in flight for each key; others with that key wait for its answer (single flight)
}

// Unlimited is the number of Edge.Attempts that has no end. It needs a latency or
// a backoff, for time has to pass between attempts.
const Unlimited = -1

// Backoff is the wait before attempt n+1: nominal v = min(Cap, Base*2^(n-1)) for
// Exponential, Base for Fixed.
type Backoff struct {
	Kind   BackoffKind
	Base   Time
	Cap    Time // 0: no cap
	Jitter JitterKind
}

// BackoffKind is how the nominal wait grows with the number of attempts.
type BackoffKind uint8

// Kinds of backoff.
const (
	BackoffNone BackoffKind = iota
	BackoffFixed
	BackoffExponential
)

// JitterKind is how the nominal wait v is randomised.
type JitterKind uint8

// Kinds of jitter (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015).
const (
	JitterNone         JitterKind = iota // v
	JitterEqual                          // v/2 + U(0, v/2)
	JitterFull                           // U(0, v)
	JitterDecorrelated                   // min(Cap, U(Base, 3*previous wait))
)

// LatePolicy says what becomes of a row whose caller has stopped waiting.
type LatePolicy uint8

// What becomes of late rows.
const (
	LateDiscard LatePolicy = iota // the work is done and the row thrown away: ghost work
	LateFill                      // the work is done and the row still fills the cache
	LateCancel                    // the callee drops the request when it reaches the head of the queue: no work is done
	LateStop                      // the callee is told, one latency later: it drops the request from its queue or stops its work, and what it called over edges with LateStop or Deadline is stopped in turn
)

// Cache is a look-aside cache: LRU, with a time to live for each entry.
type Cache struct {
	Capacity  int     // entries; 0: room for every key
	TTL       Time    // 0: entries do not expire
	TTLSpread float64 // each entry lives TTL * U(1-s, 1+s); 0 to 1
	WarmUp    bool    // start full: every key that fits, hottest first, with residual lives
	Evict     Evict

	// An expired entry is served for so long still, while one request for its key
	// gets a new row in the background; or only when that call has failed for good
	// (RFC 5861). 0: not at all.
	Stale        Time
	StaleIfError Time

	// Missing is the share of the keys, by their hash, that have no row in the store:
	// 0 to 1. That there is none is kept for NegativeTTL; 0: it is not kept, and each
	// request for such a key goes to the store.
	Missing     float64
	NegativeTTL Time
}

// Evict says which entry makes room for a new one.
type Evict uint8

// Which entry makes room.
const (
	EvictLRU  Evict = iota // the least recently used
	EvictFIFO              // the oldest
)

// Store is a database: workers behind one bounded FIFO queue.
type Store struct {
	Workers int // 1 or more
	Service Dist
	Queue   int // most requests waiting (those in service do not count); 0: no waiting room; negative: unbounded
	Fail    Failure
	Line    Line
	Limits  Limits
	GC      GC

	Contention Contention

	Instances int // so many of it, each with its own workers and queue; 0 and 1 are one
}

// Service is a party that answers calls by running a program, and may call
// others in it. A worker runs the program of one request from its beginning to
// its end, and is held while it waits for what it calls (a thread for each
// request). When a call fails for good, the service answers with an error.
type Service struct {
	Workers int // 1 or more
	Queue   int // as Store.Queue
	Program []Op
	Fail    Failure
	Line    Line
	Limits  Limits
	GC      GC

	Instances int // so many of it, each with its own workers and queue; 0 and 1 are one
}

// Line is how a queue is kept. The zero value is first in, first out.
type Line struct {
	Order Order

	// CoDel refuses requests that have waited too long, when a worker comes to
	// them: longer than Target if the queue had not been empty for Interval when
	// they came, else longer than Interval (Maurer, "Fail at Scale", ACM Queue
	// 13(8) 2015, after Nichols and Jacobson's controlled delay).
	CoDel    bool
	Target   Time // 0: 5 ms
	Interval Time // 0: 100 ms; also of OrderAdaptive

	// FailFast refuses a request with a deadline (Edge.Deadline) that leaves less
	// time than the work and the round trips that it needs on average, when it
	// comes and when a worker comes to it.
	FailFast bool

	// PushBack is what a refusal tells the caller: to wait so long at least before
	// its next attempt, or Never, to make none (SRE book, chapter 21: "overloaded;
	// don't retry"). The caller obeys. 0: nothing.
	PushBack Time
}

// Order says who is next in a queue.
type Order uint8

// Orders of a queue.
const (
	OrderFIFO     Order = iota // who came first
	OrderLIFO                  // who came last
	OrderAdaptive              // who came last once the queue has not been empty for Line.Interval, else who came first
	OrderPriority              // the most urgent class, who came first within it; when the queue is full, an urgent request takes the place of the last of the least urgent
)

// Failure says which requests end in an error by themselves, and what an error costs.
type Failure struct {
	Share float64 // of the requests that a worker takes on, 0 to 1

	// Permanent is the share of the errors, 0 to 1, that would be the same again (a
	// bad request). Callers don't retry them, nor do their callers.
	Permanent float64

	// Work is the worker's time that an error takes. In a store it is the service
	// time of a request that fails; a Mean of 0 is the same as that of one that
	// succeeds. In a service it comes after a call that failed, and in place of the
	// program where a request fails by itself (stack traces, logging); a Mean of 0
	// is no time at all.
	Work Dist

	// After is the share of requests, of those that did not fail, that are answered
	// with an error once all their work is done and its effect applied: an error that lies.
	After float64

	// Late makes an error of each request whose caller gave up while it waited: the
	// worker that comes to it does Work in place of what was asked for. The request
	// carries its deadline, as with LateCancel, which such an edge has no use for.
	Late bool
}
