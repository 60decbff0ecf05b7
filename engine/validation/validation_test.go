package validation

import (
	"context"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

const document = "../../docs/validation.md"

// TestQuickSelection runs the short selection: everything is within its
// tolerance, and docs/validation.md says the same to the last digit.
func TestQuickSelection(t *testing.T) {
	rows, err := Run(context.Background(), Options{Quick: true, Cores: 2})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	// A quick row is a whole row of the document, so the table of the short
	// selection is the document's with lines left out.
	lines := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		lines[line] = true
	}
	for i := range rows {
		r := &rows[i]
		if !r.Verdict.Within {
			t.Errorf("%s: published %s, ours %s: %.1f standard errors off", r.Case.ID, r.Case.PublishedText(), r.Estimate, r.Verdict.Off)
		}
	}
	for line := range strings.Lines(Markdown(rows)) {
		if strings.HasPrefix(line, "| ") && !lines[line] {
			t.Errorf("%s lacks the row below: run \"sysprep validate --markdown\" again\n%s", document, line)
		}
	}
}

// TestDocumentHasEveryCase holds the document's rows against the table of cases:
// the same ids and published numbers, in the same order, none missing and none more.
func TestDocumentHasEveryCase(t *testing.T) {
	raw, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	var rows []Row
	for _, c := range Cases() {
		rows = append(rows, Row{Case: c, Verdict: Verdict{Within: true}})
	}
	got, want := leftColumns(string(raw)), leftColumns(Markdown(rows))
	if len(want) != len(Cases())+2*len(Sources())+len(sections(string(raw))) {
		t.Fatalf("%d rows are expected for %d cases of %d sources", len(want), len(Cases()), len(Sources()))
	}
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("%s: row %q should be %q: run \"sysprep validate --markdown\" again", document, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s has %d rows, want %d: run \"sysprep validate --markdown\" again", document, len(got), len(want))
	}
	if strings.Contains(string(raw), "OUTSIDE") {
		t.Errorf("%s has cases that are outside: find out why", document)
	}
}

func sections(text string) (out []string) {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "## ") {
			out = append(out, line)
		}
	}
	return out
}

// leftColumns returns the headings, and the columns case, quantity and published of each table's rows.
func leftColumns(text string) (out []string) {
	for line := range strings.Lines(text) {
		switch cells := strings.Split(line, "|"); {
		case strings.HasPrefix(line, "## "):
			out = append(out, line)
		case len(cells) > 4:
			out = append(out, strings.Join(cells[1:4], "|"))
		}
	}
	return out
}

// TestEveryCaseCanFail tries the comparer on each case: the published number
// itself is within, and one that is far enough off is not, whatever the
// estimate's error.
func TestEveryCaseCanFail(t *testing.T) {
	for _, c := range Cases() {
		if !c.Judge(Estimate{Mean: c.Published, SE: 1e-3, Runs: 10}).Within {
			t.Errorf("%s: the published number is outside", c.ID)
		}
		for _, se := range []float64{0, 1e-6, 0.01 * math.Abs(c.Published)} {
			allowed := c.Tolerance.Errors*math.Hypot(se, c.Tolerance.PublishedSE) + c.Tolerance.Relative*math.Abs(c.Published)
			for _, sign := range []float64{-1, 1} {
				if b := c.Tolerance.Bound; b == AtMost && sign < 0 || b == AtLeast && sign > 0 {
					if !c.Judge(Estimate{Mean: c.Published + 10*sign, SE: se, Runs: 10}).Within {
						t.Errorf("%s: a bound that is kept is outside", c.ID)
					}
					continue
				}
				if c.Judge(Estimate{Mean: c.Published + sign*(1.01*allowed+1e-9), SE: se, Runs: 10}).Within {
					t.Errorf("%s: %v off is within, with a standard error of %v", c.ID, sign*allowed, se)
				}
				if !c.Judge(Estimate{Mean: c.Published + sign*0.99*allowed, SE: se, Runs: 10}).Within {
					t.Errorf("%s: %v off is outside, with a standard error of %v", c.ID, sign*0.99*allowed, se)
				}
			}
		}
		if c.Judge(Estimate{Mean: math.NaN(), SE: 1, Runs: 10}).Within {
			t.Errorf("%s: no number at all is within", c.ID)
		}
	}
}

// TestWrongNumbersAreOutside: an experiment whose published number is a tenth off
// is outside at the second look as well, and Run says so.
func TestWrongNumbersAreOutside(t *testing.T) {
	for _, s := range []study{mm1(), boundedQueue(), backoffTable()} {
		e := s.experiments[0]
		e.runs = 12
		for i := range e.cases {
			e.cases[i].Published *= 1.1
		}
		rows, err := runAll(context.Background(), []experiment{e}, Options{Cores: 2})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Verdict.Within || !r.Again || r.Estimate.Runs != 4*12 {
				t.Errorf("%s: %+v", r.Case.ID, r)
			}
		}
		if Outside(rows) != len(rows) || !strings.Contains(Markdown(rows), "OUTSIDE") {
			t.Errorf("%s: the report doesn't say that they are outside", s.source.ID)
		}
	}
}

