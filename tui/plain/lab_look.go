package plain

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"sysprep/scenarios"
)

// node inspects the node of a label or id, or lists them.
func (l *laboratory) node(_ context.Context, args string) error {
	nodes := l.run.Picture().Nodes
	for i, n := range nodes {
		if strings.EqualFold(n.Label, args) || args == strconv.Itoa(i+1) {
			l.facts(l.run.InspectNode(i))
			return nil
		}
	}
	if args != "" {
		l.say(fmt.Sprintf("There is no node %q. These are the nodes:", args))
	}
	for i, n := range nodes {
		l.hang(fmt.Sprintf("%d. ", i+1), n.Label+", a "+n.Kind)
	}
	return nil
}

func (l *laboratory) edge(_ context.Context, args string) error {
	p := l.run.Picture()
	if i, err := strconv.Atoi(args); err == nil && i >= 1 && i <= len(p.Edges) {
		l.facts(l.run.InspectEdge(i - 1))
		return nil
	}
	if args != "" {
		l.say(fmt.Sprintf("There is no edge %s. These are the edges:", args))
	}
	for i, e := range p.Edges {
		l.hang(fmt.Sprintf("%d. ", i+1), p.Nodes[e.From].Label+" to "+p.Nodes[e.To].Label)
	}
	return nil
}

// facts tells what is known of a node or an edge.
func (l *laboratory) facts(f scenarios.Facts) {
	l.say(sentence(strings.ReplaceAll(f.Title, "→", "to")))
	for _, g := range f.Groups {
		var parts []string
		for _, x := range g.Facts {
			parts = append(parts, strings.TrimSpace(x.Name+" "+x.Value))
		}
		l.hang("- ", sentence(g.Title+": "+strings.Join(parts, "; ")))
	}
}

// mostListed is how many requests are listed at a time.
const mostListed = 15

func (l *laboratory) requests(_ context.Context, args string) error {
	if args != "" && args != "failed" {
		l.say("Type requests, or requests failed.")
		return nil
	}
	if !l.traced {
		_, offered := l.run.Result().Flow()
		if err := l.run.TraceBack(1, max(1, int64(offered/25))); err != nil {
			l.say(sentence(err.Error()))
			return nil
		}
		l.traced = true
	}
	all := l.run.RequestTraces()
	told := 0
	for i := len(all) - 1; i >= 0 && told < mostListed; i-- {
		t := all[i]
		if args == "failed" && (t.OK || t.Ended > l.run.Now()) {
			continue
		}
		life := l.run.Life(&t)
		l.hang("- ", fmt.Sprintf("Request %d, came at %s: %s.", life.Number, clock(life.Arrived), life.Outcome))
		told++
	}
	if told == 0 {
		l.say("None is followed yet: type on to run on.")
		return nil
	}
	l.say("request NUMBER tells the life of one.")
	return nil
}

func (l *laboratory) request(_ context.Context, args string) error {
	n, err := strconv.ParseInt(args, 10, 64)
	if err != nil || n < 1 {
		l.say("Type the number of a request, such as request 1200; requests lists some.")
		return nil
	}
	life, ok, err := l.run.Request(n)
	switch {
	case err != nil:
		l.say(sentence(err.Error()))
		return nil
	case !ok:
		l.say(fmt.Sprintf("Request %d has not come yet at %s.", n, clock(l.run.Now())))
		return nil
	}
	l.say(fmt.Sprintf("Request %d of %s, for key %d, came at %s: %s.", life.Number, life.Client, life.Key, clock(life.Arrived), life.Outcome))
	for _, m := range life.Moments {
		text := strings.NewReplacer("→", "to", "←", "from").Replace(m.Text)
		l.hang("- ", fmt.Sprintf("After %s, %s. Believed: %s. True: %s.", scenarios.SpanText(m.At-life.Arrived), text, m.Believes, m.True))
	}
	return nil
}
