package engine

import (
	"fmt"

	"sysprep/engine/kernel"
	"sysprep/engine/random"
)

// Fan is an OpFan: calls that are made at the same time, the branches. Each branch
// is a call like any other, with its edge's timeout, attempts and policies. The
// fan-out is over when Need branches have answered, when all have come to their
// end, when too few are left to reach Least, or when Budget is over. Branches that
// are out by then are given up, as after a timeout.
type Fan struct {
	Edges  []int // one branch over each; or a single one for Width branches
	Width  int   // branches over a single edge; 0: one for each instance of the callee
	Pick   FanPick
	Need   int  // answers to wait for; 0: all
	Least  int  // fewest answers to go on with, else the fan-out fails; 0: as Need
	Budget Time // longest wait for the branches; 0: no bound
}

// FanPick says which instances the branches over a single edge go to.
type FanPick uint8

// Which instances the branches go to.
const (
	FanEach     FanPick = iota // different ones: all in order, or so many drawn at random; a retry goes to the same
	FanBalanced                // those that the edge's Balance picks, for each attempt
)

// Bounds of a fan-out. Each branch counts as an event.
const (
	maxWidth    = 2_000
	maxBranches = 1_000_000 // of the fan-outs of a burst of requests, which begin at the same moment
)

// targets returns the edges that a step goes over.
func (op *Op) targets() []int {
	switch op.Kind {
	case OpWork:
		return nil
	case OpFan:
		if op.Fan == nil {
			return nil
		}
		return op.Fan.Edges
	}
	return []int{op.Edge}
}

// fan is the state of a Fan in a program.
type fan struct {
	programs []int32 // by branch: a program of one call, in Sim.programs; a single one for all where there is one edge
	width    int32
	need     int32
	least    int32
	pick     FanPick
	first    int32 // the callee's instances, where there is one edge
	count    int32
	budget   Time
	lane     kernel.Lane // of the budget; noLane without one
	luck     random.Stream
}

// branches is a fan-out that is under way.
type branches struct {
	head     int32 // the first child, plus 1; the others follow by request.sibling
	next     int32 // the next free record
	answered int32
	out      int32
	width    int32
	need     int32
	least    int32
	full     float64 // what the answers are worth: the sum of their completeness
	why      Cause   // of the last branch that failed
	again    Time    // the most that a branch that failed was asked to wait; see attempt.again
	timer    kernel.Timer
	starting bool // the children are being started: none of them ends it
}

// branchPool holds the fan-outs under way. An index is valid until given back.
type branchPool struct {
	items []branches
	free  int32
}

func (p *branchPool) take() int32 {
	if p.free == none {
		p.items = append(p.items, branches{})
		return int32(len(p.items) - 1)
	}
	b := p.free
	p.free = p.items[b].next
	return b
}

func (p *branchPool) give(b int32) {
	p.items[b] = branches{next: p.free}
	p.free = b
}

// addFan resolves an OpFan of a program: a program of one call for each of its edges.
func (s *Sim) addFan(p *program, pc int32, n *Fan, seed uint64) int32 {
	f := fan{lane: noLane, luck: random.New(seed, fmt.Sprintf("node/%s/fan/%d", s.sys.Nodes[p.node].Name, pc))}
	for _, edge := range n.Edges {
		f.programs = append(f.programs, int32(len(s.programs)))
		place := int32(len(s.sites))
		s.sites = append(s.sites, site{program: int32(len(s.programs)), edge: int32(edge), root: p.root})
		s.programs = append(s.programs, program{
			node: p.node, owner: p.owner, branch: true,
			steps: []step{{kind: OpCall, edge: int32(edge), callee: s.edges[edge].to, site: place}},
		})
	}
	if e := &s.edges[n.Edges[0]]; len(f.programs) == 1 {
		f.first, f.count = e.to, e.balance.count
	}
	s.fans = append(s.fans, f)
	return int32(len(s.fans) - 1)
}

func (f *fan) configure(q *kernel.Queue, n *Fan) {
	f.width, f.pick = int32(len(n.Edges)), n.Pick
	if f.width == 1 {
		f.width = int32(n.Width)
		if n.Width == 0 {
			f.width = f.count
		}
	}
	f.need = f.width
	if n.Need > 0 {
		f.need = min(f.width, int32(n.Need))
	}
	f.least = f.need
	if n.Least > 0 {
		f.least = min(f.need, int32(n.Least))
	}
	f.budget = n.Budget
	f.lane = swapLane(q, f.lane, n.Budget)
}

// fanOut begins an OpFan: a child request for each branch.
func (s *Sim) fanOut(r int32, st *step) {
	f := &s.fans[st.fan]
	b := s.branches.take()
	parent := s.requests.items[r]
	run := branches{out: f.width, width: f.width, need: f.need, least: f.least, timer: kernel.NoTimer, starting: true}
	deadline := parent.deadline
	if f.lane != noLane {
		run.timer = s.queue.After(f.lane, evFanOver, r)
		deadline = min(deadline, s.Now()+f.budget)
	}
	last := none
	drawn := int32(0) // of the instances, for FanEach: selection sampling (Knuth, TAOCP 2, 3.4.2, algorithm S)
	place := int32(0)
	for i := range f.width {
		to := int32(0)
		program := f.programs[0]
		if len(f.programs) > 1 {
			program = f.programs[i]
		} else if f.pick == FanEach && f.count > 1 {
			for f.width < f.count && int32(f.luck.Below(uint64(f.count-place))) >= f.width-drawn {
				place++
			}
			to = f.first + place%f.count + 1
			place++
			drawn++
		}
		child := s.requests.take()
		s.requests.items[child] = request{
			arrived: s.Now(), deadline: deadline, key: parent.key, program: program, class: parent.class,
			next: none, serves: none, attempt: none, patience: kernel.NoTimer, parent: r + 1, target: to,
			spans: spanPlace{parent.spans.trace, parent.spans.span, 0},
		}
		if last == none {
			run.head = child + 1
		} else {
			s.requests.items[last].sibling = child + 1
		}
		last = child
	}
	kernel.CountMany(&s.Budget, uint64(f.width))
	s.branches.items[b] = run
	s.requests.items[r].branches = b + 1
	for c := run.head; c != 0; c = s.requests.items[c-1].sibling {
		s.advance(c - 1)
	}
	s.branches.items[b].starting = false
	s.judgeFan(r)
}

