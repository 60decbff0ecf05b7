package content

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	validator "github.com/santhosh-tekuri/jsonschema/v6"
)

var (
	yamlBlock = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")
	stepMark  = regexp.MustCompile(`(?m)^# step=`)
)

// partOf are the keys under which a list of the docs may stand in a document.
var partOf = []string{"nodes", "edges", "knobs", "faults", "goals", "expect", "charts", "phases", "items", "facts"}

// loose takes what must be there out of a schema: a snippet shows a part. What may not be there stays forbidden.
func loose(v any) any {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "required")
		for k := range v {
			v[k] = loose(v[k])
		}
	case []any:
		for i := range v {
			v[i] = loose(v[i])
		}
	}
	return v
}

// looseSchemas are the schemas of the format for parts of documents.
func looseSchemas(t *testing.T) map[string]*validator.Schema {
	t.Helper()
	all, err := Schemas()
	if err != nil {
		t.Fatal(err)
	}
	compiled := map[string]*validator.Schema{}
	for name, data := range all {
		doc, err := validator.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		c := validator.NewCompiler()
		if err := c.AddResource(name, loose(doc)); err != nil {
			t.Fatal(err)
		}
		if compiled[name], err = c.Compile(name); err != nil {
			t.Fatal(err)
		}
	}
	return compiled
}

// fits says which documents of the format a snippet can be a part of.
func fits(t *testing.T, schemas map[string]*validator.Schema, text string) (names []string) {
	t.Helper()
	var doc any
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Errorf("not YAML: %v\n%s", err, text)
		return nil
	}
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	whole := []string{string(data)}
	if strings.HasPrefix(string(data), "[") {
		whole = nil
		for _, key := range partOf {
			whole = append(whole, `{"`+key+`":`+string(data)+`}`)
		}
	} else {
		for _, key := range partOf { // or the keys of one of the things in a list
			whole = append(whole, `{"`+key+`":[`+string(data)+`]}`)
		}
	}
	for name, schema := range schemas {
		for _, text := range whole {
			v, err := validator.UnmarshalJSON(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if schema.Validate(v) == nil {
				names = append(names, name)
				break
			}
		}
	}
	slices.Sort(names)
	return names
}

// Each piece of YAML in docs/packs.md that is no file of its pack is a part of some document of the format: its keys are
// known there, and its values of the right types. (The files are opened and run by TestExamplePack.)
func TestSnippetsOfTheDocs(t *testing.T) {
	text, err := os.ReadFile("../docs/packs.md")
	if err != nil {
		t.Fatal(err)
	}
	schemas, n := looseSchemas(t), 0
	for _, m := range yamlBlock.FindAllStringSubmatch(string(text), -1) {
		parts := []string{m[1]}
		if at := stepMark.FindAllStringIndex(m[1], -1); len(at) > 1 { // several steps after each other
			parts = []string{m[1][:at[1][0]], m[1][at[1][0]:]}
		}
		for _, part := range parts {
			n++
			if len(fits(t, schemas, part)) == 0 {
				t.Errorf("this is a part of no document of the format:\n%s", part)
			}
		}
	}
	if n < 15 {
		t.Errorf("only %d pieces of YAML were found", n)
	}
	if in := fits(t, schemas, "landscape: {knob: load, colour: red}\n"); len(in) > 0 {
		t.Errorf("a key that there is not is taken in %v", in)
	}
}
