package meeting

import (
	"context"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/grading"
	"sysprep/interview"
	"sysprep/tui/kit"
	"sysprep/tui/mock"
	"sysprep/tui/screen"
)

// Panels of the console.
const (
	panelRubric = iota
	panelSend
	panelDesign
	panelNotes
	panels
)

var (
	panelNames = [panels]string{"rubric", "send", "design", "notes"}
	anyPanel   = panelNames[:]
	anyTyping  = []string{"saying", "noting", "breaking"}
)

// Bindings are the keys of the interviewer's console.
var Bindings = kit.Table{Name: "Interviewer", Typing: anyTyping, Bindings: []kit.Binding{
	{ID: "begin", Keys: []string{"enter"}, Help: "begin", Group: "Waiting", Contexts: []string{"waiting"}, Rank: 1},
	{ID: "tab", Keys: []string{"tab"}, Help: "next panel", Group: "Panels", Contexts: anyPanel, Rank: 8},
	{ID: "back", Keys: []string{"shift+tab"}, Help: "panel before", Group: "Panels", Contexts: anyPanel},
	{ID: "down", Keys: []string{"down", "j"}, Help: "down", Group: "Panels", Contexts: anyPanel},
	{ID: "up", Keys: []string{"up", "k"}, Help: "up", Group: "Panels", Contexts: anyPanel},
	{ID: "agree", Keys: []string{"enter"}, Help: "tick as heard", Group: "Rubric", Contexts: []string{"rubric"}, Rank: 1},
	{ID: "tick", Keys: []string{"0", "1", "2", "3"}, Show: "0-3", Help: "tick", Group: "Rubric", Contexts: []string{"rubric"}, Rank: 2},
	{ID: "wrong", Keys: []string{"x"}, Help: "wrong", Group: "Rubric", Contexts: []string{"rubric"}, Rank: 3},
	{ID: "unmark", Keys: []string{"u"}, Help: "take the mark back", Group: "Rubric", Contexts: []string{"rubric"}},
	{ID: "hint", Keys: []string{"t"}, Help: "hint", Group: "Rubric", Contexts: []string{"rubric"}, Rank: 4},
	{ID: "follow", Keys: []string{"f"}, Help: "follow up", Group: "Rubric", Contexts: []string{"rubric"}, Rank: 5},
	{ID: "send", Keys: []string{"enter"}, Help: "send it", Group: "Send", Contexts: []string{"send"}, Rank: 1},
	{ID: "break", Keys: []string{"enter"}, Help: "break it", Group: "Design", Contexts: []string{"design"}, Rank: 1},
	{ID: "own", Keys: []string{"f"}, Help: "a fault of your own", Group: "Design", Contexts: []string{"design"}, Rank: 2},
	{ID: "say", Keys: []string{"s"}, Help: "say", Group: "Talking", Contexts: anyPanel, Rank: 7},
	{ID: "note", Keys: []string{"n"}, Help: "private note", Group: "Talking", Contexts: anyPanel, Rank: 9},
	{ID: "next", Keys: []string{"ctrl+n"}, Help: "next part", Group: "Talking", Contexts: anyPanel, Rank: 10},
	{ID: "end", Keys: []string{"ctrl+e"}, Help: "end the interview", Group: "Talking", Contexts: anyPanel},
	{ID: "debrief", Keys: []string{"d"}, Help: "debrief", Group: "Talking", Contexts: anyPanel, Rank: 2},
	{ID: "way", Keys: []string{"w"}, Help: "how they join", Group: "Talking", Contexts: anyPanel},
	{ID: "pgup", Keys: []string{"pgup"}, Help: "what was said before", Group: "Talking", Contexts: anyPanel},
	{ID: "pgdown", Keys: []string{"pgdown"}, Help: "what was said last", Group: "Talking", Contexts: anyPanel},
	{ID: "done", Keys: []string{"ctrl+s", "enter"}, Help: "send it", Group: "Typing", Contexts: []string{"saying"}, Rank: 1},
	{ID: "done", Keys: []string{"ctrl+s", "enter"}, Help: "keep it", Group: "Typing", Contexts: []string{"noting"}, Rank: 1},
	{ID: "done", Keys: []string{"ctrl+s", "enter"}, Help: "run it", Group: "Typing", Contexts: []string{"breaking"}, Rank: 1},
	{ID: "drop", Keys: []string{"esc"}, Help: "not now", Group: "Typing", Contexts: anyTyping, Rank: 2},
	{ID: "shut", Keys: []string{"esc", "w", "enter"}, Show: "esc", Help: "back", Group: "Waiting", Contexts: []string{"way"}, Rank: 1},
	{ID: "leave", Keys: []string{"esc"}, Help: "leave", Group: "Talking", Contexts: append([]string{"waiting"}, anyPanel...), Rank: 11},
}}

