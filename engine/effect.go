package engine

// Belief is what the caller of a call with an effect (Op.Effect) thinks became of it.
type Belief uint8

// Beliefs. A call is believed to have succeeded when any of its attempts was
// answered well; else nothing is known of it when any attempt ended without an
// answer that the caller could use (a timeout, a lost or unreadable answer, a
// caller that went or forgot); else it is believed to have failed: every attempt
// was refused, answered with an error, or never sent.
const (
	BeliefSuccess Belief = iota
	BeliefFailure
	BeliefUnknown
	NumBeliefs = 3
)

func (b Belief) String() string {
	if int(b) < NumBeliefs {
		return [...]string{"success", "failure", "unknown"}[b]
	}
	return "no belief"
}

// Times an effect was applied, as EffectWindow.Truth counts them: 0, 1, and 2 for
// two and more.
const NumApplied = 3

// EffectWindow is what is true of the calls with effects over one edge, beside
// what their callers believe. An intent is what a user wants done once: all
// attempts of a call, all calls that a service repeats because it was itself
// called again, and both of two twins (Client.Twins) are one intent.
//
// An intent is counted in the window in which the last of its requests and
// attempts has come to its end, ghosts included. Until then it is in no cell.
type EffectWindow struct {
	Intents int64                         // begun
	Truth   [NumBeliefs][NumApplied]int64 // intents that are over, by what was believed and how often the effect was applied
	Applied int64                         // effects applied at the callee
	Extra   int64                         // of intents that are over, effects after the first
	Failed  [NumSteps]int64               // calls that failed at each step (Edge.Steps, FaultStep)

	// Of intents that are over, in the unit of Op.Amount.
	Right        int64 // believed done, and applied once
	AmountRight  int64 // believed done, and applied once
	AmountOver   int64 // applied too often: the amount for each time after the first
	AmountLost   int64 // believed done, and never applied
	AmountHidden int64 // believed failed, and applied
	AmountDoubt  int64 // of which the caller knows nothing

	// Idempotency keys.
	Replayed  int64 // attempts whose key was known: answered without the effect
	Conflicts int64 // attempts refused because of their key (CauseConflict)
	Parked    int64 // attempts that waited for another with their key
	Collapsed int64 // of those replayed or refused, attempts of another intent than the one that the key was first used for
	Keys      int64 // keys held, at End
}

// Over returns the number of intents that are over.
func (w *EffectWindow) Over() (n int64) {
	for _, row := range w.Truth {
		for _, c := range row {
			n += c
		}
	}
	return n
}

// Wrong returns the intents that are over and of which the caller believes what is
// not so: done and never applied, or failed and applied.
func (w *EffectWindow) Wrong() int64 {
	return w.Truth[BeliefSuccess][0] + w.Truth[BeliefFailure][1] + w.Truth[BeliefFailure][2]
}

// Add adds what was counted elsewhere, or later: Keys is then that of the later.
func (w *EffectWindow) Add(v *EffectWindow) {
	w.Intents += v.Intents
	for b := range w.Truth {
		for n := range w.Truth[b] {
			w.Truth[b][n] += v.Truth[b][n]
		}
	}
	for i := range w.Failed {
		w.Failed[i] += v.Failed[i]
	}
	w.Applied += v.Applied
	w.Extra += v.Extra
	w.AmountRight += v.AmountRight
	w.AmountOver += v.AmountOver
	w.AmountLost += v.AmountLost
	w.AmountHidden += v.AmountHidden
	w.AmountDoubt += v.AmountDoubt
	w.Replayed += v.Replayed
	w.Conflicts += v.Conflicts
	w.Parked += v.Parked
	w.Collapsed += v.Collapsed
	w.Keys = v.Keys
}

// Idempotency is how a callee knows a request that it has had before. Only calls
// with an effect carry keys. A worker looks the key up when it comes to a request,
// so a repeated request takes its place in the queue like any other.
type Idempotency struct {
	Key      KeyKind
	Lifetime Time // how long a key is kept after the effect; 0: until the table is full
	Room     int  // most keys kept, the oldest is dropped for a new one; 0: a million

	// Atomic: the effect and its key are made durable together, and a key that is
	// being worked on is known. Else the key is looked up before the work and written
	// after it, as a second step: two requests that are worked on at once both apply
	// their effect, and a callee that dies after the effect leaves no key.
	Atomic bool

	InFlight InFlight   // what becomes of a request whose key is being worked on (Atomic)
	Answer   AnswerKind // to a request whose key is known
	Cost     Time       // worker's time that the answer to a known key takes; 0: none, and no worker
	Scope    KeyScope
}

// KeyKind is where an idempotency key comes from.
type KeyKind uint8

// Kinds of keys.
const (
	KeyNone    KeyKind = iota
	KeyAttempt         // a new key for each attempt: no two are alike, and it saves nobody
	KeyCall            // one key for all attempts of a call
	KeyRequest         // one key for each request of a user, passed on by every service on the way
	KeyUser            // of the user (the request's key) and the amount: twins have the same, but so have two payments that are both meant
	KeyIntent          // one key for each thing that a user wants done (an order's number, made before the button is shown): twins have the same, two payments have not
)

// InFlight is what becomes of a request whose key another one is worked on with.
type InFlight uint8

// What becomes of it.
const (
	InFlightWait   InFlight = iota // it waits beside the queue, without a worker, and gets the other's answer; if the other fails, it joins the queue again
	InFlightRefuse                 // it is refused (CauseConflict)
	InFlightRun                    // it runs too: whichever is done first has the effect, and the other's is undone
)

// AnswerKind is the answer to a request whose key is known.
type AnswerKind uint8

// Kinds of answers.
const (
	AnswerStored AnswerKind = iota // the answer that the first request got
	AnswerNone                     // a refusal, "exists already" (CauseConflict): it does not tell the caller whether that was its own doing
)

// KeyScope says who shares the table of keys.
type KeyScope uint8

// Scopes.
const (
	ScopeNode     KeyScope = iota // all instances of the callee
	ScopeInstance                 // each has a table of its own: a retry at another instance is not known there
)
