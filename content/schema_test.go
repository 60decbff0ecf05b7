package content

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path"
	"reflect"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"sysprep/grading"
	"sysprep/scenarios"
)

// schemaTypes are the documents of the format and what they are read into.
var schemaTypes = map[string]any{
	"pack": Manifest{}, "scenario": scenarios.Scenario{}, "rubric": grading.Rubric{}, "lexicon": grading.Lexicon{},
	"drill": drillBlock{}, "interview": interviewBlock{}, "lesson": lessonFront{}, "deck": deckFront{}, "exemplar": exemplarFront{},
	"step-read": blockHead{}, "step-predict": askBlock{}, "step-quiz": askBlock{}, "step-spot": askBlock{}, "step-simulate": simulateBlock{},
	"step-challenge": challengeBlock{}, "step-explain": explainBlock{}, "step-estimate": estimateBlock{}, "step-worked": workedBlock{},
	"step-explore": exploreBlock{}, "step-preflight": preflightBlock{}, "step-recall": blockHead{}, "step-debrief": blockHead{},
}

// scalarSchema is what may be written where a text is read: YAML's numbers and switches are texts too.
func scalarSchema(what string) *jsonschema.Schema {
	return &jsonschema.Schema{Description: what, Extras: map[string]any{"type": []string{"string", "number", "boolean"}}}
}

// quantities are the types that read a text of their own, with an example of each.
var quantities = map[reflect.Type]string{
	reflect.TypeFor[scenarios.Duration]():  "a time, such as 200ms",
	reflect.TypeFor[scenarios.Rate]():      "a rate, such as 3000/s",
	reflect.TypeFor[scenarios.Ratio]():     "a share, such as 90%",
	reflect.TypeFor[scenarios.Size]():      "a size, such as 10KB",
	reflect.TypeFor[scenarios.Bandwidth](): "a bandwidth, such as 100Mbit/s",
}

// makeSchema makes the schema of a document out of its type.
func makeSchema(t *testing.T, name string, of any) []byte {
	t.Helper()
	r := &jsonschema.Reflector{FieldNameTag: "yaml", RequiredFromJSONSchemaTags: true, Anonymous: true, ExpandedStruct: true}
	r.LookupComment = func(of reflect.Type, name string) string {
		if of.Kind() != reflect.Struct || name == "" {
			return ""
		}
		f, _ := of.FieldByName(name)
		return quantities[f.Type]
	}
	r.Mapper = func(typ reflect.Type) *jsonschema.Schema {
		switch {
		case quantities[typ] != "":
			return scalarSchema(quantities[typ])
		case typ == reflect.TypeFor[answerBlock]():
			in := *r
			in.DoNotReference = true // definitions of another document would not be found
			of := in.ReflectFromType(reflect.TypeFor[quantityBlock]())
			of.Version = ""
			return &jsonschema.Schema{OneOf: []*jsonschema.Schema{scalarSchema("the id of a choice"), of}}
		case reflect.PointerTo(typ).Implements(textType):
			return scalarSchema("")
		case typ.Kind() == reflect.String:
			return scalarSchema("")
		}
		return nil
	}
	data, err := json.Marshal(r.Reflect(of))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(`"$defs"`, `"definitions"`, `#/$defs/`, `#/definitions/`, "https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#").Replace(string(data))
	var tree map[string]any
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		t.Fatal(err)
	}
	describeAll(t, tree, reflect.TypeOf(of))
	tree["title"] = "sysprep/v1: " + strings.Replace(name, "step-", "the block of a step of kind ", 1)
	if properties, ok := tree["properties"].(map[string]any); ok && properties["apiVersion"] != nil {
		properties["apiVersion"] = map[string]any{"const": formatVersion}
		properties["kind"] = map[string]any{"const": strings.ToUpper(name[:1]) + name[1:]}
		if tree["required"] = []string{"apiVersion", "kind"}; properties["id"] != nil {
			tree["required"] = []string{"apiVersion", "kind", "id"}
		}
	}
	out, err := json.MarshalIndent(tree, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

// The schemas that are embedded are those of the types; -update writes them anew.
func TestSchemasAreCurrent(t *testing.T) {
	all, err := Schemas()
	if err != nil {
		t.Fatal(err)
	}
	for name, of := range schemaTypes {
		want := makeSchema(t, name, of)
		if flag.Lookup("update").Value.String() == "true" {
			if err := os.WriteFile("schemas/"+name+".json", want, 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if !bytes.Equal(all[name+".json"], want) {
			t.Errorf("schemas/%s.json is not what the type says: go test ./content -run Schemas -update", name)
		}
	}
	if len(all) != len(schemaTypes) {
		t.Errorf("there are %d schemas of %d types", len(all), len(schemaTypes))
	}
}

// document is a YAML text as JSON sees it.
func document(t *testing.T, text string) any {
	t.Helper()
	data, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := validator.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if doc == nil {
		return map[string]any{} // a block without keys
	}
	return doc
}

// schemaOf is the compiled schema of a document.
func schemaOf(t *testing.T, name string) *validator.Schema {
	t.Helper()
	all, err := Schemas()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := validator.UnmarshalJSON(bytes.NewReader(all[name+".json"]))
	if err != nil {
		t.Fatal(err)
	}
	c := validator.NewCompiler()
	if err := c.AddResource(name+".json", tree); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Every document of the core pack is one by its schema, and one with a wrong key or type is not.
func TestSchemasHoldTheCorePack(t *testing.T) {
	compiled := map[string]*validator.Schema{}
	for name := range schemaTypes {
		compiled[name] = schemaOf(t, name)
	}
	seen := map[string]int{}
	check := func(file, schema, text string) {
		seen[schema]++
		if err := compiled[schema].Validate(document(t, text)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if err := compiled[schema].Validate(document(t, text+"\nno-such-key: 1\n")); err == nil {
			t.Errorf("%s: %s.json lets an unknown key pass", file, schema)
		}
	}
	err := fs.WalkDir(CoreFiles(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(CoreFiles(), name)
		if err != nil {
			return err
		}
		src := newSource(name, data)
		switch folder := path.Dir(name); {
		case name == manifestFile:
			check(name, "pack", src.text)
		case name == lexiconFileName:
			check(name, "lexicon", src.text)
		case strings.HasSuffix(name, ".yaml"):
			check(name, strings.TrimSuffix(folder, "s"), src.text)
		case folder == "lessons" || folder == "decks":
			end := 1
			for src.lines[end] != "---" {
				end++
			}
			check(name, strings.TrimSuffix(folder, "s"), src.between(1, end))
			if folder == "lessons" {
				l := parseLesson(src, strings.TrimSuffix(path.Base(name), ".md"))
				for _, s := range l.steps {
					end := s.Line
					for !closesFence(src.lines[end], "```") {
						end++
					}
					check(name+"/"+s.ID, "step-"+string(s.Kind), src.between(s.Line, end))
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"pack", "scenario", "rubric", "lesson", "deck", "drill", "interview", "step-predict", "step-simulate", "step-challenge"} {
		if seen[name] == 0 {
			t.Errorf("nothing was held against %s.json", name)
		}
	}
	wrong := "apiVersion: sysprep/v1\nkind: Drill\nid: x\nvariants: 5\n"
	if compiled["drill"].Validate(document(t, wrong)) == nil || compiled["drill"].Validate(document(t, strings.Replace(wrong, "variants: 5", "variants: []", 1))) != nil {
		t.Error("a number passes for a list, or a list does not pass")
	}
}
