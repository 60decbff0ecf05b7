// Package starter holds the pack that "sysprep pack new" writes: one lesson with a simulated system that the
// core pack does not have, a rubric, a drill, a deck and exemplars. It is a running example, and passes every
// check, so that an author changes one thing at a time and sees what each does.
package starter

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

//go:embed pack
var files embed.FS

// starterID is the id of the pack as it lies here.
const starterID = "example/two-doors"

// Files are the files of a new pack of that id, by path with slashes.
func Files(id string) (map[string][]byte, error) {
	all := map[string][]byte{}
	err := fs.WalkDir(files, "pack", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := files.ReadFile(name)
		path := strings.TrimPrefix(name, "pack/")
		if path == "pack.yaml" {
			data = []byte(strings.Replace(string(data), starterID, id, 1))
		}
		all[path] = data
		return err
	})
	return all, err
}

// Write writes a new pack into a folder, which must be empty or not there yet.
func Write(folder, id string) error {
	all, err := Files(id)
	if err != nil {
		return err
	}
	if there, err := os.ReadDir(folder); err == nil && len(there) > 0 {
		return fmt.Errorf("the folder %s is not empty: name a new one", folder)
	}
	for name, data := range all {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return fmt.Errorf("the folder %s can't be made: name another place: %w", filepath.Dir(path), err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return fmt.Errorf("%s can't be written: name another place: %w", path, err)
		}
	}
	return nil
}

var notID = regexp.MustCompile(`[^a-z0-9]+`)

// ID makes the id of a pack out of the name of its folder: "My Pack" is example/my-pack.
func ID(folder string) string {
	name := strings.Trim(notID.ReplaceAllString(strings.ToLower(filepath.Base(folder)), "-"), "-")
	if name == "" {
		return starterID
	}
	return "example/" + name[:min(len(name), 64)]
}
