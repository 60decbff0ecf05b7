// Package content reads packs: folders of lessons, scenarios, rubrics and decks in the
// format sysprep/v1. Open reads and checks one; Core is the pack that is built in, and
// goes through the same loader.
//
// # A pack
//
//	pack.yaml              what it is, and its syllabus: the order of lessons and decks
//	lessons/ID.md          a lesson: Markdown with step blocks
//	scenarios/ID.yaml      a simulated system (package scenarios)
//	rubrics/ID.yaml        an open question and how it is graded (package grading)
//	answers/ID.json        labelled answers to it, which the grader learns from
//	lexicon.yaml           words that mean the same, for the rubrics; that of the core pack if absent
//	decks/ID.md            flashcards
//	drills/ID.yaml         estimates whose numbers are drawn anew each time
//	exemplars/QUESTION/    answers with labels, for testing rubrics
//	exemplars/INTERVIEW/   scripted candidates, for testing interviews (package interview/bots)
//	README.md, LICENSE     for people
//
// Nothing else may lie in the folder. Every file begins with apiVersion: sysprep/v1 and
// its kind (Pack, Lesson, Scenario, Rubric, Lexicon, Deck, Drill), and its id is its name. Ids
// are small letters, digits and dashes. They never change, since progress is kept by
// them; those that are no more in use are listed as retired in pack.yaml, and those of things that
// have another id now as moved: old id -> new id (Pack.Now).
//
// # A lesson
//
// After the front matter (id, title, summary, minutes, objectives, requires) and perhaps a
// heading come the steps. A fenced block opens each, and the Markdown up to the next
// block is its text:
//
//	```yaml step=predict id=p-load
//	prompt: "What load does the database see?"
//	answer: {quantity: 3000/s, tolerance: 10%, near: [{value: 300/s, say: "That is with the cache."}]}
//	confidence: ask
//	```
//
//	Commit to a number first.
//
// Any step may have a title, and after: the ids of steps to be done before it.
//
//	read, debrief   no other keys; a debrief closes the lesson
//	predict, quiz, spot
//	                prompt, choices [{id, text, say}], answer (the id of a choice, or a
//	                quantity as above), confidence: ask, explain (Markdown, shown after)
//	simulate        scenario, set {knob: value}, seed, notes [{at, say}], compare [predict
//	                steps], claims [expects of the scenario], without [faults that are left
//	                out]; needs a predict step before it.
//	                In place of notes: landscape {knob, from, to, places (20), seeds (2), marks
//	                [{at, label}], designs [{label, set}]}, or raster {from, to, clients (100),
//	                designs}
//	challenge       scenario, allow [knobs], goals, seeds (50), pass_rate (90%), hints,
//	                decoys [{expect, say}], solution {knob: value}, which is never shown. With
//	                drive {from, acts} the learner steers a run from that time on, and the
//	                solution is acts [KNOB=VALUE@TIME]
//	explain         question (a rubric), prompt, items
//	worked          lines [{say}] or [{ask, answer (a quantity), say}]
//	estimate        drill, variant
//	explore         figure (fate, gamma, ledger or posterior), compare [predict steps], and
//	                gamma: scenario, knob, pair [two groups of senders], window, claims
//	                ledger: scenario, lines [{fault, column, text, words, worth, say}], claims
//	                posterior: groups [{count, prior}], tests, sensitivity, specificity, seed
//	preflight       scenario, prompt, most, protections [{id, point, text, set, fault or calm, goal, say}];
//	                a later simulate step with preflight: ID flies what was chosen
//	recall          no other keys; asks a question of a lesson that the learner has finished
//
// # A deck
//
// Cards stand apart by blank lines. The id of each is written after ^:
//
//	Q: What is left when the trigger of a metastable failure is removed? ^sustaining
//	A: The sustaining loop, and the outage.
//
//	C: A queue works for nobody once its [wait] is above the [caller's timeout]. ^rule
//
// # YAML
//
// Quantities carry their units. Keys that are unknown or written twice, anchors,
// aliases, merge keys and tags are refused.
//
// # Faults
//
// Packs are hostile until proven otherwise: sizes are bounded, links refused, and all
// text is filtered by Clean and CleanMarkdown. Step.Text, Ask.Explain and both sides of
// a card are Markdown; any other text is plain. Open reports everything that is wrong at
// once, as Faults with file, line, column, excerpt and what to do.
package content
