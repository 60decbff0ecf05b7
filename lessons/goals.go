package lessons

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Bounds of a retention, and what it is unless the learner says otherwise. Below 0.7 most of
// what was learned is forgotten between two looks; above 0.97 the same cards come every few days.
const (
	LeastRetention = 0.70
	MostRetention  = 0.97
	UsualRetention = 0.90
)

// UsualDaily is how many reviews a day the last days before an interview are made for, unless the
// learner sets a limit.
const UsualDaily = 20

// Goals are what the reviews are planned for. The zero value is the usual retention, no interview
// and no limit.
type Goals struct {
	Retention float64   // chance that a card is still known when it comes back, LeastRetention to MostRetention; 0 is UsualRetention
	Interview time.Time // the day of the interview, by the calendar of its own location; zero if there is none
	Daily     int       // most reviews a day; 0 is no limit
}

// Names of the settings that keep goals. An interview is written as 2026-12-24, a retention as
// 0.9, a limit as 20; what is not set has no value.
const (
	SettingRetention = "retention"
	SettingInterview = "interview"
	SettingDaily     = "reviews-a-day"
)

// mostDaily is a bound against slips of the finger.
const mostDaily = 1000

// Check returns why goals can't be used, as a sentence, or nil.
func (g Goals) Check() error {
	switch {
	case g.Retention != 0 && !(g.Retention >= LeastRetention && g.Retention <= MostRetention):
		return fmt.Errorf("a retention of %v is out of bounds: use %.2f to %.2f", g.Retention, LeastRetention, MostRetention)
	case g.Daily < 0 || g.Daily > mostDaily:
		return fmt.Errorf("%d reviews a day are out of bounds: use 1 to %d, or 0 for no limit", g.Daily, mostDaily)
	}
	return nil
}

// ParseGoals reads goals from settings by their names; days are those of loc. What can't be read
// is left out, and the error says what is wrong with it.
func ParseGoals(settings map[string]string, loc *time.Location) (Goals, error) {
	var g Goals
	var wrong error
	if v := settings[SettingRetention]; v != "" {
		r, err := strconv.ParseFloat(v, 64)
		if err == nil {
			err = Goals{Retention: r}.Check()
		}
		if err != nil {
			wrong = cmp.Or(wrong, fmt.Errorf("the retention %q can't be used: write a share from %.2f to %.2f, such as 0.9", v, LeastRetention, MostRetention))
		} else {
			g.Retention = r
		}
	}
	if v := settings[SettingInterview]; v != "" {
		day, err := time.ParseInLocation(time.DateOnly, v, loc)
		if err != nil {
			wrong = cmp.Or(wrong, fmt.Errorf("the interview date %q can't be used: write year, month and day, such as 2026-12-24", v))
		} else {
			g.Interview = day
		}
	}
	if v := settings[SettingDaily]; v != "" {
		n, err := strconv.Atoi(v)
		if err == nil {
			err = Goals{Daily: n}.Check()
		}
		if err != nil {
			wrong = cmp.Or(wrong, fmt.Errorf("the limit %q can't be used: write how many reviews a day, 1 to %d, or 0 for no limit", v, mostDaily))
		} else {
			g.Daily = n
		}
	}
	return g, wrong
}

// Settings writes goals as settings; "" is for what is not set.
func (g Goals) Settings() map[string]string {
	out := map[string]string{SettingRetention: "", SettingInterview: "", SettingDaily: ""}
	if g.Retention != 0 {
		out[SettingRetention] = strconv.FormatFloat(g.Retention, 'g', -1, 64)
	}
	if !g.Interview.IsZero() {
		out[SettingInterview] = g.Interview.Format(time.DateOnly)
	}
	if g.Daily != 0 {
		out[SettingDaily] = strconv.Itoa(g.Daily)
	}
	return out
}

// retention is the one to plan with.
func (g Goals) retention() float64 {
	if g.Retention == 0 {
		return UsualRetention
	}
	return min(max(g.Retention, LeastRetention), MostRetention)
}

// At returns the goals as they hold at that time: an interview whose day is over is left out.
func (g Goals) At(now time.Time) Goals {
	if !g.Interview.IsZero() && g.DaysLeft(now) < 0 {
		g.Interview = time.Time{}
	}
	return g
}

// DaysLeft counts the days from now to the interview: 0 on its day, less afterwards, by the
// calendar of the interview's location. Ask only if there is an interview.
func (g Goals) DaysLeft(now time.Time) int {
	return daysBetween(now.In(g.Interview.Location()), g.Interview)
}

// daysBetween counts midnights from a to b, each by the calendar of its own location.
func daysBetween(a, b time.Time) int {
	return int(civil(b).Sub(civil(a)) / (24 * time.Hour))
}

// civil puts a day of the calendar into UTC, where all days have 24 hours.
func civil(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// mostLastDays is how long before an interview the last looks begin, however many cards there are.
const mostLastDays = 28

// lastLooks brings cards that would come back too late forward, so that each is seen once more in
// the last days before the interview: as many as it takes to keep to the limit, at most 28. Each
// card has a day of its own there, by its place among all cards, so that the load is even and the
// cards of one lesson come on different days. One that was seen on its day or later has had its
// last look, and waits until after the interview; no other is due later than the day before it.
func (g Goals) lastLooks(reviews []Review) {
	if g.Interview.IsZero() || len(reviews) == 0 {
		return
	}
	order := make([]int, len(reviews))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(reviews[a].Key, reviews[b].Key) })
	daily := cmp.Or(max(g.Daily, 0), UsualDaily)
	days := min((len(reviews)+daily-1)/daily, mostLastDays)
	for place, i := range order {
		r := &reviews[i]
		y, m, d := g.Interview.Date()
		// Noon, so that it is the same day for a learner who travels.
		look := time.Date(y, m, d-days+place%days, 12, 0, 0, 0, g.Interview.Location())
		comesBack := daysBetween(r.Due.In(g.Interview.Location()), g.Interview) >= 1
		seen := daysBetween(look, r.Last.In(g.Interview.Location())) >= 0
		if !comesBack && !seen {
			r.Due = look
		}
	}
}
