package plain

import (
	"strings"
	"testing"
	"time"

	"sysprep/engine"
	"sysprep/scenarios"
)

func TestTimes(t *testing.T) {
	for _, tt := range []struct {
		text string
		want scenarios.Duration
		ok   bool
	}{
		{"2:00", 120e9, true},
		{"0:05", 5e9, true},
		{"120s", 120e9, true},
		{"1.5m", 90e9, true},
		{"2:60", 0, false},
		{":30", 0, false},
		{"2:", 0, false},
		{"soon", 0, false},
		{"-1:00", 0, false},
		{"999999:00", 0, false},
	} {
		got, err := parseClock(tt.text)
		if (err == nil) != tt.ok || got != tt.want {
			t.Errorf("parseClock(%q) = %v, %v", tt.text, got, err)
		}
	}
	for at, want := range map[engine.Time]string{0: "0:00", 63e9: "1:03", 90500e6: "1:30.5", 3600e9: "60:00"} {
		if got := clock(at); got != want {
			t.Errorf("clock(%d) = %s, not %s", at, got, want)
		}
	}
}

func TestWhen(t *testing.T) {
	late := time.Date(2026, 3, 2, 23, 0, 0, 0, time.Local)
	for hours, want := range map[int]string{-30: "today", 0: "today", 2: "tomorrow", 24: "tomorrow", 26: "in 2 days", 24 * 40: "on 11 April 2026"} {
		if got := when(late.Add(time.Duration(hours)*time.Hour), late); got != want {
			t.Errorf("%d hours from now is %q, not %q", hours, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{"": "", "knob x": "Knob x.", "Why?": "Why?", "éa": "Éa.", "a.": "A."} {
		if got := sentence(text); got != want {
			t.Errorf("sentence(%q) = %q, not %q", text, got, want)
		}
	}
}

func TestEither(t *testing.T) {
	for want, words := range map[string][]string{"": nil, "a": {"a"}, "a or b": {"a", "b"}, "a, b or c": {"a", "b", "c"}} {
		if got := either(words); got != want {
			t.Errorf("either(%q) = %q", words, got)
		}
	}
}

func TestRunWithoutCharts(t *testing.T) {
	sc := &scenarios.Scenario{
		ID: "s", Horizon: scenarios.Duration(20 * engine.Second),
		Nodes: []scenarios.Node{
			{ID: "u", Kind: "client", Rate: 100, Keys: scenarios.Keys{Count: 10}, Does: []scenarios.Step{{Call: "read"}}},
			{ID: "db", Kind: "store", Workers: 4, Queue: 10, Service: scenarios.Service{Dist: "constant", Mean: scenarios.Duration(5 * engine.Millisecond)}},
		},
		Edges: []scenarios.Edge{{ID: "read", From: "u", To: "db", Timeout: scenarios.Duration(engine.Second), Attempts: 1}},
	}
	run, err := sc.Start(nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	tk := newTalk(strings.NewReader(""), &out, 80)
	defer tk.close()
	tk.tell(run, []remark{{at: 17 * engine.Second, text: "Late."}, {at: 5 * engine.Second, text: "Early."}, {at: 99 * engine.Second, text: "Never."}})
	var heads []string
	for line := range strings.Lines(out.String()) {
		line = strings.TrimSpace(line)
		heads = append(heads, line[:min(12, len(line))])
	}
	got := strings.Join(heads, "|")
	if want := "0:05. Goodpu|0:05. Early.|0:15. Goodpu|0:17. Goodpu|0:17. Late.|0:20. Goodpu|The run is o"; got != want {
		t.Errorf("got  %s\nwant %s\n%s", got, want, out.String())
	}
}
