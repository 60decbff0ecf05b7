package scenarios

// Scenario is a system with its knobs, faults, goals and the claims made of it.
// The yaml tags are the format sysprep/v1; package content reads it.
type Scenario struct {
	APIVersion string   `yaml:"apiVersion" json:"-"`
	Kind       string   `yaml:"kind" json:"-"`
	ID         string   `yaml:"id" json:"id"`
	Title      string   `yaml:"title" json:"title"`
	Summary    string   `yaml:"summary,omitempty" json:"summary,omitempty"`
	Horizon    Duration `yaml:"horizon" json:"horizon"` // how long a run lasts

	// Model is which simulator runs it: "requests" (the default: nodes, edges and
	// links), "transport" or "log", which have a section of their own.
	Model     string     `yaml:"model,omitempty" json:"model,omitempty"`
	Transport *Transport `yaml:"transport,omitempty" json:"transport,omitempty"`
	Log       *Log       `yaml:"log,omitempty" json:"log,omitempty"`

	Nodes  []Node   `yaml:"nodes,omitempty" json:"nodes,omitempty"`
	Edges  []Edge   `yaml:"edges,omitempty" json:"edges,omitempty"`
	Links  []Link   `yaml:"links,omitempty" json:"links,omitempty"` // that edges share
	Board  *Board   `yaml:"board,omitempty" json:"board,omitempty"` // single calls that the lab draws
	Knobs  []Knob   `yaml:"knobs,omitempty" json:"knobs,omitempty"`
	Faults []Fault  `yaml:"faults,omitempty" json:"faults,omitempty"`
	Charts []Chart  `yaml:"charts,omitempty" json:"charts,omitempty"`
	Goals  []Goal   `yaml:"goals,omitempty" json:"goals,omitempty"`
	Expect []Expect `yaml:"expect,omitempty" json:"expect,omitempty"`

	Place string `yaml:"-" json:"-"` // what a command takes to reach it, where that is more than its id: "owner/name/id"

	off []string // ids of the story's faults that were taken out of it (Injected)
	cut bool     // it ends earlier than the author wrote (Shortened)
}

