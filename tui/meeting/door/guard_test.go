package door

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

type oneWay struct{ io.Reader }

func (oneWay) Write(p []byte) (int, error) { return len(p), nil }

func guardedText(t rapid.TB, in string, r func(io.Reader) io.Reader) string {
	out, err := io.ReadAll(&guard{ReadWriter: oneWay{r(strings.NewReader(in))}})
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func whole(r io.Reader) io.Reader { return r }

func TestTheGuardLetsThrough(t *testing.T) {
	for _, in := range []string{
		"shed load\r", "äöü → 😀", "ě\u0159", "\x1b", "\x1b\x1b[A", "\x1b[A\x1b[1;5C\x1bOP\x1bx", "\x1b]11;rgb:1/2/3\x07after", "\x1b]11;rgb:1/2/3\x1b\\after",
		"\x1b[200~a paste \x1b[31m with \x1b[20 signs\x1b[201~after", "\x1b[200~" + strings.Repeat("x", mostPasted) + "\x1b[201~y", "\x1bPdcs\x1b\\", "\x00\x7f\x03",
	} {
		if out := guardedText(t, in, whole); out != in {
			t.Errorf("%.60q became %.60q", in, out)
		}
	}
}

func TestTheGuardEndsWhatNeverEnds(t *testing.T) {
	long := strings.Repeat("1;", 1<<20)
	for what, tc := range map[string]struct {
		in, end string
		most    int
	}{
		"a paste":            {"\x1b[200~" + long + "\x1b[201~after", "\x1b[201~after", mostPasted + 20},
		"a paste, no end":    {"\x1b[200~" + long, "1;", mostPasted + 20},
		"a control sequence": {"\x1b[" + long + "mafter", "mafter", mostSequence + 20},
		"an OSC":             {"\x1b]52;c;" + long + "\x07after", "\x07after", mostSequence + 20},
		"an OSC with ST":     {"\x1b]52;c;" + long + "\x1b\\after", "\x1b\\after", mostSequence + 20},
		"a DCS":              {"\x1bP" + long, "1;", mostSequence + 20},
		"C1":                 {strings.Repeat("\x9d\x90\x9b", 1000) + "after", "after", 5},
	} {
		out := guardedText(t, tc.in, whole)
		if len(out) > tc.most || !strings.HasSuffix(out, tc.end) {
			t.Errorf("%s: %d bytes are left, ending in %q", what, len(out), out[max(0, len(out)-20):])
		}
	}
}

// TestTheGuardDoesNotCareHowBytesArrive holds that the same bytes come out however they are cut, and never more than came in.
func TestTheGuardDoesNotCareHowBytesArrive(t *testing.T) {
	pieces := []string{"a", "ä", "\x1b", "[", "200~", "201~", "\x1b[200~", "\x1b[201~", "]", "\x07", "\\", "P", "O", "m", "\x9b", "\xc3", "\r", strings.Repeat("x", mostSequence), strings.Repeat("x", mostSequence-3), "x"}
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "pieces"), "")
		out := guardedText(t, in, whole)
		if one := guardedText(t, in, iotest.OneByteReader); one != out {
			t.Fatalf("%.99q byte by byte is %.99q, and at once %.99q", in, one, out)
		}
		if late := guardedText(t, in, iotest.DataErrReader); late != out {
			t.Fatalf("%.99q with its end is %.99q, and without %.99q", in, late, out)
		}
		if len(out) > len(in) {
			t.Fatalf("%.99q became longer: %.99q", in, out)
		}
	})
}

func FuzzGuard(f *testing.F) {
	f.Add([]byte("\x1b[200~x\x1b[201~"))
	f.Add([]byte("\x1b]52;c;x\x1b\\\xc3\x9b"))
	f.Fuzz(func(t *testing.T, in []byte) {
		out, err := io.ReadAll(&guard{ReadWriter: oneWay{bytes.NewReader(in)}})
		if err != nil || len(out) > len(in) {
			t.Errorf("%q became %q, %v", in, out, err)
		}
	})
}
