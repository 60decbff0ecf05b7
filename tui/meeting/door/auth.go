package door

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// alphabet of codes has no letters that look like others: 31 signs.
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789"

// NewCode makes a one-time code of 12 signs in groups of four: 59 bits.
func NewCode() string {
	var b strings.Builder
	for n := 0; n < 12; {
		var one [1]byte
		_, _ = rand.Read(one[:]) // never fails
		if int(one[0]) >= 256/len(alphabet)*len(alphabet) {
			continue // so that each sign is as likely as any other
		}
		if n > 0 && n%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(alphabet[int(one[0])%len(alphabet)])
		n++
	}
	return b.String()
}

// sameCode compares what was typed with the code, in a time that tells nothing of where they differ. Capitals, blanks
// and dashes don't count.
func sameCode(typed, code string) bool {
	bare := strings.NewReplacer("-", "", " ", "", "\t", "")
	a, b := sha256.Sum256([]byte(strings.ToLower(bare.Replace(typed)))), sha256.Sum256([]byte(bare.Replace(code)))
	return bare.Replace(code) != "" && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

var errRefused = errors.New("that is not it")

// config says who may come in. It is made for one connection.
func (d *Door) config(ctx context.Context, trusted bool, limits Limits) *ssh.ServerConfig {
	c := &ssh.ServerConfig{ServerVersion: "SSH-2.0-sysprep", MaxAuthTries: limits.Tries}
	c.AddHostKey(d.Host)
	switch {
	case trusted:
		c.NoClientAuth = true
	case len(d.Keys) > 0:
		c.MaxAuthTries = max(limits.Tries, 6) // a client offers the keys that it has, one by one
		c.PublicKeyCallback = func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			return d.knock(d.knows(key))
		}
	default:
		c.PasswordCallback = func(_ ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			return d.code(ctx, string(password), limits.Penalty)
		}
		c.KeyboardInteractiveCallback = func(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			answers, err := ask("", "", []string{"Code: "}, []bool{true})
			if err != nil {
				return nil, err
			}
			return d.code(ctx, strings.Join(answers, ""), limits.Penalty)
		}
	}
	return c
}

// code takes what was typed as the code. A wrong one is answered late, so that few can be tried.
func (d *Door) code(ctx context.Context, typed string, penalty time.Duration) (*ssh.Permissions, error) {
	right := sameCode(typed, d.Code)
	if !right {
		late := time.NewTimer(penalty)
		defer late.Stop()
		select {
		case <-late.C:
		case <-ctx.Done():
		}
	}
	return d.knock(right)
}

func (d *Door) knock(right bool) (*ssh.Permissions, error) {
	if right {
		return &ssh.Permissions{}, nil
	}
	if d.Refused != nil {
		d.Refused()
	}
	return nil, errRefused
}

func (d *Door) knows(key ssh.PublicKey) bool {
	known := 0
	for _, k := range d.Keys {
		known |= subtle.ConstantTimeCompare(k.Marshal(), key.Marshal())
	}
	return known == 1
}

// ReadKeys reads public keys as in a file authorized_keys: one a line, and at least one. Their options are not looked at.
func ReadKeys(text []byte) ([]ssh.PublicKey, error) {
	var keys []ssh.PublicKey
	for len(text) > 0 {
		key, _, _, rest, err := ssh.ParseAuthorizedKey(text)
		if err != nil {
			break
		}
		keys, text = append(keys, key), rest
	}
	if len(keys) == 0 {
		return nil, errors.New("there is no public key in it: give the file that ends in .pub, such as ~/.ssh/id_ed25519.pub")
	}
	return keys, nil
}
