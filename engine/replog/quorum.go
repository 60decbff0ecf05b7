package replog

import "slices"

// Majority returns the least number of n replicas that overlaps with every other such number.
func Majority(n int) int { return n/2 + 1 }

// CommitTime returns the least time from a leader's append to its commit, given
// the round trips to all its followers: the leader counts itself, so that the
// slowest acknowledgement it waits for is the Majority-1 smallest. lost of the
// nearest followers do not answer. False: those left are no majority.
func CommitTime(roundTrips []Time, lost int) (Time, bool) {
	need := Majority(len(roundTrips)+1) - 1
	if need == 0 {
		return 0, true
	}
	if lost+need > len(roundTrips) {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(roundTrips))
	return sorted[lost+need-1], true
}

// AllAckTime returns the time until every follower has acknowledged: the longest round trip.
func AllAckTime(roundTrips []Time) Time {
	if len(roundTrips) == 0 {
		return 0
	}
	return slices.Max(roundTrips)
}

// LeaseTime returns how long, by its own clock, a leader may answer reads after
// it sent what a majority acknowledged. Followers promise not to vote for
// another for electionMin by their clocks; with clocks that drift by at most
// bound, the leader's span is over first: electionMin (1-bound)/(1+bound).
// (Ongaro, "Consensus: Bridging Theory and Practice", 2014, section 6.4.1.)
func LeaseTime(electionMin Time, bound float64) Time {
	return Time(float64(electionMin) * ((1 - bound) / (1 + bound)))
}
