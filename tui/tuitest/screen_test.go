package tuitest

import (
	"bytes"
	"strings"
	"testing"
)

func TestScreen(t *testing.T) {
	for _, tc := range []struct {
		name, sent string
		want       string // rows, joined by /
	}{
		{"text", "ab\r\ncd", "ab/cd/"},
		{"a row that is full goes on below", "abcdef", "abcde/f/"},
		{"a full row, and no more", "abcde\r\nf", "abcde/f/"},
		{"the last row moves all up", "a\r\nb\r\nc\r\nd", "b/c/d"},
		{"a line feed keeps the column", "ab\ncd", "ab/  cd/"},
		{"places", "\x1b[2;3Hx\x1b[Hy\x1b[3dz\x1b[5Gw", "y/  x/ z  w"},
		{"moves", "\x1b[B\x1b[2Ca\x1b[A\x1b[Db\x1b[2Dc", " cb/  a/"},
		{"repeat", "x\x1b[3b", "xxxx//"},
		{"erase to the end of a row", "abcde\x1b[3G\x1b[K", "ab//"},
		{"erase to its beginning", "abcd\x1b[2G\x1b[1K", "  cd//"},
		{"erase below", "a\r\nb\r\nc\x1b[2;1H\x1b[J", "a//"},
		{"erase all", "a\r\nb\x1b[2J", "//"},
		{"erase some", "abcde\x1b[2G\x1b[2X", "a  de//"},
		{"insert cells", "abcde\x1b[2G\x1b[2@", "a  bc//"},
		{"delete cells", "abcde\x1b[2G\x1b[2P", "ade//"},
		{"insert rows", "a\r\nb\r\nc\x1b[2H\x1b[L", "a//b"},
		{"delete rows", "a\r\nb\r\nc\x1b[1H\x1b[M", "b/c/"},
		{"scroll up and down", "a\r\nb\r\nc\x1b[2S\x1b[T", "/c/"},
		{"a region moves up alone", "a\r\nb\r\nc\x1b[1;2r\x1b[2H\nx", "b/x/c"},
		{"a region moves down alone", "a\r\nb\r\nc\x1b[2;3r\x1b[2H\x1bMx", "a/x/b"},
		{"rows are deleted in the region", "a\r\nb\r\nc\x1b[1;2r\x1b[M", "b//c"},
		{"below the region nothing moves", "\x1b[1;2r\x1b[3Ha\nb", "//ab"},
		{"colours and titles", "\x1b[1;38;5;114ma\x1b[m\x1b]2;title\x07b", "ab//"},
		{"wide", "日本x", "日本x//"},
		{"the other screen is blank", "abc\x1b[?1049hx", "x//"},
		{"tabs", "\x1b[Ix\x1b[2Gy\x1b[Zz", "zy  x//"},
	} {
		s := NewScreen(5, 3)
		if _, err := s.Write([]byte(tc.sent)); err != nil {
			t.Errorf("%s: %v", tc.name, err)
		}
		if got := strings.Join(s.Lines(), "/"); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestScreenIsStrict(t *testing.T) {
	for _, sent := range []string{"\x1b[5y", "\x1b]52;c;Zm9v\x07", "\x1b]8;;http://a\x07", "\x1bc", "\x1bP1$q\x1b\\", "\x1b[3 p"} {
		if _, err := NewScreen(5, 3).Write([]byte(sent)); err == nil {
			t.Errorf("%q is accepted", sent)
		}
	}
}

func TestScreenShowsWholeFrames(t *testing.T) {
	s := NewScreen(5, 1)
	s.Write([]byte("one\x1b[?2026h\rtwo"))
	if got := s.Lines()[0]; got != "" {
		t.Errorf("in the midst of a frame %q is shown", got)
	}
	s.Write([]byte("!\x1b[?2026l"))
	if got := s.Lines()[0]; got != "two!" {
		t.Errorf("after the frame %q is shown", got)
	}
}

func TestScreenAnswers(t *testing.T) {
	var said bytes.Buffer
	s := NewScreen(5, 1)
	s.Reply = &said
	s.Write([]byte("\x1b[?2026$p\x1b[?2027$p\x1b]11;?\x07\x1b[c"))
	if got, want := said.String(), "\x1b[?2026;2$y\x1b[?2027;0$y\x1b]11;rgb:0000/0000/0000\x07\x1b[?62c"; got != want {
		t.Errorf("answers %q, want %q", got, want)
	}
}

func TestScreenResize(t *testing.T) {
	s := NewScreen(5, 2)
	s.Write([]byte("abcde\r\nfghij"))
	s.Resize(3, 1)
	if got := strings.Join(s.Lines(), "/"); got != "abc" {
		t.Errorf("smaller: %q", got)
	}
	s.Write([]byte("x"))
	s.Resize(4, 3)
	if got := strings.Join(s.Lines(), "/"); got != "abx//" {
		t.Errorf("larger: %q", got)
	}
}
