package scenarios_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/scenarios"
)

func core(t testing.TB, id string) *scenarios.Scenario {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	s, err := pack.Scenario(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func begun(t testing.TB, s *scenarios.Scenario, set scenarios.Settings, to engine.Time) *scenarios.Run {
	t.Helper()
	r, err := s.Start(set, 1)
	if err != nil {
		t.Fatal(err)
	}
	r.Advance(to)
	return r
}

// TestLivesOfEverySystem: every system of the core pack tells lives whose rows hold their
// parts in order, without overlap, and whose moments are in order.
func TestLivesOfEverySystem(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range pack.Scenarios.IDs() {
		s := pack.Scenarios.Of(id)
		r, err := s.Start(nil, 1)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.TraceRequests(1, 1); err != nil {
			if s.Model != scenarios.ModelLog && s.Model != scenarios.ModelTransport {
				t.Errorf("%s: %v", id, err)
			}
			continue
		}
		for r.Advance(3 * engine.Second); len(r.RequestTraces()) == 0 && !r.Over(); {
			r.Advance(r.Now() + 5*engine.Second)
		}
		told := 0
		for _, tr := range r.RequestTraces() {
			told += checkLife(t, id, r.Life(&tr))
		}
		if told == 0 {
			t.Errorf("%s: no life was told", id)
		}
	}
}

func checkLife(t *testing.T, id string, l scenarios.Life) int {
	t.Helper()
	for _, row := range l.Rows {
		for i, p := range row.Parts {
			if p.From >= p.To && p.Kind != scenarios.PartLook || i > 0 && p.From < row.Parts[i-1].To || p.To > l.Until {
				t.Errorf("%s, request %d, %q: part %v of %v is out of place, until %v", id, l.Number, row.Label, p, row.Parts, l.Until)
			}
		}
	}
	if !slices.IsSortedFunc(l.Moments, func(a, b scenarios.LifeMoment) int { return int(a.At - b.At) }) || len(l.Moments) == 0 {
		t.Errorf("%s, request %d: the moments are out of order", id, l.Number)
	}
	for _, m := range l.Moments {
		if m.Text == "" || m.Believes == "" || m.True == "" || m.Row >= len(l.Rows) {
			t.Errorf("%s, request %d: %+v says too little", id, l.Number, m)
		}
	}
	return len(l.Moments)
}

// TestTheStormBelievesOneThingAndAnotherIsTrue: in the collapsed cache story callers give up
// and do not know, and the database works on for nobody.
func TestTheStormBelievesOneThingAndAnotherIsTrue(t *testing.T) {
	r := begun(t, core(t, "cache-collapse"), nil, 100*engine.Second)
	if err := r.TraceBack(1, 97); err != nil {
		t.Fatal(err)
	}
	if r.Now() != 100*engine.Second {
		t.Fatalf("looking back moved the run to %v", r.Now())
	}
	said := map[string]bool{}
	for _, tr := range r.RequestTraces() {
		for _, m := range r.Life(&tr).Moments {
			said[m.Believes+" / "+m.True] = true
		}
	}
	for _, want := range []string{"users: gave up, unsure / in the queue, for nobody", "users: waiting / on its way", "users: gave up, unsure / done, for nobody"} {
		if !said[want] {
			t.Errorf("nobody says %q", want)
		}
	}
}

// TestARequestIsFoundAgain: the life of a request by its number is that of the run, and the
// run itself stays as it is.
func TestARequestIsFoundAgain(t *testing.T) {
	r := begun(t, core(t, "cache-collapse"), nil, 5*engine.Second)
	if err := r.TraceBack(1, 1000); err != nil {
		t.Fatal(err)
	}
	all := r.RequestTraces()
	mine := r.Life(&all[3])
	again, ok, err := r.Request(mine.Number)
	if err != nil || !ok || fmt.Sprint(again) != fmt.Sprint(mine) {
		t.Errorf("ok %v, error %v:\n%v\nwant\n%v", ok, err, again, mine)
	}
	if _, ok, _ := r.Request(1e9); ok {
		t.Error("a request that did not come yet has a life")
	}
	wan := begun(t, core(t, "wan-quorum"), nil, engine.Second)
	if _, _, err := wan.Request(1); err == nil || !strings.Contains(err.Error(), "no requests to follow") {
		t.Errorf("a log has requests to follow: %v", err)
	}
}

func TestSpanText(t *testing.T) {
	for at, want := range map[engine.Time]string{0: "0 ms", 52 * engine.Millisecond: "52 ms", 1234 * engine.Millisecond: "1.23 s", 340 * engine.Microsecond: "340 us", 2000 * engine.Second: "2000 s"} {
		if got := scenarios.SpanText(at); got != want {
			t.Errorf("%d ns: %q, want %q", at, got, want)
		}
	}
}

// TestInspectEverything: every node and edge of every scenario has something to say, at the
// start and later.
func TestInspectEverything(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range pack.Scenarios.IDs() {
		r := begun(t, pack.Scenarios.Of(id), nil, 0)
		for range 2 {
			p := r.Picture()
			for i := range p.Nodes {
				if f := r.InspectNode(i); f.Title == "" || len(f.Groups) == 0 {
					t.Errorf("%s at %v: node %d says nothing", id, r.Now(), i)
				}
			}
			for i := range p.Edges {
				if f := r.InspectEdge(i); f.Title == "" || len(f.Groups) == 0 && r.Now() > 0 && p.Edges[i].Rates != [engine.NumMessageKinds]float64{} {
					t.Errorf("%s at %v: edge %d says nothing", id, r.Now(), i)
				}
			}
			r.Advance(3 * r.Scenario().Window())
		}
	}
}

// TestInspectTellsTheStorm: at the height of the storm the queue's wait is longer than the
// callers' timeout, and most of what is in flight is for nobody.
func TestInspectTellsTheStorm(t *testing.T) {
	r := begun(t, core(t, "cache-collapse"), nil, 100*engine.Second)
	find := func(f scenarios.Facts, name string) string {
		for _, g := range f.Groups {
			for _, x := range g.Facts {
				if x.Name == name {
					return x.Value
				}
			}
		}
		t.Errorf("%s: nothing is said of %q: %v", f.Title, name, f)
		return ""
	}
	db, read := r.InspectNode(2), r.InspectEdge(1)
	for _, c := range []struct{ got, want string }{
		{find(db, "queue"), " of 1000"},
		{find(db, "the queue's wait"), " s"},
		{find(db, "queue length"), "1000"},
		{find(read, "timeout"), "1s"},
		{find(read, "attempts"), ""},
		{find(read, "in flight for nobody"), ""},
	} {
		if !strings.Contains(c.got, c.want) {
			t.Errorf("%q lacks %q", c.got, c.want)
		}
	}
}
