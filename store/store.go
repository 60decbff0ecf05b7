package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

// Event is something that happened, and is never changed. Seq is given by the store,
// rising in the order in which events were acknowledged.
type Event struct {
	Seq    int64
	ID     string // unique across machines; given by Append if empty
	At     time.Time
	Kind   string          // "lesson.predicted", "lesson.answered", ...
	Pack   string          // id of the pack, such as "core"
	Lesson string          // id of the lesson
	Step   string          // id of the step, if any
	Hash   string          // content hash of the step when it happened
	Data   json.RawMessage // the rest, in the words of the room that wrote it; may be nil
}

// Query chooses events; empty fields choose all.
type Query struct {
	Pack   string
	Lesson string
	Kind   string
	After  int64 // only events with a greater Seq
}

// Draft is unsent text. Key says where it belongs, such as "core/lesson/step".
type Draft struct {
	Key  string
	Text string
	At   time.Time
}

// Summary is what was worked out from the events of a pack up to Seq, in the words of the room that
// did, so that it need not read them all to show how things stand. It is derived: whoever finds it
// missing, or made from another Basis, makes it anew, and it is never the truth.
type Summary struct {
	Pack  string
	Basis string // names all that went into it besides the events: another basis, another summary
	Seq   int64
	Data  []byte
}

// Store keeps events, drafts and settings. What a nil error acknowledged survives kill -9.
type Store interface {
	// Append adds events in one transaction and returns them with Seq and ID set.
	Append(ctx context.Context, events ...Event) ([]Event, error)
	// Events returns the chosen events in order of Seq.
	Events(ctx context.Context, q Query) ([]Event, error)
	// SaveDraft replaces the draft of that key; an empty text removes it.
	SaveDraft(ctx context.Context, d Draft) error
	// Draft returns the draft of that key, or ErrNotFound.
	Draft(ctx context.Context, key string) (Draft, error)
	// Drafts returns all drafts, by key.
	Drafts(ctx context.Context) ([]Draft, error)
	// Setting returns the value of a setting, or ErrNotFound if it was never set, or was taken back.
	Setting(ctx context.Context, key string) (string, error)
	// SetSetting keeps the value of a setting; an empty value takes it back.
	SetSetting(ctx context.Context, key, value string) error
	// Settings returns all settings that are set, by key.
	Settings(ctx context.Context) (map[string]string, error)
	// Summary returns the summary of a pack that was kept last, or ErrNotFound.
	Summary(ctx context.Context, pack string) (Summary, error)
	// SaveSummary keeps a summary in place of the one of its pack, unless that has the same basis
	// and knows more events.
	SaveSummary(ctx context.Context, s Summary) error
	// Backup writes a consistent copy to a new file at path.
	Backup(ctx context.Context, path string) error
	Close() error
}

// Errors that callers tell apart. Each is wrapped in a sentence that says what to do.
var (
	ErrNotFound = errors.New("not found")
	ErrNewer    = errors.New("database is from a newer sysprep")
	ErrCorrupt  = errors.New("database is damaged")
	ErrBusy     = errors.New("database is locked")
	ErrFull     = errors.New("disk is full")
)
