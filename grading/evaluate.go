package grading

import (
	"fmt"
	"slices"
	"strings"
)

// Labelled holds the answers to one question with the levels that a person gave them.
type Labelled struct {
	Question string           `json:"question"`
	Answers  []LabelledAnswer `json:"answers"`
}

// LabelledAnswer is one answer; Kind says in which voice it was written.
type LabelledAnswer struct {
	ID     string           `json:"id"`
	By     string           `json:"by,omitempty"` // who wrote it: answers of one person are held out together
	Kind   string           `json:"kind"`
	Text   string           `json:"text"`
	Labels map[string]Label `json:"labels"` // by item
}

// Label is what the person gave one item: Evidence is the shortest verbatim part that decides.
type Label struct {
	Level    Level  `json:"level"`
	Wrong    bool   `json:"wrong"`
	Evidence string `json:"evidence"`
}

// Report says how well verdicts agree with labels: for each question, for each kind of answer, and in all.
type Report struct {
	Questions []Figures `json:"questions"`
	Kinds     []Figures `json:"kinds"` // by name; without differences, which the questions have
	All       Figures   `json:"all"`
}

// Figures are the measures of agreement over a set of items.
type Figures struct {
	Name         string                 `json:"name"`
	Answers      int                    `json:"answers"`
	Items        int                    `json:"items"`
	Kappa        float64                `json:"kappa"`     // quadratic weighted, of levels (Cohen 1968)
	Detected     Accuracy               `json:"detected"`  // named or better
	Explained    Accuracy               `json:"explained"` // explained or better
	Wrong        Accuracy               `json:"wrong"`     // a misconception
	Overlap      float64                `json:"overlap"`   // share of credits, given by both, whose evidence overlaps the label's
	Confusion    [4][4]int              `json:"confusion"` // [label][verdict]
	FalseAccepts map[string]FalseAccept `json:"falseAccepts"`
	Differences  []Difference           `json:"differences"`

	overlapping, quoted int
}

// Accuracy counts a yes or no decision.
type Accuracy struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Hits      int     `json:"hits"`
	False     int     `json:"false"`  // yes by the grader alone
	Missed    int     `json:"missed"` // yes by the label alone
}

// FalseAccept counts items of one kind of answer that were credited with more than the label has.
type FalseAccept struct {
	Items     int `json:"items"`     // labelled below explained
	Explained int `json:"explained"` // of these, credited as explained or better
	Missed    int `json:"missed"`    // labelled missed
	Named     int `json:"named"`     // of these, credited as named or better
}

// Difference is an item on which verdict and label disagree.
type Difference struct {
	Answer   string `json:"answer"`
	Kind     string `json:"kind"`
	Item     string `json:"item"`
	Want     Label  `json:"want"`
	Got      Level  `json:"got"`
	GotWrong bool   `json:"gotWrong"`
	Evidence []Span `json:"evidence"`
	Against  []Span `json:"against"`
}

// Evaluate grades all labelled answers and compares. grade gets the id of the question.
func Evaluate(labelled []Labelled, grade func(question, answer string) Verdict) Report {
	report := Report{All: Figures{Name: "all", FalseAccepts: map[string]FalseAccept{}}}
	kinds := map[string]*Figures{}
	for _, l := range labelled {
		f := Figures{Name: l.Question, FalseAccepts: map[string]FalseAccept{}}
		for _, a := range l.Answers {
			v := grade(l.Question, a.Text)
			if kinds[a.Kind] == nil {
				kinds[a.Kind] = &Figures{Name: a.Kind, FalseAccepts: map[string]FalseAccept{}}
			}
			for _, into := range []*Figures{&f, &report.All, kinds[a.Kind]} {
				into.Answers++
				into.add(a, v)
			}
		}
		f.finish()
		report.Questions = append(report.Questions, f)
	}
	for _, kind := range sortedKeys(kinds) {
		f := kinds[kind]
		f.finish()
		f.Differences = nil
		report.Kinds = append(report.Kinds, *f)
	}
	report.All.finish()
	return report
}

