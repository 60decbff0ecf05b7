package plain

import (
	"context"
	"fmt"
	"math"

	"sysprep/engine"
	"sysprep/lessons"
	"sysprep/scenarios"
)

// raster tells how a crowd comes back under each design: when how many come, and how close
// together.
func (p *player) raster(ctx context.Context) error {
	def := p.def().Simulate
	sc := p.journal.Pack.Scenarios.Of(def.Scenario)
	p.prose(p.def().Text)
	p.reminder(def.Compare)
	for _, d := range def.Raster.Designs {
		h, err := sc.TakeHerd(ctx, d.Set, def.Seed, engine.Time(def.Raster.From), engine.Time(def.Raster.To), def.Raster.Clients)
		if err != nil {
			return err
		}
		p.herd(d.Label, h)
	}
	if p.did().Watched == nil {
		if err := p.record(ctx, lessons.Event{Kind: lessons.Watched, Watch: &lessons.Watch{Settings: def.Set, Seed: def.Seed, Reached: def.Raster.To}}); err != nil {
			return err
		}
	}
	p.compare(def.Compare)
	return p.goOn(ctx)
}

// herd tells one raster: stretches in which tries came, and those in which none did.
func (p *player) herd(label string, h *scenarios.Herd) {
	back := "They are not all back at the end of the run"
	if !math.IsInf(h.Back, 1) {
		back = fmt.Sprintf("99 %% are back in %.0f s", h.Back)
	}
	p.talk.gap()
	p.talk.say(fmt.Sprintf("%s %s, after %s tries.", sentence(label), back, scenarios.Spelled(fmt.Sprint(h.Total))))
	const quiet = 100 // as a share of the fullest second, one in so many is told as none
	most := 0
	for _, n := range h.Counts {
		most = max(most, n)
	}
	for i := 0; i < len(h.Counts); {
		j, sum, peak := i, 0, 0
		silent := h.Counts[i] <= most/quiet
		for j < len(h.Counts) && (h.Counts[j] <= most/quiet) == silent && (silent || j-i < stretchMost) {
			sum += h.Counts[j]
			peak = max(peak, h.Peaks[j])
			j++
		}
		from, to := h.From+engine.Time(i)*h.Window, h.From+engine.Time(j)*h.Window
		switch {
		case silent && sum == 0:
			p.talk.hang("- ", fmt.Sprintf("%s to %s: nobody.", clock(from), clock(to)))
		default:
			p.talk.hang("- ", fmt.Sprintf("%s to %s: %s tries, at most %s in 20 ms.", clock(from), clock(to), scenarios.Spelled(fmt.Sprint(sum)), scenarios.Spelled(fmt.Sprint(peak))))
		}
		i = j
	}
}

// stretchMost is how many seconds with tries are told as one.
const stretchMost = 5
