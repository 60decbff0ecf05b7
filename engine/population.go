package engine

import (
	"errors"
	"fmt"
	"slices"

	"sysprep/engine/random"
)

// Population makes a client a closed loop: each of so many users thinks, asks
// (runs Client.Program), waits for the outcome, and thinks again.
//
// With Connect, each user holds a session, at the start all of them. Who loses it
// (FaultDisconnect, LoseAfter) runs Connect, again and again, until it succeeds. While
// connected, users ask as above, or, without Think, are idle.
type Population struct {
	Users    int   // 0: an open loop
	Think    Dist  // from the outcome of a request to the next one; its Mean is 1 us or more
	Start    Start // when the users ask for the first time
	Periodic bool  // Think, which is constant, counts from a request's start, as in a cron job; what takes longer than that leaves turns out

	Connect   []Op
	Reconnect Reconnect
	LoseAfter int // requests in a row that are lost, after which a user takes its session for lost and reconnects; 0: it never does
}

// Start is when the users of a population ask for the first time.
type Start uint8

// Kinds of starts.
const (
	StartSpread   Start = iota // after a random share of a think time
	StartTogether              // all at time 0
)

// Reconnect is how the users of a population come back. It goes beside the
// attempts and the backoff of the edges in Connect, which are those within one run.
type Reconnect struct {
	Spread  Time    // the first run comes U(0, Spread) after the session was lost
	Backoff Backoff // between runs that failed; BackoffNone: one second, without jitter
}

const (
	maxUsers         = 1_000_000
	defaultReconnect = Second
	shortestPause    = Millisecond // of Reconnect.Backoff.Base
)

// user is one of a population. Events name users by their index in Sim.users;
// an event that is not at the user's due time is one that was overtaken.
type user struct {
	client  int32
	request int32 // the one in flight, or none
	tries   int32 // runs of Connect that failed since the session was lost; with a session, requests lost in a row
	state   userState
	leaves  bool // the population has become smaller: it goes at the end of its request
	asked   Time // when it asked last
	due     Time // when it asks or connects next; Never: not by itself
	pause   Time // the last of Reconnect.Backoff, for decorrelated jitter
}

type userState uint8

const (
	userAway       userState = iota // not one of the population at present
	userThinking                    // connected, until due; idle when that is Never
	userAsking                      // connected
	userPausing                     // not connected, until due
	userConnecting                  // a run of Connect is under way
)

func (u *user) connected() bool { return u.state == userThinking || u.state == userAsking }

// crowd is the state of a client's Population.
type crowd struct {
	Population
	think     random.Stream // also of Start and Reconnect.Spread
	backoff   random.Stream
	choice    random.Stream // of those who are disconnected
	connect   int32         // in Sim.programs; none without sessions
	present   int64         // users
	connected int64         // users with a session
}

func (p *crowd) sessions() bool { return p.connect != none }

// populate brings a client's users to the number there should be. Those who came
// last go first, at the end of what they have under way.
func (s *Sim) populate(i int32, begin bool) {
	c := &s.clients[i]
	want := c.population.Users
	for k := range s.users {
		u := &s.users[k]
		if u.client != i {
			continue
		}
		if want > 0 {
			want--
			s.stay(int32(k), begin)
		} else {
			s.depart(u)
		}
	}
	for range want {
		s.users = append(s.users, user{client: i, request: none, due: Never})
		s.stay(int32(len(s.users)-1), begin)
	}
}

// stay makes a user one of the population. Newcomers to a population with
// sessions begin without one, unless the run begins with them.
func (s *Sim) stay(k int32, begin bool) {
	u := &s.users[k]
	c := &s.clients[u.client]
	p := &c.population
	u.leaves = false
	switch {
	case u.state == userThinking && u.due == Never && p.Think.Mean > 0:
		s.think(k, s.Now()) // it was idle, and is told to ask from now on
	case u.state != userAway:
	case p.sessions() && !begin:
		p.present++
		s.rejoin(k)
	default:
		p.present++
		if p.sessions() {
			p.connected++
		}
		u.state = userThinking
		wait := Time(0)
		if p.Start == StartSpread && p.Think.Mean > 0 {
			wait = Time(p.think.Float() * float64(spanOf(&p.Think, 1, &p.think)))
		}
		if p.Think.Mean > 0 {
			s.wake(k, s.Now()+wait)
		}
	}
}

