package sketch

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"sysprep/engine"
	"sysprep/scenarios"
)

// When things happen in a trial.
const (
	horizon      = 120 * second
	settled      = 10 * second // from when on a good day is measured
	strikes      = 40 * second // when the fault begins
	grace        = 20 * second // after the fault, to recover in
	longestFault = 40 * second // of a fault
)

// enough is the share of requests that must be answered for a system to be well.
const enough = 0.99

// Fault is something to be done to a sketch, in words: "crash db 20s", "slow db 5x 20s", "flush cache", "surge 3x
// 20s", "lose api 20s" (one copy), "drop 10% api db 20s" (messages), "cut api db 20s". A box is meant by its name, or by what it
// is: a crash of "db" befalls the first store of a sketch that has no db.
type Fault struct {
	Words  string
	Kind   string
	Target string // name or kind of a box
	Other  string // the far end of an arrow
	Factor float64
	Share  scenarios.Ratio
	For    scenarios.Duration
}

var faultKinds = []string{"crash", "slow", "flush", "surge", "lose", "drop", "cut"}

// ParseFault reads a fault. The error says what can be written.
func ParseFault(text string) (Fault, error) {
	words := strings.Fields(strings.ToLower(text))
	f := Fault{Words: strings.Join(words, " "), Factor: 3, Share: 0.1, For: 20 * second}
	if len(words) == 0 || !slices.Contains(faultKinds, words[0]) {
		return f, fmt.Errorf("%q is not a fault: write crash db 20s, slow db 5x 20s, flush cache, surge 3x 20s, lose api 20s, drop 10%% api db 20s or cut api db 20s", clip(text))
	}
	f.Kind = words[0]
	for _, w := range words[1:] {
		if err := f.word(w); err != nil {
			return f, err
		}
	}
	switch {
	case f.Target == "" && f.Kind != "surge":
		return f, fmt.Errorf("%q befalls nothing: name a box", clip(text))
	case f.Other == "" && (f.Kind == "drop" || f.Kind == "cut"):
		return f, fmt.Errorf("%q befalls an arrow: name the boxes at both ends", clip(text))
	case f.Factor <= 1 || f.Factor > 1000:
		return f, fmt.Errorf("%q has a factor that is not from 1 to 1000", clip(text))
	case f.For <= 0 || f.For > longestFault:
		return f, fmt.Errorf("%q is not from 0s to %s long", clip(text), longestFault)
	}
	return f, nil
}

func (f *Fault) word(w string) error {
	if x, ok := strings.CutSuffix(w, "x"); ok {
		if v, err := strconv.ParseFloat(x, 64); err == nil {
			f.Factor = v
			return nil
		}
	}
	if strings.HasSuffix(w, "%") {
		v, err := scenarios.ParseRatio(w)
		if err != nil || v <= 0 || v > 1 {
			return fmt.Errorf("%q is not a share", clip(w))
		}
		f.Share = v
		return nil
	}
	if d, err := scenarios.ParseDuration(w); err == nil {
		f.For = d
		return nil
	}
	switch {
	case !namePattern.MatchString(w):
		return fmt.Errorf("%q is not the name of a box", clip(w))
	case f.Target == "":
		f.Target = w
	case f.Other == "":
		f.Other = w
	default:
		return fmt.Errorf("%q is one name too many", clip(w))
	}
	return nil
}

// ErrNothing says that a sketch has nothing that a fault could befall.
var ErrNothing = errors.New("the sketch has nothing like that")

// NoBoxError says that a fault names a box that the sketch doesn't have, by a name that tells no kind either.
type NoBoxError struct {
	Name  string
	Boxes []string
}

func (e *NoBoxError) Error() string {
	if len(e.Boxes) == 0 {
		return fmt.Sprintf("there is no box %q: the sketch is empty", clip(e.Name))
	}
	return fmt.Sprintf("there is no box %q: the boxes are %s", clip(e.Name), strings.Join(e.Boxes, ", "))
}