// Way in, as the console shows it.
type Way struct {
	Lines []string // how the candidate joins: commands, the code, the host's fingerprint
	Warn  string   // what is not safe about it; empty if all is
}

// console is the interviewer's screen.
type console struct {
	env    *screen.Env
	seat   *Seat
	script *interview.Script
	style  content.InterviewStyle
	way    Way
	view   View

	panel   int
	list    [panels]screen.List
	typing  string // "saying", "noting", "breaking"; empty: keys are keys
	begun   string // what the text in the field was begun for
	area    textarea.Model
	sure    string // what was pressed once and wants to be pressed twice
	asked   bool   // the way in is shown
	pad     mock.Pad
	trouble string
	boards  mock.Boards
	scroll  int // lines above the end of the talk
	debrief *mock.Debrief
	w, h    int
}

// NewConsole is the interviewer's program in a seat.
func NewConsole(env *screen.Env, seat *Seat, style content.InterviewStyle, way Way) tea.Model {
	v := seat.View()
	c := console{
		env: env, seat: seat, script: seat.hub.Script, style: style, way: way, view: v, boards: mock.Boards{},
		area: kit.NewTextArea(env.Theme, "", 60, 2), pad: mock.NewPad(env, v.Pad),
	}
	c.area.MaxHeight = 0
	c.goToPhase()
	return root{env: env, on: c}
}

func (c console) Init() tea.Cmd {
	var cmds []tea.Cmd
	for _, id := range c.view.State.Thrown {
		cmds = append(cmds, mock.Board(c.env, c.script, id))
	}
	return tea.Batch(cmds...)
}

func (c console) context() string {
	switch {
	case c.debrief != nil:
		return "debrief"
	case !c.view.State.Started:
		return "waiting"
	case c.asked:
		return "way"
	case c.typing != "":
		return c.typing
	}
	return panelNames[c.panel]
}

func (c console) Keys() screen.Keys {
	if c.debrief != nil {
		return c.debrief.Keys()
	}
	return screen.Keys{Table: Bindings, Context: c.context(), Typing: c.typing != "", Why: c.why}
}

// why says why a key does nothing now.
func (c console) why(id string) string {
	s := c.view.State
	if id == "debrief" && !s.Over {
		return "the interview is not over"
	}
	if s.Over && slices.Contains([]string{"say", "send", "hint", "follow", "next", "end", "break", "own", "way"}, id) {
		return "the interview is over"
	}
	switch id {
	case "next":
		if s.Phase+1 >= len(c.script.Def.Phases) {
			return "this is the last part: ctrl+e ends the interview"
		}
	case "agree", "tick", "wrong", "unmark", "hint", "follow":
		it, ok := c.item()
		switch {
		case !ok:
			return "there is no item"
		case id == "agree" && it.Machine.Level == 0 && !it.Machine.Wrong:
			return "the machine heard nothing of it: 0 to 3 tick it"
		case id == "unmark" && it.Tick == nil:
			return "you have not marked it"
		case id == "hint" && it.Hints >= it.Rungs:
			return "there is nothing more to hint at"
		case id == "follow" && c.script.FollowUp(s, it.Item) == "":
			return "there is nothing more to ask"
		}
	case "break", "own":
		switch {
		case c.view.Running:
			return "it is being run"
		case strings.TrimSpace(c.view.Pad) == "":
			return "there is no sketch yet"
		case id == "break" && len(c.faults()) == 0:
			return "the script names no fault: f takes your own words"
		}
	}
	return ""
}

