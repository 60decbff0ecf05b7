package content

import (
	"fmt"
	"slices"
	"strings"

	"sysprep/scenarios"
)

// interviewFile is an interview with its document.
type interviewFile struct {
	def  *Interview
	tree *tree
}

type interviewBlock struct {
	APIVersion string         `yaml:"apiVersion"`
	Kind       string         `yaml:"kind"`
	ID         string         `yaml:"id"`
	Title      string         `yaml:"title"`
	Summary    string         `yaml:"summary"`
	Level      string         `yaml:"level"`
	Style      string         `yaml:"style"`
	Scored     *bool          `yaml:"scored"`
	Minutes    int            `yaml:"minutes"`
	Intro      string         `yaml:"intro"`
	Facts      []factBlock    `yaml:"facts"`
	Phases     []phaseBlock   `yaml:"phases"`
	Scorecard  scorecardBlock `yaml:"scorecard"`
}

type factBlock struct {
	ID  string   `yaml:"id"`
	Ask []string `yaml:"ask"`
	Say string   `yaml:"say"`
}

type phaseBlock struct {
	ID         string            `yaml:"id"`
	Title      string            `yaml:"title"`
	Kind       string            `yaml:"kind"`
	Minutes    int               `yaml:"minutes"`
	Prompt     string            `yaml:"prompt"`
	Items      []string          `yaml:"items"`
	Estimates  []estimationBlock `yaml:"estimates"`
	Probes     []probeBlock      `yaml:"probes"`
	Curveballs []curveballBlock  `yaml:"curveballs"`
	Design     *designBlock      `yaml:"design"`
	Notes      string            `yaml:"notes"`
}

type estimationBlock struct {
	ID     string        `yaml:"id"`
	Ask    string        `yaml:"ask"`
	Answer quantityBlock `yaml:"answer"`
	Say    string        `yaml:"say"`
}

type probeBlock struct {
	ID      string             `yaml:"id"`
	Item    string             `yaml:"item"`
	When    string             `yaml:"when"`
	Unasked []string           `yaml:"unasked"`
	After   scenarios.Duration `yaml:"after"`
	Ask     string             `yaml:"ask"`
}

type curveballBlock struct {
	ID         string             `yaml:"id"`
	At         scenarios.Duration `yaml:"at"`
	OnItem     string             `yaml:"on_item"`
	OnFact     string             `yaml:"on_fact"`
	Say        string             `yaml:"say"`
	Dashboards *dashboardsBlock   `yaml:"dashboards"`
}

type dashboardsBlock struct {
	Scenario string             `yaml:"scenario"`
	Set      map[string]string  `yaml:"set"`
	At       scenarios.Duration `yaml:"at"`
}

type designBlock struct {
	Load     string   `yaml:"load"`
	Usual    string   `yaml:"usual"`
	Survives string   `yaml:"survives"`
	Faults   []string `yaml:"faults"`
	Start    string   `yaml:"start"`
}

type scorecardBlock struct {
	Dimensions []dimensionBlock           `yaml:"dimensions"`
	Must       []string                   `yaml:"must"`
	Bands      map[string]scenarios.Ratio `yaml:"bands"`
	Anchors    Anchors                    `yaml:"anchors"`
}

type dimensionBlock struct {
	ID        string   `yaml:"id"`
	Title     string   `yaml:"title"`
	Weight    int      `yaml:"weight"`
	Items     []string `yaml:"items"`
	Facts     []string `yaml:"facts"`
	Estimates []string `yaml:"estimates"`
	Design    bool     `yaml:"design"`
}

// Bounds of an interview.
const (
	mostMinutes = 180
	mostPhases  = 20
)

