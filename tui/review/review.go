// Package review asks again what did not go well: one card after the other, as they come due.
// The learner types an answer, or gives it in their head or aloud, sees the card's, and rates it.
package review

import (
	"context"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/lessons"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// Contexts of the keys.
const (
	asked    = "asked"   // a card that is answered in words
	choosing = "choose"  // one with choices
	sizing   = "size"    // one with a quantity, which is typed
	writing  = "writing" // words are typed
	shown    = "shown"   // the answer is shown, to be rated
	empty    = "empty"   // no more cards
	leeches  = "leeches" // no more cards, and some are set aside
	waiting  = "waiting" // something is read, graded or saved
)

// Bindings are the keys of the review.
var Bindings = kit.Table{Name: "Review", Typing: []string{sizing, writing}, Bindings: []kit.Binding{
	{ID: "show", Keys: []string{"enter", "space"}, Help: "show the answer", Group: "Card", Contexts: []string{asked, choosing}, Rank: 1},
	{ID: "type", Keys: []string{"t"}, Help: "type it", Group: "Card", Contexts: []string{asked}, Rank: 2},
	{ID: "a", Keys: []string{"a"}, Show: "a b c", Help: "choose", Group: "Card", Contexts: []string{choosing}, Rank: 2},
	{ID: "b", Keys: []string{"b"}, Help: "second choice", Group: "Card", Contexts: []string{choosing}},
	{ID: "c", Keys: []string{"c"}, Help: "third choice", Group: "Card", Contexts: []string{choosing}},
	{ID: "d", Keys: []string{"d"}, Help: "fourth choice", Group: "Card", Contexts: []string{choosing}},
	{ID: "e", Keys: []string{"e"}, Help: "fifth choice", Group: "Card", Contexts: []string{choosing}},
	{ID: "f", Keys: []string{"f"}, Help: "sixth choice", Group: "Card", Contexts: []string{choosing}},
	{ID: "hand", Keys: []string{"enter", "ctrl+s"}, Show: "enter", Help: "hand in; empty: show the answer", Group: "Card", Contexts: []string{sizing}, Rank: 1},
	{ID: "hand", Keys: []string{"ctrl+s"}, Help: "hand in", Group: "Card", Contexts: []string{writing}, Rank: 1},
	{ID: "untype", Keys: []string{"esc"}, Help: "back to the card", Group: "Card", Contexts: []string{writing}, Rank: 2},
	{ID: "accept", Keys: []string{"enter"}, Help: "as proposed", Group: "Rating", Contexts: []string{shown}, Rank: 1},
	{ID: "again", Keys: []string{"1"}, Help: "not known", Group: "Rating", Contexts: []string{shown}, Rank: 2},
	{ID: "hard", Keys: []string{"2"}, Help: "hard", Group: "Rating", Contexts: []string{shown}, Rank: 3},
	{ID: "good", Keys: []string{"3"}, Help: "good", Group: "Rating", Contexts: []string{shown}, Rank: 4},
	{ID: "easy", Keys: []string{"4"}, Help: "easy", Group: "Rating", Contexts: []string{shown}, Rank: 5},
	{ID: "leave", Keys: []string{"enter"}, Help: "home", Group: "Move", Contexts: []string{empty}, Rank: 1},
	{ID: "read", Keys: []string{"enter", "o"}, Show: "enter", Help: "read it again", Group: "Set aside", Contexts: []string{leeches}, Rank: 1},
	{ID: "try", Keys: []string{"t"}, Help: "ask it now", Group: "Set aside", Contexts: []string{leeches}, Rank: 2},
	{ID: "next", Keys: []string{"down", "j"}, Help: "next", Group: "Set aside", Contexts: []string{leeches}},
	{ID: "before", Keys: []string{"up", "k"}, Help: "the one before", Group: "Set aside", Contexts: []string{leeches}},
	{ID: "more", Keys: []string{"m"}, Help: "more than the limit", Group: "Card", Contexts: []string{empty, leeches}, Rank: 3},
	{ID: "undo", Keys: []string{"u"}, Help: "undo the last rating", Group: "Rating", Contexts: []string{asked, choosing, shown, empty, leeches}, Rank: 6},
	{ID: "undo", Keys: []string{"ctrl+z"}, Help: "undo the last rating", Group: "Rating", Contexts: []string{sizing}, Rank: 6},
	{ID: "open", Keys: []string{"o"}, Help: "open the lesson there", Group: "Card", Contexts: []string{asked, choosing, shown}, Rank: 7},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "Move", Contexts: []string{asked, choosing, shown, empty}},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up", Group: "Move", Contexts: []string{asked, choosing, shown, empty}},
	{ID: "leave", Keys: []string{"esc"}, Help: "home", Group: "Move", Contexts: []string{asked, choosing, sizing, shown, empty, leeches, waiting}, Rank: 8},
}}

