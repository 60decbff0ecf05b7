package migrate

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// levelOf is what v1 calls a level.
func levelOf(level string) string { return strings.ReplaceAll(level, "trade-off", "tradeoff") }

// rubric writes cues as rules, and exemplars as labels in the files that they are in.
func (p *pack0) rubric(name string, doc yaml.MapSlice) yaml.MapSlice {
	meta := mapping(get(doc, "metadata"))
	id := text(get(meta, "id"))
	b := head("Rubric", meta, "id", "title")
	prompt := or(text(get(doc, "prompt")), or(p.prompts[id], p.phasePrompt(id)))
	if prompt == "" {
		prompt = text(get(meta, "title"))
		p.note(name, "nothing asks this question: its title is taken for the prompt")
	}
	b.set("prompt", prompt)
	var items []any
	for _, it := range mappings(get(doc, "items")) {
		items = append(items, p.item(name, it))
	}
	b.set("items", items)
	p.dropped(name, doc, "scale")
	for _, e := range mappings(get(doc, "exemplars")) {
		p.exemplar(name, id, e)
	}
	return b.doc
}

// phasePrompt is how an interview asks a question.
func (p *pack0) phasePrompt(question string) string {
	for name, doc := range p.docs {
		if folder(name) != "interviews" {
			continue
		}
		for _, ph := range mappings(get(doc, "phases")) {
			if text(get(mapping(get(ph, "rubric")), "ref")) == question {
				return text(get(ph, "prompt"))
			}
		}
	}
	return ""
}

func (p *pack0) item(name string, it yaml.MapSlice) yaml.MapSlice {
	b := &builder{}
	id := text(get(it, "id"))
	b.set("id", id)
	b.set("title", or(text(get(it, "title")), titled(id)))
	b.set("section", or(text(get(it, "section")), "metastability"))
	if !has(it, "section") {
		p.note(name, "item %s has no section of the checklist: metastability is written, mend it", id)
	}
	b.keep(it, "weight", "objective")
	levels := &builder{}
	for _, l := range mapping(get(it, "levels")) {
		levels.set(levelOf(text(l.Key)), l.Value)
	}
	b.set("levels", levels.doc)
	rules := &builder{}
	for _, c := range mapping(get(it, "cues")) {
		rules.set(levelOf(text(c.Key)), ruleList(c.Value))
	}
	b.set("rules", rules.doc)
	var wrong []any
	for _, m := range mappings(get(it, "misconceptions")) {
		n := &builder{}
		n.keep(m, "id", "claim")
		n.set("patterns", ruleList(get(m, "cues")))
		n.keep(m, "say")
		wrong = append(wrong, n.doc)
	}
	b.set("misconceptions", wrong)
	asks := &builder{}
	for i, ask := range texts(get(it, "follow_ups")) {
		if i < 2 {
			asks.set([...]string{"named", "explained"}[i], ask)
		}
	}
	b.set("follow_ups", asks.doc)
	hints := &builder{}
	for i, hint := range texts(get(it, "hints")) {
		if i < 3 {
			hints.set([...]string{"nudge", "narrow", "teach"}[i], hint)
		}
	}
	b.set("hints", hints.doc)
	return b.doc
}

// ruleList writes cues as rules: {all_of: [a, [b, c]], any_of: [d, e]} is a + b | c + d | e.
func ruleList(cues any) (rules []string) {
	for _, c := range mappings(cues) {
		var terms []string
		for _, t := range list(get(c, "all_of")) {
			if alternatives := texts(t); len(alternatives) > 0 {
				terms = append(terms, anyOf(alternatives))
			} else {
				terms = append(terms, anyOf([]string{text(t)}))
			}
		}
		if any := texts(get(c, "any_of")); len(any) > 0 {
			terms = append(terms, anyOf(any))
		}
		if len(terms) > 0 {
			rules = append(rules, strings.Join(terms, " + "))
		}
	}
	return rules
}

