package exchange

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"sysprep/store"
)

// Sends says whether an event hands in what was typed at its place, so that an older draft of it
// is of no use any more. The room that wrote the event knows.
type Sends func(store.Event) bool

// Change is what a merge adds to what is there.
type Change struct {
	Events   []store.Event // in order of time
	Drafts   []store.Draft // in place of older ones; one without a text takes the old one away
	Settings map[string]string
	Known    int // events that were there already
}

// Merge works out what a file adds. Events are known by their ids, and none is changed or taken
// away. Of two drafts of one place the later one stays, unless something was handed in there since.
// Settings are taken where there are none. Merging in another order, or twice, ends in the same
// events and drafts. It refuses a file that says something else under the id of an event that is there.
func Merge(have, add File, sends Sends) (Change, error) {
	change := Change{Settings: map[string]string{}}
	here := make(map[string]store.Event, len(have.Events))
	for _, e := range have.Events {
		here[e.ID] = e
	}
	for _, e := range add.Events {
		before, known := here[e.ID]
		switch {
		case !known:
			change.Events = append(change.Events, e)
		case !same(before, e):
			return Change{}, fmt.Errorf("event %s is here already and says something else: one of both was changed, so nothing was taken from the file", e.ID)
		default:
			change.Known++
		}
	}
	slices.SortFunc(change.Events, func(a, b store.Event) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	change.Drafts = mergeDrafts(have, add, sends)
	for key, value := range add.Settings {
		if have.Settings[key] == "" && value != "" {
			change.Settings[key] = value
		}
	}
	return change, nil
}

// mergeDrafts gives the drafts that change.
func mergeDrafts(have, add File, sends Sends) (changed []store.Draft) {
	sent := map[string]time.Time{} // when something was handed in last, by the key of its draft
	for _, e := range slices.Concat(have.Events, add.Events) {
		key := strings.Join([]string{e.Pack, e.Lesson, e.Step}, "/")
		if sends(e) && e.At.After(sent[key]) {
			sent[key] = e.At
		}
	}
	here := map[string]store.Draft{}
	for _, d := range have.Drafts {
		here[d.Key] = d
		if at, ok := sent[d.Key]; ok && !d.At.After(at) { // handed in on the other machine
			changed = append(changed, store.Draft{Key: d.Key, At: d.At})
			delete(here, d.Key)
		}
	}
	newest := map[string]store.Draft{}
	for _, d := range add.Drafts {
		before, ok := newest[d.Key]
		if !ok {
			before, ok = here[d.Key]
		}
		if at, was := sent[d.Key]; d.Text != "" && (!was || d.At.After(at)) && (!ok || later(d, before)) {
			newest[d.Key] = d
		}
	}
	for _, d := range newest {
		changed = append(changed, d)
	}
	slices.SortFunc(changed, func(a, b store.Draft) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Text, b.Text)) })
	return changed
}

// later says which of two drafts of one place stays; of two of the same time the longer one, so
// that nothing typed is lost.
func later(a, b store.Draft) bool {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(len(a.Text), len(b.Text)), cmp.Compare(a.Text, b.Text)) > 0
}

// Read is all that a store keeps.
func Read(ctx context.Context, st store.Store, now time.Time) (File, error) {
	events, err := st.Events(ctx, store.Query{})
	if err != nil {
		return File{}, err
	}
	drafts, err := st.Drafts(ctx)
	if err != nil {
		return File{}, err
	}
	settings, err := st.Settings(ctx)
	return File{Made: now, Events: events, Drafts: drafts, Settings: settings}, err
}

// Import merges a file into a store. The events are added in one transaction, or none is.
func Import(ctx context.Context, st store.Store, add File, sends Sends, now time.Time) (Change, error) {
	have, err := Read(ctx, st, now)
	if err != nil {
		return Change{}, err
	}
	change, err := Merge(have, add, sends)
	if err != nil {
		return Change{}, err
	}
	if _, err := st.Append(ctx, change.Events...); err != nil {
		return Change{}, err
	}
	for _, d := range change.Drafts {
		if err := st.SaveDraft(ctx, d); err != nil {
			return change, err
		}
	}
	for key, value := range change.Settings {
		if err := st.SetSetting(ctx, key, value); err != nil {
			return change, err
		}
	}
	return change, nil
}
