package sysprep_test

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sysprep/content"
	"sysprep/store/sqlite"
	"sysprep/tui/cheatsheet"
	"sysprep/tui/pictures"
)

// documents are the files for people, by path from the root.
func documents(t *testing.T) map[string]string {
	t.Helper()
	docs := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "*/testdata/*.md"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			docs[filepath.ToSlash(name)] = read(t, name)
		}
	}
	if len(docs) < 8 {
		t.Fatalf("only %d documents were found: the test looks in the wrong folder", len(docs))
	}
	return docs
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	fenced   = regexp.MustCompile("(?ms)^ *(`{3,}).*?^ *`{3,}$")
	linked   = regexp.MustCompile(`\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"`)
	inRepo   = regexp.MustCompile("`((?:cmd|tui|lessons|content|grading|scenarios|engine|store|docs|\\.ci)/[\\w./-]*)`")
	headings = regexp.MustCompile(`(?m)^#+ (.+)$`)
)

// TestLinks says that what a document points at is there: files, headings, and paths in
// the repository that are named as code.
func TestLinks(t *testing.T) {
	docs := documents(t)
	for name, text := range docs {
		prose := fenced.ReplaceAllString(text, "")
		for _, m := range linked.FindAllStringSubmatch(prose, -1) {
			checkLink(t, docs, name, m[1]+m[2])
		}
		for _, m := range inRepo.FindAllStringSubmatch(prose, -1) {
			if _, err := os.Stat(filepath.FromSlash(m[1])); err != nil {
				t.Errorf("%s: there is no %s", name, m[1])
			}
		}
	}
}

func checkLink(t *testing.T, docs map[string]string, from, to string) {
	t.Helper()
	if strings.HasPrefix(to, "https://") {
		return
	}
	file, anchor, _ := strings.Cut(to, "#")
	if file == "" {
		file = from
	} else {
		file = path.Join(path.Dir(from), file)
	}
	if _, err := os.Stat(filepath.FromSlash(file)); err != nil {
		t.Errorf("%s: the link %q leads nowhere", from, to)
	} else if anchor != "" && !slices.Contains(anchors(docs[file]), anchor) {
		t.Errorf("%s: the link %q leads to no heading of %s", from, to, file)
	}
}

// anchors are the names that a text's headings have in links.
func anchors(text string) (names []string) {
	for _, m := range headings.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
		plain := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(m[1]), "")
		names = append(names, strings.ReplaceAll(plain, " ", "-"))
	}
	return names
}

const regenerate = "go run ./cmd/docgen writes it anew"

func TestKeysAreCurrent(t *testing.T) {
	if read(t, "docs/keys.md") != cheatsheet.Markdown() {
		t.Errorf("docs/keys.md is not what the tables of keys say: %s", regenerate)
	}
}

// TestPicturesAreCurrent draws the pictures again: the same program gives the same bytes.
func TestPicturesAreCurrent(t *testing.T) {
	if testing.Short() {
		t.Skip("plays a whole lesson")
	}
	local := time.Local
	time.Local = time.UTC
	defer func() { time.Local = local }()
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "progress.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close() //nolint:errcheck // a test's
	taken, err := pictures.Take(t.Context(), pack, st)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range taken {
		if read(t, "docs/screens/"+p.Name) != p.SVG {
			t.Errorf("docs/screens/%s is not what the screen shows now: %s", p.Name, regenerate)
		}
	}
	files, err := filepath.Glob("docs/screens/*")
	if err != nil || len(files) != len(taken) {
		t.Errorf("docs/screens has %d files (%v), and there are %d pictures", len(files), err, len(taken))
	}
}

// block is a fenced block: its info string and its text.
type block struct{ info, text string }

func blocks(text string) (found []block) {
	var b block
	fence := ""
	for line := range strings.Lines(text) {
		mark := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(mark) >= 3:
			fence, b = mark, block{info: strings.TrimSpace(line[len(mark):])}
		case fence != "" && strings.TrimSpace(line) == fence:
			found, fence = append(found, b), ""
		case fence != "":
			b.text += line
		}
	}
	return found
}

