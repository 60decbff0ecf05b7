package bots

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sysprep/content"
	"sysprep/interview"
)

// course says where an interview went wrong with a candidate; it is empty if it did not: it is over in time, went through
// all of its phases, and left nothing without an answer.
func course(def *content.Interview, s interview.State) string {
	switch {
	case !s.Over || s.Now > time.Duration(def.Minutes)*time.Minute:
		return fmt.Sprintf("it is not over after its %d minutes", def.Minutes)
	case len(s.Began) != len(def.Phases):
		return fmt.Sprintf("%d of its %d phases begin", len(s.Began), len(def.Phases))
	}
	for i, l := range s.Lines {
		if l.By != interview.Candidate || l.Kind != interview.Said && l.Kind != interview.Asked {
			continue
		}
		last := l.At == s.Now || i+1 < len(s.Lines) && s.Lines[i+1].At == l.At // a draft that the end of a phase took
		answered := slices.ContainsFunc(s.Lines[i+1:], func(m interview.Line) bool {
			return m.By == interview.Interviewer && m.At-l.At <= time.Second
		})
		if !last && !answered {
			return fmt.Sprintf("nobody answers %q", l.Text)
		}
	}
	return ""
}

// Result is how an interview ended for a candidate.
type Result struct {
	Kind string
	Made bool // of the rubrics' exemplars, and not brought by the pack
	Card interview.Scorecard
}

func (r Result) rank() int { return slices.Index(content.BandNames, r.Card.Band) }

func (r Result) String() string {
	return fmt.Sprintf("%s has %.0f %% (%s)", r.Kind, 100*r.Card.Score, r.Card.Band)
}

// order says what is not as it should be among results: strong before mid before weak before silent, who has nothing; talk
// beside the point, lists of terms and the questions themselves get no further than weak, or than a lean no; and strong gets a yes.
func order(def *content.Interview, all map[string]Result) string {
	if !def.Scored {
		for _, r := range all {
			if r.Card.Band != "" {
				return r.String() + ", although it is not scored"
			}
		}
		return ""
	}
	var off []string
	for _, pair := range [][2]string{{"strong", "mid"}, {"mid", "weak"}} {
		a, b := all[pair[0]], all[pair[1]]
		apart := a.rank() > b.rank() || a.rank() == b.rank() && (a.Made || b.Made) // what nobody wrote may lie close together
		if a.Card.Score <= b.Card.Score || !apart {
			off = append(off, a.String()+" and "+b.String())
		}
	}
	if weak, silent := all["weak"], all["silent"]; silent.Card.Score > 0 || weak.Card.Score < 0 {
		off = append(off, silent.String())
	}
	for _, kind := range []string{"offtopic", "stuffing", "echo"} {
		r, above := all[kind], all["weak"]
		if r.Made || above.Made { // made ones know the rubric's own words
			above = all["mid"]
			above.Card.Band = leanNo
		}
		if r.rank() > above.rank() || r.Card.Score > 0 && r.Card.Score >= all["mid"].Card.Score {
			off = append(off, r.String())
		}
	}
	if strong := all["strong"]; strong.rank() < slices.Index(content.BandNames, "yes") {
		off = append(off, strong.String()+", less than a yes")
	}
	if len(off) == 0 {
		return ""
	}
	why := strings.Join(off, "; ")
	if slices.ContainsFunc([]string{"strong", "mid", "weak"}, func(kind string) bool { return all[kind].Made }) {
		why += ". Some were made of the rubrics' exemplars: write your own into exemplars/" + def.ID + "/strong.yaml, mid.yaml and weak.yaml"
	}
	return why
}

// leanNo is the best that talk without an answer may get where nobody wrote a weak candidate to hold it against.
const leanNo = "lean no"

// toCome are the probes and curveballs of an interview, by id.
func toCome(def *content.Interview) map[string]bool {
	all := map[string]bool{}
	for _, p := range def.Phases {
		for _, probe := range p.Probes {
			all["probe "+probe.ID] = true
		}
		for _, c := range p.Curveballs {
			all["curveball "+c.ID] = true
		}
	}
	return all
}

// came takes what came for a candidate out of what is to come.
func came(left map[string]bool, s interview.State) {
	for _, p := range s.Probes {
		delete(left, "probe "+p.ID)
	}
	for _, id := range s.Thrown {
		delete(left, "curveball "+id)
	}
}
