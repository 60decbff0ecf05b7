package bots

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"sysprep/content"
	"sysprep/interview"
)

// Parts is how many interviews Prove plays, each of which calls Step of the trial.
func Parts(pack *content.Pack, t content.Trial) int {
	n := 0
	for _, id := range pack.Interviews.IDs() {
		if t.Only == "" || t.Only == id {
			n++
		}
	}
	return n
}

// Prove plays the interviews of a pack with candidates of all kinds. It reports what holds and what does not, and returns
// how many did not. It ends early when the context does.
func Prove(ctx context.Context, pack *content.Pack, t content.Trial) (failed int, err error) {
	report := func(p content.Proof) {
		if p.OK = p.Why == ""; !p.OK {
			failed++
		}
		if t.Report != nil {
			t.Report(p)
		}
	}
	for _, id := range pack.Interviews.IDs() {
		if t.Only != "" && t.Only != id {
			continue
		}
		if err := ctx.Err(); err != nil {
			return failed, err
		}
		if err := proveInterview(ctx, pack, id, t.Cores, report); err != nil {
			return failed, err
		}
		if t.Step != nil {
			t.Step()
		}
	}
	return failed, nil
}

// played is how an interview went with one candidate.
type played struct {
	kind  string
	made  bool
	state interview.State
	err   error
}

func proveInterview(ctx context.Context, pack *content.Pack, id string, cores int, report func(content.Proof)) error {
	def, err := pack.Interview(id)
	if err != nil {
		return err
	}
	sc, err := interview.NewScript(pack, def)
	if err != nil {
		report(content.Proof{Of: id, Says: "The interview can be played.", Why: err.Error()})
		return nil
	}
	own, err := Own(pack, id)
	if err != nil {
		report(content.Proof{Of: id, Says: "Its candidates can be read.", Why: err.Error()})
		return nil
	}
	runs := slices.Sorted(maps.Keys(own))
	for _, kind := range append(slices.Clone(Kinds), mistaken) {
		if _, ok := own[kind]; !ok {
			runs = append(runs, kind)
		}
	}
	all := playAll(sc, len(runs), cores, func(i int) (string, bool, interview.Answers) {
		kind := runs[i]
		if a, ok := own[kind]; ok {
			return kind, false, a
		}
		a, _ := Made(pack, def, kind)
		return kind, true, a
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	left, results := toCome(def), map[string]Result{}
	for _, p := range all {
		why := ""
		if p.err != nil {
			why = p.err.Error()
		} else {
			why = course(def, p.state)
			came(left, p.state)
			results[p.kind] = Result{p.kind, p.made, sc.Debrief(p.state).Scorecard}
		}
		report(content.Proof{Of: id + "/" + p.kind, Says: "The interview keeps its time and answers a " + says(p.kind) + " candidate.", Why: why})
	}
	seek(pack, sc, left, cores)
	for _, what := range slices.Sorted(maps.Keys(toCome(def))) {
		why := ""
		if left[what] {
			why = "none of " + fmt.Sprint(len(runs)+1) + " candidates brings it about: mend what it waits for, give the phase more time, or remove it"
		}
		kind, name, _ := strings.Cut(what, " ")
		report(content.Proof{Of: id + "/" + name, Says: "The " + kind + " comes for someone.", Why: why})
	}
	report(content.Proof{Of: id, Says: "Better candidates get better results.", Why: order(def, results)})
	return nil
}

// says is how a kind is called in a sentence.
func says(kind string) string {
	switch kind {
	case "offtopic":
		return "rambling"
	case "stuffing":
		return "term-dropping"
	case "echo":
		return "parroting"
	case "mid":
		return "middling"
	}
	return kind
}

// playAll plays n candidates, as many at a time as there are cores; the results are in the order of the candidates.
func playAll(sc *interview.Script, n, cores int, candidate func(i int) (kind string, made bool, a interview.Answers)) []played {
	if cores <= 0 {
		cores = runtime.GOMAXPROCS(0)
	}
	all := make([]played, n)
	places := make(chan struct{}, cores)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			kind, made, a := candidate(i)
			p := interview.Player{Script: sc}
			err := p.Play(a)
			all[i] = played{kind, made, p.State, err}
		})
	}
	wg.Wait()
	return all
}

// seek plays a candidate for each probe and curveball that has come for nobody.
func seek(pack *content.Pack, sc *interview.Script, left map[string]bool, cores int) {
	var answers []interview.Answers
	for i, p := range sc.Def.Phases {
		for _, probe := range p.Probes {
			if left["probe "+probe.ID] {
				answers = append(answers, forProbe(pack, sc.Def, i, probe))
			}
		}
		for _, c := range p.Curveballs {
			if left["curveball "+c.ID] {
				answers = append(answers, forCurveball(pack, sc.Def, i, c))
			}
		}
	}
	for _, p := range playAll(sc, len(answers), cores, func(i int) (string, bool, interview.Answers) { return "seeker", true, answers[i] }) {
		if p.err == nil {
			came(left, p.state)
		}
	}
}