// rubric lists the items.
func (c console) rubric() []interview.Heard { return c.script.Rubric(c.view.State) }

// item is the chosen item.
func (c console) item() (interview.Heard, bool) {
	all := c.rubric()
	if i := c.list[panelRubric].At; i < len(all) {
		return all[i], true
	}
	return interview.Heard{}, false
}

// faults are those of the design's task.
func (c console) faults() []string {
	if t := c.script.DesignTask(c.view.State); t != nil {
		return t.Faults
	}
	return nil
}

// count is how many lines the present panel's list has.
func (c console) count() int {
	switch c.panel {
	case panelRubric:
		return len(c.rubric())
	case panelSend:
		return len(c.script.Suggest(c.view.State))
	case panelDesign:
		return len(c.faults())
	}
	return 0
}

// goToPhase moves the cursor to the first item of the phase that is on.
func (c *console) goToPhase() {
	c.list[panelSend] = screen.List{}
	for i, it := range c.rubric() {
		if it.Phase >= c.view.State.Phase {
			c.list[panelRubric] = screen.List{At: i}
			return
		}
	}
}

func (c console) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	if c.boards.Take(msg) {
		return c, nil
	}
	switch msg := msg.(type) {
	case screen.Resized:
		c.w, c.h = msg.W, msg.H
		return c.fit(msg)
	case Changed:
		return c.changed(msg.View)
	case did:
		if msg.ran {
			c.trouble = ""
			if msg.err != nil {
				c.trouble = msg.err.Error()
			}
			c.pad.Ran(c.view.Running, c.view.State.Trials, c.trouble)
			return c, nil
		}
		if msg.err != nil {
			return c, screen.Send(screen.Notice{Text: kit.Sentence(msg.err.Error()), Bad: true})
		}
	case tea.KeyPressMsg:
		return c.key(msg)
	case tea.PasteMsg:
		return c.write(msg)
	}
	return c, nil
}

// changed shows the session as it is now.
func (c console) changed(v View) (screen.Screen, tea.Cmd) {
	var cmds []tea.Cmd
	for _, id := range v.State.Thrown {
		if !slices.Contains(c.view.State.Thrown, id) {
			cmds = append(cmds, mock.Board(c.env, c.script, id))
		}
	}
	phase := v.State.Phase != c.view.State.Phase || v.State.Started != c.view.State.Started
	logged := len(v.Log) != len(c.view.Log)
	c.view = v
	if phase {
		c.goToPhase()
	}
	c.pad.Show(kit.Clean(v.Pad))
	c.pad.Ran(v.Running, v.State.Trials, c.trouble)
	if c.debrief != nil && logged {
		d := c.debrief.Again(v.State, v.Log)
		c.debrief = &d
	}
	return c, tea.Batch(cmds...)
}

// act does something in the background.
func (c console) act(mv interview.Move) tea.Cmd {
	seat := c.seat
	return func() tea.Msg { return did{err: seat.Do(context.Background(), mv)} }
}

// run has the candidate's sketch run under a fault.
func (c console) run(fault string) (screen.Screen, tea.Cmd) {
	seat := c.seat
	c.trouble = ""
	c.pad.Ran(true, nil, "")
	return c, func() tea.Msg { return did{err: seat.Try(context.Background(), fault), ran: true} }
}

