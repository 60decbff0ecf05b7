package meeting

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"golang.org/x/crypto/ssh"

	"sysprep/content"
	"sysprep/interview"
	"sysprep/tui/journal"
	"sysprep/tui/kit"
	"sysprep/tui/meeting/door"
	"sysprep/tui/prefs"
	"sysprep/tui/screen"
)

// Options are what a host needs.
type Options struct {
	Journal *journal.Journal
	Script  *interview.Script
	Session string // id in the store
	Log     []interview.Event
	Style   content.InterviewStyle
	Prefs   prefs.Values

	Folder door.Folder
	Listen string          // address to listen on; empty: a port on loopback, the one of last time if it is free
	Keys   []ssh.PublicKey // who may come in; none: who has the code
	Join   string          // the command that joins on this machine
	Print  func(Way)       // tells how to join, before the screen is taken; may be nil

	// Console shows the interviewer's side in another way than on a screen, such as in lines of text, until it is left; nil: on
	// a screen.
	Console func(ctx context.Context, seat *Seat, way Way) error
	// Lines shows the candidate's side in lines of text, for who asks for that; nil: there are screens only.
	Lines Lines

	Program []tea.ProgramOption // for tests: other input, output, size
}

// Lines shows a candidate's side in lines of text of so many columns, or of the usual number if that is 0.
type Lines func(ctx context.Context, seat *Seat, in io.Reader, out io.Writer, width int) error

// farewell is how long those who are inside are given to be shown out.
const farewell = 2 * time.Second

// Host opens the door, and shows the interviewer's console until that is left.
func Host(ctx context.Context, o Options) error {
	hub, err := Open(ctx, o.Journal, o.Script, o.Session, o.Log)
	if err != nil {
		return err
	}
	in, err := open(context.WithoutCancel(ctx), o, hub) // who is inside is shown out even when this program is told to end
	if err != nil {
		return err
	}
	seat, err := hub.Sit(ctx, interview.Interviewer)
	if err != nil {
		in.shut()
		return err
	}
	if o.Print != nil {
		o.Print(in.way)
	}
	env := &screen.Env{Theme: kit.NewTheme(groundOf(o.Prefs.Theme), colorprofile.Unknown).Bared(o.Prefs.Bare), Journal: o.Journal, Prefs: o.Prefs}
	beating, still := context.WithCancel(ctx)
	var pulse sync.WaitGroup
	pulse.Go(func() { hub.Run(beating) })
	if o.Console != nil {
		err = o.Console(ctx, seat, in.way)
	} else {
		err = seat.Program(ctx, NewConsole(env, seat, o.Style, in.way), o.Program...).Run()
	}
	still()
	pulse.Wait()
	hub.Close(context.WithoutCancel(ctx))
	in.shut()
	if hub.View().State.Over {
		o.Folder.DropWay()
	}
	return err
}

func groundOf(theme string) kit.Mode {
	switch theme {
	case "light":
		return kit.Light
	case "high-contrast":
		return kit.HighContrast
	}
	return kit.Dark
}

// entrance is an open door, and how to find it.
type entrance struct {
	way    Way
	door   *door.Door
	served sync.WaitGroup
	cancel context.CancelFunc
}

// open listens on the network and on the socket, and lets the candidate in to the hub.
func open(ctx context.Context, o Options, hub *Hub) (*entrance, error) {
	if err := o.Folder.Open(); err != nil {
		return nil, err
	}
	key, err := o.Folder.HostKey()
	if err != nil {
		return nil, err
	}
	local, noSocket := o.Folder.Listen()
	if errors.Is(noSocket, door.ErrHosted) {
		return nil, noSocket
	}
	was := o.Folder.Way(o.Session)
	network, err := listen(o.Listen, was.Addr)
	if err != nil {
		if local != nil {
			_ = local.Close()
		}
		return nil, err
	}
	code := was.Code
	if code == "" {
		code = door.NewCode()
	}
	ctx, cancel := context.WithCancel(ctx)
	d := &door.Door{Host: key, Code: code, Keys: o.Keys, Refused: hub.Refused}
	in := &entrance{door: d, cancel: cancel, way: wayIn(o, network.Addr(), code, ssh.FingerprintSHA256(key.PublicKey()), noSocket)}
	d.Show = func(ctx context.Context, t door.Terminal) string { return Receive(ctx, hub, t) }
	if o.Lines != nil {
		d.Lines = func(ctx context.Context, t door.Terminal) string { return ReceiveLines(ctx, hub, t, o.Lines) }
	}
	in.served.Go(func() { _ = d.Serve(ctx, network, false) })
	if local != nil {
		in.served.Go(func() { _ = d.Serve(ctx, local, true) })
	}
	if err := o.Folder.KeepWay(door.Way{Session: o.Session, Code: code, Addr: network.Addr().String()}); err != nil {
		in.shut()
		return nil, fmt.Errorf("the code can't be kept for when you come back: %w", err)
	}
	return in, nil
}

// shut lets those inside say goodbye, and closes the door.
func (in *entrance) shut() {
	gone := make(chan struct{})
	go func() {
		in.door.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-time.After(farewell):
	}
	in.cancel()
	in.served.Wait()
	<-gone
}

