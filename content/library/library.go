// Package library keeps installed packs in a folder of the learner's: PACKS/OWNER/NAME/ has the files as the author
// wrote them, and PACKS/OWNER/NAME.json what is known of where they came from. Progress is kept elsewhere, by ids, so
// that a pack can be updated, removed and installed again without losing any.
package library

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sysprep/content"
	"sysprep/content/archive"
)

// Library is the folder with the installed packs. It need not be there yet.
type Library struct {
	Folder string
}

// Entry is an installed pack.
type Entry struct {
	ID        string    `json:"id"`
	Version   string    `json:"version"`
	Title     string    `json:"title"`
	Summary   string    `json:"summary,omitempty"`
	From      string    `json:"from"`             // path of the folder or archive it was installed from
	Commit    string    `json:"commit,omitempty"` // of a git checkout
	Sum       string    `json:"sum"`              // SHA-256 of the lock of its files
	Key       string    `json:"key,omitempty"`    // of the author, who signed it; empty if nobody did
	Installed time.Time `json:"installed"`
	Removed   bool      `json:"removed,omitempty"` // only the key is remembered
}

// ErrNotInstalled is returned for a pack that is not there.
var ErrNotInstalled = errors.New("the pack is not installed")

// place is the folder of a pack, and the file about it.
func (l Library) place(id string) (folder, about string, err error) {
	if !content.IsPackID(id) || id == "core" {
		return "", "", fmt.Errorf("%q is not the id of a pack: write owner/name", content.Clean(id))
	}
	owner, name, _ := strings.Cut(id, "/")
	folder = filepath.Join(l.Folder, owner, name)
	return folder, folder + ".json", nil
}

