package class

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sysprep/content"
	"sysprep/grading"
)

// Bounds of a sheet. One with all of the core pack has some 40 KB, and 200 KB with answers.
const (
	// MostBytes is how large a file may be.
	MostBytes = 8 << 20

	mostDepth = 12
	mostParts = 60_000    // objects in it, of any kind
	mostList  = 20_000    // entries of a list
	mostName  = 80        // bytes of a name
	mostText  = 64 << 10  // bytes of an answer
	mostTimes = 1_000_000 // tries, hints, days
	mostSpent = 1 << 30   // seconds: 34 years
)

// Signed is a sheet whose signature is right.
type Signed struct {
	Sheet
	digest [sha256.Size]byte // of what was signed
}

var (
	idPattern      = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)
	versionPattern = regexp.MustCompile(`^[0-9A-Za-z.+-]{0,150}$`)
)

func isID(s string) bool   { return idPattern.MatchString(s) }
func isHash(s string) bool { return s == "" || isID(s) }

// Read reads a file that "sysprep progress --export" wrote, whole, and checks its signature; or it says in a
// sentence why the file can't be taken.
func Read(data []byte) (Signed, error) {
	if len(data) > MostBytes {
		return Signed{}, tooLarge()
	}
	if !utf8.Valid(data) {
		return Signed{}, errors.New("it is not UTF-8 text: ask for the file that \"sysprep progress --export\" wrote")
	}
	if err := checkShape(data); err != nil {
		return Signed{}, err
	}
	var in file
	if err := json.Unmarshal(data, &in); err != nil {
		if kind := (*json.UnmarshalTypeError)(nil); errors.As(err, &kind) {
			return Signed{}, fmt.Errorf("%s is not what \"sysprep progress --export\" writes: ask for it anew", field(kind))
		}
		return Signed{}, fmt.Errorf("it is not whole JSON (%w): ask for it anew", err)
	}
	switch {
	case in.Format == "sysprep-progress":
		return Signed{}, errors.New("it is a learner's whole progress, which is nobody else's business: ask for what \"sysprep progress --export\" writes")
	case in.Format != format:
		return Signed{}, errors.New("it is no sheet of a class: ask for the file that \"sysprep progress --export\" wrote")
	case in.Version > Version:
		return Signed{}, fmt.Errorf("it has version %d of the form, and this sysprep knows up to %d: upgrade sysprep here", in.Version, Version)
	case in.Version < 1:
		return Signed{}, fmt.Errorf("it has version %d of the form, which there is not: ask for it anew", in.Version)
	}
	var s Sheet
	if err := json.Unmarshal(in.Sheet, &s); err != nil {
		if kind := (*json.UnmarshalTypeError)(nil); errors.As(err, &kind) {
			return Signed{}, fmt.Errorf("%s is not what \"sysprep progress --export\" writes: ask for it anew", field(kind))
		}
		return Signed{}, fmt.Errorf("its sheet can't be read (%s): ask for it anew", content.Clean(err.Error()))
	}
	if why := s.fault(); why != "" {
		return Signed{}, fmt.Errorf("%s: sysprep does not write such sheets, so ask for it anew", why)
	}
	return in.verified(s)
}

func tooLarge() error {
	return fmt.Errorf("it has more than %d MB: sysprep does not write such sheets, so ask what it is", MostBytes>>20)
}

// field names the part of a file that has the wrong type.
func field(e *json.UnmarshalTypeError) string {
	name := content.Clean(e.Field)
	if name == "" || len(name) > mostName {
		return "a part of it"
	}
	return "its " + name
}

// verified checks the signature.
func (f file) verified(s Sheet) (Signed, error) {
	text, err := signedText(f.Sheet)
	switch {
	case err != nil:
		return Signed{}, err
	case len(f.Signature) == 0:
		return Signed{}, errors.New("nobody signed it: ask for the file that \"sysprep progress --export\" wrote")
	case !ed25519.Verify(s.Key, text, f.Signature):
		return Signed{}, fmt.Errorf("it was changed after %q signed it, or is signed by another key than %s: ask for it anew", s.Name, Fingerprint(s.Key))
	}
	return Signed{s, sha256.Sum256(text)}, nil
}

