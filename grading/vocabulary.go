package grading

import (
	"fmt"
	"slices"
	"strings"
)

// conceptID numbers the word groups of a vocabulary.
type conceptID int32

// wordForm is how one word of an entry is compared.
type wordForm uint8

const (
	anyInflection wordForm = iota // by stem
	exactForm                     // =word
	prefixForm                    // word*
)

// element is one word of an entry. gap allows words before it.
type element struct {
	text string
	form wordForm
	gap  bool
}

func (e element) matches(t *token) bool {
	switch {
	case t.sign:
		return false
	case e.form == exactForm:
		return t.norm == e.text
	case e.form == prefixForm:
		return strings.HasPrefix(t.norm, e.text) || strings.HasPrefix(t.stem, e.text)
	}
	return t.stem == e.text
}

// entry is a word or phrase of a group.
type entry struct {
	concept  conceptID
	elements []element
}

// widestGap is how many words ".." may stand for.
const widestGap = 4

// vocabulary finds the groups whose words occur in an answer.
type vocabulary struct {
	names    []string
	ids      map[string]conceptID
	kind     []groupKind
	byStem   map[string][]entry // by the first element, if it is compared by stem
	byExact  map[string][]entry
	byPrefix map[string][]entry // by the first three bytes of the prefix
	typos    typoIndex
}

// newVocabulary compiles the groups. Faults name the group.
func newVocabulary(groups ...wordGroups) (*vocabulary, []error) {
	v := &vocabulary{
		ids: map[string]conceptID{}, byStem: map[string][]entry{}, byExact: map[string][]entry{}, byPrefix: map[string][]entry{},
		typos: newTypoIndex(),
	}
	var faults []error
	all := map[string][]string{}
	for _, g := range groups {
		for name, entries := range g.words {
			if _, ok := all[name]; ok {
				faults = append(faults, fmt.Errorf("group %q is defined twice: rename one of them", name))
			}
			all[name] = entries
			if len(entries) == 0 {
				faults = append(faults, fmt.Errorf("group %q is empty: list the words that stand for it", name))
			}
			if !isName(name) {
				faults = append(faults, fmt.Errorf("group %q needs a name of small letters, digits, dots and dashes", name))
			}
		}
	}
	for _, g := range groups {
		for _, name := range sortedKeys(g.words) {
			id := v.define(name, g.kind)
			entries, err := expand(all, name, nil)
			if err != nil {
				faults = append(faults, err)
			}
			for _, text := range entries {
				if err := v.add(id, text); err != nil {
					faults = append(faults, fmt.Errorf("group %q: %w", name, err))
				}
			}
		}
	}
	return v, faults
}

// wordGroups is one map of groups of a lexicon or rubric.
type wordGroups struct {
	words map[string][]string
	kind  groupKind
}

// groupKind tells what a group of words stands for.
type groupKind uint8

const (
	concepts groupKind = iota
	things
	images
)

// groups are all groups of words that a rubric is read with. Images come last: where a word belongs to
// another group too, the likeness goes by that.
func (l *Lexicon) groups(r *Rubric) []wordGroups {
	return []wordGroups{{l.Concepts, concepts}, {l.Things, things}, {r.Concepts, concepts}, {r.Things, things}, {l.Images, images}}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || isDigit(c) && i > 0 || (c == '-' || c == '.') && i > 0) {
			return false
		}
	}
	return s != ""
}

// expand replaces all:group entries by the entries of that group.
func expand(all map[string][]string, name string, path []string) ([]string, error) {
	if slices.Contains(path, name) {
		return nil, fmt.Errorf("group %q includes itself by way of %s: remove one of the all: entries", name, strings.Join(path, ", "))
	}
	var out []string
	for _, text := range all[name] {
		other, ok := strings.CutPrefix(text, "all:")
		if !ok {
			out = append(out, text)
			continue
		}
		if _, known := all[other]; !known {
			return out, fmt.Errorf("group %q includes the unknown group %q%s", name, other, suggest(other, sortedKeys(all)))
		}
		more, err := expand(all, other, append(path[:len(path):len(path)], name))
		if err != nil {
			return out, err
		}
		out = append(out, more...)
	}
	return out, nil
}

func (v *vocabulary) define(name string, kind groupKind) conceptID {
	id := conceptID(len(v.names))
	v.names, v.kind = append(v.names, name), append(v.kind, kind)
	v.ids[name] = id
	return id
}

// literal gives the group of the words that a rule quotes.
func (v *vocabulary) literal(text string) (conceptID, error) {
	name := "words " + text
	if id, ok := v.ids[name]; ok {
		return id, nil
	}
	id := v.define(name, concepts)
	return id, v.add(id, text)
}

