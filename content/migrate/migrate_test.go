package migrate_test

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"sysprep/content"
	"sysprep/content/migrate"
	"sysprep/grading"
)

// sketch is a pack of sysprep/v0.
func sketch(t *testing.T) migrate.Files {
	t.Helper()
	files := migrate.Files{}
	root := os.DirFS("testdata/v0")
	if err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		files[name] = string(data)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return files
}

func folder(files migrate.Files) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// A pack of v0 is written anew as one that opens without faults, with what it said.
func TestSketchBecomesAPack(t *testing.T) {
	before := sketch(t)
	from, files, notes, err := migrate.Run(before)
	if err != nil || from != "sysprep/v0" {
		t.Fatalf("from %q: %v", from, err)
	}
	pack, found := content.Lint(folder(files))
	faults, warnings := found.Warnings()
	if pack == nil {
		t.Fatalf("%v", faults)
	}
	for _, w := range warnings {
		if w.Rule != "no-exemplar" { // v0 asked for one exemplar of an answer, not of each level
			t.Errorf("%v", w)
		}
	}
	l := pack.Lessons[0]
	var steps []string
	for _, s := range l.Steps {
		steps = append(steps, string(s.Kind)+" "+s.ID)
	}
	want := "read text-1, predict p-load, predict p-recovers, simulate s-trap, explain e-loop, read text-2, challenge c-fix, quiz q-boundary, " +
		"estimate cache-capacity-overload, estimate cache-capacity-longest-queue"
	if got := strings.Join(steps, ", "); got != want {
		t.Errorf("steps are %s", got)
	}
	if a := l.Steps[1].Ask; len(a.Quantity.Near) != 1 || a.Quantity.Near[0].Value != 300 || l.Steps[2].Ask.Answer != "c" {
		t.Errorf("answers are %+v", a)
	}
	if s := l.Steps[3].Simulate; strings.Join(s.Compare, " ") != "p-load p-recovers" || strings.Join(s.Claims, " ") != "trap" {
		t.Errorf("the run is %+v", s)
	}
	if len(pack.Exemplars) != 2 || pack.Exemplars[0].Levels["hidden-capacity"] != grading.Tradeoff || pack.Exemplars[1].Wrong[0] != "trigger-vs-sustaining" {
		t.Errorf("exemplars are %+v", pack.Exemplars)
	}
	iv, err := pack.Interview("cache-outage-45")
	if err != nil || iv.Minutes != 45 || len(iv.Facts) != 4 || iv.Facts[0].Say != "Load: 3000/s." || iv.Phases[1].Items[2].String() != "metastability/ghost-work" {
		t.Errorf("the interview is %+v, %v", iv, err)
	}
	if len(notes) < 10 || !slices.ContainsFunc(notes, func(n migrate.Note) bool { return strings.Contains(n.Says, "add solution:") }) {
		t.Errorf("notes are %v", notes)
	}
}

// What the pack claims of its system holds after the migration as it did before: nodes, edges, knobs and faults mean the same.
func TestClaimsHoldAfterwards(t *testing.T) {
	_, files, _, err := migrate.Run(sketch(t))
	if err != nil {
		t.Fatal(err)
	}
	pack, err := content.Open(folder(files))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	if _, err := pack.Prove(t.Context(), content.Trial{Seeds: 2, Only: "lookaside-cache", Report: func(p content.Proof) {
		if n++; !p.OK {
			t.Errorf("%s: %s", p.Of, p.Why)
		}
	}}); err != nil || n != 6 {
		t.Errorf("%d claims, %v", n, err)
	}
}

// Migrating never changes what it was given, comes to the same each time, and has nothing to do a second time.
func TestMigratingAgain(t *testing.T) {
	files := sketch(t)
	before := maps.Clone(files)
	_, once, _, err := migrate.Run(files)
	if err != nil || !maps.Equal(files, before) {
		t.Fatalf("the files were changed: %v", err)
	}
	_, again, _, _ := migrate.Run(files)
	if !maps.Equal(once, again) {
		t.Error("it came to something else")
	}
	if from, next, _, err := migrate.Run(once); from != "sysprep/v1" || next != nil || err != nil {
		t.Errorf("from %s: %v, %v", from, next, err)
	}
}

func TestWhatCantBeMigrated(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"pack.yaml", "apiVersion: sysprep/v7", `pack.yaml has the apiVersion "sysprep/v7", which is not known here: sysprep/v1 is the present one, and older ones begin with sysprep/v0`},
		{"scenarios/lookaside-cache.yaml", "a: &x 1\nb: *x", "scenarios/lookaside-cache.yaml: line 1: anchors, aliases, merge keys and tags are not used in packs: write the value out"},
		{"scenarios/lookaside-cache.yaml", strings.Repeat("[", 40), "scenarios/lookaside-cache.yaml: line 1: this nests too deep"},
		{"decks/metastability.md", "no front", "decks/metastability.md: the file does not begin with front matter"},
	} {
		files := sketch(t)
		files[c.file] = c.text
		if _, _, _, err := migrate.Run(files); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v", c.file, err)
		}
	}
}

// A difference makes the new text of the old one.
func TestDiff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 0, 12)
		old, next := lines.Draw(t, "old"), lines.Draw(t, "next")
		was, is := map[string]int{}, map[string]int{}
		for _, l := range migrate.Diff(strings.Join(old, "\n"), strings.Join(next, "\n")) {
			switch l.Sign {
			case '-':
				was[l.Text]++
			case '+':
				is[l.Text]++
			}
		}
		for _, l := range []string{"a", "b", "c", "d"} {
			count := func(all []string) (n int) {
				for _, x := range all {
					if x == l {
						n++
					}
				}
				return n
			}
			if count(old)-was[l]+is[l] != count(next) {
				t.Fatalf("%s: %d less %d and %d more is not %d", l, count(old), was[l], is[l], count(next))
			}
		}
	})
}
