package validation

import (
	"fmt"

	"sysprep/engine"
)

// erlangA: a queue whose users leave when their exponential patience is over.
func erlangA() study {
	t := read("queue_erlang_a")
	s := study{source: Source{
		ID: t.name, Title: "Impatience (M/M/c+M, Erlang A)", Citation: t.citation,
		Model: "A client whose users' patience is exponential, and a store. Share that abandons: with `late: cancel`, those who leave while they wait are dropped when a worker comes to them, which takes no time and so changes nothing for the others; those who leave while they are served are served to the end. Waits: with `late: stop`, everybody who leaves frees a place at once, in service too, so the mean service is 1/(1-theta) and services and departures together have the rate 1 of the table; looked at every five mean services. That can be had for theta below 1 only.",
	}}
	for _, c := range []struct {
		c, rho, theta string
		span          engine.Time
	}{{"1", "0.8", "1", 10_000}, {"1", "1.2", "2", 10_000}, {"10", "0.9", "0.1", 2_000}, {"10", "1.2", "2", 1_000}, {"50", "1", "0.5", 400}, {"100", "1.2", "1", 200}} {
		want := t.at("c", c.c, "rho", c.rho, "theta", c.theta)
		sys := erlangASystem(want, c.span)
		sys.Edges[0].Late = engine.LateCancel
		s.experiments = append(s.experiments, theory(t.name, "c="+c.c+"/rho="+c.rho+"/theta="+c.theta, c.c == "1" && c.theta == "1", sys,
			figure{"abandoned", "share of users who leave the queue", want.num("p_abandon"), func(t totals) float64 { return t.cancelled / t.offered }, 0}))
	}
	for _, c := range []struct{ c, rho, theta string }{{"1", "0.8", "0.5"}, {"1", "1.2", "0.1"}, {"10", "0.9", "0.5"}, {"10", "1", "0.1"}, {"50", "1", "0.5"}} {
		want := t.at("c", c.c, "rho", c.rho, "theta", c.theta)
		s.experiments = append(s.experiments, waits(t.name, "c="+c.c+"/rho="+c.rho+"/theta="+c.theta, want))
	}
	return s
}

func erlangASystem(want row, span engine.Time) engine.System {
	sys := queueing(want.num("c")*want.num("rho"), workersOf(want["c"]), -1, span)
	sys.Nodes[0].Client.PatienceDist = engine.Dist{Mean: engine.Time(float64(unit) / want.num("theta"))}
	return sys
}

// waits samples how many wait and whether all workers are busy, which is what an
// arrival finds (PASTA); the mean wait follows from the mean queue by Little's law.
func waits(source, id string, want row) experiment {
	sys := erlangASystem(want, 10_000)
	sys.Nodes[1].Store.Service.Mean = engine.Time(float64(unit) / (1 - want.num("theta")))
	sys.Edges[0].Late = engine.LateStop
	one := func(name, quantity, column string) Case {
		return Case{
			ID: fmt.Sprintf("%s/%s/%s", source, id, name), Source: source, Quantity: quantity, Published: want.num(column),
			Tolerance: Tolerance{Errors: closedForm, Relative: rounding},
		}
	}
	return experiment{
		cases: []Case{one("wait", "share of users who have to wait", "p_wait"), one("Wq", "mean wait, in mean services", "Wq")},
		runs:  48,
		run: func(seed uint64) ([]float64, error) {
			const samples = 2000
			s, err := engine.New(sys, seed)
			if err != nil {
				return make([]float64, 2), err
			}
			busy, queue := 0.0, 0.0
			s.RunUntil(200 * unit)
			for range samples {
				s.RunUntil(s.Now() + 5*unit)
				n := s.Node(1)
				if n.Busy == sys.Nodes[1].Store.Workers {
					busy++
				}
				queue += float64(n.Queue)
			}
			return []float64{busy / samples, queue / samples / (want.num("c") * want.num("rho"))}, nil
		},
	}
}

// closedLoop: users who think, ask, wait for the answer, and think again.
func closedLoop() study {
	t := read("closed_loop")
	s := study{source: Source{
		ID: t.name, Title: "A closed loop of users (machine repairman)", Citation: t.citation,
		Model: "A client with a population and a store. Constant, uniform and hyperexponential think times must give the same.",
	}}
	for _, r := range t.rows {
		id := "c=" + r["c"] + "/N=" + r["N"] + "/Z=" + r["Z"]
		for name, think := range thinks {
			if name > 0 && r["N"] != "20" {
				continue
			}
			sys := queueing(1, workersOf(r["c"]), -1, 3_000)
			c := sys.Nodes[0].Client
			think.Mean = engine.Time(r.num("Z") * float64(unit))
			c.Rate, c.Population = 0, engine.Population{Users: workersOf(r["N"]), Think: think}
			s.experiments = append(s.experiments, theory(t.name, id+[...]string{"", "/constant", "/uniform", "/hyperexponential"}[name], id == "c=1/N=10/Z=20", sys,
				figure{"X", "answers per mean service", r.num("X"), func(t totals) float64 { return t.answered / t.span }, 0},
				figure{"R", "mean response time", r.num("R"), meanLatency, 0}))
		}
	}
	return s
}

var thinks = []engine.Dist{{}, {Kind: engine.DistConstant}, {Kind: engine.DistUniform, Shape: 1}, {Kind: engine.DistHyper, Shape: 4}}
