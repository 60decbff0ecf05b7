// Package exchange carries a learner's progress from one machine to another: a file with all
// events, drafts and settings, in a form with a version (docs/progress.md), and the merge of such a
// file into what is there. A file may come from anybody: Decode refuses what sysprep would not write.
package exchange

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"sysprep/store"
)

// Version is that of the file. It is raised when an older sysprep would read it wrongly.
const Version = 1

// format names the file, so that another JSON file is not taken for one.
const format = "sysprep-progress"

// File is all that a learner did, on one machine or merged from several.
type File struct {
	Made     time.Time
	Events   []store.Event // their Seq means nothing elsewhere
	Drafts   []store.Draft
	Settings map[string]string
}

// How a file is written.
type (
	wire struct {
		Format   string            `json:"format"`
		Version  int               `json:"version"`
		Made     time.Time         `json:"made"`
		Settings map[string]string `json:"settings"`
		Drafts   []wireDraft       `json:"drafts"`
		Events   []wireEvent       `json:"events"`
	}
	wireEvent struct {
		ID     string          `json:"id"`
		At     time.Time       `json:"at"`
		Kind   string          `json:"kind"`
		Pack   string          `json:"pack,omitempty"`
		Lesson string          `json:"lesson,omitempty"`
		Step   string          `json:"step,omitempty"`
		Hash   string          `json:"hash,omitempty"`
		Data   json.RawMessage `json:"data,omitempty"`
	}
	wireDraft struct {
		Key  string    `json:"key"`
		Text string    `json:"text"`
		At   time.Time `json:"at"`
	}
)

// Encode writes the file, an event a line.
func (f File) Encode(w io.Writer) error {
	head, err := json.Marshal(struct {
		Format   string            `json:"format"`
		Version  int               `json:"version"`
		Made     time.Time         `json:"made"`
		Settings map[string]string `json:"settings"`
	}{format, Version, f.Made.UTC(), nonNil(f.Settings)})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "%s,\n\"drafts\":[", head[:len(head)-1]); err != nil {
		return err
	}
	for i, d := range f.Drafts {
		if err := line(w, i, wireDraft{d.Key, d.Text, d.At.UTC()}); err != nil {
			return err
		}
	}
	if _, err := io.WriteString(w, "],\n\"events\":["); err != nil {
		return err
	}
	for i, e := range f.Events {
		if err := line(w, i, wireEvent{e.ID, e.At.UTC(), e.Kind, e.Pack, e.Lesson, e.Step, e.Hash, e.Data}); err != nil {
			return err
		}
	}
	_, err = io.WriteString(w, "]}\n")
	return err
}

func nonNil(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}

// line writes item i of a list on a line of its own.
func line(w io.Writer, i int, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	comma := ""
	if i > 0 {
		comma = ","
	}
	_, err = fmt.Fprintf(w, "%s\n%s", comma, data)
	return err
}
