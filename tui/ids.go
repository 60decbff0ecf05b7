package tui

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sysprep/content"
)

func lessonIDs(p *content.Pack) []string {
	var ids []string
	for _, l := range p.Lessons {
		ids = append(ids, l.ID)
	}
	return ids
}

func scenarioIDs(p *content.Pack) []string { return slices.Sorted(maps.Keys(p.Scenarios)) }

// unknown is the error for an id that is not there; it names those that are.
func unknown(what, id string, valid []string) error {
	return fmt.Errorf("there is no %s %q: choose one of %s", what, content.Clean(id), strings.Join(valid, ", "))
}