// Node is one party. Kind is "client", "cache", "store" or "service"; the fields of the other kinds stay empty.
type Node struct {
	ID    string `yaml:"id" json:"id"`
	Kind  string `yaml:"kind" json:"kind"`
	Label string `yaml:"label,omitempty" json:"label,omitempty"` // what the screen calls it; the id if empty

	// client
	Rate     Rate     `yaml:"rate,omitempty" json:"rate,omitempty"`
	Keys     Keys     `yaml:"keys,omitempty" json:"keys,omitempty"`
	Admit    Rate     `yaml:"admit,omitempty" json:"admit,omitempty"`       // most arrivals let in per second; 0 is no limit
	Arrivals string   `yaml:"arrivals,omitempty" json:"arrivals,omitempty"` // "poisson" (default) or "constant"
	Burst    int      `yaml:"burst,omitempty" json:"burst,omitempty"`       // requests that come at the same moment; 0 is one
	Patience Duration `yaml:"patience,omitempty" json:"patience,omitempty"` // how long a user waits in all; 0: for ever
	Class    int      `yaml:"class,omitempty" json:"class,omitempty"`       // priority of its requests, 0 (most urgent) to 7
	Twins    Ratio    `yaml:"twins,omitempty" json:"twins,omitempty"`       // share of requests with an effect that are sent twice at once
	Does     []Step   `yaml:"does,omitempty" json:"does,omitempty"`         // client, service: program of each request

	// client, beside or in place of a rate; see workload.go
	PatienceDist Service        `yaml:"patience_dist,omitempty" json:"patience_dist,omitzero"` // patience that is drawn for each request
	Profile      []ProfilePoint `yaml:"profile,omitempty" json:"profile,omitempty"`
	Replay       Replay         `yaml:"replay,omitempty" json:"replay,omitzero"`
	Users        int            `yaml:"users,omitempty" json:"users,omitempty"`       // a closed loop of so many; 0 is an open loop
	Think        Service        `yaml:"think,omitempty" json:"think,omitzero"`        // of a user, between an outcome and the next request
	Periodic     bool           `yaml:"periodic,omitempty" json:"periodic,omitempty"` // think counts from a request's start, as in a cron job
	Connect      []Step         `yaml:"connect,omitempty" json:"connect,omitempty"`   // users hold sessions, and do this to get one back
	Reconnect    Reconnect      `yaml:"reconnect,omitempty" json:"reconnect,omitzero"`
	LoseAfter    int            `yaml:"lose_after,omitempty" json:"lose_after,omitempty"` // lost requests in a row that cost a user its session; 0: none do

	// cache
	Capacity  int      `yaml:"capacity,omitempty" json:"capacity,omitempty"` // entries; 0 is room for every key
	TTL       Duration `yaml:"ttl,omitempty" json:"ttl,omitempty"`
	TTLSpread Ratio    `yaml:"ttl_spread,omitempty" json:"ttl_spread,omitempty"`
	Start     string   `yaml:"start,omitempty" json:"start,omitempty"` // cache: "full" or "empty" (default); users: "spread" (default) or "together"
	Evict     string   `yaml:"evict,omitempty" json:"evict,omitempty"` // "lru" (default) or "fifo"

	Stale        Duration `yaml:"stale,omitempty" json:"stale,omitempty"`                   // serve expired entries for so long while one request for the key refreshes
	StaleIfError Duration `yaml:"stale_if_error,omitempty" json:"stale_if_error,omitempty"` // or only when that call has failed
	Missing      Ratio    `yaml:"missing,omitempty" json:"missing,omitempty"`               // share of the keys that have no row
	NegativeTTL  Duration `yaml:"negative_ttl,omitempty" json:"negative_ttl,omitempty"`     // how long it is kept that there is none; 0: not

	// store and service
	Workers    int        `yaml:"workers,omitempty" json:"workers,omitempty"`
	Service    Service    `yaml:"service,omitempty" json:"service,omitempty"`      // store only; a service works in its program
	Queue      int        `yaml:"queue,omitempty" json:"queue,omitempty"`          // most requests waiting
	Fail       Ratio      `yaml:"fail,omitempty" json:"fail,omitempty"`            // share of requests that end in an error by themselves
	FailWork   Service    `yaml:"fail_work,omitempty" json:"fail_work,omitzero"`   // worker's time that an error takes; see engine.Failure
	Instances  int        `yaml:"instances,omitempty" json:"instances,omitempty"`  // each with its own workers and queue; 0 is one
	Order      string     `yaml:"order,omitempty" json:"order,omitempty"`          // "fifo" (default), "lifo", "adaptive" or "priority"
	CoDel      bool       `yaml:"codel,omitempty" json:"codel,omitempty"`          // refuse what has waited too long; see engine.Line
	Target     Duration   `yaml:"target,omitempty" json:"target,omitempty"`        // of codel; 0: 5ms
	Interval   Duration   `yaml:"interval,omitempty" json:"interval,omitempty"`    // of codel and of order adaptive; 0: 100ms
	FailFast   bool       `yaml:"fail_fast,omitempty" json:"fail_fast,omitempty"`  // refuse what can't be done by its deadline
	PushBack   string     `yaml:"push_back,omitempty" json:"push_back,omitempty"`  // what refusals ask callers to wait: "2s"; "never": don't retry
	GC         GC         `yaml:"gc,omitempty" json:"gc,omitzero"`                 // pauses of all work
	Limits     Limits     `yaml:"limits,omitempty" json:"limits,omitzero"`         // what is turned away at once
	Shed       []Shed     `yaml:"shed,omitempty" json:"shed,omitempty"`            // load shedding by class
	Contention Contention `yaml:"contention,omitempty" json:"contention,omitzero"` // store only: slower the more workers are busy
	Permanent  Ratio      `yaml:"permanent,omitempty" json:"permanent,omitempty"`  // share of the errors by themselves that are not retried

	FailAfter Ratio `yaml:"fail_after,omitempty" json:"fail_after,omitempty"` // share of requests answered with an error after their effect was applied
	FailLate  bool  `yaml:"fail_late,omitempty" json:"fail_late,omitempty"`   // a request whose caller gave up while it waited is an error, and takes fail_work
}

