package content_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"sysprep/content"
	"sysprep/content/starter"
	"sysprep/scenarios"
)

// newPack is the pack that authors begin with, in which Lint finds nothing.
func newPack(t *testing.T) fstest.MapFS {
	t.Helper()
	files, err := starter.Files("me/mine")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return fsys
}

func TestLintFindsNothingInANewPackOrTheCorePack(t *testing.T) {
	pack, found := content.Lint(newPack(t))
	if pack == nil || len(found) > 0 {
		t.Errorf("in a new pack: %v", found)
	}
	_, found = content.Lint(content.CoreFiles())
	if len(found) > 0 {
		t.Errorf("in the core pack: %v", found)
	}
}

const noisy, doors, isolated, rooms = "lessons/noisy-neighbour.md", "scenarios/two-doors.yaml", "rubrics/isolation.yaml", "drills/room-for-two.yaml"

// lintCases are packs with one thing wrong each: what is replaced in a new pack, the text at which the one finding
// that follows must point, and "RULE: MESSAGE; DO". A want that ends in ... is a beginning.
var lintCases = []struct{ file, old, new, at, want string }{
	{noisy, "claims: [ghosts, nobody]\n", "", "```yaml step=simulate", "no-claim: nothing that this run shows is proved; name expects of the scenario in claims:..."},
	{noisy, "```yaml step=challenge id=fix", "```yaml step=simulate id=again\nscenario: two-doors\nclaims: [ghosts]\n```\n\n```yaml step=challenge id=fix", "```yaml step=simulate id=again", "ask-first: this run is compared with no prediction; add a predict step before it..."},
	{"pack.yaml", "objectives:\n", "objectives:\n  - {id: nothing, text: \"Do nothing\"}\n", "nothing, text", `untaught: nothing teaches or tests the objective "nothing"; name it under objectives: of a lesson and as objective: of a rubric's item, or remove it`},
	{noisy, "objectives: [isolation, wait-vs-patience]", "objectives: [isolation]", "", `untaught: no lesson teaches the objective "wait-vs-patience"; name it under objectives: of a lesson, or remove it`},
	{isolated, "      named: [\"They share one database.\"]\n", "", `"Says that the two`, `no-exemplar: no exemplar reaches the level named of the item "where"; add a sentence under exemplars: named:, or an answer in exemplars/isolation/ with levels: {where: named}`},
	{isolated, "    levels:\n      named: \"Says that the two", "    levels:\n      tradeoff: \"Names the price\"\n      named: \"Says that the two", `"Names the price"`, `no-exemplar: no exemplar reaches the level tradeoff of the item "where"...`},
	{isolated, "Why did the shop go down", "Why did the queue take the shop down", "in-line]", `cue-in-prompt: the prompt itself holds "queue", which is all that this rule wants; join another term with +, or ask without the word`},
	{noisy, "It is full. How long", "It is full, 2s long. How long", `"The queue of the database has`, "cue-in-prompt: the answer is in the prompt; ask without it"},
	{noisy, "What happens to the 200 shoppers a second?", "Is it so that nearly none of them is answered?", `"Nearly none`, "cue-in-prompt: the prompt holds the right choice word for word; ask without it"},
	{noisy, "Nobody changed the shop.\n", "Nobody changed the shop.\n\n```text\n" + strings.Repeat("x", 74) + "Y\n```\n", "Y\n", "long-line: this line of code is 75 columns wide; keep code within 74 columns: it is folded on a screen of 80"},
	{noisy, "Nobody changed the shop.\n", "Nobody changed the shop.\n\n| a | b |\n| --- | --- |\n| " + strings.Repeat("x ", 80) + "| " + strings.Repeat("y ", 80) + "|\n", "| a", "long-line: a cell of this table is folded into 5 lines on a screen of 80 columns; use fewer columns, or shorter cells..."},
	{noisy, "Nobody changed the shop.\n", "Nobody changed the shop.\n\n" + strings.Repeat("| a ", 12) + "|\n" + strings.Repeat("| --- ", 12) + "|\n" + strings.Repeat("| some words ", 12) + "|\n", "| a", "long-line: a table of 12 columns is too wide for a screen of 80 columns..."},
	{noisy, "Nobody changed the shop.\n", "Nobody changed the shop.\n\n| a | b |\n| --- | --- |\n| " + strings.Repeat("x", 60) + " | " + strings.Repeat("y", 30) + " |\n", "| a", "long-line: in this table the word \"xxx..."},
	{noisy, "Nobody changed the shop.\n", "Nobody changed the shop.\n\n```\nGET /\n```\n", "```\nGET", "untagged-code: this code fence has no language; write ```text, or the language; --fix writes text"},
	{noisy, "Nobody changed the shop.\n", "Nobody changed the shop" + strings.Repeat(" and nobody looked at it", 10) + ".\n", "At 0:40", "reading-level: a sentence here has 54 words..."},
	{noisy, "Nobody changed the shop.\n", strings.Repeat("Organisational responsibilities necessitate considerable interdepartmental communication regarding infrastructural modifications. ", 8) + "\n", "A shop and", "reading-level: this text takes ..."},
	{noisy, "minutes: 10\n", "minutes: 90\n", "90", "minutes: the lesson says 90 minutes, and its steps take about 13; mend minutes:, or the lesson"},
	{noisy, "minutes: 10\n", "", "apiVersion", "minutes: the lesson does not say how long it takes; add minutes: 13, about"},
	{noisy, "Nobody changed the shop.", "Nobody\u202e changed the shop.", "\u202e", "hidden-characters: the character U+202E is not drawn: it turns the direction of writing; remove it; --fix does"},
	{"pack.yaml", "Two doors", "Two\u200b doors", "\u200b", "hidden-characters: the character U+200B is not drawn: it has no width; remove it; --fix does"},
	{"decks/neighbours.md", "Q: A queue holds", "Q:\u00ad A queue holds", "\u00ad", "hidden-characters: the character U+00AD is not drawn: it has no width; remove it; --fix does"},
	{doors, "in a rush.", "in a rush\x1b.", "\x1b", "hidden-characters: the character U+001B is not drawn: it is a control character; remove it; --fix does"},
	{noisy, "Nobody changed the shop.", "Nobody &#27;changed the shop.", "&#27;", "hidden-characters: this entity stands for a character that is not drawn; remove it"},
	{noisy, "quantity: 2s, tolerance: 10%, near: [{value: 0.5s, say", "quantity: 2blinks, tolerance: 10%, near: [{value: 0.5blinks, say", "2blinks", `unknown-unit: answers in "blinks" are not understood; use a unit such as...`},
	{rooms, `unit: "/s", tolerance`, `unit: "/fortnite", tolerance`, `"/fortnite"`, `unknown-unit: answers in "/fortnite" are not understood...`},
	{doors, "metric: goodput, window: [60s, 120s], op: \">=\", value: 380/s", "metric: goodput, node: shoppers, window: [60s, 120s], op: \">=\", value: 380/s", "shoppers, window", "node-ignored: goodput is of the whole system: node: shoppers changes nothing; remove node:, or take a metric of a node, such as served or queue"},
	{noisy, "```yaml step=estimate id=fit\ndrill: room-for-two\n```\n", "", "", "unused: no lesson and no interview uses this file; name it in a step, or remove the file and retire its id"},
	{doors, `label: "limit at the desk"`, `label: "most reports a second that may come in"`, `"most reports`, "long-label: the label of this knob has 38 characters, and screens have room for 22; shorten it..."},
	{isolated, "section: assume-failure", "section: banana", "banana", `unknown-section: "banana" is no section of the checklist, so it is shown as one of its own; choose one of assume-failure, ...`},
	{isolated, "concepts:\n", "concepts:\n  nobody-asks: [blue]\n", "[blue]", `dead-words: no rule uses the group "nobody-asks"; use it in a rule, or remove it`},
	{noisy, "# The noisy neighbour", "# The noisy neighbour\r", "---", "line-ends: the lines end with carriage returns, or the file begins with a byte order mark; save it with Unix line ends; --fix does"},
	{"exemplars/isolation/strong.md", "wait: explained", "wiat: explained", "explained", `format: rubric "isolation" has no item "wiat"; perhaps "wait" is meant`},
	{"exemplars/isolation/strong.md", "wait: explained", "wait: splendid", "splendid", `format: "splendid" is not a level; write missed, named, explained or tradeoff`},
	{noisy, "drill: room-for-two", "drill: room-for-too", "room-for-too", `format: there is no file drills/room-for-too.yaml; write it, or mend the id; perhaps "room-for-two" is meant`},
	{noisy, "expect: longer-queue", "expect: longest-queue", "longest-queue", `format: scenario "two-doors" has no expect "longest-queue"; perhaps "longer-queue" is meant`},
	{doors, "to: desk,", "to: disk,", "disk", `format: there is no node "disk"; perhaps "desk" is meant`},
	{doors, "timeout: 2s}", "timeout: 2}", "2}", `format: "timeout": ...`},
}

