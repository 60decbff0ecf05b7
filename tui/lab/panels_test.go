package lab

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"sysprep/content"
	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// bench is a free lab that is driven by keys; commands are run until none is left.
type bench struct {
	t    *testing.T
	lab  free
	said []string
}

func newBench(t *testing.T, id string, to engine.Time) *bench {
	t.Helper()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	env := &screen.Env{Theme: kit.NewTheme(kit.Dark, colorprofile.ASCII), Files: screen.Disk{}}
	s, err := New(env, pack.Scenarios.Of(id), nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, lab: s.(free)}
	b.lab.lab.run.Advance(to)
	b.lab.lab.drawn.take(&b.lab.lab)
	b.send(screen.Resized{W: 78, H: 21})
	return b
}

func (b *bench) send(msg tea.Msg) {
	next, cmd := b.lab.Update(msg)
	b.lab = next.(free)
	b.do(cmd)
}

func (b *bench) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil, kit.TickMsg:
	case tea.BatchMsg:
		for _, c := range msg {
			b.do(c)
		}
	case screen.Notice:
		b.said = append(b.said, msg.Text)
	default:
		b.send(msg)
	}
}

// press presses keys by their names, and types what is no name.
func (b *bench) press(keys ...string) {
	b.t.Helper()
	named := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "left": tea.KeyLeft, "right": tea.KeyRight, "down": tea.KeyDown, "up": tea.KeyUp, "backspace": tea.KeyBackspace}
	for _, k := range keys {
		if code, ok := named[k]; ok {
			b.send(tea.KeyPressMsg{Code: code})
			continue
		}
		for _, r := range k {
			b.send(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
}

func (b *bench) screen() string { return ansi.Strip(strings.Join(b.lab.View(78, 21).Lines, "\n")) }

func (b *bench) sees(texts ...string) {
	b.t.Helper()
	for _, want := range texts {
		if !strings.Contains(b.screen(), want) {
			b.t.Errorf("%q is not on the screen:\n%s", want, b.screen())
		}
	}
}

func (b *bench) hears(want string) {
	b.t.Helper()
	if len(b.said) == 0 || !strings.Contains(b.said[len(b.said)-1], want) {
		b.t.Errorf("%q was not said, but %q", want, b.said)
	}
}

// TestInspecting walks from the nodes to the life of a request that failed.
func TestInspecting(t *testing.T) {
	b := newBench(t, "cache-collapse", 100*engine.Second)
	b.press("o")
	b.sees("[nodes]", "users · client", "requests under way", "rate")
	b.press("down", "down")
	b.sees("database · store", "queue", "workers busy", "the queue's wait")
	b.press("tab", "down")
	b.sees("users → database · read", "in flight for nobody", "timeout")
	b.press("tab", "f", "f")
	b.sees("[requests]", "failed, the last first", "✗", "lost after")
	b.press("enter")
	b.sees("Request ", "moment 1 of", "believed  user: waiting", "true      asked")
	for range 50 {
		b.press("right")
	}
	b.hears("this is its last moment")
	b.press("esc", "esc")
	if b.lab.lab.focus != onKnobs || b.lab.lab.run.Now() != 100*engine.Second {
		t.Errorf("looking moved the run to %v, or the focus to %d", b.lab.lab.run.Now(), b.lab.lab.focus)
	}
}

// TestTheListStandsStill: a list that races can't be read, so it is not taken anew each frame.
func TestTheListStandsStill(t *testing.T) {
	b := newBench(t, "cache-collapse", 20*engine.Second)
	b.press("o", "tab", "tab")
	l := &b.lab.lab
	was := l.panel.(inspector)
	l.run.Advance(40 * engine.Second)
	if now := was.tick(l).(inspector); now.all[0].Number != was.all[0].Number {
		t.Error("the list moves within a quarter of a second")
	}
	if now := was.refresh(l); now.all[0].Number <= was.all[0].Number {
		t.Error("the list stands still for ever")
	}
}

// TestTheOtherModelsHaveNoRequests: nodes and edges are there all the same.
func TestTheOtherModelsHaveNoRequests(t *testing.T) {
	for _, id := range []string{"wan-quorum", "incast"} {
		b := newBench(t, id, 0)
		b.lab.lab.seek(20 * b.lab.lab.window())
		b.press("o", "tab", "tab")
		b.sees("there are no requests to follow")
		b.press("enter")
		b.hears("no request is listed")
	}
}

// TestBookmarks: one is set, named, listed, jumped to and removed.
func TestBookmarks(t *testing.T) {
	b := newBench(t, "cache-collapse", 30*engine.Second)
	b.press("m")
	b.sees("A bookmark at 0:30", "name: mark 1")
	b.press("backspace", "q?", "enter") // letters that are keys of the program elsewhere
	b.hears("“mark q?” marks 0:30")
	b.lab.lab.seek(90 * engine.Second)
	b.press("m", "enter", "M", "down")
	b.sees("0:30  mark q?", "1:30  mark 2")
	b.press("x")
	if len(b.lab.lab.marked) != 1 {
		t.Fatalf("%v are marked", b.lab.lab.marked)
	}
	b.press("enter")
	if b.lab.lab.run.Now() != 30*engine.Second {
		t.Errorf("the jump leads to %v", b.lab.lab.run.Now())
	}
	b.press("M", "x", "enter")
	b.hears("there are no bookmarks")
}

// TestComparing: the same design is refused; two differ, and the screen says how.
func TestComparing(t *testing.T) {
	b := newBench(t, "cache-collapse", 0)
	b.press("c", "enter")
	b.hears("the two designs are the same")
	b.press("esc", "C")
	b.hears("Held as design A")
	for range 3 {
		b.press("left")
	}
	b.press("c", "-")
	b.sees("A, held", "B, now", "≠ queue length", "seeds 1 to 10")
	b.press("enter")
	b.sees("recovery time", "never in A")
	b.press("esc", "f", "left", "c")
	b.sees("A, future A", "B, future B", "≠ queue length")
}

// TestSweeping: a knob is swept, and turned to a value that the chart shows.
func TestSweeping(t *testing.T) {
	b := newBench(t, "slow-shard", 0)
	b.press("s")
	b.sees("Sweep a knob", "seeds 1 to 5")
	b.press("-", "enter")
	b.sees("over seeds 1 to 3", "result ")
	p := b.lab.lab.panel.(sweep)
	b.press("right", "enter")
	want := p.response.Values[min(p.at+1, len(p.response.Values)-1)]
	if got := b.lab.lab.value(p.response.Knob); got != want {
		t.Errorf("the knob is at %s, want %s", got, want)
	}
}

// TestStoppedWorkIsDropped: news of a task that was stopped change nothing.
func TestStoppedWorkIsDropped(t *testing.T) {
	b := newBench(t, "slow-shard", 0)
	b.press("s")
	next, cmd := b.lab.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	b.lab = next.(free)
	b.press("x")
	b.do(cmd)
	if p := b.lab.lab.panel.(sweep); p.response != nil || p.task.running {
		t.Error("a sweep that was stopped has a result")
	}
}

// TestExporting writes each form, and replaces nothing unasked.
func TestExporting(t *testing.T) {
	t.Chdir(t.TempDir())
	b := newBench(t, "slow-shard", 20*engine.Second)
	for i, f := range Forms {
		b.press("e")
		for range i {
			b.press("down")
		}
		b.press("enter")
		name := "sysprep-slow-shard-seed1." + f.Ext
		b.sees("file: " + name)
		b.press("enter")
		b.hears("Written: ")
		data, err := os.ReadFile(name)
		if err != nil || len(data) < 100 {
			t.Fatalf("%s: %d bytes, %v", f.Name, len(data), err)
		}
		checkForm(t, f.Ext, data)
	}
	if err := os.WriteFile("sysprep-slow-shard-seed1.json", []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.press("e", "enter", "enter")
	b.sees("is there already")
	b.press("n", "2", "enter")
	b.hears("seed1.json2")
	if data, _ := os.ReadFile("sysprep-slow-shard-seed1.json"); string(data) != "mine" {
		t.Error("a file was replaced unasked")
	}
	b.press("e", "enter", "enter", "y")
	if data, _ := os.ReadFile("sysprep-slow-shard-seed1.json"); string(data) == "mine" {
		t.Error("a file was not replaced though that was asked for")
	}
	b.press("e", "enter", "/nowhere/at/all", "enter")
	if last := b.said[len(b.said)-1]; !strings.HasPrefix(last, "Not written: ") {
		t.Errorf("said %q", last)
	}
	if left, _ := filepath.Glob("*"); len(left) != len(Forms)+1 {
		t.Errorf("files: %v", left)
	}
}

func checkForm(t *testing.T, ext string, data []byte) {
	t.Helper()
	switch ext {
	case "json":
		var r scenarios.Report
		if err := json.Unmarshal(data, &struct{ Link *string }{&r.Link}); err != nil || !strings.HasPrefix(r.Link, "sysprep sim slow-shard") {
			t.Errorf("JSON: %v, link %q", err, r.Link)
		}
	case "csv":
		rows := strings.Split(strings.TrimSpace(string(data)), "\n")
		if len(rows) != 21 || !strings.Contains(rows[0], ".hedges") || !strings.Contains(rows[0], ".breakers_open") {
			t.Errorf("CSV: %d rows, heading %s", len(rows), rows[0])
		}
	case "svg":
		d := xml.NewDecoder(strings.NewReader(string(data)))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("SVG: %v", err)
			}
		}
		if !strings.Contains(string(data), "<polyline") {
			t.Error("SVG: there is no curve")
		}
	case "cast":
		lines := strings.Split(strings.TrimSpace(string(data)), "\n")
		event := regexp.MustCompile(`^\[[0-9.]+,"o",".+"\]$`)
		for _, l := range lines[1:] {
			if !event.MatchString(l) {
				t.Fatalf("cast: %.80s", l)
			}
		}
		if !strings.Contains(lines[0], `"version":2`) || len(lines) < 20 {
			t.Errorf("cast: %d lines, %s", len(lines), lines[0])
		}
	}
}

// TestLink: what is shown makes the same run again.
func TestLink(t *testing.T) {
	b := newBench(t, "cache-collapse", 0)
	b.press("left", "left")
	b.lab.lab.seek(70 * engine.Second)
	b.press("left", "y")
	b.sees("sysprep lab cache-collapse --set queue=600 --inject queue=500@70s --seed 1", "--at 70s")
}

// TestZoom: picture alone, charts alone, both.
func TestZoom(t *testing.T) {
	b := newBench(t, "cache-collapse", 20*engine.Second)
	b.press("z")
	b.sees("users")
	if strings.Contains(b.screen(), "goodput/s") {
		t.Error("there are charts in the picture")
	}
	b.press("z")
	b.sees("goodput/s", "p99", "2:00")
	if strings.Contains(b.screen(), "╭ users") {
		t.Error("there is a picture in the charts")
	}
	b.press("z")
	b.sees("╭ users", "goodput/s")
}
