package content

import (
	"embed"
	"io/fs"
	"strings"
)

// The schemas are made of the Go types by a test, and held against the core pack; nothing of that is in the program.
//
//go:embed schemas/*.json
var schemas embed.FS

// Schemas are JSON Schemas (draft-07) of the format's documents for editors, by file name: pack.json, lesson.json (its front
// matter), scenario.json and so on, and step-KIND.json for the block of each kind of step. They know keys and types;
// what lies between files only Lint knows.
func Schemas() (map[string][]byte, error) {
	all := map[string][]byte{}
	err := fs.WalkDir(schemas, "schemas", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := schemas.ReadFile(name)
		all[strings.TrimPrefix(name, "schemas/")] = data
		return err
	})
	return all, err
}
