package scenarios

import (
	"context"
	"slices"
	"strings"
	"testing"

	"sysprep/engine"
)

func TestReportHoldsWhatReproducesTheRun(t *testing.T) {
	s := story()
	run, err := s.Start(Settings{"queue": "1,000"}, 3)
	must(t, err)
	run.Advance(engine.Time(s.Horizon))
	report, err := run.Result().Report(nil)
	must(t, err)
	if report.Scenario != s.ID || *report.Seed != 3 || report.Horizon != s.Horizon {
		t.Errorf("%s, seed %d, %s", report.Scenario, *report.Seed, report.Horizon)
	}
	if report.Knobs["queue"] != "1000" || len(report.Knobs) != len(s.Knobs) {
		t.Errorf("knobs %v, want all of them in the notation of their types", report.Knobs)
	}
	if len(report.Windows) != int(engine.Time(s.Horizon)/engine.Second) {
		t.Errorf("%d windows", len(report.Windows))
	}
	failed := slices.ContainsFunc(report.Goals, func(g GoalReport) bool { return !*g.Pass })
	if !failed || len(report.Causes) != 2 || !strings.HasPrefix(report.Causes[0].Key, "goal-") || !slices.Equal(report.Causes[0].Seeds, []uint64{3}) {
		t.Errorf("failed: %v, causes %+v", failed, report.Causes)
	}
}

func TestReportSeedsAgreesWithJudge(t *testing.T) {
	s, set := story(), Settings{"attempts": "2"}
	var steps []int
	report, err := s.ReportSeeds(context.Background(), set, nil, Seeds(5), 2, func(n int) { steps = append(steps, n) })
	must(t, err)
	if !slices.Equal(steps, []int{1, 2, 3, 4, 5}) {
		t.Errorf("progress %v", steps)
	}
	j, err := s.Judge(context.Background(), set, nil, nil, Seeds(5), 1, nil)
	must(t, err)
	if *report.All != j.All || len(report.Causes) != len(j.Causes) || report.Knobs["attempts"] != "2" {
		t.Errorf("report %+v\njudgement %+v", report, j)
	}
	for g := range j.Goals {
		if *report.Goals[g].Over != j.Goals[g].Tally || len(report.Goals[g].Seen) != 5 {
			t.Errorf("goal %s: %+v, judged %+v", j.Goals[g].ID, report.Goals[g], j.Goals[g])
		}
	}
	runs := 0
	for _, n := range report.Outcomes {
		runs += n
	}
	if runs != 5 || report.Events == 0 {
		t.Errorf("outcomes %v, %d events", report.Outcomes, report.Events)
	}
}

func TestReportSeedsRefuses(t *testing.T) {
	for _, c := range []struct {
		set    Settings
		inject []string
		want   string
	}{
		{Settings{"colour": "1"}, nil, "no knob"},
		{nil, []string{"meteor@3s"}, "no fault"},
	} {
		if _, err := story().ReportSeeds(context.Background(), c.set, c.inject, Seeds(1), 1, nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v %v: %v, want %q", c.set, c.inject, err, c.want)
		}
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := story().ReportSeeds(ended, nil, nil, Seeds(100), 1, nil); err == nil {
		t.Error("it went on after the context's end")
	}
}

func TestShortened(t *testing.T) {
	s := story()
	struck := s.Faults[slices.IndexFunc(s.Faults, func(f Fault) bool { return f.On })]
	short, err := s.Shortened(struck.At)
	must(t, err)
	if short.Horizon != struck.At || slices.ContainsFunc(short.Faults, func(f Fault) bool { return f.On && f.At >= struck.At }) {
		t.Errorf("until %s with faults %+v", short.Horizon, short.Faults)
	}
	for _, g := range short.Goals {
		if len(g.Window) == 2 && g.Window[1] > short.Horizon {
			t.Errorf("goal %s can't be measured", g.ID)
		}
	}
	if !slices.ContainsFunc(s.Faults, func(f Fault) bool { return f.ID == struck.ID && f.On }) {
		t.Error("the scenario itself was changed")
	}
	// Up to there the short run is the long one.
	a, err := s.Start(nil, 1)
	must(t, err)
	b, err := short.Start(nil, 1)
	must(t, err)
	a.Advance(engine.Time(short.Horizon))
	b.Advance(engine.Time(short.Horizon))
	if got, want := b.Result().WindowReports(), a.Result().WindowReports(); len(got) != len(want) || got[len(got)-1].Goodput != want[len(want)-1].Goodput {
		t.Error("the short run is another one")
	}
	for _, d := range []Duration{0, -1, Duration(engine.Second) - 1, s.Horizon + 1} {
		if _, err := s.Shortened(d); err == nil || !strings.Contains(err.Error(), "choose from 1s to") {
			t.Errorf("%s: %v", d, err)
		}
	}
}

func TestShown(t *testing.T) {
	none := Knob{Zero: "no limit"}
	for value, want := range map[string]string{"0": "no limit", "0/s": "no limit", "0s": "no limit", "10/s": "10/s"} {
		if got := none.Shown(value); got != want {
			t.Errorf("%s is shown as %q, want %q", value, got, want)
		}
	}
	if got := (Knob{}).Shown("0"); got != "0" {
		t.Errorf("without a word for it, 0 is shown as %q", got)
	}
}
