package transport

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyLive draws a system of which some groups stand by, and some never end.
func anyLive(t *rapid.T) System {
	sys := anySystem(t)
	for i := range sys.Groups {
		g := &sys.Groups[i]
		g.Standby = rapid.Bool().Draw(t, "standby")
		if rapid.IntRange(0, 3).Draw(t, "endless") == 0 {
			g.Response, g.Spread, g.Every, g.Poisson, g.Deadline, g.Slack = Endless, 0, 0, false, 0, 0
		}
	}
	return sys
}

// anyFault draws a fault; some are refused.
func anyFault(t *rapid.T, s *Sim) Fault {
	return Fault{
		Kind:    FaultKind(rapid.IntRange(0, int(FaultPort)).Draw(t, "fault")),
		Group:   rapid.IntRange(0, len(s.groups)-1).Draw(t, "group"),
		Senders: rapid.IntRange(1, 3).Draw(t, "of"),
		Factor:  rapid.SampledFrom([]float64{0.5, 1, 4, 50}).Draw(t, "factor"),
		Delay:   Time(rapid.Int64Range(0, int64(5*Millisecond)).Draw(t, "delay")),
	}
}

// anyTurn turns some numbers of a system.
func anyTurn(t *rapid.T, sys System) System {
	sys.Groups = slices.Clone(sys.Groups)
	other := anySystem(t)
	sys.Port = other.Port
	for i := range sys.Groups {
		g, o := &sys.Groups[i], other.Groups[i%len(other.Groups)]
		g.Senders, g.Protocol, g.RTT, g.Access = o.Senders, o.Protocol, o.RTT, o.Access
		g.Jitter, g.Overhead, g.Fresh, g.MaxWindow, g.InitialWindow, g.MinRTO = o.Jitter, o.Overhead, o.Fresh, o.MaxWindow, o.InitialWindow, o.MinRTO
		if g.Every > 0 {
			g.Every = max(1, o.Every)
		}
		if g.Response != Endless {
			g.Response, g.Spread, g.Deadline, g.Slack = o.Response, o.Spread, o.Deadline, o.Slack
		}
	}
	return sys
}

// TestLiveConservation: whatever is turned and whatever breaks, every packet is
// accounted for, and a fork goes on like its original.
func TestLiveConservation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := anyLive(t)
		s, err := New(sys, rapid.Uint64().Draw(t, "seed"))
		if err != nil {
			t.Fatal(err)
		}
		s.SetBudget(300_000)
		f := s.Fork()
		for range rapid.IntRange(1, 10).Draw(t, "steps") {
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				fault := anyFault(t, s)
				if a, b := s.Inject(fault), f.Inject(fault); (a == nil) != (b == nil) {
					t.Fatalf("%+v: %v at the original, %v at the fork", fault, a, b)
				}
			case 1:
				sys = anyTurn(t, sys)
				if err := s.Reconfigure(sys); err != nil {
					t.Fatal(err)
				}
				if err := f.Reconfigure(sys); err != nil {
					t.Fatal(err)
				}
			}
			to := s.Now() + Time(rapid.Int64Range(0, int64(20*Millisecond)).Draw(t, "span"))
			s.RunUntil(to)
			f.RunUntil(to)
			checkCounts(t, s)
		}
		if s.Hash() != f.Hash() {
			t.Fatal("a fork to which the same was done went another way")
		}
	})
}

// TestReconfigureToTheSame changes nothing.
func TestReconfigureToTheSame(t *testing.T) {
	sys := trees(20, D2TCP)
	s := mustNew(t, sys, 1)
	s.RunUntil(40 * Millisecond)
	left := s.Fork()
	if err := s.Reconfigure(sys); err != nil {
		t.Fatal(err)
	}
	s.RunUntil(200 * Millisecond)
	left.RunUntil(200 * Millisecond)
	if s.Hash() != left.Hash() {
		t.Error("a system that was reconfigured to what it is went another way")
	}
}

func TestReconfigureRefuses(t *testing.T) {
	s := mustNew(t, trees(20, D2TCP), 1)
	was := s.Hash()
	for _, c := range []struct {
		want string
		turn func(*System)
	}{
		{"5 groups, not 4", func(s *System) { s.Groups = s.Groups[:4] }},
		{"window differs", func(s *System) { s.Window = Second }},
		{`group 0 is "3 ms", not "x"`, func(s *System) { s.Groups[0].Name = "x" }},
		{"asks in another way", func(s *System) { s.Groups[0].Every = 0 }},
		{"asks in another way", func(s *System) { s.Groups[0].Standby = true }},
		{"segments", func(s *System) { s.Groups[0].Segment = 500 }},
		{"starts at", func(s *System) { s.Groups[0].Start = Second }},
		{"port's rate", func(s *System) { s.Port.Rate = 0 }},
	} {
		sys := trees(20, D2TCP)
		c.turn(&sys)
		if err := s.Reconfigure(sys); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want an error with %q, got %v", c.want, err)
		}
	}
	if s.Hash() != was {
		t.Error("a refusal changed the run")
	}
}

// TestFanInTurnedLive: senders that come later take part, and those that went do not.
func TestFanInTurnedLive(t *testing.T) {
	sys := barrier(4, DCTCP, 10*Millisecond)
	s := mustNew(t, sys, 1)
	for _, n := range []int{12, 3, 12} {
		sys.Groups[0].Senders = n
		if err := s.Reconfigure(sys); err != nil {
			t.Fatal(err)
		}
		s.RunUntil(s.Now() + 100*Millisecond) // what was asked before is over
		before := s.Group(0).Counts
		s.RunUntil(s.Now() + 500*Millisecond)
		after := s.Group(0).Counts
		if got := float64(after.Responses-before.Responses) / float64(after.Complete-before.Complete); got < float64(n)-0.5 || got > float64(n)+0.5 {
			t.Errorf("%d senders gave %.1f responses for each query", n, got)
		}
	}
}

