package kernel

import (
	"math/bits"
	"slices"
)

// These numbers were found by measuring: see docs/performance.md.
const (
	// nearMost is how many events the heap holds before the far calendar is opened.
	nearMost = 128
	// sharing is how many events a bucket is to hold at the near end, where they lie closest.
	sharing = 2
	// reach is how many buckets there are for each event: with exponential
	// spacing, the calendar reaches reach*sharing mean waits ahead.
	reach = 3
	// group is how many buckets are emptied at once. Their chains are
	// independent, so the processor fetches them from memory side by side.
	group = 16
	// samples is how many of the events are looked at to learn how closely they lie.
	samples = 256
)

// far holds the events that lie further ahead than those in the heap, while
// there are many. It is a calendar: buckets of equal width, each an unsorted
// chain of cells in one pool. When the heap and the run are empty, the next
// group of buckets is sorted into the run, from which Next takes one after the
// other. Events too far ahead for the calendar wait in one chain beyond it; when
// the calendar is used up it is made anew from these, with a width that fits
// their spacing and a number of buckets that fits their number.
//
// Every event before the horizon is in the heap or in the run, all others are in
// buckets or beyond: so the order stays exact whatever the widths are, and at
// worst, when all events come at once, the work is that of sorting them.
type far struct {
	active  bool
	horizon int64 // the end of the last bucket taken

	start   int64 // where bucket 0 begins
	shift   uint8 // a bucket is 2^shift ns wide
	taken   int   // buckets emptied so far
	buckets []int32
	beyond  int32 // chain of events after the last bucket

	cells []farCell
	free  int32 // first free cell plus 1; 0: none
	count int   // events in buckets and beyond
	most  int   // made anew with more buckets when it holds more than this

	run []Event // sorted: what came from the last group of buckets
	pos int     // of the first event of the run that has not happened
}

// farCell is an event in a chain. Chains hold the number of a cell plus 1; 0 ends them.
type farCell struct {
	event Event
	next  int32
}

// put adds an event at or after the horizon.
func (f *far) put(e Event) {
	i := f.free
	if i == 0 {
		f.cells = append(f.cells, farCell{})
		i = int32(len(f.cells))
	} else {
		f.free = f.cells[i-1].next
	}
	c := &f.cells[i-1]
	c.event = e
	chain := &f.beyond
	if b := uint64(e.Time-f.start) >> (f.shift & 63); b < uint64(len(f.buckets)) {
		chain = &f.buckets[b]
	}
	c.next = *chain
	*chain = i
	f.count++
}

// load empties a chain into the run, unsorted.
func (f *far) load(chain *int32) {
	for i := *chain; i != 0; {
		c := &f.cells[i-1]
		f.run = append(f.run, c.event)
		next := c.next
		c.next = f.free
		f.free = i
		i = next
		f.count--
	}
	*chain = 0
}

// refill is called when the run and the heap are empty. It fills the run with
// the next events, unless they lie after limit; false when it left it empty.
func (f *far) refill(limit int64) bool {
	f.run, f.pos = f.run[:0], 0
	if f.count <= nearMost/2 {
		f.gather()
		f.load(&f.beyond)
		sortRun(f.run)
		f.active = false
		return len(f.run) > 0
	}
	for {
		if f.taken == len(f.buckets) {
			f.arrange()
		}
		if f.horizon > limit {
			return false
		}
		end := min(f.taken+group, len(f.buckets))
		for i := f.taken; i < end; i++ {
			if f.buckets[i] != 0 {
				f.load(&f.buckets[i])
			}
		}
		f.taken = end
		f.horizon = f.edge(end)
		if len(f.run) > 0 {
			sortRun(f.run)
			return true
		}
	}
}

// edge returns where bucket i begins, Never at most.
func (f *far) edge(i int) int64 {
	if uint64(i) > uint64(Never-f.start)>>f.shift {
		return Never
	}
	return f.start + int64(i)<<f.shift
}

