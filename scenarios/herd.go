package scenarios

import (
	"context"
	"fmt"

	"sysprep/engine"
)

// Herd is how the users of a population come back: a raster of the tries of some of them,
// and how many come in all.
type Herd struct {
	Rows   int // users that were followed, evenly spaced among all
	From   engine.Time
	To     engine.Time
	Knocks []engine.Knock // of those, between From and To; User is the row, from 0
	Peaks  []int          // by window from From to To: attempts of all users in its busiest fiftieth
	Counts []int          // by window likewise: attempts of all users
	Window engine.Time
	Total  int     // attempts of all users in the whole run
	Back   float64 // seconds from the fault until 99 % are connected for good; infinite if they never are
}

// Crowd is the index of the client whose users connect; -1 if there is none.
func (s *Scenario) Crowd() int {
	for i := range s.Nodes {
		if n := &s.Nodes[i]; n.Kind == "client" && n.Users > 0 && len(n.Connect) > 0 {
			return i
		}
	}
	return -1
}

// TakeHerd runs the scenario, follows so many of the users, and draws them between two times.
func (s *Scenario) TakeHerd(ctx context.Context, set Settings, seed uint64, from, to engine.Time, rows int) (*Herd, error) {
	r, err := s.Start(set, seed)
	if err != nil {
		return nil, err
	}
	q, ok := r.sim.(requestRun)
	crowd := r.design.Crowd()
	if !ok || crowd < 0 {
		return nil, fmt.Errorf("scenario %s has no users who connect: choose one with users and connect", s.ID)
	}
	first := 0 // number of its first user
	for i := range crowd {
		first += r.design.Nodes[i].Users
	}
	users := r.design.Nodes[crowd].Users
	every := max(1, users/max(1, rows))
	q.FollowUsers(every)
	r.Raster(peakSlots)
	for at := engine.Time(0); at < engine.Time(s.Horizon) && ctx.Err() == nil; at += 10 * s.Window() {
		r.advance(min(at+10*s.Window(), engine.Time(s.Horizon)))
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return r.herd(q, first, every, users, from, to)
}

func (r *Run) herd(q requestRun, first, every, users int, from, to engine.Time) (*Herd, error) {
	h := &Herd{Rows: (users + every - 1) / every, From: from, To: to, Window: r.scenario.Window()}
	for _, k := range q.Knocks() {
		if k.At >= from && k.At < to && k.User >= first && k.User < first+users {
			h.Knocks = append(h.Knocks, engine.Knock{At: k.At, User: (k.User - first) / every})
		}
	}
	res := r.Result()
	peaks, err := res.Series(PeakMetric, "")
	if err != nil {
		return nil, err
	}
	loads, err := res.Series("store_load", "")
	if err != nil {
		return nil, err
	}
	for i, v := range loads {
		n := int(float64(v*h.Window.Seconds()) + 0.5)
		h.Total += n
		if at := engine.Time(i) * h.Window; at >= from && at < to {
			h.Counts = append(h.Counts, n)
			h.Peaks = append(h.Peaks, int(peaks[i]+0.5))
		}
	}
	h.Back, err = res.Value("reconnect_time", "", 0, r.Now())
	return h, err
}
