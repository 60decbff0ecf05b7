package content_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"sysprep/content"
)

// goodPack is testdata/good-pack in memory, to be broken.
func goodPack(tb testing.TB) fstest.MapFS {
	tb.Helper()
	files := fstest.MapFS{}
	disk := os.DirFS("testdata/good-pack")
	err := fs.WalkDir(disk, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(disk, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

const (
	lesson   = "lessons/full-brim.md"
	scenario = "scenarios/small-store.yaml"
	rubric   = "rubrics/brim.yaml"
	deck     = "decks/queues.md"
	drill    = "drills/wait.yaml"
)

// Each good pack with one change has one fault, told in these words; "..." at the end
// stands for what another room says, which is its own affair.
var brokenPacks = []struct {
	file, old, new string
	want           string
}{
	{drill, "queue > rate", "queue > 10 * rate * rate", `drills/wait.yaml:6:5: variant "last" can't be asked: no numbers meet its condition "queue > 10 * rate * rate"; mend its expressions or parameters`},
	{drill, `expr: "queue / rate"`, `expr: "queue / rates"`, `drills/wait.yaml:6:5: variant "last" can't be asked: its answer "queue / rates" is not an expression of its parameters: unknown name rates (1:9); mend its expressions or parameters`},
	{drill, `expr: "queue / rate"`, `expr: "log2(100 - queue)"`, `drills/wait.yaml:6:5: variant "last" can't be asked: its answer: it is no finite number with some parameters; add a where: that rules them out; mend its expressions or parameters`},
	{drill, `to: "2000"`, `to: "2000/s"`, `drills/wait.yaml:8:14: parameter "queue": from, to and step have different units; write {from: 1000/s, to: 9000/s, step: 500/s} or {choices: [80%, 90%]}`},
	{drill, `[200/s, 500/s]`, `[many, 500/s]`, `drills/wait.yaml:9:13: parameter "rate": "many" is not a quantity; write {from: 1000/s, to: 9000/s, step: 500/s} or {choices: [80%, 90%]}`},
	{drill, "title:", "titel:", `drills/wait.yaml:4:1: unknown key "titel"; remove it; perhaps "title" is meant`},
	{drill, "title: \"How long is the wait?\"\n", "", `drills/wait.yaml:1:1: the drill has no title; add title:`},
	{lesson, "drill: wait", "drill: waits", `lessons/full-brim.md:89:8: there is no file drills/waits.yaml; write it, or mend the id; perhaps "wait" is meant`},
	{lesson, "variant: last", "variant: lost", `lessons/full-brim.md:90:10: drill "wait" has no variant "lost"; perhaps "last" is meant`},
	{lesson, "minutes: 10", "minutes: 10\nrequires: [half-brim]", `lessons/full-brim.md:8:12: there is no file lessons/half-brim.md; write it, or mend the id; perhaps "full-brim" is meant`},
	{lesson, `answer: longer`, `answer: shorter`, `lessons/full-brim.md:85:9: the answer "shorter" is not one of the choices; there are bound, longer`},
	{lesson, `{ask: "How long does the last one wait?", answer`, `{answer`, `lessons/full-brim.md:78:5: a line that asks needs ask: and answer:; write both, or neither`},
	{"pack.yaml", "apiVersion: sysprep/v1", "apiVersion: sysprep/v2", `pack.yaml:2:13: the pack is of the format sysprep/v2, and this sysprep reads sysprep/v1; update sysprep, or take an older version of the pack`},
	{"pack.yaml", "apiVersion: sysprep/v1", "apiVersion: v1", `pack.yaml:2:13: the apiVersion is "v1"; write apiVersion: sysprep/v1`},
	{"pack.yaml", "title:", "titel:", `pack.yaml:6:1: unknown key "titel"; remove it; perhaps "title" is meant`},
	{"pack.yaml", "id: example/brim", "id: Example Brim", `pack.yaml:4:5: "Example Brim" is not the id of a pack; write owner/name in small letters, digits and dashes`},
	{"pack.yaml", "1.2.0", "1.2", `pack.yaml:5:10: "1.2" is not a version; write three numbers, such as 1.0.0`},
	{"pack.yaml", "language: en", "language: en\nlanguage: de", `pack.yaml:9:1: the key "language" is written twice; keep one of them`},
	{"pack.yaml", "lesson: full-brim", "lesson: full-brimm", `pack.yaml:15:13: there is no file lessons/full-brimm.md; write it, or mend the id; perhaps "full-brim" is meant`},
	{"pack.yaml", "  - deck: queues\n", "", `decks/queues.md:1:1: the syllabus does not list this file; add - deck: queues to the syllabus in pack.yaml, or remove the file`},
	{"pack.yaml", "retired: [old-brim,", "retired: [queues,", `pack.yaml:17:11: the id "queues" is retired but in use; give the new thing a new id`},
	{"pack.yaml", "first-draft", "q-length", `pack.yaml:17:21: the id "full-brim/q-length" is retired but in use; give the new thing a new id`},
	{"pack.yaml", `["Example Author"]`, `&a ["Example Author"]`, `pack.yaml:10:10: YAML anchors (&) are not used in packs; write the value out, or put quotes around text that begins with &`},
	{"pack.yaml", `license: CC-BY-4.0`, `license: !!str CC-BY-4.0`, `pack.yaml:9:10: YAML tags (!) are not used in packs; remove the tag, or put quotes around text that begins with !`},
	{"pack.yaml", `license: CC-BY-4.0`, `license: *a`, `pack.yaml:9:10: YAML aliases (*) are not used in packs; write the value out, or put quotes around text that begins with *`},
	{"pack.yaml", `license: CC-BY-4.0`, `<<: {license: CC-BY-4.0}`, `pack.yaml:9:1: YAML merge keys (<<) are not used in packs; write the keys out`},
	{"pack.yaml", `license: CC-BY-4.0`, `license:`, `pack.yaml:9:9: "license" has no value; write one, or remove the key`},
	{"pack.yaml", `license: CC-BY-4.0`, "license: \"CC-BY-4.0", `pack.yaml:10:12: this is not YAML that can be read: value is not allowed in this context. map key-value is pre-defined; check the indentation, and put quotes around text with a colon, # or a leading symbol`},
	{"pack.yaml", `title: "The full brim: queues"`, "title: The full brim: queues", `pack.yaml:6:8: this is not YAML that can be read: mapping value is not allowed in this context; check the indentation, and put quotes around text with a colon, # or a leading symbol`},
	{"pack.yaml", `retired: [old-brim, full-brim/first-draft]`, "retired: " + strings.Repeat("[", 30) + strings.Repeat("]", 30), `pack.yaml:17:34: this nests too deep; use at most 24 levels`},
	{lesson, "---\napiVersion", "apiVersion", `lessons/full-brim.md:1:1: the file does not begin with front matter; begin the file with ---, the keys apiVersion, kind, id and title, and --- again`},
	{lesson, "id: full-brim\n", "id: fuller-brim\n", `lessons/full-brim.md:4:5: the id "fuller-brim" is not the name of the file; call it "full-brim", or rename the file`},
	{lesson, "objectives: [load, queue-wait]", "objectives: [load, wait]", `lessons/full-brim.md:8:20: the pack has no objective "wait"; add it to objectives in pack.yaml, or mend the id; there are load, queue-wait`},
	{lesson, "minutes: 10", `minutes: "10"`, `lessons/full-brim.md:7:10: "minutes" is not a number of the right kind; write a whole number such as 5, without quotes`},
	{lesson, "# The full brim\n", "# The full brim\n\nOnce upon a time.\n", "lessons/full-brim.md:12:1: this text comes before the first step; put it after a step block, such as ```yaml step=read id=story"},
	{lesson, "step=read", "step=raed", `lessons/full-brim.md:12:1: there is no kind of step "raed"; perhaps "read" is meant`},
	{lesson, "id=story", "id=Story", `lessons/full-brim.md:12:1: the step has no id: "Story" is not one; write id= and a name of small letters, digits and dashes`},
	{lesson, "id=q-length", "id=p-wait", `lessons/full-brim.md:70:1: there is a step "p-wait" already; choose another id`},
	{lesson, "id=story", "id=story color=red", `lessons/full-brim.md:12:1: a step block has no "color=red"; write only yaml step=KIND id=ID here, and other keys inside the block`},
	{lesson, "prompt: \"The queue has room", "promt: \"The queue has room", `lessons/full-brim.md:24:1: unknown key "promt"; remove it; perhaps "prompt" is meant`},
	{lesson, "quantity: 2s", "quantity: two", `lessons/full-brim.md:25:20: "two" is not a quantity; write a number and its unit, such as 3000/s, 2s or 500`},
	{lesson, "value: 0.5s", "value: 0.5/s", `lessons/full-brim.md:25:55: the unit is "/s", but that of the answer is "s"; use the same unit`},
	{lesson, "tolerance: 10%", "tolerance: some", `lessons/full-brim.md:25:35: "tolerance": "some" is not a ratio; write a percentage such as 90%, or a number such as 0.9`},
	{lesson, "confidence: ask", "confidence: yes", `lessons/full-brim.md:26:13: confidence can't be "yes"; write confidence: ask, or remove the key`},
	{lesson, "answer: nobody", "answer: nobdy", `lessons/full-brim.md:37:9: the answer "nobdy" is not one of the choices; perhaps "nobody" is meant`},
	{lesson, "{id: all, text: \"Everybody, late\"}", "{id: nobody, text: \"Everybody, late\"}", `lessons/full-brim.md:34:9: there is a choice "nobody" already; choose another id`},
	{lesson, "after: [p-wait]", "after: [watch]", `lessons/full-brim.md:38:9: there is no earlier step "watch"; name one that comes before; there are p-wait, story`},
	{lesson, "scenario: small-store\nset", "scenario: small-stor\nset", `lessons/full-brim.md:44:11: there is no file scenarios/small-stor.yaml; write it, or mend the id; perhaps "small-store" is meant`},
	{lesson, "set: {queue: 800}", "set: {queues: 800}", `lessons/full-brim.md:45:7: scenario "small-store" has no knob "queues"; perhaps "queue" is meant`},
	{lesson, "set: {queue: 800}", "set: {queue: 80000}", `lessons/full-brim.md:45:14: knob queue can't be 80000...`},
	{lesson, "at: 40s", "at: 4s", `lessons/full-brim.md:49:10: this note is earlier than the one before it; put notes in the order of their times`},
	{lesson, "at: 40s", "at: 2m", `lessons/full-brim.md:49:10: this note comes after the end of the run at 60s; write an earlier time`},
	{lesson, "compare: [p-wait, p-callers]", "compare: [p-wait]", `lessons/full-brim.md:30:1: no simulation answers this prediction; name it in compare: of a later simulate or explore step, or make it step=quiz, which is answered at once`},
	{lesson, "compare: [p-wait, p-callers]", "compare: [p-wait, p-callers, story]", `lessons/full-brim.md:50:30: there is no earlier predict step "story"; name one that comes before; there are p-callers, p-wait`},
	{lesson, "claims: [overloaded]", "claims: [overload]", `lessons/full-brim.md:51:10: scenario "small-store" has no expect "overload"; perhaps "overloaded" is meant`},
	{lesson, "allow: [queue, attempts]", "allow: [queue, workers]", `lessons/full-brim.md:56:16: scenario "small-store" has no knob "workers"; there are attempts, queue`},
	{lesson, "goals: [answers]", "goals: [answer]", `lessons/full-brim.md:57:9: scenario "small-store" has no goal "answer"; perhaps "answers" is meant`},
	{lesson, "goals: [answers]", "goals: []", `lessons/full-brim.md:57:8: this challenge step has no goals; add goals: a list of goals of the scenario`},
	{lesson, "seeds: 20", "seeds: 2000", `lessons/full-brim.md:58:8: a challenge can't be judged over that many seeds; write a number from 1 to 1000`},
	{lesson, "expect: overloaded", "expect: overload", `lessons/full-brim.md:62:14: scenario "small-store" has no expect "overload"; perhaps "overloaded" is meant`},
	{lesson, "question: brim", "question: rim", `lessons/full-brim.md:66:11: there is no file rubrics/rim.yaml; write it, or mend the id; perhaps "brim" is meant`},
	{lesson, "items: [wait]", "items: [waits]", `lessons/full-brim.md:67:9: rubric "brim" has no item "waits"; perhaps "wait" is meant`},
	{lesson, "```\n\nThat was", "\n\nThat was", "lessons/full-brim.md:93:1: this step block does not end; close it with a line of ```"},
	{lesson, "step=debrief id=end\n```\n\nThat was the full brim.", "step=read id=end\n```\n", `lessons/full-brim.md:93:1: this read step has no text; write it after the block, as Markdown`},
	{scenario, "horizon: 60s", "horizon: 2h", `scenarios/small-store.yaml:5:10: a run can't last 7200s; write a horizon up to 1h, such as 240s`},
	{scenario, "workers: 10", "workers: 100000", `scenarios/small-store.yaml:14:14: workers is out of bounds; write a value from 0 to 10000`},
	{scenario, "rate: 600/s", "users: 200000", `scenarios/small-store.yaml:9:12: users is out of bounds; write a value from 0 to 100000`},
	{scenario, "rate: 600/s", "users: 100\n    think: {dist: constant, mean: 10us}", `scenarios/small-store.yaml:5:10: a run of this scenario would have more than 100,000,000 arrivals; lower the rates or the users, or shorten the horizon`},
	{scenario, "queue: 1000", "queue: many", `scenarios/small-store.yaml:16:12: "queue" is not a number of the right kind; write a whole number such as 5, without quotes`},
	{scenario, "rate: 600/s", "rate: 600", `scenarios/small-store.yaml:9:11: "rate": "600" is not a rate; write a number and /s, /min or /h, such as 3000/s`},
	{scenario, "does: [{call: read}]", "does: [{call: reed}]", `scenarios/small-store.yaml:11:19: there is no edge "reed"; perhaps "read" is meant`},
	{scenario, "to: db", "to: bd", `scenarios/small-store.yaml:18:33: there is no node "bd"; there are db, users`},
	{scenario, "dist: exponential", "dist: gaussian", `scenarios/small-store.yaml:15:14: node db: service.dist "gaussian"...`},
	{scenario, "path: nodes.db.queue", "path: nodes.db.room", `scenarios/small-store.yaml:20:37: knob queue: path "nodes.db.room"...`},
	{scenario, `max: "5000"`, `max: "50000000"`, `scenarios/small-store.yaml:20:69: this knob can turn queue out of bounds; write a value from 0 to 10000000`},
	{scenario, `, max: "5000"`, ``, `scenarios/small-store.yaml:20:5: this knob has no upper end; add max: in the notation of the value, or values: with a list`},
	{scenario, "metric: goodput_ratio, window: [30s, 60s], op: \">=\"", "metric: goodness, window: [30s, 60s], op: \">=\"", `scenarios/small-store.yaml:23:62: goal answers: there is no metric "goodness"...`},
	{scenario, "op: \"<=\"", "op: \"=<\"", `scenarios/small-store.yaml:25:99: expect overloaded: op "=<"...`},
	{scenario, "expect:\n", "expect:\n  - {id: overloaded, says: again, metric: goodput, op: \">=\", value: 1/s}\n", `scenarios/small-store.yaml:26:10: the id "overloaded" is used twice in expect; choose another id`},
	{rubric, "named: [queue]", "named: [quue]", `rubrics/brim.yaml:17:15: item "wait": in rule "quue": there is no group "quue"...`},
	{rubric, "objective: queue-wait", "objective: queue-weight", `rubrics/brim.yaml:11:16: the pack has no objective "queue-weight"; add it to objectives in pack.yaml, or mend the id; perhaps "queue-wait" is meant`},
	{rubric, "scenario: small-store", "scenario: small-shop", `rubrics/brim.yaml:23:56: there is no file scenarios/small-shop.yaml; write it, or mend the id; perhaps "small-store" is meant`},
	{rubric, `attempts: "<= 3"`, `attempts: "<= many"`, `rubrics/brim.yaml:23:87: the condition "<= many" of knob attempts needs a value after <=, or another knob...`},
	{rubric, `goals: [answers]`, `goals: [answer]`, `rubrics/brim.yaml:23:104: no challenge with scenario "small-store" has the goal "answer"; perhaps "answers" is meant`},
	{rubric, "section:", "sektion:", `rubrics/brim.yaml:9:5: unknown key "sektion"; remove it; perhaps "section" is meant`},
	{"lexicon.yaml", "kind: Lexicon", "kind: Words", `lexicon.yaml:2:7: the kind is "Words"; write kind: Lexicon`},
	{deck, "^rule", "", `decks/queues.md:10:1: this card has no id; write Q: and a question, ^id, and on the next line A: and the answer; or C: and a sentence with [hidden words] and ^id`},
	{deck, "^rule", "^wait", `decks/queues.md:10:1: there is a card "wait" already; choose another id`},
	{deck, "A: Its length", "B: Its length", `decks/queues.md:7:1: this card has no answer; write Q: and a question, ^id, and on the next line A: and the answer; or C: and a sentence with [hidden words] and ^id`},
	{deck, "[wait] is below the [caller's timeout]", "wait is below", `decks/queues.md:10:1: this card hides no words; write Q: and a question, ^id, and on the next line A: and the answer; or C: and a sentence with [hidden words] and ^id`},
}

func TestEachFaultIsToldWhereAndWhat(t *testing.T) {
	for _, c := range brokenPacks {
		t.Run(c.file+" "+c.new, func(t *testing.T) {
			pack := goodPack(t)
			whole := string(pack[c.file].Data)
			if !strings.Contains(whole, c.old) {
				t.Fatalf("%s does not hold %q", c.file, c.old)
			}
			pack[c.file].Data = []byte(strings.Replace(whole, c.old, c.new, 1))
			_, err := content.Open(pack)
			if err == nil {
				t.Fatal("the pack opened")
			}
			head, open := strings.CutSuffix(c.want, "...")
			if err.Error() != c.want && !(open && strings.HasPrefix(err.Error(), head) && !strings.Contains(err.Error(), "\n")) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.ReplaceAll(err.Error(), "\n", "\n\t"), c.want)
			}
		})
	}
}
