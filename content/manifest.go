package content

import (
	"slices"
	"strconv"
	"strings"
)

// Files of a pack that have no folder.
const (
	manifestFile    = "pack.yaml"
	lexiconFileName = "lexicon.yaml"
)

// readManifest decodes pack.yaml and checks it by itself; references come later.
func (p *parsed) readManifest(src *source) {
	t := parseYAML(src, src.text, 0)
	p.manifestTree = t
	m := &p.manifest
	t.bind(m)
	if t.broken {
		return
	}
	if other := t.otherFormat(m.APIVersion); other != nil {
		p.only = other
		return
	}
	t.checkFormat(m.APIVersion, m.Kind, "Pack")
	if !packIDPattern.MatchString(m.ID) {
		t.missing("id", quoted(m.ID)+" is not the id of a pack", "write owner/name in small letters, digits and dashes")
	}
	if owner, name, _ := strings.Cut(m.ID, "/"); deviceName(owner) || deviceName(name) {
		t.fault("a folder "+quoted(m.ID)+" is a device on Windows", "choose another id", "id")
	}
	if !versionPattern.MatchString(m.Version) {
		t.missing("version", quoted(m.Version)+" is not a version", "write three numbers, such as 1.0.0")
	}
	if m.Title == "" {
		t.missing("title", "the pack has no title", "add title:")
	}
	if len(m.Syllabus) == 0 {
		t.missing("syllabus", "the syllabus is empty", "add syllabus: with - lesson: and an id for each lesson, in order")
	}
	if !t.spoiled["requires"] {
		faults := len(src.faults)
		if t.checkRequired(m.Requires.Sysprep) {
			p.only = src.faults[faults:]
		}
	}
	seen := map[string]bool{}
	for i, o := range m.Objectives {
		t.checkID(o.ID, "objectives", i, "id")
		if seen[o.ID] {
			t.fault("there is an objective "+quoted(o.ID)+" already", "choose another id", "objectives", i, "id")
		}
		if o.Text == "" {
			t.missing("text", "this objective has no text", "say what a learner can do after the pack", "objectives", i)
		}
		seen[o.ID] = true
	}
}

// FormatLevel is the version of sysprep that packs may require: it rises with each key or kind that is added to the
// format, whatever the program's own version is.
const FormatLevel = "0.2.0"

// checkRequired refuses a pack that needs a newer sysprep, or that says what it needs in a way that is not known. It tells
// if a newer one is needed: then other faults are none of the author's.
func (t *tree) checkRequired(need string) (newer bool) {
	if need == "" {
		return false
	}
	least, ok := strings.CutPrefix(strings.ReplaceAll(need, " ", ""), ">=")
	if !ok || !versionPattern.MatchString(least) {
		t.fault(quoted(need)+" is not something that can be required", "write the least version, such as \">="+FormatLevel+"\"", "requires", "sysprep")
		return false
	}
	if newer = versionLess(FormatLevel, least); newer {
		t.fault("the pack needs sysprep "+least+", and this is "+FormatLevel, "update sysprep, or take an older version of the pack", "requires", "sysprep")
	}
	return newer
}

// VersionLess says whether a version of a pack is older than another: see versionLess.
func VersionLess(a, b string) bool { return versionLess(a, b) }

// versionLess compares versions by their three numbers; what follows a dash is not looked at.
func versionLess(a, b string) bool {
	var x, y [3]int
	for i, v := range []string{a, b} {
		v, _, _ = strings.Cut(v, "+")
		v, _, _ = strings.Cut(v, "-")
		n := [2]*[3]int{&x, &y}[i]
		for j, part := range strings.SplitN(v, ".", 3) {
			n[j], _ = strconv.Atoi(part)
		}
	}
	return slices.Compare(x[:], y[:]) < 0
}
