package meeting

import (
	"context"
	"errors"
	"sync"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/interview"
)

// Seat is one of the two at the table, for as long as a connection lasts.
type Seat struct {
	By interview.Party

	hub  *Hub
	news chan struct{} // holds one: something has changed
	done chan struct{} // closed when the seat is given up
	once sync.Once
	why  string // the seat was given up; set before done is closed
}

// ErrGone is returned for what is done from a seat that was given up.
var ErrGone = errors.New("this connection was given up")

// Sit takes a seat. There is one for each party: who comes later takes it over, since a connection that was cut may
// look alive for minutes.
func (h *Hub) Sit(ctx context.Context, by interview.Party) (*Seat, error) {
	s := &Seat{By: by, hub: h, news: make(chan struct{}, 1), done: make(chan struct{})}
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		return nil, ErrGone
	}
	var before *Seat
	for other := range h.seats {
		if other.By == by {
			before = other
			delete(h.seats, other)
		}
	}
	h.seats[s] = true
	h.mu.Unlock()
	if before != nil {
		before.end("You have come in from another place, so this one was closed.")
	}
	if err := h.do(ctx, interview.Move{By: by, Kind: interview.Joined}); err != nil {
		s.Leave(ctx)
		return nil, err
	}
	s.nudge()
	return s, nil
}

// taken says whether the seat is still held.
func (s *Seat) taken() bool {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	return s.hub.seats[s]
}

// Do makes a move of this party. When it returns without an error it is on disk.
func (s *Seat) Do(ctx context.Context, mv interview.Move) error {
	if !s.taken() {
		return ErrGone
	}
	mv.By = s.By
	return s.hub.do(ctx, mv)
}

// Type tells what the candidate is typing; n counts typings, from View().Typed on.
func (s *Seat) Type(n int, draft, pad string) {
	if s.By == interview.Candidate && s.taken() {
		s.hub.typing(n, draft, pad)
	}
}

// Try runs the candidate's sketch, under one fault in the words of sketches or, if it is empty, under those of the task.
// It takes up to some seconds.
func (s *Seat) Try(ctx context.Context, fault string) error {
	if !s.taken() {
		return ErrGone
	}
	if s.By == interview.Candidate {
		fault = ""
	}
	return s.hub.try(ctx, s.By, fault)
}

// View is the session as it is now.
func (s *Seat) View() View { return s.hub.View() }

// News holds something whenever the view has changed.
func (s *Seat) News() <-chan struct{} { return s.news }

// Done is closed when the seat was given up; Why then says so in a sentence.
func (s *Seat) Done() <-chan struct{} { return s.done }

// Why says why the seat was given up; empty if its holder left.
func (s *Seat) Why() string {
	<-s.done
	return s.why
}

// Leave gives the seat up.
func (s *Seat) Leave(ctx context.Context) {
	h := s.hub
	h.mu.Lock()
	held := h.seats[s]
	delete(h.seats, s)
	h.mu.Unlock()
	s.end("")
	if held {
		_ = h.do(ctx, interview.Move{By: s.By, Kind: interview.Left}) // the log is whole without it
	}
}

func (s *Seat) end(why string) {
	s.once.Do(func() {
		s.why = why
		close(s.done)
	})
}

// nudge says that there is news; who has not read the last still has it to read.
func (s *Seat) nudge() {
	select {
	case s.news <- struct{}{}:
	default:
	}
}

// Changed brings the session as it is now.
type Changed struct{ View View }

// Program is a program in a seat.
type Program struct {
	seat *Seat
	ctx  context.Context
	tea  *tea.Program
}

// Program makes a program in the seat; it hears of what changes, and ends when the seat is given up or ctx ends.
func (s *Seat) Program(ctx context.Context, m tea.Model, opts ...tea.ProgramOption) *Program {
	return &Program{seat: s, ctx: ctx, tea: tea.NewProgram(m, append([]tea.ProgramOption{tea.WithContext(ctx)}, opts...)...)}
}

// Send gives the program a message.
func (p *Program) Send(msg tea.Msg) { p.tea.Send(msg) }

// Run shows the program to its end. All that it starts has ended when it returns, but for a reader of input that can't be
// interrupted: close the input.
func (p *Program) Run() error {
	ctx, cancel := context.WithCancel(p.ctx)
	pumped := make(chan struct{})
	go func() {
		defer close(pumped)
		for {
			select {
			case <-p.seat.news:
				p.tea.Send(Changed{p.seat.View()})
			case <-p.seat.done:
				p.tea.Quit()
				return
			case <-ctx.Done():
				return
			}
		}
	}()
	_, err := p.tea.Run()
	if p.ctx.Err() != nil {
		err = nil // it was told to end
	}
	cancel()
	<-pumped
	return err
}

// Script is the script of the interview.
func (s *Seat) Script() *interview.Script { return s.hub.Script }

// Pack is the pack that the script is from.
func (s *Seat) Pack() *content.Pack { return s.hub.journal.Pack }
