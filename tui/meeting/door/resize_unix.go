//go:build unix

package door

import (
	"os"
	"os/signal"
	"syscall"
)

// onResize calls f whenever the terminal has another size, until done is closed.
func onResize(done <-chan struct{}, f func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGWINCH)
	defer signal.Stop(c)
	for {
		select {
		case <-done:
			return
		case <-c:
			f()
		}
	}
}
