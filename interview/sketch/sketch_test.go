package sketch

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sysprep/scenarios"
)

const outage = `
users 300/s                      # a tenth of the podcast's
users -> cache -> db
cache hit 90%
db workers 1 service 20ms queue 100
users -> db timeout 1s attempts 3 backoff 100ms jitter
`

func TestParse(t *testing.T) {
	s, problems := Parse(outage)
	if len(problems) > 0 || len(s.Boxes) != 3 || len(s.Arrows) != 3 {
		t.Fatalf("%v %+v", problems, s)
	}
	if b := s.box("db"); b.Kind != Store || b.Workers != 1 || b.Work != 20*millisecond || b.Queue != 100 {
		t.Errorf("%+v", b)
	}
	if a := s.Arrows[2]; a.Timeout != second || a.Attempts != 3 || a.Backoff != 100*millisecond || !a.Jitter {
		t.Errorf("%+v", a)
	}
}

func TestKindsFollowNames(t *testing.T) {
	for name, want := range map[string]Kind{
		"users": Client, "sensors": Client, "redis": Cache, "postgres": Store, "kafka": Log, "api": Service, "payment-db": Store, "worker": Service,
	} {
		if got := kindOf(name); got != want {
			t.Errorf("%s is a %s, want %s", name, got, want)
		}
	}
}

func TestProblemsSayWhatToDo(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"users -> ", "line 1: the arrow leads nowhere"},
		{"users 3000/s\ndb wrokers 10", `line 2: "wrokers" says nothing about a box: use`},
		{"a -> b patience 3s", `line 1: "patience" says nothing about an arrow: use timeout`},
		{"db workers many", `line 1: workers needs a whole number`},
		{"a -> a", "line 1: the arrow leads from a to itself"},
		{"42 -> db", `line 1: "42" is not a name`},
		{"cache hit 100%", "line 1: no cache answers 100 %"},
		{strings.Repeat("x", mostBytes+1), "the sketch is longer than 16 KB"},
	} {
		_, problems := Parse(c.text)
		if len(problems) != 1 || !strings.HasPrefix(problems[0].String(), c.want) {
			t.Errorf("%.30q: %v, want %q", c.text, problems, c.want)
		}
	}
}

func TestWhatCannotBeRun(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"api -> db", "nobody sends requests"},
		{"users 10/s", "users sends requests to nobody"},
		{"users -> api -> users", "leads to a client"},
		{"users -> a -> b -> a", "go round in a circle"},
	} {
		s, problems := Parse(c.text)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if _, _, err := s.Scenario(0); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v", c.text, err)
		}
	}
}

func try(t testing.TB, text string, load scenarios.Rate, faults ...string) []Trial {
	t.Helper()
	s, problems := Parse(text)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var list []Fault
	for _, f := range faults {
		parsed, err := ParseFault(f)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, parsed)
	}
	trials, err := s.Try(Task{Load: load, Faults: list}, 3)
	if err != nil {
		t.Fatal(err)
	}
	return trials
}

// The story of the podcast, drawn as a sketch: 50 rows a second for 300 users whose cache is flushed, with a queue
// of two seconds in front of callers who wait one. The same sketch with a short queue that fits comes back.
func TestTheFlushedCache(t *testing.T) {
	trials := try(t, outage, 0, "flush cache")
	if len(trials) != 2 || !trials[0].Survived || trials[0].Before < 0.99 {
		t.Fatalf("a good day: %+v", trials)
	}
	if trials[1].Survived || trials[1].After > 0.7 {
		t.Errorf("with a long queue: %+v", trials[1])
	}
	t.Log(trials[0].Say, trials[1].Say)
	better := strings.ReplaceAll(outage, "queue 100", "queue 20")
	if trials = try(t, better, 0, "flush cache"); !trials[1].Survived {
		t.Errorf("with a short queue: %+v", trials[1])
	}
	t.Log(trials[1].Say)
}

