package grading

import (
	"errors"
	"fmt"
	"slices"
)

// Grader holds the shared vocabulary. It is safe for use by many goroutines.
type Grader struct{ lexicon *Lexicon }

// NewGrader checks the lexicon. The error joins all faults found, each naming its group.
func NewGrader(lex *Lexicon) (*Grader, error) {
	if lex == nil {
		lex = &Lexicon{}
	}
	_, faults := newVocabulary(lex.groups(&Rubric{})...)
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return &Grader{lex}, nil
}

// Compiled is a rubric, ready to grade answers. It is safe for use by many goroutines.
type Compiled struct {
	rubric  *Rubric
	words   *vocabulary
	prompt  shingles
	items   []compiledItem
	align   *aligner
	learned *learner
	own     []ownSentence // of the learner; see With
}

type compiledItem struct {
	*Item
	rules         [Tradeoff + 1][]rule // by level
	veto          []rule
	misconception []compiledMisconception
	taughtBy      int  // exemplars above missed
	taught        bool // has exemplars enough to learn from
}

type compiledMisconception struct {
	*Misconception
	rules []rule
	stems map[string]bool // of its texts, function words left out
}

// mostItems bounds what compiling a rubric takes: scores are learned for each item from all texts.
const mostItems = 40

// Compile checks a rubric and prepares it for grading. The error joins all faults found, each
// naming its item and rule.
func (g *Grader) Compile(r *Rubric) (*Compiled, error) {
	words, faults := newVocabulary(g.lexicon.groups(r)...)
	c := &Compiled{rubric: r, words: words}
	if r.ID == "" {
		faults = append(faults, errors.New("the rubric has no id: give it the id of its question"))
	}
	if len(r.Items) == 0 {
		faults = append(faults, fmt.Errorf("rubric %q has no items: describe at least one", r.ID))
	}
	if len(r.Items) > mostItems {
		return nil, fmt.Errorf("rubric %q has %d items, and %d are the most: nobody covers so many in one answer; ask several questions", r.ID, len(r.Items), mostItems)
	}
	parser := ruleParser{words}
	seen := map[string]bool{}
	for i := range r.Items {
		item, itemFaults := parser.item(&r.Items[i])
		if seen[item.ID] {
			itemFaults = append(itemFaults, errors.New("the id is used twice: rename one of the two items"))
		}
		seen[item.ID] = true
		for _, f := range itemFaults {
			faults = append(faults, fmt.Errorf("item %q: %w", item.ID, f))
		}
		c.items = append(c.items, item)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	c.countAnswers()
	prompt := parseDocument(r.Prompt)
	c.prompt = newShingles(prompt.tokens)
	c.align = newAligner(c)
	c.learned = newLearner(c, g.lexicon.Background)
	return c, nil
}

// item compiles one item; all of its faults are told.
func (p ruleParser) item(it *Item) (compiledItem, []error) {
	out := compiledItem{Item: it}
	var faults []error
	if !isName(it.ID) {
		faults = append(faults, errors.New("the id must be of small letters, digits and dashes"))
	}
	if it.Weight < 0 {
		faults = append(faults, fmt.Errorf("the weight %g is negative: use 1 for a usual item", it.Weight))
	}
	parse := func(rules []Rule) []rule {
		var parsed []rule
		for _, text := range rules {
			r, err := p.parse(text)
			if err != nil {
				faults = append(faults, err)
				continue
			}
			parsed = append(parsed, r)
		}
		return parsed
	}
	out.rules[Named], out.rules[Explained], out.rules[Tradeoff] = parse(it.Rules.Named), parse(it.Rules.Explained), parse(it.Rules.Tradeoff)
	if len(it.Rules.Named)+len(it.Rules.Explained)+len(it.Rules.Tradeoff) == 0 {
		faults = append(faults, errors.New("no rule detects it: add rules for named and explained"))
	}
	out.veto = parse(it.Veto)
	seen := map[string]bool{}
	for i := range it.Misconceptions {
		m := &it.Misconceptions[i]
		switch {
		case !isName(m.ID):
			faults = append(faults, fmt.Errorf("misconception %q needs an id of small letters, digits and dashes", m.ID))
		case seen[m.ID]:
			faults = append(faults, fmt.Errorf("misconception %q is there twice: rename one of the two", m.ID))
		case len(m.Patterns) == 0:
			faults = append(faults, fmt.Errorf("misconception %q has no patterns: say what it sounds like", m.ID))
		}
		seen[m.ID] = true
		out.misconception = append(out.misconception, compiledMisconception{m, parse(m.Patterns), m.stems()})
	}
	e := &it.Exemplars
	out.taughtBy = len(e.Named) + len(e.Explained) + len(e.Tradeoff)
	return out, faults
}

// countAnswers adds the labelled answers to what each item is taught by.
func (c *Compiled) countAnswers() {
	for i := range c.items {
		it := &c.items[i]
		explained := len(it.Exemplars.Explained)
		for _, a := range c.rubric.Answers {
			level := a.Labels[it.ID].Level
			it.taughtBy += btoi(level >= Named)
			explained += btoi(level >= Explained)
		}
		it.taught = it.taughtBy >= LeastExemplars && explained > 0
	}
}

// LeastExemplars is how many exemplars an item needs to be learned from; with fewer, its rules decide alone.
const LeastExemplars = 6

// stems gives the words of content of the claim and its exemplars.
func (m *Misconception) stems() map[string]bool {
	set := map[string]bool{}
	for _, text := range append([]string{m.Claim}, m.Exemplars...) {
		for _, t := range parseDocument(text).tokens {
			if !t.sign && !functionWords[t.norm] {
				set[t.stem] = true
			}
		}
	}
	return set
}

// ID is the id of the question.
func (c *Compiled) ID() string { return c.rubric.ID }

// Rubric gives the rubric that was compiled. It must not be changed.
func (c *Compiled) Rubric() *Rubric { return c.rubric }

// Has tells if the rubric has an item of that id.
func (c *Compiled) Has(item string) bool {
	return slices.ContainsFunc(c.items, func(it compiledItem) bool { return it.ID == item })
}