func (f *Figures) add(a LabelledAnswer, v Verdict) {
	byItem := map[string]ItemVerdict{}
	for _, iv := range v.Items {
		byItem[iv.ID] = iv
	}
	for _, item := range sortedKeys(a.Labels) {
		want, got := a.Labels[item], byItem[item]
		f.Items++
		f.Confusion[want.Level][got.Level]++
		f.Detected.count(want.Level >= Named, got.Level >= Named)
		f.Explained.count(want.Level >= Explained, got.Level >= Explained)
		f.Wrong.count(want.Wrong, got.Wrong)
		if want.Level >= Named && got.Level >= Named && want.Evidence != "" {
			f.quoted++
			f.overlapping += btoi(quotes(a.Text, want.Evidence, got.Evidence))
		}
		fa := f.FalseAccepts[a.Kind]
		if want.Level < Explained {
			fa.Items++
			fa.Explained += btoi(got.Level >= Explained)
		}
		if want.Level == Missed {
			fa.Missed++
			fa.Named += btoi(got.Level >= Named)
		}
		f.FalseAccepts[a.Kind] = fa
		if want.Level != got.Level || want.Wrong != got.Wrong {
			f.Differences = append(f.Differences, Difference{a.ID, a.Kind, item, want, got.Level, got.Wrong, got.Evidence, got.Against})
		}
	}
}

// quotes tells if one of the spans shares a byte with an occurrence of the evidence.
func quotes(text, evidence string, spans []Span) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], evidence)
		if i < 0 {
			return false
		}
		start := from + i
		if slices.ContainsFunc(spans, func(s Span) bool { return s.Start < start+len(evidence) && start < s.End }) {
			return true
		}
		from = start + len(evidence)
	}
}

func (a *Accuracy) count(want, got bool) {
	a.Hits += btoi(want && got)
	a.False += btoi(!want && got)
	a.Missed += btoi(want && !got)
}

func (a *Accuracy) finish() {
	a.Precision, a.Recall = share(a.Hits, a.Hits+a.False), share(a.Hits, a.Hits+a.Missed)
	a.F1 = share(2*a.Hits, 2*a.Hits+a.False+a.Missed)
}

// share is part/whole; of nothing, all is right.
func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

func (f *Figures) finish() {
	f.Detected.finish()
	f.Explained.finish()
	f.Wrong.finish()
	f.Overlap = share(f.overlapping, f.quoted)
	f.Kappa = weightedKappa(f.Confusion)
}

// weightedKappa is Cohen's kappa with quadratic weights: 1 - sum(w*observed)/sum(w*expected), w =
// (i-j)^2 (Cohen 1968). It is 1 where both always give the same single level.
func weightedKappa(confusion [4][4]int) float64 {
	var rows, cols [4]float64
	n := 0.0
	for i, row := range confusion {
		for j, count := range row {
			rows[i] += float64(count)
			cols[j] += float64(count)
			n += float64(count)
		}
	}
	observed, expected := 0.0, 0.0
	for i, row := range confusion {
		for j, count := range row {
			w := float64((i - j) * (i - j))
			observed += float64(w * float64(count))
			expected += float64(w * rows[i] * cols[j] / max(n, 1))
		}
	}
	if expected == 0 {
		return 1
	}
	return 1 - observed/expected
}

// String is a table of the figures.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-18s %5s %6s %15s %15s %17s %7s\n", "question", "items", "kappa", "detected P / R", "explained P / R", "wrong P / R / F1", "overlap")
	row := func(f Figures) {
		fmt.Fprintf(&b, "%-18s %5d %6.2f   %4.2f / %4.2f     %4.2f / %4.2f   %4.2f/%4.2f/%4.2f   %5.2f\n", f.Name, f.Items, f.Kappa,
			f.Detected.Precision, f.Detected.Recall, f.Explained.Precision, f.Explained.Recall, f.Wrong.Precision, f.Wrong.Recall, f.Wrong.F1, f.Overlap)
	}
	for _, f := range r.Questions {
		row(f)
	}
	if len(r.Questions) != 1 {
		row(r.All)
	}
	fmt.Fprintf(&b, "\n%-18s %5s %6s\n", "kind of answer", "items", "kappa")
	for _, f := range r.Kinds {
		row(f)
	}
	b.WriteString("\nlabel \\ verdict    missed    named explained tradeoff\n")
	for i, counts := range r.All.Confusion {
		fmt.Fprintf(&b, "%-16s %8d %8d %8d %8d\n", Level(i), counts[0], counts[1], counts[2], counts[3])
	}
	b.WriteString("\nfalse accepts      explained        named\n")
	for _, kind := range sortedKeys(r.All.FalseAccepts) {
		fa := r.All.FalseAccepts[kind]
		fmt.Fprintf(&b, "%-16s %5d of %3d  %5d of %3d\n", kind, fa.Explained, fa.Items, fa.Named, fa.Missed)
	}
	return b.String()
}