func TestOneCopyLost(t *testing.T) {
	three := try(t, "users 500/s\nusers -> api timeout 500ms attempts 2\napi x3 workers 10 work 5ms", 0, "lose api")
	one := try(t, "users 500/s\nusers -> api timeout 500ms attempts 2\napi workers 10 work 5ms", 0, "lose api")
	if three[1].During < one[1].During+0.3 {
		t.Errorf("while a copy is lost: of three %.2f, of one %.2f", three[1].During, one[1].During)
	}
	if !three[1].Survived || !one[1].Survived {
		t.Errorf("afterwards: %+v %+v", three[1], one[1])
	}
}

func TestASystemMadeSmallerIsAsBusy(t *testing.T) {
	big := "sensors 1000000/s\nsensors -> gateway -> kafka\ngateway x100 workers 200 work 8ms queue 500\nkafka x20 workers 64 service 1ms"
	s, problems := Parse(big)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	sc, scale, err := s.Scenario(0)
	if err != nil || scale < 300 {
		t.Fatalf("scale %v, %v", scale, err)
	}
	for _, n := range sc.Nodes {
		if n.ID != "gateway" {
			continue
		}
		busy := 1e6 / scale * float64(n.Does[0].Work.Mean) / 1e9 / float64(n.Instances*n.Workers)
		if busy < 0.39 || busy > 0.41 {
			t.Errorf("the gateway is %.3f busy, 0.4 as drawn", busy)
		}
	}
	if trials := try(t, big, 0, "surge 4x"); !trials[0].Survived || trials[1].During > 0.9 {
		t.Errorf("%+v", trials)
	}
}

func TestFaultsOfWhatIsNotThereAreLeftOut(t *testing.T) {
	if trials := try(t, "users 10/s\nusers -> db", 0, "crash cache", "crash postgres"); len(trials) != 2 || trials[1].Fault != "crash postgres" {
		t.Errorf("%+v", trials)
	}
	s, _ := Parse("users -> db")
	f, _ := ParseFault("flush cache")
	if _, _, err := s.With(10, f); !errors.Is(err, ErrNothing) {
		t.Error(err)
	}
}

func TestAFaultOfABoxThatIsNotThere(t *testing.T) {
	const drawing = "users 10/s\nusers -> shop -> ledger\nshop -> provider"
	for _, fault := range []string{"crash bank", "slow bank 5x", "lose bank", "flush bank", "cut shop bank", "drop 10% bank ledger"} {
		trials := try(t, drawing, 0, fault)
		if len(trials) != 2 || !trials[1].LeftOut || trials[1].Survived || !strings.HasSuffix(trials[1].Say, `was not tried: there is no box "bank": the boxes are users, shop, ledger, provider.`) {
			t.Errorf("%s: %+v", fault, trials)
		}
	}
	s, _ := Parse(drawing)
	for name, want := range map[string]string{"ledger": "ledger", "db": "ledger", "postgres": "ledger", "api": "shop", "service": "shop", "provider": "provider"} {
		if b, err := s.find(name); err != nil || b.Name != want {
			t.Errorf("%s is %+v, %v, want %s", name, b, err, want)
		}
	}
	if _, err := s.find("cache"); !errors.Is(err, ErrNothing) {
		t.Errorf("a cache: %v", err)
	}
}

// A shop that can sell 20 a second, and to which 50 come in a rush: turning the rest away at once is all that can be done.
const rush = "users -> shop\nshop workers 2 service 100ms queue 5"

