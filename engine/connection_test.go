package engine

import "testing"

// connected returns a system with one call a second, from second 1 on, over a
// connection to a store that takes 1 ms, 10 ms away.
func connected(c Connection) System {
	sys := overNetwork(1, Network{Connection: c})
	sys.Nodes[0].Client.Rate, sys.Nodes[0].Client.Arrivals = 1, ArrivalsConstant
	sys.Nodes[1].Store.Service = Dist{Kind: DistConstant, Mean: Millisecond}
	sys.Edges[0].Latency = 10 * Millisecond
	sys.Window = Second
	return sys
}

// silence stops all new calls.
func silence(t *testing.T, s *Sim) {
	t.Helper()
	inject(t, s, Fault{Kind: FaultShed, Fraction: 1})
}

// TestHandshake: the first call waits for the connection, the others do not.
func TestHandshake(t *testing.T) {
	for trips, first := range map[int]Time{0: 21, 1: 41, 3: 81} {
		s := mustNew(t, connected(Connection{Handshake: trips}), 1)
		s.RunUntil(4 * Second)
		w := s.Windows()
		if w[1].Mean != first*Millisecond || w[2].Mean != 21*Millisecond {
			t.Errorf("%d round trips: the first call takes %v, the second %v", trips, w[1].Mean, w[2].Mean)
		}
		if n, want := sum(s).Edges[0].Handshakes, int64(min(trips, 1)); n != want {
			t.Errorf("%d round trips: %d connections were opened, want %d", trips, n, want)
		}
	}
}

// TestHalfOpen: after a silent crash calls vanish and time out. A peer that was
// restarted answers the old connection with a reset, and the next call opens another.
func TestHalfOpen(t *testing.T) {
	sys := connected(Connection{Handshake: 1})
	sys.Edges[0].Timeout = 500 * Millisecond
	s := mustNew(t, sys, 1)
	s.RunUntil(2500 * Millisecond)
	inject(t, s, Fault{Kind: FaultSilent, Node: 1})
	s.RunUntil(5900 * Millisecond)
	if w := sum(s); w.Lost[CauseTimeout] != 3 || w.Answered != 2 {
		t.Errorf("while it is down: %+v", w.Lost)
	}
	inject(t, s, Fault{Kind: FaultUp, Node: 1})
	s.RunUntil(6*Second + 19*Millisecond)
	if n := sum(s).Lost[CauseReset]; n != 0 {
		t.Error("the reset came before it could be back")
	}
	s.RunUntil(8 * Second)
	if w := sum(s); w.Lost[CauseReset] != 1 || w.Lost[CauseTimeout] != 3 || w.Answered != 3 || w.Edges[0].Handshakes != 2 {
		t.Errorf("after the restart: lost %v, %d answered, %d connections", w.Lost, w.Answered, w.Edges[0].Handshakes)
	}
}

// TestCrashResets: the operating system of a process that dies resets its
// connections: a call that is out fails a latency later, and not at its timeout.
func TestCrashResets(t *testing.T) {
	for _, silent := range []bool{false, true} {
		sys := connected(Connection{Handshake: 1})
		sys.Nodes[1].Store.Service.Mean = 300 * Millisecond
		sys.Edges[0].Timeout = 500 * Millisecond
		s := mustNew(t, sys, 1)
		s.RunUntil(Second + 100*Millisecond)
		silence(t, s)
		f := Fault{Kind: FaultDown, Node: 1}
		if silent {
			f.Kind = FaultSilent
		}
		inject(t, s, f)
		s.RunUntil(s.Now() + 10*Millisecond)
		if n := sum(s).Lost[CauseReset]; (n == 1) == silent {
			t.Errorf("silent %v: %d calls were reset", silent, n)
		}
		s.RunUntil(3 * Second)
		if n := sum(s).Lost[CauseTimeout]; (n == 1) != silent {
			t.Errorf("silent %v: %d calls timed out", silent, n)
		}
	}
}