// TestSecondLook: a case that only chance put outside is judged by new seeds.
func TestSecondLook(t *testing.T) {
	var seeds []uint64
	e := experiment{runs: 10, cases: []Case{{ID: "made-up", Published: 0, Tolerance: Tolerance{Errors: 3}}}}
	first := e.firstSeed()
	e.run = func(seed uint64) ([]float64, error) {
		seeds = append(seeds, seed-first)
		v := float64(seed%2)*2 - 1
		if seed-first < 10 {
			v += 5
		}
		return []float64{v}, nil
	}
	rows, err := runAll(context.Background(), []experiment{e}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r := rows[0]; !r.Verdict.Within || !r.Again || r.Estimate.Runs != 40 || r.Outcome() != "within, second look" {
		t.Errorf("%+v", r)
	}
	slices.Sort(seeds)
	if n := len(slices.Compact(seeds)); n != 50 || seeds[49] != 49 {
		t.Errorf("%d seeds were used, want 50: %v", n, seeds)
	}
}

// TestRowsDoNotDependOnCores: the same rows on one core and on three.
func TestRowsDoNotDependOnCores(t *testing.T) {
	list := retryStrategies().experiments[:3]
	one, err1 := runAll(context.Background(), list, Options{Cores: 1})
	three, err3 := runAll(context.Background(), list, Options{Cores: 3})
	if err1 != nil || err3 != nil {
		t.Fatal(err1, err3)
	}
	if !slices.Equal(one, three) {
		t.Errorf("%+v\n%+v", one, three)
	}
}

func TestRunStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	_, err := Run(ctx, Options{Progress: func(done, _ int) {
		if done == 3 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

func TestErrorsOfRunsComeBack(t *testing.T) {
	broken := errors.New("broken")
	e := experiment{runs: 3, cases: []Case{{ID: "x"}}, run: func(uint64) ([]float64, error) { return nil, broken }}
	if _, err := runAll(context.Background(), []experiment{e}, Options{}); !errors.Is(err, broken) {
		t.Errorf("error is %v", err)
	}
}

// TestCasesAreWellFormed: ids are unique, sources exist and are cited, every
// source has quick cases, and an experiment is quick as a whole.
func TestCasesAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range studies() {
		if len(s.source.Citation) < 40 || s.source.Title == "" || s.source.Model == "" {
			t.Errorf("%s is not cited or not described", s.source.ID)
		}
		quick := 0
		for _, e := range s.experiments {
			for _, c := range e.cases {
				if seen[c.ID] || c.Source != s.source.ID || !strings.HasPrefix(c.ID, c.Source+"/") || c.Quantity == "" {
					t.Errorf("%+v", c)
				}
				seen[c.ID] = true
				if c.Quick {
					quick++
				}
				if c.Quick != e.cases[0].Quick {
					t.Errorf("%s: its experiment is quick in part", c.ID)
				}
			}
		}
		if quick == 0 {
			t.Errorf("%s has no quick case", s.source.ID)
		}
	}
}

// TestBeyondHead: the tail's share against zeta(1.3) = 3.9319492118, which is
// known to many digits.
func TestBeyondHead(t *testing.T) {
	for _, n := range []int{1, 10, 1000, 200_000} {
		sum := 0.0
		for k := n; k >= 1; k-- {
			sum += math.Pow(float64(k), -1.3)
		}
		want := 1 - sum/3.93194921180954
		// The first term that the formula leaves out is s/12 n^(-s-1), over zeta.
		if got := beyondHead(n, 1.3); math.Abs(got-want) > 0.03*math.Pow(float64(n), -2.3)+1e-9 {
			t.Errorf("beyond %d: %v, want %v", n, got, want)
		}
	}
}

// TestRetrySpread against outcomes enumerated one by one.
func TestRetrySpread(t *testing.T) {
	for _, p := range []float64{0.01, 0.3, 0.75} {
		for n := 1; n <= 4; n++ {
			var mean, square float64
			for k := 1; k <= n; k++ {
				chance := math.Pow(p, float64(k-1)) // k attempts exactly
				if k < n {
					chance *= 1 - p
				}
				mean += chance * float64(k)
				square += chance * float64(k*k)
			}
			success, attempts := retrySpread(p, n)
			lost := math.Pow(p, float64(n))
			if want := math.Sqrt(lost - lost*lost); math.Abs(success-want) > 1e-12 {
				t.Errorf("p=%v n=%d: success %v, want %v", p, n, success, want)
			}
			if want := math.Sqrt(max(0, square-mean*mean)); math.Abs(attempts-want) > 1e-7 {
				t.Errorf("p=%v n=%d: attempts %v, want %v", p, n, attempts, want)
			}
		}
	}
}
