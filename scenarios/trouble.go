package scenarios

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sysprep/engine"
)

// How long a trouble lasts that doesn't say, and at most.
const (
	usualTrouble   = Duration(20 * engine.Second)
	longestTrouble = Duration(40 * engine.Second)
)

var boxPattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,23}$`)

// Trouble is something to be done to a sketched system, in words: "crash db 20s", "slow db 5x 20s", "flush cache", "surge 3x
// 20s", "lose api 20s" (one copy), "drop 10% api db 20s" (messages), "cut api db 20s". A box is meant by its name, or by what it
// is: a crash of "db" befalls the first store of a sketch that has no db.
type Trouble struct {
	Words  string
	Kind   string
	Target string // name or kind of a box
	Other  string // the far end of an arrow
	Factor float64
	Share  Ratio
	For    Duration
	Timed  bool // For was written; else it is 20 s
}

var troubleKinds = []string{"crash", "slow", "flush", "surge", "lose", "drop", "cut"}

// ParseTrouble reads one. The error says what can be written.
func ParseTrouble(text string) (Trouble, error) {
	words := strings.Fields(strings.ToLower(text))
	f := Trouble{Words: strings.Join(words, " "), Factor: 3, Share: 0.1, For: usualTrouble}
	if len(words) == 0 || !slices.Contains(troubleKinds, words[0]) {
		return f, fmt.Errorf("%q is not a fault: write crash db 20s, slow db 5x 20s, flush cache, surge 3x 20s, lose api 20s, drop 10%% api db 20s or cut api db 20s", clipped(text))
	}
	f.Kind = words[0]
	for _, w := range words[1:] {
		if err := f.word(w); err != nil {
			return f, err
		}
	}
	switch {
	case f.Target == "" && f.Kind != "surge":
		return f, fmt.Errorf("%q befalls nothing: name a box", clipped(text))
	case f.Other == "" && (f.Kind == "drop" || f.Kind == "cut"):
		return f, fmt.Errorf("%q befalls an arrow: name the boxes at both ends", clipped(text))
	case f.Factor <= 1 || f.Factor > 1000:
		return f, fmt.Errorf("%q has a factor that is not from 1 to 1000", clipped(text))
	case f.For <= 0 || f.For > longestTrouble:
		return f, fmt.Errorf("%q is not from 0s to %s long", clipped(text), longestTrouble)
	}
	return f, nil
}

func (f *Trouble) word(w string) error {
	if x, ok := strings.CutSuffix(w, "x"); ok {
		if v, err := strconv.ParseFloat(x, 64); err == nil {
			f.Factor = v
			return nil
		}
	}
	if strings.HasSuffix(w, "%") {
		v, err := ParseRatio(w)
		if err != nil || v <= 0 || v > 1 {
			return fmt.Errorf("%q is not a share", clipped(w))
		}
		f.Share = v
		return nil
	}
	if d, err := ParseDuration(w); err == nil {
		f.For, f.Timed = d, true
		return nil
	}
	switch {
	case !boxPattern.MatchString(w):
		return fmt.Errorf("%q is not the name of a box", clipped(w))
	case f.Target == "":
		f.Target = w
	case f.Other == "":
		f.Other = w
	default:
		return fmt.Errorf("%q is one name too many", clipped(w))
	}
	return nil
}

// clipped cuts what is quoted in a message.
func clipped(text string) string {
	if r := []rune(text); len(r) > 30 {
		return string(r[:29]) + "…"
	}
	return text
}
