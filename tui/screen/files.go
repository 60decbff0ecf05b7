package screen

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Files is where what is exported goes. A nil Files, as in tests, is nowhere.
type Files interface {
	// Write writes a file and returns its full path. A file that is there already is
	// replaced only on request; else the error is fs.ErrExist.
	Write(path string, data []byte, replace bool) (full string, err error)
}

// Disk writes real files.
type Disk struct{}

// Write does what Files says.
func (Disk) Write(path string, data []byte, replace bool) (string, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		full = path
	}
	flags := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if replace {
		flags = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	f, err := os.OpenFile(path, flags, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return full, fs.ErrExist
	}
	if err != nil {
		return full, err
	}
	_, err = f.Write(data)
	return full, errors.Join(err, f.Close())
}
