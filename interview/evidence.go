package interview

import (
	"encoding/json"
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/store"
)

// Evidence is what a log's interviews have shown of the rubrics' items, for the sum of what a learner knows: of the ended
// sessions in which the learner was the candidate, the verdicts that were kept with the last answer. Items that nothing
// was said of are left out, for an interview asks more than there is time for. No script is compiled.
func Evidence(pack *content.Pack, log []store.Event) []lessons.Heard {
	type session struct {
		interview, id string
		ended, hosted bool
		said          []store.Event
	}
	var order []*session
	at := map[[2]string]*session{}
	for _, rec := range lessons.InOrder(log) {
		kind, ok := strings.CutPrefix(rec.Kind, prefix)
		if !ok {
			continue
		}
		id := pack.Now(content.InterviewThing, rec.Lesson)
		s := at[[2]string{id, rec.Step}]
		if s == nil {
			s = &session{interview: id, id: rec.Step}
			at[[2]string{id, rec.Step}] = s
			order = append(order, s)
		}
		switch Kind(kind) {
		case Began:
			if e, err := Decode(rec); err == nil {
				s.hosted = s.hosted || e.Host
			}
		case Said:
			s.said = append(s.said, rec)
		case Ended:
			s.ended = true
		}
	}
	var all []lessons.Heard
	for _, s := range order {
		if !s.ended || s.hosted || len(s.said) == 0 {
			continue
		}
		last, err := Decode(s.said[len(s.said)-1])
		if err != nil {
			continue
		}
		last.Carry(pack)
		when, spoken := s.said[len(s.said)-1].At, texts(s.said)
		for _, v := range last.Verdicts {
			for _, it := range v.Items {
				if it.Level == grading.Missed && !it.Wrong && !it.Claimed {
					continue
				}
				said := around(spoken, &it)
				all = append(all, lessons.Heard{Interview: s.interview, Session: s.id, Answer: lessons.Answer{
					At: when, Text: said, Verdict: grading.Verdict{Question: v.Question, Items: []grading.ItemVerdict{it}},
				}})
			}
		}
	}
	return all
}

// Of says whether an event of the store is of an interview.
func Of(rec store.Event) bool { return strings.HasPrefix(rec.Kind, prefix) }

// texts are the candidate's words, answer by answer. The verdicts beside them, of all that was said until then, are not read.
func texts(said []store.Event) []string {
	list := make([]string, 0, len(said))
	for _, rec := range said {
		var e struct {
			Text string `json:"text"`
		}
		if json.Unmarshal(rec.Data, &e) == nil {
			list = append(list, e.Text)
		}
	}
	return list
}

// between stands between two answers in the text of all that was said: see State.Spoken.
const between = "\n\n"

// around is the answers that the words which count for an item are from. The item's spans, which are of the text of all
// answers, become spans of that; words that are not where they should be are left out.
func around(spoken []string, it *grading.ItemVerdict) string {
	said, shift := "", make([]int, len(spoken)) // of an answer's beginning; -1 for answers that are left out
	start := 0
	for i, text := range spoken {
		in := func(s grading.Span) bool { return s.Start >= start && s.Start < start+len(text) }
		shift[i] = -1
		if slices.ContainsFunc(it.Evidence, in) || slices.ContainsFunc(it.Against, in) {
			if said != "" {
				said += between
			}
			shift[i] = len(said)
			said += text
		}
		start += len(text) + len(between)
	}
	move := func(spans []grading.Span) (moved []grading.Span) {
		for _, s := range spans {
			start := 0
			for i, text := range spoken {
				if from := shift[i] + s.Start - start; shift[i] >= 0 && s.Start >= start && s.Start < start+len(text) {
					if to := from + s.End - s.Start; to >= from && to <= len(said) && said[from:to] == s.Text {
						moved = append(moved, grading.Span{Text: s.Text, Start: from, End: to})
					}
				}
				start += len(text) + len(between)
			}
		}
		return moved
	}
	it.Evidence, it.Against = move(it.Evidence), move(it.Against)
	return said
}
