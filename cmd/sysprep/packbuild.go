package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"sysprep/content"
	"sysprep/content/archive"
	"sysprep/content/library"
)

func (a *app) packBuild() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "build FOLDER",
		Short: "Make one file of a pack, with a lock of hashes",
		Long: `Make one file of a pack, NAME-VERSION.syspack: a ZIP archive with a lock of hashes. The same
files give the same bytes, whoever builds them, and wherever.`,
		Args: exactly(1, "the folder of a pack"),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := library.Read(args[0], nil)
			if err != nil {
				return err
			}
			if out == "" {
				_, name, _ := strings.Cut(s.Entry.ID, "/")
				out = name + "-" + s.Entry.Version + ".syspack"
			}
			var b bytes.Buffer
			if err := archive.Build(&b, s.Files(), s.Lock); err != nil {
				return err
			}
			if err := replaceFile(out, b.Bytes()); err != nil {
				return fmt.Errorf("%s can't be written: name another place with --out: %w", content.Clean(out), err)
			}
			p := a.newPage()
			p.linef("%s: %s %s, %s, %d bytes", content.Clean(out), s.Entry.ID, s.Entry.Version, count(len(s.Lock.Files), "file"), b.Len())
			p.linef("lock sha256:%s", s.Lock.Sum())
			return p.show(a.out)
		},
	}
	c.Flags().StringVar(&out, "out", "", "`FILE` to write (default: NAME-VERSION.syspack here)")
	return c
}

func (a *app) packKey() *cobra.Command {
	return &cobra.Command{
		Use:   "key FILE",
		Short: "Make a key to sign packs with",
		Long: `Make a key to sign packs with, as "minisign -G -W" does: FILE is the secret one, which has no
password, so keep it to yourself; FILE.pub is for everybody.`,
		Args: exactly(1, "the file to write"),
		RunE: func(_ *cobra.Command, args []string) error {
			k, err := archive.NewKey()
			if err != nil {
				return err
			}
			f, err := os.OpenFile(args[0], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
			if err != nil {
				return fmt.Errorf("%s can't be made, or is there already: name another file: %w", content.Clean(args[0]), err)
			}
			_, err = f.Write(k.Encode())
			if closed := f.Close(); err == nil {
				err = closed
			}
			if err == nil {
				err = replaceFile(args[0]+".pub", []byte("untrusted comment: minisign public key\n"+k.String()+"\n"))
			}
			if err != nil {
				return fmt.Errorf("the key can't be written: make room: %w", err)
			}
			_, err = fmt.Fprintf(a.out, "%s is secret; %s.pub is for everybody:\n%s\n", content.Clean(args[0]), content.Clean(args[0]), k)
			return err
		},
	}
}

func (a *app) packSign() *cobra.Command {
	var key string
	c := &cobra.Command{
		Use:   "sign ARCHIVE --key FILE",
		Short: "Sign an archive, so that learners know an update is yours",
		Long: `Sign an archive with an ed25519 key: of minisign (without a password), of ssh, or of
"sysprep pack key". The signature, ARCHIVE.minisig, can be checked with "sysprep pack verify" and
with "minisign -V".`,
		Args: exactly(1, "an archive"),
		RunE: func(_ *cobra.Command, args []string) error {
			if key == "" {
				return usagef("--key is missing: name the file of a secret key, or make one with %q", "sysprep pack key FILE")
			}
			secret, err := os.ReadFile(key) //nolint:gosec // the author named it
			if err != nil {
				return fmt.Errorf("the key can't be read: make one with %q: %w", "sysprep pack key FILE", err)
			}
			k, err := archive.ParseSecretKey(secret)
			if err != nil {
				return err
			}
			data, lock, err := readArchive(args[0])
			if err != nil {
				return err
			}
			sig := archive.Sign(k, data, fmt.Sprintf("%s %s file:%s", lock.ID, lock.Version, filepath.Base(args[0])))
			if err := replaceFile(library.SignatureOf(args[0]), sig); err != nil {
				return fmt.Errorf("the signature can't be written beside the archive: %w", err)
			}
			_, err = fmt.Fprintf(a.out, "%s: %s %s, signed by %s\n", content.Clean(library.SignatureOf(args[0])), lock.ID, lock.Version, k)
			return err
		},
	}
	c.Flags().StringVar(&key, "key", "", "`FILE` of a secret key")
	return c
}

func (a *app) packVerify() *cobra.Command {
	var key string
	c := &cobra.Command{
		Use:   "verify ARCHIVE [--key KEY]",
		Short: "Check the signature of an archive, and its hashes",
		Args:  exactly(1, "an archive"),
		RunE: func(_ *cobra.Command, args []string) error {
			with, err := publicKey(key)
			if err != nil {
				return err
			}
			s, err := library.Read(args[0], with)
			if err != nil {
				return err
			}
			if s.Entry.Key == "" {
				return fmt.Errorf("nobody signed %s: its hashes are right, which says nothing about where it is from", content.Clean(args[0]))
			}
			p := a.newPage()
			p.linef("%s %s: %s as in the lock, signed by %s", s.Entry.ID, s.Entry.Version, count(len(s.Lock.Files), "file"), s.Entry.Key)
			if with == nil {
				p.line("This is the key that the signature itself names: nobody has vouched for it. Check the author's with --key KEY.")
			} else {
				p.line("This is the key that you named.")
			}
			return p.show(a.out)
		},
	}
	c.Flags().StringVar(&key, "key", "", "the author's public `KEY`, or its file (default: the key that the signature names)")
	return c
}

// publicKey reads a key, or the file that holds it; nil if none is named.
func publicKey(text string) (*archive.PublicKey, error) {
	if text == "" {
		return nil, nil
	}
	if data, err := os.ReadFile(text); err == nil { //nolint:gosec // the learner named it
		text = string(data)
	}
	k, err := archive.ParsePublicKey(text)
	if err != nil {
		return nil, usage(err)
	}
	return &k, nil
}

// readArchive reads an archive, and checks its lock.
func readArchive(path string) ([]byte, archive.Lock, error) {
	data, err := os.ReadFile(path) //nolint:gosec // the author named it
	if err != nil {
		return nil, archive.Lock{}, fmt.Errorf("the archive can't be read: make one with %q: %w", "sysprep pack build FOLDER", err)
	}
	_, lock, err := archive.Read(data)
	return data, lock, err
}
