package class

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
)

// format names the file, so that another JSON file is not taken for one.
const format = "sysprep-class"

// signedAs goes before what is signed, so that the signature is good for nothing else.
const signedAs = format + " sheet 1\n"

// file is how a sheet is handed in: the sheet as text that people can read, and its signature.
type file struct {
	Format    string          `json:"format"`
	Version   int             `json:"version"`
	Signature []byte          `json:"signature"`
	Sheet     json.RawMessage `json:"sheet"`
}

// Sign writes a sheet with its signature: Ed25519 over the sheet as JSON without blanks. The key must be the
// one that the sheet names.
func Sign(s Sheet, key ed25519.PrivateKey) ([]byte, error) {
	if !bytes.Equal(PublicKey(key), s.Key) {
		return nil, errors.New("the sheet names another key than the one that signs it")
	}
	body, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	signed, err := signedText(body)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(file{format, Version, ed25519.Sign(key, signed), body}, "", " ")
}

// signedText is what a signature is over. Blanks are left out, so that an editor or a mailer may set the
// file anew.
func signedText(body json.RawMessage) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(signedAs)
	if err := json.Compact(&b, body); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// PublicKey is the public half of a key.
func PublicKey(key ed25519.PrivateKey) ed25519.PublicKey {
	return key.Public().(ed25519.PublicKey) //nolint:forcetypeassert // what an ed25519 key has
}