// parseInterview reads an interview; itemsOf tells the items of a rubric, for "question/*".
func parseInterview(src *source, name string, itemsOf func(question string) []string) *interviewFile {
	t := parseYAML(src, src.text, 0)
	f := &interviewFile{tree: t}
	if t.broken {
		return f
	}
	var b interviewBlock
	t.bind(&b)
	t.checkFormat(b.APIVersion, b.Kind, "Interview")
	t.checkFileID(b.ID, name)
	iv := &Interview{
		ID: name, Title: b.Title, Summary: b.Summary, Level: b.Level, Style: InterviewStyle(b.Style),
		Scored: b.Scored == nil || *b.Scored, Minutes: b.Minutes, Intro: CleanMarkdown(b.Intro),
		Anchors: b.Scorecard.Anchors,
	}
	t.checkInterviewHead(iv)
	r := &interviewReader{t: t, itemsOf: itemsOf}
	t.checkIDs("facts", len(b.Facts), func(i int) string { return b.Facts[i].ID })
	for i, fact := range b.Facts {
		if len(fact.Ask) == 0 || fact.Say == "" {
			t.fault("this fact can't be asked for, or says nothing", "add ask: with two or more ways to ask, and say:", "facts", i)
		}
		iv.Facts = append(iv.Facts, Fact(fact))
	}
	t.checkIDs("phases", len(b.Phases), func(i int) string { return b.Phases[i].ID })
	for i := range b.Phases {
		iv.Phases = append(iv.Phases, r.phase(iv, &b.Phases[i], i))
	}
	t.checkMinutes(iv)
	r.scorecard(iv, &b.Scorecard)
	f.def = iv
	return f
}

func (t *tree) checkInterviewHead(iv *Interview) {
	if iv.Title == "" {
		t.missing("title", "the interview has no title", "add title:")
	}
	if iv.Level == "" {
		iv.Level = "senior"
	}
	if levels := []string{"mid", "senior", "staff"}; !contains(levels, iv.Level) {
		t.fault(quoted(iv.Level)+" is not a level", nearest(iv.Level, levels), "level")
	}
	if iv.Style == "" {
		iv.Style = Supportive
	}
	if !slices.Contains(InterviewStyles, iv.Style) {
		t.fault(quoted(string(iv.Style))+" is not a style", "choose supportive, strict or guided", "style")
	}
}

func (t *tree) checkMinutes(iv *Interview) {
	sum := 0
	for _, p := range iv.Phases {
		sum += p.Minutes
	}
	switch {
	case len(iv.Phases) == 0:
		t.missing("phases", "the interview has no phases", "add phases: with id, kind, minutes and prompt")
	case len(iv.Phases) > mostPhases:
		t.fault(fmt.Sprintf("there are more than %d phases", mostPhases), "join some", "phases")
	case sum != iv.Minutes:
		t.missing("minutes", fmt.Sprintf("the minutes of the phases add up to %d, not %d", sum, iv.Minutes), "mend one of them")
	case sum > mostMinutes:
		t.fault(fmt.Sprintf("an interview of %d minutes is too long", sum), fmt.Sprintf("keep it within %d", mostMinutes), "minutes")
	}
}

// interviewReader turns the parts of an interview's document into what they say.
type interviewReader struct {
	t       *tree
	itemsOf func(question string) []string
}

// refs reads a list of items, with "question/*" for all of a question's.
func (r *interviewReader) refs(texts []string, path ...any) []ItemRef {
	var refs []ItemRef
	for i, text := range texts {
		ref, ok := parseItemRef(text)
		if !ok {
			r.t.fault(quoted(text)+" does not name an item", "write question/item, or question/* for all of them", append(slices.Clone(path), i)...)
			continue
		}
		if ref.Item != "*" {
			refs = append(refs, ref)
			continue
		}
		for _, id := range r.itemsOf(ref.Question) {
			refs = append(refs, ItemRef{Question: ref.Question, Item: id})
		}
	}
	return refs
}

// ref reads one item, or none from an empty text.
func (r *interviewReader) ref(text string, path ...any) ItemRef {
	if text == "" {
		return ItemRef{}
	}
	ref, ok := parseItemRef(text)
	if !ok || ref.Item == "*" {
		r.t.fault(quoted(text)+" does not name an item", "write question/item", path...)
	}
	return ref
}

