package scenarios

// Hedge sends copies of an attempt that is out. Extra of 0 is none. After is the
// wait before each, or, with Quantile, until there is one of what was seen. See engine.Hedge.
type Hedge struct {
	Extra    int      `yaml:"extra,omitempty" json:"extra,omitempty"`
	After    Duration `yaml:"after,omitempty" json:"after,omitempty"`
	Quantile Ratio    `yaml:"quantile,omitempty" json:"quantile,omitempty"`
	Share    Ratio    `yaml:"share,omitempty" json:"share,omitempty"` // most hedges for each call; 0 is no bound
	Tied     bool     `yaml:"tied,omitempty" json:"tied,omitempty"`
}

// Breaker is a circuit breaker: Kind is "none", "ratio" or "consecutive", By is
// "edge" (default), "instance" or "key". See engine.Breaker.
type Breaker struct {
	Kind      string   `yaml:"kind,omitempty" json:"kind,omitempty"`
	Ratio     Ratio    `yaml:"ratio,omitempty" json:"ratio,omitempty"`
	Volume    int      `yaml:"volume,omitempty" json:"volume,omitempty"`
	Window    Duration `yaml:"window,omitempty" json:"window,omitempty"`
	Run       int      `yaml:"run,omitempty" json:"run,omitempty"`
	Open      Duration `yaml:"open,omitempty" json:"open,omitempty"`
	Probes    int      `yaml:"probes,omitempty" json:"probes,omitempty"`
	Slow      Duration `yaml:"slow,omitempty" json:"slow,omitempty"`             // a call that took longer is slow; 0: none is
	SlowRatio Ratio    `yaml:"slow_ratio,omitempty" json:"slow_ratio,omitempty"` // share of slow calls that opens it; 0 is 100%
	By        string   `yaml:"by,omitempty" json:"by,omitempty"`
	Keys      int      `yaml:"keys,omitempty" json:"keys,omitempty"` // by key: most breakers kept; 0 is 10,000
}

// Limit bounds the attempts that a caller has out at once: Kind is "none", "fixed"
// or "aimd". See engine.CallLimit.
type Limit struct {
	Kind     string   `yaml:"kind,omitempty" json:"kind,omitempty"`
	Most     int      `yaml:"most,omitempty" json:"most,omitempty"`
	Least    int      `yaml:"least,omitempty" json:"least,omitempty"`       // aimd; 0 is 1
	Start    int      `yaml:"start,omitempty" json:"start,omitempty"`       // aimd; 0 is 20
	Slow     Duration `yaml:"slow,omitempty" json:"slow,omitempty"`         // aimd: a slower answer shrinks it; 0: none does
	Decrease float64  `yaml:"decrease,omitempty" json:"decrease,omitempty"` // aimd: factor when it shrinks; 0 is 0.9
}
