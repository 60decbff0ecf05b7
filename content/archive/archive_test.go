package archive_test

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/crypto/ssh"

	"sysprep/content/archive"
)

var files = fstest.MapFS{
	"pack.yaml":       {Data: []byte("id: a/b\n")},
	"lessons/a.md":    {Data: []byte("a lesson\n")},
	".git/HEAD":       {Data: []byte("ref")},
	".schema/p.json":  {Data: []byte("{}")},
	"scenarios/s.yml": {Data: bytes.Repeat([]byte("x"), 5000)},
}

func build(t *testing.T) []byte {
	t.Helper()
	l, err := archive.LockOf(files, "a/b", "1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := archive.Build(&b, files, l); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBuildIsReproducibleAndReadsBack(t *testing.T) {
	first := build(t)
	if !bytes.Equal(first, build(t)) {
		t.Error("two builds differ")
	}
	fsys, l, err := archive.Read(first)
	if err != nil {
		t.Fatal(err)
	}
	if l.ID != "a/b" || len(l.Files) != 3 || len(l.Sum()) != 64 {
		t.Errorf("the lock is %+v", l)
	}
	for _, f := range l.Files {
		got, err := fs.ReadFile(fsys, f.Path)
		if err != nil || !bytes.Equal(got, files[f.Path].Data) {
			t.Errorf("%s: %q, %v", f.Path, got, err)
		}
	}
}

// Each archive here is an attack, or damage, and must be refused with a sentence about it.
func TestReadRefuses(t *testing.T) {
	entry := func(name string, mode fs.FileMode, data string, method uint16) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		h := &zip.FileHeader{Name: name, Method: method}
		h.SetMode(mode)
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write([]byte(data))
		}
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	twice := func() []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for range 2 {
			if _, err := z.Create("pack.yaml"); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"no archive": {[]byte("hello"), "not an archive of a pack"},
		"up":         {entry("../../.bashrc", 0o644, "x", zip.Store), "leads out of it"},
		"root":       {entry("/etc/passwd", 0o644, "x", zip.Store), "leads out of it"},
		"windows":    {entry(`a\..\b`, 0o644, "x", zip.Store), "leads out of it"},
		"drive":      {entry("c:evil", 0o644, "x", zip.Store), "leads out of it"},
		"link":       {entry("pack.yaml", fs.ModeSymlink|0o777, "/etc/passwd", zip.Store), "not a plain file"},
		"device":     {entry("pack.yaml", fs.ModeDevice|0o644, "", zip.Store), "not a plain file"},
		"twice":      {twice(), "holds pack.yaml twice"},
		"bomb":       {entry("pack.yaml", 0o644, strings.Repeat("0", 21<<20), zip.Deflate), "more than 20 MB"},
		"no lock":    {entry("pack.yaml", 0o644, "x", zip.Store), "has no pack.lock"},
		"bad lock":   {entry("pack.lock", 0o644, "{}", zip.Store), "pack.lock can't be read"},
		"changed":    {bytes.Replace(build(t), []byte("a lesson"), []byte("b lesson"), 1), "checksum|not what the lock says"},
		"large":      {make([]byte, archive.MostFile+1), "larger than 24 MB"},
	} {
		_, _, err := archive.Read(c.data)
		ok := false
		for want := range strings.SplitSeq(c.want, "|") {
			ok = ok || err != nil && strings.Contains(err.Error(), want)
		}
		if !ok {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// The example that minisign's own libraries are tested with: another program's key and signature.
func TestVerifyMinisign(t *testing.T) {
	key, err := archive.ParsePublicKey("untrusted comment: minisign public key\nRWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3")
	if err != nil {
		t.Fatal(err)
	}
	minisig := []byte(`untrusted comment: signature from minisign secret key
RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=
trusted comment: timestamp:1556193335	file:test
y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg==
`)
	_, comment, err := archive.Verify([]byte("test"), minisig, &key)
	if err != nil || comment != "timestamp:1556193335\tfile:test" {
		t.Errorf("%q, %v", comment, err)
	}
	if _, _, err := archive.Verify([]byte("Test"), minisig, &key); err == nil {
		t.Error("another file passes")
	}
}

func TestSignAndVerify(t *testing.T) {
	drawn, err := archive.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	read, err := archive.ParseSecretKey(drawn.Encode())
	if err != nil || !read.Equal(drawn.PublicKey) {
		t.Fatalf("the key does not come back: %v", err)
	}
	_, raw, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(raw, "")
	if err != nil {
		t.Fatal(err)
	}
	shell, err := archive.ParseSecretKey(pem.EncodeToMemory(block))
	if err != nil {
		t.Fatal(err)
	}
	line, err := ssh.NewPublicKey(raw.Public())
	if err != nil {
		t.Fatal(err)
	}
	if pub, err := archive.ParsePublicKey(string(ssh.MarshalAuthorizedKey(line))); err != nil || !pub.Equal(shell.PublicKey) {
		t.Errorf("the public key of ssh: %v", err)
	}
	for _, k := range []archive.SecretKey{read, shell} {
		file := []byte("the archive")
		sig := archive.Sign(k, file, "a/b\n1.0.0")
		got, comment, err := archive.Verify(file, sig, nil)
		if err != nil || !got.Equal(k.PublicKey) || !strings.HasPrefix(comment, "a/b 1.0.0\tkey:RW") {
			t.Errorf("%v %q %v", got, comment, err)
		}
		for name, bad := range map[string][]byte{
			"comment": bytes.Replace(sig, []byte("1.0.0"), []byte("2.0.0"), 1),
			"cut":     sig[:len(sig)-20],
		} {
			if _, _, err := archive.Verify(file, bad, nil); err == nil {
				t.Errorf("a changed %s passes", name)
			}
		}
		if _, _, err := archive.Verify([]byte("another"), sig, nil); err == nil {
			t.Error("another file passes")
		}
		if _, _, err := archive.Verify(file, sig, &drawn.PublicKey); (err == nil) != k.Equal(drawn.PublicKey) {
			t.Errorf("with another key: %v", err)
		}
	}
}
