package content_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"sysprep/content"
)

// talks is a pack with two scored interviews and one that isn't.
func talks(t *testing.T, loops string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	core := os.DirFS("packs/core")
	read := func(name string) string {
		data, err := fs.ReadFile(core, name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	for _, name := range []string{"rubrics/story.yaml", "interviews/recruiter-screen-scale.yaml", "interviews/recruiter-screen-who.yaml", "interviews/warm-up.yaml"} {
		files[name] = &fstest.MapFile{Data: []byte(read(name))}
	}
	warm := files["interviews/warm-up.yaml"]
	warm.Data = []byte(strings.ReplaceAll(string(warm.Data), "payment-timeout/unknown-state", "story/scale"))
	head, _, _ := strings.Cut(read("pack.yaml"), "objectives:")
	files["pack.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(head, "id: core", "id: example/talks", 1) +
		"syllabus:\n  - interview: recruiter-screen-scale\n  - interview: recruiter-screen-who\n  - interview: warm-up\n" + loops)}
	return files
}

func TestLoopsOfAPack(t *testing.T) {
	const good = "loops:\n  - id: two\n    title: Two\n    rounds:\n      - {interview: recruiter-screen-scale, weight: 60}\n      - {interview: recruiter-screen-who, title: Who, weight: 40}\n"
	for _, c := range []struct{ name, old, new, want string }{
		{"good", "", "", ""},
		{"an id that an interview has", "id: two", "id: warm-up", `there is an interview or a loop "warm-up" already`},
		{"no title", "    title: Two\n", "", "this loop has no title"},
		{"one round", "      - {interview: recruiter-screen-who, title: Who, weight: 40}\n", "", "a loop has 2 to 8 rounds"},
		{"no such interview", "interview: recruiter-screen-who", "interview: recruiter-screen-whom", `there is no file interviews/recruiter-screen-whom.yaml`},
		{"twice the same", "interview: recruiter-screen-who,", "interview: recruiter-screen-scale,", "the loop has this interview twice"},
		{"not scored", "interview: recruiter-screen-who,", "interview: warm-up,", `interview "warm-up" is not scored`},
		{"too much", "weight: 40", "weight: 50", "the weights of the rounds don't add up to 100"},
		{"nothing", ", weight: 40", "", "this round has no weight"},
		{"unknown key", "weight: 40", "wait: 40", `unknown key "wait"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			pack, err := content.Open(talks(t, strings.Replace(good, c.old, c.new, 1)))
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				l, ok := pack.Loop("two")
				if !ok || pack.Minutes(l) != 30 || l.Rounds[1].Title != "Who" {
					t.Errorf("the loop is %+v", l)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "pack.yaml:") {
				t.Errorf("got %v; want %s", err, c.want)
			}
		})
	}
}