// A metric of one node that names none is told where there are several, and where it is clear it is not.
func TestLintWantsANodeAmongSeveral(t *testing.T) {
	change := func(old, new string) content.Faults {
		fsys := newPack(t)
		text := strings.Replace(string(fsys[doors].Data), "metric: queue, node: db, label", "metric: queue, label", 1)
		if !strings.Contains(text, old) {
			t.Fatalf("no %q", old)
		}
		fsys[doors].Data = []byte(strings.Replace(text, old, new, 1))
		_, found := content.Lint(fsys)
		return found
	}
	if found := change("horizon: 120s", "horizon: 120s"); len(found) > 0 {
		t.Errorf("with one store: %v", found)
	}
	found := change("  - id: db\n", "  - {id: files, kind: store, workers: 1, service: {dist: constant, mean: 1ms}}\n  - id: db\n")
	if len(found) != 1 || found[0].Rule != "node-missing" || found[0].Do != "add node: and one of files, db" || !strings.Contains(found[0].Excerpt, "metric: queue, label") {
		t.Errorf("with two stores: %v", found)
	}
}

// A message that lists the metrics lists all of them.
func TestUnknownMetricsAreToldAllThereAre(t *testing.T) {
	fsys := newPack(t)
	fsys[doors].Data = []byte(strings.Replace(string(fsys[doors].Data), "metric: ghost_ratio", "metric: foo", 1))
	_, found := content.Lint(fsys)
	faults, _ := found.Warnings()
	if len(faults) != 1 {
		t.Fatalf("found %v", faults)
	}
	for _, m := range scenarios.Metrics() {
		if !strings.Contains(faults[0].String(), m.ID) {
			t.Errorf("%s is not in the message", m.ID)
		}
	}
}

