package class

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/scenarios"
)

// ReportVersion is that of a report's JSON form.
const ReportVersion = 1

// Report is what a class did with a pack. Its JSON form is described in docs/class.md.
type Report struct {
	Version        int             `json:"version"`
	Made           time.Time       `json:"made"`
	Pack           string          `json:"pack"`
	PackVersion    string          `json:"pack_version"`
	Title          string          `json:"title"`
	Learners       []Learner       `json:"learners"` // by name
	LeftOut        []LeftOut       `json:"left_out"`
	Notes          []string        `json:"notes"`
	Lessons        []Course        `json:"lessons"` // of the pack, in order
	Objectives     []Objective     `json:"objectives"`
	Sections       []Section       `json:"sections"`
	Hardest        []Hard          `json:"hardest"`        // everything that was asked, the hardest first
	Misconceptions []Misconception `json:"misconceptions"` // the one that most learners held first
	Claims         []Claimed       `json:"claims"`         // items that learners say they covered, the most first
	Exemplars      []Exemplar      `json:"-"`              // answers with claims, for the author of the pack
}

// Learner is a line about one learner.
type Learner struct {
	Name      string            `json:"name"`
	Key       string            `json:"key"` // its fingerprint
	Made      time.Time         `json:"made"`
	Begun     int               `json:"lessons_begun"`
	Done      int               `json:"lessons_done"`
	Right     int               `json:"right"` // first answers to questions
	Asked     int               `json:"asked"`
	Won       int               `json:"challenges_won"`
	Explained int               `json:"explained"` // rubric items
	Wrong     int               `json:"wrong"`
	Items     int               `json:"items"` // that answers were graded on
	Spent     int               `json:"spent_seconds"`
	Days      int               `json:"days"`
	Answers   bool              `json:"with_answers"`
	Mastery   map[string]string `json:"objectives"` // how the learner stands with each objective of the pack
}

// Course is how a class went through a lesson. Times are of those who finished it.
type Course struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Minutes int    `json:"minutes"` // as the pack says
	Begun   int    `json:"begun"`
	Done    int    `json:"done"`
	Low     int    `json:"lower_quartile_seconds"`
	Median  int    `json:"median_seconds"`
	High    int    `json:"upper_quartile_seconds"`
}

// Section is how a class stands with a section of the checklist, in items of learners who were graded on them.
type Section struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Explained int    `json:"explained"`
	Named     int    `json:"named"`
	Wrong     int    `json:"wrong"`
	Missed    int    `json:"not_detected"`
}

// Hard is something that was asked, and by how many it was failed: a question that was not answered rightly at
// once, a challenge that was not won, a rubric item that was not explained.
type Hard struct {
	Kind   string  `json:"kind"` // of the step, or "item"
	Lesson string  `json:"lesson,omitempty"`
	Step   string  `json:"step,omitempty"`
	Asks   string  `json:"question,omitempty"` // id of the open question
	Item   string  `json:"item,omitempty"`
	Title  string  `json:"title"`
	Tried  int     `json:"tried"`
	Failed int     `json:"failed"`
	Low    float64 `json:"low"` // bounds of the 95 % interval of the share that failed, 0 to 1; Wilson 1927
	High   float64 `json:"high"`
	Sure   float64 `json:"confidence_of_failed,omitempty"` // mean, 0 to 1, of those who failed and said how sure they were
}

// aheadMost is how far a learner's clock may be ahead of the instructor's: a day, whatever their calendars.
const aheadMost = 24 * time.Hour

// Report adds up what was gathered, by the content of the pack.
func (g Gathered) Report(pack *content.Pack, now time.Time) Report {
	return g.report(newBook(pack), now)
}

func (g Gathered) report(book *book, now time.Time) Report {
	pack := book.pack
	r := Report{
		Version: ReportVersion, Made: now.UTC().Truncate(time.Second), Pack: pack.Manifest.ID, PackVersion: pack.Manifest.Version, Title: pack.Manifest.Title,
		Learners: []Learner{}, LeftOut: nonNil(g.LeftOut), Notes: nonNil(g.Notes), Lessons: []Course{}, Objectives: []Objective{}, Sections: []Section{},
		Hardest: []Hard{}, Misconceptions: []Misconception{}, Claims: []Claimed{},
	}
	goals := book.objectives()
	for _, s := range g.Sheets {
		if s.Made.Sub(now) > aheadMost {
			r.Notes = append(r.Notes, fmt.Sprintf("The sheet of %q was made on %s, which is to come: the clock of that machine is wrong, and of its sheets that one counts.", s.Name, day(s.Made)))
		}
		l := learnerOf(s.Sheet)
		for i := range goals {
			l.Mastery[goals[i].ID] = goals[i].add(book, s.Sheet)
		}
		r.Learners = append(r.Learners, l)
		r.Exemplars = append(r.Exemplars, book.exemplars(s.Sheet)...)
	}
	for _, o := range goals {
		r.Objectives = append(r.Objectives, o.Objective)
	}
	r.addLessons(pack, g.Sheets)
	r.addSections(book, g.Sheets)
	r.addHardest(book, g.Sheets)
	r.addMisconceptions(book, g.Sheets)
	r.addClaims(book, g.Sheets)
	r.Exemplars = distinct(r.Exemplars)
	return r
}

func nonNil[T any](list []T) []T { return append([]T{}, list...) }

