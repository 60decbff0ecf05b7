package interview

import (
	"errors"
	"fmt"
	"slices"

	"sysprep/content"
	"sysprep/grading"
)

// Suggestion is something that a person who interviews may send, ready to be sent.
type Suggestion struct {
	Group string // what it is: one of the SuggestionGroups
	About string // the item or the question that it is about
	Text  string // what the candidate would read
	Move  Move
	Sent  bool // it was sent before
	Now   bool // it fits now: the candidate asked for it, or it is due
}

// SuggestionGroups are the groups of suggestions, in the order in which Suggest lists them.
var SuggestionGroups = []string{"follow up", "fact", "estimate", "curveball"}

// Suggest lists what an interviewer could send in the phase that is on: the facts that the last question asks for first, then
// follow-ups that fit what was heard, facts, estimates and curveballs.
func (sc *Script) Suggest(s State) []Suggestion {
	if !s.Started {
		return nil
	}
	p := &sc.Def.Phases[s.Phase]
	list := sc.followUps(s, p)
	list = append(list, sc.factsToTell(s)...)
	for _, e := range p.Estimates {
		list = append(list, Suggestion{
			Group: SuggestionGroups[2], Text: e.Ask, Sent: s.Sizes[e.ID].Asked,
			Move: Move{By: Interviewer, Kind: Quizzed, Ref: e.ID},
		})
	}
	for _, c := range p.Curveballs {
		list = append(list, Suggestion{
			Group: SuggestionGroups[3], Text: c.Say, Sent: slices.Contains(s.Thrown, c.ID),
			Move: Move{By: Interviewer, Kind: Threw, Ref: c.ID},
		})
	}
	slices.SortStableFunc(list, func(a, b Suggestion) int {
		switch {
		case a.Now && !b.Now:
			return -1
		case b.Now && !a.Now:
			return 1
		}
		return 0
	})
	return list
}

// followUps are the questions that fit each item of a phase as it was heard so far, and those after facts that
// nobody asked for.
func (sc *Script) followUps(s State, p *content.Phase) []Suggestion {
	var list []Suggestion
	for _, ref := range p.Items {
		if text := sc.FollowUp(s, ref.String()); text != "" {
			list = append(list, sc.followUp(s, ref.String(), text))
		}
	}
	for _, probe := range p.Probes {
		asked := slices.ContainsFunc(probe.Unasked, func(id string) bool { return slices.Contains(s.Told, id) })
		if len(probe.Unasked) == 0 || asked {
			continue
		}
		o := sc.followUp(s, "", probe.Ask)
		o.Move.Ref, o.About = probe.ID, "not asked for yet"
		list = append(list, o)
	}
	return list
}

func (sc *Script) followUp(s State, item, text string) Suggestion {
	return Suggestion{
		Group: SuggestionGroups[0], About: sc.Title(item), Text: text,
		Move: Move{By: Interviewer, Kind: Probed, Item: item, Text: text},
		Sent: slices.ContainsFunc(s.Probes, func(q Probing) bool { return s.Lines[q.Line].Text == text }),
	}
}

// FollowUp is the question that fits an item as it was heard so far: the script's for that state, else the rubric's;
// empty if there is nothing more to ask.
func (sc *Script) FollowUp(s State, item string) string {
	v := s.Level(item)
	for _, p := range sc.Def.Phases[s.Phase].Probes {
		if p.Item.String() == item && p.When == whenOf(v) {
			return p.Ask
		}
	}
	return sc.usualProbe(s, v, item)
}

// factSuggest lists the facts, those that the candidate's last question asks for first.
func (sc *Script) factsToTell(s State) []Suggestion {
	var asked []string
	if !s.answered && lastOf(s.Lines, Asked) != "" {
		asked = sc.facts.Asked(lastOf(s.Lines, Asked))
	}
	var list []Suggestion
	for _, f := range sc.Def.Facts {
		list = append(list, Suggestion{
			Group: SuggestionGroups[1], About: firstOf(f.Ask...), Text: f.Say, Sent: slices.Contains(s.Told, f.ID),
			Move: Move{By: Interviewer, Kind: Told, Refs: []string{f.ID}}, Now: slices.Contains(asked, f.ID),
		})
	}
	return list
}

// Heard is an item as an interviewer sees it: what the machine heard, what the person ticked, and what each level
// sounds like.
type Heard struct {
	Item    string // "question/item"
	Title   string
	Phase   int // the first phase that listens for it
	Machine grading.ItemVerdict
	Tick    *Tick // nil: none yet
	Levels  grading.ByLevel
	Hints   int // rungs that were shown
	Rungs   int // that there are
	Must    bool
}

// Rubric lists the items of the interview, each once, in the order of the phases.
func (sc *Script) Rubric(s State) []Heard {
	var list []Heard
	seen := map[string]bool{}
	for i, p := range sc.Def.Phases {
		for _, ref := range p.Items {
			id := ref.String()
			it := sc.item(id)
			if it == nil || seen[id] {
				continue
			}
			seen[id] = true
			h := Heard{
				Item: id, Title: it.Title, Phase: i, Machine: s.Level(id), Levels: it.Levels, Hints: s.Hints[id],
				Must: slices.Contains(sc.Def.Must, ref),
			}
			for sc.rung(id, h.Rungs+1) != "" {
				h.Rungs++
			}
			if t, ok := s.Ticks[id]; ok {
				h.Tick = &t
			}
			list = append(list, h)
		}
	}
	return list
}

// TryFault runs a sketch on a good day and under one fault of the interviewer's own words. It takes up to some seconds.
func TryFault(text string, task *content.DesignTask, fault string) ([]Trial, error) {
	own := content.DesignTask{Faults: []string{fault}}
	if task != nil {
		own.Load, own.Usual, own.Survives = task.Load, task.Usual, task.Survives
	}
	trials, err := Try(text, &own)
	if err != nil {
		return nil, err
	}
	loads := 1 // each is a trial of its own
	if own.Usual != "" {
		loads++
	}
	if len(trials) == loads {
		return nil, fmt.Errorf("the sketch has nothing that %q could befall", fault)
	}
	if last := trials[loads]; last.LeftOut {
		return nil, errors.New(last.Say)
	}
	return trials, nil
}

// DesignTask is the task of the phase that is on, else the last one before it; nil if there is none.
func (sc *Script) DesignTask(s State) *content.DesignTask {
	for i := s.Phase; i >= 0; i-- {
		if t := sc.Def.Phases[i].Design; t != nil {
			return t
		}
	}
	return nil
}
