package content

import (
	"sysprep/scenarios"
)

// Pack is a checked pack, ready to use. All references in it resolve.
type Pack struct {
	Manifest   Manifest
	Lessons    []*Lesson // in the order of the syllabus
	Scenarios  *Systems
	Rubrics    *Rubrics // with the lexicon, which is that of the core pack if the pack has none
	Decks      map[string]*Deck
	Drills     map[string]*Drill
	Interviews *Interviews
	Exemplars  []Exemplar // answers with the levels that they must be graded to, by file

	// Candidates are the texts of exemplars/INTERVIEW/KIND.yaml by interview and kind: scripted candidates, in the form that
	// package interview reads. Those of the core pack are kept by package interview/bots.
	Candidates map[string]map[string]string

	graders graders
	found   string // see Found
}

// Manifest is pack.yaml.
type Manifest struct {
	APIVersion string       `yaml:"apiVersion"`
	Kind       string       `yaml:"kind"`
	ID         string       `yaml:"id"`      // "owner/name" or "core"; never changes; progress is keyed by it
	Version    string       `yaml:"version"` // semantic version of the content
	Title      string       `yaml:"title"`
	Summary    string       `yaml:"summary,omitempty"`
	Language   string       `yaml:"language,omitempty"`
	License    string       `yaml:"license,omitempty"`
	Authors    []string     `yaml:"authors,omitempty"`
	Objectives []Objective  `yaml:"objectives,omitempty"`
	Syllabus   []SyllabusAt `yaml:"syllabus"`
	Loops      []Loop       `yaml:"loops,omitempty"`   // rows of interviews with one decision
	Retired    []string     `yaml:"retired,omitempty"` // ids that are no more and must not be used again

	// Moved has the ids of things that had another one: old id -> new id. Progress goes with them; see Pack.Now.
	Moved    map[string]string `yaml:"moved,omitempty"`
	Requires Requires          `yaml:"requires,omitempty"`
}

// Requires says what a pack needs.
type Requires struct {
	Sysprep string `yaml:"sysprep,omitempty"` // the least version of the format's features: ">=1.0.0"; see FormatLevel
}

// Objective is something a learner can do after the pack.
type Objective struct {
	ID   string `yaml:"id"`
	Text string `yaml:"text"`
}

// SyllabusAt is one entry of the syllabus, in order. A deck belongs to the lesson
// before it.
type SyllabusAt struct {
	Lesson    string `yaml:"lesson,omitempty"`
	Deck      string `yaml:"deck,omitempty"`
	Interview string `yaml:"interview,omitempty"`
}

// names gives the kind of what the entry lists, its id, and where it is kept; ok is false unless it lists one thing.
func (at SyllabusAt) names() (kind, id, file string, ok bool) {
	n := 0
	for _, c := range [...]struct{ kind, id, folder, ext string }{
		{"lesson", at.Lesson, "lessons/", ".md"}, {"deck", at.Deck, "decks/", ".md"}, {"interview", at.Interview, "interviews/", ".yaml"},
	} {
		if c.id != "" {
			kind, id, file = c.kind, c.id, c.folder+c.id+c.ext
			n++
		}
	}
	return kind, id, file, n == 1
}

// Lesson is an ordered list of steps.
type Lesson struct {
	ID         string
	Title      string
	Summary    string
	Minutes    int
	Objectives []string
	Requires   []string // ids of lessons that are better done before
	Steps      []Step
	Decks      []*Deck // those that the syllabus lists after the lesson, before the next
}

// StepKind is the kind of a step.
type StepKind string

// Kinds of steps.
const (
	Read      StepKind = "read"
	Predict   StepKind = "predict"
	Simulate  StepKind = "simulate"
	Challenge StepKind = "challenge"
	Explain   StepKind = "explain"
	Quiz      StepKind = "quiz"
	Spot      StepKind = "spot"      // one of several sentences is wrong: which?
	Estimate  StepKind = "estimate"  // a drill, with new numbers at each try
	Worked    StepKind = "worked"    // an example worked out line by line, some lines by the learner
	Explore   StepKind = "explore"   // a figure in the learner's own hands
	Preflight StepKind = "preflight" // what to protect a system from, before it is attacked
	Recall    StepKind = "recall"    // a question of an earlier lesson, drawn for the learner
	Debrief   StepKind = "debrief"   // closes a lesson
)

