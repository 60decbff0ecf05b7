package content

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
)

// coreParsed is what the files of the core pack say, read out beforehand: to parse them took half of the
// processor time to the first frame. A test writes it anew with -update, and holds it to the files. Where they
// have changed since, or the types have, it is passed over, and the files are parsed.
//
//go:embed core_parsed.gob
var coreParsed []byte

// parsedCore is the part of the core pack that the first frame needs.
type parsedCore struct {
	Of       string // what it was made of: see coreMark
	Manifest Manifest
	Lessons  []Lesson // without decks and drills, which are joined when it is read
	Decks    []Deck
	Drills   []Drill
}

var errOtherCore = errors.New("the core pack has changed since it was read out")

// readParsedCore is open for the core pack in fsys, from what was read out of it beforehand.
func readParsedCore(fsys fs.FS, data []byte) (*parsed, error) {
	names, err := fs.Glob(fsys, "*/*")
	if err != nil {
		return nil, err
	}
	mark, err := coreMark(fsys, names)
	if err != nil {
		return nil, err
	}
	var kept parsedCore
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&kept); err != nil {
		return nil, err
	}
	if kept.Of != mark {
		return nil, errOtherCore
	}
	p := &parsed{
		manifest: kept.Manifest, lazy: true,
		lessons: map[string]*lessonFile{}, scenarios: map[string]*scenarioFile{}, rubrics: map[string]*rubricFile{}, answers: map[string]*answersFile{},
		decks: map[string]*deckFile{}, drills: map[string]*drillFile{}, interviews: map[string]*interviewFile{},
	}
	for _, l := range kept.Lessons {
		p.lessons[l.ID] = &lessonFile{Lesson: l}
	}
	for _, d := range kept.Decks {
		p.decks[d.ID] = &deckFile{Deck: d}
	}
	for i := range kept.Drills {
		p.drills[kept.Drills[i].ID] = &drillFile{def: &kept.Drills[i]}
	}
	p.lexicon = &lexiconFile{tree: laterTree(fsys, lexiconFileName)}
	for _, name := range names {
		id := strings.TrimSuffix(path.Base(name), path.Ext(name))
		switch path.Dir(name) {
		case "scenarios":
			p.scenarios[id] = &scenarioFile{tree: laterTree(fsys, name)}
		case "rubrics":
			p.rubrics[id] = &rubricFile{tree: laterTree(fsys, name)}
		case "answers":
			p.answers[id] = &answersFile{src: laterTree(fsys, name).src}
		case "interviews":
			p.interviews[id] = &interviewFile{tree: laterTree(fsys, name)}
		}
	}
	return p, nil
}

// laterTree is a file that is read when somebody asks for it.
func laterTree(fsys fs.FS, name string) *tree {
	return &tree{src: &source{name: name, later: func() []byte {
		data, _ := fs.ReadFile(fsys, name) // of the embedded pack, which has it
		return data
	}}}
}

// writeParsedCore is what readParsedCore reads, made of the files.
func writeParsedCore(fsys fs.FS) ([]byte, error) {
	names, err := fs.Glob(fsys, "*/*")
	if err != nil {
		return nil, err
	}
	p, err := open(fsys, true, nil)
	if err != nil {
		return nil, err
	}
	keep := parsedCore{Manifest: p.manifest}
	if keep.Of, err = coreMark(fsys, names); err != nil {
		return nil, err
	}
	for _, l := range p.lessons {
		keep.Lessons = append(keep.Lessons, l.Lesson)
	}
	for _, d := range p.decks {
		keep.Decks = append(keep.Decks, d.Deck)
	}
	for _, d := range p.drills {
		keep.Drills = append(keep.Drills, *d.def)
	}
	slices.SortFunc(keep.Lessons, func(a, b Lesson) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(keep.Decks, func(a, b Deck) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(keep.Drills, func(a, b Drill) int { return strings.Compare(a.ID, b.ID) })
	var out bytes.Buffer
	err = gob.NewEncoder(&out).Encode(keep)
	return out.Bytes(), err
}

// coreMark tells editions of the core pack apart, by the files that are read out beforehand, and by the types that
// they are read into.
func coreMark(fsys fs.FS, names []string) (string, error) {
	sum := sha256.New()
	describe(sum.Write, reflect.TypeFor[parsedCore](), map[reflect.Type]bool{})
	for _, name := range append([]string{manifestFile}, names...) {
		switch path.Dir(name) {
		case ".", "lessons", "decks", "drills":
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return "", err
			}
			sum.Write([]byte(name))
			sum.Write(data)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// describe writes what a type is made of.
func describe(write func([]byte) (int, error), t reflect.Type, seen map[reflect.Type]bool) {
	_, _ = write([]byte(t.String()))
	if seen[t] {
		return
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		describe(write, t.Elem(), seen)
	case reflect.Map:
		describe(write, t.Key(), seen)
		describe(write, t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			_, _ = write([]byte(t.Field(i).Name))
			describe(write, t.Field(i).Type, seen)
		}
	}
}
