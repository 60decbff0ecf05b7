package scenarios

import (
	"math"
	"strings"
	"testing"

	"sysprep/engine"
)

// transfer is a bank that moves 100 for each call, whose answers get lost from 5 s to 15 s.
func transfer() *Scenario {
	return &Scenario{
		ID: "transfer", Title: "A hundred dollars", Horizon: 20e9,
		Nodes: []Node{
			{ID: "users", Kind: "client", Rate: 100, Keys: Keys{Count: 1_000_000}, Does: []Step{{ID: "pay", Call: "move", Effect: true, Amount: 100}}},
			{ID: "bank", Kind: "store", Workers: 10, Service: Service{Mean: 10e6}, Queue: 100},
		},
		Edges: []Edge{{ID: "move", From: "users", To: "bank", Latency: 1e6, Timeout: 300e6, Attempts: 3, Idempotency: Idempotency{Atomic: true}}},
		Knobs: []Knob{
			{ID: "key", Label: "key", Path: "edges.move.idempotency.key", Values: []string{"", "none", "attempt", "call", "request", "user"}},
			{ID: "lost", Label: "lost answers", Path: "edges.move.steps.deliver_reply", Min: "0%", Max: "100%"},
			{ID: "twins", Label: "double clicks", Path: "nodes.users.twins", Min: "0%", Max: "100%"},
			{ID: "effect", Label: "effect", Path: "nodes.users.does.pay.effect"},
			{ID: "amount", Label: "amount", Path: "nodes.users.does.pay.amount", Min: "0", Max: "1000"},
		},
		Faults: []Fault{{ID: "cut", Label: "answers get lost", Kind: "step", Edge: "move", Step: "deliver_reply", Share: 0.5, At: 5e9, For: 10e9, On: true}},
	}
}

func TestEffectsInScenarios(t *testing.T) {
	s := transfer()
	for _, err := range s.Check() {
		t.Error(err)
	}
	value := func(r *Result, metric string) float64 {
		t.Helper()
		v, err := r.Value(metric, "", 0, 20e9)
		must(t, err)
		return v
	}
	r := s.runToEnd(nil, 1, nil)
	if v := value(r, "double_applied"); v < 300 {
		t.Errorf("without keys %v transfers were made twice, want about half of a thousand", v)
	}
	if over, extra := value(r, "money_over"), r.Effects()[0].Extra; over != float64(100*extra) || over == 0 {
		t.Errorf("%v was moved too often, in %d transfers of 100", over, extra)
	}
	if v := value(r, "unknown_ratio"); v < 0.02 || v > 0.12 {
		t.Errorf("of %v nothing is known; want an eighth of half of them", v)
	}
	r = s.runToEnd(Settings{"key": "call"}, 1, nil)
	if value(r, "double_applied") != 0 || value(r, "wrong_belief_ratio") != 0 || value(r, "replayed") == 0 || value(r, "keys_held") < 1500 {
		t.Errorf("with a key for each call: %+v", r.Effects()[0])
	}
	r = s.runToEnd(Settings{"key": "call", "twins": "10%"}, 1, nil)
	if value(r, "double_applied") < 100 {
		t.Error("a key for each call knows twins")
	}
	r = s.runToEnd(Settings{"key": "user", "twins": "10%", "lost": "100%"}, 1, nil)
	if value(r, "double_applied") != 0 || value(r, "unknown_ratio") != 1 || value(r, "money_in_doubt") < 100*1500 {
		t.Errorf("no answer ever comes back: %+v", r.Effects()[0])
	}
	report, err := r.Report(nil)
	must(t, err)
	e := report.Effects["move"]
	if e.Unknown == nil || e.Unknown[1] < 1500 || e.FailedAt["deliver_reply"] < 4500 || report.Windows[3].Effects["move"].Intents == 0 {
		t.Errorf("the report says %+v", e)
	}
	off, _, err := s.Injected([]string{"-cut"})
	must(t, err)
	if r = off.runToEnd(nil, 1, nil); value(r, "unknown_ratio") != 0 || value(r, "applied") < 1800 {
		t.Errorf("without the fault: %+v", r.Effects()[0])
	}
}

