package content

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"sysprep/scenarios"
)

const (
	referenceFile = "../docs/pack-reference.md"
	metricsBegin  = "<!-- metrics: written by go test ./content -run Reference -update -->\n"
	metricsEnd    = "<!-- end of metrics -->\n"
)

// unitWords are the units of metrics as values are written in packs.
var unitWords = map[scenarios.Unit]string{
	scenarios.PerSecond: "`200/s`", scenarios.Share: "`90%`", scenarios.Seconds: "`150ms`", scenarios.Count: "number", scenarios.Bits: "`10Mbit/s`",
}

// metricTables lists the metrics of the three models.
func metricTables() string {
	var b strings.Builder
	for _, m := range []struct{ model, of string }{
		{scenarios.ModelRequests, "Of requests (the usual model)"}, {scenarios.ModelTransport, "Of `model: transport`"}, {scenarios.ModelLog, "Of `model: log`"},
	} {
		fmt.Fprintf(&b, "\n### %s\n\n| metric | values | of | meaning |\n| --- | --- | --- | --- |\n", m.of)
		for _, metric := range (&scenarios.Scenario{Model: m.model}).Metrics() {
			of := metric.Kind
			switch of {
			case "":
				of = "the whole system"
			case "store":
				of = "a store or service"
			default:
				of = "a " + of
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", metric.ID, unitWords[metric.Unit], of, strings.ReplaceAll(metric.Help, "|", "\\|"))
		}
	}
	return b.String() + "\n"
}

// The reference lists the metrics that there are, in the words of the program; -update writes them anew.
func TestReferenceListsTheMetrics(t *testing.T) {
	data, err := os.ReadFile(referenceFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), metricsBegin)
	have, after, closed := strings.Cut(rest, metricsEnd)
	if !ok || !closed {
		t.Fatalf("%s has no place for the metrics", referenceFile)
	}
	want := metricTables()
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(referenceFile, []byte(before+metricsBegin+want+metricsEnd+after), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if have != want {
		t.Errorf("%s does not have the metrics as they are: go test ./content -run Reference -update", referenceFile)
	}
}

// What the reference says of rules, sections and steps is there: each name in it is one of the program's.
func TestReferenceNamesTheSectionsAndSteps(t *testing.T) {
	data, err := os.ReadFile(referenceFile)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, section := range checklistSections {
		if !strings.Contains(text, "`"+section+"`") {
			t.Errorf("the section %s is not in the reference", section)
		}
	}
	for _, key := range []string{"follow_ups", "misconceptions", "veto", "hints", "model_answer", "background", "things", "pass_rate", "boundary", "coalesce", "fail_fast", "ttl_spread", "lookup", "zipf", "zero"} {
		if !strings.Contains(text, key) {
			t.Errorf("the key %s is not in the reference", key)
		}
	}
}
