package content_test

import (
	"os"
	"testing"

	"sysprep/content"
)

func TestCoreIsFaultless(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatalf("the embedded pack has faults:\n%v", err)
	}
	if pack.Manifest.ID != "core" || len(pack.Lessons) == 0 {
		t.Errorf("the embedded pack is %q with %d lessons", pack.Manifest.ID, len(pack.Lessons))
	}
}

// The files of the core pack pass all that a stranger's pack must, the grader included.
func TestCoreIsAPackLikeAnyOther(t *testing.T) {
	if _, err := content.Open(os.DirFS("packs/core")); err != nil {
		t.Errorf("the core pack has faults:\n%v", err)
	}
}

func BenchmarkOpen(b *testing.B) {
	pack := os.DirFS("testdata/good-pack")
	for b.Loop() {
		if _, err := content.Open(pack); err != nil {
			b.Fatal(err)
		}
	}
}
