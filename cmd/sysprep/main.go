// Command sysprep is a flight simulator for distributed-systems interviews, in a
// terminal. This package wires the rooms together, one file a command, and decides
// nothing that a room could decide.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"sysprep/content"
)

// Exit codes.
const (
	exitFailure = 1 // it was asked for rightly, and could not be done
	exitUsage   = 2 // what was typed can't be done
	exitSignal  = 128
)

func main() { os.Exit(run(time.Now)) }

// run does what the arguments ask for, and returns the exit code. The clock is the learner's: tests live a week by one
// of their own.
func run(now func() time.Time) int {
	ctx, stop, signalled := untilSignal()
	defer stop()
	a := &app{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, now: now}
	err := newRoot(a).ExecuteContext(ctx)
	if sig := signalled(); sig != 0 {
		return exitSignal + int(sig)
	}
	if err == nil {
		return 0
	}
	fmt.Fprintf(a.err, "sysprep: %s\n", content.Clean(err.Error()))
	if errors.As(err, new(usageError)) {
		return exitUsage
	}
	return exitFailure
}

// app is what the commands share: the streams, and the flags that all of them have.
type app struct {
	in       *os.File
	out, err *os.File
	getenv   func(string) string
	now      func() time.Time

	db     string // path of the database; "" is the default
	folder string // of the pack; "" is the embedded one
}

// usageError is an error in what was typed.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// usage marks an error as one of what was typed; nil stays nil.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return usageError{err}
}

// usagef is usage with a text.
func usagef(format string, args ...any) error { return usage(fmt.Errorf(format, args...)) }

// untilSignal is a context that ends when the program is told to stop, and a function
// that returns the signal, or 0 if there was none.
func untilSignal() (context.Context, func(), func() syscall.Signal) {
	ctx, cancel := context.WithCancel(context.Background())
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, os.Interrupt, syscall.SIGTERM)
	sig := make(chan syscall.Signal, 1)
	go func() {
		if s, ok := (<-caught).(syscall.Signal); ok {
			sig <- s
			cancel()
		}
	}()
	stop := func() {
		signal.Stop(caught)
		cancel()
	}
	return ctx, stop, func() syscall.Signal {
		select {
		case s := <-sig:
			return s
		default:
			return 0
		}
	}
}

// await returns what f returns, or the context's error as soon as it ends; f is then
// left behind, and ends with the program. It is for what can't be told to stop: a long
// simulation, a read from a terminal.
func await[T any](ctx context.Context, f func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		v, err := f()
		done <- outcome{v, err}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
