package engine

// CallStep is one of the eight steps of a remote call. Each can fail by itself
// (Gabrielson, "Challenges with distributed systems", Amazon Builders' Library, 2019).
type CallStep uint8

// The steps, in their order.
const (
	StepPostRequest CallStep = iota
	StepDeliverRequest
	StepValidateRequest
	StepUpdateServer
	StepPostReply
	StepDeliverReply
	StepValidateReply
	StepUpdateClient
	NumSteps = 8
)

// Steps is the share of attempts that fail at each step, 0 to 1, of those that
// come so far. The reply's four steps count for refusals and errors too.
type Steps [NumSteps]float64

// StepTruth is what a failure of one step means.
type StepTruth struct {
	Name    string  // "post_request"
	Place   string  // where it happens: "caller", "wire" or "callee"
	What    string  // what goes wrong
	Sees    string  // what the caller sees
	Belief  Belief  // what the caller may believe after this one attempt
	Applied float64 // probability that the effect was applied
}

var stepTruths = [NumSteps]StepTruth{
	{"post_request", "caller", "the caller can't send", "an error at once", BeliefFailure, 0},
	{"deliver_request", "wire", "the request is lost on its way", "silence", BeliefUnknown, 0},
	{"validate_request", "callee", "the callee finds the request malformed", "an error", BeliefFailure, 0},
	{"update_server", "callee", "the callee dies while it applies the effect: one time in two after it is durable", "silence", BeliefUnknown, 0.5},
	{"post_reply", "callee", "the callee can't send its answer", "silence", BeliefUnknown, 1},
	{"deliver_reply", "wire", "the answer is lost on its way", "silence", BeliefUnknown, 1},
	{"validate_reply", "caller", "the caller can't read the answer", "an answer that says nothing", BeliefUnknown, 1},
	{"update_client", "caller", "the caller dies while it records the answer", "nothing, after its restart", BeliefUnknown, 1},
}

// Truth returns what a failure of the step means.
func (c CallStep) Truth() StepTruth {
	if int(c) < NumSteps {
		return stepTruths[c]
	}
	return StepTruth{Name: "no step"}
}

func (c CallStep) String() string { return c.Truth().Name }

// Unanswered tells what may be thought of one attempt that did not succeed.
type Unanswered struct {
	NoSuccess        float64 // probability that the caller sees no success
	AppliedNoSuccess float64 // that the effect was applied all the same, given that
	Unknown          float64 // probability that the caller knows nothing
	AppliedUnknown   float64 // that the effect was applied, given that
}

// Unanswered computes the odds for an attempt whose callee neither refuses nor
// fails it. With the same small share for all eight steps, AppliedNoSuccess is
// about one half: (4 + 1/2) of 8, and exactly ((1-f)^4 - (1-f)^8) / (1 - (1-f)^8)
// with f for each step if no callee that dies had applied the effect.
func (s Steps) Unanswered() Unanswered {
	var u Unanswered
	var applied, appliedUnknown float64
	read := 1.0 // an answer that is sent is read and recorded
	for _, p := range s[StepPostReply:] {
		read *= 1 - p
	}
	reach := 1.0
	for i, p := range s {
		fails := float64(reach * p)
		reach *= 1 - p
		truth := &stepTruths[i]
		u.NoSuccess += fails
		applied += float64(fails * truth.Applied)
		unknown := fails
		switch CallStep(i) {
		case StepPostRequest:
			unknown = 0
		case StepValidateRequest:
			unknown *= 1 - read // the error has to come back as well
		}
		u.Unknown += unknown
		appliedUnknown += float64(unknown * truth.Applied)
	}
	if u.NoSuccess > 0 {
		u.AppliedNoSuccess = applied / u.NoSuccess
	}
	if u.Unknown > 0 {
		u.AppliedUnknown = appliedUnknown / u.Unknown
	}
	return u
}
