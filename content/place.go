package content

import (
	"strings"

	"sysprep/scenarios"
)

// Found says by which name the pack was opened, as --pack has it: its id, of an installed
// pack, or a folder. The core pack, whose things need no more than their ids, was not found but is there.
func (p *Pack) Found(name string) {
	p.found = name
	p.Scenarios.mu.Lock()
	defer p.Scenarios.mu.Unlock()
	for id, s := range p.Scenarios.loaded {
		s.Place = p.Place(id)
	}
}

// Place is what a command takes to reach something in the pack: "wide-door" in the core pack,
// "author/ticket-rush/wide-door" in an installed one, "wide-door --pack drafts/rush" in a folder.
// Of no id it is what reaches the pack itself, such as "--pack author/ticket-rush"; "" for the core pack.
func (p *Pack) Place(id string) string {
	switch {
	case p.found == "":
		return id
	case p.found != p.Manifest.ID:
		return strings.TrimSpace(id + " --pack " + scenarios.Quoted(p.found))
	case id == "":
		return "--pack " + p.found
	}
	return p.found + "/" + id
}
