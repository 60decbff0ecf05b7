package content

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sysprep/scenarios"
)

// keyWords are the enumerations of the format by "type.key": what the loader takes, so that editors complete it.
func keyWords() map[string][]string {
	words := scenarios.Words()
	maps.Copy(words, map[string][]string{
		"askBlock.confidence":  {"ask"},
		"interviewBlock.level": {"mid", "senior", "staff"}, "interviewBlock.style": {"supportive", "strict", "guided"},
		"phaseBlock.kind":     {"clarify", "estimate", "design", "deep-dive", "failure", "story", "wrap-up"},
		"probeBlock.when":     {"missing", "named", "explained", "wrong"},
		"exploreBlock.figure": {"fate", "gamma", "ledger", "posterior"},
	})
	return words
}

// comments are what the Go source says of each key of the format, by "type.key". That of a line stands before that above it.
func comments(t *testing.T) map[string]string {
	t.Helper()
	all, inline := map[string]string{}, map[string][]string{}
	for _, room := range []string{"../scenarios", "../grading", "."} {
		names, err := filepath.Glob(room + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				of, ok := n.(*ast.TypeSpec)
				if !ok {
					return true
				}
				body, ok := of.Type.(*ast.StructType)
				if !ok {
					return false
				}
				for _, f := range body.Fields.List {
					if f.Tag == nil {
						continue
					}
					key, options, _ := strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("yaml"), ",")
					if typ, ok := f.Type.(*ast.Ident); ok && options == "inline" {
						inline[of.Name.Name] = append(inline[of.Name.Name], typ.Name)
					}
					if text := strings.TrimSpace(f.Comment.Text()); key != "" && text != "" {
						all[of.Name.Name+"."+key] = forAuthors(text)
					}
				}
				return false
			})
		}
	}
	for of, parts := range inline {
		for _, part := range parts {
			for key, text := range all {
				if name, ok := strings.CutPrefix(key, part+"."); ok && all[of+"."+name] == "" {
					all[of+"."+name] = text
				}
			}
		}
	}
	return all
}

var inGo = regexp.MustCompile(`[;,]? *(?:see|the others are in) [\w./]+\.?$`)

// forAuthors is a comment without what only a reader of the source can follow.
func forAuthors(text string) string {
	return inGo.ReplaceAllString(strings.Join(strings.Fields(text), " "), "")
}

// describeKeys adds words and comments to the properties of a schema's object that was made of a type.
func describeKeys(properties map[string]any, of string, words map[string][]string, said map[string]string) {
	for key, p := range properties {
		property, ok := p.(map[string]any)
		if !ok {
			continue
		}
		if text := said[of+"."+key]; text != "" {
			if what, _ := property["description"].(string); what != "" {
				text = what + "; " + text
			}
			property["description"] = text
		}
		if list := words[of+"."+key]; list != nil {
			at := property
			if items, ok := property["items"].(map[string]any); ok {
				at = items
			}
			delete(at, "type")
			at["enum"] = list
		}
	}
}

// describeAll does so for the document and for each of its definitions.
func describeAll(t *testing.T, tree map[string]any, root reflect.Type) {
	words, said := keyWords(), comments(t)
	if properties, ok := tree["properties"].(map[string]any); ok {
		describeKeys(properties, root.Name(), words, said)
	}
	definitions, _ := tree["definitions"].(map[string]any)
	for name, d := range definitions {
		if properties, ok := d.(map[string]any)["properties"].(map[string]any); ok {
			describeKeys(properties, name, words, said)
		}
	}
}

// Every enumeration stands in a schema: one whose type or key got another name would be lost unseen.
func TestSchemasHaveTheWords(t *testing.T) {
	all, err := Schemas()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(all)) {
		text.WriteString(strings.Join(strings.Fields(string(all[name])), ""))
	}
	for key, list := range keyWords() {
		if len(list) == 0 || !strings.Contains(text.String(), `"enum":["`+strings.Join(list, `","`)+`"]`) {
			if !slices.Contains(list, "<=") { // JSON writes these in another way
				t.Errorf("%s %v is in no schema", key, list)
			}
		}
	}
	for _, said := range []string{"share of seeds that must hold", "one question that leads to that level"} {
		if !strings.Contains(text.String(), strings.ReplaceAll(said, " ", "")) {
			t.Errorf("no schema says %q", said)
		}
	}
}
