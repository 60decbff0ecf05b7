package lessons

import (
	"iter"
	"time"

	"sysprep/content"
)

// LeechLapses is how often a card may be forgotten before it is a leech: one that takes more time
// than it is worth until something else is done about it.
const LeechLapses = 8

// Leech says whether the card was forgotten again and again.
func (r Review) Leech() bool { return r.Lapses >= LeechLapses }

// SetAside says whether the card is left out of the queue: a leech, from the time that it is
// forgotten until it is known again.
func (r Review) SetAside() bool {
	return r.Leech() && len(r.Recent) > 0 && r.Recent[len(r.Recent)-1] == Again
}

// Queue is what there is to review on a day.
type Queue struct {
	Cards   []Review // to be asked, in order: as many as the limit still allows
	Over    []Review // due as well, but over the limit
	Leeches []Review // set aside, whether due or not
	Done    int      // cards rated on that day
}

// NewQueue makes the queue of the day of now from the schedule. The limit counts what was rated
// on that day already.
func NewQueue(states map[string]State, schedule []Review, goals Goals, now time.Time) Queue {
	q := Queue{Done: RatedOn(states, now)}
	for _, r := range schedule {
		switch {
		case r.SetAside():
			q.Leeches = append(q.Leeches, r)
		case !r.DueAt(now):
		case goals.Daily > 0 && q.Done+len(q.Cards) >= goals.Daily:
			q.Over = append(q.Over, r)
		default:
			q.Cards = append(q.Cards, r)
		}
	}
	return q
}

// RatedOn counts the review cards rated on the day of now, by the calendar of its location.
func RatedOn(states map[string]State, now time.Time) int {
	n := 0
	for _, s := range states {
		for at := range s.ratedSince(now.Add(-48 * time.Hour)) {
			if daysBetween(at.In(now.Location()), now) == 0 {
				n++
			}
		}
	}
	return n
}

// ratedSince yields when review cards of the lesson were rated, back to some time: of years of
// ratings, which are in order of time, it looks at the last ones only.
func (s State) ratedSince(then time.Time) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		lists := [][]Rating{s.Recalled}
		for i := range s.Steps {
			lists = append(lists, s.Steps[i].Reviews)
		}
		for _, list := range lists {
			for i := len(list) - 1; i >= 0 && !list[i].At.Before(then); i-- {
				if list[i].Grade != 0 && !yield(list[i].At) { // one without a grade stands for several in a summary
					return
				}
			}
		}
	}
}

// Minutes is about how long cards take: a flashcard 20 seconds, a question a minute, a rubric item
// in one's own words two, a challenge five.
func Minutes(pack *content.Pack, reviews []Review) int {
	total := time.Duration(0)
	for _, r := range reviews {
		total += takes(pack, r)
	}
	return int((total + time.Minute - 1) / time.Minute)
}

func takes(pack *content.Pack, r Review) time.Duration {
	if r.Step == "" {
		return 20 * time.Second
	}
	for _, l := range pack.Lessons {
		if l.ID != r.Lesson {
			continue
		}
		if i := indexOf(l, r.Step); i >= 0 {
			switch l.Steps[i].Kind {
			case content.Challenge:
				return 5 * time.Minute
			case content.Explain:
				return 2 * time.Minute
			}
		}
	}
	return time.Minute
}