// Keys is the popularity of keys: Zipf exponent (0: uniform) over Count keys.
type Keys struct {
	Count int     `yaml:"count" json:"count"`
	Zipf  float64 `yaml:"zipf,omitempty" json:"zipf,omitempty"`
}

// Step is one step of the program of a client or a service: one of Lookup, Call
// and Fill is set, to the id of an edge, or Work or Fan is. ID is for knobs to name it by:
// "nodes.api.does.parse.work.mean".
type Step struct {
	ID string `yaml:"id,omitempty" json:"id,omitempty"`

	Lookup string `yaml:"lookup,omitempty" json:"lookup,omitempty"`
	Call   string `yaml:"call,omitempty" json:"call,omitempty"`
	Fill   string `yaml:"fill,omitempty" json:"fill,omitempty"`

	Effect bool `yaml:"effect,omitempty" json:"effect,omitempty"` // the call changes something; see engine.Op
	Amount int  `yaml:"amount,omitempty" json:"amount,omitempty"` // that the effect moves, in a unit of your choice

	Work Service `yaml:"work,omitempty" json:"work,omitzero"`
	Fan  Fan     `yaml:"fan,omitempty" json:"fan,omitzero"`
}

// Edge is a path for calls between two nodes, by their ids.
type Edge struct {
	ID       string   `yaml:"id" json:"id"`
	From     string   `yaml:"from" json:"from"`
	To       string   `yaml:"to" json:"to"`
	Latency  Duration `yaml:"latency,omitempty" json:"latency,omitempty"`
	Network  Network  `yaml:"network,omitempty" json:"network,omitzero"`
	Timeout  Duration `yaml:"timeout,omitempty" json:"timeout,omitempty"`
	Attempts int      `yaml:"attempts,omitempty" json:"attempts,omitempty"` // -1: no end
	RetryOn  []string `yaml:"retry_on,omitempty" json:"retry_on,omitempty"` // of timeout, rejected, failed, down, dropped, limited; all if empty
	Backoff  Backoff  `yaml:"backoff,omitempty" json:"backoff,omitempty"`
	Late     string   `yaml:"late,omitempty" json:"late,omitempty"` // "discard" (default), "fill", "cancel" or "stop"
	Balance  Balance  `yaml:"balance,omitempty" json:"balance,omitzero"`
	Budget   Budget   `yaml:"budget,omitempty" json:"budget,omitzero"`
	Throttle Throttle `yaml:"throttle,omitempty" json:"throttle,omitzero"`
	Breaker  Breaker  `yaml:"breaker,omitempty" json:"breaker,omitzero"`
	Limit    Limit    `yaml:"limit,omitempty" json:"limit,omitzero"`
	Callers  int      `yaml:"callers,omitempty" json:"callers,omitempty"` // each with its own budget, throttle, limit and breakers; 0 is one
	Hedge    Hedge    `yaml:"hedge,omitempty" json:"hedge,omitzero"`
	Deadline bool     `yaml:"deadline,omitempty" json:"deadline,omitempty"` // attempts carry their deadline; see engine.Edge
	Coalesce bool     `yaml:"coalesce,omitempty" json:"coalesce,omitempty"`

	Steps       CallSteps   `yaml:"steps,omitempty" json:"steps,omitzero"` // shares of attempts that fail at each step of a call
	Idempotency Idempotency `yaml:"idempotency,omitempty" json:"idempotency,omitzero"`
}

