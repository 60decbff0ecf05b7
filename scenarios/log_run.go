package scenarios

import (
	"fmt"

	"sysprep/engine"
	"sysprep/engine/replog"
)

// logRun is a run of package engine/replog.
type logRun struct {
	*replog.Sim
	shown int              // the replica that is drawn as the leader: the last one, while there is none
	raw   []replog.Message // reused
}

func (q *logRun) now() engine.Time       { return engine.Time(q.Now()) }
func (q *logRun) runUntil(t engine.Time) { q.RunUntil(replog.Time(t)) }
func (q *logRun) fork() simulation       { return &logRun{Sim: q.Fork(), shown: q.shown} }

// Raster does nothing: the model has none.
func (q *logRun) Raster(int) {}

func (q *logRun) strike(o operation) error {
	for _, f := range o.log {
		if err := q.Inject(f); err != nil {
			return err
		}
	}
	return nil
}

func (q *logRun) reconfigure(s *Scenario) error {
	c, err := s.Log.build()
	if err != nil {
		return err
	}
	return q.Reconfigure(c)
}

func (q *logRun) fill(r *Result) {
	c, err := r.Scenario.Log.build()
	if err != nil {
		panic(err) // it was built before
	}
	r.Log = &LogRecord{Cluster: c, Windows: q.Windows()}
}

// leader is the replica that is drawn as the leader.
func (q *logRun) leader() int {
	if l := q.Leader(); l != replog.Nobody {
		q.shown = l
	}
	return q.shown
}

// The picture has an edge from each client to the leader, and then one from the leader
// to each other replica, in their order.

// messages are those between clients, the leader and its followers; what candidates
// say to others is not drawn.
func (q *logRun) messages(buf []engine.Message) []engine.Message {
	leader := q.leader()
	clients := q.Clients()
	q.raw = q.Feed(q.raw[:0])
	for _, m := range q.raw {
		out := engine.Message{At: engine.Time(m.At)}
		follower, ahead := m.To, true
		if m.From != leader {
			follower, ahead = m.From, false
		}
		switch m.Kind {
		case replog.MsgAsk:
			if m.To != leader {
				continue
			}
			out.Edge, out.Kind = m.From, engine.MsgRequest
			buf = append(buf, out)
			continue
		case replog.MsgAnswer, replog.MsgTurnAway:
			if m.From != leader {
				continue
			}
			out.Edge, out.Kind = m.To, engine.MsgReply
			if m.Kind == replog.MsgTurnAway {
				out.Kind = engine.MsgReject
			}
			buf = append(buf, out)
			continue
		case replog.MsgEntries, replog.MsgSnapshot:
			out.Kind = engine.MsgRequest
		case replog.MsgHeartbeat:
			out.Kind = engine.MsgRetry
		case replog.MsgAppended:
			out.Kind = engine.MsgReply
		default:
			out.Kind = engine.MsgGhost
		}
		if m.From != leader && m.To != leader || follower == leader || ahead == (out.Kind == engine.MsgReply) && out.Kind != engine.MsgGhost {
			continue
		}
		out.Edge = clients + follower
		if follower > leader {
			out.Edge--
		}
		buf = append(buf, out)
	}
	return buf
}

func (q *logRun) picture(s *Scenario) Picture {
	p := Picture{}
	p.Names[engine.MsgRequest], p.Names[engine.MsgRetry], p.Names[engine.MsgReply] = "write, entries", "heartbeat", "acknowledged"
	p.Names[engine.MsgGhost], p.Names[engine.MsgReject] = "vote", "ask another"
	var last *replog.Window
	if w := q.Windows(); len(w) > 0 {
		last = &w[len(w)-1]
	}
	leader, clients := q.leader(), len(s.Log.Clients)
	per := 1 / s.Window().Seconds()
	for i, k := range s.Log.Clients {
		n := PictureNode{Label: labelOf(k.Label, k.ID), Kind: "client", Lines: []string{"in " + k.Region}}
		e := PictureEdge{From: i, To: clients + leader}
		if last != nil && clients == 1 {
			n.Lines = []string{thousands(float64(last.Offered)*per) + " writes/s", thousands(float64(last.Acknowledged)*per) + " good", "in " + k.Region}
			e.Rates[engine.MsgRequest], e.Rates[engine.MsgReply] = float64(last.Offered)*per, float64(last.Acknowledged)*per
		}
		p.Nodes, p.Edges = append(p.Nodes, n), append(p.Edges, e)
	}
	for i, r := range s.Log.Replicas {
		p.Nodes = append(p.Nodes, q.replicaNode(&r, i, last))
		if i != leader {
			p.Edges = append(p.Edges, PictureEdge{From: clients + leader, To: clients + i})
		}
	}
	return p
}

func (q *logRun) replicaNode(r *Replica, i int, last *replog.Window) PictureNode {
	st := q.Replica(i)
	n := PictureNode{Label: labelOf(r.Label, r.ID), Kind: "replica", Down: !st.Up, Leads: i == q.Leader()}
	role := st.Role.String()
	switch {
	case !st.Up:
		role = "gone"
	case st.Replaying:
		role = "replays its log"
	case st.Restored > 0:
		role = fmt.Sprintf("restored %.0f %%", 100*st.Restored)
	case st.Learning:
		role = "learner"
	}
	n.Lines = []string{fmt.Sprintf("%s, term %d", role, st.Term)}
	if n.Leads && last != nil {
		n.Lines = append(n.Lines, "commit "+Metric{Unit: Seconds}.Format(last.CommitMean.Seconds()))
	}
	if st.Lag > 0 {
		n.Lines = append(n.Lines, "lacks "+thousands(float64(st.Lag)))
	}
	return n
}