// branchOver takes note of the end of a branch. Its record is kept until all are over.
func (s *Sim) branchOver(child int32, ok bool, why Cause) {
	q := &s.requests.items[child]
	r := q.parent - 1
	q.over = true
	b := &s.branches.items[s.requests.items[r].branches-1]
	b.out--
	if ok {
		b.answered++
		b.full += 1 - q.missing
	} else {
		b.why, b.again = why, max(b.again, q.again)
	}
	if !b.starting {
		s.judgeFan(r)
	}
}

// judgeFan ends a fan-out when that is decided.
func (s *Sim) judgeFan(r int32) {
	b := &s.branches.items[s.requests.items[r].branches-1]
	switch {
	case b.answered >= b.need || b.out == 0:
		s.endFan(r, b.answered >= b.least, b.why)
	case b.answered+b.out < b.least:
		s.endFan(r, false, b.why)
	}
}

// fanOver handles the end of a fan-out's budget.
func (s *Sim) fanOver(r int32) {
	b := &s.branches.items[s.requests.items[r].branches-1]
	b.timer = kernel.NoTimer
	s.endFan(r, b.answered >= b.least, CauseTimeout)
}

// endFan goes on with the program of a request whose fan-out is over.
func (s *Sim) endFan(r int32, ok bool, why Cause) {
	b := &s.branches.items[s.requests.items[r].branches-1]
	missing, again := 1-b.full/float64(b.width), b.again
	s.dropBranches(r)
	if !ok {
		s.requests.items[r].again = again
		s.fail(r, why)
		return
	}
	q := &s.requests.items[r]
	q.lack(missing)
	q.pc++
	s.advance(r)
}

// dropBranches gives a fan-out's records back. What is still out goes on without
// its caller, and is told so where its edge says so.
func (s *Sim) dropBranches(r int32) {
	q := &s.requests.items[r]
	b := q.branches - 1
	q.branches = 0
	if t := s.branches.items[b].timer; t != kernel.NoTimer {
		s.queue.Cancel(t)
	}
	for c := s.branches.items[b].head; c != 0; {
		child := c - 1
		q := &s.requests.items[child]
		c = q.sibling
		q.parent, q.sibling = 0, 0
		if q.over {
			s.requests.give(child)
		} else {
			s.stop(child)
		}
	}
	s.branches.give(b)
}

// lack notes that a share of what a request's answer is made of is missing.
func (q *request) lack(share float64) {
	q.missing = 1 - float64((1-q.missing)*(1-share))
}

// lackAll notes the same for a request and those that joined its call.
func (s *Sim) lackAll(r int32, share float64) {
	q := &s.requests.items[r]
	q.lack(share)
	if !q.leads {
		return
	}
	for j := q.next; j != none; j = s.requests.items[j].next {
		s.requests.items[j].lack(share)
	}
}

// validateFan checks an OpFan of a node's program.
func (sys *System) validateFan(node int, f *Fan) error {
	if f == nil || len(f.Edges) == 0 {
		return fmt.Errorf("fans out over no edge; give it one or more")
	}
	for _, edge := range f.Edges {
		if err := sys.validateStep(node, Op{Kind: OpCall, Edge: edge}); err != nil {
			return err
		}
	}
	width := len(f.Edges)
	if width == 1 {
		width = f.Width
		if width == 0 {
			width = sys.Nodes[sys.Edges[f.Edges[0]].To].instances()
		}
	} else if f.Width != 0 {
		return fmt.Errorf("fans out over %d edges, one branch each, and has a width of %d besides; give a width with a single edge only", len(f.Edges), f.Width)
	}
	burst := 1
	if c := sys.Nodes[node].Client; c != nil {
		burst = max(1, c.Burst)
	}
	need := f.Need
	if need == 0 {
		need = width
	}
	switch {
	case width < 1 || width > maxWidth:
		return fmt.Errorf("fans out to %d branches; give a width from 1 to %d", width, maxWidth)
	case width*burst > maxBranches:
		return fmt.Errorf("fans out to %d branches for each of %d requests that come at once; make it %d in all at most", width, burst, maxBranches)
	case f.Pick > FanBalanced:
		return fmt.Errorf("picks instances in way %d, which does not exist; use one of the Fan constants", f.Pick)
	case need < 0 || need > width:
		return fmt.Errorf("needs %d answers of %d branches; give a number from 1 to the branches, or 0 for all", f.Need, width)
	case f.Least < 0 || f.Least > need:
		return fmt.Errorf("goes on with %d answers at least and waits for %d; give a number from 1 to those that it waits for, or 0 for the same", f.Least, need)
	case f.Budget < 0 || f.Budget > longestSpan:
		return fmt.Errorf("waits for its branches for %v s; give a time of a year at most, or 0 for no bound", f.Budget.Seconds())
	}
	return nil
}
