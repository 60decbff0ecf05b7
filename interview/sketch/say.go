package sketch

import "fmt"

// Words say what a box is, for its drawing: the most important first.
func (b Box) Words() []string {
	var words []string
	add := func(ok bool, format string, args ...any) {
		if ok {
			words = append(words, fmt.Sprintf(format, args...))
		}
	}
	add(b.Rate > 0, "%s", b.Rate)
	add(b.Kind == Cache && b.Hit > 0, "hit %s", b.Hit)
	switch {
	case b.Workers > 0 && b.Work > 0:
		add(true, "%d × %s", max(b.Copies, 1)*b.Workers, b.Work)
	case b.Work > 0:
		add(true, "%s", b.Work)
	case b.Workers > 0:
		add(true, "%d workers", max(b.Copies, 1)*b.Workers)
	}
	add(b.Sharded, "%d shards", b.Copies)
	add(!b.Sharded && b.Copies > 1, "x%d", b.Copies)
	add(b.Queue > 0, "queue %d", b.Queue)
	add(b.Queue < 0, "no queue")
	return words
}