// depart makes a user leave the population.
func (s *Sim) depart(u *user) {
	if u.state == userAway {
		return
	}
	if u.request != none {
		u.leaves = true
		return
	}
	p := &s.clients[u.client].population
	p.present--
	if p.sessions() && u.connected() {
		p.connected--
	}
	u.state, u.due, u.leaves = userAway, Never, false
}

// wake makes a user ask or connect at a time.
func (s *Sim) wake(k int32, at Time) {
	s.users[k].due = at
	s.queue.At(int64(at), evUser, k)
}

// think makes a connected user ask next a think time after a time.
func (s *Sim) think(k int32, after Time) {
	u := &s.users[k]
	p := &s.clients[u.client].population
	u.state, u.due = userThinking, Never
	switch {
	case p.Think.Mean == 0:
	case p.Periodic:
		turns := max(1, (after-u.asked+p.Think.Mean-1)/p.Think.Mean)
		s.wake(k, u.asked+turns*p.Think.Mean)
	default:
		s.wake(k, after+Time(spanOf(&p.Think, 1, &p.think)))
	}
}

// rejoin makes a user connect anew.
func (s *Sim) rejoin(k int32) {
	u := &s.users[k]
	p := &s.clients[u.client].population
	u.state, u.tries, u.pause = userPausing, 0, 0
	wait := Time(0)
	if p.Reconnect.Spread > 0 {
		wait = Time(p.think.Span(0, int64(p.Reconnect.Spread)))
	}
	s.wake(k, s.Now()+wait)
}

// woken handles the end of a user's think time or pause.
func (s *Sim) woken(k int32) {
	u := &s.users[k]
	if u.due != s.Now() {
		return
	}
	u.due = Never
	c := &s.clients[u.client]
	switch {
	case u.state == userPausing:
		u.state = userConnecting
		if s.knocks.every > 0 {
			s.knock(k)
		}
	case u.state != userThinking || c.population.Think.Mean == 0:
		return
	default:
		u.state = userAsking
	}
	u.asked = s.Now()
	s.enter(c, k, 0)
}

// outcome handles the end of a user's request, of which the user learns after more time.
func (s *Sim) outcome(k int32, ok bool, more Time) {
	u := &s.users[k]
	c := &s.clients[u.client]
	p := &c.population
	u.request = none
	switch {
	case u.leaves:
		s.depart(u)
	case u.state == userAsking && c.tired(u, ok):
		s.rejoin(k)
	case u.state == userAsking:
		s.think(k, s.Now()+more)
	case ok: // connected
		u.tries, u.pause, u.asked = 0, 0, s.Now()
		p.connected++
		s.think(k, s.Now()+more)
	default:
		u.tries++
		pause := defaultReconnect
		if b := &p.Reconnect.Backoff; b.Kind != BackoffNone {
			pause = b.pause(u.tries, u.pause, &p.backoff)
		}
		u.state, u.pause = userPausing, pause
		s.wake(k, s.Now()+more+u.pause)
	}
}

// tired takes note of a connected user's outcome, and says whether it gives its session up.
func (c *client) tired(u *user, ok bool) bool {
	p := &c.population
	if p.LoseAfter == 0 || ok {
		u.tries = 0
		return false
	}
	if u.tries++; int(u.tries) < p.LoseAfter {
		return false
	}
	p.connected--
	c.count.Disconnects++
	return true
}

// disconnect takes the sessions of a share of a population's connected users. A
// request that such a user has under way is lost (CauseDown).
func (s *Sim) disconnect(i int32, share float64) {
	c := &s.clients[i]
	left := c.population.connected
	take := int64(float64(share*float64(left)) + 0.5)
	for k := range s.users {
		u := &s.users[k]
		if u.client != i || !u.connected() {
			continue
		}
		// Selection sampling (Knuth, volume 2, algorithm 3.4.2 S): exactly so many of those there are.
		chosen := float64(left)*c.population.choice.Float() < float64(take)
		left--
		if !chosen {
			continue
		}
		take--
		s.hangUp(int32(k))
	}
}

