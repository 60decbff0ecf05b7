package scenarios

import (
	"fmt"
	"slices"

	"sysprep/engine"
)

// Fan is a step that makes several calls at the same time: Calls names an edge for
// each branch, or Call a single edge for Width branches. See engine.Fan.
type Fan struct {
	Call   string   `yaml:"call,omitempty" json:"call,omitempty"`
	Width  int      `yaml:"width,omitempty" json:"width,omitempty"` // with call: branches; 0: one for each instance of the callee
	To     string   `yaml:"to,omitempty" json:"to,omitempty"`       // with call: "each" (default: different instances) or "balance" (as the edge's balance says)
	Calls  []string `yaml:"calls,omitempty" json:"calls,omitempty"`
	Need   int      `yaml:"need,omitempty" json:"need,omitempty"`     // answers to wait for; 0: all
	Least  int      `yaml:"least,omitempty" json:"least,omitempty"`   // fewest answers to go on with; 0: as need
	Budget Duration `yaml:"budget,omitempty" json:"budget,omitempty"` // longest wait; 0: no bound
}

var fanPicks = names[engine.FanPick]{{"each", engine.FanEach}, {"balance", engine.FanBalanced}}

// IsZero reports whether there is no fan-out in a step.
func (f Fan) IsZero() bool { return f.Call == "" && len(f.Calls) == 0 }

// Edges returns the ids of the edges that a fan-out goes over.
func (f Fan) Edges() []string {
	if f.Call != "" {
		return []string{f.Call}
	}
	return f.Calls
}

func (s *Scenario) buildFan(f Fan) (engine.Op, error) {
	if f.Call != "" && len(f.Calls) > 0 {
		return engine.Op{}, fmt.Errorf("fan has call and calls: give one of them")
	}
	if f.Call == "" && (f.Width != 0 || f.To != "") {
		return engine.Op{}, fmt.Errorf("fan has width or to, which belong to a single call: give call in place of calls")
	}
	pick, err := oneOf("fan.to", f.To, fanPicks)
	if err != nil {
		return engine.Op{}, err
	}
	out := &engine.Fan{Width: f.Width, Pick: pick, Need: f.Need, Least: f.Least, Budget: engine.Time(f.Budget)}
	for _, id := range f.Edges() {
		i := slices.IndexFunc(s.Edges, func(e Edge) bool { return e.ID == id })
		if i < 0 {
			return engine.Op{}, fmt.Errorf("there is no edge %q", id)
		}
		out.Edges = append(out.Edges, i)
	}
	if f.Call == "" && len(out.Edges) == 1 {
		out.Width = 1 // calls with one edge is one branch
	}
	return engine.Op{Kind: engine.OpFan, Fan: out}, nil
}