func TestStepFaultIsLiftedByHand(t *testing.T) {
	run, err := transfer().Start(nil, 1)
	must(t, err)
	run.Advance(6 * engine.Second)
	if !run.Active()["cut"] {
		t.Error("the fault does not show")
	}
	must(t, run.Lift("cut"))
	run.Advance(20 * engine.Second)
	if n := run.Result().Effects()[0].Failed[engine.StepDeliverReply]; n < 30 || n > 90 || run.Active()["cut"] {
		t.Errorf("%d answers got lost in a second", n)
	}
}

// TestKnobsOfEffectsTurnLive: what is turned counts from then on, and the run replays.
func TestKnobsOfEffectsTurnLive(t *testing.T) {
	run, err := transfer().Start(nil, 1)
	must(t, err)
	run.Advance(7 * engine.Second)
	must(t, run.Turn("key", "request"))
	must(t, run.Turn("amount", "7"))
	if err := run.Turn("effect", "off"); err == nil || !strings.Contains(err.Error(), "mark the calls that do") {
		t.Errorf("an effect can be switched off live: %v", err)
	}
	run.Advance(20 * engine.Second)
	before := run.Result().Effects()[0]
	run.Seek(6 * engine.Second)
	run.Advance(20 * engine.Second)
	if after := run.Result().Effects()[0]; after != before || before.Replayed == 0 || before.Extra == 0 {
		t.Errorf("played again it is %+v, first it was %+v", after, before)
	}
}

// Of the calls that got no success, as many were done as the table of steps says.
func TestOddsOfSilence(t *testing.T) {
	for _, steps := range []CallSteps{
		{PostRequest: 0.05, DeliverRequest: 0.05, ValidateRequest: 0.05, UpdateServer: 0.05, PostReply: 0.05, DeliverReply: 0.05, ValidateReply: 0.05, UpdateClient: 0.05},
		{DeliverRequest: 0.1, DeliverReply: 0.3},
		{ValidateRequest: 0.5},
	} {
		s := transfer()
		s.Edges[0].Attempts, s.Edges[0].Steps, s.Faults = 1, steps, nil
		odds := steps.build().Unanswered()
		var no, unknown, doneNo, doneUnknown float64
		for seed := range uint64(10) {
			r := s.runToEnd(nil, seed+1, nil)
			w := r.effects(span(r.Windows))
			failed, silent := w.Truth[engine.BeliefFailure], w.Truth[engine.BeliefUnknown]
			unknown += float64(silent[0] + silent[1])
			no += float64(failed[0] + failed[1] + silent[0] + silent[1])
			for metric, want := range map[string]*float64{"unanswered_applied_ratio": &doneNo, "unknown_applied_ratio": &doneUnknown} {
				v, err := r.Value(metric, "", 0, 20e9)
				must(t, err)
				*want += v / 10
			}
		}
		near := func(name string, got, want, n float64) {
			if allowed := 3*math.Sqrt(want*(1-want)/max(n, 1)) + 1e-9; math.Abs(got-want) > allowed {
				t.Errorf("%+v: %s is %.4f, want %.4f +- %.4f", steps, name, got, want, allowed)
			}
		}
		near("unanswered_applied_ratio", doneNo, odds.AppliedNoSuccess, no)
		near("unknown_applied_ratio", doneUnknown, odds.AppliedUnknown, unknown)
	}
}