// hangUp takes a user's session.
func (s *Sim) hangUp(k int32) {
	u := &s.users[k]
	c := &s.clients[u.client]
	if r := u.request; r != none {
		u.request = none
		s.requests.items[r].user = 0
		s.lose(&s.requests.items[r], CauseDown)
		s.stop(r)
	}
	if u.leaves {
		s.depart(u)
		return
	}
	c.population.connected--
	c.count.Disconnects++
	s.rejoin(k)
}

func (p *Population) validate(c *Client) error {
	think := p.Think != Dist{}
	switch {
	case p.Users < 0 || p.Users > maxUsers:
		return fmt.Errorf("its population has %d users; give a number from 1 to %d, or 0 for an open loop", p.Users, maxUsers)
	case p.Users == 0 && (think || p.Start != 0 || p.Periodic || len(p.Connect) > 0 || p.LoseAfter != 0 || p.Reconnect != Reconnect{}):
		return fmt.Errorf("it has think times or sessions but no users; give its population one at least")
	case p.Users == 0:
		return nil
	case c.Rate != 0 || c.Burst > 1 || c.Arrivals != 0 || len(c.Profile) > 0 || c.Replay != nil:
		return fmt.Errorf("its users ask when they have done thinking, so it has no rate, arrivals, bursts, profile or replay of its own; leave them out")
	case p.Start > StartTogether:
		return fmt.Errorf("there is no start %d of a population; use one of the Start constants", p.Start)
	case !think && len(c.Program) > 0:
		return fmt.Errorf("its users don't think between their requests; give a think time of 1 us or more on average")
	case think && len(c.Program) == 0:
		return fmt.Errorf("its users have a think time but nothing to ask; give it a program, or no think time")
	case p.Periodic && (p.Think.Kind != DistConstant || !think):
		return fmt.Errorf("its users ask periodically, so their think time is constant; make it so")
	case (p.Reconnect != Reconnect{} || p.LoseAfter != 0) && len(p.Connect) == 0:
		return fmt.Errorf("its users reconnect but have no sessions; give it steps to connect with")
	case p.LoseAfter < 0 || p.LoseAfter > maxAttempts:
		return fmt.Errorf("its users give their sessions up after %d lost requests; give a number from 1 to %d, or 0 for never", p.LoseAfter, maxAttempts)
	}
	if think {
		if err := p.Think.validate("its users' mean think time"); err != nil {
			return err
		}
		if p.Think.Mean < Microsecond {
			return fmt.Errorf("its users' mean think time is %d ns; give 1 us or more", p.Think.Mean)
		}
	}
	return p.Reconnect.validate()
}

func (r *Reconnect) validate() error {
	b := &r.Backoff
	switch {
	case r.Spread < 0 || r.Spread > longestSpan:
		return fmt.Errorf("its users reconnect spread over %v s; give a time from 0 to a year", r.Spread.Seconds())
	case b.Kind > BackoffExponential:
		return fmt.Errorf("there is no backoff kind %d; use one of the Backoff constants", b.Kind)
	case b.Jitter > JitterDecorrelated:
		return fmt.Errorf("there is no jitter kind %d; use one of the Jitter constants", b.Jitter)
	case b.Kind != BackoffNone && (b.Base < shortestPause || b.Base > longestSpan):
		return fmt.Errorf("the base of the backoff between its runs of connecting is %v s; give a time from 1 ms to a year", b.Base.Seconds())
	case b.Cap != 0 && (b.Cap < shortestPause || b.Cap > longestSpan):
		return fmt.Errorf("the cap of the backoff between its runs of connecting is %v s; give a time from 1 ms to a year, or 0 for none", b.Cap.Seconds())
	}
	return nil
}

// validateSteps says what is wrong with the steps of a population whose users connect.
func (p *Population) validateSteps(program []Op) error {
	calls := func(op Op) bool { return op.Kind == OpCall || op.Kind == OpFan }
	switch {
	case len(p.Connect) == 0:
	case !slices.ContainsFunc(p.Connect, calls):
		return errors.New("its users connect without a call; add a step OpCall to what they connect with")
	case len(program) > 0 && !slices.ContainsFunc(program, calls):
		return errors.New("its program calls no store or service, so nothing would be answered; add a step OpCall")
	}
	return nil
}
