package content

import (
	"maps"
	"slices"
)

// Loop is a row of interviews with one decision at the end, as companies hold them.
type Loop struct {
	ID      string  `yaml:"id"` // shares its name space with interviews
	Title   string  `yaml:"title"`
	Summary string  `yaml:"summary,omitempty"`
	Rounds  []Round `yaml:"rounds"`
}

// Round is one interview of a loop.
type Round struct {
	Interview string `yaml:"interview"`
	Title     string `yaml:"title,omitempty"` // what the round is called in this loop; the interview's own title if empty
	Weight    int    `yaml:"weight"`          // percent of the decision; those of a loop add up to 100
}

// Loop returns the loop of that id; ok is false if the pack has none.
func (p *Pack) Loop(id string) (l *Loop, ok bool) {
	i := slices.IndexFunc(p.Manifest.Loops, func(l Loop) bool { return l.ID == id })
	if i < 0 {
		return nil, false
	}
	return &p.Manifest.Loops[i], true
}

// Minutes is how long the rounds of a loop take in all.
func (p *Pack) Minutes(l *Loop) int {
	sum := 0
	for _, r := range l.Rounds {
		if iv := p.Interviews.Of(r.Interview); iv != nil {
			sum += iv.Minutes
		}
	}
	return sum
}

// UsualBand is the verdict of a share of the points, from 0 to 1, where no interview says otherwise.
func UsualBand(score float64) string {
	at := 0
	for i, from := range usualBands {
		if score >= from-1e-9 {
			at = i
		}
	}
	return BandNames[at]
}

// checkLoops holds the loops against the interviews that there are.
func (p *parsed) checkLoops() {
	t := p.manifestTree
	if t.broken {
		return
	}
	seen := map[string]bool{}
	for i, l := range p.manifest.Loops {
		t.checkID(l.ID, "loops", i, "id")
		if _, taken := p.interviews[l.ID]; taken || seen[l.ID] {
			t.fault("there is an interview or a loop "+quoted(l.ID)+" already", "choose another id", "loops", i, "id")
		}
		seen[l.ID] = true
		if l.Title == "" {
			t.missing("title", "this loop has no title", "add title:", "loops", i)
		}
		if len(l.Rounds) < 2 || len(l.Rounds) > mostRounds {
			t.missing("rounds", "a loop has 2 to 8 rounds", "add rounds: with - interview: and weight: for each", "loops", i)
			continue
		}
		p.checkRounds(i, l)
	}
}

// mostRounds is how many interviews a loop may have: nobody sits through more in a week.
const mostRounds = 8

func (p *parsed) checkRounds(i int, l Loop) {
	t, weights, listed := p.manifestTree, 0, map[string]bool{}
	for j, r := range l.Rounds {
		f, ok := p.interviews[r.Interview]
		switch {
		case !ok:
			t.fault("there is no file interviews/"+r.Interview+".yaml", "write it, or mend the id; "+nearest(r.Interview, slices.Collect(maps.Keys(p.interviews))), "loops", i, "rounds", j, "interview")
		case listed[r.Interview]:
			t.fault("the loop has this interview twice", "keep one", "loops", i, "rounds", j, "interview")
		case f.def != nil && !f.def.Scored:
			t.fault("interview "+quoted(r.Interview)+" is not scored, so nothing can be decided by it", "choose another", "loops", i, "rounds", j, "interview")
		}
		listed[r.Interview] = true
		if r.Weight < 1 {
			t.fault("this round has no weight", "give it a share of the decision, in percent", "loops", i, "rounds", j)
			return
		}
		weights += r.Weight
	}
	if weights != 100 {
		t.fault("the weights of the rounds don't add up to 100", "make them 100 in all", "loops", i, "rounds")
	}
}
