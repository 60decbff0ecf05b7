package contention

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sysprep/engine"
)

const ms = engine.Millisecond

// TestLockstep: with equal delays and no backoff all clients move together, and
// each round lets exactly one through. So n clients need n rounds of four
// messages, and n + (n-1) + ... + 1 writes.
func TestLockstep(t *testing.T) {
	for _, n := range []int{1, 2, 10, 100} {
		got, err := Run(Config{Clients: n, Delay: 10 * ms}, 1)
		if err != nil {
			t.Fatal(err)
		}
		want := Result{Writes: int64(n * (n + 1) / 2), Conflicts: int64(n * (n - 1) / 2), Done: engine.Time(n) * 40 * ms}
		if got != want {
			t.Errorf("%d clients: %+v, want %+v", n, got, want)
		}
	}
}

// TestFixedBackoffLockstep: a wait that is the same for all only makes rounds longer.
func TestFixedBackoffLockstep(t *testing.T) {
	got, err := Run(Config{Clients: 5, Delay: 10 * ms, Backoff: engine.Backoff{Kind: engine.BackoffFixed, Base: 7 * ms}}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Result{Writes: 15, Conflicts: 10, Done: 5*40*ms + 4*7*ms}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestEveryClientWritesOnce: each success is one client, whatever the backoff;
// and the same seed gives the same result.
func TestEveryClientWritesOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Config{
			Clients: rapid.IntRange(1, 40).Draw(t, "clients"),
			Delay:   engine.Time(rapid.Int64Range(1, int64(20*ms)).Draw(t, "delay")),
			Spread:  engine.Time(rapid.Int64Range(0, int64(20*ms)).Draw(t, "spread")),
			Backoff: engine.Backoff{
				Kind:   engine.BackoffKind(rapid.IntRange(0, 2).Draw(t, "kind")),
				Base:   engine.Time(rapid.Int64Range(0, int64(10*ms)).Draw(t, "base")),
				Cap:    engine.Time(rapid.Int64Range(0, int64(ms*1000)).Draw(t, "cap")),
				Jitter: engine.JitterKind(rapid.IntRange(0, 3).Draw(t, "jitter")),
			},
		}
		if c.Backoff.Cap == 0 {
			c.Backoff.Cap = ms // without a cap an unlucky client may wait for a year
		}
		seed := rapid.Uint64().Draw(t, "seed")
		got, err := Run(c, seed)
		if err != nil {
			t.Fatal(err)
		}
		if got.Writes-got.Conflicts != int64(c.Clients) {
			t.Errorf("%d writes and %d conflicts of %d clients", got.Writes, got.Conflicts, c.Clients)
		}
		if again, _ := Run(c, seed); again != got {
			t.Errorf("the same seed gives %+v and %+v", got, again)
		}
	})
}

// TestGolden notices a change of behaviour, or a platform with other bits.
func TestGolden(t *testing.T) {
	got, err := Run(Config{
		Clients: 50, Delay: 10 * ms, Spread: 2 * ms,
		Backoff: engine.Backoff{Kind: engine.BackoffExponential, Base: 10 * ms, Cap: 2000 * ms, Jitter: engine.JitterFull},
	}, 42)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Result{Writes: 335, Conflicts: 285, Done: 2_972_118_252}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestBadConfig(t *testing.T) {
	for _, c := range []struct {
		config Config
		want   string
	}{
		{Config{Delay: ms}, "0 clients"},
		{Config{Clients: 1}, "mean delay is 0 s"},
		{Config{Clients: 1, Delay: ms, Spread: -1}, "spread"},
		{Config{Clients: 1, Delay: ms, Backoff: engine.Backoff{Base: -1}}, "backoff"},
	} {
		if _, err := Run(c.config, 1); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.config, err, c.want)
		}
	}
}