// add compiles one entry.
func (v *vocabulary) add(id conceptID, text string) error {
	e := entry{concept: id}
	gap := false
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' || r == '\t' || r == '\n' }) {
		if w == ".." {
			if len(e.elements) == 0 {
				return fmt.Errorf("%q begins with a gap: begin with a word", text)
			}
			gap = true
			continue
		}
		el, err := newElement(w)
		if err != nil {
			return fmt.Errorf("%q: %w", text, err)
		}
		el.gap, gap = gap, false
		e.elements = append(e.elements, el)
	}
	if len(e.elements) == 0 {
		return fmt.Errorf("%q holds no word", text)
	}
	switch first := e.elements[0]; first.form {
	case anyInflection:
		v.byStem[first.text] = append(v.byStem[first.text], e)
	case exactForm:
		v.byExact[first.text] = append(v.byExact[first.text], e)
	default:
		v.byPrefix[first.text[:3]] = append(v.byPrefix[first.text[:3]], e)
	}
	for _, el := range e.elements {
		if el.form != exactForm && v.kind[id] != images {
			v.typos.add(el.text)
		}
	}
	return nil
}

func newElement(w string) (element, error) {
	if exact, ok := strings.CutPrefix(w, "="); ok {
		if norm := normalise(exact); norm != "" {
			return element{text: norm, form: exactForm}, nil
		}
		return element{}, fmt.Errorf("put a word after =")
	}
	if prefix, ok := strings.CutSuffix(w, "*"); ok {
		if prefix = strings.ToLower(prefix); len(prefix) >= 3 {
			return element{text: prefix, form: prefixForm}, nil
		}
		return element{}, fmt.Errorf("%q is too short for a prefix: give three letters or more", w)
	}
	if strings.ContainsAny(w, "*=@|+~\"") {
		return element{}, fmt.Errorf("%q holds a sign that means nothing there", w)
	}
	return element{text: stem(normalise(w)), form: anyInflection}, nil
}

// occurrence is a place where the words of a group stand: tokens[first:last].
type occurrence struct {
	concept     conceptID
	first, last int
	flags       flags
}

// occurrences finds all groups in tokens[from:to].
func (v *vocabulary) occurrences(ts []token, from, to int, out []occurrence) []occurrence {
	for i := from; i < to; i++ {
		t := &ts[i]
		if t.sign {
			continue
		}
		out = v.matchEntries(v.byStem[t.stem], ts, i, to, out)
		out = v.matchEntries(v.byExact[t.norm], ts, i, to, out)
		if len(t.stem) >= 3 {
			out = v.matchEntries(v.byPrefix[t.stem[:3]], ts, i, to, out)
		}
	}
	return out
}

func (v *vocabulary) matchEntries(es []entry, ts []token, i, to int, out []occurrence) []occurrence {
	for _, e := range es {
		last, ok := e.at(ts, i, to)
		if !ok {
			continue
		}
		f := ts[i].flags
		if n := int(ts[i].negator); v.kind[e.concept] == things || n >= i && n < last {
			f &^= negated // "helps nobody" holds its own negation
		}
		if o := (occurrence{e.concept, i, last, f}); !slices.Contains(out[max(0, len(out)-len(es)):], o) {
			out = append(out, o)
		}
	}
	return out
}

// at matches the entry at tokens[i]; signs count for nothing, but those that end a clause end a phrase.
func (e entry) at(ts []token, i, to int) (last int, ok bool) {
	if !e.elements[0].matches(&ts[i]) {
		return 0, false
	}
	k := i + 1
	for _, el := range e.elements[1:] {
		skips := 0
		if el.gap {
			skips = widestGap
		}
		for {
			for k < to && ts[k].sign && !breaksClause(ts[k].norm) {
				k++
			}
			if k >= to || ts[k].sign {
				return 0, false
			}
			if el.matches(&ts[k]) {
				break
			}
			if skips == 0 {
				return 0, false
			}
			skips--
			k++
		}
		k++
	}
	return k, true
}

// correct replaces the stems of misspelt words by those that were meant.
func (v *vocabulary) correct(ts []token) {
	known := make(map[string]string)
	for i := range ts {
		t := &ts[i]
		if t.sign || len(t.stem) < shortestTypo || isDigit(t.norm[0]) {
			continue
		}
		meant, ok := known[t.norm]
		if !ok {
			meant = v.typos.correct(t.norm, t.stem)
			known[t.norm] = meant
		}
		t.stem = meant
	}
}
