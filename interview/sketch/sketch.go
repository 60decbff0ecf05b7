package sketch

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sysprep/scenarios"
)

// Kind is what a box is.
type Kind string

// Kinds of boxes.
const (
	Client  Kind = "client"
	Service Kind = "service"
	Cache   Kind = "cache"
	Store   Kind = "store"
	Log     Kind = "log" // a queue that answers once it holds the message
)

var kinds = []Kind{Client, Service, Cache, Store, Log}

// Sketch is a design of boxes and arrows.
type Sketch struct {
	Boxes  []Box
	Arrows []Arrow
}

// Box is one party; zero values stand for the defaults.
type Box struct {
	Name string
	Kind Kind
	Line int // of the sketch, from 1

	Rate     scenarios.Rate     // of a client; 0: the task's load
	Copies   int                // instances; 1
	Sharded  bool               // the copies are shards: a key lives on one of them
	Workers  int                // at a time, of each copy
	Work     scenarios.Duration // mean of a request
	Queue    int                // most that wait at each copy; -1: none may
	Hit      scenarios.Ratio    // of a cache
	TTL      scenarios.Duration
	Admit    scenarios.Rate // of a client: most that are let in
	FailFast bool
	Order    string // "lifo", "adaptive"
	CoDel    bool
}

// Arrow is a path for calls; zero values stand for the defaults.
type Arrow struct {
	From, To string
	Line     int

	Latency  scenarios.Duration
	Timeout  scenarios.Duration
	Attempts int
	Backoff  scenarios.Duration
	Jitter   bool
	Budget   scenarios.Ratio
	Hedge    scenarios.Duration
	Limit    int
	Breaker  bool
	Deadline bool
	Late     string // "fill", "cancel"
	Coalesce bool
}

// Problem is something in a sketch that can't be understood or run. Line is from 1; 0 is the whole.
type Problem struct {
	Line int
	Text string
}

func (p Problem) String() string {
	if p.Line == 0 {
		return p.Text
	}
	return fmt.Sprintf("line %d: %s", p.Line, p.Text)
}

// Bounds of a sketch.
const (
	mostBytes  = 16 << 10
	mostBoxes  = 12
	mostArrows = 40
	mostCount  = 100_000 // copies, workers, queue
)

var namePattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,23}$`)

// Parse reads a sketch. What it understands it returns, with a problem for each thing that it doesn't, so that a sketch
// can be drawn while it is being typed.
func Parse(text string) (*Sketch, []Problem) {
	r := &reader{sketch: &Sketch{}}
	if len(text) > mostBytes {
		return r.sketch, []Problem{{Text: fmt.Sprintf("the sketch is longer than %d KB: leave something out", mostBytes>>10)}}
	}
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(strings.ReplaceAll(strings.ReplaceAll(line, "→", "->"), "->", " -> "))
		if len(words) > 0 {
			r.line, r.words = i+1, words
			r.read()
		}
	}
	return r.sketch, r.problems
}

// reader reads one line after another.
type reader struct {
	sketch   *Sketch
	problems []Problem
	line     int
	words    []string
}

func (r *reader) problem(format string, args ...any) {
	if len(r.problems) < 50 {
		r.problems = append(r.problems, Problem{r.line, fmt.Sprintf(format, args...)})
	}
}

// take removes the next word of the line; it is empty at the end.
func (r *reader) take() string {
	if len(r.words) == 0 {
		return ""
	}
	w := r.words[0]
	r.words = r.words[1:]
	return w
}

// read reads a line: a box with its words, or a chain of arrows.
func (r *reader) read() {
	from := r.box(r.take())
	if from == "" {
		return
	}
	var last *Arrow
	for len(r.words) > 0 && r.words[0] == "->" {
		r.take()
		to := r.take()
		if to == "" {
			r.problem("the arrow leads nowhere: write a name after ->")
			return
		}
		if to = r.box(to); to == "" {
			return
		}
		if last = r.arrow(from, to); last == nil {
			return
		}
		from = to
	}
	if last != nil {
		r.arrowWords(last)
		return
	}
	if i := r.find(from); i >= 0 {
		r.boxWords(&r.sketch.Boxes[i])
	}
}

func (r *reader) find(name string) int {
	return slices.IndexFunc(r.sketch.Boxes, func(b Box) bool { return b.Name == name })
}

// box finds the box of that name, or adds it; empty if that can't be.
func (r *reader) box(name string) string {
	if !namePattern.MatchString(name) {
		r.problem("%q is not a name: begin with a letter, and use letters, digits and dashes", clip(name))
		return ""
	}
	name = strings.ToLower(name)
	if r.find(name) >= 0 {
		return name
	}
	if len(r.sketch.Boxes) == mostBoxes {
		r.problem("there are more than %d boxes: join some", mostBoxes)
		return ""
	}
	r.sketch.Boxes = append(r.sketch.Boxes, Box{Name: name, Kind: kindOf(name), Line: r.line})
	return name
}

// arrow finds the arrow between two boxes, or adds it.
func (r *reader) arrow(from, to string) *Arrow {
	if from == to {
		r.problem("the arrow leads from %s to itself", from)
		return nil
	}
	for i := range r.sketch.Arrows {
		if a := &r.sketch.Arrows[i]; a.From == from && a.To == to {
			return a
		}
	}
	if len(r.sketch.Arrows) == mostArrows {
		r.problem("there are more than %d arrows", mostArrows)
		return nil
	}
	r.sketch.Arrows = append(r.sketch.Arrows, Arrow{From: from, To: to, Line: r.line})
	return &r.sketch.Arrows[len(r.sketch.Arrows)-1]
}

// names that tell what a box is: parts of words.
var names = []struct {
	kind  Kind
	parts []string
}{
	{Client, []string{"user", "client", "device", "sensor", "browser", "mobile", "app-", "phone", "customer", "meter", "load"}},
	{Cache, []string{"cache", "redis", "memcache", "cdn"}},
	{Log, []string{"kafka", "log", "stream", "topic", "queue", "sqs", "kinesis", "bus", "pubsub"}},
	{Store, []string{"db", "database", "store", "postgres", "mysql", "sql", "dynamo", "cassandra", "storage", "s3", "disk", "shard", "kv", "ledger"}},
}

func kindOf(name string) Kind {
	for _, n := range names {
		for _, part := range n.parts {
			if strings.Contains(name, part) {
				return n.kind
			}
		}
	}
	return Service
}

// clip cuts what is quoted in a message.
func clip(text string) string {
	if r := []rune(text); len(r) > 30 {
		return string(r[:29]) + "…"
	}
	return text
}