// TestConnectTimeout: a callee that is not there is found out in the connect
// timeout, not in that of the attempt; and nothing was sent.
func TestConnectTimeout(t *testing.T) {
	sys := connected(Connection{Handshake: 1, Timeout: 300 * Millisecond})
	sys.Edges[0].Timeout = 10 * Second
	s := mustNew(t, sys, 1)
	inject(t, s, Fault{Kind: FaultPartition})
	s.RunUntil(Second + 299*Millisecond)
	if n := sum(s).Lost[CauseConnect]; n != 0 {
		t.Error("the call failed before the connect timeout")
	}
	s.RunUntil(1301 * Millisecond)
	if w := sum(s); w.Lost[CauseConnect] != 1 || w.Edges[0].ConnectFails != 1 || w.Edges[0].LostRequests != 0 {
		t.Errorf("after the connect timeout: lost %v, edge %+v", w.Lost, w.Edges[0])
	}
	down := connected(Connection{Handshake: 3})
	s = mustNew(t, down, 1)
	inject(t, s, Fault{Kind: FaultDown, Node: 1})
	s.RunUntil(Second + 20*Millisecond)
	if n := sum(s).Lost[CauseDown]; n != 1 {
		t.Error("a connection that is refused takes longer than a round trip")
	}
}

// TestTimersAgainstLinux: when a peer that vanished is found out, with the defaults of Linux.
func TestTimersAgainstLinux(t *testing.T) {
	golden := halfOpen(t)
	linux := KeepAlive{Idle: 7200 * Second}
	vanish := Fault{Kind: FaultSilent, Node: 1}
	for _, c := range []struct {
		name    string
		network Network
		before  bool // the peer vanishes before the call
		why     Cause
	}{
		{"idle_connection_keepalive_enabled_detect", Network{Connection: Connection{Handshake: 1, KeepAlive: linux}}, false, CauseReset},
		{"idle_connection_keepalive_disabled_detect", Network{Connection: Connection{Handshake: 1}}, false, CauseReset},
		{"keepalive_30s_10s_x3", Network{Connection: Connection{Handshake: 1, KeepAlive: KeepAlive{30 * Second, 10 * Second, 3}}}, false, CauseReset},
		{"syn_retries_6_connect_timeout", Network{Connection: Connection{Handshake: 1}}, true, CauseConnect},
	} {
		sys := connected(Connection{})
		sys.Window = 100_000 * Second
		sys.Edges[0].Network, sys.Edges[0].Latency = c.network, 0
		sys.Nodes[1].Store.Service.Mean = 500_000 * Second // the answer is not there before the peer vanishes
		s := mustNew(t, sys, 1)
		if c.before {
			inject(t, s, vanish)
		}
		s.RunUntil(Second)
		silence(t, s)
		s.RunUntil(Second + Millisecond)
		if !c.before {
			inject(t, s, vanish)
		}
		if golden[c.name] == "never" {
			s.RunUntil(90_000 * Second)
			if s.InFlight() != 1 {
				t.Errorf("%s: it was found out", c.name)
			}
			continue
		}
		want := Second + seconds(t, golden[c.name])
		s.RunUntil(want - Nanosecond)
		if s.InFlight() != 1 {
			t.Errorf("%s: found out before %v s", c.name, golden[c.name])
		}
		s.RunUntil(want)
		if n := sum(s).Lost[c.why]; n != 1 {
			t.Errorf("%s: %d found out at %v s; lost %v", c.name, n, golden[c.name], sum(s).Lost)
		}
	}
}

// TestRetransmissionsBreakTheConnection: data that nobody acknowledges breaks it
// after tcp_retries2, for all that is out; keepalive waits meanwhile.
func TestRetransmissionsBreakTheConnection(t *testing.T) {
	golden := halfOpen(t)
	sys := connected(Connection{Handshake: 1, KeepAlive: KeepAlive{Idle: 10 * Second, Every: Second, Probes: 2}})
	sys.Edges[0].Network.Transport = TransportTCP
	sys.Edges[0].Latency = 0
	sys.Window = 10_000 * Second
	s := mustNew(t, sys, 1)
	s.RunUntil(1500 * Millisecond)
	inject(t, s, Fault{Kind: FaultPartition, Direction: DirectionRequests})
	s.RunUntil(2 * Second)
	silence(t, s)
	want := 2*Second + seconds(t, golden["unacked_data_tcp_retries2_15"])
	s.RunUntil(want - Nanosecond)
	if s.InFlight() != 1 {
		t.Errorf("the connection was given up before %v s", want.Seconds())
	}
	s.RunUntil(want)
	if n := sum(s).Lost[CauseReset]; n != 1 {
		t.Errorf("the connection was not given up at %v s", want.Seconds())
	}
}
