package scenarios

import (
	"fmt"

	"sysprep/engine"
)

// Limits are what a store or service turns away at once; see engine.Limits.
type Limits struct {
	Rate        Rate `yaml:"rate,omitempty" json:"rate,omitempty"`               // token bucket; 0: none
	Burst       int  `yaml:"burst,omitempty" json:"burst,omitempty"`             // its tokens; 0: what comes in 100ms
	Concurrency int  `yaml:"concurrency,omitempty" json:"concurrency,omitempty"` // most requests waiting or worked on; 0: none
}

// Shed turns away a class, and less urgent ones, above a load: Of is "queue"
// (default) or "workers". See engine.Shed.
type Shed struct {
	ID    string `yaml:"id,omitempty" json:"id,omitempty"` // for knobs: "nodes.api.shed.batch.above"
	Class int    `yaml:"class" json:"class"`
	Above Ratio  `yaml:"above" json:"above"`
	Of    string `yaml:"of,omitempty" json:"of,omitempty"`
}

var shedOfs = names[engine.ShedOf]{{"queue", engine.ShedOfQueue}, {"workers", engine.ShedOfWorkers}}

func buildLimits(n Node) (engine.Limits, error) {
	out := engine.Limits{Rate: float64(n.Limits.Rate), Burst: n.Limits.Burst, Concurrency: n.Limits.Concurrency}
	for _, r := range n.Shed {
		of, err := oneOf("shed.of", r.Of, shedOfs)
		if err != nil {
			return out, err
		}
		out.Shed = append(out.Shed, engine.Shed{Class: r.Class, Above: float64(r.Above), Of: of})
	}
	if n.Kind != "store" && n.Kind != "service" && (out.Rate != 0 || out.Burst != 0 || out.Concurrency != 0 || out.Shed != nil) {
		return out, fmt.Errorf("limits and shed belong to a store or a service, and it is a %s", n.Kind)
	}
	return out, nil
}
