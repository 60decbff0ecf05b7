package tui

import (
	"fmt"
	"image/color"
	"regexp"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// inspected are the looks that every screen must survive, beside those that are kept as golden files.
var inspected = []look{
	{"200x60-dark", 200, 60, color.Black, colorprofile.TrueColor},
	{"200x60-light-256", 200, 60, color.White, colorprofile.ANSI256},
	{"60x20-light-16", 60, 20, color.White, colorprofile.ANSI},
	{"60x20-no-color", 60, 20, color.Black, colorprofile.ASCII},
	{"80x24-light-256", 80, 24, color.White, colorprofile.ANSI256},
	{"80x24-no-color", 80, 24, color.White, colorprofile.ASCII},
}

var (
	sgr       = regexp.MustCompile(`\x1b\[([0-9;:]*)m`)
	trueColor = regexp.MustCompile(`(^|;)[34]8[;:]2[;:]`)
	indexed   = regexp.MustCompile(`(^|;)[34]8[;:]5[;:]\d+`)
	basic     = regexp.MustCompile(`(^|;)(3[0-7]|4[0-7]|9[0-7]|10[0-7])(;|$)`)
)

// inspect looks at the present screen in sizes, grounds and depths of colour that are not kept as golden files: all
// fits, there is a footer, no colour is used that the terminal doesn't have, and nothing is said by colour or ground alone.
func (r *rig) inspect(name string) {
	r.t.Helper()
	w, h := r.m.w, r.m.h
	texts := map[string]string{}
	for _, l := range inspected {
		r.wear(l)
		s := r.screen()
		what := name + " at " + l.name
		fits(r.t, what, s, l.w, l.h)
		lines := strings.Split(ansi.Strip(s), "\n")
		if strings.TrimSpace(lines[0]) == "" || strings.TrimSpace(lines[len(lines)-1]) == "" {
			r.t.Errorf("%s: no title or no footer:\n%s", what, ansi.Strip(s))
		}
		for _, m := range sgr.FindAllStringSubmatch(s, -1) {
			if why := tooMuch(l.profile, m[1]); why != "" {
				r.t.Errorf("%s: %s: %q", what, why, m[1])
				break
			}
		}
		size := fmt.Sprintf("%dx%d", l.w, l.h)
		if before, seen := texts[size]; seen && before != ansi.Strip(s) {
			r.t.Errorf("%s: the text is another one than on the other ground:\n%s\nand not\n%s", what, ansi.Strip(s), before)
		}
		texts[size] = ansi.Strip(s)
	}
	r.size(w, h)
}

// tooMuch says which colour of a sequence a terminal of that depth doesn't have; empty if it has all.
func tooMuch(p colorprofile.Profile, params string) string {
	rest := indexed.ReplaceAllString(trueColor.ReplaceAllString(params, ""), "")
	switch {
	case p < colorprofile.TrueColor && trueColor.MatchString(params):
		return "a true colour"
	case p < colorprofile.ANSI256 && indexed.MatchString(params):
		return "a colour of 256"
	case p < colorprofile.ANSI && basic.MatchString(rest):
		return "a colour"
	}
	return ""
}
