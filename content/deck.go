package content

import (
	"fmt"
	"strings"
)

// deckFile is a deck with the place of its front matter.
type deckFile struct {
	Deck
	front *tree
	ids   map[string]bool
}

type deckFront struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string `yaml:"kind"`
	ID         string `yaml:"id"`
	Title      string `yaml:"title"`
}

const cardRule = "write Q: and a question, ^id, and on the next line A: and the answer; or C: and a sentence with [hidden words] and ^id"

// parseDeck reads a deck whose file, without .md, is called name; nil if it can't.
func parseDeck(src *source, name string) *deckFile {
	front, at, ok := frontMatter(src)
	if !ok {
		return nil
	}
	d := &deckFile{front: front, ids: map[string]bool{}}
	var head deckFront
	front.bind(&head)
	front.checkFormat(head.APIVersion, head.Kind, "Deck")
	front.checkFileID(head.ID, name)
	d.Deck = Deck{ID: name, Title: head.Title}
	for at < len(src.lines) {
		end := at
		for end < len(src.lines) && strings.TrimSpace(src.lines[end]) != "" {
			end++
		}
		if end > at {
			d.readCard(src, at, end)
		}
		at = end + 1
	}
	if len(d.Cards) == 0 {
		src.fault(len(src.lines), 1, "the deck has no cards", cardRule)
	}
	return d
}

// readCard reads the lines of one card, from (counted from 0) up to end.
func (d *deckFile) readCard(src *source, from, end int) {
	cardAt := from + 1
	told := false
	bad := func(message string) { // one fault for each card: the others follow from it
		if !told {
			src.fault(cardAt, 1, message, cardRule)
		}
		told = true
	}
	var c Card
	switch text := src.between(from, end); {
	case strings.HasPrefix(text, "Q:"):
		question, answer, ok := strings.Cut(text[2:], "\nA:")
		if c.Question, c.ID = cutID(question); !ok || strings.TrimSpace(answer) == "" {
			bad("this card has no answer")
		}
		c.Answer = answer
	case strings.HasPrefix(text, "C:"):
		var sentence string
		sentence, c.ID = cutID(text[2:])
		var hidden int
		if c.Question, c.Answer, hidden = cloze(sentence); hidden == 0 {
			bad("this card hides no words")
		}
	default:
		bad("this is not a card")
		return
	}
	c.ID = oneLine(c.ID)
	c.Question = strings.TrimSpace(CleanMarkdown(c.Question))
	c.Answer = strings.TrimSpace(CleanMarkdown(c.Answer))
	if len(c.Question) > mostCard || len(c.Answer) > mostCard {
		src.fault(cardAt, 1, fmt.Sprintf("a side of this card is longer than %d bytes", mostCard), "make several cards of it")
	}
	if c.Question == "" {
		bad("this card has no question")
	}
	if !idPattern.MatchString(c.ID) {
		bad("this card has " + noID(c.ID))
	}
	if d.ids[c.ID] && c.ID != "" {
		src.fault(cardAt, 1, "there is a card "+quoted(c.ID)+" already", "choose another id")
	}
	d.ids[c.ID] = true
	d.Cards = append(d.Cards, c)
}

// cutID takes " ^id" off the end of text.
func cutID(text string) (rest, id string) {
	text = strings.TrimSpace(text)
	at := strings.LastIndex(text, "^")
	if at < 0 || strings.ContainsAny(text[at:], " \n\t") {
		return text, ""
	}
	return strings.TrimSpace(text[:at]), text[at+1:]
}

// cloze hides the words in [brackets]: question is with gaps, answer is the sentence.
func cloze(text string) (question, answer string, hidden int) {
	var q, a strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "[")
		word, after, closed := strings.Cut(rest, "]")
		if !ok || !closed || strings.TrimSpace(word) == "" {
			q.WriteString(text)
			a.WriteString(text)
			return q.String(), a.String(), hidden
		}
		q.WriteString(before + "[...]")
		a.WriteString(before + word)
		text = after
		hidden++
	}
}
