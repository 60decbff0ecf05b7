package content

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"sysprep/scenarios"
)

// Interview is the script of a mock interview: what is asked, what is told only when the candidate asks for it, when
// the interviewer digs deeper, and how the result is weighed.
type Interview struct {
	ID      string
	Title   string
	Summary string
	Level   string // that the anchors speak of: "mid", "senior" or "staff"
	Style   InterviewStyle
	Scored  bool // false for a warm-up
	Minutes int  // the sum of its phases'
	Intro   string

	Phases     []Phase
	Facts      []Fact
	Dimensions []Dimension
	Must       []ItemRef // items without which the band is "lean no" at best
	Bands      []Band    // from the lowest to the highest; the first begins at 0
	Anchors    Anchors
}

// InterviewStyle is the manner of the interviewer.
type InterviewStyle string

// Styles of an interviewer.
const (
	Supportive InterviewStyle = "supportive" // says what was good, and leads where the candidate is stuck
	Strict     InterviewStyle = "strict"     // asks, and says nothing about the answers
	Guided     InterviewStyle = "guided"     // teaches: the field is new to the candidate, and hints cost nothing
)

// InterviewStyles lists the styles.
var InterviewStyles = []InterviewStyle{Supportive, Strict, Guided}

// PhaseKind says what a phase is about.
type PhaseKind string

// Kinds of phases.
const (
	Clarify  PhaseKind = "clarify"  // the candidate asks
	Sizes    PhaseKind = "estimate" // quantities are asked for, one by one
	Design   PhaseKind = "design"   // a design is sketched, and may be run
	DeepDive PhaseKind = "deep-dive"
	Failure  PhaseKind = "failure" // things break
	Story    PhaseKind = "story"   // the candidate tells of their own work
	WrapUp   PhaseKind = "wrap-up"
)

// PhaseKinds lists the kinds of phases.
var PhaseKinds = []PhaseKind{Clarify, Sizes, Design, DeepDive, Failure, Story, WrapUp}

// Phase is a part of an interview with its share of the time.
type Phase struct {
	ID         string
	Title      string
	Kind       PhaseKind
	Minutes    int
	Prompt     string
	Items      []ItemRef // of rubrics, that are listened for and asked after
	Estimates  []Estimation
	Probes     []Probe
	Curveballs []Curveball
	Design     *DesignTask // what a sketch is tried with; nil if none is asked for
	Notes      string      // for the interviewer only
}

// ItemRef names an item of a rubric.
type ItemRef struct {
	Question string
	Item     string
}

func (r ItemRef) String() string { return r.Question + "/" + r.Item }

// Fact is told when the candidate asks for it.
type Fact struct {
	ID  string
	Ask []string // ways to ask for it
	Say string
}

// Estimation is a quantity that the candidate works out.
type Estimation struct {
	ID       string
	Ask      string
	Quantity *Quantity
	Say      string // how it comes out, for the debrief
}

// Probe is a follow-up question. Item and When say what must be the case; or Unasked, facts none of which was asked
// for. It is not asked before After has gone by in its phase.
type Probe struct {
	ID      string
	Item    ItemRef
	When    ProbeWhen
	Unasked []string
	After   scenarios.Duration
	Ask     string
}

// ProbeWhen is the state of an item that a probe waits for.
type ProbeWhen string

// What a probe may wait for.
const (
	WhenMissing   ProbeWhen = "missing"
	WhenNamed     ProbeWhen = "named"
	WhenExplained ProbeWhen = "explained"
	WhenWrong     ProbeWhen = "wrong"
)

var probeWhens = []ProbeWhen{WhenMissing, WhenNamed, WhenExplained, WhenWrong}

// Curveball is an event that changes the question: at a time in its phase, or once the candidate has got
// somewhere (an item at least named, or a fact asked for).
type Curveball struct {
	ID         string
	At         scenarios.Duration // in the phase; 0 if On decides
	OnItem     ItemRef
	OnFact     string
	Say        string
	Dashboards *Dashboards
}

// Dashboards are a scenario's charts, as an on-call engineer would see them at a moment.
type Dashboards struct {
	Scenario string
	Set      map[string]string
	At       scenarios.Duration
}

