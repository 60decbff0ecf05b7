package engine

import (
	"strings"
	"testing"
)

// TestWorkloadsThatAreRefused: each by name, in a sentence that says what to do.
func TestWorkloadsThatAreRefused(t *testing.T) {
	users := func(turn func(*Client)) func(*Client) {
		return func(c *Client) {
			c.Rate, c.Population = 0, Population{Users: 5, Think: Dist{Mean: Second}}
			turn(c)
		}
	}
	sessions := func(turn func(*Client)) func(*Client) {
		return users(func(c *Client) {
			c.Population.Connect = []Op{{Kind: OpCall, Edge: 1}}
			turn(c)
		})
	}
	replay := func(r Replay) func(*Client) {
		return func(c *Client) { c.Rate, c.Replay = 0, &r }
	}
	for _, c := range []struct {
		want string
		turn func(*Client)
	}{
		{"its rate is 0", func(c *Client) { c.Rate = 0 }},
		{"both given and drawn", func(c *Client) { c.Patience, c.PatienceDist = Second, Dist{Mean: Second} }},
		{"its users' mean patience is -1 s", func(c *Client) { c.PatienceDist.Mean = -Second }},
		{"point 2 of its profile is at 1 s, before the one before", func(c *Client) { c.Profile = []ProfilePoint{{2 * Second, 1}, {Second, 1}} }},
		{"the factor of point 1 of its profile is -1", func(c *Client) { c.Profile = []ProfilePoint{{0, -1}} }},
		{"point 1 of its profile is at -1 s", func(c *Client) { c.Profile = []ProfilePoint{{-Second, 1}} }},
		{"its profile is 0 all the time", func(c *Client) { c.Profile = []ProfilePoint{{0, 0}} }},
		{"its profile has 10001 points", func(c *Client) { c.Profile = make([]ProfilePoint, 10_001) }},
		{"its profile brings its rate to", func(c *Client) { c.Profile = []ProfilePoint{{0, maxFactor}} }},
		{"its replay needs either times or counts", replay(Replay{})},
		{"its replay needs either times or counts", replay(Replay{Times: []Time{1}, Counts: []int32{1}, Interval: Second})},
		{"the interval of its replay is 0 s", replay(Replay{Counts: []int32{1}})},
		{"2 keys for 1 times", replay(Replay{Times: []Time{1}, Keys: []int32{1, 2}})},
		{"key 1 of its replay is 20000", replay(Replay{Times: []Time{1}, Keys: []int32{20_000}})},
		{"time 2 of its replay", replay(Replay{Times: []Time{2, 1}})},
		{"count 1 of its replay is -1", replay(Replay{Counts: []int32{-1}, Interval: Second})},
		{"count 1 of its replay is 1000", replay(Replay{Counts: []int32{1000}, Interval: Microsecond})},
		{"holds no arrivals", replay(Replay{Counts: []int32{0, 0}, Interval: Second, Repeat: 2 * Second})},
		{"repeats after 1 s, and lasts 2 s", replay(Replay{Counts: []int32{1, 0}, Interval: Second, Repeat: Second})},
		{"so soon that there are", replay(Replay{Times: []Time{0}, Repeat: 1})},
		{"so it has no rate and no bursts", func(c *Client) { c.Replay = &Replay{Times: []Time{1}} }},
		{"its replay has 1000001 entries", replay(Replay{Times: make([]Time, 1_000_001)})},
		{"5000000 users", users(func(c *Client) { c.Population.Users = 5_000_000 })},
		{"no rate, arrivals, bursts, profile or replay", users(func(c *Client) { c.Rate = 10 })},
		{"no rate, arrivals, bursts, profile or replay", users(func(c *Client) { c.Profile = []ProfilePoint{{0, 1}} })},
		{"think times or sessions but no users", users(func(c *Client) { c.Rate, c.Population.Users = 1, 0 })},
		{"don't think between their requests", users(func(c *Client) { c.Population.Think = Dist{} })},
		{"mean think time is 500 ns", users(func(c *Client) { c.Population.Think.Mean = 500 })},
		{"there is no start 7", users(func(c *Client) { c.Population.Start = 7 })},
		{"ask periodically", users(func(c *Client) { c.Population.Periodic = true })},
		{"reconnect but have no sessions", users(func(c *Client) { c.Population.Reconnect.Spread = 1 })},
		{"reconnect but have no sessions", users(func(c *Client) { c.Population.LoseAfter = 1 })},
		{"up after -1 lost requests", sessions(func(c *Client) { c.Population.LoseAfter = -1 })},
		{"calls no store or service", users(func(c *Client) { c.Program = c.Program[:1] })},
		{"a think time but nothing to ask", sessions(func(c *Client) { c.Program = nil })},
		{"connect without a call", sessions(func(c *Client) { c.Population.Connect[0] = Op{Kind: OpWork, Work: Dist{Mean: 1}} })},
		{"calls no store or service", sessions(func(c *Client) { c.Program = c.Program[:1] })},
		{"reconnect spread over -1 s", sessions(func(c *Client) { c.Population.Reconnect.Spread = -Second })},
		{"the base of the backoff between its runs", sessions(func(c *Client) { c.Population.Reconnect.Backoff = Backoff{Kind: BackoffFixed} })},
		{"the cap of the backoff between its runs", sessions(func(c *Client) { c.Population.Reconnect.Backoff = Backoff{Kind: BackoffFixed, Base: Second, Cap: 1} })},
	} {
		sys := cacheStoryRef()
		c.turn(sys.Nodes[0].Client)
		if err := sys.Validate(); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), `"users"`) {
			t.Errorf("%v, want an error of users with %q", err, c.want)
		}
	}
	for _, ok := range []func(*Client){
		users(func(*Client) {}), sessions(func(*Client) {}),
		sessions(func(c *Client) { c.Program, c.Population.Think = nil, Dist{} }),
		replay(Replay{Times: []Time{0, 0, 5}, Keys: []int32{0, 1, 19_999}, Repeat: Second}),
	} {
		sys := cacheStoryRef()
		ok(sys.Nodes[0].Client)
		if err := sys.Validate(); err != nil {
			t.Error(err)
		}
	}
}

