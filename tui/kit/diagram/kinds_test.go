package diagram

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"sysprep/engine"
	"sysprep/tui/kit"
)

func plain(d *Diagram) string {
	return ansiStrip(d.Render(kit.NewTheme(kit.Dark, colorprofile.ASCII)))
}

// TestAServiceShowsItsWorkersFirst: it is its workers that callers wait for, and a
// store's queue.
func TestAServiceShowsItsWorkersFirst(t *testing.T) {
	d := New([]Node{
		{Label: "users", Kind: Client},
		{Label: "api", Kind: Service, Queue: 3, Cap: 100, Busy: 4, Workers: 8, Lines: []string{"90 done/s"}},
		{Label: "db", Kind: Store, Queue: 7, Cap: 100, Busy: 2, Workers: 5},
	}, []Edge{{From: 0, To: 1}, {From: 1, To: 2}})
	d.Resize(110, 14)
	text := plain(d)
	rank := func(word string) int {
		for i, l := range strings.Split(text, "\n") {
			if strings.Contains(l, word) {
				return i
			}
		}
		t.Fatalf("%q is not drawn:\n%s", word, text)
		return 0
	}
	if rank("4/8 busy") > rank("queue 3") || rank("2/5 busy") < rank("queue 7") || rank("90 done/s") == 0 {
		t.Errorf("a service has its workers above its queue, a store below:\n%s", text)
	}
}

// TestAClusterFitsBesideItsLeader: five replicas and a client at the height that the
// lab has on a screen of 40 rows, with the leader marked.
func TestAClusterFitsBesideItsLeader(t *testing.T) {
	nodes := []Node{{Label: "app", Kind: Client}}
	edges := []Edge{{From: 0, To: 1}}
	for i, name := range []string{"Virginia", "Oregon", "Ireland", "Tokyo", "Singapore"} {
		nodes = append(nodes, Node{Label: name, Kind: Replica, Lines: []string{"term 3"}, Leads: i == 0, Down: i == 4})
		if i > 0 {
			edges = append(edges, Edge{From: 1, To: i + 1})
		}
	}
	d := New(nodes, edges)
	d.Names[engine.MsgRetry] = "heartbeat"
	d.Spawn(engine.Message{Edge: 1, Kind: engine.MsgRetry})
	d.Resize(72, 15)
	text := plain(d)
	if d.Compact() || !strings.Contains(text, kit.GlyphLeader+" Virginia") || strings.Count(text, kit.GlyphLeader) != 1 || !strings.Contains(text, "down") {
		t.Errorf("the cluster is not drawn in boxes, or its leader not marked:\n%s", text)
	}
	if l := ansiStrip(d.Legend(kit.NewTheme(kit.Dark, colorprofile.ASCII), 70)); !strings.Contains(l, "heartbeat") {
		t.Errorf("the legend is %q", l)
	}
	d.Resize(72, 7)
	if text := plain(d); !d.plan.rail || !strings.Contains(text, kit.GlyphLeader+" Virginia") {
		t.Errorf("where there is no room the leader is not marked:\n%s", text)
	}
}
