package content_test

import (
	"strings"
	"testing"

	"sysprep/content"
)

func TestBrokenDrives(t *testing.T) {
	form := "drive: {from: 10s, acts: [queue=400@20s]}\n"
	for _, c := range []struct{ old, new, want string }{
		{"from: 10s, ", "", "no time at which the learner takes over"},
		{"from: 10s", "from: 90s", "after the end of the run"},
		{"@20s", "@5s", "before the learner takes over"},
		{"@20s", "@90s", "choose an earlier time"},
		{"queue=400", "queues=400", `no knob "queues"`},
		{"queue=400", "queue=many", "many"},
		{"drive", "solution: {queue: \"400\"}\ndrive", "not a design"},
	} {
		files := goodPack(t)
		text := string(files[lesson].Data)
		at := strings.Index(text, "hints: [\"Who is the work for?\"]")
		files[lesson].Data = []byte(text[:at] + strings.Replace(form, c.old, c.new, 1) + text[at:])
		_, err := content.Open(files)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.want, err)
		}
	}
	if d := forms(t).Lessons[0].Steps[2].Challenge.Drive; d == nil || d.From.String() != "20s" || len(d.Acts) != 6 {
		t.Errorf("read as %+v", d)
	}
}
