package door

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/crypto/ssh"
)

// Folder is where a host keeps what the door needs: its key, the way in of the session that is on, and the socket. Only its
// user can read it.
type Folder string

// Open makes the folder if it isn't there.
func (f Folder) Open() error {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return fmt.Errorf("the folder of the host's key can't be made: %w", err)
	}
	return os.Chmod(string(f), 0o700)
}

func (f Folder) file(name string) string { return filepath.Join(string(f), name) }

// Socket is the path of the socket for the same machine.
func (f Folder) Socket() string { return f.file("interview.sock") }

// HostKey reads the host's key, and makes it the first time: ed25519, in a file that only its user can read.
func (f Folder) HostKey() (ssh.Signer, error) {
	path := f.file("host_key")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if text, err = newKey(path); err != nil {
			return nil, fmt.Errorf("the host's key can't be kept in %s: %w", path, err)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("the host's key can't be read: %w", err)
	}
	if info, err := os.Stat(path); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the host's key can be read by others: say chmod 600 %s, or remove it for a new one", path)
	}
	key, err := ssh.ParsePrivateKey(text)
	if err != nil {
		return nil, fmt.Errorf("the host's key in %s is damaged: remove it for a new one: %w", path, err)
	}
	return key, nil
}

func newKey(path string) ([]byte, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	block, err := ssh.MarshalPrivateKey(private, "sysprep")
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(block)
	return text, os.WriteFile(path, text, 0o600)
}

// Way is the way in of a session that is not over: it stays the same when the host comes back to it.
type Way struct {
	Session string `json:"session"`
	Code    string `json:"code"`
	Addr    string `json:"addr"` // that was listened on
}

// Way reads the way in of a session; the zero Way if there is none.
func (f Folder) Way(session string) Way {
	var w Way
	text, err := os.ReadFile(f.file("way.json"))
	if err != nil || json.Unmarshal(text, &w) != nil || w.Session != session {
		return Way{}
	}
	return w
}

// KeepWay keeps the way in of the session that is on, for the host's user alone.
func (f Folder) KeepWay(w Way) error {
	text, err := json.Marshal(w)
	if err != nil {
		return err
	}
	return os.WriteFile(f.file("way.json"), text, 0o600)
}

// DropWay forgets it: the session is over, and its code opens nothing any more.
func (f Folder) DropWay() { _ = os.Remove(f.file("way.json")) }