// checkShape refuses nesting, and objects without end, before anything is made of the text.
func checkShape(data []byte) error {
	depth, parts, quoted := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > mostDepth {
				return fmt.Errorf("it is nested more than %d deep: sysprep does not write such sheets, so ask what it is", mostDepth)
			}
			if parts++; parts > mostParts {
				return fmt.Errorf("it has more than %d parts: sysprep does not write such sheets, so ask what it is", mostParts)
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// fault says what of a sheet Make would not write, or "".
func (s *Sheet) fault() string {
	switch y := s.Made.Year(); {
	case len(s.Key) != ed25519.PublicKeySize:
		return "it has no key"
	case !content.IsPackID(s.Pack):
		return "its pack is none"
	case !versionPattern.MatchString(s.PackVersion):
		return "the version of its pack is none"
	case s.Name == "" || s.Name != CleanName(s.Name):
		return "its name is too long, empty, or has characters that a name does not have"
	case y < 1990 || y > 2261:
		return fmt.Sprintf("it was made in the year %d", y)
	case !within(s.Spent, mostSpent) || !within(s.Days, mostTimes):
		return "its time spent is out of bounds"
	case max(len(s.Lessons), len(s.Asked), len(s.Challenges), len(s.Items), len(s.Claims), len(s.Answers)) > mostList:
		return fmt.Sprintf("it has a list of more than %d entries", mostList)
	case !s.WithAnswers && (len(s.Answers) > 0 || slices.ContainsFunc(s.Claims, func(c Claim) bool { return c.Words != "" })):
		return "it has answers, and says that it has none"
	}
	return cmp.Or(
		twice("lessons", s.Lessons, Lesson.fault, func(l Lesson) string { return l.ID }),
		twice("asked", s.Asked, Asked.fault, func(a Asked) string { return a.Lesson + "/" + a.Step }),
		twice("challenges", s.Challenges, Challenge.fault, func(c Challenge) string { return c.Lesson + "/" + c.Step }),
		twice("items", s.Items, Item.fault, func(i Item) string { return i.Question + "/" + i.Item }),
		each("claims", s.Claims, Claim.fault),
		each("answers", s.Answers, Answer.fault),
	)
}

// each says which entry of a list has a fault.
func each[T any](name string, list []T, fault func(T) string) string {
	for i, v := range list {
		if why := fault(v); why != "" {
			return fmt.Sprintf("entry %d of its %s %s", i+1, name, why)
		}
	}
	return ""
}

// twice is each, for a list that has one entry of a key.
func twice[T any](name string, list []T, fault func(T) string, key func(T) string) string {
	seen := make(map[string]bool, len(list))
	return each(name, list, func(v T) string {
		if why := fault(v); why != "" {
			return why
		}
		if seen[key(v)] {
			return "is there twice"
		}
		seen[key(v)] = true
		return ""
	})
}

func within(n, most int) bool { return n >= 0 && n <= most }

func (l Lesson) fault() string {
	if !isID(l.ID) || !within(l.Steps, mostTimes) || !within(l.Done, l.Steps) || !within(l.Spent, mostSpent) {
		return "names no lesson, or counts that can't be"
	}
	return ""
}

func (a Asked) fault() string {
	switch {
	case !isID(a.Lesson) || !isID(a.Step) || !isHash(a.Hash) || a.Choice != "" && !isID(a.Choice):
		return "names no step, or no choice"
	case a.Result != right && a.Result != slip && a.Result != wrong:
		return "is neither right nor wrong"
	case !within(a.Confidence, 100) || !within(a.Hints, mostTimes):
		return "has numbers that can't be"
	}
	return ""
}

func (c Challenge) fault() string {
	if !isID(c.Lesson) || !isID(c.Step) || !within(c.Tries, mostTimes) || !within(c.Hints, mostTimes) {
		return "names no step, or counts that can't be"
	}
	return ""
}

func (i Item) fault() string {
	if !isID(i.Question) || !isID(i.Item) || len(i.Misconceptions) > mostName || !ids(i.Misconceptions) {
		return "names no item, or no misconception"
	}
	return ""
}

func (c Claim) fault() string {
	if !isID(c.Question) || !isID(c.Item) || !isText(c.Words) {
		return "names no item, or has words that are none"
	}
	return ""
}

func (a Answer) fault() string {
	if !isID(a.Question) || len(a.Levels) > mostName || len(a.Wrong) > mostName || len(a.Claimed) > mostName ||
		!ids(a.Wrong) || !ids(a.Claimed) || slices.ContainsFunc(keys(a.Levels), func(id string) bool { return !isID(id) }) {
		return "names no question, or no items"
	}
	if !isText(a.Text) {
		return "has a text that is too long, or has characters that a text does not have"
	}
	return ""
}

func keys(levels map[string]grading.Level) (ids []string) {
	for id := range levels {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func ids(list []string) bool {
	return !slices.ContainsFunc(list, func(id string) bool { return !isID(id) })
}

// isText says whether a text is one that Make writes: bounded, and without characters that act on a terminal.
func isText(s string) bool {
	return len(s) <= mostText && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
	})
}

// same says whether two files hold the same sheet, whatever their blanks.
func (s Signed) same(o Signed) bool { return bytes.Equal(s.digest[:], o.digest[:]) }
