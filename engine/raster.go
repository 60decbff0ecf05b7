package engine

// raster counts the attempts that reach each store and service in finer slots than
// a window, for drawing. It touches nothing that the simulation reads.
type raster struct {
	slots  int // of a window; 0: off
	width  Time
	counts []int32 // by node and slot, in the open window
}

const maxSlots = 1000

// Raster makes each window count the attempts that reach a store or service in so
// many slots of equal length, 1,000 at most, from now on (Window.Raster); 0 stops it.
func (s *Sim) Raster(slots int) {
	slots = min(max(0, slots), maxSlots)
	if slots == s.raster.slots {
		return
	}
	s.raster = raster{slots: slots}
	if slots > 0 {
		n := Time(slots)
		s.raster.width = (s.sys.window() + n - 1) / n
		s.raster.counts = make([]int32, slots*len(s.nodes))
	}
}

// mark counts an attempt that reaches a node. Callers check raster.slots first, so
// that a raster that is off costs one predictable branch.
func (r *raster) mark(node int32, at Time) {
	r.counts[int(node)*r.slots+min(int(at/r.width), r.slots-1)]++
}

// rasterRows returns a copy of the counts, by node; nil when the raster is off.
func (s *Sim) rasterRows() [][]int32 {
	r := &s.raster
	if r.slots == 0 {
		return nil
	}
	all := append([]int32(nil), r.counts...)
	rows := make([][]int32, len(s.nodes))
	for i := range rows {
		if k := s.nodes[i].kind; k == roleStore || k == roleService {
			rows[i] = all[i*r.slots : (i+1)*r.slots : (i+1)*r.slots]
		}
	}
	return rows
}
