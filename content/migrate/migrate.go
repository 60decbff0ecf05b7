// Package migrate writes packs of older formats anew in the present one. Each step leads from one version to the next and
// is a pure function of files; Run goes through as many as there are. What a step can't keep, or had to make up, it
// tells in notes.
package migrate

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// Files are the files of a pack by path, with slashes.
type Files map[string]string

// Note is something that the author should look at.
type Note struct {
	File string
	Says string
}

// step leads from a version of the format to the next.
type step struct {
	from, to string
	do       func(Files) (Files, []Note, error)
}

// steps are all that are known, in order.
var steps = []step{{"sysprep/v0", "sysprep/v1", v0to1}}

// Version is the version of the format that a pack is in; empty if it says none. Packs from before versions were counted
// say sysprep/v1, and have metadata: in pack.yaml.
func Version(files Files) string {
	doc, err := parse(files["pack.yaml"])
	if err != nil {
		return ""
	}
	version := text(get(doc, "apiVersion"))
	if has(doc, "metadata") && (version == "" || version == "sysprep/v1") {
		return "sysprep/v0"
	}
	return version
}

// Run writes a pack anew in the present version. It returns the version that it was in; if that is the present one
// already, out is nil.
func Run(files Files) (from string, out Files, notes []Note, err error) {
	from = Version(files)
	present := steps[len(steps)-1].to
	if from == present {
		return from, nil, nil, nil
	}
	at := slices.IndexFunc(steps, func(s step) bool { return s.from == from })
	if at < 0 {
		return from, nil, nil, fmt.Errorf("pack.yaml has the apiVersion %q, which is not known here: %s is the present one, and older ones begin with %s", from, present, steps[0].from)
	}
	out = files
	for _, s := range steps[at:] {
		next, told, err := s.do(out)
		if err != nil {
			return from, nil, nil, err
		}
		out, notes = next, append(notes, told...)
	}
	return from, out, notes, nil
}

// Bounds of a document, so that a hostile one costs no more than a moment; those of package content.
const (
	mostBytes  = 1 << 20
	mostTokens = 30_000
	mostFlow   = 24
)

// parse reads a YAML document whose keys keep their order. Anchors and aliases, which could make it large, are refused.
func parse(text string) (yaml.MapSlice, error) {
	if len(text) > mostBytes {
		return nil, errors.New("this file is larger than 1 MB: split it")
	}
	tokens := lexer.Tokenize(text)
	if len(tokens) > mostTokens {
		return nil, errors.New("there is too much YAML in this file: split it")
	}
	deep := 0
	for _, t := range tokens {
		switch t.Type {
		case token.AnchorType, token.AliasType, token.TagType, token.MergeKeyType:
			return nil, fmt.Errorf("line %d: anchors, aliases, merge keys and tags are not used in packs: write the value out", t.Position.Line)
		case token.SequenceStartType, token.MappingStartType:
			deep++
		case token.SequenceEndType, token.MappingEndType:
			deep--
		}
		if deep > mostFlow {
			return nil, fmt.Errorf("line %d: this nests too deep: use at most %d levels", t.Position.Line, mostFlow)
		}
	}
	var doc yaml.MapSlice
	if err := yaml.UnmarshalWithOptions([]byte(text), &doc, yaml.UseOrderedMap()); err != nil {
		message, _, _ := strings.Cut(err.Error(), "\n")
		return nil, fmt.Errorf("this is not YAML that can be read: %s", message)
	}
	return doc, nil
}

// write is a document as text.
func write(doc yaml.MapSlice) (string, error) {
	data, err := yaml.MarshalWithOptions(doc, yaml.Indent(2), yaml.IndentSequence(true), yaml.UseLiteralStyleIfMultiline(true))
	return string(data), err
}

func has(doc yaml.MapSlice, key string) bool {
	return slices.ContainsFunc(doc, func(e yaml.MapItem) bool { return e.Key == key })
}

// get is the value of a key, or nil.
func get(doc yaml.MapSlice, key string) any {
	for _, e := range doc {
		if e.Key == key {
			return e.Value
		}
	}
	return nil
}

// mapping is a value as a mapping; empty if it is none.
func mapping(v any) yaml.MapSlice {
	m, _ := v.(yaml.MapSlice)
	return m
}

// list is a value as a list; empty if it is none.
func list(v any) []any {
	l, _ := v.([]any)
	return l
}

// mappings are the mappings in a list.
func mappings(v any) (all []yaml.MapSlice) {
	for _, item := range list(v) {
		if m, ok := item.(yaml.MapSlice); ok {
			all = append(all, m)
		}
	}
	return all
}

// text is a scalar as it would be written.
func text(v any) string {
	if v == nil {
		return ""
	}
	if _, nested := v.(yaml.MapSlice); nested {
		return ""
	}
	return fmt.Sprint(v)
}

// texts are the scalars of a list.
func texts(v any) (all []string) {
	for _, item := range list(v) {
		all = append(all, text(item))
	}
	return all
}

// builder puts a document together; keys without a value are left out.
type builder struct{ doc yaml.MapSlice }

func (b *builder) set(key string, value any) {
	switch v := value.(type) {
	case nil:
		return
	case string:
		if v == "" {
			return
		}
	case []string:
		if len(v) == 0 {
			return
		}
	case []any:
		if len(v) == 0 {
			return
		}
	case yaml.MapSlice:
		if len(v) == 0 {
			return
		}
	}
	b.doc = append(b.doc, yaml.MapItem{Key: key, Value: value})
}

// keep takes keys over as they are.
func (b *builder) keep(from yaml.MapSlice, keys ...string) {
	for _, key := range keys {
		b.set(key, get(from, key))
	}
}

// head begins a file of the format.
func head(kind string, meta yaml.MapSlice, keys ...string) *builder {
	b := &builder{}
	b.set("apiVersion", "sysprep/v1")
	b.set("kind", kind)
	b.keep(meta, keys...)
	return b
}

// dashed is an id as v1 writes it.
func dashed(id string) string { return strings.ReplaceAll(id, "_", "-") }

// worded is an id as words.
func worded(id string) string { return strings.NewReplacer("_", " ", "-", " ").Replace(id) }

// folder is the folder of a file.
func folder(name string) string { return path.Dir(name) }
