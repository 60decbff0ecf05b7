package plain

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/clipperhouse/uax29/v2/sentences"

	"sysprep/grading"
	"sysprep/lessons"
)

// point keeps the learner's word that a sentence covers an item: "ITEM SENTENCE". Alone
// it lists what can be pointed at.
func (p *player) point(ctx context.Context, args string) error {
	a := p.did().LastAnswer()
	said := sentencesOf(a.Text)
	words := strings.Fields(args)
	switch len(words) {
	case 0:
		p.tellPointing(a.Verdict, said)
		return nil
	case 2:
	default:
		p.talk.say("Type an item and the number of a sentence, such as point 1 2; point alone lists both.")
		return nil
	}
	item, why := findItem(a.Verdict, words[0])
	if why != "" {
		p.talk.say(why)
		return nil
	}
	n, err := strconv.Atoi(words[1])
	if err != nil || n < 1 || n > len(said) {
		p.talk.say(fmt.Sprintf("There is no sentence %s in your answer: type %s.", words[1], numbers(len(said))))
		return nil
	}
	at := said[n-1]
	if ok, err := p.recordOrSay(ctx, lessons.Event{Kind: lessons.Claimed, Claim: &lessons.Claim{Item: item.ID, Start: at.Start, End: at.End}}); err != nil || !ok {
		return err
	}
	p.talk.say(fmt.Sprintf("Kept: %s, in sentence %d. It counts as named, by your own word.", item.Title, n))
	return nil
}

// findItem finds an item that was not detected, by its number or id; else why says
// which there are.
func findItem(v grading.Verdict, name string) (item grading.ItemVerdict, why string) {
	var open []string
	for i, it := range v.Items {
		if !pointable(it) {
			continue
		}
		if it.ID == name || strconv.Itoa(i+1) == name {
			return it, ""
		}
		open = append(open, fmt.Sprintf("%d (%s)", i+1, it.ID))
	}
	if len(open) == 0 {
		return item, "Every item was detected, or you pointed at it: there is nothing to point at."
	}
	return item, fmt.Sprintf("%q is no item that was not detected: choose %s.", name, either(open))
}

func pointable(v grading.ItemVerdict) bool { return v.Level == grading.Missed && !v.Claimed }

func (p *player) tellPointing(v grading.Verdict, said []grading.Span) {
	any := false
	for i, it := range v.Items {
		if !pointable(it) {
			continue
		}
		if !any {
			p.talk.say("Not detected:")
		}
		any = true
		p.talk.hang(fmt.Sprintf("item %d: ", i+1), it.Title)
	}
	if !any {
		p.talk.say("Every item was detected, or you pointed at it: there is nothing to point at.")
		return
	}
	p.talk.say("Your sentences:")
	for i, s := range said {
		p.talk.hang(fmt.Sprintf("sentence %d: ", i+1), oneLine(s.Text))
	}
	p.talk.say("Type point, an item and the number of a sentence.")
}

// sentencesOf splits a text by the rules of Unicode (UAX 29).
func sentencesOf(text string) []grading.Span {
	var out []grading.Span
	for it := sentences.FromString(text); it.Next(); {
		trimmed := strings.TrimSpace(it.Value())
		if trimmed == "" {
			continue
		}
		start := it.Start() + strings.Index(it.Value(), trimmed)
		out = append(out, grading.Span{Text: trimmed, Start: start, End: start + len(trimmed)})
	}
	return out
}
