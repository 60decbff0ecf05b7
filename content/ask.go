package content

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"sysprep/scenarios"
)

// askBlock is the block of a predict or quiz step.
type askBlock struct {
	blockHead  `yaml:",inline"`
	Prompt     string        `yaml:"prompt"`
	Choices    []choiceBlock `yaml:"choices"`
	Answer     answerBlock   `yaml:"answer"`
	Confidence string        `yaml:"confidence"`
	Explain    string        `yaml:"explain"`
}

type choiceBlock struct {
	ID   string `yaml:"id"`
	Text string `yaml:"text"`
	Say  string `yaml:"say"`
}

// answerBlock is the id of a choice, or a quantity.
type answerBlock struct {
	choice   string
	quantity *quantityBlock
}

type quantityBlock struct {
	Quantity  string          `yaml:"quantity"`
	Tolerance scenarios.Ratio `yaml:"tolerance"`
	Near      []nearBlock     `yaml:"near"`
}

type nearBlock struct {
	Value string `yaml:"value"`
	Say   string `yaml:"say"`
}

// usualTolerance is how far off a number may be if its block doesn't say.
const usualTolerance = 0.1

func (a *answerBlock) bindNode(t *tree, n ast.Node, what string) {
	if text, ok := scalar(n); ok {
		a.choice = strings.TrimSpace(oneLine(text))
		return
	}
	a.quantity = &quantityBlock{}
	bindPart(t, n, a.quantity, what)
}

// ask checks the block of a question and turns it into one.
func (t *tree) ask(b *askBlock) *Ask {
	a := &Ask{Prompt: b.Prompt, Answer: b.Answer.choice, Explain: CleanMarkdown(b.Explain), Confidence: b.Confidence == "ask"}
	if t.broken {
		return a
	}
	if b.Prompt == "" {
		t.missing("prompt", "there is no prompt", "add prompt: and the question")
	}
	if b.Confidence != "" && !a.Confidence {
		t.fault("confidence can't be "+quoted(b.Confidence), "write confidence: ask, or remove the key", "confidence")
	}
	q := b.Answer.quantity
	switch {
	case len(b.Choices) > 0 && q != nil:
		t.fault("the answer is a quantity, but there are choices", "keep one of the two", "answer")
	case len(b.Choices) > 0:
		a.Choices = t.choices(b)
	case q != nil:
		a.Quantity = t.quantity(q, "answer")
	case a.Answer != "":
		t.fault("there are no choices for the answer "+quoted(a.Answer), "add choices:, or write answer: {quantity: 3000/s, tolerance: 10%}", "answer")
	default:
		t.missing("answer", "there is no answer", "add choices: and answer: with the id of one, or answer: {quantity: 3000/s, tolerance: 10%}")
	}
	return a
}

func (t *tree) choices(b *askBlock) []Choice {
	var choices []Choice
	var ids []string
	seen := map[string]bool{}
	for i, c := range b.Choices {
		t.checkID(c.ID, "choices", i, "id")
		if seen[c.ID] {
			t.fault("there is a choice "+quoted(c.ID)+" already", "choose another id", "choices", i, "id")
		}
		if c.Text == "" {
			t.missing("text", "the choice "+quoted(c.ID)+" has no text", "add text:", "choices", i)
		}
		seen[c.ID] = true
		ids = append(ids, c.ID)
		choices = append(choices, Choice(c))
	}
	if len(choices) < 2 {
		t.fault("there is only one choice", "add another", "choices")
	}
	if b.Answer.choice == "" {
		t.missing("answer", "there is no answer", "add answer: with the id of the right choice")
	} else if !seen[b.Answer.choice] {
		t.fault("the answer "+quoted(b.Answer.choice)+" is not one of the choices", nearest(b.Answer.choice, ids), "answer")
	}
	return choices
}

// quantity turns the block of a quantity, which is at that path, into one.
func (t *tree) quantity(b *quantityBlock, path ...any) *Quantity {
	at := func(more ...any) []any { return append(slices.Clone(path), more...) }
	q := &Quantity{Tolerance: float64(b.Tolerance)}
	if b.Tolerance == 0 {
		q.Tolerance = usualTolerance
	}
	if q.Tolerance < 0 || q.Tolerance > 1 {
		t.fault("the tolerance is not from 0% to 100%", "write a percentage such as 10%", at("tolerance")...)
	}
	var known bool
	if q.Value, q.Unit, known = parseQuantity(b.Quantity); !known {
		t.missing("quantity", quoted(b.Quantity)+" is not a quantity", "write a number and its unit, such as 3000/s, 2s or 500", path...)
	}
	for i, near := range b.Near {
		v, unit, ok := parseQuantity(near.Value)
		switch {
		case !ok:
			t.fault(quoted(near.Value)+" is not a quantity", "write a number and its unit, such as 300/s", at("near", i, "value")...)
		case known && unit != q.Unit:
			t.fault("the unit is "+quoted(unit)+", but that of the answer is "+quoted(q.Unit), "use the same unit", at("near", i, "value")...)
		case near.Say == "":
			t.missing("say", "this near miss says nothing", "add say: and which mistake gives this value", at("near", i)...)
		}
		q.Near = append(q.Near, NearMiss{Value: v, Say: near.Say})
	}
	return q
}

var quantityPattern = regexp.MustCompile(`^([+-]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?) ?([\p{L}%/]{0,16})$`)

// parseQuantity splits "3,000/s" into 3000 and "/s".
func parseQuantity(text string) (value float64, unit string, ok bool) {
	m := quantityPattern.FindStringSubmatch(text)
	if m == nil {
		return 0, "", false
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64)
	return value, m[2], err == nil
}