var (
	numeral  = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?x?$`)
	notWords = regexp.MustCompile(`[^\p{L}\p{N} ']+`)
)

// anyOf writes alternatives of a term: a number as ~6x, one word in quotes, several as they are.
func anyOf(alternatives []string) string {
	var all []string
	for _, a := range alternatives {
		a = strings.TrimSpace(a)
		switch words := strings.Fields(notWords.ReplaceAllString(a, " ")); {
		case numeral.MatchString(a):
			all = append(all, "~"+a)
		case len(words) == 1:
			all = append(all, `"`+words[0]+`"`)
		case len(words) > 1:
			all = append(all, strings.Join(words, " "))
		}
	}
	return strings.Join(all, " | ")
}

// exemplar writes labels into the file of an answer.
func (p *pack0) exemplar(rubric, question string, e yaml.MapSlice) {
	file := path.Clean(path.Join(folder(rubric), text(get(e, "file"))))
	answer, ok := p.files[file]
	if !ok {
		p.note(rubric, "there is no exemplar %s", file)
		return
	}
	front := &builder{}
	levels := &builder{}
	for _, l := range mapping(get(e, "levels")) {
		levels.set(text(l.Key), levelOf(text(l.Value)))
	}
	front.set("levels", levels.doc)
	if asserted := texts(get(e, "misconceptions")); len(asserted) > 0 {
		front.set("wrong", p.itemsOf(rubric, asserted))
	}
	head, err := write(front.doc)
	if err != nil {
		p.note(rubric, "the labels of %s can't be written: %v", file, err)
		return
	}
	delete(p.out, file) // it was taken over as it was, since its folder comes first
	p.out["exemplars/"+question+"/"+path.Base(file)] = "---\n" + head + "---\n\n" + answer
}

// itemsOf are the items that have one of these misconceptions.
func (p *pack0) itemsOf(rubric string, misconceptions []string) (items []string) {
	for _, it := range mappings(get(p.docs[rubric], "items")) {
		for _, m := range mappings(get(it, "misconceptions")) {
			if slices.Contains(misconceptions, text(get(m, "id"))) {
				items = append(items, text(get(it, "id")))
			}
		}
	}
	return items
}

// interview writes facts with ways to ask for them, and weighs what the phases listen for.
func (p *pack0) interview(name string, doc yaml.MapSlice) yaml.MapSlice {
	b := head("Interview", mapping(get(doc, "metadata")), "id", "title", "summary", "level")
	b.set("minutes", get(doc, "total"))
	var facts, phases []any
	var asked []string
	var heard [][]string // items, by phase that listens for any
	all := mappings(get(doc, "phases"))
	for i, ph := range all {
		for _, f := range mapping(get(ph, "facts")) {
			id := text(f.Key)
			asked = append(asked, dashed(id))
			facts = append(facts, yaml.MapSlice{
				{Key: "id", Value: dashed(id)},
				{Key: "ask", Value: []string{"What is the " + worded(id) + "?", "How much is the " + worded(id) + "?", "Tell me about the " + worded(id) + "."}},
				{Key: "say", Value: titled(id) + ": " + text(f.Value) + "."},
			})
		}
		var items []string
		r := mapping(get(ph, "rubric"))
		for _, it := range texts(get(r, "items")) {
			items = append(items, text(get(r, "ref"))+"/"+it)
		}
		if len(items) > 0 {
			heard = append(heard, items)
		}
		phases = append(phases, p.phase(name, ph, items, i == len(all)-1))
	}
	if len(facts) > 0 {
		p.note(name, "the ways to ask for facts are made up: write your own under ask:")
	}
	b.set("facts", facts)
	b.set("phases", phases)
	b.set("scorecard", p.scorecard(name, mapping(get(doc, "scorecard")), heard, asked))
	p.dropped(name, doc, "round")
	return b.doc
}

func (p *pack0) phase(name string, ph yaml.MapSlice, items []string, last bool) yaml.MapSlice {
	b := &builder{}
	b.keep(ph, "id", "title")
	switch {
	case has(ph, "facts"):
		b.set("kind", "clarify")
	case len(items) > 0:
		b.set("kind", "deep-dive")
	case last:
		b.set("kind", "wrap-up")
	default:
		b.set("kind", "story")
	}
	b.keep(ph, "minutes", "prompt")
	b.set("items", items)
	var probes []any
	for _, probe := range mappings(get(ph, "probes")) {
		n := &builder{}
		n.keep(probe, "id")
		if item := text(get(probe, "when_missing")); item != "" {
			n.set("item", text(get(mapping(get(ph, "rubric")), "ref"))+"/"+item)
			n.set("when", "missing")
		}
		n.set("unasked", dashedAll(texts(get(probe, "unless_asked"))))
		n.set("after", get(probe, "at"))
		n.keep(probe, "ask")
		probes = append(probes, n.doc)
	}
	b.set("probes", probes)
	b.keep(ph, "notes")
	p.dropped(name, ph, "simulate", "role_fit")
	return b.doc
}

// bandOf is what v1 calls a verdict.
var bandOf = map[string]string{"strong-hire": "strong-yes", "hire": "yes"}

// scorecard gives each dimension something to weigh, which v0 did not say: the items of a phase each, in order, and the
// facts to one more. Dimensions without any are left out, and their weight goes to the first.
func (p *pack0) scorecard(name string, card yaml.MapSlice, heard [][]string, facts []string) yaml.MapSlice {
	p.note(name, "what the dimensions of the scorecard weigh is made up: look at it")
	var dims []yaml.MapSlice
	rest := 0
	for _, d := range mapping(get(card, "dimensions")) {
		var weight int
		_, _ = fmt.Sscan(text(d.Value), &weight) // 0 if it is no number, which lint tells
		n := &builder{}
		n.set("id", dashed(text(d.Key)))
		n.set("title", titled(text(d.Key)))
		n.set("weight", weight)
		switch {
		case len(heard) > 0:
			n.set("items", heard[0])
			heard = heard[1:]
		case len(facts) > 0:
			n.set("facts", facts)
			facts = nil
		default:
			rest += weight
			continue
		}
		dims = append(dims, n.doc)
	}
	if len(dims) > 0 && rest > 0 {
		for i, e := range dims[0] {
			if w, ok := e.Value.(int); ok && e.Key == "weight" {
				dims[0][i].Value = w + rest
			}
		}
	}
	b, bands := &builder{}, &builder{}
	var all []any
	for _, d := range dims {
		all = append(all, d)
	}
	b.set("dimensions", all)
	for _, v := range slices.Backward(mapping(get(card, "verdicts"))) {
		if band := bandOf[text(v.Key)]; band != "" {
			bands.set(band, text(v.Value)+"%")
		} else {
			p.note(name, "the verdict %s has no counterpart, and begins where it usually does", text(v.Key))
		}
	}
	b.set("bands", bands.doc)
	return b.doc
}
