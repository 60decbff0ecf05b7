package content

// Files of a pack that have no folder.
const (
	manifestFile = "pack.yaml"
	lexiconFile  = "lexicon.yaml"
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
	t.checkFormat(m.APIVersion, m.Kind, "Pack")
	if !packIDPattern.MatchString(m.ID) {
		t.fault(quoted(m.ID)+" is not the id of a pack", "write owner/name in small letters, digits and dashes", "id")
	}
	if !versionPattern.MatchString(m.Version) {
		t.fault(quoted(m.Version)+" is not a version", "write three numbers, such as 1.0.0", "version")
	}
	if m.Title == "" {
		t.fault("the pack has no title", "add title:", "title")
	}
	if len(m.Syllabus) == 0 {
		t.fault("the syllabus is empty", "add syllabus: with - lesson: and an id for each lesson, in order", "syllabus")
	}
	seen := map[string]bool{}
	for i, o := range m.Objectives {
		t.checkID(o.ID, "objectives", i, "id")
		if seen[o.ID] {
			t.fault("there is an objective "+quoted(o.ID)+" already", "choose another id", "objectives", i, "id")
		}
		if o.Text == "" {
			t.fault("this objective has no text", "say what a learner can do after the pack", "objectives", i)
		}
		seen[o.ID] = true
	}
}
