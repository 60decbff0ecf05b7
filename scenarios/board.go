package scenarios

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sysprep/engine"
)

// Board makes the lab draw single calls over one edge, step by step and slowed down,
// in place of the whole system: what the caller believes beside what is true.
type Board struct {
	Call  string `yaml:"call" json:"call"`                       // an edge from a client, whose calls have an effect
	Token string `yaml:"token,omitempty" json:"token,omitempty"` // what an effect moves on by a cell, one letter; a dot if empty
}

// checkBoard says why there is nothing to draw.
func (s *Scenario) checkBoard() error {
	b := s.Board
	if b == nil {
		return nil
	}
	if s.Model != "" && s.Model != ModelRequests {
		return fmt.Errorf("a board follows calls, and the model %s has none: leave it out", s.Model)
	}
	i := slices.IndexFunc(s.Edges, func(e Edge) bool { return e.ID == b.Call })
	if i < 0 {
		return fmt.Errorf("there is no edge %q to follow calls over", b.Call)
	}
	from, to := &s.Nodes[s.nodeIndex(s.Edges[i].From)], &s.Nodes[s.nodeIndex(s.Edges[i].To)]
	effect := slices.ContainsFunc(from.Does, func(d Step) bool { return d.Call == b.Call && d.Effect })
	if from.Kind != "client" || to.Kind == "cache" || !effect {
		return fmt.Errorf("the calls over %q can't be followed: take an edge from a client to a store or a service, with effect: true", b.Call)
	}
	if len([]rune(b.Token)) > 1 {
		return fmt.Errorf("token is %q: write one letter", b.Token)
	}
	return nil
}

// NewestCall chooses among followed calls the newest that is over for its caller, and
// with broken, if there is one, the newest of those of which a step failed. It is -1 if
// no call is over.
func NewestCall(calls []engine.CallTrace, broken bool) int {
	pick := -1
	for i := range calls {
		if calls[i].Settled && (pick < 0 || !broken || CallBroke(&calls[i]) || !CallBroke(&calls[pick])) {
			pick = i
		}
	}
	return pick
}

// CallBroke says whether a step of a call failed.
func CallBroke(c *engine.CallTrace) bool {
	return slices.ContainsFunc(c.Moments, func(m engine.Moment) bool { return m.Kind == engine.MomentStep && m.Failed })
}

// TellCall tells a followed call in words: each step, what its caller believes in the
// end, and what is true.
func TellCall(c *engine.CallTrace) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Call %s", thousands(float64(c.Call)))
	if n := len(c.Moments); n > 0 && c.Settled && !CallBroke(c) && c.Moments[n-1].Attempt <= 1 && c.Moments[n-1].Belief == engine.BeliefSuccess && c.Moments[n-1].Applied == 1 {
		fmt.Fprintf(&b, ": all steps work. %s %s", BelievedText(engine.BeliefSuccess, true), TrueText(1))
		return b.String()
	}
	attempt := 1
	sep := ": "
	var last engine.Moment
	for _, m := range c.Moments {
		last = m
		text := ""
		switch m.Kind {
		case engine.MomentStep:
			text = strconv.Itoa(int(m.Step)+1) + " " + strings.ReplaceAll(m.Step.String(), "_", " ")
			if m.Failed {
				text += " FAILS"
			}
		case engine.MomentGivenUp:
			text = "the caller gives up"
		case engine.MomentReplayed:
			text = "known, and answered as before"
		case engine.MomentLate:
			text = "an answer comes too late"
		default:
			continue
		}
		if m.Attempt > attempt {
			attempt = m.Attempt
			text = fmt.Sprintf("attempt %d: %s", attempt, text)
		}
		b.WriteString(sep + text)
		sep = ", "
	}
	fmt.Fprintf(&b, ". %s %s", BelievedText(last.Belief, c.Settled), TrueText(last.Applied))
	return b.String()
}

// BelievedText is what a caller believes, as a sentence.
func BelievedText(b engine.Belief, settled bool) string {
	switch {
	case b == engine.BeliefSuccess:
		return "The caller believes: done."
	case b == engine.BeliefFailure:
		return "The caller believes: not done."
	case settled:
		return "The caller believes: I don't know."
	}
	return "The caller waits."
}

// TrueText is how often an effect was applied, as a sentence.
func TrueText(applied int) string {
	switch applied {
	case 0:
		return "True: not done."
	case 1:
		return "True: done."
	case 2:
		return "True: done twice."
	}
	return fmt.Sprintf("True: done %d times.", applied)
}
