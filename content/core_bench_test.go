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
		p, err := readParsedCore(core, coreParsed)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := lazyCore(p); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCoreFiles is what it costs where the files have changed since they were read out.
func BenchmarkCoreFiles(b *testing.B) {
	for b.Loop() {
		if _, err := open(CoreFiles(), true, nil); err != nil {
			b.Fatal(err)
		}
	}
}
