package content

import (
	"maps"
	"slices"
	"strings"
)

// ThingKind is a kind of thing that has an id in a pack, under which something of a learner's may be kept.
type ThingKind string

// Kinds of things, with how their ids are written in retired: and moved:.
const (
	LessonThing    ThingKind = "lesson"    // lesson
	StepThing      ThingKind = "step"      // lesson/step
	DeckThing      ThingKind = "deck"      // deck
	CardThing      ThingKind = "card"      // deck/card
	QuestionThing  ThingKind = "question"  // rubric
	ItemThing      ThingKind = "item"      // rubric/item
	InterviewThing ThingKind = "interview" // interview
	DrillThing     ThingKind = "drill"     // drill
	ScenarioThing  ThingKind = "scenario"  // scenario
)

// wholeThings have ids of one part, partThings are parts of those.
var (
	wholeThings = []ThingKind{LessonThing, DeckThing, QuestionThing, InterviewThing, DrillThing, ScenarioThing}
	partThings  = []ThingKind{StepThing, CardThing, ItemThing}
)

// Now is the id that a thing has now which was called id once: what pack.yaml says under moved, followed until it comes
// to something that there is. An id that names something, or leads nowhere, stays as it is.
func (p *Pack) Now(kind ThingKind, id string) string {
	if len(p.Manifest.Moved) == 0 {
		return id
	}
	return follow(p.Manifest.Moved, id, func(id string) bool { return p.has(kind, id) })
}

// Former are the ids that a thing of one part had before.
func (p *Pack) Former(kind ThingKind, id string) (old []string) {
	for _, was := range slices.Sorted(maps.Keys(p.Manifest.Moved)) {
		if !strings.Contains(was, "/") && p.Now(kind, was) == id && was != id {
			old = append(old, was)
		}
	}
	return old
}

// NowItem is the id that an item of a question has now, where only the question's present id is known.
func (p *Pack) NowItem(question, item string) string {
	if len(p.Manifest.Moved) == 0 || p.has(ItemThing, question+"/"+item) {
		return item
	}
	for _, old := range append([]string{question + "/" + item}, slices.Sorted(maps.Keys(p.Manifest.Moved))...) {
		if _, part, _ := strings.Cut(old, "/"); part != item {
			continue
		}
		if in, now, _ := strings.Cut(p.Now(ItemThing, old), "/"); in == question {
			return now
		}
	}
	return item
}

// follow goes from an old id to the first that is in use; a part goes with the whole that it belongs to.
func follow(moved map[string]string, id string, used func(string) bool) string {
	at := id
	for range 2*len(moved) + 1 { // each part, and the whole it is in; more would be a circle
		if used(at) {
			return at
		}
		next, ok := moved[at]
		if !ok {
			whole, part, nested := strings.Cut(at, "/")
			if next, ok = moved[whole]; !nested || !ok {
				return id
			}
			next += "/" + part
		}
		at = next
	}
	return id
}

// has says whether the pack has a thing of that kind and id.
func (p *Pack) has(kind ThingKind, id string) bool {
	whole, part, _ := strings.Cut(id, "/")
	switch kind {
	case LessonThing, StepThing:
		i := slices.IndexFunc(p.Lessons, func(l *Lesson) bool { return l.ID == whole })
		return i >= 0 && (kind == LessonThing || slices.ContainsFunc(p.Lessons[i].Steps, func(s Step) bool { return s.ID == part }))
	case DeckThing, CardThing:
		d := p.Decks[whole]
		return d != nil && (kind == DeckThing || slices.ContainsFunc(d.Cards, func(c Card) bool { return c.ID == part }))
	case QuestionThing:
		return contains(p.Rubrics.IDs(), whole)
	case ItemThing:
		return contains(p.Rubrics.IDs(), whole) && contains(p.Rubrics.itemsOf(whole), part)
	case InterviewThing:
		return contains(p.Interviews.IDs(), whole)
	case DrillThing:
		return p.Drills[whole] != nil
	case ScenarioThing:
		return contains(p.Scenarios.IDs(), whole)
	}
	return false
}

// ids are those of everything that can be read of a pack, by kind.
func (p *parsed) ids() map[ThingKind][]string {
	all := map[ThingKind][]string{
		LessonThing: slices.Collect(maps.Keys(p.lessons)), DeckThing: slices.Collect(maps.Keys(p.decks)),
		QuestionThing: slices.Collect(maps.Keys(p.rubrics)), InterviewThing: slices.Collect(maps.Keys(p.interviews)),
		DrillThing: slices.Collect(maps.Keys(p.drills)), ScenarioThing: slices.Collect(maps.Keys(p.scenarios)),
	}
	for id, l := range p.lessons {
		if l != nil {
			for _, s := range l.steps {
				all[StepThing] = append(all[StepThing], id+"/"+s.ID)
			}
		}
	}
	for id, d := range p.decks {
		if d != nil {
			for _, c := range d.Cards {
				all[CardThing] = append(all[CardThing], id+"/"+c.ID)
			}
		}
	}
	for id, r := range p.rubrics {
		if r != nil && r.def != nil {
			for _, item := range r.items() {
				all[ItemThing] = append(all[ItemThing], id+"/"+item)
			}
		}
	}
	return all
}

// checkMoved holds what pack.yaml says of moved ids against those that there are.
func (p *parsed) checkMoved() {
	if len(p.manifest.Moved) == 0 || p.manifestTree.broken || p.lazy {
		return
	}
	ids := p.ids()
	for _, old := range slices.Sorted(maps.Keys(p.manifest.Moved)) {
		if message, do := p.wrongMove(ids, old); message != "" {
			p.manifestTree.fault(message, do, "moved", old)
		}
	}
}

// wrongMove says what is wrong with an entry of moved; it is empty if nothing is.
func (p *parsed) wrongMove(ids map[ThingKind][]string, old string) (message, do string) {
	moved, to := p.manifest.Moved, p.manifest.Moved[old]
	kinds, form := wholeThings, "write that of a lesson, deck, rubric or interview; of a part, write lesson/step, deck/card or rubric/item"
	if strings.Contains(old, "/") {
		kinds = partThings
	}
	switch {
	case !isThingID(old):
		return quoted(old) + " is not an id", form
	case !isThingID(to) || strings.Contains(old, "/") != strings.Contains(to, "/"):
		return quoted(old) + " can't be called " + quoted(to) + " now", "write the new id in the form of the old one: a step moves to lesson/step"
	case contains(p.manifest.Retired, old):
		return "the id " + quoted(old) + " is both moved and retired", "keep one: what is moved keeps its progress, what is retired shows it no more"
	}
	var taken bool
	for _, kind := range kinds {
		used := func(id string) bool { return contains(ids[kind], id) }
		if at := follow(moved, old, used); at != old {
			return "", ""
		}
		taken = taken || used(old)
	}
	switch {
	case taken:
		return "the id " + quoted(old) + " is moved but in use", "give the thing that has it now an id of its own, or remove the entry"
	case contains(p.manifest.Retired, to):
		return "", "" // was moved first, and retired later
	case moved[to] != "":
		return quoted(old) + " is moved to nothing that there is", "end the way from " + quoted(old) + " at an id in use"
	}
	var all []string
	for _, kind := range kinds {
		all = append(all, ids[kind]...)
	}
	return "there is no " + quoted(to) + ", to which " + quoted(old) + " is moved", nearest(to, all)
}

// isThingID says whether a text is an id, or one of a part in a whole.
func isThingID(id string) bool {
	whole, part, nested := strings.Cut(id, "/")
	return idPattern.MatchString(whole) && (!nested || idPattern.MatchString(part))
}
