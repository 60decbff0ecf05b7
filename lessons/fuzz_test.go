package lessons_test

import (
	"testing"

	"sysprep/lessons"
	"sysprep/store"
)

// FuzzDecode reads any payload of any kind of event: an import may have brought it. What is read is written and read again.
func FuzzDecode(f *testing.F) {
	f.Add("lesson.answered", `{"choice":"a"}`)
	f.Add("lesson.finished", `null`)
	f.Add("lesson.graded", `{"verdict":{"items":[{"id":"a","level":-9}]}}`)
	f.Add("lesson.x", `[[[[`)
	f.Fuzz(func(t *testing.T, kind, data string) {
		e, err := lessons.Decode(store.Event{Kind: kind, Data: []byte(data)})
		if err != nil {
			return
		}
		again, err := lessons.Record("a/b", "l", e)
		if err != nil {
			t.Skip("not one that is recorded")
		}
		if _, err := lessons.Decode(again); err != nil {
			t.Errorf("%s is written as %s, and then not read: %v", data, again.Data, err)
		}
	})
}