var grades = map[string]lessons.Grade{"again": lessons.Again, "hard": lessons.Hard, "good": lessons.Good, "easy": lessons.Easy}

type review struct {
	env   *screen.Env
	open  func(lesson *content.Lesson, step string) screen.Screen
	queue lessons.Queue // as it was at first; Cards are those that are left
	rated []rated       // in this sitting, the last one last
	aside []aside

	card   lessons.Card // the first of the queue, once it was made
	ready  bool
	mode   string // writing, shown, waiting, or "" for what the card asks for
	saving bool   // a rating is on its way to the disk
	reply  lessons.Reply
	say    string // why an answer could not be taken
	input  textarea.Model
	cursor int // among those set aside
	scroll screen.Scroll
	w, h   int
}

// rated is a rating that can be taken back.
type rated struct {
	review lessons.Review
	card   lessons.Card
}

// aside is a card that is set aside, with what to read again.
type aside struct {
	review lessons.Review
	card   lessons.Card
	step   int // index of the step, -1 if there is none
}

// dealt brings the card to ask next, and those set aside if they were asked for.
type dealt struct {
	key   string
	card  lessons.Card
	ok    bool
	draft string // what was typed and not handed in
	aside []aside
}

// graded brings the verdict on a rubric item.
type graded struct {
	key     string
	said    string
	verdict grading.Verdict
	err     error
}

// began brings the queue.
type began struct{ queue lessons.Queue }

// New reviews what is due now. open makes the screen of a lesson at a step.
func New(env *screen.Env, open func(lesson *content.Lesson, step string) screen.Screen) screen.Screen {
	r := review{env: env, open: open, mode: waiting}
	r.input = kit.NewTextArea(env.Theme, "", 60, 1)
	r.input.MaxHeight = 0
	r.input.CharLimit = 5000
	return r
}

// Init makes the queue, once all events have been read.
func (r review) Init() tea.Cmd {
	j := r.env.Journal
	return func() tea.Msg {
		if err := j.Refresh(context.Background()); err != nil {
			return screen.Notice{Text: err.Error(), Bad: true}
		}
		return began{lessons.NewQueue(j.States(), j.Reviews(), j.Goals(), j.Now())}
	}
}

func (r review) Keys() screen.Keys {
	c := r.context()
	return screen.Keys{Table: Bindings, Context: c, Why: r.why, Typing: c == sizing || c == writing}
}

func (r review) context() string {
	switch {
	case r.mode != "":
		return r.mode
	case len(r.queue.Cards) == 0 && len(r.aside) > 0:
		return leeches
	case len(r.queue.Cards) == 0:
		return empty
	case r.card.Kind == lessons.ByChoice:
		return choosing
	case r.card.Kind == lessons.BySize:
		return sizing
	}
	return asked
}

func (r review) why(id string) string {
	switch {
	case id == "undo" && len(r.rated) == 0:
		return "nothing was rated in this sitting"
	case id == "accept" && r.reply.Proposed == 0:
		return "rate it yourself: 1 to 4"
	case id == "more" && len(r.queue.Over) == 0:
		return "nothing more is due"
	case id == "read" && len(r.aside) > 0 && r.aside[r.cursor].step < 0:
		return "its lesson has no text"
	}
	return ""
}

