package plain

import (
	"context"
	"fmt"
	"strings"

	"sysprep/grading"
	"sysprep/interview"
	"sysprep/tui/mock"
)

// Items are called by their number in the whole rubric, which never changes.

// rubric lists the items of the part that is on, or of all parts.
func (h *host) rubric(_ context.Context, args string) error {
	if args != "" && args != "all" {
		h.talk.say(fmt.Sprintf("%q is not known here: type rubric, or rubric all.", args))
		return nil
	}
	st, part, listed := h.view.State, -1, 0
	for i, it := range h.script.Rubric(st) {
		if it.Phase != st.Phase && args == "" && !st.Over {
			continue
		}
		if it.Phase != part {
			part = it.Phase
			h.talk.say(fmt.Sprintf("Part %d, %s:", part+1, h.script.Def.Phases[part].Title))
		}
		listed++
		h.talk.hang(fmt.Sprintf("%d. ", i+1), itemWords(it))
	}
	if listed == 0 {
		h.talk.say("This part has no items of its own: rubric all lists those of the others.")
	}
	return nil
}

// itemWords are an item, the interviewer's mark and what the machine heard, in a line.
func itemWords(it interview.Heard) string {
	text := it.Title
	if it.Must {
		text += ", a must"
	}
	you := "no mark of yours"
	if t := it.Tick; t != nil {
		you = fmt.Sprintf("you %s at %s", interview.MarkOf(t.Level, t.Wrong).Say("not shown"), mock.Clock(t.At))
	}
	return fmt.Sprintf("%s: %s; the machine %s.", text, you, interview.MarkOf(it.Machine.Level, it.Machine.Wrong).Say("heard nothing"))
}

// chosen is the item that a number names.
func (h *host) chosen(number string) (interview.Heard, bool) {
	all := h.script.Rubric(h.seat.View().State)
	i, ok := h.number(number, len(all), "in the rubric")
	if !ok {
		return interview.Heard{}, false
	}
	return all[i], true
}

// item tells what was heard of an item, and what each level sounds like.
func (h *host) item(_ context.Context, args string) error {
	it, ok := h.chosen(args)
	if !ok {
		return nil
	}
	h.talk.say(itemWords(it))
	for _, e := range it.Machine.Evidence {
		h.talk.hang("- ", "Heard: “"+oneLine(e.Text)+"”")
	}
	for _, e := range it.Machine.Against {
		h.talk.hang("- ", "Wrong: “"+oneLine(e.Text)+"”")
	}
	for i, text := range []string{it.Levels.Named, it.Levels.Explained, it.Levels.Tradeoff} {
		if text != "" {
			h.talk.hang("- ", fmt.Sprintf("%d, %s: %s", i+1, interview.MarkOf(grading.Level(i+1), false).Say(""), oneLine(text)))
		}
	}
	h.talk.say(fmt.Sprintf("%d of %s given.", it.Hints, count(it.Rungs, "hint")))
	return nil
}

var markWords = map[string]grading.Level{
	"0": grading.Missed, "1": grading.Named, "2": grading.Explained, "3": grading.Tradeoff,
	"missed": grading.Missed, "named": grading.Named, "explained": grading.Explained, "tradeoff": grading.Tradeoff, "trade-off": grading.Tradeoff,
}

// mark marks an item: "3 2", "3 wrong", "3 2 wrong", "3 heard", "3 off".
func (h *host) mark(ctx context.Context, args string) error {
	words := strings.Fields(strings.ToLower(args))
	it, ok := h.chosen(words[0])
	if !ok {
		return nil
	}
	mv := interview.Move{Kind: interview.Ticked, Item: it.Item}
	if it.Tick != nil {
		mv.Level = it.Tick.Level // for wrong alone
	}
	if len(words) == 1 {
		words = append(words, "")
	}
	for _, w := range words[1:] {
		level, known := markWords[w]
		switch {
		case known:
			mv.Level = level
		case w == "wrong":
			mv.Wrong = true
		case w == "off":
			mv.Off = true
		case w == "heard":
			mv.Level, mv.Wrong = it.Machine.Level, it.Machine.Wrong
		default:
			h.talk.say("Say how: a level from 0 to 3, wrong, heard or off, such as mark 1 2 or mark 1 wrong.")
			return nil
		}
	}
	if !h.do(ctx, mv) {
		return nil
	}
	if it, ok = h.chosen(words[0]); ok {
		h.talk.say(itemWords(it))
	}
	return nil
}

func (h *host) hint(ctx context.Context, args string) error {
	if it, ok := h.chosen(args); ok {
		h.do(ctx, interview.Move{Kind: interview.Hinted, Item: it.Item})
	}
	return nil
}

func (h *host) follow(ctx context.Context, args string) error {
	it, ok := h.chosen(args)
	if !ok {
		return nil
	}
	text := h.script.FollowUp(h.view.State, it.Item)
	if text == "" {
		h.talk.say("There is nothing more to ask about it.")
		return nil
	}
	h.do(ctx, interview.Move{Kind: interview.Probed, Item: it.Item, Text: text})
	return nil
}
