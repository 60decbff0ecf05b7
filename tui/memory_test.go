package tui

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"sysprep/store"
)

// memory is a store that is gone with the test, and that can be told to fail.
type memory struct {
	mu     sync.Mutex
	events []store.Event
	drafts map[string]string
	set    map[string]string
	sum    map[string]store.Summary
	saved  []store.Draft // in the order in which they were saved
	fail   error
}

func (m *memory) Append(_ context.Context, events ...store.Event) ([]store.Event, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return nil, m.fail
	}
	for i := range events {
		events[i].Seq = int64(len(m.events) + 1)
		m.events = append(m.events, events[i])
	}
	return events, nil
}

func (m *memory) Events(_ context.Context, q store.Query) ([]store.Event, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []store.Event
	for _, e := range m.events {
		if e.Seq > q.After && (q.Pack == "" || e.Pack == q.Pack) && (q.Lesson == "" || e.Lesson == q.Lesson) && (q.Kind == "" || e.Kind == q.Kind) {
			out = append(out, e)
		}
	}
	return out, nil
}

func (m *memory) SaveDraft(_ context.Context, d store.Draft) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	m.saved = append(m.saved, d)
	if m.drafts == nil {
		m.drafts = map[string]string{}
	}
	m.drafts[d.Key] = d.Text
	return nil
}

func (m *memory) Draft(_ context.Context, key string) (store.Draft, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.drafts[key] == "" {
		return store.Draft{}, store.ErrNotFound
	}
	return store.Draft{Key: key, Text: m.drafts[key]}, nil
}

func (m *memory) Drafts(context.Context) ([]store.Draft, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []store.Draft
	for _, key := range slices.Sorted(maps.Keys(m.drafts)) {
		if m.drafts[key] != "" {
			all = append(all, store.Draft{Key: key, Text: m.drafts[key]})
		}
	}
	return all, nil
}

func (m *memory) Setting(_ context.Context, key string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.set[key] == "" {
		return "", store.ErrNotFound
	}
	return m.set[key], nil
}

func (m *memory) SetSetting(_ context.Context, key, value string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	if m.set == nil {
		m.set = map[string]string{}
	}
	m.set[key] = value
	return nil
}

func (m *memory) Settings(context.Context) (map[string]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.set), nil
}

func (m *memory) Summary(_ context.Context, pack string) (store.Summary, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s, ok := m.sum[pack]; ok {
		return s, nil
	}
	return store.Summary{}, store.ErrNotFound
}

func (m *memory) SaveSummary(_ context.Context, s store.Summary) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	if m.sum == nil {
		m.sum = map[string]store.Summary{}
	}
	m.sum[s.Pack] = s
	return nil
}

func (m *memory) Backup(context.Context, string) error { return errors.New("there is no file") }
func (m *memory) Close() error                         { return nil }
