package lab

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// A cast is the lab's own screen, at ten frames a second, as fast as it takes to be over
// within a minute.
const (
	castW, castH = 100, 30
	castFrame    = time.Second / 10
	castLongest  = 60 * time.Second
)

// Cast makes an asciinema recording, format 2, of a run from its start to its present time.
// See https://docs.asciinema.org/manual/asciicast/v2/.
func Cast(env *screen.Env, run *scenarios.Run) ([]byte, error) {
	end := run.Now()
	run.Seek(0)
	own := *env
	own.Reduced = false
	own.Theme = kit.NewTheme(env.Theme.Mode, colorprofile.TrueColor)
	l, err := labOf(&own, run)
	if err != nil {
		return nil, err
	}
	l.back, l.playing = onTime, true
	w, h := kit.BodySize(castW, castH)
	l.w, l.h = w, h
	l.speed = castSpeed(end, l.window())
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(map[string]any{"version": 2, "width": castW, "height": castH, "title": run.Scenario().Title + " · " + run.Link(false)}); err != nil {
		return nil, err
	}
	var before []string
	for at := time.Duration(0); ; at += castFrame {
		page := l.view(w, h, "", "")
		frame := kit.Frame{Title: run.Scenario().Title + " · lab", Status: page.Status}
		lines := strings.Split(frame.Render(own.Theme, castW, castH, strings.Join(page.Lines, "\n")), "\n")
		if out := repaint(before, lines); out != "" {
			if err := enc.Encode([]any{math.Round(at.Seconds()*1000) / 1000, "o", out}); err != nil {
				return nil, err
			}
		}
		before = lines
		if run.Now() >= end || run.Over() {
			return b.Bytes(), nil
		}
		run.Advance(min(end, run.Now()+engine.Time(float64(castFrame)*l.factor())))
		l.drawn.advance(&l, castFrame)
	}
}

// castSpeed is the least speed at which a run of that length is over within castLongest.
func castSpeed(end, window engine.Time) int {
	for i, s := range speeds {
		if float64(end) <= s*window.Seconds()*float64(castLongest) {
			return i
		}
	}
	return len(speeds) - 1
}

// repaint is what turns one screen into the next: the lines that differ.
func repaint(before, lines []string) string {
	var b strings.Builder
	if before == nil {
		b.WriteString("\x1b[?25l\x1b[2J")
	}
	for i, line := range lines {
		if before == nil || before[i] != line {
			fmt.Fprintf(&b, "\x1b[%d;1H%s\x1b[K", i+1, line)
		}
	}
	return b.String()
}
