package content_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"sysprep/content"
)

// What a folder must not hold; each addition to the good pack gives one fault.
func TestFolderIsBounded(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	const names = "; a pack holds pack.yaml, lexicon.yaml, lessons/*.md, scenarios/*.yaml, rubrics/*.yaml, answers/*.json, decks/*.md, drills/*.yaml, interviews/*.yaml, exemplars/, README.md and LICENSE; file names are ids"
	for _, c := range []struct {
		name string
		file *fstest.MapFile
		want string
	}{
		{"notes.txt", file("x"), "notes.txt: a pack has no file of this name" + names},
		{"lessons/Brim.md", file("x"), "lessons/Brim.md: a pack has no file of this name" + names},
		{"lessons/run.sh", file("x"), "lessons/run.sh: a pack has no file of this name" + names},
		{"lessons/more/deep.md", file("x"), "lessons/more: a pack has no folder of this name; the folders are lessons, scenarios, rubrics, answers, decks, drills, interviews, exemplars"},
		{"hooks/post.yaml", file("x"), "hooks: a pack has no folder of this name; the folders are lessons, scenarios, rubrics, answers, decks, drills, interviews, exemplars"},
		{"exemplars/a/b/c/d.md", file("x"), "exemplars/a/b/c/d.md: this lies too deep; use at most 3 folders in each other"},
		{"license", file("x"), "license: a pack has no file of this name" + names},
		{"readme.md", file("x"), `readme.md: its name differs from "README.md" by capitals only; rename one: some systems can't tell them apart`},
		{"exemplars/a\\b.md", file("x"), `exemplars/a\b.md: this is not a name that a pack may hold; use letters of English, digits, dashes and dots`},
		{"exemplars/c:x.md", file("x"), "exemplars/c:x.md: this is not a name that a pack may hold; use letters of English, digits, dashes and dots"},
		{"exemplars/a\x1b[31mb.md", file("x"), "exemplars/a[31mb.md: this is not a name that a pack may hold; use letters of English, digits, dashes and dots"},
		{"exemplars/link.md", &fstest.MapFile{Data: []byte("/etc/passwd"), Mode: fs.ModeSymlink}, "exemplars/link.md: this is a symbolic link, which packs must not have; put the file itself here"},
		{"exemplars/pipe", &fstest.MapFile{Mode: fs.ModeNamedPipe}, "exemplars/pipe: this is not a plain file; remove it: a pack holds files and folders only"},
		{"exemplars/disk", &fstest.MapFile{Mode: fs.ModeDevice}, "exemplars/disk: this is not a plain file; remove it: a pack holds files and folders only"},
		{"exemplars/big.md", file(strings.Repeat("x", 1<<20+1)), "exemplars/big.md: this file is larger than 1 MB; split it"},
		{"lexicon.yaml", file(strings.Repeat("# x\n", 1<<18+1)), "lexicon.yaml: this file is larger than 1 MB; split it"},
		{"lexicon.yaml", file("apiVersion: sysprep/v1\nkind: Lexicon\n# \xff\nconcepts: {timeout: [timeout], reject: [reject]}\nthings: {queue: [queue]}"), "lexicon.yaml:3:1: the text is not UTF-8; save the file as UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			pack := goodPack(t)
			pack[c.name] = c.file
			_, err := content.Open(pack)
			if err == nil || err.Error() != c.want {
				t.Errorf("got\n\t%v\nwant\n\t%s", err, c.want)
			}
		})
	}
}

func TestPackIsBoundedAsAWhole(t *testing.T) {
	many := goodPack(t)
	for i := range 2000 {
		many["exemplars/"+strconv.Itoa(i)+".md"] = &fstest.MapFile{Data: []byte("x")}
	}
	expectOnly(t, many, ".: the pack has more than 2000 files; split it into several packs")

	heavy := goodPack(t)
	for i := range 21 {
		heavy["exemplars/"+strconv.Itoa(i)+".md"] = &fstest.MapFile{Data: bytes.Repeat([]byte("x"), 1<<20)}
	}
	expectOnly(t, heavy, ".: the pack is larger than 20 MB; split it into several packs")
}

