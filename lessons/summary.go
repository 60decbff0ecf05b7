package lessons

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/open-spaced-repetition/go-fsrs/v3"

	"sysprep/content"
	"sysprep/grading"
)

// Summary is how things stand with all lessons of a pack, without what led there: enough for the
// first screen, and read in a moment where years of events take half a second. Its states have
// the learner's place, times, statuses, counts and verdicts; they have no predictions, runs,
// texts, notes or cards that were rated, they can't be extended, and Mastery and RatedOn make the
// same of them.
type Summary struct {
	States map[string]State
	Cards  map[string][]Review // by lesson, as the function of that name gives them
	Heard  []Heard             // in interviews; without where, and without texts

	Scattered bool // a lesson's events may lie under ids of other lessons: see Carrier
}

// foldVersion must be raised with every change of what is folded from the same events: of Fold,
// Schedule, Mastery, or of what a summary holds.
const foldVersion = 6

// Basis names all that a summary depends on besides the events: this version of the fold, the
// pack's content, and the goals.
func Basis(pack *content.Pack, goals Goals) string {
	h := sha256.New()
	say := func(parts ...string) {
		for _, p := range parts {
			_, _ = fmt.Fprintf(h, "%d:%s", len(p), p)
		}
	}
	_, _ = fmt.Fprintln(h, foldVersion, pack.Manifest.ID)
	for _, l := range pack.Lessons {
		say("lesson", l.ID, l.Title)
		for i := range l.Steps {
			s := &l.Steps[i]
			say(s.ID, string(s.Kind), s.Title, s.Hash)
			if s.Estimate != nil { // a drill is a file of its own
				basisOfDrill(h, s.Estimate)
			}
		}
		for _, d := range l.Decks {
			say("deck", d.ID)
			for _, c := range d.Cards {
				say(c.ID, c.Question)
			}
		}
	}
	for _, old := range slices.Sorted(maps.Keys(pack.Manifest.Moved)) {
		say("moved", old, pack.Manifest.Moved[old])
	}
	set := goals.Settings()
	for _, k := range slices.Sorted(maps.Keys(set)) {
		say(k, set[k])
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func basisOfDrill(w io.Writer, e *content.EstimateStep) {
	_, _ = fmt.Fprintf(w, "drill %s/%s", e.Drill, e.Variant)
	if v := e.Question; v != nil {
		_, _ = fmt.Fprintln(w, v.Prompt, v.Params, v.Where, v.Answer, v.Unit, v.Tolerance)
	}
}

// How a summary is written. Names are short, since they come hundreds of times.
type (
	summaryWire struct {
		Lessons []lessonWire `json:"lessons"`
		Reviews []reviewWire `json:"reviews"`
		Heard   []answerWire `json:"heard,omitempty"`

		Scattered bool `json:"scattered,omitempty"`
	}
	lessonWire struct {
		Current  int         `json:"c,omitempty"`
		Started  time.Time   `json:"s,omitzero"`
		Finished time.Time   `json:"f,omitzero"`
		Touched  time.Time   `json:"t,omitzero"`
		Steps    []stepWire  `json:"steps"`
		Rated    []time.Time `json:"r,omitempty"` // ratings of the last days
	}
	stepWire struct {
		Status  Status       `json:"s,omitempty"`
		Why     string       `json:"why,omitempty"`
		Changed bool         `json:"x,omitempty"`
		Tries   int          `json:"t,omitempty"`
		Hints   int          `json:"h,omitempty"`
		GaveUp  bool         `json:"g,omitempty"`
		Won     bool         `json:"w,omitempty"`
		Answers []answerWire `json:"a,omitempty"` // the last one, and before it one that counts for all others
		Later   []answerWire `json:"l,omitempty"` // one that counts for what was said to review cards since
	}
	answerWire struct {
		At       time.Time  `json:"at"`
		Question string     `json:"q"`
		Items    []itemWire `json:"i"`
	}
	itemWire struct {
		ID      string        `json:"i"`
		Level   grading.Level `json:"l,omitempty"`
		Wrong   bool          `json:"w,omitempty"`
		Claimed bool          `json:"c,omitempty"`
	}
	reviewWire struct {
		Key        string    `json:"k"`
		Title      string    `json:"t"`
		Lesson     string    `json:"l"`
		Step       string    `json:"s,omitempty"`
		Item       string    `json:"i,omitempty"`
		Due        time.Time `json:"d"`
		Last       time.Time `json:"m"`
		Recent     []Grade   `json:"r,omitempty"`
		Lapses     int       `json:"x,omitempty"`
		Stability  float64   `json:"st"`
		Difficulty float64   `json:"di"`
		State      int8      `json:"fs,omitempty"`
	}
)

// Encode writes the summary; Decode of the same pack reads it.
func (s Summary) Encode(pack *content.Pack) ([]byte, error) {
	out := summaryWire{Scattered: s.Scattered, Heard: fewHeard(s.Heard)}
	var last time.Time
	for _, state := range s.States {
		for at := range state.ratedSince(last) {
			if at.After(last) {
				last = at
			}
		}
	}
	for _, l := range pack.Lessons {
		w := wireLesson(s.States[l.ID])
		for at := range s.States[l.ID].ratedSince(last.Add(-keepRated)) {
			w.Rated = append(w.Rated, at)
		}
		slices.SortFunc(w.Rated, time.Time.Compare)
		out.Lessons = append(out.Lessons, w)
	}
	for _, l := range pack.Lessons {
		for _, r := range s.Cards[l.ID] {
			out.Reviews = append(out.Reviews, reviewWire{
				r.Key, r.Title, r.Lesson, r.Step, r.Item, r.Due, r.Last, r.Recent, r.Lapses,
				r.memory.Stability, r.memory.Difficulty, int8(r.memory.State),
			})
		}
	}
	return json.Marshal(out)
}

func wireLesson(s State) lessonWire {
	out := lessonWire{Current: s.Current, Started: s.Started, Finished: s.Finished, Touched: s.Touched}
	for i := range s.Steps {
		ss := &s.Steps[i]
		st := stepWire{Status: ss.Status, Why: ss.Why, Changed: ss.Changed, Tries: ss.Tries, Hints: ss.Hints, GaveUp: ss.GaveUp, Won: ss.Won()}
		st.Answers, st.Later = fewAnswers(ss)
		out.Steps = append(out.Steps, st)
	}
	return out
}

// keepRated is how long before the last rating others are kept: more than any calendar's day.
const keepRated = 50 * time.Hour

// fewAnswers is the last answer of a step with, before it, one that counts for all others; and one
// that counts for what was said to review cards since.
func fewAnswers(ss *StepState) (answers, later []answerWire) {
	all := ss.answers()
	n := 0
	if last := ss.LastAnswer(); last != nil {
		n = len(all)
		for n > 0 && (!all[n-1].At.Equal(last.At) || all[n-1].Text != last.Text) {
			n--
		}
	}
	if n > 0 {
		answers = append(oneAnswer(all[:n-1]), oneAnswer(all[n-1:n])...)
	}
	return answers, oneAnswer(all[n:])
}

// oneAnswer counts for several, at the time of the last; none for none.
func oneAnswer(answers []Answer) []answerWire {
	if len(answers) == 0 {
		return nil
	}
	last := answers[len(answers)-1]
	w := answerWire{At: last.At, Question: last.Verdict.Question}
	best := map[string]grading.ItemVerdict{}
	var order []string
	for _, a := range answers {
		for _, v := range a.Verdict.Items {
			if _, met := best[v.ID]; !met {
				order = append(order, v.ID)
			}
			best[v.ID] = better(best[v.ID], v)
		}
	}
	for _, id := range order {
		v := best[id]
		w.Items = append(w.Items, itemWire{v.ID, v.Level, v.Wrong, v.Claimed})
	}
	return []answerWire{w}
}

// DecodeSummary reads what Encode wrote for the same pack; ask Basis before whether it was.
func DecodeSummary(pack *content.Pack, data []byte) (Summary, error) {
	var in summaryWire
	if err := json.Unmarshal(data, &in); err != nil {
		return Summary{}, err
	}
	if len(in.Lessons) != len(pack.Lessons) {
		return Summary{}, fmt.Errorf("the summary has %d lessons, the pack %d", len(in.Lessons), len(pack.Lessons))
	}
	out := Summary{States: make(map[string]State, len(pack.Lessons)), Cards: map[string][]Review{}, Scattered: in.Scattered}
	for i, l := range pack.Lessons {
		if len(in.Lessons[i].Steps) != len(l.Steps) {
			return Summary{}, fmt.Errorf("the summary has %d steps in lesson %s, the pack %d", len(in.Lessons[i].Steps), l.ID, len(l.Steps))
		}
		out.States[l.ID] = in.Lessons[i].state(l)
	}
	for _, a := range in.Heard {
		out.Heard = append(out.Heard, Heard{Answer: Answer{At: a.At, Verdict: a.verdict()}})
	}
	for _, r := range in.Reviews {
		out.Cards[r.Lesson] = append(out.Cards[r.Lesson], Review{
			Key: r.Key, Title: r.Title, Lesson: r.Lesson, Step: r.Step, Item: r.Item, Due: r.Due, Last: r.Last, Recent: r.Recent, Lapses: r.Lapses,
			memory: fsrs.Card{Stability: r.Stability, Difficulty: r.Difficulty, State: fsrs.State(r.State), LastReview: r.Last},
		})
	}
	return out, nil
}

func (w lessonWire) state(l *content.Lesson) State {
	s := State{Lesson: l.ID, Current: min(max(w.Current, 0), max(len(l.Steps)-1, 0)), Started: w.Started, Finished: w.Finished, Touched: w.Touched}
	for i, st := range w.Steps {
		ss := StepState{ID: l.Steps[i].ID, Status: min(st.Status, Done), Why: st.Why, Changed: st.Changed, Tries: st.Tries, Hints: st.Hints, GaveUp: st.GaveUp}
		if st.Won {
			ss.Best = &Judgement{Won: true}
		}
		for _, a := range st.Answers {
			ss.Answers = append(ss.Answers, Answer{At: a.At, Verdict: a.verdict()})
		}
		for _, a := range st.Later {
			v := a.verdict()
			ss.Reviews = append(ss.Reviews, Rating{At: a.At, Verdict: &v})
		}
		s.Steps = append(s.Steps, ss)
	}
	for _, at := range w.Rated {
		s.Recalled = append(s.Recalled, Rating{Grade: Good, At: at})
	}
	return s
}

func (w answerWire) verdict() grading.Verdict {
	out := grading.Verdict{Question: w.Question}
	for _, v := range w.Items {
		out.Items = append(out.Items, grading.ItemVerdict{ID: v.ID, Level: v.Level, Wrong: v.Wrong, Claimed: v.Claimed})
	}
	return out
}
