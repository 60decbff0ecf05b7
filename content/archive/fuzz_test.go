package archive_test

import (
	"bytes"
	"io/fs"
	"testing"

	"sysprep/content/archive"
)

func FuzzRead(f *testing.F) {
	l, err := archive.LockOf(files, "a/b", "1.0.0")
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if err := archive.Build(&b, files, l); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:b.Len()/2])
	f.Add(bytes.ReplaceAll(b.Bytes(), []byte("lessons/a.md"), []byte("../../../x.m")))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys, l, err := archive.Read(data)
		if err != nil {
			return
		}
		for _, file := range l.Files { // what is read is what was locked, under a name that stays inside
			got, err := archive.ReadFile(fsys, file.Path)
			if err != nil || !fs.ValidPath(file.Path) || file.Check(got) != nil {
				t.Errorf("%q: %v", file.Path, err)
			}
		}
	})
}

func FuzzVerify(f *testing.F) {
	k, err := archive.NewKey()
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte("file"), archive.Sign(k, []byte("file"), "a/b 1.0.0"))
	f.Add([]byte("file"), []byte("untrusted comment: x\nRUQ=\ntrusted comment: y\nAA=="))
	f.Fuzz(func(t *testing.T, file, sig []byte) {
		_, _, _ = archive.Verify(file, sig, nil)
		if _, _, err := archive.Verify(append(file, 'x'), archive.Sign(k, file, "c"), nil); err == nil {
			t.Error("a signature passes for another file")
		}
	})
}

func FuzzParseKeys(f *testing.F) {
	k, err := archive.NewKey()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(k.Encode())
	f.Add([]byte(k.String()))
	f.Add([]byte("ssh-ed25519 AAAA x"))
	f.Add([]byte("-----BEGIN OPENSSH PRIVATE KEY-----\nAA==\n-----END OPENSSH PRIVATE KEY-----"))
	f.Fuzz(func(t *testing.T, text []byte) {
		_, _ = archive.ParsePublicKey(string(text))
		if k, err := archive.ParseSecretKey(text); err == nil { // what is read as a key signs
			if _, _, err := archive.Verify(text, archive.Sign(k, text, ""), nil); err != nil {
				t.Error(err)
			}
		}
	})
}
