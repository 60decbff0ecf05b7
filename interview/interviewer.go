package interview

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sysprep/content"
	"sysprep/grading"
)

// Marks of the interviewer's own words, in Event.Ref.
const (
	soothing = "silence"
	closing  = "closing"
)

// The tutor's manners, as an interviewer.
const (
	patience     = 20 * time.Second  // of silence, before a probe comes by the clock alone
	longSilence  = 150 * time.Second // after which a supportive interviewer says that silence is fine
	shortOfTime  = 75 * time.Second  // left in a phase: no more probes
	goDeeperFrom = 0.3               // share of a phase that must be left to ask for trade-offs
)

// Reply is what the tutor does next, as the interviewer, given the state and the clock: events to be applied in
// order, none most of the time. Call it after each of the candidate's acts, and once a second. A person who
// interviews does all this alone; then only the clock of the phases is kept.
func (sc *Script) Reply(s State, at time.Duration) []Event {
	if !s.Started || s.Over {
		return nil
	}
	if sc.PhaseLeft(s, at) <= 0 && !s.Host {
		return []Event{sc.Next(s, at, Clock)}
	}
	if s.Host {
		return nil
	}
	if e, ok := sc.curveball(s, at); ok {
		return []Event{e}
	}
	if !s.answered {
		return sc.answer(s, at)
	}
	if e, ok := sc.byTheClock(s, at); ok {
		return []Event{e}
	}
	return nil
}

// answer replies to what the candidate did last.
func (sc *Script) answer(s State, at time.Duration) []Event {
	last := s.Lines[len(s.Lines)-1]
	for i := len(s.Lines) - 1; i >= 0; i-- { // a curveball may have come in between
		if s.Lines[i].By == Candidate {
			last = s.Lines[i]
			break
		}
	}
	switch last.Kind {
	case Asked:
		return []Event{sc.tell(at, last.Text)}
	case Tried:
		if e, ok := sc.dig(s, at); ok {
			return []Event{e}
		}
		return []Event{{At: at, Kind: Replied, By: Interviewer, Text: "What would you change, and what does that cost?"}}
	}
	return []Event{sc.follow(s, at)}
}

// tell answers a question with the facts that it asks for.
func (sc *Script) tell(at time.Duration, question string) Event {
	e := Event{At: at, Kind: Told, By: Interviewer, Refs: sc.facts.Asked(question)}
	var says []string
	for _, id := range e.Refs {
		f, _ := sc.Def.Fact(id)
		says = append(says, f.Say)
	}
	e.Text = strings.Join(says, " ")
	if len(e.Refs) == 0 {
		e.Text = "I have no figure for that. Assume what seems reasonable to you, and say what you assume."
	}
	return e
}

// follow is what comes after an answer: in a phase of estimates the next quantity, else a probe, else the end of
// the phase's questions.
func (sc *Script) follow(s State, at time.Duration) Event {
	p := &sc.Def.Phases[s.Phase]
	for _, e := range p.Estimates {
		if !s.Sizes[e.ID].Asked {
			return Event{At: at, Kind: Quizzed, By: Interviewer, Text: sc.praise(s) + e.Ask, Ref: e.ID}
		}
	}
	if e, ok := sc.teach(s, at); ok {
		return e
	}
	if e, ok := sc.dig(s, at); ok {
		e.Text = sc.praise(s) + e.Text
		return e
	}
	if sc.moreToCome(s, at) {
		return Event{At: at, Kind: Replied, By: Interviewer, Text: sc.praise(s) + "Go on, I'm listening."}
	}
	if s.closing {
		return Event{At: at, Kind: Replied, By: Interviewer, Text: "Noted."}
	}
	text := "I have no more questions here. Add what you like, or move on."
	if sc.PhaseLeft(s, at) < shortOfTime {
		text = "Our time for this part is nearly up. Finish your thought, or move on."
	}
	return Event{At: at, Kind: Replied, By: Interviewer, Text: sc.praise(s) + text, Ref: closing}
}

