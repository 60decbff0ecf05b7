package archive

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/ssh"
)

// Signatures are those of minisign (https://jedisct1.github.io/minisign/): Ed25519 over the file's BLAKE2b-512, and
// once more over that signature and a trusted comment. The trusted comment also holds the public key, so that who
// trusts on first use knows what to pin; "minisign -V" checks the same file with the same key.

// PublicKey is a key of an author, with minisign's number for it.
type PublicKey struct {
	Number [8]byte
	Key    ed25519.PublicKey
}

// SecretKey signs.
type SecretKey struct {
	PublicKey
	key ed25519.PrivateKey
}

// Algorithms of minisign: of keys and legacy signatures, and of signatures over a hash.
const (
	plainAlgorithm  = "Ed"
	hashedAlgorithm = "ED"
)

// String is the key as minisign writes it: RW and 54 characters.
func (k PublicKey) String() string {
	return base64.StdEncoding.EncodeToString(append(append([]byte(plainAlgorithm), k.Number[:]...), k.Key...))
}

// Equal says whether two keys are the same.
func (k PublicKey) Equal(o PublicKey) bool { return k.Number == o.Number && bytes.Equal(k.Key, o.Key) }

// ParsePublicKey reads a key of minisign, with or without its comment, or a line of ssh ("ssh-ed25519 AAAA...").
func ParsePublicKey(text string) (PublicKey, error) {
	var k PublicKey
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "ssh-") {
		parsed, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
		if err != nil {
			return k, fmt.Errorf("this line is not a public key of ssh: copy it from a .pub file (%w)", err)
		}
		crypto, ok := parsed.(ssh.CryptoPublicKey)
		if !ok {
			return k, errors.New("this key of ssh can't sign packs: make an ed25519 one")
		}
		pub, ok := crypto.CryptoPublicKey().(ed25519.PublicKey)
		if !ok {
			return k, errors.New("this key of ssh is not ed25519: make one with ssh-keygen -t ed25519")
		}
		return numbered(pub), nil
	}
	lines := strings.Split(text, "\n")
	data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(lines[len(lines)-1]))
	if err != nil || len(data) != 2+8+ed25519.PublicKeySize || string(data[:2]) != plainAlgorithm {
		return k, errors.New("this is not a public key: give minisign's, which begins with RW, or a line of ssh-ed25519")
	}
	copy(k.Number[:], data[2:])
	k.Key = ed25519.PublicKey(data[10:])
	return k, nil
}

// numbered gives a key of ssh a number: minisign's own are drawn, this one follows from the key.
func numbered(pub ed25519.PublicKey) PublicKey {
	sum := sha256.Sum256(pub)
	k := PublicKey{Key: pub}
	copy(k.Number[:], sum[:])
	return k
}

// NewKey draws a key.
func NewKey() (SecretKey, error) {
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return SecretKey{}, err
	}
	return SecretKey{numbered(pub), key}, nil
}

// Parts of minisign's file of a secret key without a password.
const (
	secretBytes = 2 + 2 + 2 + 32 + 8 + 8 + 8 + 64 + 32
	secretAt    = 2 + 2 + 2 + 32 + 8 + 8
)

// Encode is the key as minisign -W writes it: without a password, so keep the file to yourself.
func (k SecretKey) Encode() []byte {
	data := make([]byte, 0, secretBytes)
	data = append(data, plainAlgorithm...)
	data = append(data, 0, 0, 'B', '2')
	data = append(data, make([]byte, 32+8+8)...)
	data = append(data, k.Number[:]...)
	data = append(data, k.key...)
	sum := blake2b.Sum256(append(append([]byte(plainAlgorithm), k.Number[:]...), k.key...))
	data = append(data, sum[:]...)
	return []byte("untrusted comment: minisign unencrypted secret key\n" + base64.StdEncoding.EncodeToString(data) + "\n")
}

// ParseSecretKey reads a secret key without a password: of minisign (made with -W, or by "sysprep pack key"), or of ssh (ed25519).
func ParseSecretKey(data []byte) (SecretKey, error) {
	if bytes.Contains(data, []byte("BEGIN OPENSSH PRIVATE KEY")) {
		return sshSecret(data)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(lines[len(lines)-1]))
	if err != nil || len(raw) != secretBytes || string(raw[:2]) != plainAlgorithm {
		return SecretKey{}, errors.New("this is not a secret key: make one with \"sysprep pack key FILE\", minisign -G -W or ssh-keygen -t ed25519")
	}
	if string(raw[2:4]) != "\x00\x00" {
		return SecretKey{}, errors.New("this key has a password, which can't be asked for here: sign with minisign itself, or make a key with -W")
	}
	k := SecretKey{key: ed25519.PrivateKey(raw[secretAt+8 : secretAt+8+64])}
	copy(k.Number[:], raw[secretAt:])
	sum := blake2b.Sum256(append(append([]byte(plainAlgorithm), k.Number[:]...), k.key...))
	if !bytes.Equal(sum[:], raw[secretBytes-32:]) && !bytes.Equal(make([]byte, 32), raw[secretBytes-32:]) {
		return SecretKey{}, errors.New("the secret key is damaged: take it from a copy")
	}
	k.Key = k.key.Public().(ed25519.PublicKey) //nolint:forcetypeassert // what an ed25519 key has
	return k, nil
}

