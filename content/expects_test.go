package content_test

import (
	"context"
	"slices"
	"testing"

	"sysprep/content"
)

// TestCoreClaims runs every claim that the core pack makes about its systems, over all
// of its seeds; -short runs the first few seeds only.
func TestCoreClaims(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	for id, s := range pack.Scenarios {
		t.Run(id, func(t *testing.T) {
			expects := slices.Clone(s.Expect)
			if testing.Short() {
				for i := range expects {
					expects[i].Seeds = 3
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

// TestChallengesNeedASolution holds each challenge of the core pack to its word: the
// untouched design fails, every decoy is a design that fails, and a solution exists.
func TestChallengesNeedASolution(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	solutions := map[string]map[string]string{
		"cache-cliff/c-fix": {"queue": "400"},
	}
	for _, l := range pack.Lessons {
		for _, st := range l.Steps {
			if st.Challenge == nil {
				continue
			}
			s, c := pack.Scenarios[st.Challenge.Scenario], st.Challenge
			judge := func(set map[string]string) float64 {
				j, err := s.Judge(context.Background(), set, nil, c.Goals, []uint64{1, 2, 3, 4, 5, 6}, 0, nil)
				if err != nil {
					t.Fatal(err)
				}
				return j.All.Rate
			}
			if judge(nil) >= c.PassRate {
				t.Errorf("%s/%s is met by the design as it is", l.ID, st.ID)
			}
			for _, d := range c.Decoys {
				for _, e := range s.Expect {
					if e.ID == d.Expect && judge(e.Set) >= c.PassRate {
						t.Errorf("%s/%s: the decoy %s meets the challenge", l.ID, st.ID, d.Expect)
					}
				}
			}
			solution, ok := solutions[l.ID+"/"+st.ID]
			if !ok {
				t.Fatalf("%s/%s: add a solution to this test", l.ID, st.ID)
			}
			if judge(solution) < c.PassRate {
				t.Errorf("%s/%s: %v does not meet the challenge", l.ID, st.ID, solution)
			}
		}
	}
}