// cacheStoryRef returns a copy of the story that is free to be changed.
func cacheStoryRef() *System {
	sys := cacheStory()
	return sys.clone()
}

// TestWorkloadsThatStay: a live system keeps its kind of workload.
func TestWorkloadsThatStay(t *testing.T) {
	closed := closed(5, 1, Dist{Mean: Second})
	record := trickle(0)
	record.Nodes[0].Client.Replay = &Replay{Times: []Time{1, 2}}
	for _, c := range []struct {
		want     string
		from, to System
	}{
		{"open loop before or after", trickle(1), closed},
		{"open loop before or after", closed, trickle(1)},
		{"replays other arrivals", trickle(1), record},
	} {
		c.to.Window = c.from.Window
		s := mustNew(t, c.from, 1)
		hash := s.Hash()
		if err := s.Reconfigure(c.to); err == nil || !strings.Contains(err.Error(), c.want) || s.Hash() != hash {
			t.Errorf("%v, want an error with %q and nothing changed", err, c.want)
		}
	}
	s := mustNew(t, closed, 1)
	for want, f := range map[string]Fault{
		"has no users with sessions": {Kind: FaultDisconnect, Node: 0, Fraction: 1},
		"only a client's users":      {Kind: FaultDisconnect, Node: 1, Fraction: 1},
	} {
		if err := s.Inject(f); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
	s = mustNew(t, gatewaySystem(5), 1)
	if err := s.Inject(Fault{Kind: FaultDisconnect, Fraction: 2}); err == nil || !strings.Contains(err.Error(), "from 0 to 1") {
		t.Errorf("disconnect 200 %%: %v", err)
	}
}
