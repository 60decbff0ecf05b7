package library

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sysprep/content"
	"sysprep/content/archive"
)

// Change is what an installation does.
type Change struct {
	Entry       Entry
	Before      *Entry               // the version that was there; nil if none was
	Differences []content.Difference // for learners, if one was there
	FirstKey    bool                 // the author's key was seen for the first time, and is trusted from now on
	Same        bool                 // these very files are installed already
	Older       bool                 // a later version was there
	Reused      bool                 // other files were there under the same version
}

// ErrOtherKey is returned if a pack is signed by another key than before, or no more.
var ErrOtherKey = errors.New("the key of the pack has changed")

// Plan says what installing a source would do. With newKey, another key than before is taken; else that is ErrOtherKey,
// and the change is told all the same.
func (l Library) Plan(s *Source, newKey bool) (Change, error) {
	c := Change{Entry: s.Entry}
	_, about, err := l.place(s.Entry.ID)
	if err != nil {
		return c, err
	}
	before, err := readEntry(about)
	if errors.Is(err, fs.ErrNotExist) {
		c.FirstKey = s.Entry.Key != ""
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("%s can't be read: remove it, and install the pack again: %w", about, err)
	}
	if !before.Removed {
		l.compare(&c, before, s)
	}
	switch {
	case before.Key == s.Entry.Key || newKey:
	case before.Key == "":
		c.FirstKey = true
	case s.Entry.Key == "":
		return c, fmt.Errorf("%w: %s was signed by %s before, and this is not signed. Ask the author; --new-key takes it all the same", ErrOtherKey, s.Entry.ID, before.Key)
	default:
		return c, fmt.Errorf("%w: %s was signed by %s before, and this by %s. Ask the author; --new-key takes it all the same", ErrOtherKey, s.Entry.ID, before.Key, s.Entry.Key)
	}
	return c, nil
}

// compare holds a source against the version that is there. One that opens no more is replaced without a word.
func (l Library) compare(c *Change, before Entry, s *Source) {
	c.Before = &before
	if c.Same = before.Sum == s.Entry.Sum; c.Same {
		return
	}
	c.Older = content.VersionLess(s.Entry.Version, before.Version)
	c.Reused = s.Entry.Version == before.Version
	if old, err := l.Open(s.Entry.ID); err == nil {
		c.Differences = content.Compare(old, s.Pack)
	}
}

// Install puts a pack into the library, in place of the version that is there. What is interrupted leaves the old one.
func (l Library) Install(s *Source, now time.Time, newKey bool) (Change, error) {
	c, err := l.Plan(s, newKey)
	if err != nil {
		return c, err
	}
	c.Entry.Installed = now.UTC().Truncate(time.Second)
	folder, about, err := l.place(s.Entry.ID)
	if err != nil {
		return c, err
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o750); err != nil {
		return c, fmt.Errorf("the folder for packs can't be made: %w", err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(folder), ".new-*")
	if err != nil {
		return c, fmt.Errorf("the folder for packs can't be written: %w", err)
	}
	defer os.RemoveAll(fresh) //nolint:errcheck // moved away if all went well
	for _, f := range s.Lock.Files {
		data, err := archive.ReadFile(s.files, f.Path)
		if err == nil {
			err = f.Check(data) // it was checked a moment ago: it must be the same
		}
		if err != nil {
			return c, err
		}
		path := filepath.Join(fresh, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return c, err
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return c, fmt.Errorf("the pack can't be written: make room: %w", err)
		}
	}
	if err := swap(fresh, folder); err != nil {
		return c, err
	}
	return c, writeEntry(about, c.Entry)
}

// swap moves a folder to a place, and what was there out of the way. Should the second move fail, the first is undone.
func swap(fresh, place string) error {
	old := fresh + ".old"
	err := os.Rename(place, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	there := err == nil
	if err := os.Rename(fresh, place); err != nil {
		if there {
			err = errors.Join(err, os.Rename(old, place))
		}
		return err
	}
	return os.RemoveAll(old)
}

func writeEntry(about string, e Entry) error {
	data, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(about), ".about-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) //nolint:errcheck // moved away if all went well
	_, err = temp.Write(append(data, '\n'))
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temp.Name(), about)
	}
	return err
}

// Remove takes a pack away. Progress is not kept here, so it stays; and so does the author's key.
func (l Library) Remove(id string) (Entry, error) {
	e, err := l.Find(id)
	if err != nil {
		return e, err
	}
	folder, about, err := l.place(id)
	if err != nil {
		return e, err
	}
	if err := os.RemoveAll(folder); err != nil {
		return e, fmt.Errorf("the pack can't be removed: make %s writable: %w", folder, err)
	}
	if e.Key == "" {
		return e, os.Remove(about)
	}
	gone := e
	gone.Removed = true
	return e, writeEntry(about, gone)
}
