package migrate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

var blockHead = regexp.MustCompile("^```yaml step=([a-z]+) id=([a-zA-Z0-9_-]+)")

// lesson writes a lesson anew. In v0 text stood between step blocks; in v1 it belongs to the block before it. So each
// text becomes a read step, whose id is made up.
func (p *pack0) lesson(name string) error {
	front, body, err := p.front(name)
	if err != nil {
		return err
	}
	b := head("Lesson", front, "id", "title", "summary", "minutes", "objectives")
	head, err := write(b.doc)
	if err != nil {
		return err
	}
	l := &lesson0{pack: p, name: name, predicts: map[string]bool{}}
	l.out.WriteString("---\n" + head + "---\n")
	lines := strings.Split(body, "\n")
	for i := 0; i < len(lines); i++ {
		m := blockHead.FindStringSubmatch(lines[i])
		if m == nil {
			l.text = append(l.text, lines[i])
			continue
		}
		end := i + 1
		for end < len(lines) && strings.TrimSpace(lines[end]) != "```" {
			end++
		}
		l.read()
		if err := l.block(m[1], dashed(m[2]), strings.Join(lines[i+1:end], "\n")); err != nil {
			return fmt.Errorf("step %s: %w", m[2], err)
		}
		i = end
	}
	l.read()
	for _, drill := range p.after[text(get(front, "id"))] {
		for _, v := range mappings(get(p.docs["drills/"+drill+".yaml"], "variants")) {
			variant := text(get(v, "id"))
			l.step("estimate", drill+"-"+variant, yaml.MapSlice{{Key: "drill", Value: drill}, {Key: "variant", Value: variant}})
		}
	}
	p.out[name] = l.out.String()
	return l.err
}

// lesson0 is a lesson while it is written anew.
type lesson0 struct {
	pack     *pack0
	name     string
	out      strings.Builder
	text     []string // since the last block
	reads    int
	predicts map[string]bool
	err      error
}

// step writes a block.
func (l *lesson0) step(kind, id string, doc yaml.MapSlice) {
	body := ""
	if len(doc) > 0 {
		var err error
		if body, err = write(doc); err != nil {
			l.err = err
		}
	}
	fmt.Fprintf(&l.out, "\n```yaml step=%s id=%s\n%s```\n", kind, id, body)
}

// read makes a step of the text since the last block.
func (l *lesson0) read() {
	text := strings.Trim(strings.Join(l.text, "\n"), "\n")
	l.text = nil
	heading, rest, _ := strings.Cut(text, "\n")
	title, isHeading := strings.CutPrefix(heading, "# ")
	if isHeading {
		text = strings.Trim(rest, "\n")
	}
	if strings.TrimSpace(text) == "" {
		return
	}
	l.reads++
	var doc yaml.MapSlice
	if isHeading {
		doc = yaml.MapSlice{{Key: "title", Value: title}}
	}
	l.step("read", fmt.Sprintf("text-%d", l.reads), doc)
	l.out.WriteString("\n" + text + "\n")
}

func (l *lesson0) block(kind, id, body string) error {
	doc, err := parse(body)
	if err != nil {
		return err
	}
	b := &builder{}
	b.keep(doc, "title")
	after := dashedAll(texts(get(doc, "after")))
	b.set("after", after)
	switch kind {
	case "predict", "quiz":
		l.predicts[id] = kind == "predict"
		l.ask(b, doc)
	case "simulate":
		b.keep(doc, "scenario", "set", "seed")
		b.set("compare", slices.DeleteFunc(slices.Clone(after), func(id string) bool { return !l.predicts[id] }))
		b.keep(doc, "claims")
		l.pack.dropped(l.name, doc, "reveal")
	case "explain":
		rubric := text(get(doc, "rubric"))
		b.set("question", rubric)
		b.keep(doc, "prompt", "items")
		if l.pack.prompts[rubric] == "" {
			l.pack.prompts[rubric] = text(get(doc, "prompt"))
		}
	case "challenge":
		l.challenge(b, doc)
	default:
		b.doc = doc
	}
	l.step(kind, id, b.doc)
	return nil
}

// ask writes choices as a list with what is said to each, and values that are near as part of the answer.
func (l *lesson0) ask(b *builder, doc yaml.MapSlice) {
	b.keep(doc, "prompt")
	said := map[string]string{}
	var near []any
	for _, w := range mappings(get(doc, "on_wrong")) {
		when := mapping(get(w, "when"))
		if v := get(when, "near"); v != nil {
			near = append(near, yaml.MapSlice{{Key: "value", Value: v}, {Key: "say", Value: get(w, "say")}})
		}
		if c := text(get(when, "choice")); c != "" {
			said[c] = text(get(w, "say"))
		}
	}
	answer := get(doc, "answer")
	var choices []any
	for _, c := range mapping(get(doc, "choices")) {
		n := &builder{}
		n.set("id", dashed(text(c.Key)))
		n.set("text", c.Value)
		say := said[text(c.Key)]
		if say == "" && text(c.Key) == text(answer) {
			say = "Yes."
		}
		if say == "" {
			say = "No."
			l.pack.note(l.name, "the choice %q says only No: write what is wrong with it", text(c.Value))
		}
		n.set("say", say)
		choices = append(choices, n.doc)
	}
	b.set("choices", choices)
	if q, ok := answer.(yaml.MapSlice); ok {
		a := &builder{}
		a.keep(q, "quantity", "tolerance")
		a.set("near", near)
		b.set("answer", a.doc)
	} else {
		b.set("answer", dashed(text(answer)))
	}
	b.keep(doc, "confidence", "explain")
}

// challenge writes goals as a list, and gives decoys a sentence.
func (l *lesson0) challenge(b *builder, doc yaml.MapSlice) {
	b.keep(doc, "scenario")
	b.set("allow", dashedAll(texts(get(doc, "allow"))))
	goals := texts(get(doc, "goals"))
	if goal := text(get(doc, "goal")); goal != "" {
		goals = append(goals, goal)
	}
	b.set("goals", goals)
	b.keep(doc, "seeds", "pass_rate", "hints")
	var decoys []any
	for _, id := range texts(get(doc, "decoys")) {
		decoys = append(decoys, yaml.MapSlice{{Key: "expect", Value: id}, {Key: "say", Value: titled(id) + "."}})
	}
	b.set("decoys", decoys)
	l.pack.note(l.name, "the challenge has no solution: add solution: with knob values that meet it, which \"pack test\" flies")
}

func dashedAll(ids []string) []string {
	for i := range ids {
		ids[i] = dashed(ids[i])
	}
	return ids
}