// sorted are the keys of a map, in order.
func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func learnerOf(s Sheet) Learner {
	l := Learner{Name: s.Name, Key: Fingerprint(s.Key), Made: s.Made, Begun: len(s.Lessons), Asked: len(s.Asked), Items: len(s.Items), Spent: s.Spent, Days: s.Days, Answers: s.WithAnswers, Mastery: map[string]string{}}
	for _, is := range s.Lessons {
		l.Done += btoi(is.Whole)
	}
	for _, a := range s.Asked {
		l.Right += btoi(a.Result == right)
	}
	for _, c := range s.Challenges {
		l.Won += btoi(c.Won)
	}
	for _, i := range s.Items {
		l.Wrong += btoi(i.Wrong)
		l.Explained += btoi(i.standing() == explained)
	}
	return l
}

func btoi(is bool) int {
	if is {
		return 1
	}
	return 0
}

// Standings of an item, as lessons.Shown words them.
const (
	explained = "explained"
	named     = "named"
)

func (r *Report) addLessons(pack *content.Pack, sheets []Signed) {
	for _, l := range pack.Lessons {
		c := Course{ID: l.ID, Title: l.Title, Minutes: l.Minutes}
		var took []int
		for _, s := range sheets {
			for _, is := range s.Lessons {
				if is.ID != l.ID {
					continue
				}
				c.Begun++
				if is.Whole {
					c.Done++
					took = append(took, is.Spent)
				}
			}
		}
		slices.Sort(took)
		c.Low, c.Median, c.High = quantile(took, 0.25), quantile(took, 0.5), quantile(took, 0.75)
		r.Lessons = append(r.Lessons, c)
	}
}

// quantile is that of a sorted list, between neighbours in proportion (Hyndman and Fan 1996, type 7); 0 of none.
func quantile(list []int, q float64) int {
	if len(list) == 0 {
		return 0
	}
	at := q * float64(len(list)-1)
	i := int(at)
	if i == len(list)-1 {
		return list[i]
	}
	return list[i] + int((at-float64(i))*float64(list[i+1]-list[i])+0.5)
}

// addSections counts items of learners by section, in the order of the checklist.
func (r *Report) addSections(b *book, sheets []Signed) {
	sections := map[string]*Section{}
	for _, s := range sheets {
		for _, i := range s.Items {
			known, ok := b.items[place{i.Question, i.Item}]
			if !ok {
				continue
			}
			at := sections[known.Section]
			if at == nil {
				at = &Section{ID: known.Section, Title: known.Section}
				sections[known.Section] = at
			}
			switch i.standing() {
			case explained:
				at.Explained++
			case named:
				at.Named++
			case wrong:
				at.Wrong++
			default:
				at.Missed++
			}
		}
	}
	for _, in := range b.sections { // in the order of the checklist
		if s := sections[in.ID]; s != nil {
			s.Title = in.Title
			r.Sections = append(r.Sections, *s)
		}
	}
}

// addHardest ranks what was asked by the lower bound of the share that failed it, so that one failure of one learner
// does not lead the list.
func (r *Report) addHardest(b *book, sheets []Signed) {
	counts := map[Hard]*tally{}
	count := func(h Hard, failed bool, confidence int) {
		if counts[h] == nil {
			counts[h] = &tally{}
		}
		counts[h].add(failed, confidence)
	}
	for _, s := range sheets {
		for _, a := range s.Asked {
			if step, ok := b.asked(a); ok {
				count(Hard{Kind: string(step.Kind), Lesson: a.Lesson, Step: a.Step, Title: b.title(step)}, b.compare(a).result != right, a.Confidence)
			}
		}
		for _, c := range s.Challenges {
			if step := b.steps[stepAt{c.Lesson, c.Step}]; step != nil && step.Kind == content.Challenge {
				count(Hard{Kind: string(step.Kind), Lesson: c.Lesson, Step: c.Step, Title: b.title(step)}, !c.Won, 0)
			}
		}
		for _, i := range s.Items {
			if known, ok := b.items[place{i.Question, i.Item}]; ok {
				count(Hard{Kind: "item", Asks: i.Question, Item: i.Item, Title: known.Title}, i.standing() != explained, 0)
			}
		}
	}
	for h, t := range counts {
		of := scenarios.NewTally(t.failed, t.tried)
		h.Tried, h.Failed, h.Low, h.High, h.Sure = t.tried, t.failed, of.Low, of.High, t.sure.mean()
		r.Hardest = append(r.Hardest, h)
	}
	slices.SortFunc(r.Hardest, func(a, b Hard) int {
		return cmp.Or(cmp.Compare(b.Low, a.Low), cmp.Compare(b.Failed, a.Failed), cmp.Compare(a.Lesson, b.Lesson), cmp.Compare(a.Step, b.Step), cmp.Compare(a.Asks, b.Asks), cmp.Compare(a.Item, b.Item))
	})
}

// tally counts who failed, and how sure those were.
type tally struct {
	tried, failed int
	sure          mean
}

func (t *tally) add(failed bool, confidence int) {
	t.tried++
	if failed {
		t.failed++
		t.sure.add(confidence)
	}
}

// mean is that of confidences in percent, those that were given. It adds whole numbers, so that the order does not matter.
type mean struct{ sum, n int }

func (m *mean) add(percent int) {
	if percent > 0 {
		m.sum += percent
		m.n++
	}
}

// mean is a share, 0 of none.
func (m mean) mean() float64 {
	if m.n == 0 {
		return 0
	}
	return float64(m.sum) / float64(100*m.n)
}

// levelName is a level as reports word it.
func levelName(l grading.Level) string {
	if l == grading.Missed {
		return "not detected"
	}
	return l.String()
}
