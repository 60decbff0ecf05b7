package class

import (
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/grading"
)

// carried is a sheet of an older version of the pack, under the ids that things have now. Where two would come to one id,
// which no sheet of sysprep's does, the first stays.
func (s Sheet) carried(pack *content.Pack) Sheet {
	if len(pack.Manifest.Moved) == 0 {
		return s
	}
	now := func(kind content.ThingKind, whole, part string) (string, string) {
		w, p, ok := strings.Cut(pack.Now(kind, whole+"/"+part), "/")
		if !ok {
			return whole, part
		}
		return w, p
	}
	s.Lessons = carry(s.Lessons, func(l Lesson) (Lesson, string) {
		l.ID = pack.Now(content.LessonThing, l.ID)
		return l, l.ID
	})
	s.Asked = carry(s.Asked, func(a Asked) (Asked, string) {
		a.Lesson, a.Step = now(content.StepThing, a.Lesson, a.Step)
		return a, a.Lesson + "/" + a.Step
	})
	s.Challenges = carry(s.Challenges, func(c Challenge) (Challenge, string) {
		c.Lesson, c.Step = now(content.StepThing, c.Lesson, c.Step)
		return c, c.Lesson + "/" + c.Step
	})
	s.Items = carry(s.Items, func(i Item) (Item, string) {
		i.Question, i.Item = now(content.ItemThing, i.Question, i.Item)
		return i, i.Question + "/" + i.Item
	})
	s.Claims = slices.Clone(s.Claims)
	for i := range s.Claims {
		c := &s.Claims[i]
		c.Question, c.Item = now(content.ItemThing, c.Question, c.Item)
	}
	s.Answers = slices.Clone(s.Answers)
	for i := range s.Answers {
		s.Answers[i] = s.Answers[i].carried(pack)
	}
	return s
}

// carried is the answer with the present ids of its question and items.
func (a Answer) carried(pack *content.Pack) Answer {
	item := func(id string) string {
		_, id, _ = strings.Cut(pack.Now(content.ItemThing, a.Question+"/"+id), "/")
		return id
	}
	was := a
	a.Levels, a.Wrong, a.Claimed = map[string]grading.Level{}, nil, nil
	for _, id := range keys(was.Levels) {
		a.Levels[item(id)] = was.Levels[id]
	}
	for _, id := range was.Wrong {
		a.Wrong = append(a.Wrong, item(id))
	}
	for _, id := range was.Claimed {
		a.Claimed = append(a.Claimed, item(id))
	}
	a.Question = pack.Now(content.QuestionThing, was.Question)
	return a
}

// carry changes each entry of a list, and leaves one of each key.
func carry[T any](list []T, change func(T) (T, string)) []T {
	out := make([]T, 0, len(list))
	seen := map[string]bool{}
	for _, v := range list {
		v, key := change(v)
		if !seen[key] {
			seen[key] = true
			out = append(out, v)
		}
	}
	return out
}
