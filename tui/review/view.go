package review

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

func (r review) View(w, h int) screen.Page {
	w = min(w, 84)
	th := r.env.Theme
	page := screen.Page{Title: "Review", Status: fmt.Sprintf("%d to go", len(r.due))}
	if len(r.due) == 0 {
		page.Lines = []string{"", th.Paint(kit.InkGood, kit.GlyphHolds+" Nothing more is due today."), "", th.Paint(kit.InkDim, r.summary())}
		return page
	}
	l, st := r.card()
	lines := []string{th.Paint(kit.InkFaint, l.Title), ""}
	lines = append(lines, kit.Paragraph(th, kit.InkTitle, r.question(st), w, "")...)
	lines = append(lines, "")
	if st.Ask != nil && !r.shown {
		for i, c := range st.Ask.Choices {
			lines = append(lines, kit.Paragraph(th, kit.InkText, fmt.Sprintf("%c  %s", 'a'+i, c.Text), w, "  ")...)
		}
		if len(st.Ask.Choices) > 0 {
			lines = append(lines, "")
		}
	}
	if !r.shown {
		lines = append(lines, th.Paint(kit.InkDim, "Say it to yourself, aloud if you can. Then look."))
	} else {
		lines = append(lines, r.answer(l, st, w)...)
	}
	page.Lines = r.scroll.View(lines, h, th)
	return page
}

func (r review) summary() string {
	switch r.done {
	case 0:
		return "Reviews come from what you answered in lessons."
	case 1:
		return "1 card reviewed."
	}
	return fmt.Sprintf("%d cards reviewed.", r.done)
}

// item is the rubric item of the first due card, or nil.
func (r review) item(st *content.Step) *grading.Item {
	if st.Explain == nil {
		return nil
	}
	rubric := r.env.Journal.Pack.Rubrics[st.Explain.Question]
	if rubric == nil {
		return nil
	}
	for i := range rubric.Items {
		if rubric.Items[i].ID == r.due[0].Item {
			return &rubric.Items[i]
		}
	}
	return nil
}

func (r review) question(st *content.Step) string {
	switch {
	case st.Ask != nil:
		return st.Ask.Prompt
	case st.Challenge != nil:
		return st.Title + ": which design meets the goals, and why?"
	}
	if it := r.item(st); it != nil {
		if it.FollowUps.Explained != "" {
			return it.Title + ". " + it.FollowUps.Explained
		}
		return it.Title
	}
	return r.due[0].Title
}

func (r review) answer(l *content.Lesson, st *content.Step, w int) []string {
	th := r.env.Theme
	did, _ := r.env.Journal.State(l.ID).Step(st.ID)
	switch {
	case st.Ask != nil:
		var lines []string
		if did.Prediction != nil {
			o := lessons.Compare(st.Ask, *did.Prediction)
			lines = append(lines, kit.Paragraph(th, kit.InkGood, o.Answer, w, "")...)
			lines = append(lines, kit.Paragraph(th, kit.InkDim, "You said then: "+o.Said, w, "")...)
		}
		return append(append(lines, ""), kit.Paragraph(th, kit.InkText, st.Ask.Explain, w, "")...)
	case st.Challenge != nil:
		return r.design(st, did, w)
	}
	return r.levels(st, did, w)
}

// design is the best design so far, and the last hint, which tells why.
func (r review) design(st *content.Step, did lessons.StepState, w int) []string {
	th := r.env.Theme
	var lines []string
	if b := did.Best; b != nil {
		var knobs []string
		for _, k := range slices.Sorted(maps.Keys(b.Settings)) {
			knobs = append(knobs, k+" "+b.Settings[k])
		}
		text := fmt.Sprintf("Your best design met every goal in %d of %d runs: %s", b.Passed, b.Seeds, strings.Join(knobs, ", "))
		lines = append(lines, kit.Paragraph(th, kit.InkText, text, w, "")...)
	}
	if n := len(st.Challenge.Hints); n > 0 {
		lines = append(lines, "")
		lines = append(lines, kit.Paragraph(th, kit.InkGood, st.Challenge.Hints[n-1], w, "")...)
	}
	return lines
}

// levels is what an explanation and a trade-off say, and what the learner said.
func (r review) levels(st *content.Step, did lessons.StepState, w int) []string {
	th := r.env.Theme
	it := r.item(st)
	if it == nil {
		return nil
	}
	lines := []string{th.Paint(kit.InkDim, "A good answer")}
	lines = append(lines, kit.Paragraph(th, kit.InkGood, it.Levels.Explained, w, "")...)
	if it.Levels.Tradeoff != "" {
		lines = append(lines, "", th.Paint(kit.InkDim, "A senior one also"))
		lines = append(lines, kit.Paragraph(th, kit.InkAccent, it.Levels.Tradeoff, w, "")...)
	}
	if a := did.LastAnswer(); a != nil {
		for _, v := range a.Verdict.Items {
			for _, e := range v.Evidence {
				if v.ID == it.ID {
					lines = append(lines, "", th.Paint(kit.InkDim, "You said then"))
					lines = append(lines, kit.Paragraph(th, kit.InkText, "“"+strings.Join(strings.Fields(e.Text), " ")+"”", w, "")...)
				}
			}
		}
	}
	return lines
}