// expectOnly wants an error that holds the fault; what follows from files that were
// then not read may be told as well.
func expectOnly(t *testing.T, fsys fs.FS, want string) {
	t.Helper()
	_, err := content.Open(fsys)
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestNoPack(t *testing.T) {
	file := &fstest.MapFile{Data: []byte("x")}
	const none = "pack.yaml: this folder holds no pack.yaml, so it is no pack; "
	for _, tc := range []struct {
		name string
		fsys fstest.MapFS
		want string
	}{
		{"empty", fstest.MapFS{}, none + "name the folder of a pack, or make one with sysprep pack new"},
		{"something else", fstest.MapFS{"a.txt": file, "b.txt": file, "src/c.go": file}, none + "name the folder of a pack, or make one with sysprep pack new"},
		{"a pack without it", fstest.MapFS{"lessons/a.md": file, "notes.txt": file}, none + "add one, with apiVersion, kind, id, version, title and syllabus"},
		{"one above", fstest.MapFS{"a.txt": file, "brim/pack.yaml": file, "zoo/pack.yaml": file}, none + `name the folder "brim" in it, which has one`},
	} {
		if _, err := content.Open(tc.fsys); err == nil || err.Error() != tc.want {
			t.Errorf("%s: opened: %v", tc.name, err)
		}
		if _, found := content.Lint(tc.fsys); len(found) != 1 || found[0].String() != tc.want {
			t.Errorf("%s: lint: %v", tc.name, found)
		}
		if changed := content.Fix(tc.fsys); len(changed) != 0 {
			t.Errorf("%s: mended: %v", tc.name, changed)
		}
	}
	_, err := content.Open(fstest.MapFS{"PACK.yaml": file})
	if err == nil || !strings.Contains(err.Error(), "PACK.yaml: a pack has no file of this name") || !strings.Contains(err.Error(), "pack.yaml: there is no pack.yaml") {
		t.Errorf("in capitals: %v", err)
	}
	_, err = content.OpenDir(filepath.Join(t.TempDir(), "nowhere"))
	if err == nil || !strings.Contains(err.Error(), "name a folder with a pack.yaml in it") {
		t.Error(err)
	}
}

// The YAML parser takes minutes for a megabyte of some texts, so it must not get them.
func TestYAMLIsBounded(t *testing.T) {
	for _, text := range []string{strings.Repeat("<<: a\n", 1<<17), strings.Repeat("a:\n- b\n", 1<<17), strings.Repeat("a: |\n b\n", 1<<16)} {
		pack := goodPack(t)
		pack["rubrics/huge.yaml"] = &fstest.MapFile{Data: []byte(text)}
		expectOnly(t, pack, "there is too much YAML before this line; split the file, or leave something out")
	}
	for _, text := range []string{strings.Repeat("[", 1<<19), strings.Repeat("- ", 1<<12), strings.Repeat("? ", 1<<12), strings.Repeat("a: ", 1<<12)} {
		pack := goodPack(t)
		pack["rubrics/deep.yaml"] = &fstest.MapFile{Data: []byte(text)}
		_, err := content.Open(pack)
		if err == nil || !strings.Contains(err.Error(), "rubrics/deep.yaml:1:") {
			t.Errorf("%.10s...: got %v", text, err)
		}
	}
}

// Links on disk are refused, and none of them is read.
func TestOpenDirRefusesLinks(t *testing.T) {
	outside, dir := filepath.Join(t.TempDir(), "secret.yaml"), t.TempDir()
	if err := os.WriteFile(outside, []byte("secret: sesame"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS("testdata/good-pack")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "scenarios", "secret.yaml")); err != nil {
		t.Skip("no symbolic links here")
	}
	if err := os.Remove(filepath.Join(dir, "pack.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "pack.yaml")); err != nil {
		t.Fatal(err)
	}
	_, err := content.OpenDir(dir)
	if err == nil || strings.Contains(err.Error(), "sesame") {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{"pack.yaml: this is a symbolic link", "scenarios/secret.yaml: this is a symbolic link"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%s is not told in\n%v", want, err)
		}
	}
}

// What version control and desktops leave in a folder does no harm.
func TestFolderMayBeACheckout(t *testing.T) {
	pack := goodPack(t)
	for _, name := range []string{".git/config", ".gitignore", ".DS_Store", "lessons/.DS_Store", "LICENSE", "LICENSE-MIT"} {
		pack[name] = &fstest.MapFile{Data: []byte("x")}
	}
	if _, err := content.Open(pack); err != nil {
		t.Error(err)
	}
}
