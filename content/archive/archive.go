// Package archive makes one file of a pack, and reads it back. The file, NAME.syspack, is a ZIP archive that anyone
// can open. Two builds of the same files give the same bytes: names are sorted, times fixed, nothing is compressed.
// Beside the pack's files it holds pack.lock, which lists the size and SHA-256 of each.
package archive

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// LockName is the file with the hashes, in the archive only.
const LockName = "pack.lock"

// lockFormat is the version of the lock's format.
const lockFormat = "sysprep/lock/v1"

// Bounds of an archive, so that a hostile one costs no more than a moment.
const (
	mostFiles = 2000
	mostBytes = 20 << 20
	mostLock  = 1 << 20
	MostFile  = 24 << 20 // of the archive itself
)

// Lock says what is in an archive.
type Lock struct {
	Format  string `json:"format"`
	ID      string `json:"id"` // of the pack
	Version string `json:"version"`
	Files   []File `json:"files"` // by path
}

// File is one file of a pack.
type File struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Sum is the SHA-256 of the lock, which stands for the whole content.
func (l Lock) Sum() string {
	sum := sha256.Sum256(l.bytes())
	return hex.EncodeToString(sum[:])
}

func (l Lock) bytes() []byte {
	data, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		panic(err) // texts and numbers only
	}
	return append(data, '\n')
}

// ReadFile reads a file of a pack, and one byte more than a pack may have at most: what a file says of its size need not be so.
func ReadFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%q is not a plain file: remove it", name)
	}
	return io.ReadAll(io.LimitReader(f, mostBytes+1))
}

// LockOf reads files and hashes them. Entries whose name begins with a dot are left out, and an old lock.
func LockOf(fsys fs.FS, id, version string) (Lock, error) {
	l := Lock{Format: lockFormat, ID: id, Version: version}
	var total int64
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir(), name == LockName:
			return nil
		case !d.Type().IsRegular():
			return fmt.Errorf("%q is not a plain file: remove it", name)
		}
		data, err := ReadFile(fsys, name)
		if total += int64(len(data)); total > mostBytes || len(l.Files) >= mostFiles {
			return errors.New("the pack is larger than 20 MB or 2000 files: split it")
		}
		sum := sha256.Sum256(data)
		l.Files = append(l.Files, File{Path: name, Bytes: int64(len(data)), SHA256: hex.EncodeToString(sum[:])})
		return err
	})
	slices.SortFunc(l.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return l, err
}

// Build writes the archive of a pack's files.
func Build(w io.Writer, fsys fs.FS, l Lock) error {
	z := zip.NewWriter(w)
	add := func(name string, data []byte) error {
		// The earliest time that ZIP knows. Nothing is compressed, since compressors change between versions of Go.
		h := &zip.FileHeader{Name: name, Method: zip.Store, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		h.SetMode(0o644)
		f, err := z.CreateHeader(h)
		if err == nil {
			_, err = f.Write(data)
		}
		return err
	}
	if err := add(LockName, l.bytes()); err != nil {
		return err
	}
	for _, f := range l.Files {
		data, err := ReadFile(fsys, f.Path)
		if err != nil {
			return err
		}
		if err := f.Check(data); err != nil {
			return err
		}
		if err := add(f.Path, data); err != nil {
			return err
		}
	}
	return z.Close()
}

// Check says whether these are the bytes that the lock was made of.
func (f File) Check(data []byte) error {
	sum := sha256.Sum256(data)
	if int64(len(data)) != f.Bytes || hex.EncodeToString(sum[:]) != f.SHA256 {
		return fmt.Errorf("%s is not what the lock says: build the archive again", f.Path)
	}
	return nil
}

// Read reads an archive, and holds each file against the lock. What is not in the lock is refused. The files are
// returned as they lie in the archive, with the lock, which loaders pass over.
func Read(data []byte) (fs.FS, Lock, error) {
	var l Lock
	if len(data) > MostFile {
		return nil, l, errors.New("the archive is larger than 24 MB: it can't be a pack")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, l, fmt.Errorf("this is not an archive of a pack: build one with %q (%w)", "sysprep pack build", err)
	}
	if len(z.File) > mostFiles+1 {
		return nil, l, errors.New("the archive holds more than 2000 files: it can't be a pack")
	}
	files := map[string][]byte{}
	var total int64
	for _, f := range z.File {
		if err := take(f, files, &total); err != nil {
			return nil, l, err
		}
	}
	lock, ok := files[LockName]
	if !ok {
		return nil, l, fmt.Errorf("the archive has no %s: build it with %q", LockName, "sysprep pack build")
	}
	delete(files, LockName)
	if err := json.Unmarshal(lock, &l); err != nil || l.Format != lockFormat {
		return nil, l, fmt.Errorf("%s can't be read: build the archive again with this version of sysprep", LockName)
	}
	if !printable(l.ID) || !printable(l.Version) {
		return nil, l, fmt.Errorf("%s names no pack: build the archive again", LockName)
	}
	if !bytes.Equal(l.bytes(), lock) {
		return nil, l, fmt.Errorf("%s is not as sysprep writes it: build the archive again", LockName)
	}
	seen := map[string]bool{}
	for _, f := range l.Files {
		in, ok := files[f.Path]
		if !ok || seen[f.Path] {
			return nil, l, fmt.Errorf("the archive lacks %q, or lists it twice: build it again", f.Path)
		}
		seen[f.Path] = true
		if err := f.Check(in); err != nil {
			return nil, l, err
		}
	}
	for name := range files {
		if !seen[name] {
			return nil, l, fmt.Errorf("%q is not in the lock: build the archive again", name)
		}
	}
	return z, l, nil
}

func has(files map[string][]byte, name string) bool {
	_, ok := files[name]
	return ok
}

// printable reports whether a text is of ASCII that is drawn, without spaces: it is told on a terminal.
func printable(s string) bool {
	return s != "" && len(s) < 200 && strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// take reads one entry. Bounds hold for what comes out, whatever the entry says of itself.
func take(f *zip.File, files map[string][]byte, total *int64) error {
	switch {
	case strings.HasSuffix(f.Name, "/") && fs.ValidPath(strings.TrimSuffix(f.Name, "/")) && f.UncompressedSize64 == 0:
		return nil
	case !fs.ValidPath(f.Name) || strings.ContainsAny(f.Name, "\\:\x00"):
		return fmt.Errorf("the archive holds the name %.100q, which leads out of it: don't trust it", f.Name)
	case strings.IndexFunc(f.Name, func(r rune) bool { return r < ' ' || r > '~' }) >= 0:
		return fmt.Errorf("the archive holds the name %+.100q: names have letters of English, digits, dashes and dots", f.Name)
	case !f.Mode().IsRegular():
		return fmt.Errorf("%s is not a plain file: an archive of a pack holds no links and no devices", f.Name)
	case has(files, f.Name):
		return fmt.Errorf("the archive holds %s twice: don't trust it", f.Name)
	}
	most := mostBytes - *total
	if f.Name == LockName {
		most = mostLock
	}
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("%s can't be read: build the archive again: %w", f.Name, err)
	}
	defer r.Close() //nolint:errcheck // only read
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return fmt.Errorf("%s can't be read: build the archive again: %w", f.Name, err)
	}
	if int64(len(data)) > most {
		return errors.New("the archive unpacks to more than 20 MB: it can't be a pack")
	}
	if f.Name != LockName {
		*total += int64(len(data))
	}
	files[f.Name] = data
	return nil
}