func sshSecret(data []byte) (SecretKey, error) {
	parsed, err := ssh.ParseRawPrivateKey(data)
	if missing := (*ssh.PassphraseMissingError)(nil); errors.As(err, &missing) {
		return SecretKey{}, errors.New("this key of ssh has a password, which can't be asked for here: make one without for packs (ssh-keygen -t ed25519 -N \"\")")
	}
	if err != nil {
		return SecretKey{}, fmt.Errorf("this key of ssh can't be read: give the file without .pub (%w)", err)
	}
	key, ok := parsed.(*ed25519.PrivateKey)
	if !ok {
		return SecretKey{}, errors.New("this key of ssh is not ed25519: make one with ssh-keygen -t ed25519")
	}
	return SecretKey{numbered(key.Public().(ed25519.PublicKey)), *key}, nil //nolint:forcetypeassert // what an ed25519 key has
}

// keyWord goes before the public key in a trusted comment.
const keyWord = "key:"

// Sign is the text of a .minisig file for an archive. The comment must be one line.
func Sign(k SecretKey, file []byte, comment string) []byte {
	hash := blake2b.Sum512(file)
	sig := append(append([]byte(hashedAlgorithm), k.Number[:]...), ed25519.Sign(k.key, hash[:])...)
	comment = strings.Join(strings.Fields(comment), " ") + "\t" + keyWord + k.String()
	global := ed25519.Sign(k.key, append(sig[10:len(sig):len(sig)], comment...))
	var b bytes.Buffer
	fmt.Fprintf(&b, "untrusted comment: signature of a sysprep pack\n%s\ntrusted comment: %s\n%s\n",
		base64.StdEncoding.EncodeToString(sig), comment, base64.StdEncoding.EncodeToString(global))
	return b.Bytes()
}

// Verify checks a .minisig file of an archive with a key; with none, with the one that the trusted comment names. It
// returns the key and the trusted comment.
func Verify(file, minisig []byte, with *PublicKey) (PublicKey, string, error) {
	fail := func(what string) (PublicKey, string, error) { return PublicKey{}, "", errors.New(what) }
	lines := strings.Split(strings.ReplaceAll(strings.TrimSpace(string(minisig)), "\r\n", "\n"), "\n")
	if len(lines) != 4 || !strings.HasPrefix(lines[2], "trusted comment: ") {
		return fail("this is not a signature of minisign: sign the archive again with \"sysprep pack sign\"")
	}
	comment := strings.TrimPrefix(lines[2], "trusted comment: ")
	sig, err1 := base64.StdEncoding.DecodeString(lines[1])
	global, err2 := base64.StdEncoding.DecodeString(lines[3])
	if err1 != nil || err2 != nil || len(sig) != 2+8+ed25519.SignatureSize || len(global) != ed25519.SignatureSize {
		return fail("the signature is damaged: fetch it again, or sign the archive again")
	}
	if with == nil {
		_, text, ok := strings.Cut(comment, "\t"+keyWord)
		if !ok {
			return fail("the signature does not name its key: give the author's with --key")
		}
		k, err := ParsePublicKey(text)
		if err != nil {
			return PublicKey{}, "", err
		}
		with = &k
	}
	if !bytes.Equal(sig[2:10], with.Number[:]) {
		return fail("the signature is by another key than " + with.String() + ": ask the author")
	}
	signed := file
	if string(sig[:2]) == hashedAlgorithm {
		hash := blake2b.Sum512(file)
		signed = hash[:]
	} else if string(sig[:2]) != plainAlgorithm {
		return fail("the signature is of a kind that is not known: update sysprep, or sign the archive again")
	}
	if !ed25519.Verify(with.Key, signed, sig[10:]) {
		return fail("the archive is not what was signed: fetch both again, and don't use it")
	}
	if !ed25519.Verify(with.Key, append(sig[10:len(sig):len(sig)], comment...), global) {
		return fail("the signature's comment was changed: fetch it again, and don't use it")
	}
	return *with, comment, nil
}
