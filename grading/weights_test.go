package grading

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"
)

var update = flag.Bool("update", false, "write weights.go anew")

// What is the same for all rubrics is fitted to the labelled answers of the core pack: the tone of words, and the weights of the
// signs. The weights rest on the verdicts on answers by writers that neither the grader nor the tone was taught with: what a
// score is worth is known from answers that it hasn't seen.
func TestWeightsAreCurrent(t *testing.T) {
	if testing.Short() {
		t.Skip("it grades all labelled answers")
	}
	l := readLessons(t)
	tone := teachTone(l.graders, l.sets)
	crossed := l.crossed(t)
	reportAgreement(t, crossed)
	var all []signed
	for _, c := range crossed {
		all = append(all, c.signs...)
	}
	weights := signWeights
	var wg sync.WaitGroup
	for head := range weights {
		mine := slices.Clone(all)
		wg.Go(func() { weights[head] = fitHead(mine, head) })
	}
	wg.Wait()
	if *update {
		for file, content := range map[string]string{"weights.go": string(weightsFile(weights)), "tone.txt": tone.table()} {
			if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	const anew = "go test ./grading -run TestWeightsAreCurrent -update"
	if far := tone.differs(ownTone()) + ownTone().differs(tone); far > 0 {
		t.Errorf("tone.txt is not what the labelled answers teach, in %d scores: %s", far, anew)
	}
	for head := range weights {
		for i, w := range weights[head] {
			if math.Abs(w-signWeights[head][i]) > 0.05 {
				t.Errorf("weight %d of head %d is %.3f, and weights.go has %.3f: %s", i, head, w, signWeights[head][i], anew)
			}
		}
	}
}

// signed is one item of a labelled answer, with the signs that the grader found.
type signed struct {
	signs // that of the window is set by choose
	Label
	blamed  bool
	weight  float64
	windows [headsPerItem][]seen // those that may count for a head
}

// seen is a window.
type seen struct {
	at    windowScores // lifted
	doubt bool
}

// choose takes the window that is the best sign by some weights.
func (s *signed) choose(head int, weights *signs) {
	best, most := seen{at: lowest}, math.Inf(-1)
	for _, w := range s.windows[head] {
		if value := windowValue(weights, &w.at, w.doubt); value > most {
			best, most = w, value
		}
	}
	for k, v := range best.at {
		s.signs[windowHead+k] = within(v, mostScore)
	}
	if head != blameHead {
		s.signs[ruleBlame] = float64(btoi(best.doubt))
	} else {
		s.signs[ruleBlame] = float64(btoi(s.blamed))
	}
}

// rounds is how often the windows are chosen anew with the weights that were fitted to those chosen before.
const rounds = 6

func fitHead(all []signed, head int) (weights signs) {
	weights[windowHead+head] = 1
	for range rounds {
		for i := range all {
			all[i].choose(head, &weights)
		}
		weights = fitWeights(all, head)
	}
	return weights
}

// Writers weigh about the same, whatever they wrote; those of the dev answers less, since the rubrics know half of these.
var writerWeight = map[string]float64{"dev": 0.6, "a": 2.5, "iv": 1.5}

// signsOf gives the signs of answers, and of their fragments.
func (c *Compiled) signsOf(answers []LabelledAnswer) (all []signed) {
	for _, a := range answers {
		weight := 1.0
		if w, ok := writerWeight[a.By]; ok {
			weight = w
		}
		all = append(all, c.signed(a, weight)...)
		for _, f := range fragments(a) {
			for _, s := range c.signed(f, weight) {
				if s.weight *= fragmentWeight; s.Evidence == "" {
					s.weight *= elsewhereWeight
				}
				all = append(all, s)
			}
		}
	}
	return all
}

// fragmentWeight is what an item of a fragment weighs, against one of a whole answer.
const fragmentWeight = 0.3

// elsewhereWeight is what a fragment weighs for an item that it isn't about, beside that.
const elsewhereWeight = 0.2

// fragments are the quotations of an answer, each as an answer of its own: such are the answers to an interviewer's
// probes. Items whose quotation shares words with it have no label.
func fragments(a LabelledAnswer) (all []LabelledAnswer) {
	for _, item := range sortedKeys(a.Labels) {
		quoted := a.Labels[item]
		if quoted.Evidence == "" {
			continue
		}
		f := LabelledAnswer{Text: quoted.Evidence, Labels: map[string]Label{item: quoted}}
		from := strings.Index(a.Text, quoted.Evidence)
		for other, l := range a.Labels {
			at := strings.Index(a.Text, l.Evidence)
			if other != item && (l.Evidence == "" || at >= from+len(quoted.Evidence) || at+len(l.Evidence) <= from) {
				f.Labels[other] = Label{}
			}
		}
		all = append(all, f)
	}
	return all
}

// signed gives the signs of the items that have a label.
func (c *Compiled) signed(a LabelledAnswer, weight float64) (all []signed) {
	ix := c.index(a.Text)
	c.carryDenials(ix)
	like := c.resemblance(ix)
	windows := make([][headsPerItem][]seen, len(c.items))
	c.learned.scorer().eachScored(ix, len(c.items), c.align.likeness(ix, len(c.items)), func(w window, i int, at *windowScores) {
		lifted, lift := *at, c.items[i].lift()
		for k := range lift {
			lifted[k] += lift[k]
		}
		for h := range headsPerItem {
			if w.may(h) {
				windows[i][h] = append(windows[i][h], seen{lifted, overlapping(like[i].blamed, w.first, w.last)})
			}
		}
	})
	for i := range c.items {
		it := &c.items[i]
		if label, ok := a.Labels[it.ID]; ok {
			found := it.ruled(ix, nil)
			all = append(all, signed{it.signs(&found, &like[i])[0], label, len(like[i].blamed) > 0, weight, windows[i]})
		}
	}
	return all
}

// ridge is the penalty on the square of each weight, per sample, of signs that have unit variance.
const ridge = 0.01

// fitWeights is a ridge logistic regression by Newton's method.
func fitWeights(all []signed, head int) signs {
	mean, spread, total := moments(all)
	scaled := func(s *signed) (x signs) {
		for j := range x {
			x[j] = (s.signs[j] - mean[j]) / spread[j]
		}
		x[bias] = 1
		return x
	}
	var w signs
	for range 25 {
		var gradient signs
		var hessian [signCount]signs
		for i := range all {
			x := scaled(&all[i])
			sum := 0.0
			for j := range x {
				sum += w[j] * x[j]
			}
			p := 1 / (1 + math.Exp(-sum))
			yes := 0.0
			if head == blameHead && all[i].Wrong || head < blameHead && int(all[i].Level) > head {
				yes = 1
			}
			share := all[i].weight / total
			for j := range x {
				gradient[j] += share * (p - yes) * x[j]
				for k := range x {
					hessian[j][k] += share * p * (1 - p) * x[j] * x[k]
				}
			}
		}
		for j := range bias {
			gradient[j] += ridge * w[j]
			hessian[j][j] += ridge
		}
		hessian[bias][bias] += 1e-9
		step := solve(hessian, gradient)
		for j := range w {
			w[j] -= step[j]
		}
	}
	for j := range bias {
		w[j] /= spread[j]
		w[bias] -= w[j] * mean[j]
	}
	return w
}

func moments(all []signed) (mean, spread signs, total float64) {
	for i := range all {
		total += all[i].weight
	}
	n := float64(len(all))
	for j := range mean {
		for i := range all {
			mean[j] += all[i].signs[j] / n
		}
		for i := range all {
			d := all[i].signs[j] - mean[j]
			spread[j] += d * d / n
		}
		spread[j] = math.Sqrt(spread[j]) + 1e-9
	}
	return mean, spread, total
}

// solve is Gaussian elimination with pivots.
func solve(a [signCount]signs, b signs) signs {
	for k := range b {
		pivot := k
		for i := k; i < len(b); i++ {
			if math.Abs(a[i][k]) > math.Abs(a[pivot][k]) {
				pivot = i
			}
		}
		a[k], a[pivot], b[k], b[pivot] = a[pivot], a[k], b[pivot], b[k]
		for i := k + 1; i < len(b); i++ {
			f := a[i][k] / a[k][k]
			for j := k; j < len(b); j++ {
				a[i][j] -= f * a[k][j]
			}
			b[i] -= f * b[k]
		}
	}
	for k := len(b) - 1; k >= 0; k-- {
		for j := k + 1; j < len(b); j++ {
			b[k] -= a[k][j] * b[j]
		}
		b[k] /= a[k][k]
	}
	return b
}

func weightsFile(weights [headsPerItem]signs) []byte {
	var b strings.Builder
	b.WriteString("// Code generated by go test ./grading -run TestWeightsAreCurrent -update; DO NOT EDIT.\n\npackage grading\n\n")
	b.WriteString("// signWeights are the weights of the signs in the log odds of named, explained and tradeoff, or better, and of a misconception.\n")
	b.WriteString("var signWeights = [headsPerItem]signs{\n")
	for _, row := range weights {
		b.WriteString("\t{")
		for i, w := range row {
			if i > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "%.3f", w)
		}
		b.WriteString("},\n")
	}
	b.WriteString("}\n")
	return []byte(b.String())
}

func readYAML(t testing.TB, file string, into any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(b, into, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
}

func readLabelled(t testing.TB, file string) (l Labelled) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &l); err != nil {
		t.Fatal(err)
	}
	return l
}
