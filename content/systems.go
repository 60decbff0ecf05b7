package content

import (
	"maps"
	"slices"
	"sync"

	"sysprep/scenarios"
)

// Systems holds the scenarios of a pack. Those of the core pack are parsed on first
// use: the program's first frame needs none. It is safe for concurrent use.
type Systems struct {
	mu     sync.Mutex
	loaded map[string]*scenarios.Scenario
	later  map[string]*source // of those that are not parsed yet
}

// NewSystems holds scenarios that are at hand, by their ids.
func NewSystems(loaded map[string]*scenarios.Scenario) *Systems { return &Systems{loaded: loaded} }

// IDs lists the ids of the scenarios, sorted.
func (s *Systems) IDs() []string {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := slices.AppendSeq(slices.Collect(maps.Keys(s.loaded)), maps.Keys(s.later))
	slices.Sort(ids)
	return ids
}

// Of gives a scenario by its id; nil if the pack has none of that id. It is shared,
// and must not be changed.
func (s *Systems) Of(id string) *scenarios.Scenario {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if src, ok := s.later[id]; ok {
		s.loaded[id] = parseScenario(src.read(), id).def // the tests see to it that the core pack has no faults
		delete(s.later, id)
	}
	return s.loaded[id]
}
