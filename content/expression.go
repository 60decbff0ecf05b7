package content

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"
)

// compileExpression translates an expression of a drill, which comes from anybody: arithmetic over the parameters and
// nothing else. The language has texts, lists, ranges and regular expressions too; none of them may be written.
func compileExpression(text string, options ...expr.Option) (*vm.Program, error) {
	if len(text) > mostExpression {
		return nil, fmt.Errorf("it is longer than %d bytes", mostExpression) // and may nest deeper than there is stack
	}
	look := &arithmeticOnly{}
	program, err := expr.Compile(text, append(options, expr.Patch(look))...)
	if look.found != "" {
		return nil, fmt.Errorf("it has %s, and only numbers, parameters, + - * / %% **, comparisons, and, or, not and functions are known", look.found)
	}
	if err != nil {
		return nil, firstLine(err)
	}
	return program, nil
}

// arithmeticOnly looks at each node of an expression, and notes the first that is not arithmetic.
type arithmeticOnly struct{ found string }

var operators = []string{"+", "-", "*", "/", "%", "**", "^", "==", "!=", "<", ">", "<=", ">=", "and", "or", "not", "&&", "||", "!"}

// Visit implements ast.Visitor.
func (a *arithmeticOnly) Visit(node *ast.Node) {
	what := ""
	switch n := (*node).(type) {
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.ConditionalNode:
	case *ast.IdentifierNode:
		if strings.HasPrefix(n.Value, "$") {
			what = "the name " + n.Value
		}
	case *ast.UnaryNode:
		if !slices.Contains(operators, n.Operator) {
			what = "the operator " + n.Operator
		}
	case *ast.BinaryNode:
		if !slices.Contains(operators, n.Operator) {
			what = "the operator " + n.Operator
		}
	case *ast.CallNode:
		if _, ok := n.Callee.(*ast.IdentifierNode); !ok {
			what = "a call of something that has no name"
		}
	case *ast.StringNode:
		what = "a text"
	case *ast.ArrayNode, *ast.MapNode:
		what = "a list"
	default:
		what = "something that is no arithmetic"
	}
	if a.found == "" {
		a.found = what
	}
}
