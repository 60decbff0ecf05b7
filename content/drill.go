package content

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sysprep/scenarios"
)

// Drill is an estimation exercise whose numbers are drawn anew each time.
type Drill struct {
	ID       string
	Title    string
	Variants []Variant
}

// Variant is one question of a drill. Prompt, Say and Worked may hold {names} of
// parameters; Worked also {answer}.
type Variant struct {
	ID        string
	Prompt    string
	Params    []Param
	Where     string // a condition on the parameters, such as "load > 2 * db"; those that fail it are drawn again
	Answer    string // an expression, such as "load / db"
	Unit      string // of the answer: "/s", "s", "%", "x", "" for a bare number
	Tolerance float64
	Traps     []Trap
	Worked    []string // lines of the worked solution
}

// Param is a number that is drawn: one of Values, each as the author wrote it.
type Param struct {
	Name   string
	Values []ParamValue
}

// ParamValue is one value of a parameter: its text, and the number that
// expressions see, in base units (1/s, s, B; 90% is 0.9).
type ParamValue struct {
	Text   string
	Number float64
}

// Trap is an expression that gives the value of a well-known slip.
type Trap struct {
	Expr string
	Say  string
}

// Variant returns the variant of that id, or the first if the id is empty.
func (d *Drill) Variant(id string) (*Variant, bool) {
	if id == "" && len(d.Variants) > 0 {
		return &d.Variants[0], true
	}
	i := slices.IndexFunc(d.Variants, func(v Variant) bool { return v.ID == id })
	if i < 0 {
		return nil, false
	}
	return &d.Variants[i], true
}

func (d *Drill) variantIDs() []string {
	ids := make([]string, len(d.Variants))
	for i := range d.Variants {
		ids[i] = d.Variants[i].ID
	}
	return ids
}

// drillFile is a drill with its document.
type drillFile struct {
	def  *Drill
	tree *tree
}

type drillBlock struct {
	APIVersion string         `yaml:"apiVersion"`
	Kind       string         `yaml:"kind"`
	ID         string         `yaml:"id"`
	Title      string         `yaml:"title"`
	Variants   []variantBlock `yaml:"variants"`
}

type variantBlock struct {
	ID     string                `yaml:"id"`
	Params map[string]paramBlock `yaml:"params"`
	Where  string                `yaml:"where"`
	Prompt string                `yaml:"prompt"`
	Answer drillAnswer           `yaml:"answer"`
	Traps  []trapBlock           `yaml:"traps"`
	Worked []string              `yaml:"worked"`
}

type paramBlock struct {
	From    string   `yaml:"from"`
	To      string   `yaml:"to"`
	Step    string   `yaml:"step"`
	Choices []string `yaml:"choices"`
}

type drillAnswer struct {
	Expr      string          `yaml:"expr"`
	Unit      string          `yaml:"unit"`
	Tolerance scenarios.Ratio `yaml:"tolerance"`
}

type trapBlock struct {
	Expr string `yaml:"expr"`
	Say  string `yaml:"say"`
}

func parseDrill(src *source, name string) *drillFile {
	t := parseYAML(src, src.text, 0)
	f := &drillFile{tree: t}
	if t.broken {
		return f
	}
	var b drillBlock
	t.bind(&b)
	t.checkFormat(b.APIVersion, b.Kind, "Drill")
	t.checkFileID(b.ID, name)
	if b.Title == "" {
		t.missing("title", "the drill has no title", "add title:")
	}
	if len(b.Variants) == 0 {
		t.missing("variants", "the drill asks nothing", "add variants: with a prompt and an answer")
	}
	t.checkIDs("variants", len(b.Variants), func(i int) string { return b.Variants[i].ID })
	f.def = &Drill{ID: name, Title: b.Title}
	for i := range b.Variants {
		f.def.Variants = append(f.def.Variants, t.variant(&b.Variants[i], i))
	}
	return f
}

func (t *tree) variant(b *variantBlock, i int) Variant {
	v := Variant{
		ID: b.ID, Prompt: b.Prompt, Where: b.Where, Answer: b.Answer.Expr, Unit: b.Answer.Unit,
		Tolerance: float64(b.Answer.Tolerance), Worked: b.Worked,
	}
	if v.Tolerance == 0 {
		v.Tolerance = usualTolerance
	}
	if v.Tolerance < 0 || v.Tolerance > 1 {
		t.fault("the tolerance is not from 0% to 100%", "write a percentage such as 10%", "variants", i, "answer", "tolerance")
	}
	if b.Prompt == "" {
		t.missing("prompt", "this variant asks nothing", "add prompt: and the question, with {names} of parameters", "variants", i)
	}
	if b.Answer.Expr == "" {
		t.missing("answer", "this variant has no answer", "add answer: {expr: \"load / db\", unit: x, tolerance: 10%}", "variants", i)
	}
	if len(b.Params) > mostParams {
		t.fault(fmt.Sprintf("there are more than %d parameters", mostParams), "leave some out: nobody can keep so many in mind", "variants", i, "params")
	}
	for _, name := range slices.Sorted(maps.Keys(b.Params)) {
		p := b.Params[name]
		values, err := p.values()
		if err != nil {
			t.fault(fmt.Sprintf("parameter %s: %v", quoted(name), err), "write {from: 1000/s, to: 9000/s, step: 500/s} or {choices: [80%, 90%]}", "variants", i, "params", name)
		}
		v.Params = append(v.Params, Param{Name: name, Values: values})
	}
	for _, trap := range b.Traps {
		v.Traps = append(v.Traps, Trap(trap))
	}
	return v
}

// withCommas is a value as the author wrote it, but that 120000 is 120,000.
func withCommas(text string, number float64, unit string) string {
	if number < 1000 || strings.ContainsAny(text, ",eE") {
		return text
	}
	return amount(number, unit)
}

// values lists what a parameter may be.
func (p *paramBlock) values() ([]ParamValue, error) {
	if len(p.Choices) > 0 {
		var values []ParamValue
		for _, c := range p.Choices {
			number, unit, ok := parseQuantity(c)
			if !ok {
				return nil, fmt.Errorf("%s is not a quantity", quoted(c))
			}
			values = append(values, ParamValue{Text: withCommas(c, number, unit), Number: inBase(number, unit)})
		}
		return values, nil
	}
	from, unit, ok1 := parseQuantity(p.From)
	to, unit2, ok2 := parseQuantity(p.To)
	step, unit3, ok3 := parseQuantity(p.Step)
	switch {
	case !ok1 || !ok2 || !ok3:
		return nil, fmt.Errorf("it needs from, to and step, each a quantity, or choices")
	case unit != unit2 || unit != unit3:
		return nil, fmt.Errorf("from, to and step have different units")
	case step <= 0 || to < from || (to-from)/step >= mostValues:
		return nil, fmt.Errorf("from %s to %s in steps of %s is not a range of 1 to %d values", p.From, p.To, p.Step, mostValues)
	}
	var values []ParamValue
	for k := 0; ; k++ {
		number := from + float64(k)*step
		if number > to+step/1e6 {
			return values, nil
		}
		values = append(values, ParamValue{Text: amount(number, unit), Number: inBase(number, unit)})
	}
}
