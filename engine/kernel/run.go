package kernel

// RunUntil is the run loop of every model: it has the model process all events up
// to and including time t, closes the metrics windows that end on the way, and sets
// the clock to t; a t in the past does nothing.
//
// end is where the open window ends. process handles the events up to a limit, and
// returns false when the budget is spent: then the run stops with the clock at the
// last event. closeWindow is called with the clock at end, and moves end on. Both
// are called once for a window, not for an event: the loop over events stays in the
// model, where the compiler sees what happens.
func RunUntil[T ~int64](q *Queue, t T, end *T, process func(limit T) bool, closeWindow func()) {
	for {
		if !process(min(t, *end-1)) {
			return
		}
		if *end > t {
			break
		}
		q.Advance(int64(*end))
		closeWindow()
	}
	if int64(t) > q.Now() {
		q.Advance(int64(t))
	}
}

// Budget counts the events of a run and bounds them. A model embeds it, and has
// its methods so. The zero value has no bound.
type Budget struct {
	events uint64
	most   uint64 // 0: no bound
	spent  bool
}

// Events returns the number of events processed so far. Cancelled timers are not events.
func (b *Budget) Events() uint64 { return b.events }

// SetBudget makes RunUntil stop early once this many events were processed in
// all; 0 means no limit.
func (b *Budget) SetBudget(events uint64) { b.most, b.spent = events, false }

// Exhausted reports whether the budget stopped the last RunUntil.
func (b *Budget) Exhausted() bool { return b.spent }

// Left reports whether another event may be processed, and notes it when none may.
// It is not a method, so that no model that embeds a Budget has it.
func Left(b *Budget) bool {
	if b.most == 0 || b.events < b.most {
		return true
	}
	b.spent = true
	return false
}

// Count notes that an event is processed. It is not a method, as Left is not.
func Count(b *Budget) { b.events++ }

// CountMany notes n events at once, for what an event begins that costs as much as so many.
func CountMany(b *Budget, n uint64) { b.events += n }
