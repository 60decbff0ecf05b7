package report

import (
	"fmt"
	"strings"
	"time"

	"sysprep/content"
)

// Markdown writes the report as a file of notes.
func (r Report) Markdown() string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	say("# %s: progress", plain(r.Title))
	say("")
	say("%s. %s spent, on %s.", r.Made.Format("2 January 2006"), Spell(r.Spent), Count(len(r.Days), "day"))
	if r.Interview != "" {
		say("Interview on %s.", r.Interview)
	}
	say("\n## Lessons\n")
	say("| lesson | state | time |\n| --- | --- | --- |")
	for _, l := range r.Lessons {
		say("| %s | %s | %s |", cell(l.Title), l.Standing(), Spell(l.Spent))
	}
	say("\n## Ready for the interview\n")
	say("| section | explained | named | wrong | of |\n| --- | --- | --- | --- | --- |")
	for _, s := range r.Mastery {
		say("| %s | %d | %d | %d | %d |", cell(s.Title), s.Explained, s.Named, s.Wrong, s.Total)
	}
	say("\n## Evidence\n")
	for _, i := range r.Items {
		if i.Evidence == nil {
			continue
		}
		say("- **%s** (%s, %s)", plain(i.Title), i.Section, plain(i.How()))
		for _, w := range i.Evidence.Words {
			say("  > %s", plain(w.Text))
		}
	}
	say("\n## Calibration\n")
	for _, w := range r.Calibration.Words {
		say("%s", w)
	}
	if len(r.Calibration.Bins) > 0 {
		say("\n| you said | predictions | right | share |\n| --- | --- | --- | --- |")
		for _, n := range r.Calibration.Bins {
			say("| %.0f %% | %d | %d | %.0f %% (%.0f to %.0f) |", n.Sure*100, n.Rated, n.Right, 100*float64(n.Right)/float64(n.Rated), n.Low*100, n.High*100)
		}
	}
	say("\n## What you did\n")
	say("| day | time | what |\n| --- | --- | --- |")
	for _, d := range r.Days {
		say("| %s | %s | %s |", d.Date, Spell(d.Spent), d.What())
	}
	return b.String()
}

// Standing says how far the lesson is.
func (l Lesson) Standing() string {
	switch l.State {
	case "done":
		return "done on " + l.Finished.Local().Format("2 January 2006")
	case "begun":
		return fmt.Sprintf("%d of %d steps", l.Done, l.Steps)
	}
	return "open"
}

// From says of which interview the evidence is, as in "in the interview Payments, 21 Nov"; empty for a lesson's.
func (e *Evidence) From() string {
	if e.Interview == "" {
		return ""
	}
	return "in the interview " + e.Title + ", " + e.At.Local().Format("2 Jan")
}

// How is the standing, and of which interview it is.
func (i Item) How() string {
	if i.Evidence == nil || i.Evidence.Interview == "" {
		return i.Standing
	}
	return i.Standing + ", " + i.Evidence.From()
}

// Text is "explained 3 of 9, named 2, wrong 1".
func (s Section) Text() string {
	return fmt.Sprintf("explained %d of %d", s.Explained, s.Total) + also(s)
}

// What lists what was done on the day: "3 steps, 12 reviews".
func (d Day) What() string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{d.Steps, "step"}, {d.Predictions, "prediction"}, {d.Designs, "design"}, {d.Answers, "explanation"}, {d.Reviews, "review"}} {
		if p.n > 0 {
			parts = append(parts, Count(p.n, p.what))
		}
	}
	if len(parts) == 0 {
		return "a look around"
	}
	return strings.Join(parts, ", ")
}

// Spell writes a time spent: "42 min", "3 h 05 min".
func Spell(seconds int) string {
	m := int((time.Duration(seconds)*time.Second + 30*time.Second) / time.Minute)
	switch {
	case m == 0 && seconds > 0:
		return "1 min"
	case m < 60:
		return fmt.Sprintf("%d min", m)
	}
	return fmt.Sprintf("%d h %02d min", m/60, m%60)
}

// Count writes a number of things: "1 day", "2 days".
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// plain takes from a text what Markdown or HTML would read as more than text.
func plain(text string) string {
	return strings.NewReplacer("<", "&lt;", ">", "&gt;", "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "#", `\#`).Replace(strings.Join(strings.Fields(content.Clean(text)), " "))
}

func cell(text string) string { return strings.ReplaceAll(plain(text), "|", `\|`) }