func (r review) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case began:
		r.queue, r.mode = msg.queue, ""
		return r.deal()
	case dealt:
		return r.take(msg)
	case graded:
		return r.takeVerdict(msg)
	case screen.Recorded:
		return r.recorded(msg)
	case screen.Resized:
		r.w, r.h = min(msg.W, 84), msg.H
		kit.StyleTextArea(&r.input, r.env.Theme)
		r.input.SetPromptFunc(2, onFirstLine)
		r.fit()
	case tea.KeyPressMsg:
		return r.key(msg)
	case screen.Pick: // once chooses among those set aside, twice opens
		if r.context() != leeches || msg.At >= len(r.aside) {
			return r, nil
		}
		if r.cursor == msg.At {
			return r.key(kit.Press("enter"))
		}
		r.cursor = msg.At
	case tea.MouseWheelMsg:
		r.scroll = r.scroll.By(screen.Wheel(msg))
	case tea.PasteMsg:
		if r.Keys().Typing {
			return r.typed(msg)
		}
	}
	return r, nil
}

// deal makes the next card; away from Update, since that may parse a rubric. At the end of the
// queue it looks for what to read again about the cards that are set aside.
func (r review) deal() (screen.Screen, tea.Cmd) {
	r.ready, r.reply, r.say, r.scroll, r.mode = false, lessons.Reply{}, "", screen.Scroll{}, waiting
	r.input.Reset()
	j := r.env.Journal
	if len(r.queue.Cards) > 0 {
		first := r.queue.Cards[0]
		return r, func() tea.Msg {
			c, ok := j.Card(first)
			text, _ := j.Draft(context.Background(), draftKey(first)) // without it the card is empty
			return dealt{key: first.Key, card: c, ok: ok, draft: text}
		}
	}
	return r, func() tea.Msg {
		var all []aside
		for _, l := range lessons.NewQueue(j.States(), j.Reviews(), j.Goals(), j.Now()).Leeches {
			if c, ok := j.Card(l); ok {
				all = append(all, aside{l, c, lessons.Source(c.Lesson, l, c)})
			}
		}
		return dealt{aside: all}
	}
}

func (r review) take(d dealt) (screen.Screen, tea.Cmd) {
	if d.key == "" {
		r.aside, r.cursor, r.mode = d.aside, 0, ""
		return r, nil
	}
	if len(r.queue.Cards) == 0 || r.queue.Cards[0].Key != d.key {
		return r, nil
	}
	if !d.ok { // its lesson or step is no more
		r.queue.Cards = r.queue.Cards[1:]
		return r.deal()
	}
	r.card, r.ready, r.mode = d.card, true, ""
	if d.draft != "" && d.card.Kind != lessons.ByChoice {
		r.input.SetValue(d.draft)
		if d.card.Kind != lessons.BySize {
			r.mode = writing
		}
	}
	r.fit()
	if r.Keys().Typing {
		r.input.Focus()
	}
	return r, nil
}

// recorded goes on to the next card, or back to the one whose rating was taken back.
func (r review) recorded(msg screen.Recorded) (screen.Screen, tea.Cmd) {
	r.saving = false
	if msg.Err != nil {
		return r, screen.Send(screen.Notice{Text: msg.Err.Error(), Bad: true})
	}
	if msg.Event.Kind == lessons.Unrated {
		last := r.rated[len(r.rated)-1]
		r.rated = r.rated[:len(r.rated)-1]
		r.queue.Cards = append([]lessons.Review{last.review}, r.queue.Cards...)
		r.aside = nil
		return r.deal()
	}
	done := r.queue.Cards[0]
	r.rated = append(r.rated, rated{done, r.card})
	r.queue.Cards = r.queue.Cards[1:]
	next, cmd := r.deal()
	return next, tea.Batch(r.env.SaveDraft(draftKey(done), ""), cmd)
}

// draftKey names the draft of an answer to a card.
func draftKey(r lessons.Review) string { return "review:" + r.Key }

// takeVerdict shows the answer of a rubric item beside what was said to it.
func (r review) takeVerdict(g graded) (screen.Screen, tea.Cmd) {
	if len(r.queue.Cards) == 0 || r.queue.Cards[0].Key != g.key {
		return r, nil
	}
	if g.err != nil {
		r.mode = writing
		return r, screen.Send(screen.Notice{Text: "This could not be graded: " + g.err.Error(), Bad: true})
	}
	r.reply, r.mode = r.card.AnswerGraded(g.said, g.verdict), shown
	return r, nil
}
