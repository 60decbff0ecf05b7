package kernel

import (
	"slices"
	"testing"
)

func TestFeed(t *testing.T) {
	var f Feed[int]
	if f.On() {
		t.Error("a fresh feed is on")
	}
	f.Sample(3)
	for i := range 10 {
		f.Note(i)
	}
	c := f.Clone()
	if got := f.Take(nil); !slices.Equal(got, []int{0, 3, 6, 9}) {
		t.Errorf("every third of 0 to 9 is %v", got)
	}
	if got := f.Take(nil); len(got) != 0 {
		t.Errorf("taken twice: %v", got)
	}
	c.Note(10)
	c.Note(11)
	c.Note(12)
	if got := c.Take(nil); !slices.Equal(got, []int{0, 3, 6, 9, 12}) {
		t.Errorf("the copy has %v", got)
	}
	f.Sample(1)
	for i := range feedRoom + 2 {
		f.Note(i)
	}
	if got := f.Take(nil); len(got) != feedRoom || got[0] != 2 || got[feedRoom-1] != feedRoom+1 {
		t.Errorf("of more than fit the latest are kept: %d, from %d", len(got), got[0])
	}
	f.Sample(0)
	if f.On() {
		t.Error("a feed that was stopped is on")
	}
}
