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
	horizon = 120 * second
	settled = 10 * second // from when on a good day is measured
	strikes = 40 * second // when the fault begins
	grace   = 20 * second // after the fault, to recover in
)

// enough is the share of requests that must be answered for a system to be well.
const enough = 0.99

// Fault is something to be done to a sketch, in words: "crash db 20s". A box is meant by its name, or by what it is: a crash of "db" befalls the first store of a sketch that has no db.
type Fault = scenarios.Trouble

// ParseFault reads a fault. The error says what can be written.
func ParseFault(text string) (Fault, error) { return scenarios.ParseTrouble(text) }

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

// Task is what a sketch is tried with.
type Task struct {
	Load   scenarios.Rate  // of clients that have no rate of their own
	Usual  scenarios.Rate  // that comes on a good day; 0: Load
	Share  scenarios.Ratio // of the requests that must be answered under Load; 0: 99 %
	Least  scenarios.Rate  // or so many a second, where Share is 0
	Faults []Fault
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
// fault and from 20 s after it enough are answered in most runs: 99 %, unless the task says otherwise.
// Where the task has another load on a good day, the sketch must answer 99 % of that, and is then run under its load as well.
func (s *Sketch) Try(task Task, seeds int) ([]Trial, error) {
	sc, scale, err := s.Scenario(task.Load)
	if err != nil {
		return nil, err
	}
	need := task.need(s)
	var trials []Trial
	if task.Usual > 0 {
		quiet, small, err := s.at(task.Usual, task.Load).Scenario(task.Usual)
		if err != nil {
			return nil, err
		}
		t, err := run(quiet, Fault{}, enough, seeds)
		if err != nil {
			return nil, err
		}
		trials = append(trials, t.goodDay("A good day", small, enough))
	}
	t, err := run(sc, Fault{}, need, seeds)
	if err != nil {
		return nil, err
	}
	day := "A good day"
	if task.Usual > 0 {
		day = "Under " + task.Load.String()
		t.Fault = "load " + task.Load.String()
	}
	trials = append(trials, t.goodDay(day, scale, need))
	for _, f := range task.Faults {
		sc, _, err := s.With(task.Load, f)
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
		t, err := run(sc, f, need, seeds)
		if err != nil {
			return nil, err
		}
		trials = append(trials, t)
	}
	return trials, nil
}

// need is the share of requests that must be answered under the task's load.
func (t Task) need(s *Sketch) float64 {
	total := 0.0
	for i := range s.Boxes {
		if s.Boxes[i].Kind == Client {
			total += float64(rateOf(&s.Boxes[i], t.Load))
		}
	}
	switch {
	case t.Share > 0:
		return float64(t.Share)
	case t.Least > 0 && total > 0:
		return min(enough, float64(t.Least)/total)
	}
	return enough
}

// at is the sketch with the rates that its clients have of their own made smaller, as usual is to load.
func (s *Sketch) at(usual, load scenarios.Rate) *Sketch {
	out := *s
	out.Boxes = slices.Clone(s.Boxes)
	for i := range out.Boxes {
		if b := &out.Boxes[i]; b.Rate > 0 && load > 0 {
			b.Rate *= usual / load
		}
	}
	return &out
}

// goodDay says how it went without a fault.
func (t Trial) goodDay(day string, scale, need float64) Trial {
	t.Say = fmt.Sprintf("%s: %s answered, the slowest hundredth after %s.", day, percent(t.Before), seconds(t.P99))
	if need != enough {
		t.Say = fmt.Sprintf("%s: %s answered (%s is enough), the slowest hundredth after %s.", day, percent(t.Before), percent(need), seconds(t.P99))
	}
	if scale > 1 {
		t.Say += fmt.Sprintf(" (Simulated %.0f times smaller, as busy as drawn.)", scale)
	}
	return t
}

// run plays one scenario over seeds, and tells the middle run.
func run(sc *scenarios.Scenario, f Fault, need float64, seeds int) (Trial, error) {
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
	t.Survived = t.Before >= need && (f.Kind == "" || t.After >= need)
	asked := ""
	if need != enough {
		asked = fmt.Sprintf(" (%s is enough)", percent(need))
	}
	switch {
	case f.Kind == "":
	case t.Survived:
		t.Say = fmt.Sprintf("%s: %s answered meanwhile, and %s from 20 s after it%s.", f.Words, percent(t.During), percent(t.After), asked)
	case t.Before < need:
		t.Say = fmt.Sprintf("%s: only %s were answered even before it%s.", f.Words, percent(t.Before), asked)
	default:
		t.Say = fmt.Sprintf("%s: %s answered meanwhile, and still no more than %s from 20 s after it%s: it does not come back.", f.Words, percent(t.During), percent(t.After), asked)
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
