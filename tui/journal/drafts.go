package journal

import (
	"context"
	"strings"

	"sysprep/content"
	"sysprep/lessons"
	"sysprep/store"
)

// How the keys of drafts that belong to a review card begin, and what stands before the part after the step.
const (
	reviewDraft = "review:"
	draftPart   = "#"
)

// carryDrafts takes what was being typed along where a step has another id than when it was typed. What is typed under
// the new id already stays.
func (j *Journal) carryDrafts(ctx context.Context) error {
	if len(j.Pack.Manifest.Moved) == 0 {
		return nil
	}
	all, err := j.store.Drafts(ctx)
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, d := range all {
		taken[d.Key] = true
	}
	for _, d := range all {
		key := draftNow(j.Pack, d.Key)
		if key == d.Key {
			continue
		}
		if !taken[key] {
			if err := j.store.SaveDraft(ctx, store.Draft{Key: key, Text: d.Text, At: d.At}); err != nil {
				return err
			}
			taken[key] = true
		}
		if err := j.store.SaveDraft(ctx, store.Draft{Key: d.Key, At: d.At}); err != nil {
			return err
		}
	}
	return nil
}

// draftNow is the key that a draft has now: "PACK/LESSON/STEP" with "#note" behind it for a note, and "review:" before
// it with "#ITEM" behind it for a card; of a flashcard "review:PACK/LESSON#DECK/CARD".
func draftNow(pack *content.Pack, key string) string {
	rest, review := strings.CutPrefix(key, reviewDraft)
	rest, mine := strings.CutPrefix(rest, pack.Manifest.ID+"/")
	if !mine {
		return key
	}
	place, part, parted := strings.Cut(rest, draftPart)
	lesson, _, ofStep := strings.Cut(place, "/")
	switch {
	case ofStep:
		place = pack.Now(content.StepThing, place)
		lesson, step, _ := strings.Cut(place, "/")
		if review && parted {
			part = pack.NowItem(lessons.Question(pack, lesson, step), part)
		}
	case parted:
		part = pack.Now(content.CardThing, part)
		place = lessons.HomeOf(pack, part, pack.Now(content.LessonThing, lesson))
	}
	key = pack.Manifest.ID + "/" + place
	if parted {
		key += draftPart + part
	}
	if review {
		key = reviewDraft + key
	}
	return key
}
