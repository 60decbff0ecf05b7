package transport

import "testing"

func mustNew(tb testing.TB, sys System, seed uint64) *Sim {
	tb.Helper()
	s, err := New(sys, seed)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// longFlows is n senders that never end, 100 us from a port.
func longFlows(n int, protocol Protocol, port Port) System {
	return System{Port: port, Groups: []Group{{
		Name: "long", Senders: n, Protocol: protocol, Response: Endless, RTT: 100 * Microsecond,
	}}}
}

// trees is five aggregators behind one port, with a fan-in of n in all, that ask
// every 25 ms. Their deadlines are 3 to 11 ms and an exponential half of that
// more; the responses fill half of the link for 10 ms.
func trees(n int, protocol Protocol) System {
	sys := System{Port: Port{Rate: 10 * Gigabit, Mark: 65, BufferBytes: 512 << 10}}
	const bytes = 6_000_000
	for i, name := range []string{"3 ms", "5 ms", "7 ms", "9 ms", "11 ms"} {
		deadline := Time(3+2*i) * Millisecond
		sys.Groups = append(sys.Groups, Group{
			Name: name, Senders: n / 5, Protocol: protocol,
			Response: int64(bytes / n), Spread: 0.5,
			Deadline: deadline, Slack: deadline / 2,
			Every: 25 * Millisecond, Queries: 40,
			RTT: 200 * Microsecond, Access: 10 * Gigabit, Jitter: 100 * Microsecond, Overhead: Microsecond,
			Fresh: true,
		})
	}
	return sys
}

// barrier reads a block of 1 MB, striped over n servers, again and again: the next
// when the last is whole, through a port with a small buffer (Phanishayee et al.,
// FAST 2008; Vasudevan et al., SIGCOMM 2009).
func barrier(n int, protocol Protocol, minRTO Time) System {
	return System{Port: Port{Rate: Gigabit, Buffer: 64, Mark: 20}, Groups: []Group{{
		Name: "servers", Senders: n, Protocol: protocol, Response: int64(1_000_000 / n),
		RTT: 100 * Microsecond, Access: Gigabit, Jitter: 20 * Microsecond, Overhead: Microsecond,
		MinRTO: minRTO,
	}}}
}

// goodput is the share of the port's rate that was useful since the start.
func goodput(s *Sim) float64 {
	c := s.Total()
	return float64(c.Bytes) * 8 / s.Now().Seconds() / float64(s.sys.Port.Rate)
}
