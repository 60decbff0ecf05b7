package grading

import "slices"

const (
	shortestTypo = 4 // bytes of the least stem that is taken for a misspelling
	twoEdits     = 9 // bytes from which two edits are forgiven
)

// typoIndex finds the known stem that a misspelt one was meant to be. Stems share a key if
// they are equal after removing one letter from either (Garbe's symmetric deletion).
type typoIndex struct {
	known   map[string]bool
	deleted map[string][]string
}

func newTypoIndex() typoIndex {
	return typoIndex{known: map[string]bool{}, deleted: map[string][]string{}}
}

func (ix typoIndex) add(stem string) {
	if ix.known[stem] {
		return
	}
	ix.known[stem] = true
	if len(stem) < shortestTypo || functionWords[stem] {
		return
	}
	eachDeletion(stem, func(key string) { ix.deleted[key] = append(ix.deleted[key], stem) })
}

// correct gives the stem meant by a word, which is its own stem if that is known, or a plain
// English word, or too far from all that are.
func (ix typoIndex) correct(norm, stem string) string {
	if ix.known[stem] || functionWords[norm] || plainEnglish(norm, stem) || len(stem) > maxWord {
		return stem
	}
	best, bestEdits := stem, 3
	eachDeletion(stem, func(key string) {
		for _, candidate := range ix.deleted[key] {
			if candidate[0] != stem[0] {
				continue
			}
			allowed := 1
			if min(len(candidate), len(stem)) >= twoEdits {
				allowed = 2
			}
			edits := editDistance(stem, candidate, allowed)
			if edits <= allowed && (edits < bestEdits || edits == bestEdits && candidate < best) {
				best, bestEdits = candidate, edits
			}
		}
	})
	return best
}

// eachDeletion visits w and w without each one of its bytes.
func eachDeletion(w string, visit func(string)) {
	visit(w)
	for i := range len(w) {
		if i == 0 || w[i] != w[i-1] {
			visit(w[:i] + w[i+1:])
		}
	}
}

// editDistance is the optimal string alignment distance in bytes: insertions, deletions,
// substitutions and swaps of neighbours. Anything above limit is given as limit+1.
func editDistance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	width := len(b) + 1
	before, last, row := make([]int, width), make([]int, width), make([]int, width)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+btoi(a[i-1] != b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}

// suggest ends an error message with the known name that an unknown one resembles.
func suggest(name string, known []string) string {
	best, bestEdits := "", 4
	for _, k := range known {
		if e := editDistance(name, k, 3); e < bestEdits {
			best, bestEdits = k, e
		}
	}
	if best != "" {
		return ": did you mean \"" + best + "\"?"
	}
	if len(known) == 0 || len(known) > 12 {
		return ""
	}
	sorted := slices.Sorted(slices.Values(known))
	out := ": known are "
	for i, k := range sorted {
		if i > 0 {
			out += ", "
		}
		out += k
	}
	return out
}
