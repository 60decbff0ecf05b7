// Package bots plays the interviews of a pack with scripted candidates, and says what does not hold: a probe or curveball
// that comes for nobody, an act that gets no answer, a clock that is not kept, results that are not in the order of the
// candidates.
//
// A pack may bring candidates of its own, in exemplars/INTERVIEW/KIND.yaml. For kinds that it does not, bots are made of
// the sentences under exemplars: in its rubrics. What a probe waits for and none of these gives is tried once more by a bot
// made for that probe.
package bots

import (
	"embed"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/interview"
	"sysprep/scenarios"
)

// Kinds are the candidates that each interview is played with, the best first. Echo pastes the interviewer's own words.
var Kinds = []string{"strong", "mid", "weak", "silent", "offtopic", "stuffing", "echo"}

// mistaken asserts what the rubrics know to be wrong; a pack may bring it, and more kinds of its own.
const mistaken = "mistaken"

//go:embed candidates
var ofCore embed.FS

// Own are the candidates that a pack brings for an interview, by kind. Those of the core pack lie here.
func Own(pack *content.Pack, id string) (map[string]interview.Answers, error) {
	texts := pack.Candidates[id]
	if pack.Manifest.ID == "core" {
		texts = map[string]string{}
		files, _ := ofCore.ReadDir(path.Join("candidates", id)) // an interview without any has none
		for _, f := range files {
			text, err := ofCore.ReadFile(path.Join("candidates", id, f.Name()))
			if err != nil {
				return nil, err
			}
			texts[strings.TrimSuffix(f.Name(), ".yaml")] = string(text)
		}
	}
	all := map[string]interview.Answers{}
	for kind, text := range texts {
		a, err := interview.ReadAnswers([]byte(text))
		if err != nil {
			return nil, fmt.Errorf("exemplars/%s/%s.yaml: %w", id, kind, err)
		}
		all[kind] = a
	}
	return all, nil
}

// Made makes a candidate of a kind; ok is false for a kind that nothing is known of.
func Made(pack *content.Pack, def *content.Interview, kind string) (a interview.Answers, ok bool) {
	w := writer{pack: pack, def: def}
	for i := range def.Phases {
		w.acts = nil
		p := &def.Phases[i]
		switch kind {
		case "strong":
			w.asks(i, len(def.Facts))
			w.estimates(p, 1)
			w.items(p, grading.Tradeoff, 1)
			w.sketch(p)
		case "mid":
			w.asks(i, (len(def.Facts)+1)/2)
			w.estimates(p, 2)
			w.items(p, grading.Explained, 2)
		case "weak":
			w.items(p, grading.Named, 3)
		case "silent":
		case "offtopic":
			w.say(beside[i%len(beside)])
		case "stuffing":
			w.say(w.terms(p))
		case "echo":
			w.say(p.Prompt)
			for _, e := range p.Estimates {
				w.say(e.Ask)
			}
		case mistaken:
			for _, ref := range p.Items {
				w.say(w.misconception(ref))
			}
		default:
			return interview.Answers{}, false
		}
		w.spread(p)
	}
	return interview.Answers{Acts: w.all}, true
}

// beside are fluent sentences that answer nothing.
var beside = []string{
	"I have lived in three countries, and in each I found a choir to sing in.",
	"Our office had a wall for postcards, which I would like to have here as well.",
	"Blue is a calm colour for a page, and charts look better with a title.",
	"On Fridays we cooked together, and the one who lost at cards washed up.",
}

// writer writes the acts of a made candidate, phase by phase.
type writer struct {
	pack  *content.Pack
	def   *content.Interview
	acts  []interview.Act // of the phase
	all   []interview.Act
	asked bool
}

func (w *writer) say(text string) {
	if text = strings.TrimSpace(text); text != "" {
		w.acts = append(w.acts, interview.Act{Say: text})
	}
}