func (c console) key(msg tea.KeyPressMsg) (screen.Screen, tea.Cmd) {
	if c.debrief != nil {
		d, cmd := c.debrief.Update(msg)
		if hit, ok := mock.AfterBindings.Match(msg, d.Keys().Context, nil); ok && hit.ID == "leave" {
			c.debrief = nil
			return c, nil
		}
		c.debrief = &d
		return c, cmd
	}
	hit, ok := Bindings.Match(msg, c.context(), c.why)
	if !ok {
		return c.write(msg)
	}
	if hit.Reason != "" {
		return c, screen.Send(screen.Notice{Text: hit.Help + ": not now, " + hit.Reason})
	}
	sure := c.sure == hit.ID
	c.sure = ""
	switch hit.ID {
	case "next", "end", "leave":
		return c.twice(hit.ID, sure)
	case "done", "drop", "say", "note", "own":
		return c.typingKey(hit.ID)
	case "begin":
		return c, c.act(interview.Move{Kind: interview.Began, Style: c.style})
	case "tab", "back":
		n := map[string]int{"tab": 1, "back": panels - 1}[hit.ID]
		c.panel = (c.panel + n) % panels
	case "down":
		c.list[c.panel] = c.list[c.panel].By(1, c.count())
	case "up":
		c.list[c.panel] = c.list[c.panel].By(-1, c.count())
	case "pgup":
		c.scroll += max(1, c.h/3)
	case "pgdown":
		c.scroll = max(0, c.scroll-max(1, c.h/3))
	case "way", "shut":
		c.asked = hit.ID == "way"
	case "send":
		if all := c.script.Suggest(c.view.State); c.list[panelSend].At < len(all) {
			return c, c.act(all[c.list[panelSend].At].Move)
		}
	case "break":
		return c.run(c.faults()[min(c.list[panelDesign].At, len(c.faults())-1)])
	case "debrief":
		d := mock.NewDebrief(c.env, c.script, mock.Opener{Lesson: noLesson}, c.view.State, c.view.Log)
		d, cmd := d.Update(screen.Resized{W: c.w, H: c.h})
		c.debrief = &d
		return c, cmd
	default:
		return c.itemKey(hit.ID, msg.String())
	}
	return c, nil
}

// itemKey does something about the chosen item.
func (c console) itemKey(id, key string) (screen.Screen, tea.Cmd) {
	it, _ := c.item()
	mv := interview.Move{Kind: interview.Ticked, Item: it.Item}
	switch id {
	case "agree":
		mv.Level, mv.Wrong = it.Machine.Level, it.Machine.Wrong
	case "tick":
		mv.Level, mv.Wrong = grading.Level(key[0]-'0'), it.Tick != nil && it.Tick.Wrong
	case "wrong":
		mv.Wrong = it.Tick == nil || !it.Tick.Wrong
		if it.Tick != nil {
			mv.Level = it.Tick.Level
			mv.Off = it.Tick.Wrong && mv.Level == 0 // nothing is left of the mark
		}
	case "unmark":
		mv.Off = true
	case "hint":
		mv.Kind = interview.Hinted
	case "follow":
		mv.Kind, mv.Text = interview.Probed, c.script.FollowUp(c.view.State, it.Item)
	}
	return c, c.act(mv)
}

var sureWords = map[string]string{
	"next":  "ctrl+n once more begins the next part.",
	"end":   "ctrl+e once more ends the interview; what the candidate is typing is taken.",
	"leave": "esc once more leaves. The clock stops, the candidate has to wait, and nothing is lost.",
}

// twice does what can't be taken back, when it is pressed the second time.
func (c console) twice(id string, sure bool) (screen.Screen, tea.Cmd) {
	text := sureWords[id]
	if id == "leave" && c.view.State.Over {
		sure = sure || !c.view.Guest
		text = "esc once more leaves, and closes the debrief that the candidate is still reading."
	}
	if !sure {
		c.sure = id
		return c, screen.Send(screen.Notice{Text: text})
	}
	switch id {
	case "next":
		return c, c.act(interview.Move{Kind: interview.Phased})
	case "end":
		return c, c.act(interview.Move{Kind: interview.Ended})
	}
	return c, screen.Send(screen.Pop{})
}
