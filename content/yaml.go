package content

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// tree is a YAML document with its place in a file.
type tree struct {
	src    *source
	before int      // lines of the file before the document
	root   ast.Node // nil if the document is empty
	broken bool     // could not be parsed: its fault is reported, and nothing follows from it
	// spoiled has the keys whose fault is reported: that they are missing is not news
	spoiled map[string]bool
}

// parseYAML parses text, which starts after the line `before` of the file, and refuses
// what packs don't use: anchors, aliases, merge keys, tags, directives, more documents.
func parseYAML(src *source, text string, before int) *tree {
	t := &tree{src: src, before: before, spoiled: map[string]bool{}}
	if !src.spend(0) {
		t.broken = true // the pack as a whole is refused
		return t
	}
	tokens := lexer.Tokenize(text)
	if !src.spend(len(tokens)) {
		t.broken = true
		return t
	}
	if len(tokens) > mostTokens {
		t.broken = true
		t.faultAt(tokens[mostTokens].Position, "there is too much YAML before this line", "split the file, or leave something out")
		return t
	}
	if deep := tooDeep(tokens); deep != nil {
		t.broken = true
		t.faultAt(deep.Position, "this nests too deep", fmt.Sprintf("use at most %d levels", mostDepth))
		return t
	}
	file, err := parseTokens(tokens)
	if err != nil {
		t.broken = true
		t.syntaxFault(err)
		return t
	}
	var docs []*ast.DocumentNode
	for _, d := range file.Docs {
		if d.Body != nil {
			docs = append(docs, d)
		}
	}
	if len(docs) > 1 {
		t.faultAt(docs[1].Body.GetToken().Position, "a second YAML document begins here", "keep one document in a file, without --- in between")
	}
	if len(docs) > 0 {
		t.root = docs[0].Body
		t.refuse(t.root, 0)
	}
	return t
}

// parseTokens is parser.Parse; should the parser trip over hostile text, that is an
// error like any other.
func parseTokens(tokens token.Tokens) (file *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("this is not YAML")
		}
	}()
	// Doubled keys are found by bind, all of them at once.
	return parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
}

// tooDeep returns the token at which nesting passes mostDepth, before the parser
// recurses into it: brackets, or indicators ("- - - -", "a: b: c:") on one line.
// Nesting by indentation is bounded by the size of the file, and by refuse.
func tooDeep(tokens token.Tokens) *token.Token {
	flow, run, line := 0, 0, 0
	for _, tk := range tokens {
		if tk.Position.Line != line {
			line, run = tk.Position.Line, 0
		}
		switch tk.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType, token.AnchorType, token.TagType:
			run++
		case token.MappingValueType:
			if flow == 0 {
				run++
			}
		}
		if flow > mostDepth || run > mostDepth {
			return tk
		}
	}
	return nil
}

func (t *tree) syntaxFault(err error) {
	message, pos := err.Error(), (*token.Position)(nil)
	if e := yaml.Error(nil); errors.As(err, &e) {
		message = e.GetMessage()
		if tk := e.GetToken(); tk != nil {
			pos = tk.Position
		}
	}
	t.faultAt(pos, "this is not YAML that can be read: "+message, "check the indentation, and put quotes around text with a colon, # or a leading symbol")
}

// faultAt reports a fault at a position in the document; at its first line if nil.
func (t *tree) faultAt(pos *token.Position, message, do string) {
	line, column := 1, 1
	if pos != nil {
		line, column = pos.Line, pos.Column
	}
	t.src.fault(t.before+line, column, message, do)
}

// fault reports a fault at a path in the document (keys and list indexes), or at the
// nearest place that there is.
func (t *tree) fault(message, do string, path ...any) {
	t.faultAt(t.position(path...), message, do)
}

// missing reports a key that there should be, in the part of the document at a path.
func (t *tree) missing(key, message, do string, path ...any) {
	if !t.broken && !t.spoiled[key] {
		t.fault(message, do, append(path[:len(path):len(path)], key)...)
	}
}

