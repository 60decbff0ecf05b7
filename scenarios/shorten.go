package scenarios

import (
	"fmt"
	"slices"
)

// Shortened returns the definition with an earlier end, of one metrics window at the
// least. Faults of the story that would strike later don't, and goals that look further
// are left out: they can't be measured.
func (s *Scenario) Shortened(horizon Duration) (*Scenario, error) {
	if horizon < Duration(s.Window()) || horizon > s.Horizon {
		return nil, fmt.Errorf("scenario %s can't run for %s: choose from %s to %s", s.ID, horizon, Duration(s.Window()), s.Horizon)
	}
	c := s.clone()
	c.cut = c.cut || horizon < s.Horizon
	c.Horizon = horizon
	c.Faults = slices.Clone(s.Faults)
	for i := range c.Faults {
		c.Faults[i].On = c.Faults[i].On && c.Faults[i].At < horizon
	}
	c.Goals = slices.DeleteFunc(slices.Clone(s.Goals), func(g Goal) bool {
		return len(g.Window) == 2 && g.Window[1] > horizon
	})
	return c, nil
}