// asks asks for the first n facts: in the first phase for questions, or in the first of all.
func (w *writer) asks(phase, n int) {
	clarify := slices.IndexFunc(w.def.Phases, func(p content.Phase) bool { return p.Kind == content.Clarify })
	if phase != max(clarify, 0) || w.asked {
		return
	}
	w.asked = true
	for _, f := range w.def.Facts[:n] {
		if len(f.Ask) > 0 {
			w.acts = append(w.acts, interview.Act{Ask: f.Ask[0]})
		}
	}
}

// estimates answers every nth estimate rightly, and the others five times too high.
func (w *writer) estimates(p *content.Phase, n int) {
	for i, e := range p.Estimates {
		if e.Quantity == nil {
			continue
		}
		value := e.Quantity.Value
		if i%n != 0 {
			value *= 5
		}
		w.say("That is about " + grading.Amount(value, e.Quantity.Unit) + ".")
	}
}

// items says a sentence for every nth item of a phase: one at the level, or the best below it.
func (w *writer) items(p *content.Phase, level grading.Level, n int) {
	for i, ref := range p.Items {
		if i%n == 0 {
			w.say(w.sentence(ref, level))
		}
	}
}

// sentence is an exemplar of an item at a level, or of the next below that has any. A trade-off is said after the
// explanation that it is about.
func (w *writer) sentence(ref content.ItemRef, level grading.Level) string {
	it := w.item(ref)
	if it == nil {
		return ""
	}
	by := [...][]string{nil, it.Exemplars.Named, it.Exemplars.Explained, it.Exemplars.Tradeoff}
	if level == grading.Tradeoff && len(by[level]) > 0 && len(by[grading.Explained]) > 0 {
		return by[grading.Explained][0] + " " + by[level][0]
	}
	for ; level > grading.Missed; level-- {
		if len(by[level]) > 0 {
			return by[level][0]
		}
	}
	return ""
}

func (w *writer) item(ref content.ItemRef) *grading.Item {
	r := w.pack.Rubrics.Of(ref.Question)
	if r == nil {
		return nil
	}
	i := slices.IndexFunc(r.Items, func(it grading.Item) bool { return it.ID == ref.Item })
	if i < 0 {
		return nil
	}
	return &r.Items[i]
}

// misconception is a sentence that asserts one about the item; empty if none is known.
func (w *writer) misconception(ref content.ItemRef) string {
	if it := w.item(ref); it != nil {
		for _, m := range it.Misconceptions {
			if len(m.Exemplars) > 0 {
				return m.Exemplars[0]
			}
			if m.Claim != "" {
				return m.Claim
			}
		}
	}
	return ""
}

// terms drops the names of what a phase asks for, and says nothing about them.
func (w *writer) terms(p *content.Phase) string {
	var words []string
	for _, ref := range p.Items {
		it := w.item(ref)
		if it == nil {
			continue
		}
		words = append(words, it.Title)
		things := w.pack.Rubrics.Of(ref.Question).Things
		for _, group := range slices.Sorted(maps.Keys(things)) {
			if i := slices.IndexFunc(things[group], func(e string) bool { return !strings.ContainsAny(e, "=:.") }); i >= 0 {
				words = append(words, strings.TrimRight(things[group][i], "*"))
			}
		}
	}
	var once []string
	for _, word := range words {
		if !slices.Contains(once, word) && len(once) < mostTerms {
			once = append(once, word)
		}
	}
	return strings.Join(once, ", ")
}

// mostTerms is how many terms are dropped in a phase.
const mostTerms = 20

// sketch runs the sketch that a phase begins with, if there is one.
func (w *writer) sketch(p *content.Phase) {
	if p.Design != nil && p.Design.Start != "" {
		w.acts = append(w.acts, interview.Act{Sketch: p.Design.Start}, interview.Act{Try: true})
	}
}

// spread gives the acts of a phase their times: evenly, in its first four fifths, at most forty seconds apart.
func (w *writer) spread(p *content.Phase) {
	if len(w.acts) == 0 {
		return
	}
	gap := time.Duration(p.Minutes) * time.Minute * 4 / 5 / time.Duration(len(w.acts)+1)
	gap = max(min(gap, 40*time.Second), time.Second)
	for _, act := range w.acts {
		act.Phase, act.After = p.ID, scenarios.Duration(gap)
		w.all = append(w.all, act)
	}
}
