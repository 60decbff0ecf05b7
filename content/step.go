package content

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"sysprep/scenarios"
)

// stepFile is a step with the document of its block.
type stepFile struct {
	Step
	tree *tree
}

// blockHead holds the keys that every kind of step has.
type blockHead struct {
	Title string   `yaml:"title"`
	After []string `yaml:"after"`
}

type simulateBlock struct {
	blockHead `yaml:",inline"`
	Scenario  string            `yaml:"scenario"`
	Set       map[string]string `yaml:"set"`     // knob values of this run
	Seed      uint64            `yaml:"seed"`    // of its luck; 1 unless said
	Notes     []noteBlock       `yaml:"notes"`   // told while it runs, in the order of their times
	Compare   []string          `yaml:"compare"` // predict steps whose answers it shows
	Claims    []string          `yaml:"claims"`  // expects of the scenario that prove what it shows
	Landscape *landscapeBlock   `yaml:"landscape"`
	Raster    *rasterBlock      `yaml:"raster"`
	Preflight string            `yaml:"preflight"`
	Without   []string          `yaml:"without"`
}

type noteBlock struct {
	At  scenarios.Duration `yaml:"at"`
	Say string             `yaml:"say"`
}

type challengeBlock struct {
	blockHead `yaml:",inline"`
	Scenario  string            `yaml:"scenario"`
	Allow     []string          `yaml:"allow"`     // knobs that may be turned
	Goals     []string          `yaml:"goals"`     // of the scenario: all must hold in a run
	Seeds     int               `yaml:"seeds"`     // runs that a design is judged over, 1 to 1000; 50 unless said
	PassRate  scenarios.Ratio   `yaml:"pass_rate"` // least share of the runs in which all goals hold; 90% unless said
	Hints     []string          `yaml:"hints"`     // from least to most, told one after the other
	Decoys    []decoyBlock      `yaml:"decoys"`    // designs that look right and are not
	Solution  map[string]string `yaml:"solution"`  // knob values that meet the goals; never shown
	Drive     *driveBlock       `yaml:"drive"`
}

type decoyBlock struct {
	Expect string `yaml:"expect"`
	Say    string `yaml:"say"`
}

type explainBlock struct {
	blockHead `yaml:",inline"`
	Question  string   `yaml:"question"`
	Prompt    string   `yaml:"prompt"`
	Items     []string `yaml:"items"`
}

type estimateBlock struct {
	blockHead `yaml:",inline"`
	Drill     string `yaml:"drill"`
	Variant   string `yaml:"variant"`
}

type workedBlock struct {
	blockHead `yaml:",inline"`
	Lines     []workedLineBlock `yaml:"lines"`
}

type workedLineBlock struct {
	Ask    string         `yaml:"ask"`
	Answer *quantityBlock `yaml:"answer"`
	Say    string         `yaml:"say"`
}

// usualSpotPrompt is what a spot step asks if its block doesn't say.
const usualSpotPrompt = "One of these sentences is wrong. Which one?"

// What a challenge asks for if its block doesn't say.
const (
	usualSeeds    = 50
	usualPassRate = 0.9
)

