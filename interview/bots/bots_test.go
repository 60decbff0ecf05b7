package bots_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"sysprep/content"
	"sysprep/content/starter"
	"sysprep/interview/bots"
)

const talk = `apiVersion: sysprep/v1
kind: Interview
id: talk
title: "Two doors"
level: senior
minutes: 9
intro: "A shop and its reports."
facts:
  - {id: queue, ask: ["How long is the queue?", "What is the limit of the queue?", "How many may wait?"], say: "1,000 may wait."}
phases:
  - id: ask
    kind: clarify
    minutes: 3
    prompt: "The shop is down. What do you want to know?"
    probes:
      - {id: ask-me, unasked: [queue], after: 1m, ask: "Which number would you want?"}
  - id: why
    kind: deep-dive
    minutes: 6
    prompt: "Why did the shop go down with the reports?"
    items: [isolation/where, isolation/wait]
    probes:
      - {id: how-long, item: isolation/wait, when: missing, after: 2m, ask: "How long does the last one wait?"}
      - {id: against, item: isolation/wait, when: named, ask: "Long compared with what?"}
    curveballs:
      - {id: boss, at: 1m, say: "Your boss asks for a longer queue."}
scorecard:
  dimensions:
    - {id: facts, title: Finding it, weight: 20, facts: [queue]}
    - {id: why, title: The answer, weight: 80, items: [isolation/where, isolation/wait]}
  anchors: {mid: "Sees the queue.", senior: "Compares it with patience.", staff: "Bounds it."}
`

// played plays the interview, with a text replaced and files added, and returns what does not hold.
func played(t *testing.T, old, new string, more map[string]string) (off []string, proofs int) {
	t.Helper()
	files, err := starter.Files("me/mine")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	if !strings.Contains(talk, old) {
		t.Fatalf("the interview does not hold %q", old)
	}
	fsys["interviews/talk.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(talk, old, new, 1))}
	fsys["pack.yaml"].Data = []byte(strings.Replace(string(fsys["pack.yaml"].Data), "  - deck:", "  - interview: talk\n  - deck:", 1))
	for name, text := range more {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	pack, err := content.Open(fsys)
	if err != nil {
		t.Fatal(err)
	}
	steps := 0
	trial := content.Trial{Step: func() { steps++ }, Report: func(p content.Proof) {
		if proofs++; !p.OK {
			off = append(off, p.Of+": "+p.Says+" "+p.Why)
		}
	}}
	if failed, err := bots.Prove(t.Context(), pack, trial); err != nil || failed != len(off) || steps != bots.Parts(pack, trial) {
		t.Errorf("%d failed, %d steps, %v", failed, steps, err)
	}
	return off, proofs
}

// A pack without candidates of its own is played with candidates that are made of its exemplars.
func TestMadeCandidates(t *testing.T) {
	if off, proofs := played(t, "", "", nil); len(off) > 0 || proofs < 12 {
		t.Errorf("%d proofs; what does not hold: %s", proofs, strings.Join(off, "\n"))
	}
}

func TestWhatDoesNotHoldIsTold(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"when: named, ask", "when: wrong, ask", "talk/against: The probe comes for someone. none of 9 candidates brings it about"},
		{"  anchors:", "  bands: {yes: 95%, strong-yes: 99%}\n  anchors:", "talk: Better candidates get better results. strong has"},
	} {
		off, _ := played(t, c.old, c.new, nil)
		if got := strings.Join(off, "\n"); len(off) != 1 || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: got\n\t%s\nwant\n\t%s", c.new, got, c.want)
		}
	}
}

// Candidates that a pack brings are played in place of made ones; what can't be read is told with its file.
func TestOwnCandidates(t *testing.T) {
	off, _ := played(t, "", "", map[string]string{"exemplars/talk/strong.yaml": "acts:\n  - {at: 1m, say: \"I would buy a larger computer.\"}\n"})
	if got := strings.Join(off, "\n"); !strings.Contains(got, "strong has 0 % (strong no) and mid has") || !strings.Contains(got, "strong has 0 % (strong no), less than a yes") {
		t.Errorf("a strong candidate without an answer: %s", got)
	}
	off, _ = played(t, "", "", map[string]string{"exemplars/talk/mid.yaml": "acts:\n  - {shout: \"No!\"}\n"})
	if got := strings.Join(off, "\n"); got != `talk: Its candidates can be read. exemplars/talk/mid.yaml: line 2 of the answers can't be read: unknown field "shout"` {
		t.Errorf("a candidate that can't be read: %s", got)
	}
}

// The interviews of the core pack hold with made candidates as well, but for a few: no author has to write candidates to
// find a dead probe.
func TestMadeCandidatesPlayTheCorePack(t *testing.T) {
	core, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	pack := &content.Pack{
		Manifest: content.Manifest{ID: "me/mine"}, Lessons: core.Lessons, Scenarios: core.Scenarios, Rubrics: core.Rubrics, Interviews: core.Interviews,
	}
	proofs := 0
	var off []string
	if _, err := bots.Prove(t.Context(), pack, content.Trial{Report: func(p content.Proof) {
		if proofs++; !p.OK {
			off = append(off, p.Of+": "+p.Says+" "+p.Why)
		}
	}}); err != nil {
		t.Fatal(err)
	}
	if proofs < 200 || len(off) > proofs/40 {
		t.Errorf("%d of %d do not hold:\n%s", len(off), proofs, strings.Join(off, "\n"))
	}
}