// All faults of a scenario are told at once, each at its place, whatever could not be read; one mistake is told once.
func TestAllFaultsOfAScenarioAreTold(t *testing.T) {
	broken := [][2]string{
		{"path: nodes.desk.limits.rate", "path: nodes.disk.limits.rate"}, // a knob that expects turn as well
		{"metric: ghost_ratio", "metric: ghost"}, {`op: "<=", value: 5%}`, `op: "=<", value: 5/s}`},
	}
	for name, more := range map[string][][2]string{
		"with a time that can't be read":      {{"to: shop, timeout: 2s", "to: shop, timeout: 2"}},
		"with a word that the engine refuses": {{"dist: exponential", "dist: exponental"}, {"to: shop, timeout: 2s", "to: shop, timeout: 2s, late: never"}},
	} {
		fsys := newPack(t)
		text := string(fsys[doors].Data)
		for _, b := range append(more, broken...) {
			if !strings.Contains(text, b[0]) {
				t.Fatalf("no %q", b[0])
			}
			text = strings.Replace(text, b[0], b[1], 1)
		}
		fsys[doors].Data = []byte(text)
		_, found := content.Lint(fsys)
		faults, _ := found.Warnings()
		if want := len(more) + 4; len(faults) != want {
			t.Errorf("%s: %d faults, want %d:\n%v", name, len(faults), want, faults)
		}
		for _, want := range []string{`knob door: path "nodes.disk.limits.rate"`, `there is no metric "ghost"`, `op "=<"`, `value: "5/s" is not`} {
			if strings.Count(faults.Error(), want) != 1 {
				t.Errorf("%s: %s is told %d times", name, want, strings.Count(faults.Error(), want))
			}
		}
	}
}

