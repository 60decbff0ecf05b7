package content

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"sysprep/engine/random"
	"sysprep/grading"
)

// Drawn is one question of a drill with its numbers.
type Drawn struct {
	Ask    Ask
	Worked []string // the solution, line by line
}

// Draw makes the question that a seed stands for: the same seed gives the same numbers.
func (v *Variant) Draw(seed uint64) (Drawn, error) {
	c, err := v.compile()
	if err != nil {
		return Drawn{}, err
	}
	d, _, err := v.drawWith(c, seed)
	return d, err
}

// drawWith is Draw with the expressions at hand; it tells how often parameters were drawn.
func (v *Variant) drawWith(c *compiled, seed uint64) (d Drawn, draws int, err error) {
	luck := random.New(seed, "drill/"+v.ID)
	for draws = 1; draws <= mostDraws; draws++ {
		env, texts := map[string]any{}, map[string]string{}
		for _, p := range v.Params {
			value := p.Values[luck.Below(uint64(len(p.Values)))]
			env[p.Name], texts[p.Name] = value.Number, value.Text
		}
		ok, err := c.admits(env)
		if err != nil {
			return Drawn{}, draws, err
		}
		if ok {
			d, err = v.drawn(c, env, texts)
			return d, draws, err
		}
	}
	return Drawn{}, draws, fmt.Errorf("no numbers meet its condition %s", quoted(v.Where))
}

func (v *Variant) drawn(c *compiled, env map[string]any, texts map[string]string) (Drawn, error) {
	scale := grading.Scale(v.Unit)
	value, err := number(c.answer, env)
	if err != nil {
		return Drawn{}, fmt.Errorf("its answer: %w", err)
	}
	q := &Quantity{Value: tidy(value / scale), Unit: v.Unit, Tolerance: v.Tolerance}
	for i, trap := range c.traps {
		at, err := number(trap, env)
		if err != nil {
			continue // this slip can't be made with these numbers
		}
		at = tidy(at / scale)
		if math.Abs(at-q.Value) > 2*v.Tolerance*math.Abs(q.Value) { // too near, it would be called both
			q.Near = append(q.Near, NearMiss{Value: at, Say: v.fill(v.Traps[i].Say, texts)})
		}
	}
	texts["answer"] = grading.Amount(q.Value, v.Unit)
	d := Drawn{Ask: Ask{Prompt: v.fill(v.Prompt, texts), Quantity: q}}
	for _, line := range v.Worked {
		d.Worked = append(d.Worked, v.fill(line, texts))
	}
	return d, nil
}

// tidy takes the last bits' noise off a number, so that 0.1 + 0.2 is 0.3.
func tidy(v float64) float64 {
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return v
	}
	unit := math.Pow(10, 11-math.Ceil(math.Log10(math.Abs(v))))
	if r := math.Round(v*unit) / unit; !math.IsInf(r, 0) && !math.IsNaN(r) {
		return r
	}
	return v
}

var placeholder = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)

// fill puts parameters into a text.
func (v *Variant) fill(text string, texts map[string]string) string {
	return placeholder.ReplaceAllStringFunc(text, func(m string) string {
		if t, ok := texts[m[1:len(m)-1]]; ok {
			return t
		}
		return m
	})
}

// amount writes a value of a parameter the way an author would: "3,000/s", "250ms".
func amount(v float64, unit string) string {
	text := grading.Amount(tidy(v), "")
	if unit == "%" {
		return text + " %"
	}
	return text + unit
}

func inBase(v float64, unit string) float64 { return v * grading.Scale(unit) }

// compiled holds the expressions of a variant, ready to run.
type compiled struct {
	where  *vm.Program
	answer *vm.Program
	traps  []*vm.Program
}

func (c *compiled) admits(env map[string]any) (bool, error) {
	if c.where == nil {
		return true, nil
	}
	out, err := expr.Run(c.where, env)
	if err != nil {
		return false, fmt.Errorf("its condition: %w", firstLine(err))
	}
	return out.(bool), nil
}

// compile translates the expressions. They are pure arithmetic over the parameters:
// no loops, no lists, no access to anything else.
func (v *Variant) compile() (*compiled, error) {
	env := map[string]float64{}
	for _, p := range v.Params {
		env[p.Name] = 0
	}
	options := func(as expr.Option) []expr.Option {
		return append([]expr.Option{expr.Env(env), as, expr.DisableAllBuiltins(), expr.MaxNodes(200)}, arithmetic...)
	}
	c := &compiled{}
	var err error
	if c.answer, err = compileExpression(v.Answer, options(expr.AsFloat64())...); err != nil {
		return nil, fmt.Errorf("its answer %s is not an expression of its parameters: %w", quoted(v.Answer), err)
	}
	if v.Where != "" {
		if c.where, err = compileExpression(v.Where, options(expr.AsBool())...); err != nil {
			return nil, fmt.Errorf("its condition %s is not one on its parameters: %w", quoted(v.Where), err)
		}
	}
	for _, t := range v.Traps {
		p, err := compileExpression(t.Expr, options(expr.AsFloat64())...)
		if err != nil {
			return nil, fmt.Errorf("its trap %s is not an expression of its parameters: %w", quoted(t.Expr), err)
		}
		c.traps = append(c.traps, p)
	}
	return c, nil
}

// firstLine is an error without the excerpt that expr draws below it.
func firstLine(err error) error {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return errors.New(line)
}

// arithmetic are the functions that expressions may call.
var arithmetic = []expr.Option{
	of1("ceil", math.Ceil), of1("floor", math.Floor), of1("round", math.Round), of1("sqrt", math.Sqrt),
	of1("ln", math.Log), of1("log2", math.Log2), of1("log10", math.Log10), of1("exp", math.Exp),
	of2("min", math.Min), of2("max", math.Max), of2("pow", math.Pow),
}

func of1(name string, f func(float64) float64) expr.Option {
	return expr.Function(name, func(args ...any) (any, error) { return f(float(args[0])), nil },
		new(func(float64) float64), new(func(int) float64))
}

func of2(name string, f func(a, b float64) float64) expr.Option {
	return expr.Function(name, func(args ...any) (any, error) { return f(float(args[0]), float(args[1])), nil },
		new(func(a, b float64) float64), new(func(a int, b float64) float64), new(func(a float64, b int) float64), new(func(a, b int) float64))
}

func float(v any) float64 {
	if i, ok := v.(int); ok {
		return float64(i)
	}
	return v.(float64)
}

// number runs an expression to a finite number.
func number(p *vm.Program, env map[string]any) (float64, error) {
	out, err := expr.Run(p, env)
	if err != nil {
		return 0, firstLine(err)
	}
	v := float(out)
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, errors.New("it is no finite number with some parameters; add a where: that rules them out")
	}
	return v, nil
}
