package content_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"sysprep/content"
)

// rush is an interview that asks for a design; %s is its task.
const rush = `apiVersion: sysprep/v1
kind: Interview
id: rush
title: A rush
level: senior
style: supportive
scored: true
minutes: 5
intro: "I'm Noor."
facts:
  - {id: load, ask: ["How many come?"], say: "480 a second."}
phases:
  - id: build
    kind: design
    minutes: 5
    prompt: "Draw what you would build."
    design:
TASK
scorecard:
  dimensions:
    - {id: answer, title: The design, weight: 100, facts: [load], design: true}
  anchors: {mid: "Sees it.", senior: "Mends it.", staff: "Bounds it."}
`

// TestDesignsAreChecked: what a design is tried with is read when the pack is, and not in the interview.
func TestDesignsAreChecked(t *testing.T) {
	const start = `      start: "fans -> web -> payment"`
	for _, c := range []struct {
		name, task string
		want       string // message and what to do; "" for none
		at         string // where it points
	}{
		{"what is enough", "      load: 480/s\n      usual: 60/s\n      survives: 190/s\n      faults: [\"slow payment 4x 15s\", \"surge 2x 20s\", flush web]\n" + start, "", ""},
		{"a share", "      load: 480/s\n      survives: 40%\n" + start, "", ""},
		{"no load", "      load: many\n" + start, `"many" is not a load; write requests a second, such as 480/s`, "many"},
		{"no usual load", "      load: 480/s\n      usual: 60\n" + start, `"60" is not a load; `, "60\n"},
		{"usual of what", "      usual: 60/s\n" + start, "usual: is told, and no load: to compare it with; add load:", "60/s"},
		{"neither", "      load: 480/s\n      survives: most\n" + start, `"most" is neither a share nor a rate; write what must be answered, such as 40% or 190/s`, "most"},
		{"more than all", "      load: 480/s\n      survives: 140%\n" + start, `"140%" is neither a share nor a rate; `, "140%"},
		{"no fault", "      faults: [\"explode db\"]\n" + start, `"explode db" is not a fault; write crash db 20s, `, `"explode`},
		{"no duration", "      faults: [\"slow payment 4x\"]\n" + start, `"slow payment 4x" doesn't say how long; write the seconds, as in slow payment 4x 20s (which is what it lasts now)`, `"slow`},
		{"misspelt", "      faults: [\"slow paymnt 4x 15s\"]\n" + start, `the sketch in start: has no box "paymnt"; `, `"slow`},
		{"the far end", "      faults: [\"cut web paymnt 15s\"]\n" + start, `the sketch in start: has no box "paymnt"; `, `"cut`},
		{"no start to hold it against", "      faults: [\"slow paymnt 4x 15s\"]", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			fsys := newPack(t)
			text := strings.Replace(rush, "TASK", c.task, 1)
			fsys["interviews/rush.yaml"] = &fstest.MapFile{Data: []byte(text)}
			manifest := string(fsys["pack.yaml"].Data)
			fsys["pack.yaml"].Data = []byte(strings.Replace(manifest, "  - deck:", "  - interview: rush\n  - deck:", 1))
			_, found := content.Lint(fsys)
			if c.want == "" {
				if len(found) > 0 {
					t.Errorf("%v", found)
				}
				return
			}
			if len(found) != 1 {
				t.Fatalf("%d faults: %v", len(found), found)
			}
			f := found[0]
			if got := f.Message + "; " + f.Do; !strings.HasPrefix(got, c.want) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			at := strings.Index(text, c.task) + strings.Index(c.task, c.at)
			if line := 1 + strings.Count(text[:at], "\n"); f.Line != line {
				t.Errorf("line %d, want %d", f.Line, line)
			}
		})
	}
}