// Step is one step of a lesson. Text is Markdown, already filtered; the field named
// after the kind is set; Ask serves Predict, Quiz and Spot. Use AskFor, which knows Estimate too.
type Step struct {
	ID    string
	Kind  StepKind
	Title string
	Text  string
	After []string // ids of steps that must be done before this one opens
	Hash  string   // of the step's source; progress made against another hash is "changed since"
	Line  int      // line of the step block in its file

	Ask       *Ask
	Simulate  *SimulateStep
	Challenge *ChallengeStep
	Explain   *ExplainStep
	Estimate  *EstimateStep
	Worked    *WorkedStep
	Explore   *ExploreStep
	Preflight *PreflightStep
}

// Ask is a question with one right answer: Choices and Answer, or a Quantity.
type Ask struct {
	Prompt     string
	Choices    []Choice
	Answer     string    // id of the right choice
	Quantity   *Quantity // instead of choices
	Confidence bool      // also ask how sure the learner is
	Explain    string    // shown after the answer (for a prediction: after the simulation)
}

// Choice is one of the answers to choose from; Say answers who chose it.
type Choice struct {
	ID   string
	Text string
	Say  string
}

// Quantity is an expected number with its unit ("/s", "s", "" ...), a relative
// tolerance (0.1 is 10 %), and the values of well-known slips.
type Quantity struct {
	Value     float64
	Unit      string
	Tolerance float64
	Near      []NearMiss
}

// NearMiss is a wrong value that tells which mistake was made.
type NearMiss struct {
	Value float64
	Say   string
}

// SimulateStep plays a scenario and lets the learner compare it with the predictions.
type SimulateStep struct {
	Scenario string
	Set      map[string]string
	Seed     uint64
	Notes    []Note   // said when the run reaches a time
	Compare  []string // ids of predict steps
	Claims   []string // ids of expects in the scenario

	// One of these makes it another picture than that of a run.
	Landscape *LandscapeForm
	Raster    *RasterForm
	Preflight string   // id of a preflight step whose choice is flown; may be empty
	Without   []string // ids of faults of the scenario that are left out of this run
}

// Note is one sentence said at a time of the run.
type Note struct {
	At  scenarios.Duration
	Say string
}

// ChallengeStep asks for a design that meets goals.
type ChallengeStep struct {
	Scenario string
	Allow    []string // ids of the knobs that may be turned
	Goals    []string // ids of goals in the scenario
	Seeds    int
	PassRate float64 // least share of seeds in which every goal holds
	Hints    []string
	Decoys   []Decoy
	Solution map[string]string // knob values that meet the goals, for the pack's tests; never shown

	Drive *DriveForm // nil: the design is judged, which is turned before the run begins
}

// Decoy is a fix that sounds right and fails, proved by an expect.
type Decoy struct {
	Expect string
	Say    string
}

// ExplainStep asks an open question, graded by the rubric of that id.
type ExplainStep struct {
	Question string
	Prompt   string   // the rubric's own prompt if empty
	Items    []string // rubric items asked for; all if empty
}

// EstimateStep asks a variant of a drill.
type EstimateStep struct {
	Drill   string
	Variant string // its id; the first if empty

	Question *Variant // what the two name; set when the pack is read
}

// WorkedStep is an example worked out line by line.
type WorkedStep struct {
	Lines []WorkedLine
}

// WorkedLine is one line. With a Quantity the learner works it out: Ask is what is
// asked, and Say comes after.
type WorkedLine struct {
	Ask      string
	Quantity *Quantity
	Say      string
}

// Deck is a set of flashcards.
type Deck struct {
	ID    string
	Title string
	Cards []Card
}

// Card is one flashcard; ID is unique in its deck.
type Card struct {
	ID       string
	Question string
	Answer   string
}
