package class

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"sysprep/content"
)

// Handed is a file that was handed in: what Read made of it, or why it can't be taken.
type Handed struct {
	File  string
	Sheet Signed
	Err   error
}

// Gathered is what counts of the files of a class.
type Gathered struct {
	Sheets  []Signed  // one for each key, by name
	LeftOut []LeftOut // by file
	Notes   []string  // what an instructor should know of the others
}

// LeftOut is a file that does not count, and why.
type LeftOut struct {
	File string `json:"file"`
	Why  string `json:"why"`
}

// Gather chooses what counts for a pack. The order of the files does not matter. A learner, which is a key,
// counts once: with the latest sheet, and of two made in the same second with the one whose hash is greater.
func Gather(pack *content.Pack, files []Handed) Gathered {
	var g Gathered
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b Handed) int { return cmp.Compare(a.File, b.File) })
	byKey := map[string][]Handed{}
	for _, f := range files {
		switch is := f.Sheet; {
		case f.Err != nil:
			g.LeftOut = append(g.LeftOut, LeftOut{content.Clean(f.File), content.Clean(f.Err.Error())})
		case is.Pack != pack.Manifest.ID:
			g.LeftOut = append(g.LeftOut, LeftOut{content.Clean(f.File), fmt.Sprintf("it is about the pack %s, and this report about %s: make another one with --pack %s", is.Pack, pack.Manifest.ID, is.Pack)})
		default:
			f.Sheet.Sheet = is.carried(pack)
			byKey[string(is.Key)] = append(byKey[string(is.Key)], f)
		}
	}
	for _, of := range byKey {
		slices.SortStableFunc(of, func(a, b Handed) int { return later(a.Sheet, b.Sheet) })
		g.take(of)
	}
	slices.SortFunc(g.Sheets, func(a, b Signed) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), bytes.Compare(a.Key, b.Key))
	})
	slices.SortFunc(g.LeftOut, func(a, b LeftOut) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Why, b.Why)) })
	g.noteNames()
	g.noteEditions(pack)
	return g
}

// later puts the sheet that counts first.
func later(a, b Signed) int {
	return cmp.Or(b.Made.Compare(a.Made), bytes.Compare(b.digest[:], a.digest[:]))
}

// take counts the first of a learner's sheets, and tells of the others.
func (g *Gathered) take(of []Handed) {
	counts := of[0]
	g.Sheets = append(g.Sheets, counts.Sheet)
	for _, f := range of[1:] {
		file, than := content.Clean(f.File), content.Clean(counts.File)
		if f.Sheet.same(counts.Sheet) {
			g.LeftOut = append(g.LeftOut, LeftOut{file, fmt.Sprintf("it is a copy of %s: nothing is to be done", than)})
			continue
		}
		as := ""
		if f.Sheet.Name != counts.Sheet.Name {
			as = fmt.Sprintf(", who was %q then", f.Sheet.Name)
		}
		g.LeftOut = append(g.LeftOut, LeftOut{file, fmt.Sprintf("%s is a later one of %q (key %s)%s: nothing is to be done", than, counts.Sheet.Name, Fingerprint(counts.Sheet.Key), as)})
	}
}

// noteNames tells of names that several keys use: people of one name, one with two machines, or somebody else.
func (g *Gathered) noteNames() {
	for i := 0; i < len(g.Sheets); {
		n := i + 1
		for n < len(g.Sheets) && g.Sheets[n].Name == g.Sheets[i].Name {
			n++
		}
		if n > i+1 {
			keys := ""
			for _, s := range g.Sheets[i:n] {
				keys += " " + Fingerprint(s.Key)
			}
			g.Notes = append(g.Notes, fmt.Sprintf("%q comes with %d keys (%s), and counts as %d learners: ask whether they are two people, one with two machines, or somebody else.", g.Sheets[i].Name, n-i, keys[1:], n-i))
		}
		i = n
	}
}

// noteEditions tells who learned with another version of the pack than the one that the report is made with.
func (g *Gathered) noteEditions(pack *content.Pack) {
	others := map[string]int{}
	for _, s := range g.Sheets {
		if s.PackVersion != pack.Manifest.Version {
			others[s.PackVersion]++
		}
	}
	for _, version := range sorted(others) {
		g.Notes = append(g.Notes, fmt.Sprintf("%d of %d learned with version %s of the pack, and this report is made with %s: answers to steps that differ are left out.", others[version], len(g.Sheets), cmp.Or(version, "none"), pack.Manifest.Version))
	}
}
