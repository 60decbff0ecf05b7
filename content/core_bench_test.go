package content

import (
	"io/fs"
	"testing"
)

// BenchmarkCore is what Core costs a program's first frame.
func BenchmarkCore(b *testing.B) {
	core, err := fs.Sub(embedded, "packs/core")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := open(core, true, nil); err != nil {
			b.Fatal(err)
		}
	}
}
