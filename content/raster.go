package content

import (
	"fmt"

	"sysprep/scenarios"
)

// RasterForm makes a simulate step show how a crowd comes back, client by client: a raster of
// their tries for each design, side by side.
type RasterForm struct {
	From, To scenarios.Duration
	Clients  int // how many of them are drawn
	Designs  []FormDesign
}

type rasterBlock struct {
	From    scenarios.Duration `yaml:"from"`
	To      scenarios.Duration `yaml:"to"`
	Clients int                `yaml:"clients"`
	Designs []formDesignBlock  `yaml:"designs"`
}

const (
	usualClients = 100
	mostClients  = 200
)

// setRaster takes the raster of a simulate step.
func (s *stepFile) setRaster(b *rasterBlock) {
	f := &RasterForm{From: b.From, To: b.To, Clients: b.Clients}
	s.Simulate.Raster = f
	if f.Clients == 0 {
		f.Clients = usualClients
	}
	if f.Clients < 1 || f.Clients > mostClients {
		s.tree.fault("a raster can't draw that many clients", fmt.Sprintf("write a number from 1 to %d", mostClients), "raster", "clients")
	}
	if f.To <= f.From {
		s.tree.fault("the raster ends before it begins", "write from: and a later to:", "raster")
	}
	if len(s.Simulate.Notes) > 0 || s.Simulate.Landscape != nil {
		s.tree.fault("a raster is shown in place of a run, and has no notes", "remove the notes and a landscape, or write a step of its own for them", "raster")
	}
	f.Designs = s.designs(b.Designs, s.Simulate.Set, "raster")
}

// checkRaster holds a raster against its scenario.
func (p *parsed) checkRaster(s *stepFile, sc *scenarioFile) {
	f := s.Simulate.Raster
	if f == nil || len(sc.tree.src.faults) > 0 || len(s.tree.src.faults) > 0 {
		return
	}
	for i, d := range f.Designs {
		sc.checkSettings(s.tree, d.Set, "raster", "designs", i, "set")
	}
	if f.To > sc.def.Horizon {
		s.tree.fault("the raster ends after the run, at "+sc.def.Horizon.String(), "write an earlier time", "raster", "to")
	}
	if sc.def.Crowd() < 0 {
		s.tree.fault("scenario "+quoted(sc.def.ID)+" has no users who connect", "choose one that has a client with users: and connect:", "scenario")
	}
}
