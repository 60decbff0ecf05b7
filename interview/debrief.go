package interview

import (
	"slices"
	"strings"
	"time"

	"sysprep/content"
	"sysprep/grading"
)

// Debrief is everything that there is to say after an interview.
type Debrief struct {
	Interview  string        `json:"interview"`
	Title      string        `json:"title"`
	Level      string        `json:"level"`
	Style      string        `json:"style"`
	Scorecard  Scorecard     `json:"scorecard"`
	Phases     []PhaseTime   `json:"phases"`
	Unanswered []Unanswered  `json:"unanswered"`       // asked, and nothing came of it
	Unasked    []string      `json:"unasked"`          // ids of facts that nobody asked for
	Rating     string        `json:"rating,omitempty"` // band that the candidates gave themselves
	Off        int           `json:"off"`              // bands that the rating is above the result; below if negative
	Marks      *Marks        `json:"marks,omitempty"`  // the interviewer's beside the machine's; nil without any
	Next       []NextThing   `json:"next"`             // three things to do
	Transcript []DebriefLine `json:"transcript"`
}

// PhaseTime is how long a phase took.
type PhaseTime struct {
	ID      string        `json:"id"`
	Title   string        `json:"title"`
	Planned time.Duration `json:"planned"`
	Used    time.Duration `json:"used"`
	Words   int           `json:"words"` // that the candidate said
}

// Unanswered is a follow-up after which its item was no better than before.
type Unanswered struct {
	Ask  string        `json:"ask"`
	Item string        `json:"item"`
	At   time.Duration `json:"at"`
}

// NextThing is something to do.
type NextThing struct {
	Item   string `json:"item"`
	Title  string `json:"title"`
	Lesson string `json:"lesson,omitempty"` // id of the lesson that teaches it
	Place  string `json:"place,omitempty"`  // what "sysprep learn" takes to open it; see content.Pack.Place
	Why    string `json:"why"`
	Model  string `json:"model,omitempty"` // what the next level says
}

// DebriefLine is a line of the transcript.
type DebriefLine struct {
	At   time.Duration `json:"at"`
	By   Party         `json:"by"`
	Kind Kind          `json:"kind"`
	Text string        `json:"text"`
}

// Debrief sums an interview up. Private notes are left out.
func (sc *Script) Debrief(s State) Debrief {
	d := Debrief{
		Interview: sc.Def.ID, Title: sc.Def.Title, Level: sc.Def.Level, Style: string(s.Style), Scorecard: sc.Score(s),
		Unanswered: []Unanswered{}, Unasked: []string{}, Rating: s.Rating, Next: []NextThing{}, Transcript: []DebriefLine{},
	}
	for i, p := range sc.Def.Phases {
		d.Phases = append(d.Phases, sc.phaseTime(s, i, p))
	}
	for _, p := range s.Probes {
		if p.Item != "" && s.Level(p.Item).Level <= p.Level {
			d.Unanswered = append(d.Unanswered, Unanswered{Ask: s.Lines[p.Line].Text, Item: p.Item, At: s.Lines[p.Line].At})
		}
	}
	for _, f := range sc.Def.Facts {
		if !slices.Contains(s.Told, f.ID) {
			d.Unasked = append(d.Unasked, f.ID)
		}
	}
	if i, j := slices.Index(content.BandNames, s.Rating), slices.Index(content.BandNames, d.Scorecard.Band); i >= 0 && j >= 0 {
		d.Off = i - j
	}
	d.Marks = sc.marks(s)
	d.Next = sc.next(d.Scorecard)
	for _, l := range s.Lines {
		if l.Kind != Noted {
			d.Transcript = append(d.Transcript, DebriefLine{At: l.At, By: l.By, Kind: l.Kind, Text: l.Text})
		}
	}
	return d
}

func (sc *Script) phaseTime(s State, i int, p content.Phase) PhaseTime {
	t := PhaseTime{ID: p.ID, Title: p.Title, Planned: time.Duration(p.Minutes) * time.Minute}
	if i < len(s.Began) {
		end := s.Now
		if i+1 < len(s.Began) {
			end = s.Began[i+1]
		}
		t.Used = end - s.Began[i]
	}
	for _, l := range s.Lines {
		if l.Phase == i && l.Kind == Said {
			t.Words += words(l.Text)
		}
	}
	return t
}

func words(text string) int {
	n, in := 0, false
	for _, r := range text {
		space := r == ' ' || r == '\n' || r == '\t'
		if !space && !in {
			n++
		}
		in = !space
	}
	return n
}

// mostNext is how many things to do are told.
const mostNext = 3

// next picks the items with the most points left, of different questions first.
func (sc *Script) next(card Scorecard) []NextThing {
	type loss struct {
		part   ScorePart
		points float64
	}
	var losses []loss
	for _, d := range card.Dimensions {
		for _, p := range d.Parts {
			if lost := (1 - p.Points) * p.Weight * float64(max(d.Weight, 1)); p.Kind == "item" && lost > 0.2 {
				losses = append(losses, loss{p, lost})
			}
		}
	}
	slices.SortStableFunc(losses, func(a, b loss) int {
		switch {
		case a.points > b.points:
			return -1
		case a.points < b.points:
			return 1
		}
		return 0
	})
	things := []NextThing{}
	for _, l := range losses {
		if len(things) == mostNext || slices.ContainsFunc(things, func(t NextThing) bool { return t.Item == l.part.ID }) {
			continue
		}
		things = append(things, sc.thing(l.part))
	}
	return things
}

func (sc *Script) thing(p ScorePart) NextThing {
	t := NextThing{Item: p.ID, Title: p.Title, Why: "not detected"}
	if it := sc.item(p.ID); it != nil {
		levels := [...]string{it.Levels.Named, it.Levels.Explained, it.Levels.Tradeoff}
		var l grading.Level
		if l.UnmarshalText([]byte(p.Level)) == nil && l < grading.Tradeoff {
			t.Model = levels[max(l, grading.Named)] // from missed, straight to explained
		}
	}
	question, _, _ := strings.Cut(p.ID, "/")
	if t.Lesson = sc.lessons[question]; t.Lesson != "" {
		t.Place = sc.place(t.Lesson)
	}
	switch {
	case p.Wrong:
		t.Why = "said wrongly"
	case p.Level == grading.Named.String():
		t.Why = "named, not explained"
	case p.Level == grading.Explained.String() && p.Ceiling > 0 && p.Points <= p.Ceiling:
		t.Why = "explained, with a hint"
	case p.Level == grading.Explained.String():
		t.Why = "explained, without its price"
	case p.Level == grading.Tradeoff.String():
		t.Why = "complete, with a hint"
	}
	return t
}
