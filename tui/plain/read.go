package plain

import (
	"context"
	"strings"

	"sysprep/tui/kit/markdown"
)

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

// proseLines sets Markdown in plain lines of at most width columns.
func proseLines(source string, width int) []string {
	text := strings.TrimSpace(markdown.Plain(source, width))
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}