// List lists the installed packs by id. A file that can't be read is passed over.
func (l Library) List() ([]Entry, error) {
	files, err := filepath.Glob(filepath.Join(l.Folder, "*", "*.json"))
	if err != nil {
		return nil, err
	}
	var all []Entry
	for _, file := range files {
		if e, err := readEntry(file); err == nil && !e.Removed {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b Entry) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}

func readEntry(file string) (Entry, error) {
	var e Entry
	data, err := os.ReadFile(file) //nolint:gosec // in the library
	if err == nil {
		err = json.Unmarshal(data, &e)
	}
	return e, err
}

// Find returns what is known of an installed pack.
func (l Library) Find(id string) (Entry, error) {
	_, about, err := l.place(id)
	if err != nil {
		return Entry{}, err
	}
	e, err := readEntry(about)
	if err != nil || e.Removed {
		return Entry{}, fmt.Errorf("%w: %s; %s", ErrNotInstalled, id, l.there())
	}
	return e, nil
}

// there says which packs are installed.
func (l Library) there() string {
	all, err := l.List()
	if err != nil || len(all) == 0 {
		return "install one with \"sysprep pack install FOLDER\""
	}
	ids := make([]string, len(all))
	for i, e := range all {
		ids[i] = e.ID
	}
	return "there are " + strings.Join(ids, ", ")
}

// Open opens an installed pack.
func (l Library) Open(id string) (*content.Pack, error) {
	if _, err := l.Find(id); err != nil {
		return nil, err
	}
	folder, _, err := l.place(id)
	if err != nil {
		return nil, err
	}
	return content.OpenDir(folder)
}

// Source is a pack that was read from a folder or an archive, and checked.
type Source struct {
	Entry Entry
	Pack  *content.Pack
	Lock  archive.Lock

	files fs.FS
}

// Read reads a pack from a folder, a git checkout or an archive. With an archive, a signature beside it
// (NAME.syspack.minisig) must be right; the key is with, or the one that the signature names.
func Read(path string, with *archive.PublicKey) (*Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("there is no folder or archive %s: give the path of one on this machine", content.Clean(path))
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	s := &Source{Entry: Entry{From: abs}}
	if info.IsDir() {
		root, err := os.OpenRoot(path)
		if err != nil {
			return nil, fmt.Errorf("the folder %s can't be read: %w", content.Clean(path), err)
		}
		s.files, s.Entry.Commit = root.FS(), commitOf(path)
		if with != nil {
			return nil, errors.New("a folder has no signature: name the archive that the author signed")
		}
	} else if err := s.readArchive(path, info, with); err != nil {
		return nil, err
	}
	if s.Pack, err = content.Open(s.files); err != nil {
		return nil, err
	}
	m := s.Pack.Manifest
	if m.ID == "core" {
		return nil, errors.New("\"core\" is the pack that sysprep comes with: give this one an id of its own, owner/name, in pack.yaml")
	}
	if s.Lock.ID == "" {
		if s.Lock, err = archive.LockOf(s.files, m.ID, m.Version); err != nil {
			return nil, err
		}
	} else if s.Lock.ID != m.ID || s.Lock.Version != m.Version {
		return nil, fmt.Errorf("the lock says %s %s, and pack.yaml %s %s: build the archive again", s.Lock.ID, s.Lock.Version, m.ID, m.Version)
	}
	s.Entry.ID, s.Entry.Version, s.Entry.Title, s.Entry.Summary, s.Entry.Sum = m.ID, m.Version, m.Title, m.Summary, s.Lock.Sum()
	return s, nil
}

// Files are the files of the pack.
func (s *Source) Files() fs.FS { return s.files }

// SignatureOf is the name of an archive's signature.
func SignatureOf(path string) string { return path + ".minisig" }

func (s *Source) readArchive(path string, info fs.FileInfo, with *archive.PublicKey) error {
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is neither a folder nor a plain file: name one", content.Clean(path))
	}
	if info.Size() > archive.MostFile {
		return errors.New("the archive is larger than 24 MB: it can't be a pack")
	}
	data, err := os.ReadFile(path) //nolint:gosec // the learner named it
	if err != nil {
		return fmt.Errorf("%s can't be read: make it readable: %w", content.Clean(path), err)
	}
	minisig, err := readSmall(os.DirFS(filepath.Dir(path)), filepath.Base(SignatureOf(path)))
	switch {
	case errors.Is(err, fs.ErrNotExist) && with != nil:
		return fmt.Errorf("there is no signature %s: fetch it from the author", content.Clean(SignatureOf(path)))
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("%s can't be read: make it readable: %w", content.Clean(SignatureOf(path)), err)
	default:
		key, _, err := archive.Verify(data, minisig, with)
		if err != nil {
			return err
		}
		s.Entry.Key = key.String()
	}
	s.files, s.Lock, err = archive.Read(data)
	return err
}

// mostSmall is how large a signature, or a file in which git notes a commit, may be.
const mostSmall = 1 << 20

// readSmall reads a plain file up to that size: a pipe would never end, and a large file is none of these.
func readSmall(fsys fs.FS, name string) ([]byte, error) {
	if info, err := fs.Stat(fsys, name); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() || info.Size() > mostSmall {
		return nil, errors.New("it is not a plain file, or too large")
	}
	return fs.ReadFile(fsys, name)
}

// commitOf is the commit that a git checkout stands at; empty if the folder is none. Only files are read: git is not run.
func commitOf(folder string) string {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return ""
	}
	defer root.Close() //nolint:errcheck // only read
	head, err := readSmall(root.FS(), ".git/HEAD")
	if err != nil {
		return ""
	}
	commit := strings.TrimSpace(string(head))
	if ref, ok := strings.CutPrefix(commit, "ref: "); ok && fs.ValidPath(ref) {
		data, err := readSmall(root.FS(), ".git/"+ref)
		if err != nil {
			packed, _ := readSmall(root.FS(), ".git/packed-refs")
			for line := range strings.SplitSeq(string(packed), "\n") {
				if sum, name, ok := strings.Cut(line, " "); ok && name == ref {
					data = []byte(sum)
				}
			}
		}
		commit = strings.TrimSpace(string(data))
	}
	if raw, err := hex.DecodeString(commit); err != nil || len(raw) != 20 && len(raw) != sha256.Size {
		return ""
	}
	return commit
}