// named are the blocks that say which file they are: "yaml file=pack.yaml".
func named(text string) fstest.MapFS {
	files := fstest.MapFS{}
	for _, b := range blocks(text) {
		if _, name, ok := strings.Cut(b.info, "file="); ok {
			files[name] = &fstest.MapFile{Data: []byte(b.text)}
		}
	}
	return files
}

// TestExamplePack opens the pack that docs/packs.md builds, and runs what it claims.
func TestExamplePack(t *testing.T) {
	files := named(read(t, "docs/packs.md"))
	folder, err := fs.Sub(files, "brim")
	if err != nil {
		t.Fatal(err)
	}
	pack, err := content.Open(folder)
	if err != nil {
		t.Fatalf("the pack of %v has faults:\n%v", slices.Sorted(maps.Keys(files)), err)
	}
	if len(pack.Lessons) != 1 || len(pack.Scenarios.IDs()) < 2 || len(pack.Rubrics.Questions()) != 1 {
		t.Errorf("%d lessons, %d scenarios and %d rubrics, want one of each, and two scenarios at least", len(pack.Lessons), len(pack.Scenarios.IDs()), len(pack.Rubrics.Questions()))
	}
	for _, id := range pack.Scenarios.IDs() {
		s := pack.Scenarios.Of(id)
		results, err := s.CheckExpects(context.Background(), s.Expect, 0)
		if err != nil || len(results) == 0 {
			t.Fatalf("scenario %s: %d claims, %v", id, len(results), err)
		}
		for _, r := range results {
			if !r.Pass {
				t.Errorf("scenario %s does not do what it claims: %s", id, r)
			}
		}
	}
}

// TestConsole runs the commands of each console block. The lines below a command stand in
// its output in this order; "..." leaves some out, and so does the beginning.
func TestConsole(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	folder := t.TempDir()
	program := filepath.Join(folder, "sysprep-under-test.exe") // Windows runs no other
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", program, "./cmd/sysprep").CombinedOutput(); err != nil {
		t.Fatalf("the program can't be built: %v\n%s", err, out)
	}
	for name, text := range documents(t) {
		writeFiles(t, folder, named(text))
		for _, b := range blocks(text) {
			if b.info == "console" {
				console(t, name, b.text, folder, program)
			}
		}
	}
}

func writeFiles(t *testing.T, folder string, files fs.FS) {
	t.Helper()
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(folder, filepath.FromSlash(name))
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func console(t *testing.T, doc, text, folder, program string) {
	t.Helper()
	command, output := "", []string(nil)
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if typed, ok := strings.CutPrefix(line, "$ sysprep "); ok {
			command = typed
			c := exec.Command(program, strings.Fields(typed)...)
			c.Dir = folder
			c.Env = append(os.Environ(), "NO_COLOR=1", "SYSPREP_DB="+filepath.Join(folder, "progress.db"))
			out, err := c.CombinedOutput()
			if err != nil {
				t.Errorf("%s: sysprep %s: %v\n%s", doc, typed, err, out)
			}
			output = strings.Split(string(out), "\n")
			continue
		}
		if line == "..." {
			continue
		}
		at := slices.Index(output, line)
		if at < 0 {
			t.Errorf("%s: sysprep %s does not say, or not here: %q", doc, command, line)
			continue
		}
		output = output[at+1:]
	}
}

// TestPlaceless says that the documents hold on every machine.
func TestPlaceless(t *testing.T) {
	for name, text := range documents(t) {
		s := bufio.NewScanner(strings.NewReader(text))
		for n := 1; s.Scan(); n++ {
			if m := regexp.MustCompile(`(?:^|[\s("'])(/(?:work|tmp|home|root|Users)/\S*)`).FindString(s.Text()); m != "" {
				t.Errorf("%s:%d: %s is a place on one machine", name, n, strings.TrimSpace(m))
			}
		}
	}
}

// The README's table of the course is the core pack's syllabus.
func TestReadmeListsTheCourse(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range pack.Lessons {
		if row := fmt.Sprintf("| %d | %s |", i+1, l.Title); !strings.Contains(string(readme), row) {
			t.Errorf("README.md has no row that begins with %q", row)
		}
	}
	if strings.Contains(string(readme), fmt.Sprintf("| %d | ", len(pack.Lessons)+1)) {
		t.Errorf("README.md lists more than the %d lessons of the core pack", len(pack.Lessons))
	}
}
