package class

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Table is a part of a report as rows, the first of which has the names of the columns.
type Table struct {
	File string // its name
	Rows [][]string
}

// CSV writes the table as RFC 4180 has it.
func (t Table) CSV() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(t.Rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Tables are the parts of the report, for spreadsheets.
func (r Report) Tables() []Table {
	return []Table{
		r.learnerTable(), r.standingTable(), r.lessonTable(), r.objectiveTable(), r.sectionTable(),
		r.hardestTable(), r.misconceptionTable(), r.claimTable(), r.leftOutTable(),
	}
}

// cell is a text for a spreadsheet: one line, and never a formula. Spreadsheets take what begins with one of these for
// one, whoever wrote it, and some pass over blanks before it.
func cell(text string) string {
	text = oneLine(text)
	if begin := strings.TrimLeft(text, " \u00a0\u3000"); begin != "" && strings.ContainsAny(begin[:firstRune(begin)], "=+-@|%＝＋－＠") {
		return "'" + text
	}
	return text
}

// firstRune is the length of the first letter.
func firstRune(text string) int {
	for i := range text {
		if i > 0 {
			return i
		}
	}
	return len(text)
}

func whole(n int) string { return strconv.Itoa(n) }

// share has two decimals.
func share(v float64) string { return fmt.Sprintf("%.2f", v) }

// day is a date by the calendar of UTC, in which times of sheets are.
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

func (r Report) learnerTable() Table {
	rows := [][]string{{"name", "key", "made", "lessons_begun", "lessons_done", "right", "asked", "challenges_won", "explained", "wrong", "items", "spent_seconds", "days", "with_answers"}}
	for _, l := range r.Learners {
		rows = append(rows, []string{
			cell(l.Name), l.Key, day(l.Made), whole(l.Begun), whole(l.Done), whole(l.Right), whole(l.Asked), whole(l.Won),
			whole(l.Explained), whole(l.Wrong), whole(l.Items), whole(l.Spent), whole(l.Days), yes(l.Answers),
		})
	}
	return Table{"learners.csv", rows}
}

// standingTable has a row for each learner and objective, as a book of marks wants it.
func (r Report) standingTable() Table {
	rows := [][]string{{"name", "key", "objective", "standing"}}
	for _, l := range r.Learners {
		for _, o := range r.Objectives {
			rows = append(rows, []string{cell(l.Name), l.Key, cell(o.ID), l.Mastery[o.ID]})
		}
	}
	return Table{"standings.csv", rows}
}

func (r Report) lessonTable() Table {
	rows := [][]string{{"lesson", "title", "minutes", "begun", "done", "lower_quartile_seconds", "median_seconds", "upper_quartile_seconds"}}
	for _, c := range r.Lessons {
		rows = append(rows, []string{cell(c.ID), cell(c.Title), whole(c.Minutes), whole(c.Begun), whole(c.Done), whole(c.Low), whole(c.Median), whole(c.High)})
	}
	return Table{"lessons.csv", rows}
}

func (r Report) objectiveTable() Table {
	rows := [][]string{{"objective", "text", "by", "mastered", "partly", "weak", "not_yet"}}
	for _, o := range r.Objectives {
		rows = append(rows, []string{cell(o.ID), cell(o.Text), o.By, whole(o.Mastered), whole(o.Partly), whole(o.Weak), whole(o.NotYet)})
	}
	return Table{"objectives.csv", rows}
}

func (r Report) sectionTable() Table {
	rows := [][]string{{"section", "title", "explained", "named", "wrong", "not_detected"}}
	for _, s := range r.Sections {
		rows = append(rows, []string{cell(s.ID), cell(s.Title), whole(s.Explained), whole(s.Named), whole(s.Wrong), whole(s.Missed)})
	}
	return Table{"sections.csv", rows}
}

func (r Report) hardestTable() Table {
	rows := [][]string{{"kind", "lesson", "step", "question", "item", "title", "tried", "failed", "low", "high", "confidence_of_failed"}}
	for _, h := range r.Hardest {
		rows = append(rows, []string{
			h.Kind, cell(h.Lesson), cell(h.Step), cell(h.Asks), cell(h.Item), cell(h.Title), whole(h.Tried), whole(h.Failed), share(h.Low), share(h.High), share(h.Sure),
		})
	}
	return Table{"hardest.csv", rows}
}

func (r Report) misconceptionTable() Table {
	rows := [][]string{{"kind", "lesson", "step", "question", "item", "id", "about", "asked", "held", "say", "learners", "of", "confidence"}}
	for _, m := range r.Misconceptions {
		rows = append(rows, []string{
			m.Kind, cell(m.Lesson), cell(m.Step), cell(m.Question), cell(m.Item), cell(m.ID), cell(m.About), cell(m.Asked), cell(m.Held), cell(m.Say), whole(m.Learners), whole(m.Of), share(m.Sure),
		})
	}
	return Table{"misconceptions.csv", rows}
}

// claimTable has a row for each of the words that were claimed, or one without words for an item.
func (r Report) claimTable() Table {
	rows := [][]string{{"question", "item", "title", "not_detected", "more", "of", "words"}}
	for _, c := range r.Claims {
		words := c.Words
		if len(words) == 0 {
			words = []string{""}
		}
		for _, w := range words {
			rows = append(rows, []string{cell(c.Question), cell(c.Item), cell(c.Title), whole(c.NotDetected), whole(c.More), whole(c.Of), cell(w)})
		}
	}
	return Table{"claims.csv", rows}
}

func (r Report) leftOutTable() Table {
	rows := [][]string{{"file", "why"}}
	for _, l := range r.LeftOut {
		rows = append(rows, []string{cell(l.File), cell(l.Why)})
	}
	return Table{"left-out.csv", rows}
}
