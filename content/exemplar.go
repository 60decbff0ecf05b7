package content

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"sysprep/grading"
)

// Exemplar is an answer to a question with what it must be graded to. Prove holds the grader to it.
type Exemplar struct {
	File     string // in the pack
	Question string
	Answer   string
	Levels   map[string]grading.Level // of items; those that are not named are not looked at
	Wrong    []string                 // items in which it asserts a misconception
}

// exemplarFile is an exemplar with its document.
type exemplarFile struct {
	Exemplar
	src   *source
	front *tree // nil if the file has no labels
}

type exemplarFront struct {
	Levels map[string]string `yaml:"levels"`
	Wrong  []string          `yaml:"wrong"`
}

// exemplarPath is where answers with labels lie: exemplars/QUESTION/NAME.md.
var exemplarPath = regexp.MustCompile(`^exemplars/([a-z0-9][a-z0-9-]{0,63})/[a-z0-9][a-z0-9-]{0,63}\.md$`)

// candidatePath is where scripted candidates of an interview lie: exemplars/INTERVIEW/KIND.yaml.
var candidatePath = regexp.MustCompile(`^exemplars/([a-z0-9][a-z0-9-]{0,63})/([a-z0-9][a-z0-9-]{0,63})\.yaml$`)

// checkCandidates holds the folders of scripted candidates against the interviews that there are. What the files say is
// read when they are played; here they are only refused if no YAML of a pack may look so.
func (p *parsed) checkCandidates() {
	ids := slices.Sorted(maps.Keys(p.interviews))
	for _, name := range slices.Sorted(maps.Keys(p.sources)) {
		m := candidatePath.FindStringSubmatch(name)
		if m == nil {
			continue
		}
		parseYAML(p.sources[name], p.sources[name].text, 0)
		if !contains(ids, m[1]) {
			p.sources[name].fault(1, 1, "there is no file interviews/"+m[1]+".yaml, whose candidate this could be", "name the folder after an interview; "+nearest(m[1], ids))
		}
	}
}

// candidates are the scripted candidates of a pack, as texts.
func (p *parsed) candidates() map[string]map[string]string {
	all := map[string]map[string]string{}
	for name, src := range p.sources {
		if m := candidatePath.FindStringSubmatch(name); m != nil {
			if all[m[1]] == nil {
				all[m[1]] = map[string]string{}
			}
			all[m[1]][m[2]] = src.text
		}
	}
	return all
}

func exemplarOf(name string) (question string, ok bool) {
	m := exemplarPath.FindStringSubmatch(name)
	if m == nil {
		return "", false
	}
	return m[1], true
}

// levelNames are the levels as authors write them, from the lowest to the highest.
var levelNames = []string{"missed", "named", "explained", "tradeoff"}

// parseExemplar reads an answer. Labels stand before it as front matter; a file without is an answer for people.
func parseExemplar(src *source, question string) *exemplarFile {
	e := &exemplarFile{src: src, Exemplar: Exemplar{File: src.name, Question: question, Levels: map[string]grading.Level{}}}
	at := 0
	if src.lines[0] == "---" {
		front, lines, ok := frontMatter(src)
		if !ok {
			return e
		}
		var head exemplarFront
		front.bind(&head)
		e.front, at = front, lines
		e.Wrong = head.Wrong
		for _, item := range slices.Sorted(maps.Keys(head.Levels)) {
			level := slices.Index(levelNames, head.Levels[item])
			if level < 0 {
				front.fault(quoted(head.Levels[item])+" is not a level", "write missed, named, explained or tradeoff", "levels", item)
				continue
			}
			e.Levels[item] = grading.Level(level)
		}
	}
	e.Answer = strings.TrimSpace(Clean(src.between(at, len(src.lines))))
	return e
}

// checkExemplars holds the labels of exemplars against the items that there are.
func (p *parsed) checkExemplars() {
	for _, e := range p.exemplars {
		if e.front == nil {
			continue
		}
		r, ok := p.rubrics[e.Question]
		if !ok {
			e.src.fault(1, 1, "there is no file rubrics/"+e.Question+".yaml", "name the folder of the exemplar after its question; "+nearest(e.Question, slices.Collect(maps.Keys(p.rubrics))))
			continue
		}
		if r.def == nil {
			continue
		}
		for _, item := range slices.Sorted(maps.Keys(e.Levels)) {
			if !contains(r.items(), item) {
				e.front.fault("rubric "+quoted(e.Question)+" has no item "+quoted(item), nearest(item, r.items()), "levels", item)
			}
		}
		for i, item := range e.Wrong {
			if !contains(r.items(), item) {
				e.front.fault("rubric "+quoted(e.Question)+" has no item "+quoted(item), nearest(item, r.items()), "wrong", i)
			}
		}
	}
}