func (r *interviewReader) phase(iv *Interview, b *phaseBlock, i int) Phase {
	t := r.t
	p := Phase{
		ID: b.ID, Title: b.Title, Kind: PhaseKind(b.Kind), Minutes: b.Minutes, Prompt: b.Prompt,
		Items: r.refs(b.Items, "phases", i, "items"), Notes: b.Notes,
	}
	if p.Title == "" {
		p.Title = strings.ReplaceAll(p.ID, "-", " ")
	}
	if !slices.Contains(PhaseKinds, p.Kind) {
		t.fault(quoted(b.Kind)+" is not a kind of phase", "choose clarify, estimate, design, deep-dive, failure, story or wrap-up", "phases", i, "kind")
	}
	if p.Minutes < 1 {
		t.missing("minutes", "this phase has no time", "add minutes: and a number of 1 or more", "phases", i)
	}
	if p.Prompt == "" {
		t.missing("prompt", "this phase asks nothing", "add prompt: with what the interviewer says first", "phases", i)
	}
	for j := range b.Estimates {
		e := &b.Estimates[j]
		p.Estimates = append(p.Estimates, Estimation{
			ID: e.ID, Ask: e.Ask, Quantity: t.quantity(&e.Answer, "phases", i, "estimates", j, "answer"), Say: e.Say,
		})
	}
	for j := range b.Probes {
		p.Probes = append(p.Probes, r.probe(iv, &b.Probes[j], "phases", i, "probes", j))
	}
	for j := range b.Curveballs {
		p.Curveballs = append(p.Curveballs, r.curveball(iv, &b.Curveballs[j], p.Minutes, "phases", i, "curveballs", j))
	}
	if b.Design != nil {
		p.Design = r.design(b.Design, "phases", i, "design")
	}
	return p
}

func (r *interviewReader) probe(iv *Interview, b *probeBlock, path ...any) Probe {
	at := func(key string) []any { return append(slices.Clone(path), key) }
	p := Probe{
		ID: b.ID, Item: r.ref(b.Item, at("item")...), When: ProbeWhen(b.When), Unasked: b.Unasked, After: b.After, Ask: b.Ask,
	}
	if (b.Item == "") == (len(b.Unasked) == 0) {
		r.t.fault("a probe waits either for an item or for facts that were not asked for", "add item: and when:, or unasked: with ids of facts", path...)
	}
	if b.Item != "" && !slices.Contains(probeWhens, p.When) {
		r.t.missing("when", quoted(b.When)+" is nothing that a probe can wait for", "choose missing, named, explained or wrong", path...)
	}
	if b.Ask == "" {
		r.t.missing("ask", "this probe asks nothing", "add ask:", path...)
	}
	r.facts(iv, b.Unasked, at("unasked")...)
	return p
}

func (r *interviewReader) curveball(iv *Interview, b *curveballBlock, minutes int, path ...any) Curveball {
	at := func(key string) []any { return append(slices.Clone(path), key) }
	c := Curveball{ID: b.ID, At: b.At, OnItem: r.ref(b.OnItem, at("on_item")...), OnFact: b.OnFact, Say: b.Say}
	causes := 0
	for _, given := range []bool{b.At > 0, b.OnItem != "", b.OnFact != ""} {
		if given {
			causes++
		}
	}
	if causes != 1 {
		r.t.fault("a curveball comes at a time, on an item, or on a fact", "keep one of at:, on_item: and on_fact:", path...)
	}
	if b.At >= scenarios.Duration(minutes)*minute {
		r.t.fault("this comes after the end of the phase", "write an earlier time", at("at")...)
	}
	if b.Say == "" {
		r.t.missing("say", "this curveball says nothing", "add say:", path...)
	}
	if b.OnFact != "" {
		r.facts(iv, []string{b.OnFact}, path...)
	}
	if b.Dashboards != nil {
		c.Dashboards = &Dashboards{Scenario: b.Dashboards.Scenario, Set: b.Dashboards.Set, At: b.Dashboards.At}
	}
	return c
}

