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
