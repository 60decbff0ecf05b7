package content_test

import (
	"context"
	"testing"

	"sysprep/content"
)

// TestCorePack runs every claim that the core pack makes about its systems over the
// first of its seeds, and holds its challenges to their word. "sysprep pack test core"
// runs all seeds.
func TestCorePack(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	trial := content.Trial{Seeds: 3, Report: func(p content.Proof) {
		if !p.OK {
			t.Errorf("%s: %s\n\t%s", p.Of, p.Says, p.Why)
		}
	}}
	if testing.Short() {
		trial.Seeds = 2
	}
	if _, err := pack.Prove(context.Background(), trial); err != nil {
		t.Fatal(err)
	}
}

// A claim that is false, a challenge that the base design meets, and one whose solution
// is none, are found.
func TestProveFindsWhatDoesNotHold(t *testing.T) {
	pack := open(t)
	s := pack.Scenarios.Of("small-store")
	prove := func() map[string]string {
		bad := map[string]string{}
		failed, err := pack.Prove(context.Background(), content.Trial{Seeds: 2, Nudge: 0.05, Report: func(p content.Proof) {
			if !p.OK {
				bad[p.Of+": "+p.Says] = p.Why
			}
		}})
		if err != nil || (failed > 0) != (len(bad) > 0) {
			t.Fatalf("%d failed (%v), told were %v", failed, err, bad)
		}
		return bad
	}
	c := pack.Lessons[0].Steps[4].Challenge
	if bad := prove(); len(bad) != 1 || bad["full-brim/fix: The challenge has a solution."] == "" {
		t.Errorf("without a solution: %v", bad)
	}
	c.Solution = map[string]string{"queue": "10"}
	// The shortest queue meets the goal, and with one goal only nothing speaks against it.
	if bad := prove(); len(bad) != 1 || bad["full-brim/fix: An extreme does not meet it."] == "" {
		t.Errorf("all but the extreme should hold: %v", bad)
	}
	c.Solution = map[string]string{"queue": "1000"}
	if bad := prove(); bad["full-brim/fix: The solution meets the challenge."] == "" {
		t.Errorf("a solution that is none: %v", bad)
	}
	s.Expect[0].Op = ">="
	if bad := prove(); bad["small-store/"+s.Expect[0].ID+": "+s.Expect[0].Says] == "" {
		t.Errorf("a claim turned round: %v", bad)
	}
}