// praise is a few words that say what was good about the last answer, without telling what is listened for.
func (sc *Script) praise(s State) string {
	if s.Style == content.Strict {
		return ""
	}
	var now, before grading.Level
	var probed string
	answers, since := 0, 0 // in all, and since the last probe
	last := len(s.Probes) - 1
	for i, l := range s.Lines {
		if l.Kind == Said {
			answers++
			if last >= 0 && i > s.Probes[last].Line {
				since++
			}
		}
	}
	if since == 1 { // it is the answer to that probe
		probed, before = s.Probes[last].Item, s.Probes[last].Level
		now = s.Level(probed).Level
	}
	switch {
	case probed != "" && now > before && now >= grading.Tradeoff:
		return "Good: you say what it costs. "
	case probed != "" && now > before && now >= grading.Explained:
		return "Good, that is clear. "
	case answers == 1:
		return "Thank you. "
	}
	return ""
}

// teach is the guided style's next rung, when the last probe led nowhere.
func (sc *Script) teach(s State, at time.Duration) (Event, bool) {
	n := len(s.Probes)
	if s.Style != content.Guided || n == 0 || s.Lines[s.Probes[n-1].Line].Phase != s.Phase {
		return Event{}, false
	}
	item := s.Probes[n-1].Item
	if item == "" || s.Level(item).Level >= grading.Explained {
		return Event{}, false
	}
	rung := s.Hints[item] + 1
	text := sc.rung(item, rung)
	return Event{At: at, Kind: Hinted, By: Interviewer, Text: text, Item: item, N: rung}, text != ""
}

// dig finds the follow-up that is worth most now: at what is wrong, then at what is shallow, then at what is missing;
// when time is short, at what is missing first. It asks for each state of an item once.
func (sc *Script) dig(s State, at time.Duration) (Event, bool) {
	left := sc.PhaseLeft(s, at)
	whole := time.Duration(sc.Def.Phases[s.Phase].Minutes) * time.Minute
	if left < min(shortOfTime, whole/4) {
		return Event{}, false
	}
	order := []content.ProbeWhen{content.WhenWrong, content.WhenNamed, content.WhenMissing, content.WhenExplained}
	if left < whole/3 {
		order = []content.ProbeWhen{content.WhenWrong, content.WhenMissing, content.WhenNamed, content.WhenExplained}
	}
	for _, when := range order {
		if when == content.WhenExplained && float64(left) < goDeeperFrom*float64(whole) {
			continue
		}
		if e, ok := sc.unasked(s, at); ok && when == content.WhenMissing {
			return e, true
		}
		for _, ref := range sc.Def.Phases[s.Phase].Items {
			if e, ok := sc.probe(s, at, ref, when); ok {
				return e, true
			}
		}
	}
	return Event{}, false
}

// probe asks after an item if it is in that state and was not asked after in it.
func (sc *Script) probe(s State, at time.Duration, ref content.ItemRef, when content.ProbeWhen) (Event, bool) {
	item := ref.String()
	v := s.Level(item)
	if whenOf(v) != when || slices.ContainsFunc(s.Probes, func(p Probing) bool { return p.Item == item && p.When == when }) {
		return Event{}, false
	}
	e := Event{At: at, Kind: Probed, By: Interviewer, Item: item, When: string(when)}
	for _, p := range sc.Def.Phases[s.Phase].Probes {
		if p.Item != ref || p.When != when {
			continue
		}
		if time.Duration(p.After) > s.PhaseTime(at) {
			return Event{}, false // its time will come
		}
		e.Ref, e.Text = p.ID, p.Ask
		return e, true
	}
	e.Text = sc.usualProbe(s, v, item)
	return e, e.Text != ""
}

// usualProbe is the rubric's own follow-up.
func (sc *Script) usualProbe(s State, v grading.ItemVerdict, item string) string {
	switch {
	case v.Wrong && s.Style == content.Guided:
		return v.Feedback
	case v.Wrong && len(v.Against) > 0:
		return fmt.Sprintf("You said: “%s”. Are you sure? Take me through it.", clip(v.Against[0].Text, 120))
	case v.Wrong:
		return "Are you sure of that? Take me through it."
	}
	it := sc.item(item)
	if it == nil {
		return ""
	}
	switch v.Level {
	case grading.Missed:
		return firstOf(it.FollowUps.Named, it.FollowUps.Explained)
	case grading.Named:
		return it.FollowUps.Explained
	case grading.Explained:
		return it.FollowUps.Tradeoff
	}
	return ""
}

