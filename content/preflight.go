package content

import "slices"

// PreflightStep asks, before anything is attacked, what to protect a system from: there
// is time for Most protections only. A simulate step that names it runs the scenario with
// those chosen, attacked by the faults of all others and of no others.
type PreflightStep struct {
	Scenario    string
	Prompt      string
	Most        int // how many may be chosen, 1 or more, and fewer than there are
	Protections []Protection
}

// Protection is something that can be done before the flight. One that is against no attack sounds
// right and protects from nothing. An attack is a fault of the scenario, or knob values
// that it has of itself (the peak of a rush) and Calm takes away.
type Protection struct {
	ID    string
	Point string // of the checklist, as it is shown: "assume failure"
	Text  string
	Set   map[string]string // knob values that it stands for
	Fault string            // id of the scenario's fault that it protects from
	Calm  map[string]string // instead of a fault: knob values without the attack
	Goal  string            // id of the goal that tells whether the attack was survived
	Say   string            // said after the flight: what the attack does without it, or why it helped nobody
}

type preflightBlock struct {
	blockHead   `yaml:",inline"`
	Scenario    string            `yaml:"scenario"`
	Prompt      string            `yaml:"prompt"`
	Most        int               `yaml:"most"`
	Protections []protectionBlock `yaml:"protections"`
}

type protectionBlock struct {
	ID    string            `yaml:"id"`
	Point string            `yaml:"point"`
	Text  string            `yaml:"text"`
	Set   map[string]string `yaml:"set"`
	Fault string            `yaml:"fault"`
	Calm  map[string]string `yaml:"calm"`
	Goal  string            `yaml:"goal"`
	Say   string            `yaml:"say"`
}

// Attacked says whether it is against an attack.
func (p Protection) Attacked() bool { return p.Fault != "" || len(p.Calm) > 0 }

// mostProtections keeps the list on a screen, and its choices few enough to try them all.
const mostProtections = 9

func (s *stepFile) setPreflight(b *preflightBlock) {
	p := &PreflightStep{Scenario: b.Scenario, Prompt: b.Prompt, Most: b.Most}
	s.Preflight = p
	s.need(b.Scenario, "scenario", "the id of a scenario")
	s.need(b.Prompt, "prompt", "what is to be chosen, and for what")
	if n := len(b.Protections); n < 3 || n > mostProtections {
		s.tree.fault("a pre-flight needs 3 to 9 protections to choose from", "write a list of - {id, point, text, set, fault, goal, say}", "protections")
	}
	if b.Most < 1 || b.Most >= max(len(b.Protections), 2) {
		s.tree.fault("the number of protections that may be chosen must leave some out", "write most: with a number from 1 to one fewer than there are", "most")
	}
	var ids []string
	attacks := 0
	for i, pb := range b.Protections {
		s.tree.checkID(pb.ID, "protections", i, "id")
		switch {
		case slices.Contains(ids, pb.ID):
			s.tree.fault("there is a protection "+quoted(pb.ID)+" already", "choose another id", "protections", i, "id")
		case pb.Text == "" || pb.Say == "":
			s.tree.fault("the protection "+quoted(pb.ID)+" lacks text or say", "add text: what is done, and say: what happens without it", "protections", i)
		case pb.Fault != "" && len(pb.Calm) > 0:
			s.tree.fault("a protection has fault or calm, not both", "keep one", "protections", i)
		case Protection(pb).Attacked() != (pb.Goal != ""):
			s.tree.fault("a protection needs a fault (or calm) and a goal, or neither", "name the fault that it protects from and the goal that tells whether it was survived", "protections", i)
		}
		if Protection(pb).Attacked() {
			attacks++
		}
		ids = append(ids, pb.ID)
		p.Protections = append(p.Protections, Protection(pb))
	}
	if attacks == 0 && len(b.Protections) > 0 {
		s.tree.fault("no protection names a fault, so nothing would be attacked", "add fault: and goal:", "protections")
	}
}

// checkPreflight holds what a pre-flight names against its scenario.
func (p *parsed) checkPreflight(s *stepFile) {
	sc := p.scenario(s.tree, s.Preflight.Scenario)
	if sc == nil {
		return
	}
	var faults, seen []string
	for _, f := range sc.def.Faults {
		if f.On {
			faults = append(faults, f.ID)
		}
	}
	for i, pr := range s.Preflight.Protections {
		sc.checkSettings(s.tree, pr.Set, "protections", i, "set")
		sc.checkSettings(s.tree, pr.Calm, "protections", i, "calm")
		if !pr.Attacked() {
			continue
		}
		if pr.Fault != "" && !contains(faults, pr.Fault) {
			s.tree.fault("the scenario has no fault "+quoted(pr.Fault)+" that happens by itself (on: true)", nearest(pr.Fault, faults), "protections", i, "fault")
		} else if pr.Fault != "" && contains(seen, pr.Fault) {
			s.tree.fault("another protection is against the fault "+quoted(pr.Fault)+" too", "keep one", "protections", i, "fault")
		}
		if !contains(sc.goals(), pr.Goal) {
			s.tree.fault(sc.none("goal", pr.Goal), nearest(pr.Goal, sc.goals()), "protections", i, "goal")
		}
		seen = append(seen, pr.Fault)
	}
}

// checkFlight holds a simulation that flies a pre-flight against that step.
func (l *lessonFile) checkFlight(s *stepFile, before []stepFile) {
	id := s.Simulate.Preflight
	if id == "" {
		return
	}
	s.tree.checkEarlier(id, before, Preflight, "preflight")
	for _, b := range before {
		if b.ID == id && b.Preflight != nil && b.Preflight.Scenario != s.Simulate.Scenario {
			s.tree.fault("the step "+quoted(id)+" is about the scenario "+quoted(b.Preflight.Scenario), "name the same scenario in both", "scenario")
		}
	}
}

// Of returns the protection with that id; false if it is no more.
func (p *PreflightStep) Of(id string) (Protection, bool) {
	i := slices.IndexFunc(p.Protections, func(pr Protection) bool { return pr.ID == id })
	if i < 0 {
		return Protection{}, false
	}
	return p.Protections[i], true
}
