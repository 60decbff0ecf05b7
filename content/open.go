package content

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"sysprep/grading"
	"sysprep/scenarios"
)

// Open reads the pack in fsys and checks all of it. If anything is wrong, the error is
// of type Faults, with everything that is, and there is no pack.
func Open(fsys fs.FS) (*Pack, error) {
	p, err := open(fsys, false, (*parsed).checkMeaning)
	if err != nil {
		return nil, err
	}
	return p.pack(), nil
}

// open reads and checks a pack, with a further check if it is not nil. If it is lazy, rubrics and lexicon are
// not parsed.
func open(fsys fs.FS, lazy bool, further func(*parsed)) (*parsed, error) {
	f := readFolder(fsys)
	p := parse(f, lazy)
	if further != nil {
		further(p)
	}
	if p.only != nil {
		return nil, p.only
	}
	faults := f.faults
	for _, src := range f.sources {
		faults = append(faults, src.faults...)
	}
	if len(faults) > 0 {
		return nil, faults.sorted()
	}
	return p, nil
}

// OpenDir opens the pack in a folder on disk. Links do not lead out of it.
func OpenDir(name string) (*Pack, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("the pack %s can't be opened: name a folder with a pack.yaml in it (%w)", Clean(name), err)
	}
	defer root.Close() //nolint:errcheck // only read
	return Open(root.FS())
}

// parsed is a pack whose files were read but whose references may still be dead. An
// entry that is nil, or holds nil, is there but could not be read.
type parsed struct {
	sources      map[string]*source
	manifest     Manifest
	manifestTree *tree
	lessons      map[string]*lessonFile
	circled      map[string]bool // lessons that require each other in a circle
	scenarios    map[string]*scenarioFile
	rubrics      map[string]*rubricFile
	answers      map[string]*answersFile // by question
	decks        map[string]*deckFile
	drills       map[string]*drillFile
	interviews   map[string]*interviewFile
	exemplars    []*exemplarFile // by path
	lexicon      *lexiconFile    // of the core pack, if this one has none
	only         Faults          // what alone is told: the pack needs a newer sysprep, is too much to read, or is none; nil if it is not
	lazy         bool            // scenarios, rubrics and lexicon are left for later
}

func parse(f *folder, lazy bool) *parsed {
	p := &parsed{
		sources: f.sources, lazy: lazy,
		lessons: map[string]*lessonFile{}, scenarios: map[string]*scenarioFile{},
		rubrics: map[string]*rubricFile{}, answers: map[string]*answersFile{}, decks: map[string]*deckFile{}, drills: map[string]*drillFile{},
		interviews: map[string]*interviewFile{},
	}
	manifest, ok := f.sources[manifestFile]
	if !ok {
		f.fault(manifestFile, "there is no pack.yaml", "add one, with apiVersion, kind, id, version, title and syllabus")
		manifest = newSource(manifestFile, nil)
		p.manifestTree = &tree{src: manifest, broken: true}
	} else {
		p.readManifest(manifest)
	}
	if f.none != nil {
		p.only = f.none
		return p
	}
	p.readFiles()
	if _, unread := f.folded[lexiconFileName]; p.lexicon == nil && !unread {
		p.lexicon = coreLexicon()
	}
	slices.SortFunc(p.exemplars, func(a, b *exemplarFile) int { return strings.Compare(a.src.name, b.src.name) })
	p.joinAnswers()
	p.readInterviews()
	if f.tokens.Load() > mostPackTokens {
		p.only = Faults{{File: ".", Message: fmt.Sprintf("the pack has more than %d words of YAML", mostPackTokens), Do: "split it into several packs"}}
		return p // which of the files were still read is a matter of luck
	}
	p.checkReferences()
	return p
}

