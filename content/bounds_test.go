package content

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"sysprep/scenarios"
)

// TestBoundsAreDocumented holds the table of docs/security.md to the constants.
func TestBoundsAreDocumented(t *testing.T) {
	data, err := os.ReadFile("../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if cells := strings.Split(line, "|"); len(cells) == 4 {
			rows[strings.TrimSpace(cells[1])] = strings.TrimSpace(cells[2])
		}
	}
	mb := func(n int) string { return strconv.Itoa(n>>20) + " MB" }
	for row, want := range map[string][]string{
		"a file, a pack":                                                        {mb(mostFileBytes), mb(mostPackBytes)},
		"files, folders in each other":                                          {commas(mostFiles), commas(mostFolders - 1)},
		"steps of a lesson, faults that are told":                               {commas(mostSteps), commas(mostFaults)},
		"levels of YAML, words of YAML in a file, in a pack":                    {commas(mostDepth), commas(mostTokens), commas(mostPackTokens)},
		"bytes of one value, of a title, of a step's text, of a side of a card": {commas(mostText), commas(mostLine), commas(mostMarkdown), commas(mostCard)},
		"bytes of an expression, parameters, values of one, variants in a pack": {commas(mostExpression), commas(mostParams), commas(mostValues), commas(mostVariants)},
		"nodes, edges, entries of other lists":                                  {commas(mostNodes), commas(mostEdges), commas(mostListed)},
		"instances of a node, workers, queue":                                   {commas(mostInstances), commas(mostWorkers), commas(mostQueue)},
		"users, requests a second of a client":                                  {commas(mostUsers), commas(mostRate)},
		"keys, those of Zipf laws together":                                     {commas(mostKeys), commas(mostRanks)},
		"knobs, their steps and values together":                                {commas(mostKnobs), commas(mostStops)},
		"a run: horizon, windows of metrics, arrivals, events":                  {commas(int(mostHorizon/3600e9)) + " h", commas(mostWindows), commas(mostArrivals), commas(scenarios.DefaultEventBudget)},
		"memory of a run's state, of its copies for rewinding":                  {commas(scenarios.MostStateBytes/1e6) + " MB", "256 MB"},
		"seeds of a challenge or expect":                                        {commas(mostSeeds)},
	} {
		if got := rows[row]; got != strings.Join(want, ", ") {
			t.Errorf("docs/security.md says %q of %s; want %q", got, row, strings.Join(want, ", "))
		}
	}
}

// commas writes 30000 as 30,000.
func commas(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
