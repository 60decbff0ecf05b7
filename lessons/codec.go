package lessons

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"sysprep/scenarios"
	"sysprep/store"
)

const prefix = "lesson."

// ErrForeign is returned by Decode for an event that is not about a lesson.
var ErrForeign = errors.New("not an event of a lesson")

// Record turns an event into what the store keeps, under the ids of its pack and lesson.
func Record(pack, lesson string, e Event) (store.Event, error) {
	if e.Kind == "" {
		return store.Event{}, errors.New("the event has no kind: set it to one of the kinds of package lessons")
	}
	data, err := encode(e)
	if err != nil {
		return store.Event{}, fmt.Errorf("the %q event can't be written as JSON: %w", e.Kind, err)
	}
	return store.Event{
		At: e.At, Kind: prefix + string(e.Kind), Pack: pack, Lesson: lesson, Step: e.Step, Hash: e.Hash, Data: data,
	}, nil
}

// Decode reads what Record wrote. Kinds and fields of a newer sysprep end up in
// Rest; Apply passes over unknown kinds. Events of other rooms give ErrForeign.
func Decode(in store.Event) (Event, error) {
	name, ok := strings.CutPrefix(in.Kind, prefix)
	if !ok || name == "" {
		return Event{}, fmt.Errorf("%q is %w", in.Kind, ErrForeign)
	}
	e := Event{At: in.At, Kind: Kind(name), Step: in.Step, Hash: in.Hash}
	payload := e.payload(true)
	if payload == nil {
		if len(in.Data) > 0 {
			e.Rest = append(json.RawMessage(nil), in.Data...)
		}
		return e, nil
	}
	if e.Kind != Watched && strictly(in.Data, payload) {
		return e, nil
	}
	payload = e.payload(true) // without what strictly has read of it
	err := json.Unmarshal(in.Data, payload)
	if err == nil {
		e.Rest, err = unknownFields(in.Data, payload)
	}
	if err != nil {
		return Event{}, fmt.Errorf("event %s (%s) is not readable, so it is left out: %w", in.ID, in.Kind, err)
	}
	return e, nil
}

// payload returns what the kind names, made anew if create is set; nil if the kind
// has none or it is not there.
func (e *Event) payload(create bool) any {
	switch e.Kind {
	case Predicted:
		return slot(&e.Prediction, create)
	case Watched:
		return slot(&e.Watch, create)
	case Judged:
		return slot(&e.Judgement, create)
	case Hinted:
		return slot(&e.Hint, create)
	case Answered:
		return slot(&e.Answer, create)
	case Claimed:
		return slot(&e.Claim, create)
	case Noted:
		return slot(&e.Note, create)
	case Chosen:
		return slot(&e.Choice, create)
	case Reviewed, Recalled, Unrated:
		return slot(&e.Review, create)
	}
	return nil
}

func slot[T any](at **T, create bool) any {
	if create {
		*at = new(T)
	}
	if *at == nil {
		return nil
	}
	return *at
}

// complete says whether the payload that the kind needs, if any, is there.
func (e Event) complete() bool {
	blank := Event{Kind: e.Kind}
	return e.payload(false) != nil || blank.payload(true) == nil
}

func encode(e Event) (json.RawMessage, error) {
	if !e.complete() {
		return nil, errors.New("its payload is not set")
	}
	payload := e.payload(false)
	if payload == nil {
		return e.Rest, nil
	}
	data, err := json.Marshal(payload)
	if err != nil || len(e.Rest) == 0 {
		return data, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(e.Rest, &fields); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &fields); err != nil {
		return nil, err
	}
	return json.Marshal(fields)
}

// strictly reads data if payload knows all its fields, which is nearly always so, and
// much faster than to look for the others. (A type with a method of its own for it,
// like Watch, would not be strict.)
func strictly(data json.RawMessage, payload any) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if d.Decode(payload) != nil {
		return false
	}
	_, err := d.Token()
	return err == io.EOF
}

// unknownFields returns the fields of data which payload's type does not know.
func unknownFields(data json.RawMessage, payload any) (json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return nil, err
	}
	t := reflect.TypeOf(payload).Elem()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		delete(fields, name)
	}
	if t == reflect.TypeFor[Watch]() {
		delete(fields, "reachedNs")
	}
	if len(fields) == 0 {
		return nil, nil
	}
	return json.Marshal(fields)
}

// watchWire is how Watch is written: Duration's own text form keeps three decimals only.
type watchWire struct {
	watchFields
	ReachedNS int64 `json:"reachedNs"`
}

type watchFields Watch

// MarshalJSON writes w with the time reached in nanoseconds.
func (w Watch) MarshalJSON() ([]byte, error) {
	return json.Marshal(watchWire{watchFields(w), int64(w.Reached)})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (w *Watch) UnmarshalJSON(data []byte) error {
	var wire watchWire
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	*w = Watch(wire.watchFields)
	w.Reached = scenarios.Duration(wire.ReachedNS)
	return nil
}
