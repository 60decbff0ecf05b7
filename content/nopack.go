package content

import (
	"io/fs"
	"slices"
	"strings"
)

// noPack is the one fault of a folder without a pack.yaml; nil if there is one. What else
// lies there is of no account then, however much it is.
func noPack(fsys fs.FS) Faults {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil // who reads on tells why
	}
	do := "name the folder of a pack, or make one with sysprep pack new"
	inside := ""
	for i, e := range entries {
		switch {
		case strings.EqualFold(e.Name(), manifestFile):
			return nil // perhaps in capitals, or a link: who reads on tells
		case !e.IsDir() || i > mostFiles:
		case slices.Contains(folders, e.Name()):
			do = "add one, with apiVersion, kind, id, version, title and syllabus"
		case inside == "":
			if info, err := fs.Stat(fsys, e.Name()+"/"+manifestFile); err == nil && info.Mode().IsRegular() {
				inside = e.Name()
			}
		}
	}
	if inside != "" {
		do = "name the folder " + quoted(inside) + " in it, which has one"
	}
	return Faults{{File: manifestFile, Message: "this folder holds no pack.yaml, so it is no pack", Do: do}}
}
