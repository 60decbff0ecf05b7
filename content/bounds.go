package content

import "sysprep/scenarios"

// Bounds of a pack, so that a hostile one costs no more than a moment. They are told in docs/security.md, which a test
// holds to them. What a run may take is bounded in package scenarios, what an archive may hold in content/archive.
const (
	mostFileBytes = 1 << 20
	mostPackBytes = 20 << 20
	mostFiles     = 2000
	mostFolders   = 4 // names in a path

	// The parser of YAML takes time with the square of the tokens for some texts (a megabyte of "<<: a" takes minutes), and
	// a microsecond or more for each of any text. The core pack has 150,000, and 12,000 in its largest file.
	mostDepth      = 24
	mostTokens     = 30_000
	mostPackTokens = 500_000

	mostText          = 10_000 // bytes of one value
	mostLine          = 200    // bytes of an id, title or label
	mostMarkdown      = 60_000 // bytes of the text of a step: more would not be set
	mostMarksOnLetter = 8      // accents and the like; writing needs four
	mostCard          = 5_000  // bytes of either side of a flashcard
	mostExpression    = 300    // bytes of an expression in a drill
	mostSteps         = 200    // of a lesson
	mostValues        = 1000   // of a parameter of a drill
	mostDraws         = 1000   // how often parameters are drawn before a condition counts as impossible
	mostVariants      = 500    // of all drills of a pack
	mostParams        = 20     // of a variant
	mostTries         = 50     // draws for each that meets the condition, on average
	mostFaults        = 500    // that are told of one file, and of a pack
	mostNearby        = 200    // names among which a hint is looked for
)

// Bounds of a scenario, so that none runs for ever or fills the memory.
const (
	mostHorizon   = scenarios.Duration(3600e9)
	mostWindows   = 20_000 // of metrics, in a run
	mostNodes     = 50
	mostEdges     = 200
	mostWorkers   = 10_000
	mostInstances = 1000 // of a node
	mostQueue     = 10_000_000
	mostKeys      = 10_000_000
	mostRanks     = 2_000_000 // keys of all clients whose popularity is a Zipf law: a table of a million takes a second to make
	mostRate      = 1_000_000
	mostUsers     = 100_000
	mostArrivals  = 100_000_000 // in one run
	mostKnobs     = 50
	mostStops     = 300 // of all knobs: each is tried when the pack is opened
	mostListed    = 200 // faults, goals, charts, expects, groups and the like: entries of one list
	mostSeeds     = 1000
)