func TestEnoughIsWhatTheTaskSays(t *testing.T) {
	s, problems := Parse(rush)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	slow, err := ParseFault("slow shop 4x 15s")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		task Task
		want []bool
	}{
		{"99 % of a rush", Task{Load: 50}, []bool{false, false}},
		{"a share of it", Task{Load: 50, Share: 0.36}, []bool{true, true}},
		{"so many a second", Task{Load: 50, Least: 18}, []bool{true, true}},
		{"more than can be", Task{Load: 50, Least: 25}, []bool{false, false}},
		{"and a good day", Task{Load: 50, Usual: 8, Least: 18}, []bool{true, true, true}},
		{"a good day that is none", Task{Load: 50, Usual: 40, Least: 18}, []bool{false, true, true}},
	} {
		c.task.Faults = []Fault{slow}
		trials, err := s.Try(c.task, 3)
		if err != nil {
			t.Fatal(err)
		}
		var got []bool
		for _, tr := range trials {
			got = append(got, tr.Survived)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %v", c.name, trials, c.want)
		}
	}
	trials, _ := s.Try(Task{Load: 50, Usual: 8, Least: 18}, 1)
	if !strings.HasPrefix(trials[0].Say, "A good day: ") || !strings.HasPrefix(trials[1].Say, "Under 50/s: ") || !strings.Contains(trials[1].Say, "(36 % is enough)") {
		t.Errorf("%+v", trials)
	}
}

// Rates of a sketch's own are smaller on a good day, as the task's are.
func TestAGoodDayIsSmallerForRatesOfTheirOwn(t *testing.T) {
	s, _ := Parse("users 50/s\n" + rush)
	trials, err := s.Try(Task{Load: 50, Usual: 8, Share: 0.36}, 1)
	if err != nil || !trials[0].Survived {
		t.Errorf("%+v, %v", trials, err)
	}
}

func TestFaultsSayWhatTheyNeed(t *testing.T) {
	for _, text := range []string{"", "explode db", "crash", "drop 10% api", "slow db 0.5x", "crash db 20h", "crash a b c", "drop 300% a b"} {
		if _, err := ParseFault(text); err == nil {
			t.Errorf("%q is a fault", text)
		}
	}
}

// The hit ratio of a run is the one that the sketch says, by simulation.
func TestCacheHitsAsOftenAsItSays(t *testing.T) {
	for _, hit := range []string{"50%", "90%", "99%"} {
		s, _ := Parse("users 500/s\nusers -> cache -> db\ncache hit " + hit + "\ndb workers 100 service 1ms")
		sc, _, err := s.Scenario(0)
		if err != nil {
			t.Fatal(err)
		}
		r, err := sc.Start(nil, 1)
		if err != nil {
			t.Fatal(err)
		}
		r.Advance(60_000_000_000)
		got, err := r.Result().Value("hit_ratio", "", 10_000_000_000, 60_000_000_000)
		want, _ := scenarios.ParseRatio(hit)
		if err != nil || got < float64(want)-0.03 || got > float64(want)+0.03 {
			t.Errorf("hit %s: %.3f, %v", hit, got, err)
		}
	}
}

// Whatever is typed is drawn or refused, and what is run ends.
func TestAnySketch(t *testing.T) {
	word := rapid.SampledFrom([]string{
		"users", "api", "cache", "db", "kafka", "->", "->", "x3", "3000/s", "workers", "10", "timeout", "1s", "attempts", "2", "hit", "50%", "queue", "0",
		"shards", "4", "lifo", "breaker", "budget", "10%", "hedge", "5ms", "#", "\n", "\n", "limit", "late", "fill", "9999999/s", "ttl", "admit", "\x1b",
	})
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Join(rapid.SliceOfN(word, 1, 40).Draw(r, "words"), " ")
		s, _ := Parse(text)
		sc, scale, err := s.Scenario(100)
		if err != nil {
			return
		}
		if scale < 1 || len(sc.Nodes) < 2 {
			r.Fatalf("scale %v, %d nodes", scale, len(sc.Nodes))
		}
		run, err := sc.Start(nil, 1)
		if err != nil {
			r.Fatalf("%q: %v", text, err)
		}
		run.Advance(100_000_000)
	})
}

func FuzzParse(f *testing.F) {
	f.Add(outage)
	f.Add("a → b -> c timeout 1s")
	f.Fuzz(func(t *testing.T, text string) {
		s, problems := Parse(text)
		for _, p := range problems {
			if strings.ContainsRune(p.String(), '\n') {
				t.Errorf("%q", p)
			}
		}
		_, _, _ = s.Scenario(100)
	})
}
