package scenarios

import "slices"

// Without is the scenario whose faults of those ids don't happen by themselves. They can
// still be injected.
func (s *Scenario) Without(faults ...string) *Scenario {
	c := s.clone()
	for i := range c.Faults {
		if slices.Contains(faults, c.Faults[i].ID) {
			c.Faults[i].On = false
		}
	}
	return c
}
