package content

import (
	"slices"
	"strings"
)

// lessonFile is a lesson with the places of its parts.
type lessonFile struct {
	Lesson
	front *tree
	steps []stepFile // the same order as Lesson.Steps
}

// lessonFront is the front matter of a lesson.
type lessonFront struct {
	APIVersion string   `yaml:"apiVersion"`
	Kind       string   `yaml:"kind"`
	ID         string   `yaml:"id"`
	Title      string   `yaml:"title"`
	Summary    string   `yaml:"summary"`
	Minutes    int      `yaml:"minutes"`
	Objectives []string `yaml:"objectives"`
	Requires   []string `yaml:"requires"`
}

// parseLesson reads a lesson file whose name, without .md, is name. It returns nil if
// there is nothing that can be read as one.
func parseLesson(src *source, name string) *lessonFile {
	front, at, ok := frontMatter(src)
	if !ok {
		return nil
	}
	l := &lessonFile{front: front}
	var head lessonFront
	front.bind(&head)
	front.checkFormat(head.APIVersion, head.Kind, "Lesson")
	front.checkFileID(head.ID, name)
	if head.Title == "" {
		front.missing("title", "the lesson has no title", "add title:")
	}
	if head.Minutes < 0 || head.Minutes > 600 {
		front.fault("a lesson can't take that many minutes", "write how long it takes, from 1 to 600", "minutes")
	}
	l.Lesson = Lesson{ID: name, Title: head.Title, Summary: head.Summary, Minutes: head.Minutes, Objectives: head.Objectives, Requires: head.Requires}
	l.readSteps(src, at)
	l.checkSteps(src)
	for _, s := range l.steps {
		l.Steps = append(l.Steps, s.Step)
	}
	return l
}

// readSteps splits the lines from at on into step blocks, each with the text after it.
func (l *lessonFile) readSteps(src *source, at int) {
	fence, textFrom := "", at
	finish := func(end int) { // the text of the step before, or of none, ends here
		if len(l.steps) == 0 {
			checkOpening(src, textFrom, end)
			return
		}
		l.steps[len(l.steps)-1].setText(src.between(textFrom, end))
	}
	for i := at; i < len(src.lines); i++ {
		line := src.lines[i]
		if fence != "" {
			if closesFence(line, fence) {
				fence = ""
			}
			continue
		}
		mark, info := fenceOf(line)
		if mark == "" {
			continue
		}
		if !strings.Contains(info, "step=") {
			fence = mark
			continue
		}
		finish(i)
		if len(l.steps) == mostSteps {
			src.fault(i+1, 1, "the lesson has too many steps", "make two lessons of it: a lesson has at most 200 steps")
			return
		}
		end := i + 1
		for end < len(src.lines) && !closesFence(src.lines[end], mark) {
			end++
		}
		l.steps = append(l.steps, parseStep(src, i, end, info))
		i, textFrom = end, min(end+1, len(src.lines))
	}
	if fence != "" {
		src.fault(len(src.lines), 1, "a fenced block does not end", "close it with a line of "+fence)
	}
	finish(len(src.lines))
}

// checkOpening allows one heading and nothing else before the first step.
func checkOpening(src *source, from, to int) {
	heading := false
	for i := from; i < to; i++ {
		line := src.lines[i]
		switch {
		case strings.TrimSpace(line) == "":
		case strings.HasPrefix(line, "# ") && !heading:
			heading = true
		default:
			src.fault(i+1, 1, "this text comes before the first step", "put it after a step block, such as ```yaml step=read id=story")
			return
		}
	}
}

// checkSteps checks what can be said of the steps of one lesson among themselves.
func (l *lessonFile) checkSteps(src *source) {
	if len(l.steps) == 0 {
		src.fault(len(src.lines), 1, "the lesson has no steps", "add one, such as ```yaml step=read id=story")
		return
	}
	predicted, asked := false, false
	for i, s := range l.steps {
		before := l.steps[:i]
		if same := slices.IndexFunc(before, func(o stepFile) bool { return o.ID == s.ID }); same >= 0 && s.ID != "" {
			src.fault(s.Line, 1, "there is a step "+quoted(s.ID)+" already", "choose another id")
		}
		for n, id := range s.After {
			s.tree.checkEarlier(id, before, "", "after", n)
		}
		predicted, asked = predicted || s.Kind == Predict, asked || s.Kind.Asks()
		switch s.Kind {
		case Simulate:
			if !predicted {
				src.fault(s.Line, 1, "nothing is predicted before this simulation", "put a predict step before it: a learner who has not committed to a guess learns little")
			}
			if s.Simulate != nil {
				for n, id := range s.Simulate.Compare {
					s.tree.checkEarlier(id, before, Predict, "compare", n)
				}
				l.checkFlight(&s, before)
			}
		case Explore:
			if !asked {
				src.fault(s.Line, 1, "nothing is asked before this figure", "put a predict or quiz step before it: a learner who has not committed to a guess learns little")
			}
			if s.Explore != nil {
				for n, id := range s.Explore.Compare {
					s.tree.checkEarlier(id, before, Predict, "compare", n)
				}
			}
		case Predict:
			if !comparedLater(l.steps[i+1:], s.ID) {
				src.fault(s.Line, 1, "no simulation answers this prediction", "name it in compare: of a later simulate or explore step, or make it step=quiz, which is answered at once")
			}
		case Debrief:
			if i < len(l.steps)-1 {
				src.fault(s.Line, 1, "a debrief closes a lesson, but steps follow this one", "move it to the end")
			}
		}
	}
}

// comparedLater says whether one of the steps compares a run with the prediction.
func comparedLater(steps []stepFile, id string) bool {
	return slices.ContainsFunc(steps, func(s stepFile) bool {
		return s.Kind == Simulate && (s.Simulate == nil || slices.Contains(s.Simulate.Compare, id)) ||
			s.Kind == Explore && (s.Explore == nil || slices.Contains(s.Explore.Compare, id))
	})
}

// checkEarlier reports an id that is not of an earlier step (of that kind, if not empty).
func (t *tree) checkEarlier(id string, before []stepFile, kind StepKind, path ...any) {
	var ids []string
	for _, s := range before {
		if kind != "" && s.Kind != kind {
			continue
		}
		if s.ID == id {
			return
		}
		ids = append(ids, s.ID)
	}
	what := "step"
	if kind != "" {
		what = string(kind) + " step"
	}
	t.fault("there is no earlier "+what+" "+quoted(id), "name one that comes before; "+nearest(id, ids), path...)
}
