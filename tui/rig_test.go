package tui

import (
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sysprep/content"
	"sysprep/tui/kit"
)

func TestMain(m *testing.M) {
	time.Local = time.UTC // home and debrief show days
	os.Exit(m.Run())
}

// rig runs the program without a terminal. It must be made in a synctest bubble: time
// stands still until advance, commands run one after the other in the order in which
// they were asked for, and what they answer is taken in that order.
type rig struct {
	t     *testing.T
	m     model
	store *memory
	inbox chan tea.Msg
	later time.Duration // added to the present time: days that go by
	held  []tea.Cmd
	hold  bool // commands are kept, not run
	quit  bool

	inspects bool // screens are inspected, and not held against golden files
}

// noon is when a bubble's time begins, for the learner.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// bubbleStart is when time begins in a synctest bubble.
var bubbleStart = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// bench is the pack in testdata.
func bench(t *testing.T) *content.Pack {
	t.Helper()
	pack, err := content.OpenDir("testdata/pack")
	if err != nil {
		t.Fatal(err)
	}
	return pack
}

// inBubble runs f in a bubble, with a program that shows home at 80x24.
func inBubble(t *testing.T, f func(*rig)) {
	t.Helper()
	pack := bench(t)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, pack, &memory{}, Place{})
		defer r.rest()
		r.size(80, 24)
		f(r)
	})
}

func newRig(t *testing.T, pack *content.Pack, st *memory, at Place) *rig {
	t.Helper()
	r := &rig{t: t, store: st, inbox: make(chan tea.Msg, 10_000)}
	m, err := newModel(t.Context(), Options{Pack: pack, Store: st, Now: r.now, Start: at})
	if err != nil {
		t.Fatal(err)
	}
	r.m = m
	for _, s := range m.stack {
		r.do(s.Init())
	}
	r.settle()
	return r
}

func (r *rig) now() time.Time { return noon.Add(time.Since(bubbleStart) + r.later) }

// do runs a command until it has answered or waits for time to pass.
func (r *rig) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if r.hold {
		r.held = append(r.held, cmd)
		return
	}
	go func() {
		if msg := cmd(); msg != nil {
			r.inbox <- msg
		}
	}()
	synctest.Wait()
}

var cmds = reflect.TypeFor[[]tea.Cmd]()

// take gives one message to the program.
func (r *rig) take(msg tea.Msg) {
	if v := reflect.ValueOf(msg); v.Type().ConvertibleTo(cmds) { // a batch or a sequence
		for _, cmd := range v.Convert(cmds).Interface().([]tea.Cmd) {
			r.do(cmd)
		}
		return
	}
	if _, ok := msg.(tea.QuitMsg); ok {
		r.quit = true
		return
	}
	next, cmd := r.m.Update(msg)
	r.m = next.(model)
	r.do(cmd)
}

// settle takes what has been answered, until nothing more comes without time passing.
func (r *rig) settle() {
	for synctest.Wait(); len(r.inbox) > 0; synctest.Wait() {
		r.take(<-r.inbox)
	}
}

func (r *rig) send(msg tea.Msg) {
	r.take(msg)
	r.settle()
}

// advance lets time pass; each message is taken at its own time.
func (r *rig) advance(d time.Duration) {
	over := time.NewTimer(d)
	defer over.Stop()
	for {
		select {
		case msg := <-r.inbox:
			r.take(msg)
			r.settle()
		case <-over.C:
			r.settle()
			return
		}
	}
}

// release runs the commands that were held.
func (r *rig) release() {
	held := r.held
	r.held, r.hold = nil, false
	for _, cmd := range held {
		r.do(cmd)
	}
	r.settle()
}

// rest lets pending timers run out, so that no goroutine outlives the bubble.
func (r *rig) rest() { time.Sleep(5 * time.Second) }

func (r *rig) size(w, h int) { r.send(tea.WindowSizeMsg{Width: w, Height: h}) }

// press presses keys, named as tea.KeyPressMsg.String names them.
func (r *rig) press(keys ...string) {
	r.t.Helper()
	for _, k := range keys {
		r.send(key(k))
	}
}

// enter types a text.
func (r *rig) enter(text string) {
	for _, c := range text {
		r.send(tea.KeyPressMsg{Code: c, Text: string(c)})
	}
}

func key(name string) tea.KeyPressMsg { return kit.Press(name) }

// screen is what is shown.
func (r *rig) screen() string { return r.m.View().Content }

// text is what is shown, without colours, and with every row of blanks as one blank.
func (r *rig) text() string { return strings.Join(strings.Fields(ansi.Strip(r.screen())), " ") }

// sees fails unless each text is shown.
func (r *rig) sees(texts ...string) {
	r.t.Helper()
	shown := r.text()
	for _, want := range texts {
		if !strings.Contains(shown, strings.Join(strings.Fields(want), " ")) {
			r.t.Fatalf("%q is not shown:\n%s", want, ansi.Strip(r.screen()))
		}
	}
}

// missing fails if one of the texts is shown.
func (r *rig) missing(texts ...string) {
	r.t.Helper()
	shown := r.text()
	for _, not := range texts {
		if strings.Contains(shown, not) {
			r.t.Fatalf("%q is shown:\n%s", not, ansi.Strip(r.screen()))
		}
	}
}

// playUntil lets time pass, frame by frame, until a text is shown.
func (r *rig) playUntil(want string) {
	r.t.Helper()
	for range 10_000 {
		if strings.Contains(r.text(), want) {
			return
		}
		r.advance(10 * time.Millisecond)
	}
	r.t.Fatalf("%q is never shown:\n%s", want, ansi.Strip(r.screen()))
}
