package interview_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/interview/bots"
)

// held is a debrief with a score, as a round of a loop.
func held(score float64, weak ...string) interview.Debrief {
	d := interview.Debrief{Scorecard: interview.Scorecard{Scored: true, Score: score, Band: content.UsualBand(score)}}
	dim := interview.DimensionScore{Title: "All", Weight: 100}
	for _, title := range weak {
		dim.Parts = append(dim.Parts, interview.ScorePart{Kind: "item", ID: "q/" + title, Title: title, Level: "named", Points: 0.35})
		d.Next = append(d.Next, interview.NextThing{Item: "q/" + title, Title: title, Why: "named, not explained"})
	}
	d.Scorecard.Dimensions = []interview.DimensionScore{dim}
	return d
}

func TestLoopIsDecidedLikeAPanel(t *testing.T) {
	pack, loop := fullLoop(t)
	ids := []string{"key-value-store", "iot-anomalies", "reliability-operations", "hiring-manager"}
	for _, c := range []struct {
		name   string
		scores []float64
		band   string
		say    string
	}{
		{"all good", []float64{.7, .7, .7, .7}, "yes", "70 % of the points over 4 rounds"},
		{"one doubt is asked about", []float64{.9, .9, .9, .4}, "yes", "One doubt, in Hiring manager"},
		{"two doubts are too many", []float64{.9, .9, .4, .4}, "lean no", "doubts in Reliability and operations and Hiring manager"},
		{"one plain no is too much", []float64{.9, .9, .9, .2}, "lean no", "Hiring manager came out as a plain no"},
		{"the points decide below that", []float64{.2, .2, .2, .2}, "no", "20 %"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rounds := map[string]interview.Debrief{}
			for i, id := range ids {
				rounds[id] = held(c.scores[i])
			}
			d := interview.JoinLoop(pack, loop, rounds)
			if !d.Done || d.Band != c.band {
				t.Errorf("done %v, band %q; want %q", d.Done, d.Band, c.band)
			}
			if !strings.Contains(strings.Join(d.Reasons, " "), c.say) {
				t.Errorf("the reasons don't say %q: %q", c.say, d.Reasons)
			}
		})
	}
}

func TestLoopComparesRounds(t *testing.T) {
	pack, loop := fullLoop(t)
	d := interview.JoinLoop(pack, loop, map[string]interview.Debrief{
		"key-value-store": held(.5, "quorums", "budgets"), "iot-anomalies": held(.8, "budgets"),
		"reliability-operations": held(.9), "hiring-manager": held(.6, "the story"),
	})
	if !slices.ContainsFunc(d.Reasons, func(r string) bool { return strings.Contains(r, "in two rounds") && strings.Contains(r, "budgets") }) {
		t.Errorf("what was weak twice is not told: %q", d.Reasons)
	}
	var next []string
	for _, n := range d.Next {
		next = append(next, n.Title)
	}
	if want := []string{"quorums", "the story", "budgets"}; !slices.Equal(next, want) {
		t.Errorf("next is %q; want the first of each round, the weakest round first: %q", next, want)
	}
	d = interview.JoinLoop(pack, loop, map[string]interview.Debrief{"key-value-store": held(.9)})
	if d.Done || d.Band != "" || d.Score != 0 || d.Held() != 1 || d.Planned.Minutes() != 180 {
		t.Errorf("after one round: done %v, band %q, score %v, held %d, planned %v", d.Done, d.Band, d.Score, d.Held(), d.Planned)
	}
}

// A better round never makes the decision worse, and the decision is never better than the points.
func TestLoopNeverPunishesABetterRound(t *testing.T) {
	pack, loop := fullLoop(t)
	rapid.Check(t, func(t *rapid.T) {
		rounds, better := map[string]interview.Debrief{}, map[string]interview.Debrief{}
		sum := 0.0
		for _, r := range loop.Rounds {
			score := rapid.Float64Range(0, 1).Draw(t, r.Interview)
			sum += score * float64(r.Weight) / 100
			rounds[r.Interview], better[r.Interview] = held(score), held(score)
		}
		which := rapid.SampledFrom(loop.Rounds).Draw(t, "better")
		better[which.Interview] = held(min(1, rounds[which.Interview].Scorecard.Score+rapid.Float64Range(0, 1).Draw(t, "by")))
		a, b := interview.JoinLoop(pack, loop, rounds), interview.JoinLoop(pack, loop, better)
		if math.Abs(a.Score-sum) > 1e-9 {
			t.Fatalf("score %v; want %v", a.Score, sum)
		}
		at := func(d interview.LoopDebrief) int { return slices.Index(content.BandNames, d.Band) }
		if at(b) < at(a) {
			t.Fatalf("%q became %q", a.Band, b.Band)
		}
		if at(a) > slices.Index(content.BandNames, content.UsualBand(a.Score)) {
			t.Fatalf("%q at %v", a.Band, a.Score)
		}
	})
}

// The loop of the core pack, played from end to end by the candidates that its interviews are tested with.
func TestFullLoopWithCandidates(t *testing.T) {
	pack, loop := fullLoop(t)
	bands := map[string]int{}
	for _, kind := range []string{"strong", "weak", "silent"} {
		rounds := map[string]interview.Debrief{}
		for _, r := range loop.Rounds {
			def, err := pack.Interview(r.Interview)
			if err != nil {
				t.Fatal(err)
			}
			sc, err := interview.NewScript(pack, def)
			if err != nil {
				t.Fatal(err)
			}
			own, err := bots.Own(pack, r.Interview)
			if err != nil {
				t.Fatal(err)
			}
			p := interview.Player{Script: sc}
			if err := p.Play(own[kind]); err != nil {
				t.Fatal(err)
			}
			rounds[r.Interview] = sc.Debrief(p.State)
		}
		d := interview.JoinLoop(pack, loop, rounds)
		bands[kind] = slices.Index(content.BandNames, d.Band)
		if kind == "weak" {
			md, page := d.Markdown(), d.HTML()
			for _, want := range []string{"# A full loop: four rounds: debrief", "## What next", "## A key-value store: debrief", "| Hiring manager |"} {
				if !strings.Contains(md, want) {
					t.Errorf("the Markdown lacks %q", want)
				}
			}
			if strings.Count(page, "<!doctype") != 1 || !strings.Contains(page, "<h1>Hiring manager</h1>") || len(d.Next) != 3 {
				t.Errorf("the page is not one page with each round, or has not three things to do: %d", len(d.Next))
			}
		}
	}
	if !(bands["strong"] > bands["weak"] && bands["weak"] >= bands["silent"]) || bands["silent"] != 0 {
		t.Errorf("bands are %v", bands)
	}
}

func fullLoop(t *testing.T) (*content.Pack, *content.Loop) {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	loop, ok := pack.Loop("full-loop")
	if !ok {
		t.Fatal("the core pack has no full-loop")
	}
	return pack, loop
}
