package content_test

import (
	"testing"

	"sysprep/content"
)

func TestOpenDirReadsAWholePack(t *testing.T) {
	pack, err := content.OpenDir("testdata/good-pack")
	if err != nil {
		t.Fatalf("a good pack has faults:\n%v", err)
	}
	_ = pack
}
