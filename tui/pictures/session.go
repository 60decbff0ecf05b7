// Package pictures takes pictures of the tutor's screens, as SVG files for the
// documents. It drives the real program without a terminal: keys go in, what it draws
// comes out. Nothing is drawn by hand, and the same program gives the same bytes.
package pictures

import (
	"context"
	"fmt"
	"image/color"
	"reflect"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"sysprep/content"
	"sysprep/store"
	"sysprep/tui"
	"sysprep/tui/kit"
)

// session is a tutor that is driven by a script.
type session struct {
	model tea.Model
	w, h  int
	now   time.Time
	tick  *kit.TickMsg // of the motion under way; nil when nothing moves
}

// noon is when all sessions happen.
var noon = time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)

// begin opens the tutor in a terminal of w x h cells.
func begin(ctx context.Context, pack *content.Pack, st store.Store, w, h int) (*session, error) {
	s := &session{w: w, h: h, now: noon}
	m, err := tui.New(ctx, tui.Options{Pack: pack, Store: st, Now: func() time.Time { return s.now }})
	if err != nil {
		return nil, err
	}
	s.model = m
	s.run(m.Init())
	s.send(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
	s.send(tea.WindowSizeMsg{Width: w, Height: h})
	return s, nil
}

// send gives the program a message, and runs the commands that follow to their end.
func (s *session) send(msg tea.Msg) {
	var cmd tea.Cmd
	s.model, cmd = s.model.Update(msg)
	s.run(cmd)
}

// run runs a command here and now, in order, so that nothing depends on luck. A tick is
// kept until somebody lets time pass.
func (s *session) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	msg := cmd()
	if list := commands(msg); list != nil {
		for _, c := range list {
			s.run(c)
		}
		return
	}
	switch msg := msg.(type) {
	case nil:
	case kit.TickMsg:
		s.tick = &msg
	default:
		s.send(msg)
	}
}

// commands are the parts of a batch or a sequence; the latter's type has no public name.
func commands(msg tea.Msg) []tea.Cmd {
	v := reflect.ValueOf(msg)
	if !v.IsValid() || !v.CanConvert(reflect.TypeFor[[]tea.Cmd]()) {
		return nil
	}
	return v.Convert(reflect.TypeFor[[]tea.Cmd]()).Interface().([]tea.Cmd)
}

// named are the keys that are more than a letter.
var named = map[string]rune{
	"enter": tea.KeyEnter, "tab": tea.KeyTab, "end": tea.KeyEnd, "esc": tea.KeyEscape,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
}

// press presses keys one after another: names as in named, "ctrl+s", or single letters.
func (s *session) press(keys ...string) {
	for _, k := range keys {
		msg := tea.KeyPressMsg{}
		switch code, ok := named[k]; {
		case ok:
			msg.Code = code
		case k == "space":
			msg.Code, msg.Text = tea.KeySpace, " "
		case len(k) == len("ctrl+s") && k[:5] == "ctrl+":
			msg.Code, msg.Mod = rune(k[5]), tea.ModCtrl
		default:
			msg.Code, msg.Text = []rune(k)[0], k
		}
		s.send(msg)
	}
}

// until presses a key until the screen shows a text.
func (s *session) until(text, key string) error {
	for range 200 {
		if strings.Contains(ansi.Strip(s.model.View().Content), text) {
			return nil
		}
		s.press(key)
	}
	return fmt.Errorf("pressing %s never led to %q: the script of the pictures no longer fits the program", key, text)
}

// paste types a text at once.
func (s *session) paste(text string) { s.send(tea.PasteMsg{Content: text}) }

// pass lets frames of motion pass, each as long as the last.
func (s *session) pass(frames int) error {
	for range frames {
		if s.tick == nil {
			return fmt.Errorf("nothing moves at frame time %s: the script of the pictures no longer fits the program", s.now.Format("15:04:05.000"))
		}
		msg := *s.tick
		s.tick = nil
		s.now = s.now.Add(kit.FrameTime)
		msg.At = s.now
		s.send(msg)
	}
	return nil
}

// grounds are the terminals' own colours behind the text, and of text without a colour.
var grounds = map[kit.Mode]struct{ back, text string }{
	kit.Dark:  {"#16181d", "#d6d9e0"},
	kit.Light: {"#fbfaf7", "#24262b"},
}

// see is the screen as it stands, on a dark or a light ground.
func (s *session) see(mode kit.Mode) string {
	ground := color.Color(color.Black)
	if mode == kit.Light {
		ground = color.White
	}
	s.send(tea.BackgroundColorMsg{Color: ground})
	return s.model.View().Content
}
