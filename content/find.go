package content

import (
	"fmt"
	"strings"

	"sysprep/scenarios"
)

// Lesson returns the lesson of that id; the error names the ones there are.
func (p *Pack) Lesson(id string) (*Lesson, error) {
	ids := make([]string, len(p.Lessons))
	for i, l := range p.Lessons {
		if l.ID == id {
			return l, nil
		}
		ids[i] = l.ID
	}
	return nil, unknown("lesson", id, ids)
}

// Scenario returns the scenario of that id; the error names the ones there are.
func (p *Pack) Scenario(id string) (*scenarios.Scenario, error) {
	if s := p.Scenarios.Of(id); s != nil {
		return s, nil
	}
	return nil, unknown("scenario", id, p.Scenarios.IDs())
}

func unknown(what, id string, valid []string) error {
	if len(valid) == 0 {
		return fmt.Errorf("there is no %s %s: the pack has none", what, quoted(id))
	}
	return fmt.Errorf("there is no %s %s: choose one of %s", what, quoted(id), strings.Join(valid, ", "))
}

// Interview returns the interview of that id; the error names the ones there are.
func (p *Pack) Interview(id string) (*Interview, error) {
	if iv := p.Interviews.Of(id); iv != nil {
		return iv, nil
	}
	ids := p.Interviews.IDs()
	for _, l := range p.Manifest.Loops {
		ids = append(ids, l.ID)
	}
	return nil, unknown("interview", id, ids)
}
