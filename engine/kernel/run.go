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

// Budget counts the events of a run, and bounds them and the memory that its state may
// take. A model embeds it, and has its methods so. The zero value has no bound.
type Budget struct {
	events uint64
	most   uint64 // 0: no bound
	room   int64  // bytes; 0: no bound
	next   uint64 // when Left is to look again; 0: never
	spent  bool
	full   bool
}

// lookEvery is after how many events the memory is looked at: seldom enough to cost
// nothing, and often enough that what they add to it is some tens of megabytes.
const lookEvery = 1 << 16

// Events returns the number of events processed so far. Cancelled timers are not events.
func (b *Budget) Events() uint64 { return b.events }

// SetBudget makes RunUntil stop early once this many events were processed in
// all; 0 means no limit.
func (b *Budget) SetBudget(events uint64) {
	b.most, b.spent, b.full = events, false, false
	b.rearm()
}

// SetRoom makes RunUntil stop early once the state takes more than so many bytes: some
// more, since it is not looked at with each event. 0 means no limit.
func (b *Budget) SetRoom(bytes int64) {
	b.room, b.spent, b.full = bytes, false, false
	b.rearm()
}

func (b *Budget) rearm() {
	b.next = b.most
	if later := b.events + lookEvery; b.room > 0 && (b.most == 0 || later < b.most) {
		b.next = later
	}
}

// Exhausted reports whether the budget or the room stopped the last RunUntil.
func (b *Budget) Exhausted() bool { return b.spent }

// Full reports whether it was the room.
func (b *Budget) Full() bool { return b.full }

// Left reports whether another event may be processed without looking at the bounds: if
// not, Extend looks. It is not a method, so that no model that embeds a Budget has it.
func Left(b *Budget) bool { return b.next == 0 || b.events < b.next }

// Extend looks at the bounds, notes which of them is reached, and says whether the run
// may go on. bytes is what its state takes now; only the length of arrays should count,
// not the room that they have, so that a run stops at the same event everywhere.
func Extend(b *Budget, bytes int64) bool {
	switch {
	case b.most > 0 && b.events >= b.most:
		b.spent = true
	case b.room > 0 && bytes > b.room:
		b.spent, b.full = true, true
	default:
		b.rearm()
		return true
	}
	return false
}

// Count notes that an event is processed. It is not a method, as Left is not.
func Count(b *Budget) { b.events++ }

// CountMany notes n events at once, for what an event begins that costs as much as so many.
func CountMany(b *Budget, n uint64) { b.events += n }