// DesignTask is what a candidate's sketch is tried with. Faults are words of the notation of sketches.
type DesignTask struct {
	Load     string   // of the users, such as "3000/s"
	Usual    string   // of a good day, where Load is a rush; "": Load
	Survives string   // what must be answered under Load: a share, "40%", or a rate, "190/s"; "": 99 %
	Faults   []string // what the interviewer injects: "crash cache 30s", "surge 3x 20s"
	Start    string   // a sketch to begin with
}

// Enough reads Survives: one of the two is set, or neither.
func (d *DesignTask) Enough() (share scenarios.Ratio, least scenarios.Rate, err error) {
	text := strings.TrimSpace(d.Survives)
	switch {
	case text == "":
		return 0, 0, nil
	case strings.HasSuffix(text, "/s"):
		if least, err = scenarios.ParseRate(text); err == nil && least > 0 {
			return 0, least, nil
		}
	default:
		if share, err = scenarios.ParseRatio(text); err == nil && share > 0 && share <= 1 {
			return share, 0, nil
		}
	}
	return 0, 0, fmt.Errorf("survives: %s is neither a share nor a rate: write what must be answered, such as 40%% or 190/s", quoted(text))
}

// Dimension is one line of the scorecard.
type Dimension struct {
	ID        string
	Title     string
	Weight    int // percent; those of an interview add up to 100
	Items     []ItemRef
	Facts     []string
	Estimates []string
	Design    bool // how the sketch stood up to its faults
}

// Band is a verdict, from a share of the points on.
type Band struct {
	Name string
	From float64 // 0 to 1
}

// Anchors say what the verdict looks like at each level.
type Anchors struct {
	Mid    string `yaml:"mid"`
	Senior string `yaml:"senior"`
	Staff  string `yaml:"staff"`
}

// BandNames are the verdicts, from the lowest to the highest.
var BandNames = []string{"strong no", "no", "lean no", "lean yes", "yes", "strong yes"}

// usualBands begin where an interview doesn't say.
var usualBands = []float64{0, 0.15, 0.35, 0.5, 0.65, 0.8}

// Phase returns the phase of that id and its place.
func (iv *Interview) Phase(id string) (int, bool) {
	i := slices.IndexFunc(iv.Phases, func(p Phase) bool { return p.ID == id })
	return i, i >= 0
}

// Fact returns the fact of that id.
func (iv *Interview) Fact(id string) (Fact, bool) {
	i := slices.IndexFunc(iv.Facts, func(f Fact) bool { return f.ID == id })
	if i < 0 {
		return Fact{}, false
	}
	return iv.Facts[i], true
}

// Questions lists the questions whose items the interview listens for, each once, in order.
func (iv *Interview) Questions() []string {
	var ids []string
	for _, p := range iv.Phases {
		for _, it := range p.Items {
			if !slices.Contains(ids, it.Question) {
				ids = append(ids, it.Question)
			}
		}
	}
	return ids
}

// Interviews holds the interviews of a pack. Those of the core pack are parsed on first use. It is safe for
// concurrent use.
type Interviews struct {
	mu     sync.Mutex
	order  []string // as the syllabus lists them
	loaded map[string]*Interview
	later  map[string]*source // of those that are not parsed yet

	itemsOf func(question string) []string // for parsing later
}

// IDs lists the ids of the interviews, in the order of the syllabus.
func (s *Interviews) IDs() []string {
	if s == nil {
		return nil
	}
	return slices.Clone(s.order)
}

// Of gives an interview by its id; nil if the pack has none of that id. It is shared, and must not be changed.
func (s *Interviews) Of(id string) *Interview {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if src, ok := s.later[id]; ok {
		s.loaded[id] = parseInterview(src.read(), id, s.itemsOf).def // the tests see to it that the core pack has no faults
		delete(s.later, id)
	}
	return s.loaded[id]
}

// parseItemRef splits "question/item".
func parseItemRef(text string) (ItemRef, bool) {
	question, item, ok := strings.Cut(text, "/")
	return ItemRef{Question: question, Item: item}, ok && idPattern.MatchString(question) && (item == "*" || idPattern.MatchString(item))
}
