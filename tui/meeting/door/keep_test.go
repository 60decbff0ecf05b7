package door

import (
	"bytes"
	"errors"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"testing"

	"golang.org/x/crypto/ssh"
)

func TestTheHostsKeyIsMadeOnceAndPrivate(t *testing.T) {
	f := Folder(filepath.Join(t.TempDir(), "host"))
	if err := f.Open(); err != nil {
		t.Fatal(err)
	}
	first, err := f.HostKey()
	if err != nil {
		t.Fatal(err)
	}
	again, err := f.HostKey()
	if err != nil || !bytes.Equal(first.PublicKey().Marshal(), again.PublicKey().Marshal()) {
		t.Fatalf("another key the second time: %v", err)
	}
	if kind := first.PublicKey().Type(); kind != ssh.KeyAlgoED25519 {
		t.Errorf("a key of the kind %s", kind)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for path, want := range map[string]os.FileMode{string(f): 0o700, f.file("host_key"): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	if err := os.Chmod(f.file("host_key"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := f.HostKey(); err == nil {
		t.Error("a key that others can read is used")
	}
	if err := os.WriteFile(f.file("host_key"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(f.file("host_key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.HostKey(); err == nil {
		t.Error("a damaged key is used")
	}
}

func TestACodeIsForOneSession(t *testing.T) {
	f := Folder(t.TempDir())
	if err := f.KeepWay(Way{Session: "a", Code: "x", Addr: "127.0.0.1:1"}); err != nil {
		t.Fatal(err)
	}
	if w := f.Way("a"); w.Code != "x" {
		t.Errorf("who comes back finds %+v", w)
	}
	if w := f.Way("b"); w != (Way{}) {
		t.Errorf("another session finds %+v", w)
	}
	f.DropWay()
	if w := f.Way("a"); w != (Way{}) {
		t.Errorf("after the end there is %+v", w)
	}
	shape := regexp.MustCompile(`^([` + alphabet + `]{4}-){2}[` + alphabet + `]{4}$`)
	seen := map[string]bool{}
	for range 100 {
		c := NewCode()
		if !shape.MatchString(c) || seen[c] || !sameCode(c, c) || sameCode("", "") {
			t.Fatalf("the code %q", c)
		}
		seen[c] = true
	}
}

func TestTheSocketIsPrivateAndOneAtATime(t *testing.T) {
	dir, err := os.MkdirTemp("", "s") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // it is a temporary folder
	f := Folder(dir)
	l, err := f.Listen()
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(f.Socket()); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if _, err := f.Listen(); !errors.Is(err, ErrHosted) {
		t.Errorf("two hosts at one socket: %v", err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false) // as after kill -9
	_ = l.Close()
	l, err = f.Listen()
	if err != nil {
		t.Fatalf("what was left behind is in the way: %v", err)
	}
	_ = l.Close()
}
