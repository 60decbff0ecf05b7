// Package report adds up what a learner did and knows, for other programs (JSON), for a file of
// notes (Markdown) and for a browser (HTML, one file with its charts in it).
//
// The JSON form is described in docs/progress.md. Fields may be added; what is there keeps its
// name and its meaning as long as Version stays what it is.
package report

import (
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/store"
)

// Version is that of the JSON form.
const Version = 1

// Report is how far a learner is with a pack.
type Report struct {
	Version     int                 `json:"version"`
	Made        time.Time           `json:"made"`
	Pack        string              `json:"pack"` // id
	Title       string              `json:"title"`
	Interview   string              `json:"interview,omitempty"` // the day, as 2026-12-24
	Lessons     []Lesson            `json:"lessons"`
	Mastery     []Section           `json:"mastery"`
	Items       []Item              `json:"items"`
	Calibration Calibration         `json:"calibration"`
	Days        []Day               `json:"days"` // with something done, the latest first
	Spent       int                 `json:"spent_seconds"`
	Run         Run                 `json:"run"`
	Reviews     []Review            `json:"reviews"` // the one due first first
	calibration lessons.Calibration // with its words
	diary       lessons.Diary
}

// Lesson is how far one lesson is.
type Lesson struct {
	ID       string     `json:"id"`
	Title    string     `json:"title"`
	State    string     `json:"state"` // open, begun or done
	Done     int        `json:"steps_done"`
	Steps    int        `json:"steps"`
	Step     string     `json:"step,omitempty"` // the step to come back to
	Touched  *time.Time `json:"touched,omitempty"`
	Finished *time.Time `json:"finished,omitempty"`
	Spent    int        `json:"spent_seconds"`
}

// Section is how far one section of the checklist is, in rubric items.
type Section struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Explained int    `json:"explained"`
	Named     int    `json:"named"`
	Claimed   int    `json:"claimed,omitempty"` // of the named, those by the learner's own word alone
	Wrong     int    `json:"wrong"`
	Total     int    `json:"total"`
}

// Item is one rubric item, with the answer that earned its standing.
type Item struct {
	Question string        `json:"question"`
	Item     string        `json:"item"`
	Title    string        `json:"title"`
	Section  string        `json:"section"`
	Standing string        `json:"standing"` // explained, named, wrong or "to show"
	Level    grading.Level `json:"level"`
	Claimed  bool          `json:"claimed,omitempty"`
	Evidence *Evidence     `json:"evidence,omitempty"`
}

// Evidence is an answer; Words are the bytes of it that count. It is of a lesson, or of a mock interview: then Lesson
// and Step are empty, and Answer is what was said around the words.
type Evidence struct {
	Lesson    string         `json:"lesson"`
	Step      string         `json:"step"`
	Interview string         `json:"interview,omitempty"`
	Session   string         `json:"session,omitempty"`
	Title     string         `json:"title,omitempty"` // of the interview
	At        time.Time      `json:"at"`
	Answer    string         `json:"answer"`
	Words     []grading.Span `json:"words"`
	Review    bool           `json:"review,omitempty"`
}

// Calibration is confidence against correctness. Shares are from 0 to 1.
type Calibration struct {
	Rated int      `json:"predictions"`
	Right int      `json:"right"`
	Sure  float64  `json:"mean_confidence"`
	Brier float64  `json:"brier"`
	Bins  []Bin    `json:"bins"`
	Words []string `json:"words"`
}

