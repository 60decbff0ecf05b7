// Package contention simulates clients that update one row under optimistic
// concurrency control, which is where backoff and jitter matter most: a client
// reads the row's version, sends a write that names it, and the write is refused
// if another came in between. A client that was refused waits and reads again,
// until its write succeeds; then it is done.
//
// It is the model of Brooker, "Exponential Backoff And Jitter", AWS Architecture
// Blog, 4 March 2015: all clients start at once, every message takes the
// magnitude of a normally distributed time, and client and row take no time of
// their own. Not modelled: lost messages, timeouts, a limit on what the row's
// server can do, and new work arriving.
//
// Like package engine it is deterministic, and does no input or output.
package contention

import (
	"fmt"
	"strconv"

	"sysprep/engine"
	"sysprep/engine/kernel"
	"sysprep/engine/random"
)

// Bounds of a Config.
const (
	maxClients = 100_000
	maxTime    = 3600 * engine.Second // of a delay
)

// Config says who contends, and how.
type Config struct {
	Clients int            // 1 to 100,000; each updates the row once
	Backoff engine.Backoff // the wait after each refusal
	Delay   engine.Time    // mean of the normal distribution of a message's one-way delay
	Spread  engine.Time    // its standard deviation; a negative delay counts as positive
}

// Result is what it took until every client had updated the row.
type Result struct {
	Writes    int64       // writes that reached the row
	Conflicts int64       // of those, refused ones
	Done      engine.Time // when the last client heard that its write had succeeded
}

func (c *Config) validate() error {
	switch {
	case c.Clients < 1 || c.Clients > maxClients:
		return fmt.Errorf("contention: there are %d clients; give a number from 1 to %d", c.Clients, maxClients)
	case c.Delay <= 0 || c.Delay > maxTime:
		return fmt.Errorf("contention: the mean delay is %v s; give a time above 0, an hour at most", c.Delay.Seconds())
	case c.Spread < 0 || c.Spread > maxTime:
		return fmt.Errorf("contention: the spread of the delays is %v s; give a time from 0 to an hour", c.Spread.Seconds())
	case c.Backoff.Base < 0 || c.Backoff.Base > maxTime || c.Backoff.Cap < 0 || c.Backoff.Cap > maxTime:
		return fmt.Errorf("contention: the backoff runs from %v s to %v s; give times from 0 to an hour", c.Backoff.Base.Seconds(), c.Backoff.Cap.Seconds())
	}
	return nil
}

// What can happen at the row. The client's side needs no event of its own: it
// answers at once, so its answer's arrival follows from two delays.
const (
	evRead uint32 = iota
	evWrite
)

// client is one of those that contend. It has one message on its way at a time.
type client struct {
	seen     int64 // the version that it read
	refusals int
	pause    engine.Time   // its last wait
	wire     random.Stream // delays of its messages
	jitter   random.Stream
}

// Run simulates until every client is done. Each client has luck of its own, so
// two kinds of backoff are compared on the same network.
func Run(c Config, seed uint64) (Result, error) {
	if err := c.validate(); err != nil {
		return Result{}, err
	}
	var (
		q       kernel.Queue
		out     Result
		version int64
		clients = make([]client, c.Clients)
	)
	delay := func(from *client) int64 {
		t := engine.Time(float64(c.Delay) + float64(from.wire.Normal()*float64(c.Spread)))
		return int64(max(t, -t))
	}
	for i := range clients {
		name := "client/" + strconv.Itoa(i)
		clients[i].wire = random.New(seed, name+"/wire")
		clients[i].jitter = random.New(seed, name+"/backoff")
		q.At(delay(&clients[i]), evRead, int32(i))
	}
	for {
		ev, ok := q.Next(kernel.Never)
		if !ok {
			return out, nil
		}
		one := &clients[ev.Who]
		heard := ev.Time + delay(one)
		if ev.Kind == evRead {
			one.seen = version
			q.At(heard+delay(one), evWrite, ev.Who)
			continue
		}
		out.Writes++
		if one.seen == version {
			version++
			out.Done = max(out.Done, engine.Time(heard))
			continue
		}
		out.Conflicts++
		one.refusals++
		one.pause = c.Backoff.Pause(one.refusals, one.pause, &one.jitter)
		q.At(heard+int64(one.pause)+delay(one), evRead, ev.Who)
	}
}
