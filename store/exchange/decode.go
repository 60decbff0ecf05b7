package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"sysprep/store"
)

// Bounds of a file. Five years of daily use are 100,000 events in some 20 MB.
const (
	mostBytes     = 256 << 20
	mostEvents    = 2_000_000
	mostOthers    = 100_000 // drafts, and settings
	mostEventData = 1 << 20
	mostName      = 200 // bytes of an id, a kind, a place
	mostDepth     = 32
)

// Decode reads a file, whole, or says in a sentence why it can't be taken. It takes nothing of a
// file that is not right in all its parts.
func Decode(r io.Reader) (File, error) {
	data, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	switch {
	case err != nil:
		return File{}, fmt.Errorf("the file can't be read: %w", err)
	case len(data) > mostBytes:
		return File{}, fmt.Errorf("the file has more than %d MB: sysprep does not write such files, so nothing was taken from it", mostBytes>>20)
	case !utf8.Valid(data):
		return File{}, errors.New("the file is not UTF-8 text: choose one that \"sysprep export\" wrote")
	}
	if err := checkDepth(data); err != nil {
		return File{}, err
	}
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return File{}, fmt.Errorf("the file is not whole JSON (%w): export it again with \"sysprep export\"", err)
	}
	switch {
	case head.Format != format:
		return File{}, errors.New("the file holds no progress: choose one that \"sysprep export\" wrote, in its JSON form")
	case head.Version > Version:
		return File{}, fmt.Errorf("the file has version %d of the form, and this sysprep knows up to %d: upgrade sysprep here", head.Version, Version)
	case head.Version < 1:
		return File{}, fmt.Errorf("the file has version %d of the form, which there is not: export it again", head.Version)
	}
	var in wire
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&in); err != nil {
		return File{}, fmt.Errorf("the file is not what \"sysprep export\" writes (%w): export it again", err)
	}
	return in.checked()
}

// checkDepth refuses nesting, before anything is made of the text.
func checkDepth(data []byte) error {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > mostDepth {
				return fmt.Errorf("the file is nested more than %d deep: sysprep does not write such files, so nothing was taken from it", mostDepth)
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

func (in wire) checked() (File, error) {
	if len(in.Events) > mostEvents || len(in.Drafts) > mostOthers || len(in.Settings) > mostOthers {
		return File{}, fmt.Errorf("the file has more than %d events: sysprep does not write such files, so nothing was taken from it", mostEvents)
	}
	out := File{Made: in.Made, Settings: in.Settings}
	seen := make(map[string]int, len(in.Events))
	for i, e := range in.Events {
		event := store.Event{ID: e.ID, At: e.At.UTC(), Kind: e.Kind, Pack: e.Pack, Lesson: e.Lesson, Step: e.Step, Hash: e.Hash, Data: compact(e.Data)}
		if why := faultOf(event); why != "" {
			return File{}, fmt.Errorf("event %d of the file %s: sysprep does not write such events, so nothing was taken from it", i+1, why)
		}
		if at, twice := seen[e.ID]; twice {
			if !same(out.Events[at], event) {
				return File{}, fmt.Errorf("events %d and %d of the file have the same id and say different things: export it again", at+1, i+1)
			}
			continue
		}
		seen[e.ID] = len(out.Events)
		out.Events = append(out.Events, event)
	}
	for i, d := range in.Drafts {
		if !isName(d.Key) || d.At.IsZero() || hasControls(d.Text) || len(d.Text) > mostEventData {
			return File{}, fmt.Errorf("draft %d of the file has no key, no time, or characters that a text does not have: export it again", i+1)
		}
		out.Drafts = append(out.Drafts, store.Draft{Key: d.Key, Text: d.Text, At: d.At.UTC()})
	}
	for k, v := range in.Settings {
		if !isName(k) || hasControls(v) || len(v) > mostEventData {
			return File{}, errors.New("a setting of the file has characters that a setting does not have: export it again")
		}
	}
	return out, nil
}

// faultOf says what is wrong with an event, or "".
func faultOf(e store.Event) string {
	switch y := e.At.Year(); {
	case !isName(e.ID) || strings.ContainsFunc(e.ID, func(r rune) bool { return !strings.ContainsRune("0123456789abcdefghijklmnopqrstuvwxyz-", r) }):
		return "has an id that is none"
	case !isName(e.Kind):
		return "has no kind"
	case y < 1990 || y > 2261:
		return fmt.Sprintf("happened in the year %d", y)
	case len(e.Data) > mostEventData:
		return fmt.Sprintf("has more than %d KB of data", mostEventData>>10)
	}
	for _, place := range []string{e.Pack, e.Lesson, e.Step, e.Hash} {
		if place != "" && !isName(place) {
			return "has a place that is none"
		}
	}
	if len(e.Data) > 0 && controlsIn(e.Data) {
		return "has control characters in its text"
	}
	return ""
}

// isName says whether a text can be an id or the name of a place: short, and all of it visible.
func isName(s string) bool {
	return s != "" && len(s) <= mostName && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// hasControls says whether a text has characters that act on a terminal, or on the order of others.
func hasControls(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' || unicode.Is(unicode.Bidi_Control, r)
	})
}

// controlsIn is hasControls for all texts and names in JSON.
func controlsIn(data json.RawMessage) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if err != nil {
			return err != io.EOF
		}
		if s, ok := token.(string); ok && hasControls(s) {
			return true
		}
	}
}

// compact takes the blanks from JSON, and null for nothing.
func compact(data json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if len(data) == 0 || string(data) == "null" || json.Compact(&b, data) != nil {
		return nil
	}
	return b.Bytes()
}

// same says whether two events say the same.
func same(a, b store.Event) bool {
	return a.ID == b.ID && a.At.Equal(b.At) && a.Kind == b.Kind && a.Pack == b.Pack && a.Lesson == b.Lesson && a.Step == b.Step && a.Hash == b.Hash &&
		bytes.Equal(compact(a.Data), compact(b.Data))
}
