package lab

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	tea "charm.land/bubbletea/v2"

	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/screen"
)

// exporter writes the run into a file: first the form is chosen, then the file is named, and
// what is there already is only replaced when that is asked for.
type exporter struct {
	form   int
	line   kit.TextLine
	asking string // the file that is there already; "" before it is known
	busy   bool
}

// newExport proposes the first form.
func (l *Lab) newExport() panel { return exporter{} }

// exportNamed is the exporter while a file name is typed.
type exportNamed struct{ exporter }

func (p exporter) context() string {
	if p.asking != "" {
		return "overwrite"
	}
	return "export"
}

func (exportNamed) context() string { return "filename" }

func (p exporter) why(*Lab, string) string {
	if p.busy {
		return "the file is being written"
	}
	return ""
}

func (p exportNamed) typed(l Lab, msg tea.KeyPressMsg) Lab {
	p.line = p.line.Press(msg)
	l.panel = p
	return l
}

func (p exporter) key(l Lab, id string) (Lab, tea.Cmd) {
	switch id {
	case "itemdown":
		p.form = moved(p.form, 1, len(Forms))
	case "itemup":
		p.form = moved(p.form, -1, len(Forms))
	case "form":
		p.line = kit.TextLine{Text: fmt.Sprintf("sysprep-%s-seed%d.%s", l.scenario.ID, l.run.Seed(), Forms[p.form].Ext)}
		l.panel = exportNamed{p}
		return l, nil
	case "overwrite":
		return p.write(l, p.asking, true)
	case "rename":
		p.asking = ""
		l.panel = exportNamed{p}
		return l, nil
	}
	l.panel = p
	return l, nil
}

func (p exportNamed) key(l Lab, id string) (Lab, tea.Cmd) {
	if id == "unname" {
		l.panel = p.exporter
		return l, nil
	}
	name := strings.TrimSpace(p.line.Text)
	if name == "" {
		return l, notice("Type a file name, or esc to choose another form.")
	}
	return p.write(l, name, false)
}

// exported tells that a file was written, or why not.
type exported struct {
	path   string // as it was typed
	full   string
	exists bool
	bytes  int
	err    error
}

// write makes the file aside: the run is forked, so that the lab may go on.
func (p exporter) write(l Lab, path string, over bool) (Lab, tea.Cmd) {
	form, run, th := Forms[p.form], l.run.Fork(), l.env.Theme
	p.busy, p.asking = true, ""
	l.panel = p
	env := *l.env
	env.Theme = th
	return l, func() tea.Msg {
		data, err := form.Make(&env, run)
		if err != nil {
			return exported{path: path, err: err}
		}
		full, err := env.Files.Write(path, data, over)
		if errors.Is(err, fs.ErrExist) {
			return exported{path: path, exists: true}
		}
		return exported{path: path, full: full, bytes: len(data), err: err}
	}
}

// halt: what is being written goes on, but nobody waits for it.
func (p exporter) halt() panel {
	p.busy = false
	return p
}

func (p exporter) hear(l Lab, msg tea.Msg) (Lab, tea.Cmd) {
	m, ok := msg.(exported)
	if !ok {
		return l, nil
	}
	p.busy = false
	switch {
	case m.exists:
		p.asking, p.line = m.path, kit.TextLine{Text: m.path}
		l.panel = p
		return l, nil
	case m.err != nil:
		p.line = kit.TextLine{Text: m.path}
		l.panel = exportNamed{p}
		return l, screen.Send(screen.Notice{Text: "Not written: " + m.err.Error(), Bad: true})
	}
	l.shut()
	return l, notice(fmt.Sprintf("Written: %s (%s).", m.full, scenarios.Size(m.bytes)))
}

func (p exporter) lines(l *Lab, w, h int) []string {
	th := l.env.Theme
	lines := []string{th.Paint(kit.InkTitle, "Export this run, up to "+l.clock(l.run.Now())), ""}
	for i, f := range Forms {
		cursor, ink := "  ", kit.InkText
		if i == p.form {
			cursor, ink = th.Paint(kit.InkAccent, "▸ "), kit.InkSelected
		}
		lines = append(lines, kit.Cut(cursor+th.Paint(ink, kit.PadRight(f.Name, 6))+"  "+th.Paint(kit.InkDim, f.Help), w))
	}
	switch {
	case p.busy:
		lines = append(lines, "", th.Paint(kit.InkDim, "It is being written."))
	case p.asking != "":
		lines = append(lines, "")
		lines = append(lines, kit.Paragraph(th, kit.InkWait, p.asking+" is there already. y replaces it, n asks for another name.", w, "")...)
	}
	return fit(lines, h)
}

func (p exportNamed) lines(l *Lab, w, h int) []string {
	return fit(append(p.exporter.lines(l, w, h), "", p.line.Show(l.env.Theme, "file:", w)), h)
}

// link shows the command that makes the run again.
type link struct{ text string }

// showLink shows the link, and gives it to the terminal's clipboard (OSC 52).
func (l Lab) showLink() (Lab, tea.Cmd) {
	text := "sysprep lab " + l.run.Link(true)
	l.open(link{text})
	return l, tea.Batch(tea.SetClipboard(text), notice("The command is in the clipboard, where the terminal allows that."))
}

func (link) context() string { return "link" }

func (link) why(*Lab, string) string { return "" }

func (p link) key(l Lab, _ string) (Lab, tea.Cmd) { return l, nil }

func (p link) lines(l *Lab, w, h int) []string {
	th := l.env.Theme
	lines := []string{th.Paint(kit.InkTitle, "This command makes the same run again, bit for bit"), ""}
	line := ""
	for _, word := range strings.Fields(p.text) { // broken at spaces only, so that it can be copied
		if line != "" && kit.Width(line)+1+kit.Width(word) > w {
			lines, line = append(lines, th.Paint(kit.InkText, line)), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	lines = append(lines, th.Paint(kit.InkText, line))
	lines = append(lines, "")
	return fit(append(lines, kit.Paragraph(th, kit.InkFaint, "Without a screen: sysprep sim, with the same words but --at. Bookmarks and the other future are not in it.", w, "")...), h)
}
