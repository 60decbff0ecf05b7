package validation

import (
	"math"
	"strconv"
	"strings"

	"sysprep/engine/transport"
)

// once is an experiment without luck: two runs, which must agree.
func once(cases []Case, run func() ([]float64, error)) experiment {
	return experiment{runs: 2, cases: cases, run: func(uint64) ([]float64, error) { return run() }}
}

func windowLaw() study {
	t := read("d2tcp_gamma")
	s := study{source: Source{
		ID: t.name, Title: "D2TCP: how a deadline bends the answer to a mark", Citation: t.citation,
		Model: "The functions that package transport's senders use, without a network. Powers are put together from square roots, so that every platform has the same bits.",
	}}
	for _, r := range t.rows {
		alpha, d := r.num("alpha"), r.num("d")
		one := func(name, quantity, column string) Case {
			return Case{
				ID: t.name + "/alpha=" + r["alpha"] + "/d=" + r["d"] + "/" + name, Source: t.name, Quantity: quantity, Published: r.num(column),
				Tolerance: Tolerance{Errors: closedForm, Relative: rounding}, Quick: r["alpha"] == "0.25",
			}
		}
		s.experiments = append(s.experiments, once(
			[]Case{one("penalty", "penalty alpha^d", "penalty_p"), one("window", "window after a mark over the window before", "window_factor")},
			func() ([]float64, error) {
				p := transport.Penalty(alpha, d)
				return []float64{p, transport.Reduced(1000, p, 2) / 1000}, nil
			}))
	}
	return s
}

// gigabits reads a link's name, such as 10Gbps_100us.
func gigabits(link string) int64 {
	text, _, _ := strings.Cut(link, "Gbps")
	return int64(workersOf(text)) * transport.Gigabit
}

func longFlows(n int, port transport.Port, rtt transport.Time) transport.System {
	return transport.System{Port: port, Groups: []transport.Group{{
		Name: "long", Senders: n, Protocol: transport.DCTCP, Response: transport.Endless, RTT: rtt,
	}}}
}

func sawtooth() study {
	t := read("dctcp_fluid")
	s := study{source: Source{
		ID: t.name, Title: "DCTCP: the sawtooth of long flows", Citation: t.citation,
		Model: "Package transport: N long DCTCP flows, 100 us from a port that marks beyond K packets. The fluid model has no packets: alpha is allowed 12 %, and the longest queue 1.5 packets. Rows with a window below two segments, where neither it nor DCTCP's least window leaves a sawtooth, are left out. Nothing in a run is random.",
	}}
	for _, r := range t.rows {
		if r.num("Wstar") < 2 {
			continue
		}
		one := func(name, quantity, column string, allowed float64) Case {
			return Case{
				ID: t.name + "/" + r["link"] + "/N=" + r["N"] + "/" + name, Source: t.name, Quantity: quantity, Published: r.num(column),
				Tolerance: Tolerance{Errors: closedForm, Relative: allowed / r.num(column)}, Quick: r["link"] == "1Gbps_100us" && r["N"] == "2",
			}
		}
		n := workersOf(r["N"])
		sys := longFlows(n, transport.Port{Rate: gigabits(r["link"]), Mark: workersOf(r["K"]), Buffer: 400}, 100*transport.Microsecond)
		s.experiments = append(s.experiments, once(
			[]Case{one("alpha", "alpha, mean over flows and time", "alpha", 0.12*r.num("alpha")), one("Qmax", "longest queue, packets", "Qmax", 1.5)},
			func() ([]float64, error) { return sawtoothRun(sys, n) }))
	}
	return s
}

func sawtoothRun(sys transport.System, n int) ([]float64, error) {
	s, err := transport.New(sys, 1)
	if err != nil {
		return nil, err
	}
	const samples = 2000
	s.RunUntil(100 * transport.Millisecond)
	settled := len(s.Windows())
	alpha := 0.0
	for range samples {
		s.RunUntil(s.Now() + 50*transport.Microsecond)
		for i := range n {
			alpha += s.Flow(0, i).Alpha / float64(samples*n)
		}
	}
	most := 0
	for _, w := range s.Windows()[settled:] {
		most = max(most, w.Most)
	}
	return []float64{alpha, float64(most)}, nil
}

