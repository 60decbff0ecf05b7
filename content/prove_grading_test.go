package content_test

import (
	"strings"
	"testing"

	"sysprep/content"
)

// failures are the proofs of a part of a pack that do not hold.
func failures(t *testing.T, pack *content.Pack, only string) (why []string) {
	t.Helper()
	steps := 0
	trial := content.Trial{Only: only, Seeds: 1, Step: func() { steps++ }, Report: func(p content.Proof) {
		if !p.OK {
			why = append(why, p.Says+" "+p.Why)
		}
	}}
	if _, err := pack.Prove(t.Context(), trial); err != nil {
		t.Fatal(err)
	}
	if steps != pack.Parts(trial) || steps == 0 {
		t.Errorf("%d steps of %d parts", steps, pack.Parts(trial))
	}
	return why
}

// Questions and drills that don't keep their word are told, each with what was seen.
func TestProveQuestionsAndDrills(t *testing.T) {
	for _, c := range []struct{ file, old, new, only, want string }{
		{"pack.yaml", "retired: []", "retired: []", "isolation", ""},
		{"pack.yaml", "retired: []", "retired: []", "room-for-two", ""},
		{"exemplars/isolation/weak.md", "wait: missed", "wait: named", "isolation", "exemplars/isolation/weak.md is graded to its labels. wait is graded missed, and labelled named"},
		{"exemplars/isolation/weak.md", "where: missed}", "where: missed}\nwrong: [where]", "isolation", "exemplars/isolation/weak.md is graded to its labels. where is labelled wrong, and no misconception was found"},
		{isolated, "[\"They share one database.\"]", "[\"We cook on Fridays.\"]", "isolation", "The 4 sentences under its exemplars: are graded to their levels, 90 % of them at least. 1 are not: \"We cook on Fridays.\" of item where is graded missed, not named"},
		{rooms, "shop: {from: 100/s, to: 400/s, step: 50/s}", "shop: {choices: [100/s]}\n      idle: {choices: [1/s]}", "room-for-two", ""},
		{rooms, "[500/s, 800/s, 2000/s]}\n      shop: {from: 100/s, to: 400/s, step: 50/s}", "[500/s]}\n      shop: {choices: [100/s]}", "room-for-two", "Its numbers vary. all draws ask the same: loosen where:, or add values"},
	} {
		fsys := newPack(t)
		text := string(fsys[c.file].Data)
		if !strings.Contains(text, c.old) {
			t.Fatalf("%s does not hold %q", c.file, c.old)
		}
		fsys[c.file].Data = []byte(strings.Replace(text, c.old, c.new, 1))
		pack, err := content.Open(fsys)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(failures(t, pack, c.only), "\n"); got != c.want {
			t.Errorf("%s: got %q, want %q", c.new, got, c.want)
		}
	}
}
