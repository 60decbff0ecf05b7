package content_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sysprep/content"
)

// requiring is the good pack with one lesson more for each name, that requires those behind "name:".
func requiring(t *testing.T, lessons ...string) fstest.MapFS {
	t.Helper()
	fsys := goodPack(t)
	text := string(fsys[lesson].Data)
	var listed strings.Builder
	for _, l := range lessons {
		name, needs, _ := strings.Cut(l, ":")
		made := strings.Replace(text, "id: full-brim", "id: "+name, 1)
		made = strings.Replace(made, "minutes: 10", "minutes: 10\nrequires: ["+needs+"]", 1)
		fsys["lessons/"+name+".md"] = &fstest.MapFile{Data: []byte(made)}
		listed.WriteString("  - lesson: " + name + "\n")
	}
	manifest := string(fsys["pack.yaml"].Data)
	fsys["pack.yaml"].Data = []byte(strings.Replace(manifest, "  - deck:", listed.String()+"  - deck:", 1))
	return fsys
}

func TestCircles(t *testing.T) {
	for _, tc := range []struct {
		name    string
		lessons []string
		want    []string // file:line, and the circle
	}{
		{"a row", []string{"a:full-brim", "b:a", "c:a, b"}, nil},
		{"itself is another fault", []string{"a:a"}, nil},
		{"two", []string{"a:b", "b:a"}, []string{"lessons/b.md:8 b → a → b"}},
		{"three, and one beside", []string{"a:full-brim, c", "b:a", "c:b", "d:c"}, []string{"lessons/b.md:8 b → a → c → b"}},
		{"two circles", []string{"a:b", "b:a", "c:d", "d:c, a"}, []string{"lessons/b.md:8 b → a → b", "lessons/d.md:8 d → c → d"}},
		{"a long one is cut", []string{"a:b", "b:c", "c:d", "d:e", "e:f", "f:g", "g:h", "h:i", "i:a"}, []string{"lessons/i.md:8 i → a → b → c → d → e → 3 more → i"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			fsys := requiring(t, tc.lessons...)
			_, found := content.Lint(fsys)
			var got []string
			for _, f := range found {
				if f.Rule == "unreachable" {
					t.Errorf("another order is advised: %v", f)
				}
				if _, circle, ok := strings.Cut(f.Message, "in a circle, so none can be the first: "); ok {
					got = append(got, fmt.Sprintf("%s:%d %s", f.File, f.Line, circle))
					if f.Warning || f.Do == "" {
						t.Errorf("%+v is no fault with advice", f)
					}
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q; all:\n%v", got, tc.want, found)
			}
			if _, err := content.Open(fsys); (err == nil) != (len(tc.want) == 0 && tc.lessons[0] != "a:a") {
				t.Errorf("opened: %v", err)
			}
		})
	}
}

// Many lessons that all require each other are looked through once, not along each way.
func TestCirclesEnd(t *testing.T) {
	var names []string
	for i := range 40 {
		names = append(names, fmt.Sprintf("l%d", i))
	}
	lessons := slices.Clone(names)
	for i, n := range names {
		lessons[i] = n + ":" + strings.Join(slices.DeleteFunc(slices.Clone(names), func(o string) bool { return o == n }), ", ")
	}
	if _, err := content.Open(requiring(t, lessons...)); err == nil || !strings.Contains(err.Error(), "in a circle") {
		t.Errorf("got %v", err)
	}
}
