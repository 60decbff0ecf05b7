// Package attack is a table of hostile packs. Each is a good pack with one change; it says what a learner is told, or
// that the pack opens and does no harm. Tests hold the loader, and every command that reads packs, against it.
package attack

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing/fstest"
)

// Attack is a change to a good pack.
type Attack struct {
	Name string
	File string // that is changed, or added if Old is empty
	Old  string // what New takes the place of
	New  string
	Mode fs.FileMode // of a file that is no plain one

	// Says is part of the one fault that is told. If it is empty the pack opens, and is harmless.
	Says string
}

// Apply returns the files of a pack after the attack.
func (a Attack) Apply(pack fs.FS) (fstest.MapFS, error) {
	files := fstest.MapFS{}
	err := fs.WalkDir(pack, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(pack, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		return nil, err
	}
	text := a.New
	if a.Old != "" {
		was := string(files[a.File].Data)
		if !strings.Contains(was, a.Old) {
			return nil, fmt.Errorf("%s: %s has no %q", a.Name, a.File, a.Old)
		}
		text = strings.Replace(was, a.Old, a.New, 1)
	}
	files[a.File] = &fstest.MapFile{Data: []byte(text), Mode: a.Mode}
	return files, nil
}

// Places of the good pack in content/testdata.
const (
	manifest = "pack.yaml"
	lesson   = "lessons/full-brim.md"
	scenario = "scenarios/small-store.yaml"
	rubric   = "rubrics/brim.yaml"
	deck     = "decks/queues.md"
	drill    = "drills/wait.yaml"
)

// Payload is what a terminal would act on, as YAML writes it between quotes: raw, as C1, as an entity, and what turns
// the direction of writing or is not drawn.
const Payload = `\e[31m\e]52;c;aGk=\a\e]8;;http://x\a\u009b2J&#27;[31m&#x9b;\u202e\u200b\r`

// raw is the same as bytes of a file.
const raw = "\x1b[31m\x1b]52;c;aGk=\x07\x1b]8;;http://x\x07\u009b2J&#27;[31m&#x9b;\u202e\u200b"

// nodes repeats a node and an edge to it.
func nodes(n int, node, edge string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(node, "#", fmt.Sprint(i)))
	}
	b.WriteString("edges:\n")
	for i := range n {
		b.WriteString(strings.ReplaceAll(edge, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// list repeats a line, numbered.
func list(n int, line string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(line, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// Attacks are all of them.
var Attacks = []Attack{
	// The folder.
	{Name: "link to a file", File: "scenarios/x.yaml", New: "/etc/passwd", Mode: fs.ModeSymlink, Says: "this is a symbolic link"},
	{Name: "link to a folder", File: "exemplars/more", New: "/etc", Mode: fs.ModeSymlink, Says: "this is a symbolic link"},
	{Name: "link in place of the manifest", File: manifest, New: "/etc/passwd", Mode: fs.ModeSymlink, Says: "this is a symbolic link"},
	{Name: "fifo", File: "lessons/pipe.md", Mode: fs.ModeNamedPipe, Says: "this is not a plain file"},
	{Name: "device", File: "lessons/disk.md", Mode: fs.ModeDevice, Says: "this is not a plain file"},
	{Name: "capitals", File: "exemplars/BRIM/strong.md", New: "x", Says: "by capitals only"},
	{Name: "letters of another alphabet", File: "exemplars/brim/str\u043eng.md", New: "x", Says: "this is not a name that a pack may hold"},
	{Name: "accents, composed and not", File: "exemplars/brim/e\u0301.md", New: "x", Says: "this is not a name that a pack may hold"},
	{Name: "a name with an escape sequence", File: "exemplars/a\x1b[31mb.md", New: "x", Says: "this is not a name that a pack may hold"},
	{Name: "a name with a line end", File: "exemplars/a\nb.md", New: "x", Says: "this is not a name that a pack may hold"},
	{Name: "a name that ends in a dot", File: "exemplars/brim/strong.md.", New: "x", Says: "this is not a name that a pack may hold"},
	{Name: "backslash", File: `exemplars/..\..\x.md`, New: "x", Says: "this is not a name that a pack may hold"},
	{Name: "a device of Windows", File: "lessons/con.md", New: "x", Says: "is a device on Windows"},
	{Name: "a program", File: "hooks/install.sh", New: "#!/bin/sh", Says: "a pack has no folder of this name"},
	{Name: "deep", File: "exemplars/a/b/c/d/e/f.md", New: "x", Says: "this lies too deep"},
	{Name: "large", File: "exemplars/brim/big.md", New: strings.Repeat("x", 1<<20+1), Says: "larger than 1 MB"},

	// YAML.
	{Name: "aliases", File: rubric, Old: "title:", New: "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle:", Says: "YAML aliases"},
	{Name: "merge keys", File: rubric, Old: "title:", New: "<<: {id: x}\ntitle:", Says: "YAML merge keys"},
	{Name: "tags", File: rubric, Old: "kind: Rubric", New: "kind: !!binary UnVicmlj", Says: "YAML tags"},
	{Name: "brackets", File: rubric, New: strings.Repeat("[", 20_000), Says: "nests too deep"},
	{Name: "dashes", File: rubric, New: strings.Repeat("- ", 1<<12), Says: "nests too deep"},
	{Name: "indents", File: rubric, New: indents(1000), Says: "nests too deep"},
	{Name: "tokens", File: rubric, New: strings.Repeat("a: b\n", 20_000), Says: "too much YAML before this line"},
	{Name: "a long key", File: rubric, Old: "title:", New: strings.Repeat("k", 500_000) + ": x\ntitle:", Says: "this text has 500000 characters"},
	{Name: "a long prompt", File: rubric, Old: `prompt: "Why`, New: `prompt: "` + strings.Repeat("Why ", 100_000), Says: "shorten it, or make several of it"},
	{Name: "items without end", File: rubric, Old: "items:\n", New: "items:\n" + manyItems(60), Says: "items, and 40 are the most"},
	{Name: "a long title", File: manifest, Old: `title: "`, New: `title: "` + strings.Repeat("x", 500), Says: `"title" is longer than 200 bytes`},
	{Name: "two documents", File: drill, Old: "title:", New: "---\ntitle:", Says: "a second YAML document"},
	{Name: "numbers beyond any type", File: rubric, Old: "weight: 2", New: "weight: 1e999", Says: "weight"},

	// Systems.
	{Name: "10^9 instances", File: scenario, Old: "workers: 10\n", New: "workers: 10\n    instances: 1000000000\n", Says: "instances is out of bounds"},
	{Name: "10^9 workers", File: scenario, Old: "workers: 10\n", New: "workers: 1000000000\n", Says: "workers is out of bounds"},
	{Name: "10^9 keys", File: scenario, Old: "count: 1000,", New: "count: 1000000000,", Says: "keys is out of bounds"},
	{Name: "a law over ten million keys", File: scenario, Old: "count: 1000,", New: "count: 10000000,", Says: "keys with a zipf"},
	{Name: "too many nodes", File: scenario, Old: "edges:\n", New: nodes(60, "  - {id: s#, kind: store, workers: 1, service: {dist: constant, mean: 1ms}}\n", "  - {id: e#, from: users, to: s#}\n"), Says: "there are more than 50 nodes"},
	{Name: "a fleet that fills the memory", File: scenario, Old: "edges:\n", New: nodes(48, "  - {id: s#, kind: store, instances: 1000, workers: 1, service: {dist: constant, mean: 1ms}}\n", "  - {id: e#, from: users, to: s#, timeout: 1s, callers: 90, breaker: {kind: ratio, ratio: 50%, volume: 20, open: 5s, by: instance}}\n"), Says: "the system is too large"},
	{Name: "10^9 requests a second", File: scenario, Old: "rate: 600/s", New: "rate: 1000000000/s", Says: "rate is out of bounds"},
	{Name: "an endless run", File: scenario, Old: "horizon: 60s", New: "horizon: 1000000h", Says: "a run can't last"},
	{Name: "rate times horizon", File: scenario, Old: "horizon: 60s", New: "horizon: 3600s\nsummary: x", Says: ""},
	{Name: "more arrivals than a run may have", File: scenario, Old: "rate: 600/s", New: "rate: 1000000/s\n    profile: [{at: 0s, factor: 10}]", Says: "arrivals"},
	{Name: "retries without end or pause", File: scenario, Old: "timeout: 1s, attempts: 1", New: "attempts: -1", Says: "attempts without end"},
	{Name: "a circle of calls", File: scenario, Old: "edges:\n", New: "  - {id: api, kind: service, workers: 1, does: [{call: round}]}\nedges:\n  - {id: round, from: api, to: api}\n", Says: "circle of calls"},
	{Name: "a fan-out of a million", File: scenario, Old: "edges:\n", New: "  - {id: api, kind: service, workers: 1, does: [{id: f, fan: {call: all, width: 1000000}}]}\nedges:\n  - {id: all, from: api, to: db}\n  - {id: in, from: users, to: api}\n", Says: "fan"},
	{Name: "a knob out of bounds", File: scenario, Old: `max: "5000", steps`, New: `max: "5000000000", steps`, Says: "knob"},
	{Name: "a knob with stops without end", File: scenario, Old: `"400", "1000"]`, New: `"400"` + list(500, ", \"1#\"") + "]", Says: "more than 300 steps and values"},
	{Name: "seeds without end", File: lesson, Old: "seeds: 20", New: "seeds: 1000000000", Says: "can't be judged over that many seeds"},
	{Name: "a window of a nanosecond", File: "scenarios/rack.yaml", New: "apiVersion: sysprep/v1\nkind: Scenario\nid: rack\ntitle: x\nmodel: transport\nhorizon: 60s\ntransport: {rate: 1Mbit/s, buffer_packets: 10, senders: 2, response: 1KB, rtt: 1ms, every: 1s, window: 1ns}\n", Says: "windows of metrics"},
	{Name: "senders that fill the memory", File: "scenarios/rack.yaml", New: "apiVersion: sysprep/v1\nkind: Scenario\nid: rack\ntitle: x\nmodel: transport\nhorizon: 60s\ntransport: {rate: 1Mbit/s, buffer_packets: 10, senders: 100000, max_window: 65536, response: 1KB, rtt: 1ms, every: 1s}\n", Says: "the system is too large"},

	// Expressions.
	{Name: "parentheses", File: drill, Old: "queue / rate", New: strings.Repeat("(", 4000), Says: "it is longer than 300 bytes"},
	{Name: "a range of 10^9", File: drill, Old: "queue > rate", New: "queue in 1..1000000000", Says: "only numbers, parameters"},
	{Name: "a regular expression", File: drill, Old: "queue > rate", New: "'aaaa' matches '(a*)*b'", Says: "not one on its parameters"},
	{Name: "a text", File: drill, Old: "queue > rate", New: "'a' == 'a'", Says: "it has a text"},
	{Name: "a list", File: drill, Old: "queue > rate", New: "[1, 2] == [1]", Says: "it has a list"},
	{Name: "a closure", File: drill, Old: "queue > rate", New: "all([1, 2], # > 0)", Says: "not one on its parameters"},
	{Name: "the environment", File: drill, Old: "queue > rate", New: "$env == 1", Says: "it has the name $env"},
	{Name: "a variable", File: drill, Old: "queue > rate", New: "let x = 1; x == 1", Says: "no arithmetic"},
	{Name: "huge powers", File: drill, Old: "queue / rate", New: "9 ** 9 ** 9 ** 9 * queue", Says: "no finite number"},
	{Name: "division by zero", File: drill, Old: "queue / rate", New: "queue / 0", Says: "no finite number"},
	{Name: "remainder of zero", File: drill, Old: "queue / rate", New: "1 % 0", Says: "last"},
	{Name: "no number", File: drill, Old: "queue / rate", New: "sqrt(0 - queue)", Says: "no finite number"},
	{Name: "a condition that is hardly ever met", File: drill, Old: `"queue > rate"`, New: `"queue > 1950 and queue * 7 + rate > 14490 and queue < 0"`, Says: "no numbers meet its condition"},
	{Name: "parameters without end", File: drill, Old: "    params:\n", New: "    params:\n" + list(40, "      p#: {choices: [\"1\"]}\n"), Says: "more than 20 parameters"},

	// Names that lead in circles or nowhere.
	{Name: "a lesson that requires itself", File: lesson, Old: "minutes: 10", New: "minutes: 10\nrequires: [full-brim]", Says: "the lesson requires itself"},
	{Name: "a step after itself", File: lesson, Old: "after: [p-wait]", New: "after: [p-callers]", Says: "there is no earlier step"},
	{Name: "an id with an escape sequence", File: manifest, Old: "id: example/brim", New: `id: "example/` + Payload + `brim"`, Says: "is not the id of a pack"},
	{Name: "an id of letters that look alike", File: manifest, Old: "id: example/brim", New: "id: ex\u0430mple/brim", Says: "is not the id of a pack"},
	{Name: "an id that leads out", File: manifest, Old: "id: example/brim", New: "id: ../brim", Says: "is not the id of a pack"},
	{Name: "the id of the core pack's folder", File: manifest, Old: "id: example/brim", New: "id: nul/brim", Says: "is a device on Windows"},
	{Name: "a scenario by a path", File: lesson, Old: "scenario: small-store\nset", New: "scenario: ../../etc/passwd\nset", Says: "there is no file scenarios/"},
	{Name: "an unknown key with an escape sequence", File: rubric, Old: "title:", New: `"` + Payload + `": x` + "\ntitle:", Says: "unknown key"},
	{Name: "a bad value with an escape sequence", File: scenario, Old: "rate: 600/s", New: `rate: "` + Payload + `"`, Says: "rate"},
	{Name: "a formula for a spreadsheet", File: scenario, Old: "id: answers", New: `id: "=HYPERLINK(1)"`, Says: "is not an id"},

	// Texts.
	{Name: "a step that no screen can show", File: lesson, Old: "Commit to a guess first.", New: strings.Repeat("> ", 40_000) + "x", Says: "make several steps of it"},
	{Name: "a card without end", File: deck, Old: "Reject early.", New: strings.Repeat("Reject early. ", 1000), Says: "make several cards of it"},
	{Name: "quotes in quotes", File: lesson, Old: "Commit to a guess first.", New: strings.Repeat("> ", 5000) + "x"},
	{Name: "emphasis without end", File: lesson, Old: "Commit to a guess first.", New: strings.Repeat("_a*", 10_000)},
	{Name: "pictures in pictures", File: lesson, Old: "Commit to a guess first.", New: strings.Repeat("![[](", 8_000)},
	{Name: "marks upon marks", File: lesson, Old: "Commit to a guess first.", New: "a" + strings.Repeat("\u0301", 20_000)},
	{Name: "escape sequences in Markdown", File: lesson, Old: "Commit to a guess first.", New: raw + "\n\n```" + raw + "\n" + raw + "\n```\n\n[" + raw + "](http://x/" + raw + " \"" + raw + "\") <http://x/" + raw + "> ![" + raw + "](x)\n\n| " + raw + " | b |\n|---|---|\n| a | " + raw + " |\n"},
	{Name: "escape sequences on a card", File: deck, Old: "Reject early.", New: raw},
	{Name: "raw HTML and links to programs", File: lesson, Old: "Commit to a guess first.", New: "<script>alert(1)</script> [a](javascript:alert(1)) <img src=x onerror=alert(1)> ![b](file:///etc/passwd)"},
}

// indents nests by indentation.
func indents(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// told are the keys whose values are shown to learners, in any file.
var told = regexp.MustCompile(`\b(title|summary|license|text|say|says|prompt|label|explain|named|explained|tradeoff|nudge|ask): (?:"([^"\n]+)"|([^"\n{}\[\],]+))`)

// Salt puts a payload and something else that a reader should not run into every text of a pack that is shown to
// learners: titles, prompts, labels, names of goals, hints, cards, lessons.
func Salt(pack fs.FS) (fstest.MapFS, error) {
	files, err := Attack{File: "README.md", New: raw}.Apply(pack)
	for _, f := range files {
		text := told.ReplaceAllStringFunc(string(f.Data), func(m string) string {
			part := told.FindStringSubmatch(m)
			return part[1] + `: "` + part[2] + part[3] + Payload + `<script>alert(1)</script>"`
		})
		for _, prose := range []string{"A database can do", "Commit to a guess", "That was the full", "Its length divided", "Reject early", "Name two answers"} {
			text = strings.Replace(text, prose, raw+"<script>alert(1)</script> "+prose, 1)
		}
		f.Data = []byte(text)
	}
	return files, err
}

// manyItems are items of a rubric, each with an exemplar that has nothing in common with the others'.
func manyItems(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  - id: more-%d\n    title: Item %d\n    section: scale\n    rules: {named: ['\"water\"']}\n    exemplars: {named: [Water%d runs over.]}\n", i, i, i)
	}
	return b.String()
}