// Budget limits retries: Kind is "none", "calls" or "successes". See engine.Budget.
type Budget struct {
	Kind   string  `yaml:"kind,omitempty" json:"kind,omitempty"`
	Ratio  Ratio   `yaml:"ratio,omitempty" json:"ratio,omitempty"`
	Tokens float64 `yaml:"tokens,omitempty" json:"tokens,omitempty"`
}

// Throttle is a caller's own throttle; see engine.Throttle. K of 0 is none.
type Throttle struct {
	K      float64  `yaml:"k,omitempty" json:"k,omitempty"`
	Window Duration `yaml:"window,omitempty" json:"window,omitempty"`
}

// Balance shares attempts out among the callee's instances: Kind is "round_robin",
// "random", "least", "choices" or "key" (shards). See engine.Balance.
type Balance struct {
	Kind    string   `yaml:"kind,omitempty" json:"kind,omitempty"`
	Choices int      `yaml:"choices,omitempty" json:"choices,omitempty"`
	Stale   Duration `yaml:"stale,omitempty" json:"stale,omitempty"`
}

// Backoff is the wait between attempts: Kind is "none", "fixed" or "exponential";
// Jitter is "none", "equal", "full" or "decorrelated".
type Backoff struct {
	Kind   string   `yaml:"kind,omitempty" json:"kind,omitempty"`
	Base   Duration `yaml:"base,omitempty" json:"base,omitempty"`
	Cap    Duration `yaml:"cap,omitempty" json:"cap,omitempty"`
	Jitter string   `yaml:"jitter,omitempty" json:"jitter,omitempty"`
}

// Knob is a value in the definition that a learner may turn. Path walks the yaml names,
// list items by id: "nodes.db.queue", "edges.read.attempts".
type Knob struct {
	ID     string   `yaml:"id" json:"id"`
	Label  string   `yaml:"label" json:"label"`
	Help   string   `yaml:"help,omitempty" json:"help,omitempty"`
	Path   string   `yaml:"path" json:"path"`
	Min    string   `yaml:"min,omitempty" json:"min,omitempty"`       // in the type of the field; for enumerations empty
	Max    string   `yaml:"max,omitempty" json:"max,omitempty"`       //
	Steps  []string `yaml:"steps,omitempty" json:"steps,omitempty"`   // stops of the slider, in order; any value in bounds may be typed
	Values []string `yaml:"values,omitempty" json:"values,omitempty"` // of an enumeration
	Zero   string   `yaml:"zero,omitempty" json:"zero,omitempty"`     // what the value 0 is called on the screen: "no limit"
}