// Bin is the predictions of about one confidence, with the 95 % interval of the share that was right.
type Bin struct {
	From  int     `json:"from"` // percent
	To    int     `json:"to"`
	Sure  float64 `json:"mean_confidence"`
	Rated int     `json:"predictions"`
	Right int     `json:"right"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Day is what was done on one day.
type Day struct {
	Date        string   `json:"date"` // 2026-11-21, by the learner's calendar
	Spent       int      `json:"spent_seconds"`
	Reviews     int      `json:"reviews"`
	Predictions int      `json:"predictions"`
	Designs     int      `json:"designs"`
	Answers     int      `json:"answers"`
	Steps       int      `json:"steps"`
	Lessons     []string `json:"lessons"`
}

// Run is days in a row with something done.
type Run struct {
	Current int `json:"current"`
	Longest int `json:"longest"`
}

// Review is one card of the review queue.
type Review struct {
	Key    string    `json:"key"`
	Title  string    `json:"title"`
	Lesson string    `json:"lesson"`
	Due    time.Time `json:"due"`
	Now    bool      `json:"due_today"`
	Lapses int       `json:"lapses,omitempty"`
	Aside  bool      `json:"set_aside,omitempty"`
}

// Weeks is the time spent in each of the last n weeks, in seconds, the earliest first; the last week
// ends with the day on which the report was made.
func (r Report) Weeks(n int) []int {
	sums := make([]int, n)
	for i, d := range r.diary.Last(n*7, r.Made) {
		sums[i/7] += seconds(d.Spent)
	}
	return sums
}

// Active counts the days with something done among the last n.
func (r Report) Active(n int) int {
	active := 0
	for _, d := range r.diary.Last(n, r.Made) {
		if d.Spent > 0 || d.Reviews+d.Predictions+d.Designs+d.Answers+d.Steps > 0 {
			active++
		}
	}
	return active
}

// Make adds up a log, and what was heard in interviews. Days are those of now's location.
func Make(pack *content.Pack, log []store.Event, heard []lessons.Heard, goals lessons.Goals, now time.Time) Report {
	states := lessons.States(pack, log)
	log = lessons.Carry(pack, log)
	r := Report{
		Version: Version, Made: now, Pack: pack.Manifest.ID, Title: pack.Manifest.Title,
		Lessons: []Lesson{}, Mastery: []Section{}, Items: []Item{}, Days: []Day{}, Reviews: []Review{},
		calibration: lessons.Calibrate(pack, states), diary: lessons.Keep(log, now.Location()),
	}
	if !goals.Interview.IsZero() {
		r.Interview = goals.Interview.Format(time.DateOnly)
	}
	for _, l := range pack.Lessons {
		r.Lessons = append(r.Lessons, lessonOf(l, states[l.ID], r.diary.Lessons[l.ID]))
	}
	for _, s := range lessons.Mastery(pack, states, heard...) {
		if s.Total > 0 {
			r.Mastery = append(r.Mastery, Section(s))
		}
	}
	for _, s := range lessons.Evidences(pack, states, heard...) {
		r.Items = append(r.Items, itemOf(pack, s))
	}
	r.addCalibration()
	for _, d := range r.diary.Days {
		r.Days = append(r.Days, Day{
			Date: d.Date.Format(time.DateOnly), Spent: seconds(d.Spent), Reviews: d.Reviews, Predictions: d.Predictions,
			Designs: d.Designs, Answers: d.Answers, Steps: d.Steps, Lessons: append([]string{}, d.Lessons...),
		})
	}
	r.Spent = seconds(r.diary.Spent)
	r.Run.Current, r.Run.Longest = r.diary.Run(now)
	for _, c := range lessons.Schedule(pack, states, goals.At(now)) {
		r.Reviews = append(r.Reviews, Review{
			Key: c.Key, Title: c.Title, Lesson: c.Lesson, Due: c.Due, Now: c.DueAt(now) && !c.SetAside(), Lapses: c.Lapses, Aside: c.SetAside(),
		})
	}
	return r
}

func seconds(d time.Duration) int { return int(d.Round(time.Second) / time.Second) }

func lessonOf(l *content.Lesson, s lessons.State, spent time.Duration) Lesson {
	out := Lesson{ID: l.ID, Title: l.Title, State: "open", Done: s.DoneSteps(), Steps: len(l.Steps), Spent: seconds(spent)}
	if !s.Begun() {
		return out
	}
	out.State, out.Touched = "begun", &s.Touched
	if !s.Finished.IsZero() {
		out.State, out.Finished = "done", &s.Finished
		return out
	}
	if i := s.Resume(l); i < len(l.Steps) {
		out.Step = l.Steps[i].ID
	}
	return out
}

func itemOf(pack *content.Pack, s lessons.Shown) Item {
	out := Item{Question: s.Question, Item: s.Item, Title: s.Title, Section: s.Section, Standing: s.Standing(), Level: s.Level, Claimed: s.Claimed}
	if e := s.Evidence; e != nil {
		out.Evidence = &Evidence{Lesson: e.Lesson, Step: e.Step, Interview: e.Interview, Session: e.Session, At: e.At, Answer: e.Answer, Words: append([]grading.Span{}, e.Words...), Review: e.Reviews}
		if e.Interview != "" {
			out.Evidence.Title = e.Interview // of one that the pack has no more
			if iv, err := pack.Interview(e.Interview); err == nil {
				out.Evidence.Title = iv.Title
			}
		}
	}
	return out
}

func (r *Report) addCalibration() {
	c := r.calibration
	r.Calibration = Calibration{Rated: c.Rated, Right: c.Right, Sure: c.Sure, Brier: c.Brier, Bins: []Bin{}, Words: c.Say()}
	for _, b := range c.Bins {
		r.Calibration.Bins = append(r.Calibration.Bins, Bin(b))
	}
}