// refuse reports each construct that packs do not use.
func (t *tree) refuse(n ast.Node, depth int) {
	if n == nil {
		return
	}
	say := func(what, do string) { t.faultAt(n.GetToken().Position, what, do) }
	if depth > mostDepth {
		say("this nests too deep", fmt.Sprintf("use at most %d levels", mostDepth))
		return
	}
	switch n := n.(type) {
	case *ast.StringNode:
		t.checkLength(n, n.Value)
	case *ast.LiteralNode:
		t.checkLength(n, n.Value.Value)
	case *ast.AnchorNode:
		say("YAML anchors (&) are not used in packs", "write the value out, or put quotes around text that begins with &")
		t.refuse(n.Value, depth+1)
	case *ast.AliasNode:
		say("YAML aliases (*) are not used in packs", "write the value out, or put quotes around text that begins with *")
	case *ast.TagNode:
		say("YAML tags (!) are not used in packs", "remove the tag, or put quotes around text that begins with !")
		t.refuse(n.Value, depth+1)
	case *ast.MergeKeyNode:
		say("YAML merge keys (<<) are not used in packs", "write the keys out")
	case *ast.MappingKeyNode:
		say("complex keys (?) are not used in packs", "write key: value")
	case *ast.DirectiveNode:
		say("YAML directives (%) are not used in packs", "remove the line")
	case *ast.MappingNode:
		for _, v := range n.Values {
			t.refuse(v, depth)
		}
	case *ast.MappingValueNode:
		t.refuse(n.Key, depth+1)
		t.refuse(n.Value, depth+1)
	case *ast.SequenceNode:
		for _, v := range n.Values {
			t.refuse(v, depth+1)
		}
	}
}

// checkLength refuses a text that no screen is made for.
func (t *tree) checkLength(n ast.Node, text string) {
	if len(text) > mostText {
		t.faultAt(n.GetToken().Position, fmt.Sprintf("this text has %d characters", utf8.RuneCountInString(text)), fmt.Sprintf("shorten it, or make several of it: %d bytes are the most", mostText))
	}
}

// bare is the node without what refuse has already reported about it.
func bare(n ast.Node) ast.Node {
	for range mostDepth {
		switch x := n.(type) {
		case *ast.AnchorNode:
			n = x.Value
		case *ast.TagNode:
			n = x.Value
		default:
			return n
		}
	}
	return n
}

// pairs returns the entries of a mapping; ok is false for any other node.
func pairs(n ast.Node) (entries []*ast.MappingValueNode, ok bool) {
	switch n := bare(n).(type) {
	case nil:
		return nil, true
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// scalar returns the text of a scalar as it was written, without its quotes.
func scalar(n ast.Node) (text string, ok bool) {
	switch n := bare(n).(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// position finds the value at a path, or the nearest node above it.
func (t *tree) position(path ...any) *token.Position {
	n, at := t.root, start(t.root)
	for _, p := range path {
		next := child(n, p)
		if next == nil {
			break
		}
		n, at = next, start(next)
	}
	return at
}

// keyPosition finds a key below a path; the value at the path if there is no such key.
func (t *tree) keyPosition(key string, path ...any) *token.Position {
	n := t.root
	for _, p := range path {
		n = child(n, p)
	}
	entries, _ := pairs(n)
	for _, e := range entries {
		if text, _ := scalar(e.Key); oneLine(text) == key {
			return start(e.Key)
		}
	}
	return t.position(path...)
}

func child(n ast.Node, step any) ast.Node {
	switch step := step.(type) {
	case string:
		entries, _ := pairs(n)
		for _, e := range entries {
			if key, _ := scalar(e.Key); key == step {
				return e.Value
			}
		}
	case int:
		if list, ok := bare(n).(*ast.SequenceNode); ok && step < len(list.Values) {
			return list.Values[step]
		}
	}
	return nil
}

// start is where a node begins; for a mapping, at its first key.
func start(n ast.Node) *token.Position {
	switch x := n.(type) {
	case nil:
		return nil
	case *ast.MappingNode:
		if !x.IsFlowStyle && len(x.Values) > 0 {
			return start(x.Values[0])
		}
		return x.Start.Position
	case *ast.MappingValueNode:
		return start(x.Key)
	case *ast.MappingKeyNode:
		return x.Start.Position
	}
	if tk := n.GetToken(); tk != nil {
		return tk.Position
	}
	return nil
}

// canonical writes a node in one way, whatever its quotes, comments and order of keys.
func canonical(b *strings.Builder, n ast.Node) {
	n = bare(n)
	if text, ok := scalar(n); ok {
		fmt.Fprintf(b, "%q", text)
		return
	}
	if list, ok := n.(*ast.SequenceNode); ok {
		b.WriteByte('[')
		for _, v := range list.Values {
			canonical(b, v)
			b.WriteByte(',')
		}
		b.WriteByte(']')
		return
	}
	entries, _ := pairs(n)
	b.WriteByte('{')
	for _, e := range sortedByKey(entries) {
		canonical(b, e.Key)
		b.WriteByte(':')
		canonical(b, e.Value)
		b.WriteByte(',')
	}
	b.WriteByte('}')
}