func TestEffectsThatAreWrong(t *testing.T) {
	for want, turn := range map[string]func(*Scenario){
		`idempotency.key "uuid": choose one of none, attempt`: func(s *Scenario) { s.Edges[0].Idempotency.Key = "uuid" },
		`idempotency.in_flight "block"`:                       func(s *Scenario) { s.Edges[0].Idempotency.InFlight = "block" },
		`idempotency.answer "again"`:                          func(s *Scenario) { s.Edges[0].Idempotency.Answer = "again" },
		`idempotency.scope "world"`:                           func(s *Scenario) { s.Edges[0].Idempotency.Scope = "world" },
		"fail at update_server is 2":                          func(s *Scenario) { s.Edges[0].Steps.UpdateServer = 2 },
		"twins belongs to a client":                           func(s *Scenario) { s.Nodes[1].Twins = 0.1 },
		"fail_late belongs to a store":                        func(s *Scenario) { s.Nodes[0].FailLate = true },
		"fail_after belongs to a store":                       func(s *Scenario) { s.Nodes[0].FailAfter = 0.1 },
		"effect and amount belong to a call": func(s *Scenario) {
			s.Nodes[0].Does = append(s.Nodes[0].Does, Step{Work: Service{Mean: 1e6}, Effect: true})
		},
		`there is no edge "red"`:                     func(s *Scenario) { s.Faults[0].Edge = "red" },
		`step "deliver": choose one of post_request`: func(s *Scenario) { s.Faults[0].Step = "deliver" },
		"say which step fails":                       func(s *Scenario) { s.Faults[0].Step = "" },
		"share is 0%":                                func(s *Scenario) { s.Faults[0].Share = 0 },
		"share is 150%":                              func(s *Scenario) { s.Faults[0].Share = 1.5 },
		"metric money_over is about calls with effects": func(s *Scenario) {
			s.Nodes[0].Does[0] = Step{ID: "pay", Call: "move"}
			s.Charts = []Chart{{Metric: "money_over"}}
			s.Knobs = s.Knobs[:0]
		},
	} {
		s := transfer()
		turn(s)
		said := ""
		for _, err := range s.Check() {
			said += err.Error() + "\n"
		}
		if !strings.Contains(said, want) {
			t.Errorf("got %q, want %q", said, want)
		}
	}
}

func TestTraceOfARun(t *testing.T) {
	run, err := transfer().Start(nil, 1)
	must(t, err)
	must(t, run.Trace("move", 600, 0))
	run.Advance(20 * engine.Second)
	once := run.Traces()
	if len(once) != 1 || once[0].Call != 600 || !once[0].Settled || len(once[0].Moments) < 8 || run.Calls("move") < 1800 {
		t.Fatalf("traced: %+v", once)
	}
	run.Seek(engine.Second)
	if len(run.Traces()) != 0 {
		t.Error("what is still to come is told")
	}
	run.Advance(20 * engine.Second)
	if again := run.Traces(); len(again) != 1 || len(again[0].Moments) != len(once[0].Moments) || again[0].Moments[3] != once[0].Moments[3] {
		t.Errorf("played again, it is %+v, first it was %+v", again, once)
	}
	if err := run.Trace("nowhere", 1, 0); err == nil || !strings.Contains(err.Error(), `no edge "nowhere"`) {
		t.Errorf("got %v", err)
	}
	must(t, run.Trace("", 0, 0))
	if len(run.Traces()) != 0 {
		t.Error("traces are kept")
	}
}

// TestMissedEffectsAreTheCause: a service that charges twice is quick and looks well, so
// the diagnosis speaks of the goal that it missed.
func TestMissedEffectsAreTheCause(t *testing.T) {
	s := transfer()
	s.Goals = []Goal{
		{ID: "once", Text: "once", Condition: Condition{Metric: "double_applied", Op: "<=", Value: "0"}},
		{ID: "known", Text: "known", Condition: Condition{Metric: "unknown_ratio", Op: "<=", Value: "1%"}},
	}
	for _, err := range s.Check() {
		t.Error(err)
	}
	why := func(set Settings) []CauseTally {
		out, err := s.runToEnd(set, 1, nil).Why()
		must(t, err)
		return out
	}
	if c := why(nil); c[0].Key != "goal-once" || !strings.Contains(c[0].Text, "done twice or more, and at most 0 is asked") {
		t.Errorf("without keys: %+v", c)
	}
	if c := why(Settings{"key": "call"}); len(c) != 1 || c[0].Key != "goal-known" || !strings.Contains(c[0].Text, "users don't know of ") {
		t.Errorf("with a key for each call, want the goal alone: %+v", c)
	}
	off, _, err := s.Injected([]string{"-cut"})
	must(t, err)
	if c, err := off.runToEnd(nil, 1, nil).Why(); err != nil || strings.HasPrefix(c[0].Key, "goal-") {
		t.Errorf("all goals met: %+v, %v", c, err)
	}
}
