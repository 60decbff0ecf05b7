package scenarios

import (
	"fmt"

	"sysprep/engine"
)

// Contention makes a store slower the more of its workers are busy; see engine.Contention.
type Contention struct {
	Sigma Ratio   `yaml:"sigma,omitempty" json:"sigma,omitempty"` // per further busy worker
	Kappa Ratio   `yaml:"kappa,omitempty" json:"kappa,omitempty"` // per pair of busy workers
	Lock  Service `yaml:"lock,omitempty" json:"lock,omitzero"`    // how long each request has the one lock
}

// GC stops all work at an instance of a store or service now and then; see engine.GC.
type GC struct {
	Every Duration `yaml:"every,omitempty" json:"every,omitempty"` // mean time from pause to pause; 0: none
	Pause Service  `yaml:"pause,omitempty" json:"pause,omitzero"`
}

func buildContention(n Node) (engine.Contention, error) {
	lock, err := buildDist("contention.lock.dist", n.Contention.Lock)
	if err == nil && n.Contention != (Contention{}) && n.Kind != "store" {
		err = fmt.Errorf("contention belongs to a store, and it is a %s", n.Kind)
	}
	return engine.Contention{Sigma: float64(n.Contention.Sigma), Kappa: float64(n.Contention.Kappa), Lock: lock}, err
}

func buildGC(n Node) (engine.GC, error) {
	pause, err := buildDist("gc.pause.dist", n.GC.Pause)
	if err == nil && n.GC != (GC{}) && n.Kind != "store" && n.Kind != "service" {
		err = fmt.Errorf("gc belongs to a store or a service, and it is a %s", n.Kind)
	}
	return engine.GC{Every: engine.Time(n.GC.Every), Pause: pause}, err
}