// parseStep reads the block between the fences at lines open and end (from 0). Faulty
// steps are returned as far as they go, so that what refers to them finds them.
func parseStep(src *source, open, end int, info string) stepFile {
	s := stepFile{Step: Step{Line: open + 1}}
	if !strings.HasPrefix(src.lines[open], "`") && !strings.HasPrefix(src.lines[open], "~") {
		src.fault(open+1, 1, "a step block must begin at the start of the line", "remove the spaces before it")
	}
	s.readInfo(src, info)
	if end == len(src.lines) {
		src.fault(open+1, 1, "this step block does not end", "close it with a line of "+strings.TrimSuffix(src.lines[open], info))
		s.tree = &tree{src: src, broken: true}
	} else {
		s.tree = parseYAML(src, src.between(open+1, end), open+1)
	}
	switch s.Kind {
	case Read, Recall, Debrief:
		var b blockHead
		s.tree.bind(&b)
		s.setHead(b)
	case Predict, Quiz, Spot:
		var b askBlock
		s.tree.bind(&b)
		s.setHead(b.blockHead)
		if s.Kind == Spot && b.Prompt == "" {
			b.Prompt = usualSpotPrompt
		}
		s.Ask = s.tree.ask(&b)
	case Simulate:
		var b simulateBlock
		s.tree.bind(&b)
		s.setHead(b.blockHead)
		s.setSimulate(&b)
	case Challenge:
		var b challengeBlock
		s.tree.bind(&b)
		s.setHead(b.blockHead)
		s.setChallenge(&b)
	case Explain:
		var b explainBlock
		s.tree.bind(&b)
		s.setHead(b.blockHead)
		s.Explain = &ExplainStep{Question: b.Question, Prompt: b.Prompt, Items: b.Items}
		s.need(b.Question, "question", "the id of a rubric")
	}
	s.parseExercise()
	return s
}

// parseExercise reads the block of a step that practises.
func (s *stepFile) parseExercise() {
	switch s.Kind {
	case Estimate:
		var b estimateBlock
		s.tree.bind(&b)
		s.setHead(b.blockHead)
		s.Estimate = &EstimateStep{Drill: b.Drill, Variant: b.Variant}
		s.need(b.Drill, "drill", "the id of a drill")
	case Worked:
		var b workedBlock
		s.tree.bind(&b)
		s.setHead(b.blockHead)
		s.setWorked(&b)
	case Explore:
		var b exploreBlock
		s.tree.bind(&b)
		s.setHead(b.blockHead)
		s.setExplore(&b)
	case Preflight:
		var b preflightBlock
		s.tree.bind(&b)
		s.setHead(b.blockHead)
		s.setPreflight(&b)
	}
}

// setWorked takes the lines of a worked example.
func (s *stepFile) setWorked(b *workedBlock) {
	s.Worked = &WorkedStep{}
	if len(b.Lines) == 0 {
		s.need("", "lines", "a list of - say: ... and, for what the learner works out, ask: and answer:")
	}
	for i, l := range b.Lines {
		line := WorkedLine{Ask: l.Ask, Say: CleanMarkdown(l.Say)}
		switch {
		case l.Say == "":
			s.tree.missing("say", "this line says nothing", "add say:", "lines", i)
		case (l.Answer == nil) != (l.Ask == ""):
			s.tree.fault("a line that asks needs ask: and answer:", "write both, or neither", "lines", i)
		case l.Answer != nil:
			line.Quantity = s.tree.quantity(l.Answer, "lines", i, "answer")
		}
		s.Worked.Lines = append(s.Worked.Lines, line)
	}
}

// readInfo reads "yaml step=KIND id=ID".
func (s *stepFile) readInfo(src *source, info string) {
	words := strings.Fields(info)
	if words[0] != "yaml" {
		src.fault(s.Line, 1, "a step block must be marked yaml", "write ```yaml step=read id=story")
	}
	for i, w := range words {
		key, value, _ := strings.Cut(w, "=")
		switch {
		case key == "step":
			s.Kind = StepKind(oneLine(value))
		case key == "id":
			s.ID = oneLine(value)
		case i > 0:
			src.fault(s.Line, 1, "a step block has no "+quoted(oneLine(w)), "write only yaml step=KIND id=ID here, and other keys inside the block")
		}
	}
	kinds := []string{string(Read), string(Predict), string(Simulate), string(Challenge), string(Explain), string(Quiz), string(Spot), string(Estimate), string(Worked), string(Explore), string(Preflight), string(Recall), string(Debrief)}
	if !slices.Contains(kinds, string(s.Kind)) {
		src.fault(s.Line, 1, "there is no kind of step "+quoted(string(s.Kind)), nearest(string(s.Kind), kinds))
	}
	if !idPattern.MatchString(s.ID) {
		src.fault(s.Line, 1, "the step has "+noID(s.ID), "write id= and a name of small letters, digits and dashes")
	}
}

