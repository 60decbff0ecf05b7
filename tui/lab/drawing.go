package lab

import (
	"time"

	"sysprep/engine"
	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/kit/chart"
)

// drawing is what is reused from frame to frame.
type drawing struct {
	scenario *scenarios.Scenario
	canvas   *kit.Canvas
	charts   []chart.Chart
	messages []engine.Message
	last     *engine.Window
	closed   int
}

func newDrawing(s *scenarios.Scenario) *drawing {
	return &drawing{scenario: s, canvas: kit.NewCanvas(0, 0), charts: curves(s)}
}

func (d *drawing) advance(l *Lab, dt time.Duration) {
	d.messages = l.run.Messages(d.messages[:0])
	if n := l.windows(); n != d.closed {
		d.take(l)
	}
}

func (d *drawing) take(l *Lab) {
	d.closed = l.windows()
	d.series(l.run, false)
	for i := range d.charts {
		d.charts[i].Other = nil
	}
	if l.other != nil {
		d.series(l.other, true)
	}
	d.last = nil
	if w := l.run.Result().Windows; len(w) > 0 {
		d.last = &w[len(w)-1]
	}
}

func (d *drawing) clear() {}

func (d *drawing) settled() bool { return true }

func (d *drawing) draw(l *Lab, w, h int) {
	d.canvas.Text(0, 0, "picture", kit.InkDim)
}
