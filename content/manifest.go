package content

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
	t.checkFormat(m.APIVersion, m.Kind, "Pack")
	if !packIDPattern.MatchString(m.ID) {
		t.missing("id", quoted(m.ID)+" is not the id of a pack", "write owner/name in small letters, digits and dashes")
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
