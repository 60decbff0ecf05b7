package mock

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// SaveBindings are the keys while a debrief is saved as a file.
var SaveBindings = kit.Table{Name: "Saving a debrief", Typing: []string{"file"}, Bindings: []kit.Binding{
	{ID: "write", Keys: []string{"enter"}, Help: "write it", Group: "File", Contexts: []string{"file"}, Rank: 1},
	{ID: "stop", Keys: []string{"esc"}, Help: "don't", Group: "File", Contexts: []string{"file"}, Rank: 2},
}}

// document is what can be saved.
type document interface {
	Markdown() string
	HTML() string
}

// saver asks for the name of a file; its ending says what is written. It is a value.
type saver struct {
	on   bool
	name kit.TextLine
	over string // a file of this name is there already; enter again replaces it
}

// saved tells that a debrief was written, or why not.
type saved struct {
	name   string // as it was typed
	full   string
	exists bool
	err    error
}

// ask begins with a name for what has that id.
func (s saver) ask(env *screen.Env, id string) saver {
	return saver{on: true, name: kit.TextLine{Text: fmt.Sprintf("sysprep-%s-%s.html", id, env.Journal.Now().Format("2006-01-02"))}}
}

func (saver) keys() screen.Keys {
	return screen.Keys{Table: SaveBindings, Context: "file", Typing: true}
}

// update takes keys while a name is typed, and what came of it; ours says if the message was for the saver.
func (s saver) update(env *screen.Env, doc document, msg tea.Msg) (next saver, cmd tea.Cmd, ours bool) {
	switch msg := msg.(type) {
	case saved:
		return s.heard(msg)
	case tea.PasteMsg:
		if s.on {
			s.name = s.name.Press(tea.KeyPressMsg{Text: oneLine(msg.Content)})
		}
		return s, nil, s.on
	case tea.KeyPressMsg:
		if !s.on {
			return s, nil, false
		}
		hit, ok := SaveBindings.Match(msg, "file", nil)
		switch {
		case !ok:
			s.name = s.name.Press(msg)
		case hit.ID == "stop":
			s.on = false
		case hit.ID == "write":
			return s, s.write(env, doc), true
		}
		return s, nil, true
	}
	return s, nil, false
}

// heard takes what became of the file.
func (s saver) heard(m saved) (saver, tea.Cmd, bool) {
	switch {
	case m.exists:
		s.over = m.name
		return s, screen.Send(screen.Notice{Text: m.name + " is there already: enter again replaces it, or type another name."}), true
	case m.err != nil:
		return s, screen.Send(screen.Notice{Text: "Not written: " + m.err.Error(), Bad: true}), true
	}
	s.on = false
	return s, screen.Send(screen.Notice{Text: "Written: " + m.full}), true
}

func (s saver) write(env *screen.Env, doc document) tea.Cmd {
	name, replace := strings.TrimSpace(s.name.Text), s.over != "" && s.over == strings.TrimSpace(s.name.Text)
	files := env.Files
	return func() tea.Msg {
		data, err := dataOf(doc, name)
		if err != nil {
			return saved{name: name, err: err}
		}
		if files == nil {
			return saved{name: name, err: errors.New("there is nowhere to write to")}
		}
		full, err := files.Write(name, data, replace)
		if errors.Is(err, fs.ErrExist) {
			return saved{name: name, exists: true}
		}
		return saved{name: name, full: full, err: err}
	}
}

// dataOf is a document in the form that the ending of a file name asks for.
func dataOf(doc document, name string) ([]byte, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".md":
		return []byte(kit.Clean(doc.Markdown())), nil
	case ".html":
		return []byte(kit.Clean(doc.HTML())), nil
	case ".json":
		return json.MarshalIndent(doc, "", "  ")
	}
	return nil, fmt.Errorf("%q has none of the endings .html, .md and .json, which say what to write", name)
}

// below puts the line for the name under a page.
func (s saver) below(th *kit.Theme, page screen.Page, w, h int) screen.Page {
	if !s.on || h < 4 {
		return page
	}
	page.Lines = page.Lines[:min(len(page.Lines), h-2)]
	for len(page.Lines) < h-2 {
		page.Lines = append(page.Lines, "")
	}
	page.Lines = append(page.Lines, kit.Rule(th, "save as .html, .md or .json", w), s.name.Show(th, "file:", w))
	return page
}
