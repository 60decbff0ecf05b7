package content_test

import (
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
