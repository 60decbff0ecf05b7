package engine

import "slices"

// Knock is one try of a user to connect: the start of one run of Population.Connect.
type Knock struct {
	At   Time
	User int // its number among the users of all populations, from 0
}

// maxKnocks bounds what is kept.
const maxKnocks = 100_000

// knocks notes when followed users try to connect. It touches nothing that the
// simulation reads.
type knocks struct {
	every int // each every-th user is followed; 0: none
	all   []Knock
}

// FollowUsers notes each try to connect of every n-th user from now on; 0 stops it. What was
// noted before is dropped.
func (s *Sim) FollowUsers(every int) { s.knocks = knocks{every: max(0, every)} }

// Knocks are the tries of the followed users so far, in order of time; 100,000 at most.
func (s *Sim) Knocks() []Knock { return slices.Clone(s.knocks.all) }

// knock notes a try. Callers check every first, so that one who follows nobody pays for a
// comparison.
func (s *Sim) knock(k int32) {
	if n := &s.knocks; int(k)%n.every == 0 && len(n.all) < maxKnocks {
		n.all = append(n.all, Knock{At: s.Now(), User: int(k)})
	}
}
