package kernel

import (
	"slices"
	"testing"
)

// ticker is the least model: an event every 10 ns, counted in windows of 25 ns.
type ticker struct {
	queue   Queue
	end     int64
	count   int
	windows []int
	Budget
}

func newTicker() *ticker {
	m := &ticker{end: 25}
	m.queue.At(0, 0, 0)
	return m
}

func (m *ticker) runUntil(t int64) { RunUntil(&m.queue, t, &m.end, m.process, m.closeWindow) }

// bytes grows with each event.
func (m *ticker) bytes() int64 { return int64(m.Events()) }

func (m *ticker) process(limit int64) bool {
	for Left(&m.Budget) || Extend(&m.Budget, m.bytes()) {
		e, ok := m.queue.Next(limit)
		if !ok {
			return true
		}
		Count(&m.Budget)
		m.count++
		m.queue.At(e.Time+10, 0, 0)
	}
	return false
}

func (m *ticker) closeWindow() {
	m.windows = append(m.windows, m.count)
	m.count = 0
	m.end += 25
}

func TestRunUntil(t *testing.T) {
	for _, c := range []struct {
		until, clock int64
		windows      []int // events at 0, 10, 20 | 30, 40 | 50, 60, 70 | ...
		open         int
	}{
		{0, 0, nil, 1},
		{24, 24, nil, 3},
		{25, 25, []int{3}, 0},
		{50, 50, []int{3, 2}, 1}, // what happens where a window ends belongs to the next
		{75, 75, []int{3, 2, 3}, 0},
		{60, 75, []int{3, 2, 3}, 0}, // a time in the past
	} {
		m := newTicker()
		m.runUntil(c.clock)
		m.runUntil(c.until)
		if m.queue.Now() != c.clock || !slices.Equal(m.windows, c.windows) || m.count != c.open {
			t.Errorf("until %d: clock %d, windows %v, %d in the open one; want %d, %v, %d", c.until, m.queue.Now(), m.windows, m.count, c.clock, c.windows, c.open)
		}
	}
}

func TestBudgetStopsAtTheLastEvent(t *testing.T) {
	m := newTicker()
	m.SetBudget(4)
	m.runUntil(100)
	if m.queue.Now() != 30 || m.Events() != 4 || !m.Exhausted() {
		t.Errorf("clock %d after %d events, exhausted %v; want 30, 4, true", m.queue.Now(), m.Events(), m.Exhausted())
	}
	m.SetBudget(0)
	m.runUntil(100)
	if m.queue.Now() != 100 || m.Events() != 11 || m.Exhausted() {
		t.Errorf("clock %d after %d events, exhausted %v; want 100, 11, false", m.queue.Now(), m.Events(), m.Exhausted())
	}
}

func TestRoomStopsARun(t *testing.T) {
	m := newTicker()
	m.SetRoom(100_000)
	m.SetBudget(1_000_000)
	m.runUntil(20_000_000)
	first := m.Events()
	if first < 100_000 || first > 100_000+lookEvery || !m.Exhausted() || !m.Full() {
		t.Errorf("%d events, exhausted %v, full %v; want some more than 100,000, true, true", first, m.Exhausted(), m.Full())
	}
	if m.runUntil(20_000_000); m.Events() != first {
		t.Error("it goes on although there is no more room")
	}
	m.SetRoom(0)
	m.runUntil(20_000_000)
	if m.Events() != 1_000_000 || !m.Exhausted() || m.Full() {
		t.Errorf("%d events, exhausted %v, full %v; want the budget of a million, true, false", m.Events(), m.Exhausted(), m.Full())
	}
}
