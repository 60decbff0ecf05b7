package plain

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"sysprep/content"
	"sysprep/engine"
)

// shelf keeps what is written to it.
type shelf map[string][]byte

func (s shelf) Write(path string, data []byte, replace bool) (string, error) {
	if _, ok := s[path]; ok && !replace {
		return path, fs.ErrExist
	}
	s[path] = data
	return path, nil
}

// inLab types lines into the lab of a scenario, and returns what it says.
func inLab(t *testing.T, id string, files shelf, lines ...string) string {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	run, err := pack.Scenarios.Of(id).Start(nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	run.Advance(70 * engine.Second)
	var out strings.Builder
	err = Lab(context.Background(), LabOptions{Run: run, In: strings.NewReader(strings.Join(lines, "\n") + "\n"), Out: &out, Width: 100, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestLabInWords does every act of the lab once, and what can't be done.
func TestLabInWords(t *testing.T) {
	files := shelf{}
	said := inLab(t, "cache-collapse", files,
		"requests failed", "node database", "node 9", "edge 2", "request 100", "request 99999999", "mark boom", "set queue 400", "set queue 9999999",
		"inject shed", "lift shed", "inject nothing", "to 10s", "go boom", "go nowhere", "marks", "hold", "compare 2", "set attempts 1", "compare 2",
		"sweep coalesce goodput_ratio", "sweep nothing", "judge 2", "export csv run.csv", "export csv run.csv", "export csv run.csv over", "export gif x", "link", "end", "q")
	for _, want := range []string{
		"came at 1:09", "lost after", "the queue's wait", "There is no node", "in flight for nobody", "Request 100 of users", "True:", "has not come yet",
		`"boom" marks 1:10.`, "queue is 400 at 1:10.", "choose a value from", "shed begins at 1:10.", "shed ends at 1:10.", "has no fault", "It is 0:10 of 4:00",
		"There is no bookmark", "- 1:10: boom", "Held as design A", "The two designs are the same", "B: attempts 1, queue 400", "Seeds 1 to 2", "on: Goodput ratio",
		"has no knob", "every goal reached in", "Written: run.csv", "run.csv is there already", "Type a form and a file",
		"sysprep lab cache-collapse --inject queue=400@70s --inject shed@70s --inject -shed@70s --inject attempts=1@70s --seed 1 --at 70s", "The run is over.",
	} {
		if !strings.Contains(said, want) && !strings.Contains(strings.ToLower(said), strings.ToLower(want)) {
			t.Errorf("it does not say %q", want)
		}
	}
	if t.Failed() {
		t.Log(said)
	}
	if !strings.HasPrefix(string(files["run.csv"]), "t,offered,goodput") {
		t.Errorf("the file is %.40q", files["run.csv"])
	}
}

// TestTwoFuturesInWords: time goes on in both on the same luck, what is done is done to one, and both can be compared.
func TestTwoFuturesInWords(t *testing.T) {
	said := inLab(t, "cache-collapse", shelf{},
		"other", "drop", "fork", "fork", "on 5s", "compare 2", "set queue 100", "on 30s", "compare 2", "to 60s", "other", "other", "end", "drop", "compare 2", "q")
	rest := said
	for _, want := range []string{
		"There is one future: type fork", "There is one future: type fork", "Forked at 1:10. You steer future B", "There are two futures already",
		"1:15.", "in both", "The two designs are the same", "queue is 100 at 1:15.", "in A,", "in B", "A: as it is. B: as it is; queue 100 at 1:15. Seeds 1 to 2",
		"Future B. It is 1:00 of 4:00", "You steer future A now.", "Future A. It is 1:00 of", "You steer future B now.", "The run is over. In A: ", "In B: ",
		"Future B is kept.", "A: as it is. B: queue 100. Seeds",
		"sysprep lab cache-collapse --inject queue=100@75s",
	} {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			t.Fatalf("it does not say %q there:\n%s", want, said)
		}
		rest = after
	}
}

// TestLabInWordsOfOtherModels: nodes and edges can be inspected, requests are refused.
func TestLabInWordsOfOtherModels(t *testing.T) {
	said := inLab(t, "wan-quorum", shelf{}, "node 1", "edge 1", "requests", "request 1", "on 5s")
	for _, want := range []string{"has no requests to follow", "Now: "} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q:\n%s", want, said)
		}
	}
}
