package scenarios

import "sysprep/engine"

// Price counts the users of a stretch of the run who were turned away at the door, and
// those who were let in and got no answer in time.
func (r *Result) Price(from, to engine.Time) (turned, lost int, err error) {
	span := (to - from).Seconds()
	per := map[string]float64{}
	for _, id := range []string{"offered", "goodput", "shed"} {
		v, err := r.Value(id, "", from, to)
		if err != nil {
			return 0, 0, err
		}
		per[id] = v * span
	}
	return int(per["shed"] + 0.5), max(0, int(per["offered"]-per["goodput"]-per["shed"]+0.5)), nil
}
