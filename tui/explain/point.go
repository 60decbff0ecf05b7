package explain

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/clipperhouse/uax29/v2/sentences"

	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/tui/screen"
)

// pointer chooses a sentence of the answer for an item that was not detected.
type pointer struct {
	sentences []grading.Span
	at        int
	item      int // index into unseen()
}

// unseen are the items that were not detected and not yet claimed.
func (s step) unseen() []grading.ItemVerdict {
	var out []grading.ItemVerdict
	if a := s.Did().LastAnswer(); a != nil {
		for _, v := range a.Verdict.Items {
			if v.Level == grading.Missed && !v.Claimed {
				out = append(out, v)
			}
		}
	}
	return out
}

func (s step) newPointer() pointer {
	p := pointer{}
	text := s.Did().LastAnswer().Text
	it := sentences.FromString(text)
	for it.Next() {
		trimmed := strings.TrimSpace(it.Value())
		if trimmed == "" {
			continue
		}
		start := it.Start() + strings.Index(it.Value(), trimmed)
		p.sentences = append(p.sentences, grading.Span{Text: trimmed, Start: start, End: start + len(trimmed)})
	}
	return p
}

func (s step) pointKey(id string) (screen.Step, tea.Cmd) {
	items := s.unseen()
	switch id {
	case "down":
		s.point.at = min(s.point.at+1, len(s.point.sentences)-1)
	case "up":
		s.point.at = max(s.point.at-1, 0)
	case "nextitem":
		s.point.item = min(s.point.item+1, len(items)-1)
	case "previtem":
		s.point.item = max(s.point.item-1, 0)
	case "unpoint":
		s.mode = verdict
	case "claim":
		if len(items) == 0 || len(s.point.sentences) == 0 {
			s.mode = verdict
			break
		}
		span := s.point.sentences[s.point.at]
		s.mode = verdict
		return s, s.Do(lessons.Event{Kind: lessons.Claimed, Claim: &lessons.Claim{
			Item: items[s.point.item].ID, Start: span.Start, End: span.End,
		}})
	}
	return s, nil
}