func TestLintFindsEachThing(t *testing.T) {
	for _, c := range lintCases {
		t.Run(c.want[:min(40, len(c.want))], func(t *testing.T) {
			fsys := newPack(t)
			whole := string(fsys[c.file].Data)
			if !strings.Contains(whole, c.old) {
				t.Fatalf("%s does not hold %q", c.file, c.old)
			}
			whole = strings.Replace(whole, c.old, c.new, 1)
			fsys[c.file].Data = []byte(whole)
			_, found := content.Lint(fsys)
			if len(found) > 1 && strings.HasPrefix(c.want, "format") { // what is not there can't be used either
				found, _ = found.Warnings()
			}
			if len(found) != 1 {
				t.Fatalf("found %d: %v", len(found), found)
			}
			f := found[0]
			rule := f.Rule
			if rule == "" {
				rule = "format"
			}
			got := rule + ": " + f.Message + "; " + f.Do
			want, open := strings.CutSuffix(c.want, "...")
			if got != want && !(open && strings.HasPrefix(got, want)) {
				t.Errorf("got\n\t%s\nwant\n\t%s", got, c.want)
			}
			if line, column := placeIn(whole, c.at); c.at != "" && (f.File != c.file || f.Line != line || f.Column != column) {
				t.Errorf("at %s:%d:%d, want %s:%d:%d", f.File, f.Line, f.Column, c.file, line, column)
			}
		})
	}
	if len(lintCases) < 30 {
		t.Errorf("only %d packs", len(lintCases))
	}
}

// placeIn is the line and column, from 1 and in characters, at which a text begins in a file.
func placeIn(whole, text string) (line, column int) {
	before := whole[:max(strings.Index(whole, text), 0)]
	line = 1 + strings.Count(before, "\n")
	return line, 1 + utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:])
}

// A lesson that builds on a later one can't be come to in order.
func TestLintKnowsTheOrder(t *testing.T) {
	fsys := newPack(t)
	text := string(fsys[noisy].Data)
	fsys["lessons/after.md"] = &fstest.MapFile{Data: []byte(strings.Replace(text, "id: noisy-neighbour", "id: after", 1))}
	fsys[noisy].Data = []byte(strings.Replace(text, "minutes: 10\n", "minutes: 10\nrequires: [after]\n", 1))
	fsys["pack.yaml"].Data = []byte(strings.Replace(string(fsys["pack.yaml"].Data), "  - deck:", "  - lesson: after\n  - deck:", 1))
	_, found := content.Lint(fsys)
	if len(found) != 1 || found[0].Rule != "unreachable" || found[0].Line != 8 || !strings.Contains(found[0].Message, `requires "after", which the syllabus lists after it`) {
		t.Errorf("%v", found)
	}
}

// Everything is told at once: faults of the format and what Lint finds, in all files.
func TestLintTellsAllAtOnce(t *testing.T) {
	fsys := newPack(t)
	fsys["pack.yaml"].Data = []byte(strings.Replace(string(fsys["pack.yaml"].Data), "title:", "titel:", 1))
	fsys[noisy].Data = []byte(strings.Replace(string(fsys[noisy].Data), "minutes: 10", "minutes: 200", 1))
	pack, found := content.Lint(fsys)
	faults, warnings := found.Warnings()
	if pack != nil || len(faults) != 1 || len(warnings) != 1 || faults[0].File != "pack.yaml" || warnings[0].Rule != "minutes" {
		t.Errorf("faults %v, warnings %v", faults, warnings)
	}
}

// What Fix mends is found no more, nothing else is touched, and mending again changes nothing.
func TestFix(t *testing.T) {
	fsys := newPack(t)
	if changed := content.Fix(fsys); len(changed) > 0 {
		t.Fatalf("a new pack is changed: %v", changed)
	}
	before := string(fsys[noisy].Data)
	broken := strings.Replace(before, "Nobody changed the shop.\n", "Nobody\u202e changed the shop.\n\n```\nGET /\n```\n", 1)
	fsys[noisy].Data = []byte("\ufeff" + strings.ReplaceAll(broken, "\n", "\r\n"))
	fsys["pack.yaml"].Data = append([]byte("# a comment stays\n"), fsys["pack.yaml"].Data...)
	changed := content.Fix(fsys)
	if len(changed) != 1 {
		t.Fatalf("%d files are changed", len(changed))
	}
	want := strings.Replace(before, "Nobody changed the shop.\n", "Nobody changed the shop.\n\n```text\nGET /\n```\n", 1)
	if got := string(changed[noisy]); got != want {
		t.Errorf("got %q", got)
	}
	fsys[noisy].Data = changed[noisy]
	if _, found := content.Lint(fsys); len(found) > 0 || len(content.Fix(fsys)) > 0 {
		t.Errorf("still found: %v", found)
	}
}

func TestChecksAreSortedAndTold(t *testing.T) {
	for i, c := range content.Checks {
		if i > 0 && c.ID <= content.Checks[i-1].ID || !strings.HasSuffix(c.What, ".") {
			t.Error(fmt.Sprint(c))
		}
	}
}
