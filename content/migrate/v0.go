package migrate

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// pack0 is a pack of sysprep/v0 while it is written anew.
type pack0 struct {
	files, out Files
	notes      []Note
	docs       map[string]yaml.MapSlice // of YAML files, by path
	prompts    map[string]string        // of questions, where a step or phase asks them
	after      map[string][]string      // drills that the syllabus lists after a lesson
}

func (p *pack0) note(file, format string, args ...any) {
	p.notes = append(p.notes, Note{file, fmt.Sprintf(format, args...)})
}

// dropped notes keys that v1 does not have.
func (p *pack0) dropped(file string, doc yaml.MapSlice, keys ...string) {
	for _, key := range keys {
		if has(doc, key) {
			p.note(file, "%s: is not of sysprep/v1, and left out", key)
		}
	}
}

// v0to1 leads from the sketch of the format to sysprep/v1; docs/packs.md says how they differ.
func v0to1(files Files) (Files, []Note, error) {
	p := &pack0{files: files, out: Files{}, docs: map[string]yaml.MapSlice{}, prompts: map[string]string{}, after: map[string][]string{}}
	names := slices.Sorted(maps.Keys(files))
	for _, name := range names {
		if path.Ext(name) != ".yaml" {
			continue
		}
		doc, err := parse(files[name])
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		p.docs[name] = doc
	}
	if err := p.put("pack.yaml", p.manifest(p.docs["pack.yaml"])); err != nil {
		return nil, nil, err
	}
	for _, name := range names { // lessons first: they have the prompts of questions
		if folder(name) == "lessons" {
			if err := p.lesson(name); err != nil {
				return nil, nil, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	for _, name := range names {
		var err error
		switch doc := p.docs[name]; folder(name) {
		case "lessons":
		case "scenarios":
			err = p.put(name, p.scenario(name, doc))
		case "rubrics":
			err = p.put(name, p.rubric(name, doc))
		case "drills":
			err = p.put(name, p.drill(name, doc))
		case "interviews":
			err = p.put(name, p.interview(name, doc))
		case "decks":
			err = p.deck(name)
		default:
			if _, done := p.out[name]; !done {
				p.out[name] = files[name]
			}
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return p.out, p.notes, nil
}

func (p *pack0) put(name string, doc yaml.MapSlice) error {
	text, err := write(doc)
	p.out[name] = text
	return err
}

// manifest takes metadata: apart, and drills out of the syllabus.
func (p *pack0) manifest(doc yaml.MapSlice) yaml.MapSlice {
	b := head("Pack", mapping(get(doc, "metadata")), "id", "version", "title", "summary", "language", "license", "authors")
	b.keep(doc, "objectives")
	var syllabus []any
	lesson := ""
	for _, at := range mappings(get(doc, "syllabus")) {
		if drill := text(get(at, "drill")); drill != "" {
			p.after[lesson] = append(p.after[lesson], drill)
			continue
		}
		if id := text(get(at, "lesson")); id != "" {
			lesson = id
		}
		syllabus = append(syllabus, at)
	}
	if lost := p.after[""]; len(lost) > 0 {
		p.note("pack.yaml", "no lesson comes before the drills %s: name them in a step", strings.Join(lost, ", "))
	}
	b.set("syllabus", syllabus)
	b.keep(doc, "retired")
	p.dropped("pack.yaml", doc, "requires", "audience", "prerequisites", "limits")
	return b.doc
}

// deck gives a deck a title.
func (p *pack0) deck(name string) error {
	front, body, err := p.front(name)
	if err != nil {
		return err
	}
	b := head("Deck", front, "id", "title")
	if !has(front, "title") {
		b.set("title", titled(text(get(front, "id"))))
	}
	head, err := write(b.doc)
	p.out[name] = "---\n" + head + "---\n" + body
	return err
}

// titled is an id as a title.
func titled(id string) string {
	words := worded(id)
	if words == "" {
		return "Untitled"
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// front parts a Markdown file into its front matter and the rest.
func (p *pack0) front(name string) (front yaml.MapSlice, body string, err error) {
	rest, ok := strings.CutPrefix(p.files[name], "---\n")
	head, body, closed := strings.Cut(rest, "\n---\n")
	if !ok || !closed {
		return nil, "", fmt.Errorf("the file does not begin with front matter: begin it with ---, keys, and --- again")
	}
	front, err = parse(head)
	return front, body, err
}

// drill writes params as they are; what v1 does not ask for is left out.
func (p *pack0) drill(name string, doc yaml.MapSlice) yaml.MapSlice {
	b := head("Drill", mapping(get(doc, "metadata")), "id", "title")
	var variants []any
	for _, v := range mappings(get(doc, "variants")) {
		n := &builder{}
		n.keep(v, "id", "params", "where", "prompt")
		answer := mapping(get(v, "answer"))
		a := &builder{}
		a.keep(answer, "expr")
		if unit := text(get(answer, "unit")); unit != "1" {
			a.set("unit", unit)
		}
		a.keep(answer, "tolerance")
		p.dropped(name, answer, "also_accept")
		n.set("answer", a.doc)
		n.keep(v, "traps", "worked")
		variants = append(variants, n.doc)
	}
	b.set("variants", variants)
	return b.doc
}
