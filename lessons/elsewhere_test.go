package lessons

import (
	"testing"
	"time"

	"sysprep/content"
)

// What was missed elsewhere, as in a mock interview, comes among the reviews, and the lesson is not begun by it.
func TestItemMissedElsewhereIsReviewed(t *testing.T) {
	l := &content.Lesson{ID: "l", Steps: []content.Step{{ID: "e", Kind: content.Explain, Explain: &content.ExplainStep{Question: "q"}}}}
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	rate := func(item string, g Grade) Event {
		return Event{At: at, Kind: Reviewed, Step: "e", Review: &Rating{Item: item, Grade: g}}
	}
	s := Fold(l, []Event{rate("unknown-state", Again), rate("known", Good)})
	pack := &content.Pack{Manifest: content.Manifest{ID: "p"}, Lessons: []*content.Lesson{l}}
	reviews := Schedule(pack, map[string]State{"l": s}, Goals{})
	if len(reviews) != 1 || reviews[0].Item != "unknown-state" || !reviews[0].Due.After(at) || reviews[0].Due.After(at.AddDate(0, 0, 3)) {
		t.Errorf("%+v", reviews)
	}
	if s.Begun() {
		t.Error("the lesson is begun")
	}
}
