package markdown

import (
	"hash/maphash"

	tea "charm.land/bubbletea/v2"

	"sysprep/tui/kit"
)

// mostCached is the number of texts that a Cache keeps.
const mostCached = 64

// Cache keeps texts that have been set. A screen asks Get in View; when the text
// is not there, Update returns Set's command and hands the message to Put. It
// belongs to one program's Update and View and is not for use by several goroutines.
type Cache struct {
	seed  maphash.Seed
	texts map[key]string
	order []key // oldest first
}

type key struct {
	hash  uint64
	size  int
	width int
	theme *kit.Theme
}

// SetMsg carries a text that has been set.
type SetMsg struct {
	key  key
	text string
}

// NewCache returns an empty cache.
func NewCache() *Cache {
	return &Cache{seed: maphash.MakeSeed(), texts: map[key]string{}}
}

func (c *Cache) key(source string, width int, t *kit.Theme) key {
	return key{maphash.String(c.seed, source), len(source), width, t}
}

// Get returns a text if it has been set for this width and theme.
func (c *Cache) Get(source string, width int, t *kit.Theme) (string, bool) {
	s, ok := c.texts[c.key(source, width, t)]
	return s, ok
}

// Set returns a command that sets a text, or nil if it is there already.
func (c *Cache) Set(source string, width int, t *kit.Theme) tea.Cmd {
	k := c.key(source, width, t)
	if _, ok := c.texts[k]; ok {
		return nil
	}
	return func() tea.Msg { return SetMsg{key: k, text: Render(source, width, t)} }
}

// Put keeps a text, in the place of the oldest if there are too many.
func (c *Cache) Put(m SetMsg) {
	if _, ok := c.texts[m.key]; !ok {
		if len(c.order) >= mostCached {
			delete(c.texts, c.order[0])
			c.order = c.order[1:]
		}
		c.order = append(c.order, m.key)
	}
	c.texts[m.key] = m.text
}