const minute = scenarios.Duration(60e9)

// facts reports names of facts that there are not.
func (r *interviewReader) facts(iv *Interview, ids []string, path ...any) {
	var have []string
	for _, f := range iv.Facts {
		have = append(have, f.ID)
	}
	for _, id := range ids {
		if !contains(have, id) {
			r.t.fault("the interview has no fact "+quoted(id), nearest(id, have), path...)
		}
	}
}

func (r *interviewReader) scorecard(iv *Interview, b *scorecardBlock) {
	t := r.t
	weights := 0
	var estimates []string
	for _, p := range iv.Phases {
		for _, e := range p.Estimates {
			estimates = append(estimates, e.ID)
		}
	}
	for i, d := range b.Dimensions {
		t.checkID(d.ID, "scorecard", "dimensions", i, "id")
		r.facts(iv, d.Facts, "scorecard", "dimensions", i, "facts")
		for _, id := range d.Estimates {
			if !contains(estimates, id) {
				t.fault("no phase has an estimate "+quoted(id), nearest(id, estimates), "scorecard", "dimensions", i, "estimates")
			}
		}
		dim := Dimension{
			ID: d.ID, Title: d.Title, Weight: d.Weight, Facts: d.Facts, Estimates: d.Estimates, Design: d.Design,
			Items: r.refs(d.Items, "scorecard", "dimensions", i, "items"),
		}
		if dim.Title == "" {
			dim.Title = strings.ReplaceAll(dim.ID, "-", " ")
		}
		if len(d.Items)+len(d.Facts)+len(d.Estimates) == 0 && !d.Design {
			t.fault("this dimension looks at nothing", "add items, facts, estimates or design: true", "scorecard", "dimensions", i)
		}
		weights += d.Weight
		iv.Dimensions = append(iv.Dimensions, dim)
	}
	if iv.Scored && weights != 100 {
		t.fault(fmt.Sprintf("the weights of the dimensions add up to %d", weights), "make them 100 in all, or write scored: false", "scorecard", "dimensions")
	}
	iv.Must = r.refs(b.Must, "scorecard", "must")
	r.bands(iv, b.Bands)
}

func (r *interviewReader) bands(iv *Interview, given map[string]scenarios.Ratio) {
	for name := range given {
		if !contains(BandNames[1:], strings.ReplaceAll(name, "-", " ")) {
			r.t.fault(quoted(name)+" is not a band", "the bands are no, lean-no, lean-yes, yes and strong-yes; strong no is what is below", "scorecard", "bands", name)
		}
	}
	last := -1.0
	for i, name := range BandNames {
		from := usualBands[i]
		if v, ok := given[strings.ReplaceAll(name, " ", "-")]; ok {
			from = float64(v)
		}
		if from <= last || from > 1 {
			r.t.fault("the bands do not rise", "give each a larger share than the one before, up to 100%", "scorecard", "bands")
			return
		}
		last = from
		iv.Bands = append(iv.Bands, Band{Name: name, From: from})
	}
}

// readInterviews parses the interviews, after the rubrics whose items they name. If the pack is lazy they wait
// for their first use.
func (p *parsed) readInterviews() {
	if p.lazy {
		return
	}
	for id, f := range p.interviews {
		p.interviews[id] = parseInterview(f.tree.src, id, func(question string) []string {
			if r, ok := p.rubrics[question]; ok && r.def != nil {
				return r.items()
			}
			return nil
		})
	}
}

// mocks are the pack's interviews, parsed or not.
func (p *parsed) mocks() *Interviews {
	all := &Interviews{loaded: map[string]*Interview{}, later: map[string]*source{}}
	for _, at := range p.manifest.Syllabus {
		if at.Interview != "" {
			all.order = append(all.order, at.Interview)
		}
	}
	for id, f := range p.interviews {
		if f.def != nil {
			all.loaded[id] = f.def
			continue
		}
		all.later[id] = f.tree.src
	}
	return all
}
