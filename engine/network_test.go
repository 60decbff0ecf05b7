package engine

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"
)

// overNetwork returns a client and a store with a worker for everybody, so that the
// time of a call is a mean service of 1 unit and what the network adds.
func overNetwork(rate float64, n Network) System {
	sys := queueing(rate, maxWorkers, 0)
	sys.Edges[0].Network = n
	return sys
}

func timeoutShare(r totals) float64 { return r.timeouts / r.offered }

func TestJitterAddsItsMean(t *testing.T) {
	n := Network{
		Request: Path{Latency: unit, Jitter: LogNormal(2*unit, 10*unit)},
		Reply:   Path{Jitter: Dist{Mean: unit}},
	}
	want := 1 + 2*2 + 1 + float64(n.Request.Jitter.Mean)/float64(unit) + 1
	for _, ordered := range []bool{false, true} {
		sys := overNetwork(1, n)
		sys.Edges[0].Latency = 2 * unit
		if !ordered {
			holds(t, sys, quantity{"mean latency", want, meanLatency, 0})
			continue
		}
		sys.Edges[0].Network.Ordered = true
		if got := meanLatency(measureRun(t, sys, 1)); got < want+1 {
			t.Errorf("in order the mean latency is %.2f, out of order %.2f: nothing waits for what was sent before it", got, want)
		}
	}
}

// TestLinkIsAQueue: a link with Poisson arrivals of equal messages is M/D/1:
// W = s + s rho/(2(1-rho)) (Pollaczek-Khinchine). With room for one message only it
// is Erlang's loss system: rho/(1+rho) get lost.
func TestLinkIsAQueue(t *testing.T) {
	const bytes = 1000
	rate := bytes * float64(Second/unit)
	link := Path{Bytes: bytes, Rate: rate}
	holds(t, overNetwork(0.8, Network{Request: link}), quantity{"mean latency", 1 + 1 + 0.8/(2*0.2), meanLatency, 0})

	link.Buffer = bytes
	sys := overNetwork(0.8, Network{Request: link})
	sys.Edges[0].Timeout = 100 * unit
	holds(t, sys, quantity{"share lost", 0.8 / 1.8, timeoutShare, 0})

	shared := overNetwork(0.5, Network{Request: Path{Bytes: bytes, Link: "uplink"}})
	shared.Links = []Link{{Name: "uplink", Rate: rate}}
	other := *shared.Nodes[0].Client
	other.Rate, other.Program = 0.3*float64(Second/unit), []Op{{Kind: OpCall, Edge: 1}}
	shared.Nodes = append(shared.Nodes, Node{Name: "others", Client: &other})
	shared.Edges = append(shared.Edges, Edge{Name: "other", From: 2, To: 1, Network: shared.Edges[0].Network})
	holds(t, shared, quantity{"mean latency on a shared link", 1 + 1 + 0.8/(2*0.2), meanLatency, 0})
}

// TestLoss: a call is lost when each of its attempts lost its request or its
// reply; a lost reply was worked for.
func TestLoss(t *testing.T) {
	sys := overNetwork(1, Network{Request: Path{Loss: 0.2}, Reply: Path{Loss: 0.1}})
	sys.Edges[0].Timeout, sys.Edges[0].Attempts = 100*unit, 3
	p := 1 - 0.8*0.9
	calls := 1 + p + p*p
	holds(t, sys,
		quantity{"share lost", p * p * p, timeoutShare, 0},
		quantity{"attempts a call", calls, func(r totals) float64 { return r.sent / r.offered }, 1e-3},
		quantity{"served an attempt", 0.8, func(r totals) float64 { return r.served / r.sent }, 1e-3},
	)
}

// TestRetransmission: a message whose first k transmissions get lost comes
// RTO (2^k - 1) later, so the mean delay is RTO p/(1-2p) each way.
func TestRetransmission(t *testing.T) {
	sys := overNetwork(1, Network{Request: Path{Loss: 0.1}, Reply: Path{Loss: 0.2}, Transport: TransportTCP, RTO: 10 * unit, Retries: maxRetries})
	holds(t, sys, quantity{"mean latency", 1 + 10*0.1/0.8 + 10*0.2/0.6, meanLatency, 0})
}

// halfOpen reads testdata/tcp_halfopen_timers.csv, which names its source.
func halfOpen(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open("testdata/tcp_halfopen_timers.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]string{}
	for _, l := range lines {
		m[l[0]] = l[1]
	}
	return m
}

// seconds reads a time of the table.
func seconds(t *testing.T, text string) Time {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return Time(math.Round(v * float64(Second)))
}

func TestUnackedDataAgainstLinux(t *testing.T) {
	golden := halfOpen(t)
	for retries, name := range map[int]string{0: "unacked_data_tcp_retries2_15", 8: "unacked_data_tcp_retries2_8"} {
		sys := overNetwork(1, Network{Request: Path{Loss: 1}, Transport: TransportTCP, Retries: retries})
		sys.Window = 1000 * Second
		s := mustNewOne(t, sys)
		want := seconds(t, golden[name])
		s.RunUntil(want)
		if n := sum(s).Lost[CauseReset]; n != 0 {
			t.Errorf("%s: the connection was given up before %v s", name, want.Seconds())
		}
		s.RunUntil(want + 2*Millisecond)
		if n := sum(s).Lost[CauseReset]; n != 1 {
			t.Errorf("%s: the connection was not given up at %v s", name, want.Seconds())
		}
	}
}

// mustNewOne makes one call, at a millisecond.
func mustNewOne(t *testing.T, sys System) *Sim {
	t.Helper()
	sys.Nodes[0].Client.Arrivals, sys.Nodes[0].Client.Rate = ArrivalsConstant, 1000
	s := mustNew(t, sys, 1)
	s.RunUntil(Millisecond)
	inject(t, s, Fault{Kind: FaultShed, Node: 0, Fraction: 1})
	return s
}

// TestLostLookups: a look-up that gets lost on either way is a miss at the timeout;
// what got lost on the way back was a hit at the cache.
func TestLostLookups(t *testing.T) {
	sys := cacheStory()
	sys.Nodes[1].Cache.TTL = 0
	sys.Edges[0].Timeout = 50 * Millisecond
	sys.Edges[0].Network = Network{Request: Path{Loss: 0.1}, Reply: Path{Loss: 0.2}}
	s := mustNew(t, sys, 1)
	s.RunUntil(10 * Second)
	w := sum(s)
	share := func(what string, got, of int64, want float64) {
		t.Helper()
		if r := float64(got) / float64(of); math.Abs(r-want) > 3*math.Sqrt(want*(1-want)/float64(of)) {
			t.Errorf("%s: %.4f, want %.4f", what, r, want)
		}
	}
	share("look-ups that reach the cache", w.Nodes[1].Hits, w.Offered, 0.9)
	share("look-ups that time out", w.Edges[0].LookupTimeouts, w.Offered, 1-0.9*0.8)
	if w.Edges[1].Sent == 0 || w.Edges[0].LostRequests == 0 || w.Edges[0].LostReplies == 0 {
		t.Errorf("the store was asked %d times; lost on the way %d and %d", w.Edges[1].Sent, w.Edges[0].LostRequests, w.Edges[0].LostReplies)
	}
}
