package engine

import (
	"sysprep/engine/kernel"
	"sysprep/engine/random"
)

// client is the state of a Client node.
type client struct {
	node int32

	// Three streams, so that neither the popularity of keys nor the door changes
	// when requests arrive. Every arrival draws once from each.
	arrivals, keys, door random.Stream
	work                 random.Stream // of its OpWorks

	zipf    *random.Zipf
	keySpan int     // the most keys it ever had: requests for any of them may be under way
	gap     float64 // mean time between moments of arrival, ns
	even    bool    // ArrivalsConstant
	burst   int32   // requests at each
	shed    float64 // Client.Shed
	fault   float64 // FaultShed
	pass    float64 // share of arrivals that neither of the two turns away
	bucket  bucket
	program int32  // in Sim.programs
	serial  uint32 // arrivals so far
	class   uint8
	effects bool // its requests can have an effect somewhere
	twins   float64
	double  random.Stream // which requests are sent twice

	version     int32  // that a share of the arrivals has, from 1; 0: none does
	versionLots uint32 // which share: those with lots below; see lotOf

	patience  kernel.Lane // noLane when users wait for ever, or for a time that is drawn
	span      Time        // how long the patience is
	patienced Dist        // Client.PatienceDist
	impatient random.Stream

	special    bool // any of the following, or drawn patience: rare things are kept off the common path
	timeline   timeline
	population crowd

	count NodeWindow
}

func (c *client) configure(n *Client) {
	if c.zipf == nil || c.zipf.Len() != n.Keys.Count || c.zipf.Exponent() != n.Keys.Zipf {
		c.zipf = random.NewZipf(n.Keys.Count, n.Keys.Zipf)
	}
	c.keySpan = max(c.keySpan, n.Keys.Count)
	c.class, c.span = uint8(n.Class), n.Patience
	c.burst, c.even = int32(max(1, n.Burst)), n.Arrivals == ArrivalsConstant
	c.gap = float64(Second) / n.Rate * float64(c.burst)
	c.patienced = n.PatienceDist
	c.timeline.configure(n)
	c.population.Population = n.Population
	c.special = n.PatienceDist.Mean > 0 || n.Replay != nil || n.Population.Users > 0
	c.shed, c.twins = n.Shed, n.Twins
	c.bucket.configure(n.Admit)
	c.setPass()
}

func (c *client) setPass() { c.pass = (1 - c.shed) * (1 - c.fault) }

// enter takes a request in: the door, then the program. A request
// whose first step is a hit needs no event and no record: it is accounted for
// at once. It is a user's of a population, or none's; a replayed one brings its key.
func (s *Sim) enter(c *client, user, replayed int32) {
	now := s.Now()
	key := c.zipf.Draw(&c.keys)
	luck := c.door.Float()
	c.serial++
	program, span := c.program, c.span
	if c.special {
		key, program, span = s.particular(c, user, key, replayed)
	}
	if c.version != 0 {
		program = s.versioned(c, program, user)
	}
	s.open.offered++
	c.count.Offered++
	var spans spanPlace
	if s.spans.on && s.spans.chosen(int64(c.serial)) {
		spans = s.traceRequest(c, key)
	}
	if luck >= c.pass || !c.bucket.take(now) {
		s.endTrace(spans, now, false, CauseShed)
		s.turnAway(c, user)
		return
	}
	pc, spare := int32(0), int32(0)
	var wait Time
	first := &s.programs[program].steps[0]
	if first.kind == OpLookup && !s.edges[first.edge].networked {
		var f found
		f, wait = s.lookup(first, key)
		if spans.trace != 0 {
			s.spanLookup(spans, first.edge, f.hit, wait)
		}
		if f.hit {
			s.endTrace(spans, now+wait, true, 0)
			if f.stale {
				s.refresh(first.callee, program, 1, key, c.class, 0, first.edge)
			}
			s.answered(c, wait)
			if user != none {
				s.outcome(user, true, wait)
			}
			return
		}
		pc = 1
		if f.spare {
			spare = first.callee + 1
		}
	}
	r := s.requests.take()
	deadline, patience := Never, kernel.NoTimer
	if c.patience != noLane {
		deadline, patience = now+span, s.queue.After(c.patience, evGiveUp, r)
	} else if span > 0 {
		deadline, patience = now+span, s.setAlarm(int64(now+span), evGiveUp, r)
	}
	s.requests.items[r] = request{
		arrived: now, deadline: deadline, key: key, program: program, pc: pc, class: c.class, serial: c.serial,
		next: none, serves: none, attempt: none, patience: patience, user: user + 1, spare: spare,
		spans: spans,
	}
	if user != none {
		s.users[user].request = r
		s.requests.items[r].serial = uint32(user) // what befalls a share of the users befalls the same ones each time
	}
	s.inFlight++
	twin := none
	if c.effects {
		twin = s.intend(c, r)
	}
	s.start(r, first, wait)
	if twin != none {
		s.start(twin, first, wait)
	}
}

// start begins a client's program, after the round trip of its first look-up if it had one.
func (s *Sim) start(r int32, first *step, wait Time) {
	if wait > 0 {
		s.sendBackFromCache(&s.edges[first.edge], r, evMissed)
		return
	}
	s.advance(r)
}

// particular settles what is not as with most requests: the key of a replayed
// one, the program of a user who connects, patience that is drawn.
func (s *Sim) particular(c *client, user, key, replayed int32) (int32, int32, Time) {
	program, span := c.program, c.span
	if c.timeline.replay.keyed() {
		key = replayed
	}
	if user != none && s.users[user].state == userConnecting {
		program = c.population.connect
	}
	if c.patienced.Mean > 0 {
		span = max(1, Time(spanOf(&c.patienced, 1, &c.impatient)))
	}
	return key, program, span
}

// turnAway loses a request at the door.
func (s *Sim) turnAway(c *client, user int32) {
	s.open.lost[CauseShed]++
	c.count.Lost++
	if s.feed.On() {
		s.note(MsgDrop, -1, c.node)
	}
	if user != none {
		s.outcome(user, false, 0)
	}
}

// bucket is a token bucket with a burst of a tenth of a second, kept as the time
// at which it would be full again (the generic cell rate algorithm, ITU-T I.371):
// whole numbers, no rounding that adds up.
type bucket struct {
	interval Time // between tokens; 0: no limit
	slack    Time // how far ahead full may lie when a token is taken
	full     Time
}

const bucketBurst = Second / 10

func (b *bucket) configure(rate float64) {
	b.interval, b.slack = 0, 0
	if rate > 0 {
		b.interval = max(1, Time(float64(Second)/rate+0.5))
		b.slack = max(0, bucketBurst-b.interval) // a bucket of less than one token would never open
	}
}

func (b *bucket) take(now Time) bool {
	if b.interval == 0 {
		return true
	}
	if b.full > now+b.slack {
		return false
	}
	b.full = max(b.full, now) + b.interval
	return true
}
