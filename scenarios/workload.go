package scenarios

import (
	"fmt"
	"math"

	"sysprep/engine"
)

// ProfilePoint is a point of a client's profile: from one to the next, its arrivals come
// as many times faster than its rate as a straight line between the factors says.
type ProfilePoint struct {
	ID     string   `yaml:"id,omitempty" json:"id,omitempty"` // for knobs: "nodes.users.profile.peak.factor"
	At     Duration `yaml:"at" json:"at"`
	Factor float64  `yaml:"factor" json:"factor"`
}

// Replay is a record of arrivals: at Times, with Keys or without; or Counts, so many in each Interval. See engine.Replay.
type Replay struct {
	Times    []Duration `yaml:"times,omitempty" json:"times,omitempty"`
	Keys     []int      `yaml:"keys,omitempty" json:"keys,omitempty"`
	Interval Duration   `yaml:"interval,omitempty" json:"interval,omitempty"`
	Counts   []int      `yaml:"counts,omitempty" json:"counts,omitempty"`
	Repeat   Duration   `yaml:"repeat,omitempty" json:"repeat,omitempty"` // begins again after so long; 0: ends
}

// Reconnect is how users who have lost their session come back. See engine.Reconnect.
type Reconnect struct {
	Spread  Duration `yaml:"spread,omitempty" json:"spread,omitempty"`
	Backoff Backoff  `yaml:"backoff,omitempty" json:"backoff,omitzero"`
}

var starts = names[engine.Start]{{"spread", engine.StartSpread}, {"together", engine.StartTogether}}

// buildWorkload makes out how the requests of a client come, beside its rate.
func (s *Scenario) buildWorkload(n Node, c *engine.Client) (err error) {
	if n.PatienceDist != (Service{}) {
		if c.PatienceDist, err = buildDist("patience_dist.dist", n.PatienceDist); err != nil {
			return err
		}
	}
	for _, p := range n.Profile {
		c.Profile = append(c.Profile, engine.ProfilePoint{At: engine.Time(p.At), Factor: p.Factor})
	}
	if c.Replay, err = n.Replay.build(); err != nil {
		return err
	}
	p := &c.Population
	p.Users, p.Periodic, p.LoseAfter = n.Users, n.Periodic, n.LoseAfter
	if n.Think != (Service{}) {
		if p.Think, err = buildDist("think.dist", n.Think); err != nil {
			return err
		}
	}
	if p.Start, err = oneOf("start", n.Start, starts); err != nil {
		return err
	}
	if p.Connect, err = s.buildProgram(n.Connect); err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	p.Reconnect.Spread = engine.Time(n.Reconnect.Spread)
	p.Reconnect.Backoff, err = buildBackoff("reconnect.backoff", n.Reconnect.Backoff)
	return err
}

func (r *Replay) build() (*engine.Replay, error) {
	if r.Times == nil && r.Keys == nil && r.Counts == nil && r.Interval == 0 && r.Repeat == 0 {
		return nil, nil
	}
	e := &engine.Replay{Interval: engine.Time(r.Interval), Repeat: engine.Time(r.Repeat)}
	for _, t := range r.Times {
		e.Times = append(e.Times, engine.Time(t))
	}
	for _, list := range []struct {
		name string
		from []int
		to   *[]int32
	}{{"keys", r.Keys, &e.Keys}, {"counts", r.Counts, &e.Counts}} {
		for i, v := range list.from {
			if v < 0 || v > math.MaxInt32 {
				return nil, fmt.Errorf("replay.%s: number %d is %d: write a number from 0 to %d", list.name, i+1, v, math.MaxInt32)
			}
			*list.to = append(*list.to, int32(v))
		}
	}
	return e, nil
}

// Requests is about how many requests a client begins in a time, attempts and reconnects
// left out; 0 for other nodes. It is for bounds: a definition that can't be built has 0.
func (n *Node) Requests(in Duration) float64 {
	span := engine.Time(in).Seconds()
	fastest := 1.0
	for i, p := range n.Profile {
		if i == 0 {
			fastest = 0
		}
		fastest = max(fastest, p.Factor)
	}
	if r, err := n.Replay.build(); err == nil && r != nil {
		total, length := float64(len(r.Times)), engine.Time(r.Repeat)
		for _, c := range r.Counts {
			total += float64(c)
		}
		if length > 0 {
			total *= math.Ceil(span * fastest / length.Seconds())
		}
		return total
	}
	if n.Users > 0 {
		think, err := buildDist("think.dist", n.Think)
		if err != nil || think.Mean <= 0 {
			return 0
		}
		return float64(n.Users) * span / think.Mean.Seconds()
	}
	return float64(n.Rate) * fastest * span
}

// sessions says whether the node is a client whose users hold sessions.
func (n *Node) sessions() bool { return n.Kind == "client" && n.Users > 0 && len(n.Connect) > 0 }

func connected(n *engine.NodeWindow) int64 { return n.Connected }

// back is the share of users with a session that counts as all of them.
const back = 0.99

// reconnectTime walks back from the end of the run over windows at whose end nearly all
// users are connected.
func reconnectTime(r *Result, _ span, i int) float64 {
	if r.Trigger == engine.Never {
		return 0
	}
	since := engine.Never
	var w span
	for k := range r.Windows { // the window in which the fault struck counts: at its end, they may be back
		if r.Windows[k].End > r.Trigger {
			w = span(r.Windows[k:])
			break
		}
	}
	for k := len(w) - 1; k >= 0; k-- {
		n := &w[k].Nodes[i]
		if float64(n.Connected) < back*float64(n.Users) {
			break
		}
		since = w[k].End
	}
	if since == engine.Never {
		return math.Inf(1)
	}
	return (since - r.Trigger).Seconds()
}

// connectedAtEnd is the share of the users with sessions who are connected at the end of
// the run: that of the population with the smallest, 1 if there is none.
func (r *Result) connectedAtEnd() float64 {
	share := 1.0
	if len(r.Windows) == 0 {
		return share
	}
	for i := range r.Scenario.Nodes {
		if n := &r.Windows[len(r.Windows)-1].Nodes[i]; r.Scenario.Nodes[i].sessions() {
			share = min(share, ratio(float64(n.Connected), float64(n.Users), 1))
		}
	}
	return share
}

// slowToReconnect says whether users who lost their sessions are not back at the end, or
// back later than goodput is.
func (r *Result) slowToReconnect() (Cause, bool) {
	after := r.after(r.Trigger)
	for i := range r.Scenario.Nodes {
		if !r.Scenario.Nodes[i].sessions() || len(after) == 0 {
			continue
		}
		lost := span(r.Windows).sum(atNode(i, func(n *engine.NodeWindow) int64 { return n.Disconnects }))
		t := reconnectTime(r, nil, i)
		end := &after[len(after)-1].Nodes[i]
		switch {
		case lost == 0:
		case math.IsInf(t, 1):
			return Cause{"not-back", fmt.Sprintf("at the end only %s of the users are connected", sharePercent(float64(end.Connected)/float64(end.Users)))}, true
		case t > recoveryTime(r, nil, 0):
			return Cause{"slow-back", fmt.Sprintf("99 %% of the users are connected again only %.0f s after the fault", t)}, true
		}
	}
	return Cause{}, false
}
