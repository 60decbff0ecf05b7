package figure

import "fmt"

// fate is one move of Pac-Man, in one machine or over a network, while something loses its power. What
// comes of each over the network is what the scenario eight-steps does when that step fails; a
// test holds both against each other.
type fate struct {
	place, fails, when int
	seen               [2][4][2]bool
}

const (
	oneMachine = iota
	overNetwork
)

const (
	nothingFails = iota
	cabinetFails
	networkFails
	boardFails
)

func newFate() Figure { return fate{} }

var (
	places   = []string{"one machine", "network"}
	failures = []string{"nothing", "cabinet", "network", "board"}
	whens    = []string{"before", "after"}
)

func (f fate) Dials() []Dial {
	return []Dial{
		{ID: "place", Label: "game runs in", Values: places, At: f.place},
		{ID: "fails", Label: "loses its power", Values: failures, At: f.fails},
		{ID: "when", Label: "before/after move", Values: whens, At: f.when},
	}
}

func (fate) Hands() Hands        { return HandsDials }
func (fate) Work() func() Found  { return nil }
func (f fate) Take(Found) Figure { return f }

func (f fate) Act(text string) (Figure, string, bool) {
	name, value := verb(text)
	for k, d := range f.Dials() {
		if d.ID != name {
			continue
		}
		i, why := turn(d, value)
		if why != "" {
			return f, why, false
		}
		*[]*int{&f.place, &f.fails, &f.when}[k] = i
		f.seen[f.place][f.fails][f.when] = true
		return f, "", true
	}
	return f, "Write place, fails or when, and one of its values.", false
}

func (f fate) Tasks() []Task {
	either := func(place, fails int) bool { return f.seen[place][fails][0] || f.seen[place][fails][1] }
	return []Task{
		{"cut the power in one machine", either(oneMachine, cabinetFails) || either(oneMachine, boardFails)},
		{"kill the board over the network", either(overNetwork, boardFails)},
		{"cut the network before the move, and after", f.seen[overNetwork][networkFails][0] && f.seen[overNetwork][networkFails][1]},
	}
}

// outcome is what became of one move.
type outcome struct {
	Cabinet, Network, Board bool   // alive
	Moved                   bool   // in truth; of no account where the board is gone with its memory
	Sees                    string // what the line of code gets
	Knows                   string // what it knows afterwards: "done", "not done", "nothing"
	Step                    string // of the eight, that failed; empty if none
	Say                     string
}

// outcome is the whole table: two places, four failures, before and after the move.
func (f fate) outcome() outcome {
	if f.place == oneMachine {
		return f.local()
	}
	return f.remote()
}

func (f fate) local() outcome {
	switch f.fails {
	case cabinetFails, boardFails:
		return outcome{
			Moved: f.when == 1, Sees: "nothing: no code is left to see it", Knows: "no one is there",
			Say: "One cable, one fate. Caller and callee die in the same moment, and so does the memory that the board was kept in. Nobody has to handle \"the board is gone and I am here\".",
		}
	case networkFails:
		return outcome{
			Cabinet: true, Board: true, Moved: true, Sees: "it returns, after a microsecond", Knows: "done",
			Say: "There is no network in the way, so it can't fail.",
		}
	}
	return outcome{
		Cabinet: true, Board: true, Moved: true, Sees: "it returns, after a microsecond", Knows: "done",
		Say: "A function call: it returns, and the move was made.",
	}
}

func (f fate) remote() outcome {
	o := outcome{Cabinet: true, Network: true, Board: true, Moved: f.when == 1, Sees: "silence, for 500 ms", Knows: "nothing"}
	after := f.when == 1
	switch f.fails {
	case nothingFails:
		o.Moved, o.Sees, o.Knows, o.Say = true, "an answer, after 50 ms", "done", "All eight steps went well. It looks like the function call, 50,000 times slower."
	case cabinetFails:
		o.Cabinet, o.Sees, o.Knows = false, "nothing: the cabinet is dark", "nothing"
		o.Step, o.Say = "post_request", "The cabinet died before it had sent the move. The board lives on, and knows nothing of it; other players go on."
		if after {
			o.Step, o.Say = "update_client", "The board made the move and lives on. The cabinet comes back, and does not know what it had asked for."
		}
	case networkFails:
		o.Network = false
		o.Step, o.Say = "deliver_request", "Both live. The request never came, so nothing was done. All the cabinet has is silence."
		if after {
			o.Step, o.Say = "deliver_reply", "Both live. The move was made, and the answer got lost. All the cabinet has is the same silence."
		}
	case boardFails:
		o.Board = false
		o.Step, o.Say = "update_server", "The caller outlives what it called: that was impossible in one machine. The board died first, so nothing was done."
		if after {
			o.Step, o.Say = "post_reply", "The caller outlives what it called. The move was on the board's disk before it died, and nobody can say so."
		}
	}
	return o
}