func (s *stepFile) setHead(b blockHead) { s.Title, s.After = b.Title, b.After }

// need reports a key that has no text.
func (s *stepFile) need(value, key, what string) {
	if value != "" {
		return
	}
	message, do := "this "+string(s.Kind)+" step has no "+key, "add "+key+": "+what
	if s.tree.root != nil {
		s.tree.missing(key, message, do)
	} else if !s.tree.broken {
		s.tree.src.fault(s.Line, 1, message, do)
	}
}

func (s *stepFile) setSimulate(b *simulateBlock) {
	s.Simulate = &SimulateStep{Scenario: b.Scenario, Set: b.Set, Seed: b.Seed, Compare: b.Compare, Claims: b.Claims, Preflight: b.Preflight, Without: b.Without}
	s.need(b.Scenario, "scenario", "the id of a scenario")
	for i, n := range b.Notes {
		s.Simulate.Notes = append(s.Simulate.Notes, Note(n))
		if n.Say == "" {
			s.tree.missing("say", "this note says nothing", "add say: and a sentence", "notes", i)
		}
		if i > 0 && n.At < b.Notes[i-1].At {
			s.tree.fault("this note is earlier than the one before it", "put notes in the order of their times", "notes", i, "at")
		}
	}
	if b.Landscape != nil {
		s.setLandscape(b.Landscape)
	}
	if b.Raster != nil {
		s.setRaster(b.Raster)
	}
}

func (s *stepFile) setChallenge(b *challengeBlock) {
	c := &ChallengeStep{Scenario: b.Scenario, Allow: b.Allow, Goals: b.Goals, Seeds: b.Seeds, PassRate: float64(b.PassRate), Hints: b.Hints, Solution: b.Solution}
	s.Challenge = c
	s.need(b.Scenario, "scenario", "the id of a scenario")
	if len(c.Goals) == 0 {
		s.need("", "goals", "a list of goals of the scenario")
	}
	if len(c.Allow) == 0 {
		s.need("", "allow", "a list of the knobs that may be turned")
	}
	if c.Seeds == 0 {
		c.Seeds = usualSeeds
	}
	if c.Seeds < 1 || c.Seeds > mostSeeds {
		s.tree.fault("a challenge can't be judged over that many seeds", "write a number from 1 to 1000", "seeds")
	}
	if c.PassRate == 0 {
		c.PassRate = usualPassRate
	}
	if c.PassRate < 0 || c.PassRate > 1 {
		s.tree.fault("a pass rate is a share of the seeds", "write a percentage up to 100%", "pass_rate")
	}
	for i, d := range b.Decoys {
		c.Decoys = append(c.Decoys, Decoy(d))
		if d.Expect == "" || d.Say == "" {
			s.tree.fault("a decoy needs expect and say", "name the expect that proves it fails, and say why", "decoys", i)
		}
	}
	if b.Drive != nil {
		s.setDrive(b.Drive)
	}
}

// setText takes the Markdown after the block, and closes the step's hash over both.
func (s *stepFile) setText(markdown string) {
	s.Text = strings.TrimSpace(CleanMarkdown(markdown))
	if len(s.Text) > mostMarkdown {
		s.tree.src.fault(s.Line, 1, fmt.Sprintf("the text of this step is longer than %d bytes", mostMarkdown), "make several steps of it")
	}
	if s.Text == "" && s.Kind == Read {
		s.tree.src.fault(s.Line, 1, "this read step has no text", "write it after the block, as Markdown")
	}
	s.Hash = hashStep(s.Kind, s.tree, markdown)
}

// hashStep digests what a step says. Comments, quotes, the order of keys and the
// wrapping of lines don't count: to a learner it is the same step.
func hashStep(kind StepKind, block *tree, markdown string) string {
	var b strings.Builder
	b.WriteString(string(kind) + "\n")
	canonical(&b, block.root)
	b.WriteString("\n" + strings.Join(strings.Fields(markdown), " "))
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:8])
}