func whenOf(v grading.ItemVerdict) content.ProbeWhen {
	switch {
	case v.Wrong:
		return content.WhenWrong
	case v.Level == grading.Missed:
		return content.WhenMissing
	case v.Level == grading.Named:
		return content.WhenNamed
	case v.Level == grading.Explained:
		return content.WhenExplained
	}
	return "" // nothing more to ask
}

// moreToCome tells if a probe of the phase only waits for its time.
func (sc *Script) moreToCome(s State, at time.Duration) bool {
	return slices.ContainsFunc(sc.Def.Phases[s.Phase].Probes, func(p content.Probe) bool {
		if time.Duration(p.After) <= s.PhaseTime(at) || sc.PhaseLeft(s, at) < shortOfTime {
			return false
		}
		if len(p.Unasked) > 0 {
			return !slices.ContainsFunc(p.Unasked, func(id string) bool { return slices.Contains(s.Told, id) })
		}
		item := p.Item.String()
		return whenOf(s.Level(item)) == p.When &&
			!slices.ContainsFunc(s.Probes, func(q Probing) bool { return q.Item == item && q.When == p.When })
	})
}

// unasked is a probe for facts that nobody has asked for.
func (sc *Script) unasked(s State, at time.Duration) (Event, bool) {
	for _, p := range sc.Def.Phases[s.Phase].Probes {
		if len(p.Unasked) == 0 || time.Duration(p.After) > s.PhaseTime(at) {
			continue
		}
		asked := slices.ContainsFunc(p.Unasked, func(id string) bool { return slices.Contains(s.Told, id) })
		before := slices.ContainsFunc(s.Probes, func(q Probing) bool { return q.ID == p.ID && s.Lines[q.Line].Phase == s.Phase })
		if !asked && !before {
			return Event{At: at, Kind: Probed, By: Interviewer, Text: p.Ask, Ref: p.ID}, true
		}
	}
	return Event{}, false
}

// byTheClock is what the interviewer does unasked: the first estimate of a phase, probes whose time has come while
// nobody speaks, and a word about silence.
func (sc *Script) byTheClock(s State, at time.Duration) (Event, bool) {
	p := &sc.Def.Phases[s.Phase]
	quiet := at - s.Lines[len(s.Lines)-1].At
	if len(p.Estimates) > 0 && s.quizzed == "" {
		e := p.Estimates[0]
		return Event{At: at, Kind: Quizzed, By: Interviewer, Text: e.Ask, Ref: e.ID}, true
	}
	if quiet < patience {
		return Event{}, false
	}
	if e, ok := sc.unasked(s, at); ok {
		return e, true
	}
	for _, probe := range p.Probes {
		if probe.After > 0 && time.Duration(probe.After) <= s.PhaseTime(at) && probe.Item.Question != "" {
			if e, ok := sc.probe(s, at, probe.Item, probe.When); ok {
				return e, true
			}
		}
	}
	if quiet >= longSilence && !s.soothed && s.Style != content.Strict {
		return Event{At: at, Kind: Replied, By: Interviewer, Text: "Take your time. If you are stuck, say what you would look at first, or ask for a hint.", Ref: soothing}, true
	}
	return Event{}, false
}

// curveball is the first one that is due.
func (sc *Script) curveball(s State, at time.Duration) (Event, bool) {
	for _, c := range sc.Def.Phases[s.Phase].Curveballs {
		if slices.Contains(s.Thrown, c.ID) {
			continue
		}
		due := c.At > 0 && s.PhaseTime(at) >= time.Duration(c.At) ||
			c.OnFact != "" && slices.Contains(s.Told, c.OnFact) ||
			c.OnItem.Question != "" && s.Level(c.OnItem.String()).Level >= grading.Named
		if due {
			return sc.Throw(at, c), true
		}
	}
	return Event{}, false
}

// Throw is a curveball; a person who interviews may throw any.
func (sc *Script) Throw(at time.Duration, c content.Curveball) Event {
	return Event{At: at, Kind: Threw, By: Interviewer, Text: c.Say, Ref: c.ID}
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// clip cuts a text after so many runes.
func clip(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	return string(r[:most-1]) + "…"
}
