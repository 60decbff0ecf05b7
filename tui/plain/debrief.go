package plain

import (
	"context"
	"fmt"
	"time"

	"sysprep/grading"
	"sysprep/lessons"
)

// debrief closes a lesson.
func (p *player) debrief(ctx context.Context) error {
	p.prose(p.def().Text)
	now := p.journal.Now()
	sum := p.state.Debrief(p.journal.Pack.Manifest.ID, p.lesson)
	sum.Reviews = p.journal.ReviewsOf(p.lesson.ID) // as the goals want them
	sum = sum.WithDesigns(p.journal.Pack, p.lesson, p.state)
	p.tellDebrief(sum, now)
	return p.goOn(ctx)
}

// tellDebrief writes what the learner takes from a lesson.
func (p *player) tellDebrief(d lessons.Debrief, now time.Time) {
	section := func(title string, body []string) {
		if len(body) == 0 {
			return
		}
		p.talk.heading(title)
		for _, text := range body {
			p.talk.hang("- ", text)
		}
	}
	section("Your predictions", predictions(d))
	section("The challenge", challenges(d.Challenges))
	section("Checklist items gained", gains(d.Gained))
	section("Not there yet", gains(d.Missing))
	section("Reviews", reviews(d.Reviews, now))
}

func predictions(d lessons.Debrief) []string {
	var out []string
	for _, p := range d.Predictions {
		text := "Right: "
		if p.Result != lessons.Right {
			text = "Not right: "
		}
		text += "you said “" + p.Said + "”"
		if p.Confidence > 0 {
			text += fmt.Sprintf(", %d %% sure", p.Confidence)
		}
		if p.Result != lessons.Right {
			text += "; it was “" + p.Answer + "”"
		}
		out = append(out, text+".")
	}
	if d.Rated > 1 {
		out = append(out, fmt.Sprintf("Your Brier score is %.2f: 0 is perfect, 0.25 is a coin that knows it is one.", d.Brier))
	}
	return out
}

func challenges(all []lessons.Challenged) []string {
	var out []string
	for _, c := range all {
		text := c.Title + ": not met, after " + count(c.Tries, "judgement")
		if c.Won {
			text = c.Title + ": met after " + count(c.Tries, "judgement")
		}
		if c.Hints > 0 {
			text += ", with " + count(c.Hints, "hint")
		}
		text += "."
		if b := c.Best; b != nil {
			text += fmt.Sprintf(" The best design held in %d of %d runs", b.Passed, b.Seeds)
			if len(b.Settings) > 0 {
				text += ": " + design(b.Settings)
			}
			text += "."
		}
		out = append(out, text)
	}
	return out
}

// shownWords tell what the judged design adds to the words.
var shownWords = map[grading.Shown]string{
	grading.SaidAndShown: "You said it, and your design shows it.",
	grading.SaidNotShown: "You said it; your design does not show it.",
	grading.ShownNotSaid: "Your design shows it; your words don't.",
}

func gains(items []lessons.Gain) []string {
	var out []string
	for _, g := range items {
		word := levelWords[g.Level]
		switch {
		case g.Wrong:
			word = "a misconception"
		case g.Level == grading.Missed && g.Claimed:
			word = "your own claim"
		}
		text := sentence(g.Title + ": " + word)
		if shown := shownWords[g.Shown]; shown != "" {
			text += " " + shown
		}
		if g.Quote != "" {
			text += " You wrote: “" + oneLine(g.Quote) + "”"
		}
		out = append(out, text)
	}
	return out
}

func reviews(all []lessons.Review, now time.Time) []string {
	var out []string
	for _, r := range all {
		out = append(out, sentence(when(r.Due, now)+": "+oneLine(r.Title)))
	}
	return out
}
