package grading

// Showing is a design that shows an item by how it behaves: the knobs meet their conditions, and the goals held over
// the seeds of the challenge. It is data of a rubric; see scenarios.Meets for conditions.
type Showing struct {
	Says     string            `yaml:"says"` // what such a design does, as half a sentence: "each meter waits a time of its own"
	Scenario string            `yaml:"scenario"`
	Knobs    map[string]string `yaml:"knobs,omitempty"`
	Goals    []string          `yaml:"goals,omitempty"`
}

// Shown tells what the words of an answer and a judged design say together about an item.
type Shown string

// The four cases; no Shown where the rubric asks for no design, or none was judged.
const (
	SaidAndShown Shown = "said and shown"
	SaidNotShown Shown = "said, not shown"
	ShownNotSaid Shown = "shown, not said"
	NotShown     Shown = "neither"
)

// Join sets what words and design say together. says is what such a design does, held what was judged of the learner's, if
// it shows the item. The level stays: words are graded by words.
func (iv *ItemVerdict) Join(shows bool, says, held string) {
	said := iv.Level >= Named && !iv.Wrong
	switch {
	case said && shows:
		iv.Shown, iv.Design = SaidAndShown, "Your design shows it too: "+says+held+"."
	case said:
		iv.Shown, iv.Design = SaidNotShown, "You say it, and the design that was judged does not show it: "+says+"."
	case shows:
		iv.Shown, iv.Design = ShownNotSaid, "Your design shows it, and your words don't yet: "+says+held+". Why does that help?"
	default:
		iv.Shown, iv.Design = NotShown, ""
	}
}
