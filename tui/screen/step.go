package screen

import (
	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/lessons"
)

// Step is the part of the lesson player that plays one step. The player gives it the
// state after each recorded event, and the frame around it.
type Step interface {
	Init() tea.Cmd
	Update(tea.Msg) (Step, tea.Cmd)
	View(w, h int) Page
	Keys() Keys
	SetState(lessons.State) Step
}

// StepContext is what a step needs to know.
type StepContext struct {
	Env    *Env
	Lesson *content.Lesson
	Index  int
	State  lessons.State
	Draft  string // unsent text of this step
}

// Step is the step's definition.
func (c StepContext) Step() *content.Step { return &c.Lesson.Steps[c.Index] }

// Did is what the learner has done in the step.
func (c StepContext) Did() lessons.StepState { return c.State.Steps[c.Index] }

// Done says whether the step is done.
func (c StepContext) Done() bool { return c.Did().Status == lessons.Done }

// DraftKey is the key of the step's draft.
func (c StepContext) DraftKey() string {
	return c.Env.Journal.DraftKey(c.Lesson.ID, c.Step().ID)
}

// Do returns a command that asks the player to record an event of this step.
func (c StepContext) Do(e lessons.Event) tea.Cmd { return c.DoThen(e, nil) }

// DoThen is Do, and what is to follow once the event is on disk.
func (c StepContext) DoThen(e lessons.Event, then tea.Msg) tea.Cmd {
	e.Step, e.Hash, e.At = c.Step().ID, c.Step().Hash, c.Env.Journal.Now()
	return Send(Do{Event: e, Then: then})
}

// Prose returns a command that renders Markdown away from Update and View; it answers
// with Rendered.
func (c StepContext) Prose(text string, w int) tea.Cmd { return c.ProseOf("", text, w) }

// ProseOf is Prose for a part of what the step shows, which comes back with its name: "" is
// the step's own text, and the id of a step what explains its answer.
func (c StepContext) ProseOf(part, text string, w int) tea.Cmd {
	th := c.Env.Theme
	id := c.Step().ID
	return func() tea.Msg {
		return Rendered{Step: id, Part: part, Width: w, Lines: renderProse(text, w, th)}
	}
}

// Rendered is Markdown made into lines.
type Rendered struct {
	Step  string
	Part  string // as in ProseOf
	Width int
	Lines []string
}
