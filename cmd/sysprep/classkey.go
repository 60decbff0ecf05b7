package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"sysprep/content"
	"sysprep/store/sqlite"
)

// mostKey is how large the file of a key may be, in bytes; one has 119.
const mostKey = 4096

// classKey is the learner's key, which signs what they hand in: PKCS #8 in PEM, in the data folder and readable by the
// learner alone. It is made at first use, and belongs to the machine: it is in no database, export or backup.
func (a *app) classKey() (key ed25519.PrivateKey, path string, made bool, err error) {
	folder, err := sqlite.DataFolder(a.getenv)
	if err != nil {
		return nil, "", false, err
	}
	path = filepath.Join(folder, "class.key")
	key, err = readClassKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, path, false, err
	}
	if err := newClassKey(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, path, false, fmt.Errorf("the key %s can't be made, which signs what you hand in: make the folder writable: %w", content.Clean(path), err)
	}
	key, err = readClassKey(path) // what is there: another sysprep may have been first
	return key, path, true, err
}

// readClassKey reads a key; the error is fs.ErrNotExist if there is none.
func readClassKey(path string) (ed25519.PrivateKey, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("the key %s can't be read: %w", content.Clean(path), err)
	case !info.Mode().IsRegular() || info.Size() > mostKey:
		return nil, fmt.Errorf("%s is no key: move it away, and a new one is made", content.Clean(path))
	case info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows":
		return nil, fmt.Errorf("others can read the key %s, and sign as you: run %q", content.Clean(path), "chmod 600 "+content.Clean(path))
	}
	data, err := os.ReadFile(path) //nolint:gosec // in the data folder
	if err != nil {
		return nil, fmt.Errorf("the key %s can't be read: %w", content.Clean(path), err)
	}
	if block, _ := pem.Decode(data); block != nil {
		if parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
			if key, ok := parsed.(ed25519.PrivateKey); ok {
				return key, nil
			}
		}
	}
	return nil, fmt.Errorf("the key %s is damaged: take it from a copy; or move it away, and a new one is made, which your class does not know", content.Clean(path))
}

// newClassKey draws a key and writes it whole, or not at all.
func newClassKey(path string) error {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".class-*.key") // readable by its owner alone
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) //nolint:errcheck // gone, or linked under its name
	err = pem.Encode(temp, &pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err = os.Link(temp.Name(), path); err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.Rename(temp.Name(), path) // a file system without links
}
