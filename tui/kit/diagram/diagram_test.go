package diagram

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"pgregory.net/rapid"

	"sysprep/engine"
	"sysprep/tui/kit"
	"sysprep/tui/kit/golden"
)

// collapsed is the cache story three minutes after the flush.
func collapsed() *Diagram {
	var get, miss Rates
	get[engine.MsgRequest], get[engine.MsgHit] = 3000, 60
	miss[engine.MsgRequest], miss[engine.MsgRetry] = 2940, 5400
	miss[engine.MsgReply], miss[engine.MsgGhost], miss[engine.MsgReject] = 6, 494, 7800
	return New([]Node{
		{Label: "users", Kind: Client, Lines: []string{"3000/s", "6/s answered"}},
		{Label: "cache", Kind: Cache, Lines: []string{"hit 2 %", "118 rows"}},
		{Label: "database", Kind: Store, Lines: []string{"500/s at most"}, Queue: 1000, Cap: 1000, Busy: 10, Workers: 10, Ghosts: 640},
	}, []Edge{{From: 0, To: 1, Label: "get", Rates: get}, {From: 0, To: 2, Label: "miss", Rates: miss}})
}

// run feeds messages by the rates of the edges, one in a hundred, for some frames.
func run(d *Diagram, from, frames int) {
	for f := from; f < from+frames; f++ {
		for i := range d.Edges {
			for k, r := range d.Edges[i].Rates {
				n := int(r/3000*float64(f+1)) - int(r/3000*float64(f)) // sampled: one in a hundred, 30 frames a second
				for range n {
					d.Spawn(engine.Message{Edge: i, Kind: engine.MessageKind(k)})
				}
			}
		}
		if f%20 == 0 {
			d.Spawn(engine.Message{Edge: -1, Node: 0, Kind: engine.MsgDrop})
		}
		d.Advance(kit.FrameTime)
	}
}

func TestGolden(t *testing.T) {
	for _, tc := range []struct {
		name  string
		mode  kit.Mode
		prof  colorprofile.Profile
		w, h  int
		still bool
	}{
		{"78x9-dark", kit.Dark, colorprofile.TrueColor, 78, 9, false},
		{"118x14-dark", kit.Dark, colorprofile.ANSI256, 118, 14, false},
		{"118x14-light", kit.Light, colorprofile.TrueColor, 118, 14, false},
		{"78x9-no-color", kit.Dark, colorprofile.ASCII, 78, 9, false},
		{"78x9-still", kit.Dark, colorprofile.ASCII, 78, 9, true},
		{"58x5-compact", kit.Light, colorprofile.TrueColor, 58, 5, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			th := kit.NewTheme(tc.mode, tc.prof)
			d := collapsed()
			d.Resize(tc.w, tc.h)
			d.SetStill(tc.still)
			run(d, 0, 300)
			golden.Check(t, tc.name, d.Render(th)+"\n"+d.Legend(th, tc.w))
		})
	}
}

// The story's picture: a look-aside cache between users and database, the way of
// the misses below it, and each lane straight.
func TestTheStoryIsDrawnStraight(t *testing.T) {
	for _, size := range [][2]int{{78, 8}, {78, 9}, {78, 10}, {100, 12}, {118, 14}} {
		d := collapsed()
		d.Resize(size[0], size[1])
		if d.Compact() {
			t.Errorf("%v: there are no boxes", size)
			continue
		}
		b := d.plan.boxes
		if !(b[0].x < b[1].x && b[1].x < b[2].x) {
			t.Errorf("%v: users, cache and database stand at columns %d, %d, %d", size, b[0].x, b[1].x, b[2].x)
		}
		for i, l := range d.plan.lanes {
			for _, c := range l.cells {
				if c.y != l.cells[0].y {
					t.Errorf("%v: lane %d bends", size, i)
					break
				}
			}
		}
		if got := d.plan.count[1]; size[1] >= 9 && got != 3 {
			t.Errorf("%v: the misses have %d lanes, want 3", size, got)
		}
	}
}

func TestEachKindDiffersByShape(t *testing.T) {
	seen := map[string]int{}
	for k := range look {
		if was, ok := seen[look[k].glyph]; ok {
			t.Errorf("kinds %d and %d are both drawn as %s", was, k, look[k].glyph)
		}
		seen[look[k].glyph] = k
		if kit.Width(look[k].glyph) != 1 {
			t.Errorf("%s is %d cells wide, want 1", look[k].glyph, kit.Width(look[k].glyph))
		}
	}
}