// anyService are names that mean no service in particular. Those of other kinds are in names.
var anyService = []string{"api", "app", "service", "server", "web", "backend", "gateway"}

// find is the box that a fault means: by name, else the first of the kind that the name tells. The error is ErrNothing
// where the sketch has none of that kind, and a NoBoxError where the name tells no kind.
func (s *Sketch) find(name string) (*Box, error) {
	if b := s.box(name); b != nil {
		return b, nil
	}
	kind := kindOf(name)
	if kind == Service && !slices.Contains(anyService, name) {
		missing := &NoBoxError{Name: name}
		for _, b := range s.Boxes {
			missing.Boxes = append(missing.Boxes, b.Name)
		}
		return nil, missing
	}
	for i := range s.Boxes {
		if s.Boxes[i].Kind == kind {
			return &s.Boxes[i], nil
		}
	}
	return nil, ErrNothing
}

// With is the scenario with a fault that strikes at 0:40. The error is or wraps ErrNothing if there is nothing that it
// befalls, and a NoBoxError if it names a box that isn't there.
func (s *Sketch) With(load scenarios.Rate, f Fault) (*scenarios.Scenario, float64, error) {
	sc, scale, err := s.Scenario(load)
	if err != nil {
		return nil, 0, err
	}
	if f.Kind == "surge" {
		for i := range sc.Nodes {
			if n := &sc.Nodes[i]; n.Kind == string(Client) && s.box(n.ID) != nil {
				n.Profile = []scenarios.ProfilePoint{
					{At: 0, Factor: 1},
					{At: strikes, Factor: 1},
					{At: strikes + second, Factor: f.Factor},
					{At: strikes + f.For, Factor: f.Factor},
					{At: strikes + f.For + second, Factor: 1},
				}
			}
		}
		return sc, scale, nil
	}
	box, err := s.find(f.Target)
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", f.Words, err)
	}
	fault := scenarios.Fault{ID: "trial", Label: f.Words, Target: box.Name, At: strikes, For: f.For, On: true}
	switch f.Kind {
	case "crash":
		fault.Kind = "down"
	case "lose":
		fault.Kind = "down"
		if box.Copies > 1 {
			fault.Share = scenarios.Ratio(1 / float64(max(1, int(math.Round(float64(box.Copies)/scale)))))
			fault.Share = max(fault.Share, scenarios.Ratio(1/float64(box.Copies)))
		}
	case "slow":
		fault.Kind, fault.Factor = "slow", f.Factor
	case "flush":
		fault.Kind, fault.For = "flush", 0
	default:
		if err := s.onArrow(sc, f, &fault); err != nil {
			return nil, 0, err
		}
	}
	sc.Faults = []scenarios.Fault{fault}
	if faults := sc.Check(); len(faults) > 0 {
		return nil, 0, fmt.Errorf("%s: %w (%w)", f.Words, ErrNothing, faults[0])
	}
	return sc, scale, nil
}

// onArrow makes it a fault of the edge between two boxes.
func (s *Sketch) onArrow(sc *scenarios.Scenario, f Fault, fault *scenarios.Fault) error {
	from, err := s.find(f.Target)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Words, err)
	}
	to, err := s.find(f.Other)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Words, err)
	}
	for _, e := range sc.Edges {
		if strings.TrimSuffix(e.From, "-out") == from.Name && e.To == to.Name {
			fault.Target, fault.Edge = "", e.ID
			fault.Kind = "partition"
			if f.Kind == "drop" {
				fault.Kind, fault.Fraction = "loss", f.Share
			}
			return nil
		}
	}
	return fmt.Errorf("%s: %w", f.Words, ErrNothing)
}

// Trial is what became of a sketch under a fault; Fault is empty for a good day.
type Trial struct {
	Fault    string
	Survived bool
	LeftOut  bool    // it could not be tried, and Say says why; the figures are 0
	Before   float64 // share of requests that were answered before it, from 0 to 1
	During   float64
	After    float64 // from 20 s after it, to the end
	P99      float64 // seconds, on a good day; the worst window's
	Say      string
}

