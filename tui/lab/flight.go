package lab

import (
	"sysprep/content"
	"sysprep/tui/kit"
)

// fly makes the lab of a simulate step: its scenario as it is, or, where the learner made a
// pre-flight, with what was chosen there and attacked by the rest.
func (s *step) fly(def *content.SimulateStep) {
	sc, set := s.scenario(def.Scenario).Without(def.Without...), def.Set
	if p, chosen := s.State.Chosen(s.Lesson, s.Step()); p != nil {
		sc, set = p.Flight(sc, set, chosen)
	}
	s.lab, s.err = newLab(s.Env, sc, set, def.Seed)
	s.lab.watching = true
}

// told says whether something is to be told once the run is over.
func (s step) told() bool {
	def := s.Step().Simulate
	return len(def.Compare) > 0 || def.Preflight != ""
}

// surveyed tells what became of each protection of the pre-flight.
func (s step) surveyed(w int) []string {
	p, chosen := s.State.Chosen(s.Lesson, s.Step())
	if p == nil || !s.lab.run.Over() {
		return nil
	}
	fates, err := p.Survey(chosen, s.lab.run.Result())
	if err != nil {
		return []string{err.Error()}
	}
	th := s.Env.Theme
	lines := []string{th.Paint(kit.InkTitle, "What you chose, and what was attacked"), ""}
	for i, pr := range p.Protections {
		if fates[i] == content.Aside {
			continue
		}
		f := fateWords[fates[i]]
		head := th.Paint(f.ink, f.glyph+" "+f.word)
		if pr.Point != "" {
			head += th.Paint(kit.InkDim, "  "+pr.Point)
		}
		lines = append(lines, head)
		lines = append(lines, kit.Paragraph(th, kit.InkText, pr.Text, w, "  ")...)
		if fates[i] != content.Protected {
			lines = append(lines, kit.Paragraph(th, kit.InkDim, pr.Say, w, "  ")...)
		}
		lines = append(lines, "")
	}
	return lines
}

var fateWords = map[content.Fate]struct {
	glyph, word string
	ink         kit.Ink
}{
	content.Protected: {"✓", "Protected", kit.InkGood},
	content.Survived:  {"✓", "Forgotten, and survived", kit.InkWait},
	content.Hit:       {"✗", "Forgotten, and hit", kit.InkLost},
	content.Useless:   {"✗", "Chosen, and no use", kit.InkWait},
}
