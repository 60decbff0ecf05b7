package content

import (
	"embed"
	"io/fs"
	"sync"

	"sysprep/grading"
)

// Without "all:", so that what editors and desktops leave behind (.swp, .DS_Store) does
// not get into the binary. No file of a pack begins with a dot or an underscore.
//
//go:embed packs/core
var embedded embed.FS

// coreLexicon is the lexicon of the core pack; an empty one if it has none.
func coreLexicon() *lexiconFile {
	data, err := fs.ReadFile(embedded, "packs/core/"+lexiconFileName)
	if err != nil {
		return &lexiconFile{def: &grading.Lexicon{}, tree: &tree{src: newSource(lexiconFileName, nil)}}
	}
	return parseLexicon(newSource(lexiconFileName, data))
}

// Core is the pack that sysprep comes with. It goes through the same loader as any other, beforehand
// (see coreParsed), and is read once for each process; the pack is shared, and must not be changed.
// Scenarios, rubrics, interviews and lexicon are parsed on their first use: they are most of its text.
// That they have no faults is left to the tests.
func Core() (*Pack, error) { return core() }

// CoreFiles are the files of the core pack.
func CoreFiles() fs.FS {
	fsys, err := fs.Sub(embedded, "packs/core")
	if err != nil {
		panic(err) // the path is a constant
	}
	return fsys
}

var core = sync.OnceValues(func() (*Pack, error) {
	p, err := readParsedCore(CoreFiles(), coreParsed)
	if err != nil {
		p, err = open(CoreFiles(), true, nil)
	}
	if err != nil {
		return nil, err
	}
	return lazyCore(p)
})

// lazyCore is the core pack, of what was read of it.
func lazyCore(p *parsed) (*Pack, error) {
	sources := map[string]*source{lexiconFileName: p.lexicon.tree.src}
	for id, r := range p.rubrics {
		sources[id] = r.tree.src
	}
	answers := map[string]*source{}
	for id, a := range p.answers {
		answers[id] = a.src
	}
	pack := p.pack()
	var err error
	if pack.Rubrics, err = lazyRubrics(sources, answers); err != nil {
		return nil, err
	}
	pack.Interviews.itemsOf = pack.Rubrics.itemsOf
	return pack, nil
}
