package main

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// TestOneKeyForAll: sysprep started twice at once makes one key, whole, which its owner alone can read.
func TestOneKeyForAll(t *testing.T) {
	folder := t.TempDir()
	a := &app{getenv: func(name string) string {
		return map[string]string{"XDG_DATA_HOME": folder, "LOCALAPPDATA": folder, "HOME": folder}[name]
	}}
	keys := make([]ed25519.PrivateKey, 16)
	var all sync.WaitGroup
	for i := range keys {
		all.Go(func() {
			key, _, _, err := a.classKey()
			if err != nil {
				t.Error(err)
			}
			keys[i] = key
		})
	}
	all.Wait()
	for _, k := range keys {
		if !bytes.Equal(k, keys[0]) {
			t.Fatal("there are two keys")
		}
	}
	again, path, made, err := a.classKey()
	if err != nil || made || !bytes.Equal(again, keys[0]) {
		t.Errorf("the next time it is another one, or made anew: %v, %v", made, err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v (%v)", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".class-*")); len(left) > 0 {
		t.Errorf("%v was left behind", left)
	}
}
