package lessons

import (
	"slices"
	"strings"
	"time"

	"sysprep/store"
)

// Away is the longest gap between two events that counts as time spent. After a longer one the
// learner was somewhere else, as far as anybody knows.
const Away = 5 * time.Minute

// Diary is what a learner did, day by day.
type Diary struct {
	Days    []Day // with something done, the latest first
	Spent   time.Duration
	Lessons map[string]time.Duration // time spent, by id of the lesson
}

// Day is what was done on a day of the calendar.
type Day struct {
	Date        time.Time // its midnight
	Spent       time.Duration
	Reviews     int // cards rated, less those taken back
	Predictions int // committed, answers of quizzes and drills included
	Designs     int // judged
	Answers     int // explanations handed in
	Steps       int // read, watched or worked through
	Lessons     []string
}

// Keep writes the diary of a log, by the calendar of loc. Time is spent between two events that
// are no more than Away apart, and counts for the lesson and the day of the later one. Events of
// rooms other than lessons count for the time, and for nothing else.
func Keep(log []store.Event, loc *time.Location) Diary {
	d := Diary{Lessons: map[string]time.Duration{}}
	var last time.Time
	for _, e := range InOrder(log) {
		at := e.At.In(loc)
		day := d.on(at)
		if gap := at.Sub(last); !last.IsZero() && gap <= Away {
			day.Spent += gap
			d.Spent += gap
			d.Lessons[e.Lesson] += gap
		}
		last = at
		kind, ok := strings.CutPrefix(e.Kind, prefix)
		if ok {
			day.count(Kind(kind))
			if !slices.Contains(day.Lessons, e.Lesson) {
				day.Lessons = append(day.Lessons, e.Lesson)
			}
		}
	}
	slices.Reverse(d.Days)
	return d
}

// on is the day of a time, which is not before those that are there.
func (d *Diary) on(at time.Time) *Day {
	y, m, n := at.Date()
	date := time.Date(y, m, n, 0, 0, 0, 0, at.Location())
	if len(d.Days) == 0 || !d.Days[len(d.Days)-1].Date.Equal(date) {
		d.Days = append(d.Days, Day{Date: date})
	}
	return &d.Days[len(d.Days)-1]
}

func (d *Day) count(k Kind) {
	switch k {
	case Reviewed, Recalled:
		d.Reviews++
	case Unrated:
		d.Reviews = max(0, d.Reviews-1)
	case Predicted:
		d.Predictions++
	case Judged:
		d.Designs++
	case Answered:
		d.Answers++
	case Finished:
		d.Steps++
	}
}

// Run is so many days in a row with something done. It ends today or, since today is not over,
// yesterday; another one is the longest there was.
func (d Diary) Run(now time.Time) (current, longest int) {
	run, before := 0, time.Time{}
	for i, day := range d.Days { // the latest first
		if i > 0 && daysBetween(day.Date, before) == 1 {
			run++
		} else {
			run = 1
		}
		before = day.Date
		longest = max(longest, run)
		if first := d.Days[0].Date; run == i+1 && daysBetween(first, now.In(first.Location())) <= 1 {
			current = run
		}
	}
	return current, longest
}

// Last returns the days from the one n-1 days before now to now's, the earliest first, those with
// nothing done included.
func (d Diary) Last(n int, now time.Time) []Day {
	days := make([]Day, n)
	y, m, date := now.Date()
	for i := range days {
		days[i].Date = time.Date(y, m, date-n+1+i, 0, 0, 0, 0, now.Location())
	}
	for _, day := range d.Days {
		if i := n - 1 - daysBetween(day.Date, now); i >= 0 && i < n {
			days[i] = day
		}
	}
	return days
}
