package main

import (
	"fmt"
	"path"
	"strings"

	"sysprep/content"
	"sysprep/tui/kit"
)

// showLint prints what was found for people: the place, what it is, the line with a caret, and what to do.
func (a *app) showLint(pack *content.Pack, found content.Faults) error {
	p := a.newPage()
	for _, f := range found {
		p.finding(f)
	}
	faults, warnings := found.Warnings()
	if pack != nil {
		p.prose("", "  ", pack.Manifest.ID+": no faults in "+inventory(pack))
	}
	if len(found) > 0 {
		p.line(count(len(faults), "fault") + ", " + count(len(warnings), "warning"))
	}
	return p.show(a.out)
}

// inventory says what was read: who misses a file here has put it into a wrong place.
func inventory(pack *content.Pack) string {
	cards, candidates := 0, 0
	for _, d := range pack.Decks {
		cards += len(d.Cards)
	}
	for _, kinds := range pack.Candidates {
		candidates += len(kinds)
	}
	return strings.Join([]string{
		count(len(pack.Lessons), "lesson"), count(len(pack.Scenarios.IDs()), "scenario"), count(len(pack.Rubrics.Questions()), "question"), count(len(pack.Drills), "drill"),
		count(cards, "card") + " in " + count(len(pack.Decks), "deck"), count(len(pack.Interviews.IDs()), "interview"),
		count(len(pack.Exemplars), "answer") + " and " + count(candidates, "candidate") + " in exemplars/",
	}, ", ")
}

// finding adds one fault or warning.
func (p *page) finding(f content.Fault) {
	word, how := "fault", bad
	if f.Warning {
		word, how = "warning", wait
	}
	if f.Rule != "" {
		word += " (" + f.Rule + ")"
	}
	where := f.File
	if f.Line > 0 {
		where += fmt.Sprintf(":%d:%d", f.Line, f.Column)
	}
	p.line(p.paint(bold, where) + "  " + p.paint(how, word))
	p.prose("  ", "  ", f.Message)
	if f.Excerpt != "" {
		line, caret := excerpt(f.Excerpt, f.Column, p.width-4)
		p.line("    " + p.paint(faint, line))
		p.line("    " + strings.Repeat(" ", caret) + p.paint(how, "^"))
	}
	if f.Do != "" {
		p.prose("  "+p.paint(good, "→ "), "    ", f.Do)
	}
	p.line()
}

// excerpt is the part of a line that shows a column (from 1), at most so many cells wide, and the cell below which
// the caret goes.
func excerpt(line string, column, cells int) (text string, caret int) {
	runes := []rune(strings.ReplaceAll(line, "\t", " "))
	at := min(max(column-1, 0), len(runes))
	from := 0
	for kit.Width(string(runes[from:at])) > cells*2/3 {
		from++
	}
	if from > 0 {
		from++ // for the sign of what was left out
		text = "…"
	}
	from = min(from, at)
	caret = kit.Width(text + string(runes[from:at]))
	return kit.Cut(text+string(runes[from:]), cells), caret
}

// findingJSON is a fault or warning as programs read it.
type findingJSON struct {
	File     string `json:"file"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Excerpt  string `json:"excerpt,omitempty"`
	Do       string `json:"do,omitempty"`
	Fixable  bool   `json:"fixable,omitempty"`
}

// formatRule is the rule of what the loader refuses.
const formatRule = "format"

func ruleOf(f content.Fault) string {
	if f.Rule == "" {
		return formatRule
	}
	return f.Rule
}

func severity(f content.Fault) string {
	if f.Warning {
		return "warning"
	}
	return "error"
}

func lintJSON(found content.Faults) []findingJSON {
	all := []findingJSON{}
	for _, f := range found {
		all = append(all, findingJSON{f.File, f.Line, f.Column, severity(f), ruleOf(f), f.Message, f.Excerpt, f.Do, f.Fixable})
	}
	return all
}

// githubOf writes what was found as commands of a GitHub workflow, which shows them beside the lines.
func githubOf(found content.Faults, folder string) string {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", severity(f), property.Replace(inFolder(folder, f.File)),
			max(f.Line, 1), max(f.Column, 1), property.Replace(ruleOf(f)), data.Replace(said(f)))
	}
	return b.String()
}

// inFolder is the path of a pack's file from where the command was typed.
func inFolder(folder, file string) string {
	return path.Join(strings.ReplaceAll(folder, `\`, "/"), file)
}

func said(f content.Fault) string {
	if f.Do == "" {
		return f.Message
	}
	return f.Message + "; " + f.Do
}

// sarifOf is what was found in SARIF 2.1.0 (OASIS, 2020), as code scanners exchange it.
func sarifOf(found content.Faults, folder string) any {
	type object = map[string]any
	rules := []object{{"id": formatRule, "shortDescription": object{"text": "The file is not of the format sysprep/v1."}}}
	for _, c := range content.Checks {
		rules = append(rules, object{"id": c.ID, "shortDescription": object{"text": c.What}})
	}
	results := []object{}
	for _, f := range found {
		results = append(results, object{
			"ruleId": ruleOf(f), "level": severity(f), "message": object{"text": said(f)},
			"locations": []object{{"physicalLocation": object{
				"artifactLocation": object{"uri": inFolder(folder, f.File)},
				"region":           object{"startLine": max(f.Line, 1), "startColumn": max(f.Column, 1)},
			}}},
		})
	}
	return object{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json",
		"version": "2.1.0",
		"runs": []object{{
			"tool":       object{"driver": object{"name": "sysprep pack lint", "version": version(), "rules": rules}},
			"columnKind": "unicodeCodePoints",
			"results":    results,
		}},
	}
}
