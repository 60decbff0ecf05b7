package grading

// Expected is a number that a learner is asked for. It mirrors content.Quantity.
type Expected struct {
	Value     float64    // in Unit
	Unit      string     // "/s", "s", "ms", "B", "bit/s", "%", "x", or "" for a bare number
	Tolerance float64    // relative: 0.1 accepts 10 % to either side
	Near      []NearMiss // wrong values that tell which slip was made
}

// NearMiss is a wrong value, in the unit of the Expected, that tells which mistake was made.
type NearMiss struct {
	Value float64
	Say   string
}

// Closeness is how near a given number came to the expected one.
type Closeness string

// The outcomes of CheckQuantity, from nothing to right.
const (
	NoNumber  Closeness = "no number"  // nothing in the text could be read as a number
	WrongUnit Closeness = "wrong unit" // its unit measures something else
	Off       Closeness = "off"        // further away than an order of magnitude
	KnownSlip Closeness = "known slip" // it is one of the near misses; Feedback says which
	Magnitude Closeness = "magnitude"  // within a factor of ten, but not within tolerance
	Right     Closeness = "right"      // within tolerance
)

// QuantityVerdict is the outcome of checking one number.
type QuantityVerdict struct {
	Closeness Closeness `json:"closeness"`
	Value     float64   `json:"value"` // as understood, in the expected unit
	Unit      string    `json:"unit"`
	Factor    float64   `json:"factor"` // Value divided by the expected value; 0 if not known
	Span      Span      `json:"span"`   // the words that hold the number
	Feedback  string    `json:"feedback"`
}

// Right tells if the number was within tolerance.
func (v QuantityVerdict) Right() bool { return v.Closeness == Right }
