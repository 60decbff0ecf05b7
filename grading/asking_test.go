package grading

import (
	"slices"
	"strings"
	"testing"
)

func TestCuesFindWhatIsAskedFor(t *testing.T) {
	g, err := NewGrader(&Lexicon{Things: map[string][]string{
		"database": {"database", "db", "postgres"},
		"traffic":  {"traffic", "load", "qps", "rps", "requests .. second", "reads .. second"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	cues := g.NewCues([]Cue{
		{"load", []string{"How much traffic is there?", "How many requests per second do users send?", "What is the peak load?"}},
		{"database", []string{"How much can the database do?", "What is the capacity of the database?", "How many queries can the database handle?"}},
		{"timeout", []string{"How long do clients wait?", "What is the timeout of the callers?"}},
		{"consistency", []string{"May reads be stale?", "How fresh must the data be?", "Is stale data acceptable?"}},
	})
	for _, c := range []struct{ ask, want string }{
		{"What qps are we talking about?", "load"},
		{"What can the db take at most, its capacity?", "database"},
		{"how long will a client wait before giving up", "timeout"},
		{"Can I serve stale answers?", "consistency"},
		{"What's the load? And the timeout of clients?", "load timeout"},
		{"What is the load, and how long do callers wait?", "load timeout"},
		{"What did you have for lunch?", ""},
		{"", ""},
		{"???", ""},
	} {
		if got := cues.Asked(c.ask); !slices.Equal(got, strings.Fields(c.want)) {
			t.Errorf("%q asks for %v, want %q", c.ask, got, c.want)
		}
	}
}