func markingThreshold() study {
	t := read("dctcp_k_threshold")
	const full = 1460.0 / 1500 // of the link, without headers
	s := study{source: Source{
		ID: t.name, Title: "DCTCP: the least threshold that keeps the link full", Citation: t.citation,
		Model: "Package transport: one long DCTCP flow. With K three packets above the bound (a packet or two are always being sent) the link is full, within half a per cent; with K = 1, where the product of bandwidth and delay is above 50 packets, it is not.",
	}}
	for _, r := range t.rows {
		share := func(k int) (float64, error) {
			sim, err := transport.New(longFlows(1, transport.Port{Rate: gigabits(r["link"]), Mark: k, Buffer: 1000}, transport.Time(r.num("rtt_us"))*transport.Microsecond), 1)
			if err != nil {
				return 0, err
			}
			sim.RunUntil(200 * transport.Millisecond)
			before := sim.Total().Bytes
			sim.RunUntil(400 * transport.Millisecond)
			return float64(sim.Total().Bytes-before) * 8 / 0.2 / float64(gigabits(r["link"])) / full, nil
		}
		id := t.name + "/" + r["link"] + "/rtt_us=" + r["rtt_us"]
		cases := []Case{{
			ID: id + "/above", Source: t.name, Quantity: "share of the link in use, K above the bound", Published: 1,
			Tolerance: Tolerance{Errors: closedForm, Relative: 0.005}, Quick: r["rtt_us"] == "100",
		}}
		if r.num("bdp_pkts") > 50 {
			cases = append(cases, Case{
				ID: id + "/below", Source: t.name, Quantity: "share of the link in use, K = 1", Published: 0.97,
				Tolerance: Tolerance{Bound: AtMost}, Quick: r["rtt_us"] == "100",
			})
		}
		s.experiments = append(s.experiments, once(cases, func() ([]float64, error) {
			above, err := share(int(math.Ceil(r.num("K_min_pkts"))) + 2)
			if err != nil {
				return nil, err
			}
			below, err := share(1)
			return []float64{above, below}[:len(cases)], err
		}))
	}
	return s
}

// trees is five aggregators behind one port, with a fan-in of n in all, that ask
// every 25 ms. Their deadlines are 3 to 11 ms and an exponential half of that
// more, or (equal) 6 ms for all; the responses fill half of the link for 10 ms.
func trees(n int, protocol transport.Protocol, equal bool) transport.System {
	sys := transport.System{Port: transport.Port{Rate: 10 * transport.Gigabit, Mark: 65, BufferBytes: 512 << 10}}
	const bytes = 6_000_000
	for i := range 5 {
		g := transport.Group{
			Name: "tree " + strconv.Itoa(i+1), Senders: n / 5, Protocol: protocol,
			Response: int64(bytes / n), Spread: 0.5, Deadline: transport.Time(3+2*i) * transport.Millisecond,
			Every: 25 * transport.Millisecond, Queries: 40,
			RTT: 200 * transport.Microsecond, Access: 10 * transport.Gigabit, Jitter: 100 * transport.Microsecond, Overhead: transport.Microsecond,
			Fresh: true,
		}
		g.Slack = g.Deadline / 2
		if equal {
			g.Deadline, g.Slack, g.Spread = 6*transport.Millisecond, 0, 0
		}
		sys.Groups = append(sys.Groups, g)
	}
	return sys
}

func missedDeadlines() study {
	t := read("d2tcp_orderings")
	s := study{source: Source{
		ID: t.name, Title: "Incast with deadlines: TCP, DCTCP, D2TCP", Citation: t.citation,
		Model: "Package transport: five aggregators behind a port of 10 Gb/s that marks beyond 65 packets, 200 queries in a run, deadlines of 3 to 11 ms and an exponential slack. The published orderings are bounds here; the factor of two between DCTCP and TCP is ours for \"many times\". Equal deadlines: mean completion of D2TCP over that of DCTCP, within 3 %.",
	}}
	for _, r := range t.rows {
		n := workersOf(r["fan_in"])
		c := Case{
			ID: t.name + "/fan_in=" + r["fan_in"] + "/" + r["quantity"], Source: t.name, Published: r.num("value"),
			Quick: r["quantity"] == "equal_completion", Tolerance: Tolerance{Bound: AtMost},
		}
		var run func(seed uint64) (float64, error)
		switch r["quantity"] {
		case "dctcp_over_tcp":
			c.Quantity = "deadlines missed by DCTCP over those missed by TCP"
			run = func(seed uint64) (float64, error) { return overFor(n, transport.DCTCP, transport.TCP, seed) }
		case "d2tcp_over_dctcp":
			c.Quantity = "deadlines missed by D2TCP over those missed by DCTCP"
			run = func(seed uint64) (float64, error) { return overFor(n, transport.D2TCP, transport.DCTCP, seed) }
		default:
			c.Quantity = "mean completion of D2TCP over that of DCTCP"
			c.Tolerance = Tolerance{Errors: closedForm, Relative: 0.03}
			run = func(seed uint64) (float64, error) { return completionRatio(n, seed) }
		}
		s.experiments = append(s.experiments, experiment{runs: 4, cases: []Case{c}, run: func(seed uint64) ([]float64, error) {
			v, err := run(seed)
			return []float64{v}, err
		}})
	}
	return s
}

// overFor returns the deadlines missed under one protocol over those under another,
// on the same luck.
func overFor(n int, a, b transport.Protocol, seed uint64) (float64, error) {
	var late [2]float64
	for i, p := range []transport.Protocol{a, b} {
		s, err := transport.New(trees(n, p, false), seed)
		if err != nil {
			return 0, err
		}
		s.RunUntil(1500 * transport.Millisecond)
		late[i] = float64(s.Total().Missed)
	}
	return late[0] / late[1], nil
}

func completionRatio(n int, seed uint64) (float64, error) {
	var mean [2]float64
	for i, p := range []transport.Protocol{transport.D2TCP, transport.DCTCP} {
		s, err := transport.New(trees(n, p, true), seed)
		if err != nil {
			return 0, err
		}
		s.RunUntil(1500 * transport.Millisecond)
		for g := range 5 {
			mean[i] += s.Group(g).Mean.Seconds()
		}
	}
	return mean[0] / mean[1], nil
}
