//go:build !unix

package door

import "time"

// onResize looks for another size each second, where there is no signal for it, until done is closed.
func onResize(done <-chan struct{}, f func()) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-done:
			return
		case <-t.C:
			f()
		}
	}
}
