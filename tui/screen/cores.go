package screen

import (
	"runtime"
	"sync"
)

// Cores shares the machine between the screen and work in the background. The terminal
// library wakes up 60 times a second; with one processor in Go's scheduler that costs
// a third of what it costs with two, which wake each other. So one is enough until
// there is work; then there is one for each core, and one for the screen, so that a key
// is answered at once.
type Cores struct {
	mu      sync.Mutex
	all     int
	running int
}

// NewCores takes the processors down to one. It is for the program itself: the number
// of processors is the whole process's.
func NewCores() *Cores {
	c := &Cores{all: runtime.GOMAXPROCS(0)}
	runtime.GOMAXPROCS(1)
	return c
}

// Close gives the processors back.
func (c *Cores) Close() { runtime.GOMAXPROCS(c.all) }

// Work runs work, which may use the given number of cores. A nil Cores, as in tests,
// leaves the processors alone.
func (c *Cores) Work(work func(cores int)) {
	if c == nil {
		work(runtime.GOMAXPROCS(0))
		return
	}
	c.shift(1)
	defer c.shift(-1)
	work(c.all)
}

func (c *Cores) shift(by int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running += by
	if c.running > 0 {
		runtime.GOMAXPROCS(c.all + 1)
	} else {
		runtime.GOMAXPROCS(1)
	}
}