// arrange makes the calendar anew for the events beyond it, of which there must be some.
func (f *far) arrange() {
	first, spacing := f.survey()
	f.shift = uint8(min(max(bits.Len64(uint64(spacing)*sharing)-1, 0), 62))
	f.start, f.taken, f.horizon = first, 0, first
	f.most = 2*f.count + nearMost
	// Every bucket is empty, so those that are already there can be used as they are.
	f.buckets = slices.Grow(f.buckets[:0], reach*f.count)[:reach*f.count]
	chain := f.beyond
	f.beyond = 0
	for i := chain; i != 0; {
		c := &f.cells[i-1]
		next := c.next
		to := &f.beyond
		if b := uint64(c.event.Time-first) >> f.shift; b < uint64(len(f.buckets)) {
			to = &f.buckets[b]
		}
		c.next = *to
		*to = i
		i = next
	}
}

// survey returns the time of the first event beyond, and how far from each
// other the events lie on average in the nearer quarter of them.
func (f *far) survey() (first, spacing int64) {
	first = Never
	stride := (f.count + samples - 1) / samples
	var times [samples]int64
	seen := times[:0]
	wait := 0
	for i := f.beyond; i != 0; i = f.cells[i-1].next {
		t := f.cells[i-1].event.Time
		first = min(first, t)
		if wait == 0 {
			seen = append(seen, t)
			wait = stride
		}
		wait--
	}
	slices.Sort(seen)
	quarter := len(seen) / 4
	return first, (seen[quarter] - first) / int64(quarter*stride+1)
}

// gather brings all events of buckets into the chain beyond, and closes the calendar's window.
func (f *far) gather() {
	for b := f.taken; b < len(f.buckets); b++ {
		for i := f.buckets[b]; i != 0; {
			c := &f.cells[i-1]
			next := c.next
			c.next = f.beyond
			f.beyond = i
			i = next
		}
		f.buckets[b] = 0
	}
	f.buckets, f.taken = f.buckets[:0], 0
}

// sortRun sorts a few events that are almost in order, or many in any order.
func sortRun(run []Event) {
	if len(run) > 48 {
		slices.SortFunc(run, func(a, b Event) int {
			if a.before(&b) {
				return -1
			}
			return 1
		})
		return
	}
	for i := 1; i < len(run); i++ {
		if !run[i].before(&run[i-1]) {
			continue
		}
		e := run[i]
		j := i
		for ; j > 0 && e.before(&run[j-1]); j-- {
			run[j] = run[j-1]
		}
		run[j] = e
	}
}

// each calls yield with every event of the calendar and the run; false when yield ended it.
func (f *far) each(yield func(Event) bool) bool {
	for _, e := range f.run[f.pos:] {
		if !yield(e) {
			return false
		}
	}
	if f.count == 0 {
		return true
	}
	for b := f.taken; b < len(f.buckets); b++ {
		if f.buckets[b] != 0 && !f.eachOf(f.buckets[b], yield) {
			return false
		}
	}
	return f.eachOf(f.beyond, yield)
}

func (f *far) eachOf(chain int32, yield func(Event) bool) bool {
	for i := chain; i != 0; i = f.cells[i-1].next {
		if !yield(f.cells[i-1].event) {
			return false
		}
	}
	return true
}

// remove takes away the events for which drop returns true.
func (f *far) remove(drop func(Event) bool) {
	f.run = append(f.run[:0], f.run[f.pos:]...)
	f.pos = 0
	f.run = slices.DeleteFunc(f.run, drop)
	if f.count == 0 {
		return
	}
	for b := f.taken; b < len(f.buckets); b++ {
		f.removeFrom(&f.buckets[b], drop)
	}
	f.removeFrom(&f.beyond, drop)
}

func (f *far) removeFrom(link *int32, drop func(Event) bool) {
	for *link != 0 {
		i := *link
		c := &f.cells[i-1]
		if !drop(c.event) {
			link = &c.next
			continue
		}
		*link = c.next
		c.next = f.free
		f.free = i
		f.count--
	}
}

func (f *far) clone() far {
	c := *f
	c.run = slices.Clone(f.run[f.pos:])
	c.pos = 0
	c.buckets = slices.Clone(f.buckets)
	c.cells = slices.Clone(f.cells)
	return c
}