// listen opens the port: the one that was asked for, else that of last time if it was on loopback, else any on loopback.
func listen(asked, last string) (net.Listener, error) {
	if asked != "" {
		if _, _, err := net.SplitHostPort(asked); err != nil {
			asked = net.JoinHostPort(asked, "0")
		}
		l, err := net.Listen("tcp", asked)
		if err != nil {
			return nil, fmt.Errorf("nobody can come in at %s: choose another address with --listen: %w", asked, err)
		}
		return l, nil
	}
	if host, _, err := net.SplitHostPort(last); err == nil && net.ParseIP(host).IsLoopback() {
		if l, err := net.Listen("tcp", last); err == nil {
			return l, nil
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("no port can be opened on this machine: %w", err)
	}
	return l, nil
}

// wayIn says how to join.
func wayIn(o Options, addr net.Addr, code, fingerprint string, noSocket error) Way {
	host, port := "127.0.0.1", 0
	var w Way
	if tcp, ok := addr.(*net.TCPAddr); ok {
		port = tcp.Port
		host = tcp.IP.String()
		if tcp.IP.IsUnspecified() {
			host = ownAddress()
		}
		if !tcp.IP.IsLoopback() {
			w.Warn = fmt.Sprintf("Port %d is open to everybody who can reach this machine, until you leave. They can only try codes or keys; a code has 59 bits, and three wrong ones end a connection.", port)
			if len(o.Keys) > 0 {
				w.Warn = fmt.Sprintf("Port %d is open to everybody who can reach this machine, until you leave. Only the keys that you named are let in.", port)
			}
		}
	}
	if noSocket == nil {
		w.Lines = append(w.Lines, "On this machine, in a second terminal:", "    "+o.Join, "")
	} else {
		w.Lines = append(w.Lines, "There is no socket on this machine ("+noSocket.Error()+"): use SSH.", "")
	}
	where := "Over SSH, from this machine or through a tunnel to it:"
	if w.Warn != "" {
		where = "Over SSH:"
	}
	w.Lines = append(w.Lines, where, "    ssh -t -p "+strconv.Itoa(port)+" candidate@"+host)
	if len(o.Keys) > 0 {
		w.Lines = append(w.Lines, fmt.Sprintf("who has one of the %d keys that you named.", len(o.Keys)))
	} else {
		w.Lines = append(w.Lines, "", "The code that it asks for, good for this interview only:", "    "+code)
	}
	w.Lines = append(w.Lines, "", "The first time ssh asks whether it is this host:", "    "+fingerprint)
	return w
}

// ownAddress is an address by which others may reach this machine.
func ownAddress() string {
	all, err := net.InterfaceAddrs()
	if err == nil {
		for _, a := range all {
			if ip, ok := a.(*net.IPNet); ok && ip.IP.IsGlobalUnicast() && ip.IP.To4() != nil {
				return ip.IP.String()
			}
		}
	}
	return "ADDRESS-OF-THIS-MACHINE"
}

// Receive shows the candidate's room on a terminal that came in by the door, and returns a parting sentence.
func Receive(ctx context.Context, hub *Hub, t door.Terminal) string {
	seat, err := hub.Sit(ctx, interview.Candidate)
	if err != nil {
		return "You can't be let in: " + err.Error() + "."
	}
	defer seat.Leave(context.WithoutCancel(ctx))
	ctx, cancel := context.WithCancel(ctx)
	p := seat.Program(ctx, NewGuest(seat),
		tea.WithInput(t), tea.WithOutput(t), tea.WithEnvironment(t.Env), tea.WithColorProfile(colorprofile.Env(t.Env)),
		tea.WithWindowSize(t.W, t.H), tea.WithoutSignalHandler())
	sized := make(chan struct{})
	go func() {
		defer close(sized)
		for {
			select {
			case s := <-t.Resizes:
				p.Send(tea.WindowSizeMsg{Width: s.W, Height: s.H})
			case <-ctx.Done():
				return
			}
		}
	}()
	err = p.Run()
	cancel()
	<-sized
	select {
	case <-seat.Done():
		return seat.Why()
	default:
	}
	if err != nil {
		return "The screen could not be shown: " + err.Error() + "."
	}
	return hasLeft
}

const hasLeft = "You have left the table. The same way in leads back to it."

// ReceiveLines is Receive in lines of text.
func ReceiveLines(ctx context.Context, hub *Hub, t door.Terminal, show Lines) string {
	seat, err := hub.Sit(ctx, interview.Candidate)
	if err != nil {
		return "You can't be let in: " + err.Error() + "."
	}
	defer seat.Leave(context.WithoutCancel(ctx))
	err = show(ctx, seat, t, t, min(t.W, mostColumns))
	select {
	case <-seat.Done():
		return seat.Why()
	default:
	}
	if err != nil {
		return "The text could not be shown: " + err.Error() + "."
	}
	return hasLeft
}

// mostColumns is how long lines of text are at most: longer ones are hard to read.
const mostColumns = 100
