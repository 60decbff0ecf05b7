package grading

// Rubric is one open question with the items that an answer is graded on. It is
// data, written by the author of a pack: nothing about a question is in Go.
type Rubric struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string `yaml:"kind"` // "Rubric"
	ID         string `yaml:"id"`
	Title      string `yaml:"title"`
	Prompt     string `yaml:"prompt"`

	// Concepts are word groups which only this question needs. They extend those of the
	// Lexicon and must not bear the same names.
	Concepts map[string][]string `yaml:"concepts,omitempty"`
	// Things are such groups for plain entities; see Lexicon.
	Things map[string][]string `yaml:"things,omitempty"`

	// Background holds sentences near the question which answer none of its items; see Lexicon.
	Background []string `yaml:"background,omitempty"`

	Items       []Item `yaml:"items"`
	ModelAnswer string `yaml:"model_answer,omitempty"` // shown only after an attempt

	// Answers are whole answers with the levels that a person gave them, to learn from. They lie in a file of
	// their own beside the rubric.
	Answers []LabelledAnswer `yaml:"-"`
}

// Item is one thing that a senior engineer would say in answer to the question.
type Item struct {
	ID        string  `yaml:"id"`
	Title     string  `yaml:"title"`
	Section   string  `yaml:"section"`             // of the senior-engineer checklist, such as "metastability"
	Weight    float64 `yaml:"weight,omitempty"`    // in the score; 1 if absent
	Objective string  `yaml:"objective,omitempty"` // id of the pack's objective that it shows

	Levels         ByLevel         `yaml:"levels"`         // what an answer says at each level; shown as what the next level needs
	Rules          RulesByLevel    `yaml:"rules"`          // how each level is detected
	Veto           []Rule          `yaml:"veto,omitempty"` // a sentence that meets one of these earns this item nothing
	Misconceptions []Misconception `yaml:"misconceptions,omitempty"`
	FollowUps      ByLevel         `yaml:"follow_ups,omitempty"` // one question that leads to that level
	Hints          Hints           `yaml:"hints,omitempty"`
	Shown          []Showing       `yaml:"shown,omitempty"`     // designs, one of which shows it too
	Exemplars      Exemplars       `yaml:"exemplars,omitempty"` // sentences of learners at each level
}

// ByLevel holds one text for each level above missed.
type ByLevel struct {
	Named     string `yaml:"named,omitempty"`
	Explained string `yaml:"explained,omitempty"`
	Tradeoff  string `yaml:"tradeoff,omitempty"`
}

// RulesByLevel holds the rules that detect each level; one that matches is enough.
type RulesByLevel struct {
	Named     []Rule `yaml:"named,omitempty"`
	Explained []Rule `yaml:"explained,omitempty"`
	Tradeoff  []Rule `yaml:"tradeoff,omitempty"`
}

// Exemplars holds sentences that show a level, in many voices.
type Exemplars struct {
	Missed    []string `yaml:"missed,omitempty"` // near misses: they look like the item and are not
	Named     []string `yaml:"named,omitempty"`
	Explained []string `yaml:"explained,omitempty"`
	Tradeoff  []string `yaml:"tradeoff,omitempty"`
}

// Misconception is a false claim that is often made about an item.
type Misconception struct {
	ID       string `yaml:"id"`
	Claim    string `yaml:"claim,omitempty"` // the false claim, in plain words
	Patterns []Rule `yaml:"patterns"`        // one that matches an assertion is enough
	Say      string `yaml:"say"`             // what the interviewer says to it

	Exemplars []string `yaml:"exemplars,omitempty"` // sentences of learners that assert it
	Refuted   []string `yaml:"refuted,omitempty"`   // sentences that mention it and do not assert it
}

// Hints is the ladder of help for an item, from least to most.
type Hints struct {
	Nudge  string `yaml:"nudge,omitempty"`
	Narrow string `yaml:"narrow,omitempty"`
	Teach  string `yaml:"teach,omitempty"`
}

// Rule is a pattern over the meaning of an answer, in one line:
//
//	fill + needs + db | store + success - shed @2 @ordered
//
// Terms joined by "+" must all occur in one window; terms after "-" must not.
// Alternatives of a term are joined by "|" and are each one of
//
//	name          a group of the lexicon or of the rubric, affirmed
//	no:name       the group, negated ("nothing is put there", "does not recover")
//	any:name      the group, affirmed or negated
//	some words    these words in a row, as in an entry of the lexicon
//	"word"        the same for a single word; =word for this very form
//	~3000 ~6x ~83%   a number within 5 % (3,000; 3k rps; six times; 83 %)
//	350..490 1s..4s  a number in a range (a unit, if given, must agree)
//	number percent times   any number, percentage, or factor
//	sum sum:~200s          a calculation with its right result: any, or with that one
//
// The window is one sentence, or, as told by a flag: @clause, @2 or @3 (so many
// sentences in a row, in one paragraph). @ordered wants the terms in
// the order in which they are written. @near8 wants no more than 8 words from the
// first to the last (32 in one sentence, 45 in two, 70 in three if not told). @alone, for a trade-off, says that the words imply the
// levels below; without it a trade-off counts only on top of an explanation.
type Rule string

// Lexicon is the shared vocabulary of all rubrics: groups of words that mean the
// same for grading. An entry of a group is one of
//
//	word         any form of it, in British or American spelling, with a small typo if it is long
//	word*        any word that starts so
//	=word        this very form
//	two words    these words in a row, each as above
//	turn .. away up to four words in the gap
//	all:group    all entries of another group
type Lexicon struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string `yaml:"kind"` // "Lexicon"
	// Concepts are groups for what can be affirmed or denied: actions, states, ideas.
	Concepts map[string][]string `yaml:"concepts"`
	// Things are groups for plain entities (cache, database). A "not" beside them
	// changes nothing: "the cache isn't filled" still is about the cache.
	Things map[string][]string `yaml:"things,omitempty"`
	// Images are groups of everyday words that play the same part in a comparison: the door, gate and
	// bouncer of an edge, the cellar and kitchen of a database. Only the learned scores and
	// the likeness look at them, after all other groups: they are too loose for a rule.
	Images map[string][]string `yaml:"images,omitempty"`
	// Background holds sentences about other matters, of the kind that answers contain: they show what is
	// no sign of any item.
	Background []string `yaml:"background,omitempty"`
}

// Claim is a learner's word that a part of the answer covers an item.
// Start and End are bytes of the answer.
type Claim struct {
	Item  string `json:"item"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}
