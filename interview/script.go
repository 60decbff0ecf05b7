package interview

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sysprep/content"
	"sysprep/grading"
)

// Script is an interview with what it listens with. Make one with NewScript. It is safe for concurrent use.
type Script struct {
	Def *content.Interview

	graders map[string]*grading.Compiled
	rubrics map[string]*grading.Rubric
	items   map[string][]string // asked for, by question
	facts   *grading.Cues
	lessons map[string]string // id of the lesson that teaches a question, by question
	place   func(string) string
}

// NewScript joins an interview with the rubrics of its pack. It compiles them, which takes some milliseconds.
func NewScript(pack *content.Pack, def *content.Interview) (*Script, error) {
	sc := &Script{
		Def: def, graders: map[string]*grading.Compiled{}, rubrics: map[string]*grading.Rubric{},
		items: map[string][]string{}, lessons: map[string]string{}, place: pack.Place,
	}
	for _, q := range def.Questions() {
		g, err := pack.Grader(q)
		if err != nil {
			return nil, err
		}
		sc.graders[q], sc.rubrics[q] = g, pack.Rubrics.Of(q)
	}
	for _, p := range def.Phases {
		if p.Design != nil {
			if _, err := readTask(p.Design); err != nil {
				return nil, fmt.Errorf("interview %s, phase %s: %w", def.ID, p.ID, err)
			}
		}
		for _, it := range p.Items {
			if !slices.Contains(sc.items[it.Question], it.Item) {
				sc.items[it.Question] = append(sc.items[it.Question], it.Item)
			}
		}
	}
	for _, l := range pack.Lessons {
		for i := range l.Steps {
			if e := l.Steps[i].Explain; e != nil && sc.lessons[e.Question] == "" {
				sc.lessons[e.Question] = l.ID
			}
		}
	}
	shared, err := grading.NewGrader(pack.Rubrics.Lexicon())
	if err != nil {
		return nil, err
	}
	cues := make([]grading.Cue, len(def.Facts))
	for i, f := range def.Facts {
		cues[i] = grading.Cue{ID: f.ID, Ways: f.Ask}
	}
	sc.facts = shared.NewCues(cues)
	return sc, nil
}

// Knowing gives each question the words that the candidate pointed at in earlier answers to it. What is only like them
// is shown as the candidate's own claim, and earns nothing. Call it before the interview begins.
func (sc *Script) Knowing(own func(question string) []grading.OwnWords) {
	for q, g := range sc.graders {
		sc.graders[q] = g.With(own(q))
	}
}

// Begin starts the clock. An empty style is the script's own.
func (sc *Script) Begin(style content.InterviewStyle, host bool) Event {
	return Event{Kind: Began, By: Clock, Style: string(style), Host: host}
}

// Say is the candidate's answer, graded together with all that was answered before: what was said once counts,
// wherever it was said.
func (sc *Script) Say(s State, at time.Duration, text string) Event {
	spoken, _ := s.Spoken()
	if spoken != "" {
		spoken += "\n\n"
	}
	spoken += text
	e := Event{At: at, Kind: Said, By: Candidate, Text: text}
	for _, q := range sc.Def.Questions() {
		e.Verdicts = append(e.Verdicts, sc.graders[q].GradeItems(spoken, sc.items[q]))
	}
	return e
}

// Ask is the candidate's question.
func (sc *Script) Ask(at time.Duration, text string) Event {
	return Event{At: at, Kind: Asked, By: Candidate, Text: text}
}

// Hint is the next rung for the item that needs it most: the one asked after last, else the first of the phase that
// is not explained yet. ok is false when there is nothing left to hint at.
func (sc *Script) Hint(s State, at time.Duration) (e Event, ok bool) {
	try := func(item string) bool {
		n := s.Hints[item] + 1
		text := sc.rung(item, n)
		if text == "" || s.Level(item).Level >= grading.Explained && !s.Level(item).Wrong {
			return false
		}
		e = Event{At: at, Kind: Hinted, By: Interviewer, Text: text, Item: item, N: n}
		return true
	}
	if n := len(s.Probes); n > 0 && s.Probes[n-1].Item != "" && s.Lines[s.Probes[n-1].Line].Phase == s.Phase && try(s.Probes[n-1].Item) {
		return e, true
	}
	for _, ref := range sc.Def.Phases[s.Phase].Items {
		if try(ref.String()) {
			return e, true
		}
	}
	return Event{}, false
}

// rung is the nth hint for an item, from 1; empty if there is none.
func (sc *Script) rung(item string, n int) string {
	it := sc.item(item)
	if it == nil || n < 1 {
		return ""
	}
	rungs := []string{it.Hints.Nudge, it.Hints.Narrow, it.Hints.Teach}
	rungs = slices.DeleteFunc(rungs, func(r string) bool { return r == "" })
	if n > len(rungs) {
		return ""
	}
	return rungs[n-1]
}

// item finds the rubric's item of "question/item".
func (sc *Script) item(ref string) *grading.Item {
	question, id, _ := strings.Cut(ref, "/")
	r := sc.rubrics[question]
	if r == nil {
		return nil
	}
	for i := range r.Items {
		if r.Items[i].ID == id {
			return &r.Items[i]
		}
	}
	return nil
}

// Title is the title of an item "question/item".
func (sc *Script) Title(item string) string {
	if it := sc.item(item); it != nil {
		return it.Title
	}
	return item
}

// estimate finds an estimate by its id.
func (sc *Script) estimate(id string) (content.Estimation, bool) {
	for _, p := range sc.Def.Phases {
		for _, e := range p.Estimates {
			if e.ID == id {
				return e, true
			}
		}
	}
	return content.Estimation{}, false
}

// PhaseLeft is how much of the phase is left at a time; negative when its time is over.
func (sc *Script) PhaseLeft(s State, at time.Duration) time.Duration {
	return time.Duration(sc.Def.Phases[s.Phase].Minutes)*time.Minute - s.PhaseTime(at)
}

// Next ends the phase: the next one begins, or the interview is over.
func (sc *Script) Next(s State, at time.Duration, by Party) Event {
	if s.Phase+1 < len(sc.Def.Phases) {
		return Event{At: at, Kind: Phased, By: by, Ref: sc.Def.Phases[s.Phase+1].ID}
	}
	return Event{At: at, Kind: Ended, By: by}
}

// Rate is the band that the candidates give themselves. The error names the bands.
func (sc *Script) Rate(at time.Duration, band string) (Event, error) {
	band = strings.ReplaceAll(strings.TrimSpace(strings.ToLower(band)), "-", " ")
	if !slices.Contains(content.BandNames, band) {
		return Event{}, fmt.Errorf("%q is not a band: choose one of %s", band, strings.Join(content.BandNames, ", "))
	}
	return Event{At: at, Kind: Rated, By: Candidate, Ref: band}, nil
}