// Fault is something that can be done to a run: on its own schedule (At), or by hand.
type Fault struct {
	ID       string   `yaml:"id" json:"id"`
	Label    string   `yaml:"label" json:"label"`
	Kind     string   `yaml:"kind" json:"kind"`                             // what happens to its target or edge
	Target   string   `yaml:"target,omitempty" json:"target,omitempty"`     // id of a node
	Edge     string   `yaml:"edge,omitempty" json:"edge,omitempty"`         // id of an edge, for faults of edges
	At       Duration `yaml:"at,omitempty" json:"at,omitempty"`             // when it happens by itself, if On
	For      Duration `yaml:"for,omitempty" json:"for,omitempty"`           // lifted after this long; 0: stays until lifted by hand
	Ramp     Duration `yaml:"ramp,omitempty" json:"ramp,omitempty"`         // "shed": after For, let back in even steps of one second for this long
	Fraction Ratio    `yaml:"fraction,omitempty" json:"fraction,omitempty"` // "shed": share turned away; "disconnect": share of the connected
	Factor   float64  `yaml:"factor,omitempty" json:"factor,omitempty"`     // "slow": factor on service times

	Instance  int               `yaml:"instance,omitempty" json:"instance,omitempty"`   // only this one, from 1; of an edge, of its callee
	Share     Ratio             `yaml:"share,omitempty" json:"share,omitempty"`         // of the instances, or of an edge's callers; "step": of the attempts
	Step      string            `yaml:"step,omitempty" json:"step,omitempty"`           // "step": which of the eight steps of a call fails; see CallSteps
	Direction string            `yaml:"direction,omitempty" json:"direction,omitempty"` // of an edge: "both" (default), "requests" or "replies"
	Extra     Duration          `yaml:"extra,omitempty" json:"extra,omitempty"`         // "latency": beside its factor
	Restart   string            `yaml:"restart,omitempty" json:"restart,omitempty"`     // "restart": a cache comes back "warm" (default) or "cold"
	Set       map[string]string `yaml:"set,omitempty" json:"set,omitempty"`             // "config", "deploy": paths as of knobs, and their values
	Each      Duration          `yaml:"each,omitempty" json:"each,omitempty"`           // "deploy": from one instance to the next; 0: 10s
	Down      Duration          `yaml:"down,omitempty" json:"down,omitempty"`           // "deploy": how long each is down; 0: 1s

	// of the models transport and log; docs/packs.md says which kind has which
	To      string   `yaml:"to,omitempty" json:"to,omitempty"`           // the other end of a way: a region; empty: all others
	OneWay  bool     `yaml:"one_way,omitempty" json:"one_way,omitempty"` // from the target only, and not back
	Delay   Duration `yaml:"delay,omitempty" json:"delay,omitempty"`
	Drift   Ratio    `yaml:"drift,omitempty" json:"drift,omitempty"`     // of a replica's clock: -20% goes slow
	Senders int      `yaml:"senders,omitempty" json:"senders,omitempty"` // the first so many of a group; 0 is one

	On bool `yaml:"on,omitempty" json:"on,omitempty"` // part of the story: happens unless switched off
}

// Chart is a metric that the lab draws over time.
type Chart struct {
	Metric string `yaml:"metric" json:"metric"`
	Node   string `yaml:"node,omitempty" json:"node,omitempty"`
	Label  string `yaml:"label" json:"label"`
	Max    string `yaml:"max,omitempty" json:"max,omitempty"` // top of the axis; grows by itself if empty
}

// Condition compares a metric over a span of the run with a value.
type Condition struct {
	Metric string     `yaml:"metric" json:"metric"`
	Node   string     `yaml:"node,omitempty" json:"node,omitempty"` // which cache or store, where there are several
	Window []Duration `yaml:"window,omitempty" json:"window,omitempty"`
	Op     string     `yaml:"op" json:"op"` // "<=", ">=", "<", ">"
	Value  string     `yaml:"value" json:"value"`
}

// Goal is what a design is judged by, in each run.
type Goal struct {
	ID        string `yaml:"id" json:"id"`
	Text      string `yaml:"text" json:"text"`
	Condition `yaml:",inline"`
}

// Expect is a claim about behaviour that is run over seeds 1..Seeds (20 unless said).
type Expect struct {
	ID        string            `yaml:"id" json:"id"`
	Says      string            `yaml:"says" json:"says"` // the claim, as a sentence
	Set       map[string]string `yaml:"set,omitempty" json:"set,omitempty"`
	Inject    []string          `yaml:"inject,omitempty" json:"inject,omitempty"` // "shed@120s"; "-flush" switches a story fault off
	Seeds     int               `yaml:"seeds,omitempty" json:"seeds,omitempty"`
	Share     Ratio             `yaml:"share,omitempty" json:"share,omitempty"`       // least share of seeds that must hold; 100% unless said
	Boundary  bool              `yaml:"boundary,omitempty" json:"boundary,omitempty"` // it is about an edge: knobs turned by a few percent may break it
	Condition `yaml:",inline"`
}
