package plain

import "context"

// read plays a step that is only read.
func (p *player) read(ctx context.Context) error {
	p.prose(p.def().Text)
	return p.goOn(ctx)
}

// prose writes Markdown as plain text, with an empty line before it.
func (p *player) prose(text string) {
	if lines := proseLines(text, p.talk.width); len(lines) > 0 {
		p.talk.gap()
		p.talk.lines(lines)
	}
}
