package random

// The ziggurat for the exponential distribution with 256 layers: Marsaglia and
// Tsang, "The Ziggurat Method for Generating Random Variables", 2000. zigR is
// where the tail begins, zigV the area of each layer. Layer and position come
// from different bits of one draw (Doornik 2005), and a tail is the start of
// the tail plus a fresh exponential, so no logarithm is ever needed.
const (
	zigR    = 7.69711747013104972
	zigV    = 3.9496598225815571993e-3
	zigBits = 56 // bits of position; the other 8 choose the layer
)

type layer struct {
	inside uint64  // positions below this are under the curve for certain
	width  float64 // of the layer, divided by 2^zigBits
}

var (
	zigLayers  [256]layer
	zigHeights [257]float64 // exp(-x) at the right edge of each layer
)

func init() {
	var x [257]float64
	x[0] = zigV / exp(-zigR)
	x[1] = zigR
	for i := 1; i < 255; i++ {
		x[i+1] = -log(exp(-x[i]) + zigV/x[i])
	}
	x[256] = 0
	for i := range zigLayers {
		zigLayers[i] = layer{
			inside: uint64(float64(x[i+1] / x[i] * (1 << zigBits))),
			width:  x[i] / (1 << zigBits),
		}
	}
	for i := range x {
		zigHeights[i] = exp(-x[i])
	}
}

// Exp returns an exponentially distributed number with mean 1.
func (s *Stream) Exp() float64 {
	u := s.Uint64()
	l := &zigLayers[u&0xff]
	position := u >> 8
	x := float64(float64(position) * l.width)
	if position < l.inside {
		return x
	}
	return s.expSlow(u&0xff, x)
}

// expSlow settles the one draw in about a hundred that Exp's layers leave open.
func (s *Stream) expSlow(i uint64, x float64) float64 {
	base := 0.0
	for {
		if i == 0 {
			base += zigR
		} else {
			lo, hi := zigHeights[i], zigHeights[i+1]
			if lo+float64(s.Float()*(hi-lo)) < exp(-x) {
				return base + x
			}
		}
		u := s.Uint64()
		i = u & 0xff
		x = float64(float64(u>>8) * zigLayers[i].width)
		if u>>8 < zigLayers[i].inside {
			return base + x
		}
	}
}

// ExpSpan returns an exponentially distributed whole number with the given mean,
// rounded to the nearest. The mean must be below 1e17: a draw is at most some 50 means.
func (s *Stream) ExpSpan(mean float64) int64 {
	return int64(float64(s.Exp()*mean) + 0.5)
}
