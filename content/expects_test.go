package content_test

import (
	"context"
	"slices"
	"testing"

	"sysprep/content"
	"sysprep/scenarios"
)

// TestCoreClaims runs every claim that the core pack makes about its systems over the
// first of its seeds; "sysprep pack test core" runs all of them.
func TestCoreClaims(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	for id, s := range pack.Scenarios {
		t.Run(id, func(t *testing.T) {
			expects := slices.Clone(s.Expect)
			for i := range expects {
				expects[i].Seeds = 6
				if testing.Short() {
					expects[i].Seeds = 2
				}
			}
			results, err := s.CheckExpects(context.Background(), expects, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range results {
				if !r.Pass {
					t.Error(r)
				}
			}
		})
	}
}

// TestChallengesNeedASolution holds each challenge of the core pack to its word: it is
// not met by the design as it is, nor with any one knob, or all of them, at an end of
// its range, nor by a decoy; and the pack knows a solution.
func TestChallengesNeedASolution(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range pack.Lessons {
		for _, st := range l.Steps {
			if st.Challenge == nil {
				continue
			}
			t.Run(l.ID+"/"+st.ID, func(t *testing.T) { checkChallenge(t, pack, st.Challenge) })
		}
	}
}

func checkChallenge(t *testing.T, pack *content.Pack, c *content.ChallengeStep) {
	s := pack.Scenarios[c.Scenario]
	seeds := []uint64{1, 2, 3, 4, 5, 6}
	if testing.Short() {
		seeds = seeds[:2]
	}
	meets := func(set scenarios.Settings) bool {
		j, err := s.Judge(context.Background(), set, nil, c.Goals, seeds, 0, nil)
		if err != nil {
			t.Fatal(err)
		}
		return j.All.Rate >= c.PassRate
	}
	if len(c.Solution) == 0 {
		t.Fatal("the step has no solution: add solution: with knob values that meet it")
	}
	if !meets(c.Solution) {
		t.Errorf("its solution %v does not meet the challenge", c.Solution)
	}
	if meets(nil) {
		t.Error("it is met by the design as it is")
	}
	for _, d := range c.Decoys {
		for _, e := range s.Expect {
			if e.ID == d.Expect && meets(e.Set) {
				t.Errorf("the decoy %s meets it", d.Expect)
			}
		}
	}
	for _, set := range extremes(t, s, c.Allow) {
		if meets(set) {
			t.Errorf("it is met by an extreme: %v", set)
		}
	}
}

// extremes are the designs with one knob at an end of its stops, and those with all at
// their first or their last.
func extremes(t *testing.T, s *scenarios.Scenario, allow []string) []scenarios.Settings {
	var all []scenarios.Settings
	first, last := scenarios.Settings{}, scenarios.Settings{}
	for _, id := range allow {
		k, err := s.Knob(id)
		if err != nil {
			t.Fatal(err)
		}
		stops := k.Stops()
		if len(stops) < 3 {
			continue // of a switch, either value may be the right one
		}
		first[id], last[id] = stops[0], stops[len(stops)-1]
		all = append(all, scenarios.Settings{id: first[id]}, scenarios.Settings{id: last[id]})
	}
	return append(all, first, last)
}
