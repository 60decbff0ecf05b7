package engine

import "testing"

// TestLateErrors: a success takes c, an error 4c, and a request whose caller has gone
// is an error. What was overloaded for a moment stays so for ever if the load is
// over C/4c, a quarter of the capacity, and recovers below (Bronson and others,
// "Metastable Failures in Distributed Systems", HotOS 2021: hidden capacity).
func TestLateErrors(t *testing.T) {
	const workers, c = 10, 10 * Millisecond // good for 1,000 a second, and for 250 errors
	work := Dist{Kind: DistConstant, Mean: c}
	for _, tt := range []struct {
		name    string
		service bool
		rate    float64
		late    bool
		stuck   bool
	}{
		{"store above", false, 300, true, true},
		{"store below", false, 200, true, false},
		{"store whose late ones are done", false, 300, false, false},
		{"service above", true, 300, true, true},
		{"service below", true, 200, true, false},
		{"service whose late ones are done", true, 300, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fail := Failure{Late: tt.late, Work: Dist{Kind: DistConstant, Mean: 4 * c}}
			node := Node{Name: "api", Store: &Store{Workers: workers, Queue: 2000, Service: work, Fail: fail}}
			if tt.service {
				node = Node{Name: "api", Service: &Service{Workers: workers, Queue: 2000, Program: []Op{{Kind: OpWork, Work: work}}, Fail: fail}}
			}
			s := mustNew(t, System{
				Nodes: []Node{{Name: "users", Client: &Client{Rate: tt.rate, Keys: Keys{Count: 1}, Program: []Op{{Kind: OpCall, Edge: 0}}}}, node},
				Edges: []Edge{{From: 0, To: 1, Timeout: Second, Attempts: 1}},
			}, 1)
			s.RunUntil(10 * Second)
			inject(t, s, Fault{Kind: FaultSlow, Node: 1, Fraction: 100})
			s.RunUntil(20 * Second)
			inject(t, s, Fault{Kind: FaultSlow, Node: 1, Fraction: 1})
			s.RunUntil(140 * Second)
			var offered, answered, served, failed float64
			for _, w := range s.Windows()[100:] {
				offered += float64(w.Offered)
				answered += float64(w.Answered)
				served += float64(w.Nodes[1].Served)
				failed += float64(w.Nodes[1].Failed)
			}
			if tt.stuck && (answered > 0 || failed != served || served < 9950 || served > 10050) {
				t.Errorf("%v answered, %v served of which %v failed; want none, 250 a second, all", answered, served, failed)
			}
			if !tt.stuck && (answered < 0.99*offered || failed > 0) {
				t.Errorf("%v of %v answered, %v failed; want all, none", answered, offered, failed)
			}
		})
	}
}