// Any system of up to 12 nodes: boxes lie within the picture and apart, no lane
// runs through a box, each lane is unbroken from box to box, and the layout is
// the same each time.
func TestLayoutOfAnySystem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "nodes")
		nodes := make([]Node, n)
		for i := range nodes {
			nodes[i] = Node{
				Label: rapid.StringMatching(`[a-z日]{1,14}`).Draw(t, "label"), Kind: Kind(rapid.IntRange(0, int(Replica)).Draw(t, "kind")),
				Cap: rapid.IntRange(0, 1).Draw(t, "cap") * 100, Workers: rapid.IntRange(0, 30).Draw(t, "workers"),
				Queue: rapid.IntRange(0, 100).Draw(t, "queue"), Ghosts: rapid.IntRange(0, 200).Draw(t, "ghosts"),
			}
		}
		edges := make([]Edge, rapid.IntRange(0, 14).Draw(t, "edges"))
		for i := range edges {
			edges[i] = Edge{From: rapid.IntRange(0, n-1).Draw(t, "from"), To: rapid.IntRange(0, n-1).Draw(t, "to"), Rates: Rates{100, 5, 90}}
		}
		w, h := rapid.IntRange(20, 200).Draw(t, "w"), rapid.IntRange(1, 60).Draw(t, "h")
		d := New(nodes, edges)
		d.Resize(w, h)
		run(d, 0, 30)
		d.Render(kit.NewTheme(kit.Dark, colorprofile.ASCII))
		again := New(nodes, edges)
		again.Resize(w, h)
		if fmt.Sprint(again.plan) != fmt.Sprint(d.plan) {
			t.Fatal("the same system is laid out in two ways")
		}
		switch {
		case d.plan.rail:
			checkRails(t, d, w, h)
		case !d.Compact():
			checkPlan(t, d, w, h)
		case w >= 58 && h >= n:
			t.Fatal("a system of up to 12 nodes is only told, not drawn")
		}
	})
}

func checkPlan(t *rapid.T, d *Diagram, w, h int) {
	owner := map[point]int{}
	for i, b := range d.plan.boxes {
		if b.x < 0 || b.y < 0 || b.x+b.w > w || b.y+b.h > h {
			t.Fatalf("box %d at %v leaves the picture of %dx%d", i, b, w, h)
		}
		for y := b.y; y < b.y+b.h; y++ {
			for x := b.x; x < b.x+b.w; x++ {
				if was, ok := owner[point{x, y}]; ok {
					t.Fatalf("boxes %d and %d overlap at %d,%d", was, i, x, y)
				}
				owner[point{x, y}] = i
			}
		}
	}
	for i, l := range d.plan.lanes {
		if l.edge < 0 {
			continue
		}
		for j, c := range l.cells {
			if box, ok := owner[c]; ok {
				t.Fatalf("lane %d runs through box %d at %v", i, box, c)
			}
			if j > 0 {
				p := l.cells[j-1]
				if d := (c.x-p.x)*(c.x-p.x) + (c.y-p.y)*(c.y-p.y); d != 1 {
					t.Fatalf("lane %d is broken between %v and %v", i, p, c)
				}
			}
		}
		e := d.Edges[l.edge]
		from, to := e.From, e.To
		if l.back {
			from, to = to, from
		}
		first, last := l.cells[0], l.cells[len(l.cells)-1]
		if !beside(first, d.plan.boxes[from]) || !beside(last, d.plan.boxes[to]) {
			t.Fatalf("lane %d goes from %v to %v, not from box %d to box %d", i, first, last, from, to)
		}
	}
}

func beside(c point, b rect) bool {
	return (c.x == b.x-1 || c.x == b.x+b.w) && c.y > b.y && c.y < b.y+b.h-1
}

func TestMessagesArriveAndLeave(t *testing.T) {
	d := collapsed()
	d.Resize(78, 9)
	d.Spawn(engine.Message{Edge: 1, Kind: engine.MsgRequest})
	th := kit.NewTheme(kit.Dark, colorprofile.ASCII)
	if strings.Contains(d.Render(th), kit.GlyphRequest) {
		t.Fatal("a message is drawn before time has passed")
	}
	d.Advance(stepTime)
	lane := d.flow.cells[d.plan.first[1]]
	if lane[0] == 0 {
		t.Fatal("the message did not enter its lane")
	}
	for range len(lane) - 1 {
		d.Advance(stepTime)
	}
	if lane[len(lane)-1] == 0 || !d.Moving() {
		t.Fatal("the message is not at the end of its lane")
	}
	d.Advance(stepTime)
	if d.Moving() {
		t.Fatal("the message never left")
	}
}

// A full lane shows kinds by the root of what arrived, not only the first or the
// most frequent: 100 to 4 becomes 5 to 1.
func TestAFullLaneShowsAllKinds(t *testing.T) {
	d := collapsed()
	d.Resize(118, 14)
	back := d.plan.first[1] + 2
	count := map[uint8]int{}
	for range 2000 {
		for range 100 {
			d.Spawn(engine.Message{Edge: 1, Kind: engine.MsgReject})
		}
		for range 4 {
			d.Spawn(engine.Message{Edge: 1, Kind: engine.MsgGhost})
		}
		d.Advance(stepTime)
		count[d.flow.cells[back][0]]++
	}
	rejects, ghosts := count[uint8(engine.MsgReject)+1], count[uint8(engine.MsgGhost)+1]
	if ghosts == 0 || rejects < 4*ghosts || rejects > 6*ghosts {
		t.Errorf("100 rejects to 4 ghosts are drawn as %d to %d", rejects, ghosts)
	}
}

