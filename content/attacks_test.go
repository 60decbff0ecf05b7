package content_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode"

	"sysprep/content"
	"sysprep/content/attack"
)

// Each attack is refused with one sentence that says what to do, or the pack opens and nothing in it does harm.
func TestAttacks(t *testing.T) {
	for _, a := range attack.Attacks {
		t.Run(a.Name, func(t *testing.T) {
			files, err := a.Apply(goodPack(t))
			if err != nil {
				t.Fatal(err)
			}
			pack, found := content.Lint(files)
			faults, _ := found.Warnings()
			for _, f := range found {
				harmless(t, f.String()+f.Excerpt)
			}
			if a.Says == "" {
				if pack == nil {
					t.Fatalf("it is refused: %v", faults)
				}
				harmlessBelow(t, reflect.ValueOf(pack.Lessons), reflect.ValueOf(pack.Decks), reflect.ValueOf(pack.Drills), reflect.ValueOf(pack.Manifest), reflect.ValueOf(pack.Scenarios.Of("small-store")))
				return
			}
			if pack != nil {
				t.Fatalf("it opens; want %q", a.Says)
			}
			told := false
			for _, f := range faults {
				told = told || strings.Contains(f.String(), a.Says) && (f.Do != "" || strings.Contains(f.Message, ": ") || strings.Contains(f.Message, "; "))
			}
			if !told {
				t.Errorf("it is told\n\t%v\nwant %q, and what to do", faults, a.Says)
			}
			if _, err := content.Open(files); err == nil {
				t.Error("Open takes what Lint refuses")
			}
		})
	}
}

// Every text of a pack holds escape sequences and a script, and none of them gets in.
func TestSaltedPackOpensClean(t *testing.T) {
	files, err := attack.Salt(goodPack(t))
	if err != nil {
		t.Fatal(err)
	}
	pack, err := content.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(pack.Manifest.Title, "52;c;aGk=") || !strings.Contains(pack.Lessons[0].Steps[0].Text, "52;c;aGk=") {
		t.Fatal("nothing was salted")
	}
	harmlessBelow(t, reflect.ValueOf(pack.Lessons), reflect.ValueOf(pack.Decks), reflect.ValueOf(pack.Drills), reflect.ValueOf(pack.Manifest),
		reflect.ValueOf(pack.Scenarios.Of("small-store")), reflect.ValueOf(pack.Rubrics.Of("brim")), reflect.ValueOf(pack.Exemplars))
}

func harmlessBelow(t *testing.T, values ...reflect.Value) {
	t.Helper()
	for _, v := range values {
		switch v.Kind() {
		case reflect.String:
			harmless(t, v.String())
		case reflect.Pointer, reflect.Interface:
			if !v.IsNil() {
				harmlessBelow(t, v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				harmlessBelow(t, v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				harmlessBelow(t, v.Index(i))
			}
		case reflect.Map:
			for _, k := range v.MapKeys() {
				harmlessBelow(t, k, v.MapIndex(k))
			}
		}
	}
}

// harmless fails if a text could do more in a terminal than be read.
func harmless(t *testing.T, text string) {
	t.Helper()
	marks := 0
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Cf, r) {
			t.Fatalf("%.200q holds %U", text, r)
		}
		if marks++; !unicode.Is(unicode.Mn, r) {
			marks = 0
		}
		if marks > 8 {
			t.Fatalf("more than 8 marks stand on one letter in %.60q", text)
		}
	}
}