func TestBackgroundComesAndGoes(t *testing.T) {
	sys := barrier(4, DCTCP, 10*Millisecond)
	sys.Groups = append(sys.Groups, Group{
		Name: "backup", Senders: 1, Protocol: DCTCP, Response: Endless, RTT: 100 * Microsecond, Standby: true,
	})
	s := mustNew(t, sys, 1)
	sent := func() int64 {
		before := s.Group(1).Sent
		s.RunUntil(s.Now() + 200*Millisecond)
		return s.Group(1).Sent - before
	}
	if n := sent(); n != 0 {
		t.Errorf("the backup sent %d packets before it was started", n)
	}
	for range 2 {
		if err := s.Inject(Fault{Kind: FaultStart, Group: 1}); err != nil {
			t.Fatal(err)
		}
		if n := sent(); n < 1000 {
			t.Errorf("the backup sent %d packets in 200 ms at 1 Gb/s", n)
		}
		if err := s.Inject(Fault{Kind: FaultStop, Group: 1}); err != nil {
			t.Fatal(err)
		}
		s.RunUntil(s.Now() + 300*Millisecond)
		if n := sent(); n != 0 {
			t.Errorf("the backup sent %d packets long after it was stopped", n)
		}
	}
	if c := s.Group(1).Counts; c.Queries != 2 || c.Complete != 2 {
		t.Errorf("%d long flows begun and %d ended, want 2", c.Queries, c.Complete)
	}
}

// TestSlowPortAndSender: a port at half its rate has half the goodput; a straggler
// makes every query as late as it is.
func TestSlowPortAndSender(t *testing.T) {
	s := mustNew(t, longFlows(2, DCTCP, Port{Rate: Gigabit, Buffer: 100, Mark: 20}), 1)
	measure := func() float64 {
		s.RunUntil(s.Now() + 50*Millisecond)
		before := s.Total().Bytes
		s.RunUntil(s.Now() + 200*Millisecond)
		return float64(s.Total().Bytes-before) * 8 / 0.2 / 1e9 / payloadShare
	}
	near(t, "a healthy port", measure(), 1, 0.01)
	if err := s.Inject(Fault{Kind: FaultPort, Factor: 2}); err != nil {
		t.Fatal(err)
	}
	near(t, "a port at half its rate", measure(), 0.5, 0.01)
	if err := s.Inject(Fault{Kind: FaultPort, Factor: 1}); err != nil {
		t.Fatal(err)
	}
	near(t, "the port, mended", measure(), 1, 0.01)

	sys := barrier(4, DCTCP, 10*Millisecond)
	sys.Groups[0].Response = 1000
	late := mustNew(t, sys, 1)
	if err := late.Inject(Fault{Kind: FaultLate, Group: 0, Senders: 1, Delay: 7 * Millisecond}); err != nil {
		t.Fatal(err)
	}
	late.RunUntil(Second)
	if mean := late.Group(0).Mean; mean < 7*Millisecond || mean > 8*Millisecond {
		t.Errorf("with a straggler of 7 ms queries take %g ms", mean.Seconds()*1000)
	}
}

func TestFaultsRefused(t *testing.T) {
	sys := trees(20, D2TCP)
	sys.Groups[1].Access, sys.Groups[1].Overhead = 0, 0
	s := mustNew(t, sys, 1)
	for _, c := range []struct {
		fault Fault
		want  string
	}{
		{Fault{Kind: FaultPort + 1}, "no fault kind"},
		{Fault{Kind: FaultStart, Group: 5}, "no group 5"},
		{Fault{Kind: FaultSlow, Senders: 1}, "factor"},
		{Fault{Kind: FaultPort, Factor: -1}, "factor"},
		{Fault{Kind: FaultSlow, Senders: 5, Factor: 2}, "5 senders"},
		{Fault{Kind: FaultSlow, Group: 1, Senders: 1, Factor: 2}, "no time for a packet"},
		{Fault{Kind: FaultLate, Senders: 1, Delay: -1}, "the delay"},
	} {
		if err := s.Inject(c.fault); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: want an error with %q, got %v", c.fault, c.want, err)
		}
	}
}

// TestFeed: every packet is in the feed as it goes and as it comes back, and what is
// kept changes nothing.
func TestFeed(t *testing.T) {
	s, dark := mustNew(t, trees(20, DCTCP), 1), mustNew(t, trees(20, DCTCP), 1)
	s.Sample(1)
	seen := map[MessageKind]int64{}
	var buf []Message
	for range 1000 {
		s.RunUntil(s.Now() + 50*Microsecond)
		buf = s.Feed(buf[:0])
		for _, m := range buf {
			seen[m.Kind]++
		}
	}
	dark.RunUntil(s.Now())
	c := s.Total()
	if seen[MsgSend] != c.Sent-c.Retransmits || seen[MsgResend] != c.Retransmits || seen[MsgDrop] != c.Drops || seen[MsgAck]+seen[MsgMark] != c.Delivered {
		t.Errorf("the feed has %v, the counts are %+v", seen, c)
	}
	if s.Hash() != dark.Hash() {
		t.Error("a run that is watched went another way")
	}
}
