package meeting

import (
	"reflect"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

func plain(s string) string { return ansi.Strip(s) }

// flatten takes apart what tea.Sequence made, whose type has no name: a slice of commands.
func flatten(msg tea.Msg) []tea.Msg {
	v := reflect.ValueOf(msg)
	if _, batch := msg.(tea.BatchMsg); batch || v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return []tea.Msg{msg}
	}
	var all []tea.Msg
	for i := range v.Len() {
		all = append(all, run(v.Index(i).Interface().(tea.Cmd))...)
	}
	return all
}

// until waits for news until the session is as wanted. The deadline is for tests that fail.
func (s *Seat) until(t *testing.T, what string, wanted func(View) bool) View {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		v := s.View()
		if wanted(v) {
			return v
		}
		select {
		case <-s.News():
		case <-late:
			t.Fatalf("%s does not come; %d bytes are being typed, ending in %q", what, len(v.Draft), v.Draft[max(0, len(v.Draft)-60):])
		}
	}
}
