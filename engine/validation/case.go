// Package validation holds the engine against results that others have published:
// closed forms of queueing theory, and tables that came out of other simulators.
//
// Each Case is one number of a table, with its source, and what a run of the
// engine says about it over many seeds. Seeds are fixed, so the outcome is the
// same each time and on each machine. The rules of judgement are in judge.go and
// hold for all cases alike; nothing in a model is fitted to a table.
//
// The tables are embedded, with the lines that cite them. The package does no
// other input or output, and reads no clock.
package validation

// Source is a published table.
type Source struct {
	ID       string // the table's name
	Title    string
	Citation string // the lines at the head of the table
	Model    string // how the engine is set up for it, where that differs, and what was left out
}

// Case is one published number.
type Case struct {
	ID        string // unique: "queue_mm1/rho=0.8/W"
	Source    string // Source.ID
	Quantity  string // what the number is, with its unit
	Published float64
	Tolerance Tolerance
	Quick     bool // part of the short selection
}

// Tolerance is how far an Estimate may be from the published number.
type Tolerance struct {
	Errors      float64 // standard errors of the difference
	PublishedSE float64 // standard error of the published number; 0 for a closed form
	Relative    float64 // share of the published number, beside: its rounding, and the bounded error of a histogram
	Bound       Bound
}

// Bound says that a publication gives a bound, such as an ordering, not a number.
type Bound int8

// Kinds of bounds.
const (
	Exactly Bound = iota // a number
	AtMost
	AtLeast
)

// Estimate is what the engine says.
type Estimate struct {
	Mean float64
	SE   float64 // standard error of Mean; 0 when all runs agree
	Runs int
}

// experiment is one system, simulated with many seeds; each run gives a figure
// for each of its cases.
type experiment struct {
	cases []Case
	runs  int
	run   func(seed uint64) ([]float64, error)
}

// study is a source with its experiments.
type study struct {
	source      Source
	experiments []experiment
}

// studies are all there are, in the order of the report.
func studies() []study {
	return []study{
		mm1(), mmc(), mg1(), lossSystem(), boundedQueue(), erlangA(), closedLoop(),
		otherArrivals(), batches(), constantServices(), boundedWorkers(), sojournTail(), priorities(), tandem(), choices(),
		families(), finiteSource(),
		deadlineGhosts(), boundedDeadline(), droppedByWorkers(), stoppedWork(), queueOrders(),
		retries(), nestedRetries(), feedback(), breakerInARow(), breakerGranularity(), adaptiveThrottle(), tokenBucket(),
		hedging(), fanoutTail(), orderStatistics(), link(), retransmission(), halfOpen(),
		lookaside(), leastRecentlyUsed(), timeToLive(), coalescing(), wanQuorum(), elections(),
		windowLaw(), sawtooth(), markingThreshold(), missedDeadlines(),
		backoffTable(), retryStrategies(), coldStart(),
	}
}

// Sources returns the published tables, in the order of the report.
func Sources() []Source {
	var out []Source
	for _, s := range studies() {
		out = append(out, s.source)
	}
	return out
}

// Cases returns every case, in the order of the report.
func Cases() []Case {
	var out []Case
	for _, e := range experiments(false) {
		out = append(out, e.cases...)
	}
	return out
}

// experiments returns all experiments, or those with a case of the short selection.
func experiments(quick bool) []experiment {
	var out []experiment
	for _, s := range studies() {
		for _, e := range s.experiments {
			if !quick || e.cases[0].Quick {
				out = append(out, e)
			}
		}
	}
	return out
}
