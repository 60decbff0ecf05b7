package engine

import (
	"fmt"
	"testing"
)

func balanced(load float64, n int, rule Balance) System {
	sys := queueing(load*float64(n), 1, -1)
	sys.Nodes[1].Store.Instances = n
	sys.Edges[0].Balance = rule
	sys.Window = 150 * unit
	return sys
}

// TestPowerOfChoices holds the mean time in a system of 100 servers of which the
// least loaded of d is taken against a simulation of its Markov chain.
func TestPowerOfChoices(t *testing.T) {
	for _, c := range []struct{ lambda, d float64 }{{0.7, 2}, {0.9, 2}, {0.9, 3}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			want := find(t, table(t, "power_of_d_choices_n100_sim.csv"), row{"lambda": c.lambda, "d": c.d})
			sys := balanced(c.lambda, 100, Balance{Kind: BalanceChoices, Choices: int(c.d)})
			holds(t, sys, quantity{"W", want["mean_time_n100"], meanLatency, 0.002})
		})
	}
}

// TestBalancersInOrder: the more a balancer knows, the shorter the wait; what it
// knows of long ago is worse than nothing.
func TestBalancersInOrder(t *testing.T) {
	mean := func(rule Balance) float64 { return meanLatency(measureRun(t, balanced(0.8, 20, rule), 1)) }
	random := mean(Balance{Kind: BalanceRandom})
	turns := mean(Balance{})
	two := mean(Balance{Kind: BalanceChoices, Choices: 2})
	least := mean(Balance{Kind: BalanceLeast})
	stale := mean(Balance{Kind: BalanceLeast, Stale: 20 * unit})
	if !(random > turns && turns > two && two > least && stale > random) {
		t.Errorf("mean times: stale %.2f, random %.2f, round robin %.2f, two choices %.2f, least loaded %.2f; want them to fall", stale, random, turns, two, least)
	}
}

// TestInstancesGoDownTogether: a fault of a node is one of all its instances.
func TestInstancesGoDownTogether(t *testing.T) {
	s := mustNew(t, balanced(0.8, 5, Balance{}), 1)
	s.RunUntil(Second)
	inject(t, s, Fault{Kind: FaultDown, Node: 1})
	if n := s.Node(1); n.Busy != 0 || n.Queue != 0 || !n.Down {
		t.Errorf("%+v", n)
	}
	inject(t, s, Fault{Kind: FaultUp, Node: 1})
	s.RunUntil(2 * Second)
	if n := s.Node(1); n.Busy < 2 {
		t.Errorf("up again: %+v", n)
	}
}
