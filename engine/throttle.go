package engine

import "sysprep/engine/random"

// Throttle makes a caller turn its own requests away when the callee accepts too
// few: each with probability max(0, (requests - K*accepts) / (requests + 1)) over
// the last Window (SRE book, chapter 21). Those turned away count as requests.
type Throttle struct {
	K      float64 // 0: none; else 1 or more
	Window Time    // 0: two minutes
}

// throttle counts requests as bads and accepts as goods.
type throttle struct {
	k    float64
	past rolling
}

const defaultThrottleWindow = 120 * Second

func (t *throttle) configure(n Throttle) {
	t.k = n.K
	if n.Window == 0 {
		n.Window = defaultThrottleWindow
	}
	t.past.configure(n.Window)
}

func (t *throttle) permit(now Time, luck *random.Stream) bool {
	if t.k == 0 {
		return true
	}
	t.past.roll(now)
	p := t.reject()
	t.past.add(now, false, false)
	return luck.Float() >= p
}

// reject is the probability of turning a request away.
func (t *throttle) reject() float64 {
	requests := float64(t.past.bads)
	return max(0, (requests-float64(t.k*float64(t.past.goods)))/(requests+1))
}

func (t *throttle) learn(now Time, ok bool) {
	if t.k > 0 && ok {
		t.past.add(now, true, false)
	}
}
