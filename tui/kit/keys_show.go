package kit

import (
	"cmp"
	"slices"
	"strings"
)

// Footer returns one line with as many keys as w cells hold, the most
// important (lowest Rank) first. Keys that do nothing now are left out.
func (t Table) Footer(context string, why Reasons, w int, th *Theme) string {
	var line strings.Builder
	for i, f := range t.footed(context, why, w) {
		if i > 0 {
			line.WriteString(footGap)
		}
		line.WriteString(th.Paint(InkKey, f.label) + " " + th.Paint(InkDim, f.help))
	}
	return line.String()
}

// FooterKey returns the key that the footer of w cells shows at column x, or "".
func (t Table) FooterKey(context string, why Reasons, w, x int) string {
	at := 0
	for _, f := range t.footed(context, why, w) {
		if x >= at && x < at+f.width() {
			return f.key
		}
		at += f.width() + len(footGap)
	}
	return ""
}

const footGap = "   "

// foot is one key in the footer.
type foot struct{ label, help, key string }

func (f foot) width() int { return Width(f.label) + 1 + Width(f.help) }

// footed are the keys that a footer of w cells has room for.
func (t Table) footed(context string, why Reasons, w int) []foot {
	ranked := slices.DeleteFunc(untaken(t.In(context)), func(b Binding) bool { return b.Rank <= 0 || why.of(b.ID) != "" })
	slices.SortStableFunc(ranked, func(a, b Binding) int { return cmp.Compare(a.Rank, b.Rank) })
	var out []foot
	used := 0
	for _, b := range ranked {
		f := foot{b.Label(), b.Help, b.Keys[0]}
		need := f.width()
		if used > 0 {
			need += len(footGap)
		}
		if used+need <= w {
			out = append(out, f)
			used += need
		}
	}
	return out
}

// untaken leaves out the keys that mean something else already, by a binding before, and
// does not show them either.
func untaken(all []Binding) []Binding {
	taken := map[string]bool{}
	var out []Binding
	for _, b := range all {
		keys := b.Keys
		b.Keys = slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return taken[k] })
		if len(b.Keys) < len(keys) {
			b.Show = stillShown(b, taken)
		}
		for _, k := range keys {
			taken[k] = true
		}
		if len(b.Keys) > 0 {
			out = append(out, b)
		}
	}
	return out
}

// stillShown is Show without the keys that are taken; empty if it has no key of the binding then.
func stillShown(b Binding, taken map[string]bool) string {
	left := slices.DeleteFunc(strings.Fields(b.Show), func(label string) bool {
		for k := range taken {
			if keyName(k) == label {
				return true
			}
		}
		return false
	})
	for _, k := range b.Keys {
		if slices.Contains(left, keyName(k)) {
			return strings.Join(left, " ")
		}
	}
	return ""
}

// Groups returns the bindings of a context by group, in the order in which the
// groups first appear in the table, each with the keys that are its own there.
func (t Table) Groups(context string) [][]Binding {
	return group(untaken(t.In(context)))
}

func group(bs []Binding) [][]Binding {
	var groups [][]Binding
	at := map[string]int{}
	for _, b := range bs {
		i, ok := at[b.Group]
		if !ok {
			i = len(groups)
			at[b.Group] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], b)
	}
	return groups
}

// HelpLines returns the help overlay's text, at most w cells wide: each group
// under its heading, in two columns where w allows. Keys that do nothing now
// say why.
func (t Table) HelpLines(context string, why Reasons, w int, th *Theme) []string {
	col, cols := w, 1
	if w >= 72 {
		col, cols = (w-2)/2, 2
	}
	blocks := make([][]string, 0)
	total := 0
	for _, g := range t.Groups(context) {
		blocks = append(blocks, helpBlock(g, why, col, th))
		total += len(g) + 2
	}
	columns := make([][]string, cols)
	at := 0
	for i, b := range blocks {
		if cols == 2 && at == 0 && i > 0 && len(columns[0])+len(b)/2 > (total+1)/2 {
			at = 1
		}
		columns[at] = append(columns[at], b...)
	}
	return besides(columns, col)
}

func helpBlock(g []Binding, why Reasons, w int, th *Theme) []string {
	keyW := 0
	for _, b := range g {
		keyW = max(keyW, Width(b.Label()))
	}
	keyW = min(keyW, w/2)
	lines := []string{th.Paint(InkTitle, g[0].Group)}
	for _, b := range g {
		left := "  " + th.Paint(InkKey, PadRight(Cut(b.Label(), keyW), keyW)) + "  "
		room := w - keyW - 4
		if reason := why.of(b.ID); reason != "" {
			lines = append(lines, left+th.Paint(InkFaint, Cut(b.Help+" (not now: "+reason+")", room)))
			continue
		}
		lines = append(lines, left+th.Paint(InkText, Cut(b.Help, room)))
	}
	return append(lines, "")
}

// besides puts columns of lines side by side, each col cells wide, two apart.
func besides(columns [][]string, col int) []string {
	n := 0
	for _, c := range columns {
		n = max(n, len(c))
	}
	lines := make([]string, n)
	for i := range lines {
		var b strings.Builder
		for j, c := range columns {
			cell := ""
			if i < len(c) {
				cell = c[i]
			}
			if j < len(columns)-1 {
				cell = PadRight(cell, col) + "  "
			}
			b.WriteString(cell)
		}
		lines[i] = strings.TrimRight(b.String(), " ")
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// CheatSheet returns the text of docs/keys.md: all keys of all screens, as
// Markdown tables. The output depends on the tables only.
func CheatSheet(tables ...Table) string {
	var b strings.Builder
	b.WriteString("# Keys\n\nGenerated from the program's own tables of keys. `?` shows the keys of the present screen.\n")
	for _, t := range tables {
		b.WriteString("\n## " + t.Name + "\n")
		for _, g := range group(t.Bindings) {
			b.WriteString("\n### " + g[0].Group + "\n\n| key | does | where |\n| --- | --- | --- |\n")
			for _, k := range g {
				where := "everywhere"
				if len(k.Contexts) > 0 {
					where = strings.Join(k.Contexts, ", ")
				}
				b.WriteString("| " + codeKeys(k) + " | " + escapeBar(k.Help) + " | " + escapeBar(where) + " |\n")
			}
		}
	}
	return b.String()
}

func codeKeys(b Binding) string {
	keys := make([]string, len(b.Keys))
	for i, k := range b.Keys {
		k = keyName(k)
		if k == "`" {
			keys[i] = "`` ` ``"
			continue
		}
		keys[i] = "`" + escapeBar(k) + "`"
	}
	return strings.Join(keys, " ")
}

func escapeBar(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
