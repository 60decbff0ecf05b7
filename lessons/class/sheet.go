package class

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
)

// Version is that of a sheet. It is raised when an older sysprep would read it wrongly.
const Version = 1

// Sheet is what one learner hands in. Ids are those of the pack; what was answered is told as the
// id of a choice or as a number, and only Claims and Answers of a sheet WithAnswers hold the
// learner's own text.
type Sheet struct {
	Pack        string            `json:"pack"`
	PackVersion string            `json:"pack_version"`
	Name        string            `json:"name"` // as the learner chose it
	Key         ed25519.PublicKey `json:"key"`
	Made        time.Time         `json:"made"`
	WithAnswers bool              `json:"with_answers"`
	Spent       int               `json:"spent_seconds"`
	Days        int               `json:"days"` // with something done

	Lessons    []Lesson    `json:"lessons"`    // that were begun
	Asked      []Asked     `json:"asked"`      // questions with one right answer
	Challenges []Challenge `json:"challenges"` // with a design judged
	Items      []Item      `json:"items"`      // of rubrics, that an answer was graded on
	Claims     []Claim     `json:"claims"`
	Answers    []Answer    `json:"answers,omitempty"`
}

// Lesson is how far a lesson is, and how long it took up to its end, its reviews left out.
type Lesson struct {
	ID    string `json:"id"`
	Done  int    `json:"steps_done"`
	Steps int    `json:"steps"`
	Whole bool   `json:"done"`
	Spent int    `json:"spent_seconds"`
}

// Asked is a question with the answer that counts: of a prediction the committed one, of a quiz
// and an estimate the first.
type Asked struct {
	Lesson     string  `json:"lesson"`
	Step       string  `json:"step"`
	Hash       string  `json:"hash"` // of the step as it was asked
	Result     string  `json:"result"`
	Choice     string  `json:"choice,omitempty"`      // id
	Number     float64 `json:"number,omitempty"`      // in the unit of the question
	Seed       uint64  `json:"seed,string,omitempty"` // of an estimate: which numbers were drawn
	Confidence int     `json:"confidence,omitempty"`  // percent; 0 if not asked
	Hints      int     `json:"hints,omitempty"`
}

// Challenge is how a challenge went.
type Challenge struct {
	Lesson string `json:"lesson"`
	Step   string `json:"step"`
	Won    bool   `json:"won"`
	Tries  int    `json:"tries"` // designs judged
	Hints  int    `json:"hints,omitempty"`
}

// Item is a rubric item by the best answer to it; Misconceptions are all that were ever asserted
// about it, by id, or Unknown for those that the pack no longer has.
type Item struct {
	Question       string        `json:"question"`
	Item           string        `json:"item"`
	Level          grading.Level `json:"level"`
	Wrong          bool          `json:"wrong,omitempty"` // the last answer held a misconception
	Claimed        bool          `json:"claimed,omitempty"`
	Misconceptions []string      `json:"misconceptions,omitempty"`
}

// Unknown stands for a misconception of another edition of the rubric.
const Unknown = "unknown"

// Claim says that the learner pointed at words for an item: "I covered this, here". Level is what
// the grader had found; at missed it is a "not detected" that the learner calls false.
type Claim struct {
	Question string        `json:"question"`
	Item     string        `json:"item"`
	Level    grading.Level `json:"level"`
	Words    string        `json:"words,omitempty"` // of a sheet WithAnswers
}

// Answer is an explanation as it was handed in, with what the grader made of it.
type Answer struct {
	Question string                   `json:"question"`
	Review   bool                     `json:"review,omitempty"` // it was given to a review card
	Text     string                   `json:"text"`
	Levels   map[string]grading.Level `json:"levels"`            // by item
	Wrong    []string                 `json:"wrong,omitempty"`   // items in which it asserts a misconception
	Claimed  []string                 `json:"claimed,omitempty"` // items that the learner pointed at words for
}

// Results of an Asked.
const (
	right = "right"
	slip  = "slip"
	wrong = "wrong"
)

// Fingerprint names a key: the first 32 bits of its SHA-256.
func Fingerprint(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:4])
}

// NameOf is what a learner is called who chose no name.
func NameOf(key ed25519.PublicKey) string { return "learner-" + Fingerprint(key) }

// standing says how an item counts, as lessons.Shown does.
func (i Item) standing() string {
	return lessons.Shown{Level: i.Level, Wrong: i.Wrong, Claimed: i.Claimed}.Standing()
}

// tidy makes a text of a learner's fit for the sheet: no control characters, and bounded.
func tidy(text string, most int) string {
	text = content.Clean(text)
	if len(text) <= most {
		return text
	}
	cut := most
	for cut > 0 && text[cut]&0xc0 == 0x80 { // don't cut a letter in two
		cut--
	}
	return text[:cut]
}
