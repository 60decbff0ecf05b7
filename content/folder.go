package content

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync/atomic"
)

// folder reads the files of a pack that the format knows, and reports any others.
type folder struct {
	fsys    fs.FS
	sources map[string]*source // by path
	none    Faults             // says that this is no pack, and nothing was read; nil if it is one
	faults  Faults
	folded  map[string]string // path in small letters -> path
	files   int
	bytes   int64
	tokens  atomic.Int64 // of YAML, once it is parsed
}

func readFolder(fsys fs.FS) *folder {
	f := &folder{fsys: fsys, sources: map[string]*source{}, folded: map[string]string{}}
	if f.none = noPack(fsys); f.none != nil {
		return f
	}
	err := fs.WalkDir(fsys, ".", f.visit)
	if err != nil && !errors.Is(err, fs.SkipAll) {
		f.fault(".", "the folder can't be read: "+err.Error(), "check its name and permissions")
	}
	return f
}

func (f *folder) fault(name, message, do string) {
	if len(f.faults) <= mostFaults {
		f.faults = append(f.faults, Fault{File: oneLine(name), Message: oneLine(message), Do: do})
	}
}

func (f *folder) visit(name string, d fs.DirEntry, err error) error {
	if err != nil {
		if name == "." {
			return err
		}
		f.fault(name, "this can't be read: "+err.Error(), "check its permissions")
		return fs.SkipDir
	}
	if name == "." {
		return nil
	}
	if f.files++; f.files > mostFiles {
		f.fault(".", fmt.Sprintf("the pack has more than %d files", mostFiles), "split it into several packs")
		return fs.SkipAll
	}
	if ignored(name) {
		return skip(d)
	}
	if !f.checkEntry(name, d) {
		return skip(d)
	}
	if d.IsDir() {
		return nil
	}
	return f.take(name, d)
}

func skip(d fs.DirEntry) error {
	if d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// ignored tells what version control, desktops, "pack schema" and "pack build" leave in a folder.
func ignored(name string) bool {
	switch name {
	case ".git", ".gitignore", ".gitattributes", ".github", ".schema", "pack.lock":
		return true
	}
	return path.Base(name) == ".DS_Store"
}

// checkEntry reports whether an entry may be in a pack at all.
func (f *folder) checkEntry(name string, d fs.DirEntry) bool {
	lower := strings.ToLower(name)
	other, taken := f.folded[lower]
	f.folded[lower] = name
	switch {
	case !plainName.MatchString(path.Base(name)):
		// Others are drawn alike and written differently, or mean something to some system.
		f.fault(name, "this is not a name that a pack may hold", "use letters of English, digits, dashes and dots")
	case deviceName(name):
		f.fault(name, "a file of this name is a device on Windows", "choose another name")
	case d.Type()&fs.ModeSymlink != 0:
		f.fault(name, "this is a symbolic link, which packs must not have", "put the file itself here")
	case !d.IsDir() && !d.Type().IsRegular():
		f.fault(name, "this is not a plain file", "remove it: a pack holds files and folders only")
	case taken:
		f.fault(name, "its name differs from "+quoted(other)+" by capitals only", "rename one: some systems can't tell them apart")
	case strings.Count(name, "/") >= mostFolders:
		f.fault(name, "this lies too deep", fmt.Sprintf("use at most %d folders in each other", mostFolders-1))
	case d.IsDir() && !known(name, folders):
		f.fault(name, "a pack has no folder of this name", "the folders are "+strings.Join(folders, ", "))
	default:
		return true
	}
	return false
}

// plainName is the name of a file or folder that is the same on every system.
var plainName = regexp.MustCompile(`^[A-Za-z0-9._ -]{0,99}[A-Za-z0-9_-]$`)

// deviceNames open a device on Windows, whatever follows the first dot.
var deviceNames = regexp.MustCompile(`^(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

func deviceName(name string) bool {
	first, _, _ := strings.Cut(path.Base(name), ".")
	return deviceNames.MatchString(strings.TrimSpace(first))
}

var folders = []string{"lessons", "scenarios", "rubrics", "answers", "decks", "drills", "interviews", "exemplars"}

// known reports whether a folder is one of the format's, or lies in exemplars.
func known(name string, folders []string) bool {
	top, _, nested := strings.Cut(name, "/")
	for _, f := range folders {
		if top == f {
			return !nested || top == "exemplars"
		}
	}
	return false
}

// take reads a file that has a place in the format, and counts any other.
func (f *folder) take(name string, d fs.DirEntry) error {
	place := placeOf(name)
	if place == unknownPlace {
		f.fault(name, "a pack has no file of this name", "a pack holds pack.yaml, lexicon.yaml, lessons/*.md, scenarios/*.yaml, rubrics/*.yaml, answers/*.json, decks/*.md, drills/*.yaml, interviews/*.yaml, exemplars/, README.md and LICENSE; file names are ids")
		return nil
	}
	size := int64(0)
	if info, err := d.Info(); err == nil {
		size = info.Size()
	}
	if size <= mostFileBytes && place == readPlace {
		data, err := f.read(name)
		if err != nil {
			f.fault(name, "this can't be read: "+err.Error(), "check its permissions")
			return nil
		}
		if size = int64(len(data)); size <= mostFileBytes {
			f.sources[name] = newSource(name, data)
			f.sources[name].tokens = &f.tokens
		}
	}
	if size > mostFileBytes {
		f.fault(name, "this file is larger than 1 MB", "split it")
	}
	if f.bytes += size; f.bytes > mostPackBytes {
		f.fault(".", "the pack is larger than 20 MB", "split it into several packs")
		return fs.SkipAll
	}
	return nil
}

// read reads one byte more than is allowed at most: what a file says of its size need
// not be so.
func (f *folder) read(name string) ([]byte, error) {
	file, err := f.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	return io.ReadAll(io.LimitReader(file, mostFileBytes+1))
}

type place uint8

const (
	unknownPlace place = iota
	readPlace          // the loader reads it
	otherPlace         // belongs in a pack, for people or for tests
)

func placeOf(name string) place {
	dir, base := path.Split(name)
	id, ext := strings.TrimSuffix(base, path.Ext(base)), path.Ext(base)
	switch {
	case name == manifestFile, name == lexiconFileName:
		return readPlace
	case exemplarPath.MatchString(name), candidatePath.MatchString(name):
		return readPlace
	case name == "README.md", dir == "" && strings.HasPrefix(base, "LICENSE"), strings.HasPrefix(name, "exemplars/"):
		return otherPlace
	case (dir == "lessons/" || dir == "decks/") && ext == ".md" && idPattern.MatchString(id):
		return readPlace
	case (dir == "scenarios/" || dir == "rubrics/" || dir == "drills/" || dir == "interviews/") && ext == ".yaml" && idPattern.MatchString(id):
		return readPlace
	case dir == "answers/" && ext == ".json" && idPattern.MatchString(id):
		return readPlace
	}
	return unknownPlace
}
