package grading

import (
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// material is what graders are taught with: the labelled answers and the rubrics of the core pack.
type material struct {
	grader  *Grader
	rubrics map[string]*Rubric // without answers
	graders map[string]*Compiled
	sets    map[string][]LabelledAnswer
	part    map[string]int // of each writer, see parts
}

// parts is into how many parts the writers are divided, of which one is graded by those that the others taught.
const parts = 5

func readLessons(t *testing.T) *material {
	t.Helper()
	var lexicon Lexicon
	readYAML(t, "../content/packs/core/lexicon.yaml", &lexicon)
	g, err := NewGrader(&lexicon)
	if err != nil {
		t.Fatal(err)
	}
	l := &material{grader: g, rubrics: map[string]*Rubric{}, graders: map[string]*Compiled{}, sets: map[string][]LabelledAnswer{}, part: map[string]int{}}
	files, _ := filepath.Glob("../content/packs/core/answers/*.json")
	writers := map[string]bool{}
	for _, file := range files {
		set := readLabelled(t, file)
		l.sets[set.Question] = set.Answers
		l.rubrics[set.Question] = &Rubric{}
		readYAML(t, "../content/packs/core/rubrics/"+set.Question+".yaml", l.rubrics[set.Question])
		for _, a := range set.Answers {
			writers[a.By] = true
		}
		if l.graders[set.Question], err = g.Compile(l.rubrics[set.Question]); err != nil {
			t.Fatal(err)
		}
	}
	for i, writer := range sortedKeys(writers) {
		l.part[writer] = i % parts
	}
	return l
}

// split gives the answers of a part of the writers to a question, and those of the others.
func (l *material) split(question string, part int) (theirs, others []LabelledAnswer) {
	for _, a := range l.sets[question] {
		if l.part[a.By] == part {
			theirs = append(theirs, a)
		} else {
			others = append(others, a)
		}
	}
	return theirs, others
}

// taught gives a grader of a question that was taught by all parts but one.
func (l *material) taught(t *testing.T, question string, part int, tone *tone) *Compiled {
	rubric := *l.rubrics[question]
	_, rubric.Answers = l.split(question, part)
	c, err := l.grader.Compile(&rubric)
	if err != nil {
		t.Error(err)
		return nil
	}
	c.learned.tone = tone
	return c
}

// toneOfOthers is the tone that all parts but one teach.
func (l *material) toneOfOthers(part int) *tone {
	sets := map[string][]LabelledAnswer{}
	for question := range l.sets {
		_, sets[question] = l.split(question, part)
	}
	return teachTone(l.graders, sets)
}

// crossed is what graders that were taught by the answers of other writers find in the labelled answers.
type crossed struct {
	question string
	signs    []signed
	answers  []LabelledAnswer
	verdicts []Verdict
}

func (l *material) crossed(t *testing.T) (all []crossed) {
	t.Helper()
	questions := sortedKeys(l.sets)
	all = make([]crossed, parts*len(questions))
	var wg sync.WaitGroup
	room := make(chan bool, runtime.GOMAXPROCS(0)) // graders take some memory
	for part := range parts {
		tone := l.toneOfOthers(part)
		for n, question := range questions {
			room <- true
			wg.Go(func() {
				defer func() { <-room }()
				theirs, _ := l.split(question, part)
				if len(theirs) == 0 {
					return
				}
				c := l.taught(t, question, part, tone)
				if c == nil {
					return
				}
				found := crossed{question: question, signs: c.signsOf(theirs), answers: theirs}
				for _, a := range theirs {
					found.verdicts = append(found.verdicts, c.Grade(a.Text))
				}
				all[part*len(questions)+n] = found
			})
		}
	}
	wg.Wait()
	return all
}

// agreement compares the verdicts with the labels, of those answers that are asked for.
func agreement(name string, all []crossed, keep func(LabelledAnswer) bool) Figures {
	f := Figures{Name: name, FalseAccepts: map[string]FalseAccept{}}
	for _, c := range all {
		for i, a := range c.answers {
			if keep(a) {
				f.Answers++
				f.add(a, c.verdicts[i])
			}
		}
	}
	f.finish()
	return f
}

// reportAgreement says how good the grader is on answers by somebody that it never read: for each writer, and for each kind.
func reportAgreement(t *testing.T, all []crossed) {
	t.Helper()
	writers, kinds := map[string]bool{}, map[string]bool{}
	for _, c := range all {
		for _, a := range c.answers {
			writers[a.By], kinds[a.Kind] = true, true
		}
	}
	row := func(f Figures) {
		fa := f.FalseAccepts["stuffing"].plus(f.FalseAccepts["negation"]).plus(f.FalseAccepts["off-topic"])
		t.Logf("%-14s %5d items: kappa %.2f, detected %.2f/%.2f, explained %.2f/%.2f, wrong %.2f/%.2f/%.2f (%d false), quotations %.2f, false accepts %d of %d", f.Name, f.Items, f.Kappa, f.Detected.Precision,
			f.Detected.Recall, f.Explained.Precision, f.Explained.Recall, f.Wrong.Precision, f.Wrong.Recall, f.Wrong.F1, f.Wrong.False, f.Overlap, fa.Explained, fa.Items)
	}
	for _, w := range sortedKeys(writers) {
		row(agreement(w, all, func(a LabelledAnswer) bool { return a.By == w }))
	}
	for _, k := range sortedKeys(kinds) {
		row(agreement(k, all, func(a LabelledAnswer) bool { return a.Kind == k }))
	}
	f := agreement("all", all, func(a LabelledAnswer) bool { return a.By != "iv" })
	row(f)
	for _, figure := range []struct {
		name         string
		got, atLeast float64
	}{
		{"kappa", f.Kappa, 0.75},
		{"precision of detected", f.Detected.Precision, 0.86},
		{"recall of detected", f.Detected.Recall, 0.80},
		{"precision of explained", f.Explained.Precision, 0.85},
		{"F1 of wrong", f.Wrong.F1, 0.70},
		{"evidence overlap", f.Overlap, 0.85},
	} {
		if figure.got < figure.atLeast && !*update {
			t.Errorf("across writers: %s is %.2f, less than %.2f", figure.name, figure.got, figure.atLeast)
		}
	}
}

func (a FalseAccept) plus(b FalseAccept) FalseAccept {
	return FalseAccept{a.Items + b.Items, a.Explained + b.Explained, a.Missed + b.Missed, a.Named + b.Named}
}