func TestStillDrawsRatesAndNothingMoves(t *testing.T) {
	d := collapsed()
	d.Resize(118, 14)
	d.SetStill(true)
	run(d, 0, 60)
	th := kit.NewTheme(kit.Dark, colorprofile.ASCII)
	before := d.Render(th)
	run(d, 60, 60)
	if d.Moving() || d.Render(th) != before {
		t.Error("something moves")
	}
	for _, want := range []string{"▸ 2940/s", "» 5400/s", "◂ 6/s", "○ 494/s", "× 7800/s"} {
		if !strings.Contains(ansiStrip(before), want) {
			t.Errorf("the drawing lacks %q:\n%s", want, before)
		}
	}
}

func ansiStrip(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == 0x1b {
			for i < len(s) && s[i] != 'm' {
				i++
			}
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// What is written on lanes stays on them.
func TestRatesLeaveTheBoxesWhole(t *testing.T) {
	for w := 60; w <= 120; w++ {
		d := collapsed()
		d.Resize(w, 9)
		d.SetStill(true)
		cv := kit.NewCanvas(w, 9)
		d.Draw(cv, 0, 0)
		for i, b := range d.plan.boxes {
			for y := b.y + 1; y < b.y+b.h-1; y++ {
				for _, x := range []int{b.x, b.x + b.w - 1} {
					if s, _ := cv.At(x, y); s != "│" && s != "├" && s != "┤" {
						t.Fatalf("at width %d the side of box %d is %q at %d,%d:\n%s", w, i, s, x, y, cv)
					}
				}
			}
		}
	}
}

func TestUnknownEdgesAndNodesAreIgnored(t *testing.T) {
	d := collapsed()
	d.Resize(78, 9)
	for _, m := range []engine.Message{{Edge: 9}, {Edge: -1}, {Edge: -1, Node: 99, Kind: engine.MsgDrop}, {Kind: 99}} {
		d.Spawn(m)
	}
	d.Advance(stepTime)
	for i, cells := range d.flow.cells {
		for _, c := range cells {
			if c != 0 {
				t.Errorf("lane %d carries something", i)
			}
		}
	}
}

// bytesPerFrame is what a renderer that sends changed cells sends for each of
// many frames of the running story.
func bytesPerFrame(prof colorprofile.Profile, w, h int) float64 {
	th := kit.NewTheme(kit.Dark, prof)
	d := collapsed()
	d.Resize(w, h)
	cv := kit.NewCanvas(w, h)
	var out bytes.Buffer
	r := uv.NewTerminalRenderer(&out, []string{"TERM=xterm-256color", "COLORTERM=truecolor"})
	r.SetColorProfile(prof)
	r.SetFullscreen(true)
	r.Resize(w, h)
	buf := uv.NewScreenBuffer(w, h)
	const warm, frames = 120, 300
	sent := 0
	for f := range warm + frames {
		run(d, f, 1)
		cv.Clear()
		d.Draw(cv, 0, 0)
		uv.NewStyledString(strings.ReplaceAll(cv.Render(th), "\n", "\r\n")).Draw(buf, buf.Bounds())
		r.Render(buf.RenderBuffer)
		_ = r.Flush()
		if f >= warm {
			sent += out.Len()
		}
		out.Reset()
	}
	return float64(sent) / frames
}

// The budget of the animated lab is 20 KB/s at 30 frames a second, charts included.
func TestAnimationIsCheap(t *testing.T) {
	for _, tc := range []struct {
		prof colorprofile.Profile
		w, h int
		most float64
	}{
		{colorprofile.TrueColor, 78, 9, 450},
		{colorprofile.ANSI256, 78, 9, 350},
		{colorprofile.TrueColor, 118, 14, 500},
	} {
		got := bytesPerFrame(tc.prof, tc.w, tc.h)
		t.Logf("%v at %dx%d: %.0f bytes a frame, %.1f KB/s", tc.prof, tc.w, tc.h, got, got*30/1000)
		if got > tc.most || got == 0 {
			t.Errorf("%v at %dx%d: %.0f bytes a frame, want more than 0 and at most %.0f", tc.prof, tc.w, tc.h, got, tc.most)
		}
	}
}

func BenchmarkFrame(b *testing.B) {
	th := kit.NewTheme(kit.Dark, colorprofile.TrueColor)
	d := collapsed()
	d.Resize(118, 14)
	cv := kit.NewCanvas(118, 14)
	b.ReportAllocs()
	f := 0
	for b.Loop() {
		run(d, f, 1)
		f++
		cv.Clear()
		d.Draw(cv, 0, 0)
		_ = cv.Render(th)
	}
	b.ReportMetric(bytesPerFrame(colorprofile.TrueColor, 118, 14), "B/frame")
}

func BenchmarkAdvance(b *testing.B) {
	d := collapsed()
	d.Resize(118, 14)
	b.ReportAllocs()
	for b.Loop() {
		d.Advance(33 * time.Millisecond)
	}
}
