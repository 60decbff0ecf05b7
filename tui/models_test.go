package tui

import (
	"testing"
	"testing/synctest"
	"time"

	"sysprep/content"
	"sysprep/scenarios"
)

// TestLabsOfOtherModels presses keys at random in the labs of packets and of a log:
// they neither panic nor draw outside of the screen.
func TestLabsOfOtherModels(t *testing.T) {
	core, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"incast", "wan-quorum"} {
		s := *core.Scenarios.Of(id)
		if id == "incast" {
			s.Horizon = scenarios.Duration(100 * time.Millisecond) // packets are many
		}
		pack := &content.Pack{
			Manifest: core.Manifest, Lessons: core.Lessons, Rubrics: core.Rubrics,
			Scenarios: content.NewSystems(map[string]*scenarios.Scenario{id: &s}),
		}
		t.Run(id, func(t *testing.T) {
			for seed := range uint64(3) {
				synctest.Test(t, func(t *testing.T) { storm(t, newRig(t, pack, &memory{}, Place{Kind: "lab", ID: id}), seed, 150) })
			}
		})
	}
}
