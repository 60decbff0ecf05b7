package content

import (
	"fmt"
	"strings"

	"sysprep/grading"
)

// lint looks at a lesson beyond what the loader refuses.
func (l *lessonFile) lint(src *source) {
	for i := range l.steps {
		end := len(src.lines)
		if i+1 < len(l.steps) {
			end = l.steps[i+1].Line - 1
		}
		l.lintStep(src, i, end)
	}
	l.lintMinutes()
}

// lintStep looks at a step whose text ends at a line (from 0).
func (l *lessonFile) lintStep(src *source, i, end int) {
	s := &l.steps[i]
	from := s.Line // the line after the fence that opens its block
	for from < end && !closesFence(src.lines[from], "```") && !closesFence(src.lines[from], "~~~") {
		from++
	}
	from = min(from+1, end)
	lintMarkdown(src, from, end)
	lintReading(src, from, end)
	if s.Ask != nil {
		s.lintAsk()
	}
	if s.Worked != nil {
		for n, line := range s.Worked.Lines {
			if line.Quantity != nil {
				s.tree.lintUnit(line.Quantity.Unit, "lines", n, "answer", "quantity")
			}
		}
	}
	sim := s.Simulate
	if sim == nil {
		return
	}
	if len(sim.Compare) == 0 && sim.Preflight == "" && !l.predictedSince(i) {
		s.warnStep("ask-first", "this run is compared with no prediction", "add a predict step before it and name it in compare: a learner who has not committed to a guess learns little")
	}
	if len(sim.Claims) == 0 && sim.Preflight == "" && sim.Raster == nil && sim.Landscape == nil {
		s.warnStep("no-claim", "nothing that this run shows is proved", "name expects of the scenario in claims:, so that the tests hold what the text says")
	}
}

// predictedSince says whether something was asked between the simulation before step i and it.
func (l *lessonFile) predictedSince(i int) bool {
	for i--; i >= 0 && l.steps[i].Kind != Simulate; i-- {
		if l.steps[i].Kind.Asks() || l.steps[i].Kind == Preflight || l.steps[i].Kind == Challenge {
			return true
		}
	}
	return false
}

// lintAsk looks at a question for its own answer, and for units that nobody knows.
func (s *stepFile) lintAsk() {
	a := s.Ask
	if q := a.Quantity; q != nil {
		s.tree.lintUnit(q.Unit, "answer", "quantity")
		if q.Value != 0 && holdsNumber(a.Prompt, q) {
			s.warnStep("cue-in-prompt", "the answer is in the prompt", "ask without it", "prompt")
		}
	}
	for i, c := range a.Choices {
		if c.ID == a.Answer && len(c.Text) >= leastCue && strings.Contains(strings.ToLower(a.Prompt), strings.ToLower(strings.TrimRight(c.Text, "."))) {
			s.warnStep("cue-in-prompt", "the prompt holds the right choice word for word", "ask without it", "choices", i, "text")
		}
	}
}

// leastCue is how long a choice must be to give itself away: "full" may stand in a prompt by chance.
const leastCue = 8

// holdsNumber says whether a prompt holds the answer, with its unit.
func holdsNumber(prompt string, q *Quantity) bool {
	if q.Unit == "" {
		return false // a bare number in a prompt is one of its data as often as not
	}
	for _, w := range strings.Fields(prompt) {
		v, unit, ok := parseQuantity(strings.TrimRight(w, ".,;:?!)"))
		if ok && unit == q.Unit && v == q.Value {
			return true
		}
	}
	return false
}

// lintUnit reports a unit that answers are not read in: a learner who writes it is not understood.
func (t *tree) lintUnit(unit string, path ...any) {
	if !grading.KnownUnit(unit) {
		t.warn("unknown-unit", "answers in "+quoted(unit)+" are not understood", "use a unit such as /s, ms, s, min, h, KB, MB/s, Mbit/s, % or x, or none", path...)
	}
}

// lintReading reports a text that is hard to read, at its first line.
func lintReading(src *source, from, to int) {
	for from < to && strings.TrimSpace(src.lines[from]) == "" {
		from++
	}
	text := proseOf(strings.Join(src.lines[from:max(to, from)], "\n"))
	grade, words, longest, at := readingGrade(text)
	switch {
	case longest > mostLength:
		line := from
		for i := from; i < to; i++ {
			if strings.Contains(src.lines[i], at) {
				line = i
				break
			}
		}
		src.warn("reading-level", line+1, 1, fmt.Sprintf("a sentence here has %d words", longest), fmt.Sprintf("make several of it: above %d words readers begin again", mostLength))
	case words >= leastWords && grade > mostGrade:
		src.warn("reading-level", from+1, 1, fmt.Sprintf("this text takes %.0f years of school to read", grade), fmt.Sprintf("use shorter sentences and words: %.0f is enough (Flesch-Kincaid)", mostGrade))
	}
}

// Minutes that a step takes beside its reading, about.
var stepMinutes = map[StepKind]float64{
	Predict: 0.7, Quiz: 0.5, Spot: 0.5, Estimate: 1.5, Worked: 1, Simulate: 2, Challenge: 4, Explain: 3,
	Explore: 2.5, Preflight: 1.5, Recall: 1, Debrief: 0.5,
}

// wordsAMinute is how fast a text with numbers in it is read.
const wordsAMinute = 180

// lintMinutes holds what a lesson says of its length against what is in it.
func (l *lessonFile) lintMinutes() {
	about := 0.0
	for _, s := range l.steps {
		about += stepMinutes[s.Kind] + float64(len(strings.Fields(s.Text)))/wordsAMinute
		if s.Ask != nil {
			about += float64(len(strings.Fields(s.Ask.Prompt+" "+s.Ask.Explain))) / wordsAMinute
		}
	}
	switch {
	case l.front.broken:
	case l.Minutes == 0:
		l.front.warn("minutes", "the lesson does not say how long it takes", fmt.Sprintf("add minutes: %.0f, about", max(1, about)))
	case float64(l.Minutes) < about/2 || float64(l.Minutes) > about*2+5:
		l.front.warn("minutes", fmt.Sprintf("the lesson says %d minutes, and its steps take about %.0f", l.Minutes, about), "mend minutes:, or the lesson", "minutes")
	}
}
