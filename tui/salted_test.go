package tui

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"unicode"

	"sysprep/content"
	"sysprep/content/attack"
)

// TestSaltedPackOnScreen walks through a pack whose every text holds escape sequences: what reaches the terminal is text,
// line ends and SGR codes.
func TestSaltedPackOnScreen(t *testing.T) {
	files, err := attack.Salt(os.DirFS("../content/testdata/good-pack"))
	if err != nil {
		t.Fatal(err)
	}
	pack, err := content.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				at := []Place{{}, {Kind: "learn", ID: "full-brim"}, {Kind: "lab", ID: "small-store"}, {Kind: "learn", ID: "full-brim"}}[seed]
				r := newRig(t, pack, &memory{}, at)
				defer r.rest()
				r.size(100, 30)
				luck := rand.New(rand.NewPCG(seed, 5))
				for range 250 {
					what := r.gust(luck)
					if r.quit {
						r.quit = false
					}
					shown := r.m.View().Content
					if strings.Contains(shown, "52;c;aGk=") {
						seen++
					}
					for _, c := range styling.ReplaceAllString(shown, "") {
						if unicode.IsControl(c) && c != '\n' || unicode.Is(unicode.Cf, c) {
							t.Fatalf("after %s the screen holds %U: %.300q", what, c, shown)
						}
					}
				}
			})
		})
	}
	if seen < 20 {
		t.Errorf("only %d screens had anything of the salt on them", seen)
	}
}

var styling = regexp.MustCompile("\x1b\\[[0-9;:]*m")
