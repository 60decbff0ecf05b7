package grading

import "strings"

// say writes what was seen and the one question that leads on. It is an interviewer on the
// learner's side who speaks: what isn't detected may still be there.
func (it *compiledItem) say(iv *ItemVerdict) {
	iv.Next = it.nextQuestion(iv.Level)
	switch {
	case iv.Wrong:
		if iv.Feedback == "" {
			iv.Feedback = "Part of this doesn't hold."
		}
	case iv.Own != "":
		iv.Feedback = "Not detected, but much like what you pointed at before: " + quote([]Span{{Text: iv.Own}}) + ". It stands as your own claim."
	case iv.Claimed:
		iv.Feedback = "You marked this as covered, so it counts as named by your own word."
	case iv.Level == Tradeoff:
		iv.Feedback = "You explained it and weighed it: " + quote(iv.Evidence) + "."
	case iv.Level == Explained:
		iv.Feedback = "You said how it works here: " + quote(iv.Evidence) + "."
	case iv.Level == Named:
		iv.Feedback = "You named it: " + quote(iv.Evidence) + ". Not detected yet: how or why it works here."
	case iv.Possible != nil:
		iv.Feedback = "This may be about it: " + quote([]Span{*iv.Possible}) + ". If so, say it more directly, or mark it as covered."
	default:
		iv.Feedback = "Not detected in this answer."
	}
}

// nextQuestion gives the author's question for the next level, else the nearest hint.
func (it *compiledItem) nextQuestion(level Level) string {
	switch level {
	case Missed:
		return firstOf(it.FollowUps.Named, it.Hints.Nudge, it.FollowUps.Explained)
	case Named:
		return firstOf(it.FollowUps.Explained, it.Hints.Narrow)
	case Explained:
		return it.FollowUps.Tradeoff
	}
	return ""
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// longestQuote bounds in bytes what is quoted inside a sentence; the spans hold it all.
const longestQuote = 120

func quote(spans []Span) string {
	var parts []string
	for _, s := range spans {
		text := strings.Join(strings.Fields(s.Text), " ")
		if len(text) > longestQuote {
			cut := strings.LastIndexByte(text[:longestQuote], ' ')
			if cut < 0 {
				cut = longestQuote
			}
			text = strings.ToValidUTF8(text[:cut], "") + " …"
		}
		parts = append(parts, "“"+text+"”")
	}
	return strings.Join(parts, " and ")
}