func (f fate) Draw(w, h, focus int) []Line {
	w = min(w, 90)
	out := append(dialLines(f.Dials(), w, focus), nil)
	o := f.outcome()
	rows := 5
	if h < 20 {
		rows = 3
	}
	out = append(out, f.boxes(min(w, 74), rows, o)...)
	out = append(out,
		Line{{Dim, "the code gets  "}, {seesTone(o), o.Sees}},
		Line{{Dim, "it knows       "}, {seesTone(o), o.Knows}, {Dim, "      true: "}, {Text, f.truth(o)}})
	if o.Step != "" && h > 18 {
		out = append(out, line(Faint, "step that failed: "+o.Step))
	}
	out = append(append(out, nil), paragraph(Text, o.Say, w)...)
	return append(append(out, nil), taskLines(f.Tasks(), w)...)
}

func seesTone(o outcome) Tone {
	switch o.Knows {
	case "done":
		return Good
	case "nothing":
		return Wait
	}
	return Lost
}

func (f fate) truth(o outcome) string {
	switch {
	case !o.Board && f.place == oneMachine:
		return "gone as well"
	case o.Moved:
		return "moved"
	}
	return "not moved"
}

// boxes draws cabinet and board: in one box, or in two with the network between.
func (f fate) boxes(w, h int, o outcome) []Line {
	s := newSheet(w, h)
	cells := [2]string{"· C · · ·", "· · C · ·"}
	at := 0
	if o.Moved {
		at = 1
	}
	caller, board := "move(RIGHT)", cells[at]
	if f.place == oneMachine {
		tone, title := Good, "one machine"
		if !o.Cabinet {
			tone, title = Lost, "✗ one machine, dark"
			caller, board = "✗ "+caller, "✗"
		}
		s.box(0, 0, w, h, title, tone)
		s.text(4, h/2, "cabinet's code: "+caller, alive(o.Cabinet))
		s.text(w*3/5, h/2, "board: "+board, alive(o.Board))
		return s.lines()
	}
	n := (w - 14) / 2
	s.part(0, n, "cabinet", caller, o.Cabinet)
	s.part(w-n, n, "board", board, o.Board)
	if o.Network {
		s.text(n+1, h/2, "── network ─", Dim)
	} else {
		s.text(n+1, h/2, "─ ✗ cut ✗ ──", Lost)
	}
	return s.lines()
}

func alive(ok bool) Tone {
	if ok {
		return Text
	}
	return Lost
}

func (s *sheet) part(x, w int, title, text string, ok bool) {
	tone := Good
	if !ok {
		tone, title, text = Lost, "✗ "+title+", dark", "✗"
	}
	s.box(x, 0, w, s.h, title, tone)
	s.text(x+3, s.h/2, text, alive(ok))
}

// box draws a frame with a title.
func (s *sheet) box(x, y, w, h int, title string, tone Tone) {
	for i := x; i < x+w; i++ {
		s.put(i, y, '─', Faint)
		s.put(i, y+h-1, '─', Faint)
	}
	for i := y; i < y+h; i++ {
		s.put(x, i, '│', Faint)
		s.put(x+w-1, i, '│', Faint)
	}
	s.put(x, y, '╭', Faint)
	s.put(x+w-1, y, '╮', Faint)
	s.put(x, y+h-1, '╰', Faint)
	s.put(x+w-1, y+h-1, '╯', Faint)
	s.text(x+2, y, " "+title+" ", tone)
}

func (f fate) Tell() []string {
	o := f.outcome()
	return []string{
		fmt.Sprintf("The game runs in: %s. What loses its power: %s, %s the move.", places[f.place], failures[f.fails], whens[f.when]),
		fmt.Sprintf("The line of code gets: %s. It knows: %s. True: %s.", o.Sees, o.Knows, f.truth(o)),
		o.Say,
	}
}

func (fate) Help() []Word {
	return []Word{
		{"place", "VALUE", "where the game runs: one machine, or network"},
		{"fails", "VALUE", "what loses its power: nothing, cabinet, network or board"},
		{"when", "VALUE", "before or after the move was made"},
	}
}