// Try runs the sketch on a good day and under each fault, over some seeds, and sums up: it survives if before the
// fault and from 20 s after it 99 % are answered in most runs.
func (s *Sketch) Try(load scenarios.Rate, faults []Fault, seeds int) ([]Trial, error) {
	sc, scale, err := s.Scenario(load)
	if err != nil {
		return nil, err
	}
	good, err := run(sc, Fault{}, seeds)
	if err != nil {
		return nil, err
	}
	good.Say = fmt.Sprintf("A good day: %s answered, the slowest hundredth after %s.", percent(good.Before), seconds(good.P99))
	if scale > 1 {
		good.Say += fmt.Sprintf(" (Simulated %.0f times smaller, as busy as drawn.)", scale)
	}
	trials := []Trial{good}
	for _, f := range faults {
		sc, _, err := s.With(load, f)
		if errors.Is(err, ErrNothing) {
			continue // what isn't there can't break
		}
		if missing := (*NoBoxError)(nil); errors.As(err, &missing) {
			trials = append(trials, Trial{Fault: f.Words, LeftOut: true, Say: fmt.Sprintf("%s%s was not tried: %s.", strings.ToUpper(f.Words[:1]), f.Words[1:], missing)})
			continue
		}
		if err != nil {
			return nil, err
		}
		t, err := run(sc, f, seeds)
		if err != nil {
			return nil, err
		}
		trials = append(trials, t)
	}
	return trials, nil
}

// run plays one scenario over seeds, and tells the middle run.
func run(sc *scenarios.Scenario, f Fault, seeds int) (Trial, error) {
	end := strikes + f.For
	if f.Kind == "flush" {
		end = strikes + second
	}
	t := Trial{Fault: f.Words}
	var before, during, after, p99 []float64
	for seed := 1; seed <= seeds; seed++ {
		r, err := sc.Start(nil, uint64(seed))
		if err != nil {
			return t, fmt.Errorf("this sketch can't be run: %w", err)
		}
		for !r.Over() {
			r.Advance(r.Now() + 10*engine.Second)
		}
		res := r.Result()
		for _, m := range []struct {
			metric   string
			from, to scenarios.Duration
			into     *[]float64
		}{
			{"goodput_ratio", settled, strikes, &before},
			{"goodput_ratio", strikes, end, &during},
			{"goodput_ratio", end + grace, horizon, &after},
			{"p99", settled, strikes, &p99},
		} {
			v, err := res.Value(m.metric, "", engine.Time(m.from), engine.Time(m.to))
			if err != nil {
				return t, err
			}
			*m.into = append(*m.into, v)
		}
	}
	t.Before, t.During, t.After, t.P99 = middle(before), middle(during), middle(after), middle(p99)
	t.Survived = t.Before >= enough && (f.Kind == "" || t.After >= enough)
	switch {
	case f.Kind == "":
	case t.Survived:
		t.Say = fmt.Sprintf("%s: %s answered meanwhile, and %s from 20 s after it.", f.Words, percent(t.During), percent(t.After))
	case t.Before < enough:
		t.Say = fmt.Sprintf("%s: only %s were answered even before it.", f.Words, percent(t.Before))
	default:
		t.Say = fmt.Sprintf("%s: %s answered meanwhile, and still no more than %s from 20 s after it: it does not come back.", f.Words, percent(t.During), percent(t.After))
	}
	return t, nil
}

func middle(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

func percent(v float64) string {
	if v > 0.9995 {
		return "all"
	}
	return strconv.FormatFloat(math.Floor(v*1000)/10, 'g', 3, 64) + " %"
}

func seconds(v float64) string {
	if math.IsNaN(v) {
		return "no time at all"
	}
	if v < 1 {
		return fmt.Sprintf("%.0f ms", v*1000)
	}
	return fmt.Sprintf("%.1f s", v)
}