// readFiles parses the files, each by itself and as many at a time as there are cores:
// the program's first frame waits for the core pack.
func (p *parsed) readFiles() {
	var wg sync.WaitGroup
	var lock sync.Mutex
	places := make(chan struct{}, runtime.GOMAXPROCS(0))
	for name, src := range p.sources {
		wg.Go(func() {
			places <- struct{}{}
			keep := p.read(name, src)
			lock.Lock()
			keep()
			lock.Unlock()
			<-places
		})
	}
	wg.Wait()
}

// read parses one file, and returns what puts the result into its place.
func (p *parsed) read(name string, src *source) (keep func()) {
	id := strings.TrimSuffix(path.Base(name), path.Ext(name))
	switch path.Dir(name) {
	case "lessons":
		l := parseLesson(src, id)
		return func() { p.lessons[id] = l }
	case "scenarios":
		if p.lazy {
			return func() { p.scenarios[id] = &scenarioFile{tree: &tree{src: src}} }
		}
		s := parseScenario(src, id)
		return func() { p.scenarios[id] = s }
	case "rubrics":
		if p.lazy {
			return func() { p.rubrics[id] = &rubricFile{tree: &tree{src: src}} }
		}
		r := parseRubric(src, id)
		return func() { p.rubrics[id] = r }
	case "answers":
		if p.lazy {
			return func() { p.answers[id] = &answersFile{src: src} }
		}
		a := parseAnswers(src, id)
		return func() { p.answers[id] = a }
	case "decks":
		d := parseDeck(src, id)
		return func() { p.decks[id] = d }
	case "drills":
		d := parseDrill(src, id)
		return func() { p.drills[id] = d }
	case "interviews":
		return func() { p.interviews[id] = &interviewFile{tree: &tree{src: src}} } // readInterviews parses it
	}
	if question, ok := exemplarOf(name); ok {
		e := parseExemplar(src, question)
		return func() { p.exemplars = append(p.exemplars, e) }
	}
	if name == lexiconFileName && p.lazy {
		return func() { p.lexicon = &lexiconFile{tree: &tree{src: src}} }
	}
	if name == lexiconFileName {
		l := parseLexicon(src)
		return func() { p.lexicon = l }
	}
	return func() {}
}

// pack is the finished pack; there must be no faults.
func (p *parsed) pack() *Pack {
	pack := &Pack{
		Manifest: p.manifest,
		Decks:    map[string]*Deck{}, Drills: map[string]*Drill{},
	}
	for _, at := range p.manifest.Syllabus {
		if at.Lesson != "" {
			pack.Lessons = append(pack.Lessons, &p.lessons[at.Lesson].Lesson)
		} else if n := len(pack.Lessons); n > 0 && at.Deck != "" {
			l := pack.Lessons[n-1]
			l.Decks = append(l.Decks, &p.decks[at.Deck].Deck)
		}
	}
	pack.Scenarios = p.systems()
	pack.Interviews = p.mocks()
	if !p.lazy {
		rubrics := map[string]*grading.Rubric{}
		for id, r := range p.rubrics {
			rubrics[id] = r.def
		}
		pack.Rubrics = NewRubrics(rubrics, p.lexicon.def)
	}
	for id, d := range p.decks {
		pack.Decks[id] = &d.Deck
	}
	for _, e := range p.exemplars {
		pack.Exemplars = append(pack.Exemplars, e.Exemplar)
	}
	pack.Candidates = p.candidates()
	for id, d := range p.drills {
		pack.Drills[id] = d.def
	}
	for _, l := range pack.Lessons {
		pack.joinDrills(l)
	}
	return pack
}

// systems are the pack's scenarios, parsed or not.
func (p *parsed) systems() *Systems {
	all := NewSystems(map[string]*scenarios.Scenario{})
	if p.lazy {
		all.later = map[string]*source{}
	}
	for id, s := range p.scenarios {
		if p.lazy {
			all.later[id] = s.tree.src
		} else {
			all.loaded[id] = s.def
		}
	}
	return all
}
